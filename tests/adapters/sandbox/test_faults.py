"""What goes wrong on purpose, and whether the request had its effect."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from pos2web.adapters.sandbox.shop import Fault, Faults, ShopServer
from pos2web.adapters.sandbox.shop.faults import Dice
from tests.adapters.sandbox.talk import product, xml


@contextmanager
def _shop_with(path: Path, faults: Faults) -> Iterator[tuple[ShopServer, httpx.Client]]:
    with (
        ShopServer(path, faults=faults) as shop,
        httpx.Client(base_url=shop.url, auth=(shop.key, ""), timeout=0.5) as client,
    ):
        yield shop, client


def _made(shop: ShopServer) -> int:
    count: int = shop.store.one("SELECT COUNT(*) FROM products")
    return count


@pytest.mark.parametrize(
    ("faults", "made"),
    [
        (Faults(dropped_after=1), 1),
        (Faults(dropped_before=1), 0),
        (Faults(cut=1), 1),
        (Faults(late=1, delay_s=5), 1),
        (Faults(deaf=1, delay_s=5), 0),
    ],
    ids=["dropped_after", "dropped_before", "cut", "late", "deaf"],
)
def test_no_answer_comes_although_it_may_have_been_done(
    tmp_path: Path, faults: Faults, made: int
) -> None:
    with _shop_with(tmp_path, faults) as (shop, client):
        with pytest.raises(httpx.TransportError):
            client.post("/api/products", content=xml(product()))

        assert _made(shop) == made


@pytest.mark.parametrize(
    ("faults", "status", "made"),
    [
        (Faults(broken_after=1), 500, 1),
        (Faults(broken_before=1), 500, 0),
        (Faults(busy=1), 429, 0),
        (Faults(away=1), 503, 0),
        (Faults(page=1), 200, 1),
        (Faults(truncated=1), 201, 1),
        (Faults(slow=1, slow_s=0.01), 201, 1),
    ],
    ids=["broken_after", "broken_before", "busy", "away", "page", "truncated", "slow"],
)
def test_an_answer_comes_that_need_not_be_true(
    tmp_path: Path, faults: Faults, status: int, made: int
) -> None:
    with _shop_with(tmp_path, faults) as (shop, client):
        answer = client.post("/api/products", content=xml(product()))

        assert answer.status_code == status
        assert _made(shop) == made


def test_a_busy_shop_says_when_to_come_again(tmp_path: Path) -> None:
    with _shop_with(tmp_path, Faults(busy=1, retry_after_s=7)) as (_, client):
        assert client.get("/api/products").headers["retry-after"] == "7"


def test_a_truncated_answer_ends_in_the_middle_of_the_xml(tmp_path: Path) -> None:
    with _shop_with(tmp_path, Faults(truncated=1)) as (_, client):
        text = client.get("/api/categories").text

    assert text.startswith("<?xml")
    assert "</prestashop>" not in text


def test_faults_spare_the_shop_front_and_other_methods(tmp_path: Path) -> None:
    with _shop_with(tmp_path, Faults(broken_before=1, methods=("POST",))) as (_, client):
        assert client.get("/").status_code == 200
        assert client.get("/api/products").status_code == 200
        assert client.post("/api/products", content=xml(product())).status_code == 500


def test_the_same_seed_goes_wrong_in_the_same_way() -> None:
    faults = Faults(seed=5, late=0.2, cut=0.2, busy=0.2)

    one, other = Dice(faults), Dice(faults)

    drawn = [one.draw("GET") for _ in range(50)]
    assert drawn == [other.draw("GET") for _ in range(50)]
    assert {Fault.LATE, Fault.CUT, Fault.BUSY, None} == set(drawn)


def test_faults_are_switched_and_counted_while_the_shop_runs(client: httpx.Client) -> None:
    client.put("/sandbox/faults", json={"broken_before": 1, "seed": 3}).raise_for_status()
    broken = client.get("/api/products").status_code

    drawn = client.get("/sandbox/faults").json()["drawn"]
    client.delete("/sandbox/faults")

    assert broken == 500
    assert drawn == {"broken_before": 1}
    assert client.get("/api/products").status_code == 200


def test_an_unknown_fault_is_refused_by_name(client: httpx.Client) -> None:
    answer = client.put("/sandbox/faults", json={"gremlins": 1})

    assert answer.status_code == 400
    assert "gremlins" in answer.text
