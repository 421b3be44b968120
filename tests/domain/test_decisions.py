"""What people decide becomes facts, once, and facts become the rules that stand."""

from datetime import UTC, datetime
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos2web.domain.decisions import (
    BufferLifted,
    BufferSet,
    Decision,
    DeclareSoldOut,
    MissedRunsRuled,
    OutOfStockRuled,
    OutOfStockRuleLifted,
    RuleMissedRuns,
    RuleOutOfStock,
    ScheduleTask,
    SellingDecision,
    SellingFact,
    SetBuffer,
    SetWindow,
    SoldOutDeclared,
    SoldOutLifted,
    SwitchTask,
    TaskDecision,
    TaskDisabled,
    TaskEnabled,
    TaskScheduled,
    WindowLifted,
    WindowSet,
    rule_on_selling,
    selling_after,
    set_task,
    task_after,
)
from pos2web.domain.facts import BrandRenamed, Fact
from pos2web.domain.schedules import parse
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
from pos2web.domain.tasks import MissedRunsPolicy, TaskSetting

GREEN = Scope(RuleLevel.CATEGORY, "GREEN")
TWO = Buffer(amount=Decimal(2))
TENTH = Buffer(amount=Decimal(10), is_percent=True)
WINDOW = Window(rule="Mo-Fr 08:00-11:00", mode=Mode.OFFLINE)
SOLD_OUT = SoldOut(until=datetime(2026, 3, 2, 12, tzinfo=UTC))
RENAMED = BrandRenamed(key="B", name="b", was="a")
EVERY_MINUTE, AT_NIGHT = parse("every minute"), parse("at 3:30")

MADE: list[tuple[SellingDecision, SellingFact, SellingFact]] = [
    (
        SetBuffer(scope=GREEN, buffer=TWO),
        BufferSet(scope=GREEN, buffer=TWO),
        BufferLifted(scope=GREEN, was=TWO),
    ),
    (
        RuleOutOfStock(scope=GREEN, rule=OutOfStock.HIDE),
        OutOfStockRuled(scope=GREEN, rule=OutOfStock.HIDE),
        OutOfStockRuleLifted(scope=GREEN, was=OutOfStock.HIDE),
    ),
    (
        SetWindow(scope=GREEN, window=WINDOW),
        WindowSet(scope=GREEN, window=WINDOW),
        WindowLifted(scope=GREEN, was=WINDOW),
    ),
    (
        DeclareSoldOut(scope=GREEN, sold_out=SOLD_OUT),
        SoldOutDeclared(scope=GREEN, sold_out=SOLD_OUT),
        SoldOutLifted(scope=GREEN, was=SOLD_OUT),
    ),
]


def lifting(decision: SellingDecision) -> SellingDecision:
    """The same without its rule."""
    (rule,) = set(decision.__struct_fields__) - {"scope"}
    return msgspec.structs.replace(decision, **{rule: None})


def ruled(*decisions: SellingDecision) -> Selling:
    """The rules after these decisions, one after the other."""
    selling = UNRULED
    for decision in decisions:
        for fact in rule_on_selling(selling, decision):
            selling = selling_after(selling, fact)
    return selling


@pytest.mark.parametrize(("decision", "made"), [(asked, made) for asked, made, _ in MADE])
def test_a_new_rule_is_a_fact(decision: SellingDecision, made: SellingFact) -> None:
    assert rule_on_selling(UNRULED, decision) == [made]


@pytest.mark.parametrize("decision", [asked for asked, _, _ in MADE])
def test_to_decide_the_same_twice_is_nothing_new(decision: SellingDecision) -> None:
    assert rule_on_selling(ruled(decision), decision) == []


@pytest.mark.parametrize(("decision", "lifted"), [(asked, lifted) for asked, _, lifted in MADE])
def test_a_rule_is_lifted_once(decision: SellingDecision, lifted: SellingFact) -> None:
    assert rule_on_selling(ruled(decision), lifting(decision)) == [lifted]
    assert rule_on_selling(UNRULED, lifting(decision)) == []
    assert ruled(decision, lifting(decision)) == UNRULED


def test_a_rule_that_changes_tells_what_it_was() -> None:
    raised = SetBuffer(scope=GREEN, buffer=TENTH)

    assert rule_on_selling(ruled(SetBuffer(scope=GREEN, buffer=TWO)), raised) == [
        BufferSet(scope=GREEN, buffer=TENTH, was=TWO)
    ]


def test_rules_about_other_things_stand_as_they_did() -> None:
    both = ruled(SetBuffer(scope=GREEN, buffer=TWO), SetBuffer(scope=EVERYTHING, buffer=TENTH))

    assert both.buffers == {GREEN: TWO, EVERYTHING: TENTH}
    lifted = selling_after(both, BufferLifted(scope=GREEN, was=TWO))
    assert lifted.buffers == {EVERYTHING: TENTH}


def test_other_facts_change_no_rules() -> None:
    selling = ruled(*(decision for decision, _, _ in MADE))

    assert selling_after(selling, RENAMED) is selling


scopes = st.sampled_from([EVERYTHING, GREEN, Scope(RuleLevel.PRODUCT, "TEA")])
decisions = st.one_of(
    st.builds(SetBuffer, scope=scopes, buffer=st.sampled_from([None, TWO, TENTH])),
    st.builds(RuleOutOfStock, scope=scopes, rule=st.sampled_from([None, *OutOfStock])),
    st.builds(SetWindow, scope=scopes, window=st.sampled_from([None, WINDOW])),
    st.builds(DeclareSoldOut, scope=scopes, sold_out=st.sampled_from([None, SOLD_OUT, SoldOut()])),
)


@settings(max_examples=200)
@given(st.lists(decisions, max_size=12))
def test_the_last_decision_about_a_thing_is_what_stands(made: list[SellingDecision]) -> None:
    selling = ruled(*made)

    assert all(rule_on_selling(selling, last) == [] for last in latest(made))


def latest(made: list[SellingDecision]) -> list[SellingDecision]:
    return [*{(type(decision), decision.scope): decision for decision in made}.values()]


TASK = TaskSetting(periods=(EVERY_MINUTE,))
SET: list[tuple[TaskDecision, Fact]] = [
    (SwitchTask(task="stock", is_enabled=False), TaskDisabled(task="stock")),
    (
        ScheduleTask(task="stock", periods=(AT_NIGHT,)),
        TaskScheduled(task="stock", periods=(AT_NIGHT,), was=(EVERY_MINUTE,)),
    ),
    (
        RuleMissedRuns(task="stock", missed=MissedRunsPolicy.SKIP),
        MissedRunsRuled(task="stock", missed=MissedRunsPolicy.SKIP, was=MissedRunsPolicy.ONCE),
    ),
]


@pytest.mark.parametrize(("decision", "fact"), SET)
def test_a_task_is_set_once(decision: TaskDecision, fact: Fact) -> None:
    assert set_task(TASK, decision) == [fact]

    assert set_task(task_after(TASK, fact), decision) == []


def test_a_task_is_switched_on_again() -> None:
    off = task_after(TASK, TaskDisabled(task="stock"))
    on = SwitchTask(task="stock", is_enabled=True)

    assert set_task(off, on) == [TaskEnabled(task="stock")]
    assert task_after(off, TaskEnabled(task="stock")) == TASK


def test_other_facts_set_no_task() -> None:
    assert task_after(TASK, RENAMED) is TASK


@pytest.mark.parametrize("decision", [*(made[0] for made in MADE), *(made[0] for made in SET)])
def test_a_decision_can_be_sent_as_json(decision: Decision) -> None:
    sent = msgspec.json.encode(decision)

    assert msgspec.json.decode(sent, type=Decision) == decision
