"""One till and two sites, by the command line: other prices, owners and windows, and one of them down."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pos2web.adapters.sandbox.catalogue import till_schema
from pos2web.adapters.sandbox.shop import ShopServer
from tests.cli.conftest import TEAS, Installation

SETTINGS = """
[till]
adapter = "sql_database"
url = "sqlite:///{till}"

[shops.boutique]
adapter = "prestashop"
url = "{boutique}"

[shops.outlet]
adapter = "prestashop"
url = "{outlet}"

[shops.outlet.sync]
price_factor = 0.8
price_rounding = 0.05

[shops.outlet.sync.owners.product]
brand = "shop"
"""

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Installation]:
    """A till with a small catalogue, and two empty sites."""
    till = tmp_path / "till.sqlite"
    with ShopServer(tmp_path / "boutique") as one, ShopServer(tmp_path / "outlet") as other:
        here = Installation(tmp_path / "home", till, one, capsys)
        here.ring_up(till_schema() + TEAS)
        here.home.mkdir()
        text = SETTINGS.format(till=till, boutique=one.url, outlet=other.url)
        (here.home / "pos2web.toml").write_text(text, encoding="utf-8")
        secrets = here.home / "secrets.toml"
        keys = {"boutique": one.key, "outlet": other.key}
        secrets.write_text("".join(f'[shops.{name}]\nkey = "{keys[name]}"\n' for name in keys))
        secrets.chmod(0o600)
        yield here


def shown(here: Installation, shop: str, ref: str = "TEA-01") -> dict[str, Any]:
    """What a site shows of a product, by its own command."""
    answer = here("--shop", shop, "show", ref, "--json")
    assert answer.code == 0, answer.err
    (thing,) = answer.json["things"]
    site: dict[str, Any] = thing["site"]
    return site


def asked(here: Installation, shop: str) -> dict[str, Any]:
    """What `why` says of a price on a site."""
    answer = here("--shop", shop, "why", "TEA-01", "price", "--json")
    assert answer.code == 0, answer.err
    (chain,) = answer.json["chains"]
    found: dict[str, Any] = chain
    return found


def test_two_sites_show_one_till_each_in_its_own_way_and_a_second_run_writes_nothing(
    two: Installation,
) -> None:
    first = two("sync", "--yes", "--json")
    assert first.code == 0, first.err
    assert {name: said["outcome"] for name, said in first.json["shops"].items()} == {
        "boutique": "done",
        "outlet": "done",
    }

    prices = {shop: asked(two, shop)["conversion"]["shown"] for shop in ("boutique", "outlet")}
    assert {shop: Decimal(price["amount"]) for shop, price in prices.items()} == {
        "boutique": Decimal("9.90"),
        "outlet": Decimal("7.90"),
    }
    assert shown(two, "boutique")["brand"] is not None
    assert shown(two, "outlet")["brand"] is None
    again = two("sync", "--json").json["shops"]
    assert {name: said["writes"] for name, said in again.items()} == {"boutique": 0, "outlet": 0}


def test_a_window_and_a_buffer_are_one_sites_own(two: Installation) -> None:
    assert two("sync", "--yes").code == 0
    ruled = two("--shop", "outlet", "buffer", "set", "all", "2")
    assert ruled.code == 0, ruled.err
    closed = two("--shop", "boutique", "windows", "set", "category:Teas", "--hours", "3:00-3:01")
    assert closed.code == 0, closed.err

    assert two("sync", "--yes").code == 0

    stocks = {
        shop: two("--shop", shop, "why", "TEA-01", "stock", "--json").json["stocks"][0]
        for shop in ("boutique", "outlet")
    }
    assert {shop: one["site"] for shop, one in stocks.items()} == {"boutique": "12", "outlet": "10"}
    listed = {
        shop: two("--shop", shop, "windows", "list", "--json").out
        for shop in ("boutique", "outlet")
    }
    assert "3:00" in listed["boutique"].replace("03:00", "3:00")
    assert "3:00" not in listed["outlet"]


def test_which_site_is_meant_has_to_be_said_where_there_are_two(two: Installation) -> None:
    answer = two("buffer", "set", "all", "2")

    assert answer.code != 0
    assert "--shop NAME; there are: boutique, outlet" in answer.err


def test_while_one_site_is_down_the_other_goes_on_and_nothing_is_lost(two: Installation) -> None:
    assert two("sync", "--yes").code == 0
    file = two.home / "pos2web.toml"
    url = file.read_text().split('[shops.boutique]\nadapter = "prestashop"\nurl = "')[1]
    url = url.partition('"')[0]
    two.replace(url, NOWHERE)
    two.ring_up("UPDATE stock SET quantity = 5 WHERE product_id = 1")

    down = two("sync", "--json")

    assert down.code != 0
    outcomes = {name: said["outcome"] for name, said in down.json["shops"].items()}
    assert outcomes == {"boutique": "failed", "outlet": "done"}
    assert down.json["shops"]["outlet"]["writes"] == 1
    two.replace(NOWHERE, url)
    back = two("sync", "--json").json["shops"]
    assert {name: said["writes"] for name, said in back.items()} == {"boutique": 1, "outlet": 0}
    again = two("sync", "--json").json["shops"]
    assert {said["writes"] for said in again.values()} == {0}


def test_what_the_till_said_is_told_once_and_each_write_with_its_shop(two: Installation) -> None:
    assert two("sync", "--yes").code == 0

    events = two("history", "--limit", "900", "--json").json["events"]

    told = [(one["type"], one["connection"], one["key"]) for one in events]
    assert {"till:main", "shop:boutique", "shop:outlet"} <= {
        connection for _, connection, _ in told
    }
    first = [one for one in told if "found" in one[0] and one[1:] == ("till:main", "1")]
    assert len(first) == len(set(first)) > 0


def test_status_and_drift_go_over_all_shops(two: Installation) -> None:
    assert two("sync", "--yes").code == 0

    status = two("status", "--json").json
    drift = two("drift", "--json").json
    screen = two("status").out

    assert sorted(status["shops"]) == sorted(drift["shops"]) == ["boutique", "outlet"]
    assert [task["name"] for task in status["tasks"]].count("upkeep") == 1
    assert {"stock@boutique", "stock@outlet"} <= {task["name"] for task in status["tasks"]}
    assert "Shop boutique" in screen
    assert "Shop outlet" in screen


def test_a_task_of_one_shop_is_run_by_its_name(two: Installation) -> None:
    assert two("sync", "--yes").code == 0

    named = two("tasks", "run", "stock@outlet", "--json")
    said = two("--shop", "outlet", "tasks", "disable", "stock", "--json")
    open_question = two("tasks", "run", "stock")

    assert named.code == 0, named.err
    assert said.code == 0, said.err
    assert open_question.code != 0
    assert "stock@boutique, " in open_question.err
    tasks = {one["name"]: one["is_enabled"] for one in two("status", "--json").json["tasks"]}
    assert (tasks["stock@boutique"], tasks["stock@outlet"]) == (True, False)
