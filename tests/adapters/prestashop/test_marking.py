"""The mark that we keep among a PrestaShop's configurations."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from pos2web.adapters.prestashop.adapter import open_shop
from pos2web.adapters.prestashop.settings import PrestashopSettings
from pos2web.adapters.sandbox.shop import Key, ShopServer
from pos2web.errors import TransientError
from pos2web.ports import Finding, Severity, Shop
from tests.adapters.prestashop.shops import NOW, SETUP, Script, recorded, refusal, shop_at, xml

COUNTRY = "<countries><country><id>8</id><iso_code>FR</iso_code></country></countries>"
READER, STRANGER = "R" * 32, "S" * 32


@contextmanager
def shop_with(
    server: ShopServer, key: str = "", transport: httpx.BaseTransport | None = None
) -> Iterator[Shop]:
    settings = PrestashopSettings(url=server.url, key=key or server.key)
    shop = open_shop(settings, clock=lambda: NOW, transport=transport)
    yield shop
    shop.close()


def entries(server: ShopServer) -> list[tuple[str, str]]:
    """Our entries, as the shop's owner sees them."""
    with httpx.Client(auth=(server.key, "")) as client:
        asked = {"display": "[name,value]", "output_format": "JSON"}
        found = client.get(f"{server.url}/api/configurations", params=asked).json()
    rows = [(row["name"], row["value"]) for row in found["configurations"]]
    return [row for row in rows if row[0].startswith("POS2WEB")]


def add_entry(server: ShopServer, value: str) -> None:
    body = f"<name>POS2WEB_WRITER</name><value>{value}</value>"
    body = f"<prestashop><configuration>{body}</configuration></prestashop>"
    with httpx.Client(auth=(server.key, "")) as client:
        assert client.post(f"{server.url}/api/configurations", content=body).status_code == 201


def test_a_mark_is_one_entry_however_often_it_is_written(server: ShopServer, shop: Shop) -> None:
    assert shop.read_mark() is None
    written = [shop.write_mark(mark) for mark in ("pos2web 1 a", "pos2web 1 b")]

    assert written == [True, True]

    assert entries(server) == [("POS2WEB_WRITER", "pos2web 1 b")]


def test_of_two_entries_made_at_once_the_oldest_counts_for_all(
    server: ShopServer, shop: Shop
) -> None:
    add_entry(server, "")
    add_entry(server, "first")
    add_entry(server, "second")

    assert shop.read_mark() == "first"
    assert shop.write_mark("third")
    assert entries(server) == [("POS2WEB_WRITER", "third")] * 3


@pytest.mark.parametrize("is_first", [True, False])
def test_of_two_who_find_no_mark_at_the_same_moment_both_know_whose_counts(
    server: ShopServer, is_first: bool
) -> None:
    """Both have looked before either writes; both marks are kept, the one that was there first counts."""

    class Between(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            is_making = request.method == "POST"
            if is_making and is_first:
                add_entry(server, "theirs")
            answer = super().handle_request(request)
            if is_making and not is_first:
                add_entry(server, "theirs")
            return answer

    with shop_with(server, transport=Between()) as shop:
        is_kept, found = shop.write_mark("ours"), shop.read_mark()

    assert is_kept
    assert found == ("theirs" if is_first else "ours")
    assert len(entries(server)) == 2


def test_a_key_without_the_right_has_no_place_for_a_mark(server: ShopServer) -> None:
    keys = server.service.keys
    keys[STRANGER] = Key(rights={"products": ("GET",)})  # type: ignore[index]  # a dictionary in truth
    with shop_with(server, STRANGER) as shop:
        assert (shop.write_mark("ours"), shop.read_mark()) == (False, None)

    assert entries(server) == []


def test_a_mark_that_the_shop_keeps_otherwise_is_not_kept(server: ShopServer, shop: Shop) -> None:
    """As on 8.1.2 and 8.2.1: tags go from the value of a configuration, without a word."""
    assert not shop.write_mark("<b>pos2web</b> 1 & more")

    assert shop.read_mark() == "pos2web 1 & more"
    assert entries(server) == [("POS2WEB_WRITER", "pos2web 1 & more")]


def test_an_entry_stays_when_its_mark_is_taken_away(server: ShopServer, shop: Shop) -> None:
    assert shop.write_mark("ours")
    assert shop.write_mark("")

    assert (shop.read_mark(), entries(server)) == (None, [("POS2WEB_WRITER", "")])


def test_a_right_that_is_known_to_be_missing_is_not_tried() -> None:
    offered = SETUP[""].partition("<configurations")[0] + "</api>"
    script = Script(lambda _request: xml(""), **{"": offered, "countries": COUNTRY})
    shop = shop_at(httpx.MockTransport(script))
    shop.profile()
    calls = shop.calls

    assert (shop.write_mark("ours"), shop.read_mark()) == (False, None)
    assert shop.calls == calls


def test_a_key_that_may_only_read_sees_whose_mark_it_is(server: ShopServer) -> None:
    keys = server.service.keys
    keys[READER] = Key(rights={"configurations": ("GET",)})  # type: ignore[index]  # a dictionary in truth
    add_entry(server, "theirs")
    with shop_with(server, READER) as shop:
        assert (shop.write_mark("ours"), shop.read_mark()) == (False, "theirs")


def test_each_shop_of_a_prestashop_has_a_mark_of_its_own() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.params["filter[name]"])
        return xml("<configurations/>")

    shop = shop_at(httpx.MockTransport(answer), id_shop=2)

    assert shop.read_mark() is None
    assert asked == ["[POS2WEB_WRITER_2]"]


def test_a_configuration_is_read_as_a_real_shop_shows_it() -> None:
    shop = shop_at(httpx.MockTransport(lambda _request: recorded("02-lists-filters-formats/64")))

    assert shop.read_mark() == "1"


def test_a_mark_that_the_shop_refuses_is_not_kept() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return xml("<configurations/>") if request.method == "GET" else refusal(400, 85)

    assert not shop_at(httpx.MockTransport(answer)).write_mark("ours")


def test_a_shop_that_is_away_may_have_kept_the_mark() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return xml("<configurations/>") if request.method == "GET" else xml("", 503)

    with pytest.raises(TransientError):
        shop_at(httpx.MockTransport(answer)).write_mark("ours")


@pytest.mark.parametrize(
    ("rights", "severity", "text"),
    [
        ('get="true" post="true" patch="true"', Severity.OK, "only one does"),
        ('get="true" post="true" patch="false"', Severity.WARNING, "configurations (PATCH)"),
        ('get="false"', Severity.WARNING, "configurations (GET, POST, PATCH)"),
    ],
)
def test_a_check_says_whether_the_mark_can_be_kept(
    rights: str, severity: Severity, text: str
) -> None:
    offered = SETUP[""].partition("<configurations")[0] + f"<configurations {rights}/></api>"
    shop = shop_at(httpx.MockTransport(Script(lambda _request: xml(""), **{"": offered})))

    (finding,) = (each for each in shop.check() if each.about == "writer")

    assert (finding.severity, text in finding.text) == (severity, True)
    assert is_remedied(finding)


def is_remedied(finding: Finding) -> bool:
    """Whether a person is told what to do, when there is something to do."""
    return finding.severity is Severity.OK or "for this key in Advanced" in finding.remedy
