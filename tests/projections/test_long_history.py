"""In a busy shop's log, what is found is what going through all of it finds."""

import random
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from benchmarks.month import SHOP, TILL, fill
from pos2web.domain.things import Product
from pos2web.domain.values import Kind
from pos2web.log import Log
from pos2web.projections import catalogue
from pos2web.projections.history import finding as history
from pos2web.projections.history.finding import HistoryRow
from pos2web.projections.history.postings import BLOCKS
from pos2web.projections.read_models import ReadModels
from pos2web.projections.words import words
from tests.projections.given import dump

EVENTS = BLOCKS.size + 3_000
"""A block that is over, and a tail."""

NAMED_EVENTS = 2_000
"""So many are enough to know what some things are called."""


class Shop(NamedTuple):
    """Its log, its read models, and every event as a line, oldest first."""

    log: Log
    models: ReadModels
    lines: list[HistoryRow]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder = tmp_path_factory.mktemp("shop")
    fill(folder / "log.db", EVENTS, seed=7)
    with (
        closing(Log.open(folder / "log.db", clock=lambda: datetime.now(UTC))) as log,
        closing(ReadModels.open(folder / "models.db", folder / "history.db")) as models,
    ):
        models.catch_up(log, upto=NAMED_EVENTS)
        assert models.catch_up_history(log)
        records = history.read(log, range(1, EVENTS + 1))
        yield Shop(log, models, [record.line for record in records])


Meets = Callable[[HistoryRow], bool]


def says(text: str) -> Meets:
    """Whether a line says words that begin so; first sights say more than their line."""
    return lambda line: all(
        any(
            word.startswith(beginning)
            for word in words(line.before or "") | words(line.after or "")
        )
        for beginning in words(text)
    )


ASKED: list[tuple[dict[str, Any], Meets]] = [
    ({}, lambda _: True),
    ({"actor": "till"}, lambda line: line.actor == "till"),
    ({"actor": "user:claire"}, lambda line: line.actor == "user:claire"),
    ({"connection": SHOP}, lambda line: line.connection == SHOP),
    ({"actor": "till", "connection": SHOP}, lambda _: False),
    ({"kind": Kind.STOCK}, lambda line: line.kind is Kind.STOCK),
    ({"field": "quantity"}, lambda line: "quantity" in line.field.split(",")),
    (
        {"field": "price", "connection": TILL},
        lambda line: "price" in line.field.split(",") and line.connection == TILL,
    ),
]


@pytest.mark.parametrize(("asked", "meets"), ASKED, ids=[str(asked) for asked, _ in ASKED])
def test_all_that_is_meant_is_found(shop: Shop, asked: dict[str, Any], meets: Meets) -> None:
    expected = [line.position for line in shop.lines if meets(line)]

    found = [record.event.position for page in pages(shop, **asked) for record in page]

    assert found == expected


def pages(shop: Shop, **asked: Any) -> Iterator[list[history.Record]]:
    return history.pages(shop.models, shop.log, **asked)


def test_any_page_is_the_next_part_of_all(shop: Shop) -> None:
    chosen = random.Random(EVENTS)  # noqa: S311 - where pages begin, no secret
    for asked, meets in ASKED:
        before = chosen.randrange(1, EVENTS + 2)
        expected = [line for line in shop.lines[: before - 1] if meets(line)][-40:]

        found = history.query(shop.models, shop.log, limit=40, before_position=before, **asked)

        assert found == expected[::-1]


def test_no_more_are_given_than_are_asked_for(shop: Shop) -> None:
    found = [len(page) for page in pages(shop, actor="till", limit=1_500)]

    assert found == [1_000, 500]


def test_a_period_is_a_part_of_it(shop: Shop) -> None:
    middle = shop.lines[EVENTS // 2].recorded_at
    since, until = middle - timedelta(minutes=1), middle + timedelta(minutes=1)

    found = [
        record.event.position
        for page in pages(shop, since=since, until=until, actor="till")
        for record in page
    ]

    assert found == [
        line.position
        for line in shop.lines
        if since <= line.recorded_at < until and line.actor == "till"
    ]


@pytest.mark.parametrize("text", ["bl", "12", "changed", "9.9", "zzz"])
def test_words_are_found_in_blocks_as_in_the_tail(shop: Shop, text: str) -> None:
    aside = {"cursor_moved", "linked", "unlinked"}
    first_sights = {line.position for line in shop.lines if line.type.endswith("_found")}
    expected = {line.position for line in shop.lines if line.type not in aside and says(text)(line)}

    found = {record.event.position for page in pages(shop, text=text) for record in page}

    assert found - first_sights == expected - first_sights
    assert found >= expected


def test_a_product_s_story_is_the_same_from_every_page_size(shop: Shop) -> None:
    products = catalogue.load(shop.models, TILL)[Kind.PRODUCT].values()
    reference = next(product.reference for product in products if isinstance(product, Product))
    at_once = history.query(shop.models, shop.log, limit=10_000, reference=reference)
    by_the_page: list[HistoryRow] = []
    before = EVENTS + 1
    while page := history.query(
        shop.models, shop.log, limit=7, reference=reference, before_position=before
    ):
        by_the_page += page
        before = page[-1].position

    assert len(at_once) > 7
    assert by_the_page == at_once


def test_a_history_that_followed_in_small_steps_is_the_same(shop: Shop, tmp_path: Path) -> None:
    with closing(ReadModels.open(tmp_path / "models.db", tmp_path / "history.db")) as models:
        assert models.past is not None
        models.past.catch_up(shop.log, batch_size=7_001)

        steps = {name: rows for name, rows in dump(models).items() if name.startswith("history.")}

    whole = dump(shop.models)
    assert steps["history.postings"]
    assert steps == {name: whole[name] for name in steps}
