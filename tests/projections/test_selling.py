"""The rules about selling that stand, by shop."""

from datetime import date
from decimal import Decimal

import pytest

from pos2web.domain import decisions
from pos2web.domain.decisions import SellingFact
from pos2web.domain.selling import (
    EVERYTHING,
    UNRULED,
    Buffer,
    Mode,
    OutOfStock,
    RuleLevel,
    Scope,
    Selling,
    SoldOut,
    Window,
)
from pos2web.domain.values import ConnectionName
from pos2web.projections import selling
from pos2web.projections.read_models import ReadModels
from tests.projections.given import NOON, SHOP, ListedLog, dump

GREEN = Scope(RuleLevel.CATEGORY, "GREEN")
TWO = Buffer(amount=Decimal(2))
TENTH = Buffer(amount=Decimal(10), is_percent=True)
WINDOW = Window(
    rule="Mo-Fr 08:00-11:00",
    mode=Mode.NOT_FOR_SALE,
    valid_from=date(2026, 11, 1),
    opened_on=((date(2026, 12, 24), "08:00-10:00"),),
    message={"fr": "De retour {opening}"},
)
SOLD_OUT = SoldOut(until=NOON)
MADE: tuple[SellingFact, ...] = (
    decisions.BufferSet(scope=GREEN, buffer=TWO),
    decisions.OutOfStockRuled(scope=GREEN, rule=OutOfStock.HIDE),
    decisions.WindowSet(scope=GREEN, window=WINDOW),
    decisions.SoldOutDeclared(scope=GREEN, sold_out=SOLD_OUT),
)
LIFTED: tuple[SellingFact, ...] = (
    decisions.BufferLifted(scope=GREEN, was=TWO),
    decisions.OutOfStockRuleLifted(scope=GREEN, was=OutOfStock.HIDE),
    decisions.WindowLifted(scope=GREEN, was=WINDOW),
    decisions.SoldOutLifted(scope=GREEN, was=SOLD_OUT),
)


def decided(*facts: SellingFact, shop: str = SHOP) -> ListedLog:
    log = ListedLog()
    for fact in facts:
        log.happened(f"{shop}/rule/{fact.scope}", fact)
    return log


def test_rules_stand_as_they_were_made(models: ReadModels) -> None:
    models.catch_up(decided(*MADE))

    assert selling.load(models, SHOP) == Selling(
        buffers={GREEN: TWO},
        out_of_stock={GREEN: OutOfStock.HIDE},
        windows={GREEN: WINDOW},
        sold_out={GREEN: SOLD_OUT},
    )


@pytest.mark.parametrize("number", range(len(MADE)))
def test_a_rule_that_is_lifted_stands_no_more(models: ReadModels, number: int) -> None:
    models.catch_up(decided(MADE[number], LIFTED[number]))

    assert selling.load(models, SHOP) == UNRULED


def test_the_last_rule_about_a_thing_counts(models: ReadModels) -> None:
    changed = decisions.BufferSet(scope=GREEN, buffer=TENTH, was=TWO)
    wide = decisions.BufferSet(scope=EVERYTHING, buffer=TWO)

    models.catch_up(decided(MADE[0], wide, changed))

    assert selling.load(models, SHOP).buffers == {GREEN: TENTH, EVERYTHING: TWO}


def test_each_shop_has_its_own_rules(models: ReadModels) -> None:
    models.catch_up(decided(MADE[0], shop="shop:other"))

    assert selling.load(models, SHOP) == UNRULED
    assert selling.load(models, ConnectionName("shop:other")).buffers == {GREEN: TWO}


def test_rules_that_are_rebuilt_are_the_same(models: ReadModels) -> None:
    log = decided(*MADE, *LIFTED[:2])
    models.catch_up(log)
    first = dump(models)["selling"]

    models.rebuild(log)

    assert dump(models)["selling"] == first
    assert len(first) == 2
