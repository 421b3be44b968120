"""A difference in people's words."""

from typing import Any, NamedTuple

from pos2web.cli.common.reporting import ReportPrinter
from pos2web.domain.connections import is_shop, is_till
from pos2web.domain.tasks import MissedRunsPolicy
from pos2web.domain.values import Kind, Ref
from pos2web.history import difference
from pos2web.history.past.diff import HOLD, LINK, PIN, RULE, TASK, THING, Difference
from pos2web.history.words.planned import MONEY
from pos2web.history.words.rule_texts import rule_words
from pos2web.history.words.running import period_words


class DiffLine(NamedTuple):
    """One field, before and after."""

    field: str
    before: str
    after: str


def title_of(told: ReportPrinter, one: Difference) -> str:
    """What differs, and on which side: «Le produit « TEA » (n° 12), en caisse»."""
    here = told.here
    if one.about == TASK:
        return told.session.text("diff.task", task=here.book.tasks.names.get(one.key, one.key))
    if one.kind is None:
        everything = here.book.rules.everything
        return everything[:1].upper() + everything[1:]
    if one.about in (LINK, PIN, RULE):
        return told.thing(Ref(one.kind, one.key))
    if is_till(one.connection):
        thing, at_till = told.thing(Ref(one.kind, one.key)), here.book.at_till
        numbered = thing.removesuffix(f" {at_till})")
        return f"{thing} {at_till}" if numbered == thing else f"{numbered}), {at_till}"
    thing = told.of_side(one.connection).thing(Ref(one.kind, one.key))
    return f"{thing[:1].upper()}{thing[1:]} {here.book.at_shop}"


def line_of(told: ReportPrinter, one: Difference) -> DiffLine:
    """The field and both values; nothing where there was none."""
    words = _WORDS.get(one.about, _of_field)
    return words(told, one)


def _of_field(told: ReportPrinter, one: Difference) -> DiffLine:
    here = told.of_side(one.connection)
    is_shops = is_shop(one.connection)
    name = here.shop_field(one.field) if is_shops else here.field(one.field)
    return DiffLine(name, *difference(one.field, one.before, one.after, here))


def _of_thing(told: ReportPrinter, one: Difference) -> DiffLine:
    here, nothing = told.of_side(one.connection), ""
    ref = Ref(Kind(one.kind or ""), one.key)
    name = here.name(ref)
    return DiffLine(
        "", nothing if one.before is None else name, nothing if one.after is None else name
    )


def _of_link(told: ReportPrinter, one: Difference) -> DiffLine:
    nothing = told.here.book.nothing
    return DiffLine(told.session.text("diff.link"), one.before or nothing, one.after or nothing)


def _of_hold(told: ReportPrinter, one: Difference) -> DiffLine:
    nothing = told.here.book.nothing
    before, after = (told.because(reason) or nothing for reason in (one.before, one.after))
    return DiffLine(told.session.text("held"), before, after)


def _of_pin(told: ReportPrinter, one: Difference) -> DiffLine:
    here = told.here
    net = here.book.net if one.field in MONEY else ""
    before, after = (
        here.book.nothing if value is None else here.value(one.field, value) + net
        for value in (one.before, one.after)
    )
    return DiffLine(told.session.text("diff.pin", field=here.field(one.field)), before, after)


def _of_rule(told: ReportPrinter, one: Difference) -> DiffLine:
    name = told.session.text(f"diff.rule.{one.field}")
    return DiffLine(name, rule_words(one.before, told.here), rule_words(one.after, told.here))


def _of_task(told: ReportPrinter, one: Difference) -> DiffLine:
    name = told.session.text(f"diff.task.{one.field}")
    return DiffLine(name, _task_value(told, one.before), _task_value(told, one.after))


def _task_value(told: ReportPrinter, value: Any) -> str:
    if isinstance(value, bool):
        return told.here.value("", value)
    if isinstance(value, MissedRunsPolicy):
        return told.here.book.tasks.missed_rules[value]
    return period_words(value, told.here)


_WORDS = {
    THING: _of_thing,
    LINK: _of_link,
    HOLD: _of_hold,
    PIN: _of_pin,
    RULE: _of_rule,
    TASK: _of_task,
}
