"""A recorded shape is for ever, whatever becomes of its class."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pos2web.domain.facts import Fact, ThingFact
from pos2web.domain.streams import Stream
from pos2web.errors import ArchiveError
from pos2web.log import Codec, Entry, Log
from pos2web.log.codec import STANDARD
from pos2web.log.shapes import SHAPES, FactShape, Payload
from tests.log.conftest import TILL
from tests.shops.clocks import StillClock

STORED = [
    json.loads(line)
    for line in (Path(__file__).parent / "stored/events.jsonl").read_text("utf-8").splitlines()
]

DOMAIN = "pos2web.domain."


def facts(base: type[Fact]) -> set[type[Fact]]:
    """Every class of fact of the domain that is no mere base of others."""
    below = {fact for fact in base.__subclasses__() if fact.__module__.startswith(DOMAIN)}
    return {leaf for fact in below for leaf in facts(fact) or {fact}}


def test_every_fact_has_one_name() -> None:
    assert len(SHAPES) == len({shape.fact for shape in SHAPES})
    assert {shape.fact for shape in SHAPES} == facts(Fact)
    assert ThingFact not in STANDARD.names


def test_names_are_of_one_style() -> None:
    names = [shape.name for shape in SHAPES]

    assert len(set(names)) == len(names)
    assert [name for name in names if not name.isascii() or name != name.lower()] == []


def test_every_version_of_every_type_has_a_stored_example() -> None:
    versions = {
        (shape.name, version) for shape in SHAPES for version in range(1, shape.version + 1)
    }

    assert {(example["type"], example["version"]) for example in STORED} == versions


@pytest.mark.parametrize("example", STORED, ids=lambda example: str(example["type"]))
def test_a_stored_example_still_says_what_it_said(example: dict[str, Any]) -> None:
    decode = STANDARD.decoders[f"{example['type']}.{example['version']}"]

    fact = decode(example["payload"].encode())
    assert json.loads(msgspec.json.encode(fact)) == example["fields"]


@pytest.mark.parametrize("example", STORED, ids=lambda example: str(example["type"]))
def test_a_fact_comes_back_as_it_was(example: dict[str, Any]) -> None:
    fact = STANDARD.decoders[f"{example['type']}.{example['version']}"](example["payload"].encode())

    name, payload = STANDARD.names[type(fact)], STANDARD.encode(fact)

    assert STANDARD.decoders[name](payload) == fact


class ShelfMoved(Fact, frozen=True, kw_only=True):
    """Was `row` in version 1; had no `side` before version 3."""

    aisle: str
    side: str


def renamed(payload: Payload) -> Payload:
    return {"aisle": payload["row"]}


def sided(payload: Payload) -> Payload:
    return {**payload, "side": "left"}


SHELVES = Codec([*SHAPES, FactShape("shelf_moved", ShelfMoved, (renamed, sided))])


@pytest.mark.parametrize(
    ("version", "payload", "fact"),
    [
        (1, b'{"row": "A"}', ShelfMoved(aisle="A", side="left")),
        (2, b'{"aisle": "A"}', ShelfMoved(aisle="A", side="left")),
        (3, b'{"aisle": "A", "side": "right"}', ShelfMoved(aisle="A", side="right")),
    ],
)
def test_older_versions_are_read_as_the_current_one(
    version: int, payload: bytes, fact: Fact
) -> None:
    assert SHELVES.decoders[f"shelf_moved.{version}"](payload) == fact


def test_the_current_version_is_written(path: Path, clock: StillClock) -> None:
    moved = ShelfMoved(aisle="B", side="right")

    with Log.open(path, clock=clock, codec=SHELVES) as log:
        log.append([Entry(Stream("shelf/1"), moved)], TILL)

        assert next(log.read()).fact == moved
    assert SHELVES.names[ShelfMoved] == "shelf_moved.3"


def test_a_reader_that_knows_no_such_type_stops_there(path: Path, clock: StillClock) -> None:
    with Log.open(path, clock=clock, codec=SHELVES) as log:
        log.append([Entry(Stream("shelf/1"), ShelfMoved(aisle="B", side="right"))], TILL)

    with (
        Log.open(path, clock=clock) as log,
        pytest.raises(ArchiveError, match=r"position 1 .*shelf_moved\.3"),
    ):
        list(log.read())


@pytest.mark.parametrize(
    "twice", [FactShape("other_name", ShelfMoved), FactShape("shelf_moved", ThingFact)]
)
def test_neither_a_name_nor_a_fact_is_registered_twice(twice: FactShape) -> None:
    with pytest.raises(AssertionError, match="twice"):
        Codec([FactShape("shelf_moved", ShelfMoved), twice])
