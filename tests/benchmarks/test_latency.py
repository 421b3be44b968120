"""How latency is measured: from the commit at the till to the first answer that shows it."""

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from benchmarks.latency import Counter, Site, latencies, moments, p95, silent
from tests.adapters.sql_database.worlds import Hand


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Counter]:
    with closing(Hand(f"sqlite:///{tmp_path}/till.sqlite")) as hand:
        counter = Counter(hand=hand, products=3)
        counter.fill("till.sql")
        yield counter


def site_of(till: Counter) -> Site:
    """A site that shows the till's own levels at once."""

    def answer(request: httpx.Request) -> httpx.Response:
        if "products" in request.url.path:
            rows = [f"<p><id>{n}</id><reference>TEA-{n}</reference></p>" for n in (1, 2, 3)]
        else:
            levels = [(row[1], row[3]) for row in till.hand.rows()["stock"]]
            asked = request.url.params["filter[id_product]"].strip("[]").split("|")
            rows = [
                f"<s><id_product>{product}</id_product><quantity>{quantity}</quantity></s>"
                for product, quantity in levels
                if str(product) in asked
            ]
        return httpx.Response(200, text=f"<prestashop><all>{''.join(rows)}</all></prestashop>")

    transport = httpx.MockTransport(answer)
    return Site(client=httpx.Client(transport=transport, base_url="http://shop"))


def test_each_change_is_waited_for_and_told(till: Counter) -> None:
    told: list[int] = []
    site = site_of(till)

    found = latencies(site, till, [0.0, 0.0, 0.0], lambda: told.append(till.counted))
    site.client.close()

    assert (len(found), told) == (3, [1, 2, 3])


def test_nothing_changed_takes_no_time(till: Counter) -> None:
    site = site_of(till)

    assert latencies(site, till, [], silent) == []
    site.client.close()


def test_moments_are_the_same_each_time_and_in_order() -> None:
    first, second = (moments(9, apart_s=2.0, chance=random.Random(1)) for _ in range(2))  # noqa: S311 - chance, not a secret

    assert first == second == sorted(first)
    assert max(first) <= 18


@pytest.mark.parametrize(("count", "value"), [(1, 1), (4, 4), (20, 19), (100, 95)])
def test_of_a_hundred_ninety_five_do_not_exceed_it(count: int, value: int) -> None:
    assert p95(range(1, count + 1)) == value
