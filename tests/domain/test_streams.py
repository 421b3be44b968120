"""Streams have one place where they are named and read, and their names are for ever."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from pos2web.domain import streams
from pos2web.domain.connections import (
    MAIN_SHOP,
    MAIN_TILL,
    NO_CONNECTION,
    SHOP,
    TILL,
    connection_named,
    is_shop,
    is_till,
    own_name,
)
from pos2web.domain.selling import EVERYTHING, RuleLevel, Scope
from pos2web.domain.streams import Stream
from pos2web.domain.values import Kind, Ref

ROOT = Path(__file__).parents[2]
HOME = ROOT / "pos2web" / "domain" / "streams.py"
TEA = Ref(Kind.PRODUCT, "12")

MADE = {
    "till:main/product/12": streams.thing_stream(MAIN_TILL, Kind.PRODUCT, "12"),
    "shop:main/stock/31/4": streams.thing_stream(MAIN_SHOP, Kind.STOCK, "31/4"),
    "till:main/cursor": streams.cursor_stream(MAIN_TILL),
    "shop:main/link/product/12": streams.link_stream(MAIN_SHOP, TEA),
    "shop:main/pin/product/12": streams.pin_stream(MAIN_SHOP, TEA),
    "shop:main/rule/all": streams.rule_stream(MAIN_SHOP, EVERYTHING),
    "shop:main/rule/category:7": streams.rule_stream(MAIN_SHOP, Scope(RuleLevel.CATEGORY, "7")),
    "shop:main/customer/31": streams.customer_stream(MAIN_SHOP, "31"),
    "person/p1": streams.person_stream("p1"),
    "run/20261124T120000-a1b2c3": streams.run_stream("20261124T120000-a1b2c3"),
    "task/stock": streams.task_stream("stock"),
    "alert/task:stock": streams.alert_stream("task:stock"),
    "backup/store": streams.backup_stream("store"),
    "installation": streams.INSTALLATION,
}
"""What each stream was called from the first log on."""

NAMED_ONCE = ("run/", "task/", "alert/", "person/", "backup/")
NAMED_WITHIN = ("/link/", "/pin/", "/rule/", "/customer/", "/cursor")
SIDES = ("till:", "shop:", "run/")


@pytest.mark.parametrize(("name", "stream"), MADE.items())
def test_a_stream_is_called_what_it_was_called_in_the_oldest_log(name: str, stream: Stream) -> None:
    assert stream == name


@pytest.mark.parametrize("stream", MADE.values())
def test_a_stream_tells_its_connection_or_its_run_or_neither(stream: Stream) -> None:
    first = stream.partition("/")[0]

    assert streams.connection_in(stream) == (first if ":" in first else None)
    assert streams.run_in(stream) == ("20261124T120000-a1b2c3" if first == "run" else None)


def test_an_event_is_named_by_its_stream_and_version_whatever_the_key_holds() -> None:
    odd = streams.thing_stream(MAIN_TILL, Kind.PRODUCT, "tea@home/3")

    assert streams.event_in(streams.event_id(odd, 12)) == (odd, "12")


def test_a_connection_is_of_one_side_and_has_a_name_of_its_own() -> None:
    corner = connection_named(SHOP, "corner")

    assert (corner, own_name(corner)) == ("shop:corner", "corner")
    assert (is_shop(corner), is_till(corner)) == (True, False)
    assert is_till(connection_named(TILL, "main"))
    assert not is_till(NO_CONNECTION)


def test_no_stream_is_named_or_read_outside_of_its_module() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources()
        for line in built_in(path.read_text())
    ]

    assert found == []


@pytest.mark.parametrize(
    "planted",
    [
        'stream = f"run/{run}"',
        'entry = Entry(stream=f"{shop}/link/{ref.kind}/{ref.key}", fact=fact)',
        'log.read_stream(f"{connection}/{kind}/{key}")',
        'log.read_stream(Stream("installation"))',
        'is_of_run = event.stream.startswith("run/")',
        'is_a_till = connection.startswith(("till:", "shop:"))',
        'key = event.stream.rpartition("/")[2]',
    ],
)
def test_a_stream_that_is_planted_elsewhere_is_found(planted: str) -> None:
    assert list(built_in(planted)) == [1]


def sources() -> Iterator[Path]:
    """What may know of the log: all of ours but adapters, which know nothing of it."""
    for room in ("pos2web", "projections", "migrations"):
        for path in sorted((ROOT / room).rglob("*.py")):
            is_adapter = (ROOT / "pos2web" / "adapters") in path.parents
            if path != HOME and not is_adapter and path.name != "connections.py":
                yield path


def built_in(source: str) -> Iterator[int]:
    """The lines that put a stream's name together, take one apart, or claim that text is one."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr) and is_named(node):
            yield node.lineno
        if isinstance(node, ast.Call) and (is_claimed(node) or is_taken_apart(node)):
            yield node.lineno


def is_named(text: ast.JoinedStr) -> bool:
    shape = "".join(
        str(part.value) if isinstance(part, ast.Constant) else "{}" for part in text.values
    )
    is_thing = shape == "{}/{}/{}"
    return is_thing or shape.startswith(NAMED_ONCE) or any(part in shape for part in NAMED_WITHIN)


def is_claimed(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == "Stream"


def is_taken_apart(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    if "stream" in ast.unparse(call.func.value) and "partition" in call.func.attr:
        return True
    named = {
        part.value
        for node in call.args
        for part in ast.walk(node)
        if isinstance(part, ast.Constant)
    }
    return call.func.attr in ("startswith", "removeprefix") and not named.isdisjoint(SIDES)
