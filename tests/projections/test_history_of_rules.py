"""Who ruled what about selling, who set which task, and what nobody asks about."""

from decimal import Decimal
from typing import Any

import pytest

from pos2web.domain import decisions
from pos2web.domain.facts import Fact, SaleResumed, SaleStopped
from pos2web.domain.reasons import Code, Reason
from pos2web.domain.run_facts import AlertCured, AlertRaised, AlertTold, RunPassed, RunsMissed
from pos2web.domain.schedules import parse
from pos2web.domain.selling import EVERYTHING, Buffer, OutOfStock, RuleLevel, Scope, SoldOut
from pos2web.domain.tasks import MissedRunsPolicy
from pos2web.domain.values import Kind
from pos2web.projections import site
from pos2web.projections.history.finding import HistoryRow
from pos2web.projections.read_models import ReadModels
from tests.projections.given import NOON, SHOP, TILL, ListedLog, lines, tea

TEA = Scope(RuleLevel.PRODUCT, "TEA")
TWO = Buffer(amount=Decimal(2))
TENTH = Buffer(amount=Decimal(10), is_percent=True)
STUCK = Reason(Code.NO_PROGRESS, {"minutes": 10})
EVERY_MINUTE = parse("every minute")

Said = tuple[Kind | None, str | None, str | None, str, str | None, str | None]


def line(models: ReadModels, fact: Fact, stream: str = "task/stock", **envelope: Any) -> HistoryRow:
    (found,) = lines(models, ListedLog().happened(stream, fact, **envelope))
    return found


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (
            decisions.BufferSet(scope=TEA, buffer=TENTH, was=TWO),
            (Kind.PRODUCT, None, "TEA", "buffer", "2", "10 %"),
        ),
        (
            decisions.BufferLifted(scope=EVERYTHING, was=TWO),
            (None, None, None, "buffer", "2", None),
        ),
        (
            decisions.OutOfStockRuled(scope=Scope(RuleLevel.BRAND, "7"), rule=OutOfStock.HIDE),
            (Kind.BRAND, None, "7", "out_of_stock", None, "hide"),
        ),
        (decisions.TaskEnabled(task="stock"), (None, "stock", None, "is_enabled", "false", "true")),
        (
            decisions.TaskDisabled(task="stock"),
            (None, "stock", None, "is_enabled", "true", "false"),
        ),
        (
            decisions.MissedRunsRuled(
                task="stock", missed=MissedRunsPolicy.SKIP, was=MissedRunsPolicy.ONCE
            ),
            (None, "stock", None, "missed", "once", "skip"),
        ),
        (RunPassed(task="stock"), (None, None, None, "", "stock", "passed")),
        (
            RunsMissed(task="stock", count=3, since=NOON, made_up=True, why="away"),
            (None, None, None, "", "stock", "3 missed"),
        ),
        (AlertRaised(alert="models", reason=STUCK), (None, None, None, "alert", None, "models")),
        (AlertCured(alert="models", was=STUCK), (None, None, None, "alert", "models", None)),
        (
            AlertTold(alert="models", channel="mail", told="alert/models@1"),
            (None, None, None, "alert", "models", "mail"),
        ),
    ],
    ids=lambda each: type(each).__name__,
)
def test_a_row_says_what_was_decided_or_happened(
    models: ReadModels, fact: Fact, said: Said
) -> None:
    row = line(models, fact)

    assert (row.kind, row.key, row.till_key, row.field, row.before, row.after) == said


def test_a_schedule_is_kept_with_what_it_was(models: ReadModels) -> None:
    scheduled = decisions.TaskScheduled(task="stock", periods=(EVERY_MINUTE,), was=())

    row = line(models, scheduled, actor="user:marie")

    assert (row.actor, row.field, row.before) == ("user:marie", "periods", "[]")
    assert '"every_min":1' in (row.after or "")


def test_sold_out_is_kept_as_it_was_declared(models: ReadModels) -> None:
    row = line(models, decisions.SoldOutDeclared(scope=TEA, sold_out=SoldOut(until=NOON)))

    assert (row.field, row.before) == ("sold_out", None)
    assert "2026-03-02T12:00:00Z" in (row.after or "")


@pytest.mark.parametrize(
    ("fact", "before", "after"),
    [(SaleStopped(key="12"), "true", "false"), (SaleResumed(key="12"), "false", "true")],
)
def test_a_sale_that_stops_or_resumes_is_a_change_of_the_product(
    models: ReadModels, fact: Fact, before: str, after: str
) -> None:
    row = line(models, fact, f"{SHOP}/product/12")

    assert (row.kind, row.key) == (Kind.PRODUCT, "12")
    assert (row.field, row.before, row.after) == ("is_for_sale", before, after)


def test_the_site_is_known_not_to_sell_what_it_shows(models: ReadModels) -> None:
    log = ListedLog().happened(f"{SHOP}/product/12", tea("12"), SaleStopped(key="12"))
    models.catch_up(log)
    product = site.load(models, SHOP)[Kind.PRODUCT]["12"]

    assert getattr(product, "is_for_sale", None) is False


def test_the_history_of_a_product_tells_of_its_rules(models: ReadModels) -> None:
    log = ListedLog().happened(f"{TILL}/product/TEA", tea())
    log.happened(f"{SHOP}/rule/{TEA}", decisions.BufferSet(scope=TEA, buffer=TWO))
    log.happened(f"{SHOP}/rule/all", decisions.BufferSet(scope=EVERYTHING, buffer=TENTH))

    models.catch_up(log)

    found = lines(models, log, reference="REF-TEA")
    assert [row.type for row in found] == ["buffer_set", "product_found"]


def test_what_found_nothing_and_who_told_are_left_out_where_each_act_is_told_once(
    models: ReadModels,
) -> None:
    log = ListedLog().happened("task/stock", decisions.TaskDisabled(task="stock"))
    log.happened("run/r1", RunPassed(task="stock"))
    log.happened("alert/models", AlertRaised(alert="models", reason=STUCK))
    log.happened("alert/models", AlertTold(alert="models", channel="mail", told="alert/models@1"))

    models.catch_up(log)

    told = [row.type for row in lines(models, log, folded=True)]
    assert told == ["alert_raised", "task_disabled"]
    assert len(lines(models, log)) == 4
