"""The steps of a chain in a person's words: one sentence each, with the event where it is one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from pos2web.cli.common.instants import shown
from pos2web.cli.common.reporting import ReportPrinter
from pos2web.cli.texts.common import TEXTS
from pos2web.cli.undo.pins import actor_words
from pos2web.domain.changes import Change, FieldChange, Owner
from pos2web.domain.selling import OutOfStock, Sum, Window, WindowState
from pos2web.domain.values import Kind, Money
from pos2web.history import difference, sentence
from pos2web.history.why.derivation import Conclusion, Derivation, RuleStep
from pos2web.history.why.desired_value import PRICES, Demand
from pos2web.history.words import formats
from pos2web.history.words.rule_texts import rule_words, scope_words
from pos2web.history.words.wording import Wording, changed_language, is_texts
from pos2web.log.records import Event

TASKS = {"quantity": "stock", "is_for_sale": "availability", "sale_note": "availability"}
"""The tasks that write fields; the catalogue's writes all others, but photos."""


YES, NO = "yes", "no"


class ExplanationStep(NamedTuple):
    """One step: `sort` says which, for programs."""

    sort: str
    event: Event | None
    text: str


@dataclass(frozen=True, kw_only=True)
class Explainer:
    """One chain, and the words to tell it in."""

    told: ReportPrinter
    zone: ZoneInfo
    demand: Demand
    found: Derivation

    def steps(self) -> Iterator[ExplanationStep]:
        """Yield the steps in the order in which one led to the other."""
        yield from self._seen()
        if self.demand.is_ours(self.found.field) or self.found.sum is None:
            yield ExplanationStep("owner", None, self._text(f"why.owner.{self.found.owner}"))
        yield from self._between()
        yield from self._kept()
        yield from self._written()
        yield ExplanationStep("end", None, self._end())

    def sentence(self, event: Event, change: Change | None = None) -> str:
        """An event in words; `change` is what it answers, if it does."""
        here = self.told.here
        language = self.told.session.language
        return sentence(event, language, names=here.names, change=change, zone=self.zone)

    def by(self, event: Event, said: str) -> str:
        """Who it was, before what is said."""
        if event.actor.startswith("task:"):
            return said  # Its sentences begin with Pos2Web.
        known = f"actor.{event.actor}"
        who = self._text(known) if known in TEXTS else actor_words(event.actor)
        return f"{who}{self.told.here.book.colon}{said}"

    def when(self, event: Event) -> str:
        """When and where in the log it is."""
        return f"{shown(event.recorded_at, self.zone)}  #{event.position}"

    def _text(self, name: str, **values: object) -> str:
        return self.told.session.text(name, **values)

    def _seen(self) -> Iterator[ExplanationStep]:
        found = self.found
        events = [event for event in (found.seen, found.rate_seen) if event is not None]
        if not events:
            yield ExplanationStep("seen", None, self._text("why.step.unseen"))
        for event in sorted(events, key=lambda event: event.position):
            yield ExplanationStep("seen", event, self.by(event, self.sentence(event)))

    def _between(self) -> Iterator[ExplanationStep]:
        """What stands between what was seen and what is written."""
        found, here = self.found, self.told.here
        if found.asked is not None:
            yield ExplanationStep("price_rule", None, self._price_rule(found.asked))
        if found.conversion is not None:
            one = found.conversion
            amounts = {
                "till": self._money(found.asked or one.till),
                "rate": formats.percent(one.rate, here.book.code),
                "sent": self._money(one.sent),
                "shown": self._money(one.shown),
            }
            yield ExplanationStep("conversion", None, self._text("why.conversion", **amounts))
        if found.sum is None:
            yield from self._rules()
        else:
            yield from self._sum(found.sum)
        if found.pin is not None:
            value = self._text("why.pinned_at", value=self._value(found.pin.value))
            yield ExplanationStep("pin", found.pinned, self._by(found.pinned, value))
        if found.taken_back is not None:
            event, change = found.taken_back
            because = self._text("why.pin_because", sentence=self.sentence(event, change))
            yield ExplanationStep("taken_back", event, because.strip())

    def _price_rule(self, asked: Money) -> str:
        policy, conventions = self.demand.policy, self.told.here.book.code
        step = formats.number(policy.price_rounding, conventions)
        return self._text(
            "why.price_rule",
            factor=formats.number(policy.price_factor, conventions),
            rounding=self._text("why.price_rounding", step=step) if policy.price_rounding else "",
            asked=self._money(asked),
        )

    def _rules(self) -> Iterator[ExplanationStep]:
        here = self.told.here
        for step in self.found.rules:
            rule = step.ruled
            scope, words = scope_words(rule.scope, here), rule_words(rule.rule, here)
            said = self._text(f"why.rule.{rule.sort}", scope=scope, rule=words)
            yield ExplanationStep(
                rule.sort, step.made, self._by(step.made, f"{said} {self._now(step)}".strip())
            )

    def _now(self, step: RuleStep) -> str:
        """What a rule comes to at that moment."""
        rule = step.ruled.rule
        if isinstance(rule, Window):
            state: WindowState = self.demand.state(rule, self.demand.past.at)
            return self._text("why.window_open" if state.is_open else "why.window_closed")
        if isinstance(rule, OutOfStock):
            return self._text("why.stock_out" if self.demand.is_empty else "why.stock_left")
        return ""

    def _sum(self, total: Sum) -> Iterator[ExplanationStep]:
        """The formula of stock, term by term."""
        here = self.told.here

        def number(value: Any) -> str:
            return formats.number(value, here.book.code)

        yield ExplanationStep(
            "till", None, self._text("why.till", available=number(total.available))
        )
        yield ExplanationStep(
            "ordered", None, self._text("why.ordered", ordered=number(total.ordered))
        )
        if total.scope is None:
            yield ExplanationStep("buffers", None, self._text("why.no_buffer"))
        else:
            made = self.found.rules[0].made if self.found.rules else None
            rule, scope = rule_words(total.buffer, here), scope_words(total.scope, here)
            held_back = number(total.held_back)
            said = self._text("why.buffer", rule=rule, scope=scope, held_back=held_back)
            yield ExplanationStep("buffers", made, self._by(made, said))
        name = "why.sent" if self.demand.policy.manages_stock else "why.unmanaged"
        yield ExplanationStep("sent", None, self._text(name, sent=number(total.sent)))

    def _kept(self) -> Iterator[ExplanationStep]:
        """What keeps it off the site."""
        found, told = self.found, self.told
        if found.held is not None:
            reason = told.because(found.held.reason)
            if found.keeper is None:
                said = self._text("why.held", reason=reason)
            else:
                said = self._text("why.held_with", thing=told.thing(found.keeper), reason=reason)
            yield ExplanationStep("held", found.held_at, said)

    def _written(self) -> Iterator[ExplanationStep]:
        """What was written and seen there, in the order in which it happened."""
        yield from sorted(self._events(), key=lambda step: step.event.position if step.event else 0)
        if self.found.attempt is not None and self.found.failed is None:
            yield ExplanationStep("open", None, self._text("why.step.open"))

    def _events(self) -> Iterator[ExplanationStep]:
        found = self.found
        if found.link is not None and found.claim is None:
            yield ExplanationStep("link", found.link, self.sentence(found.link))
        if found.claim is not None:
            yield self._claimed("claim", found.claim, found.change)
        if found.outcome is not None:
            said = self.sentence(found.outcome, found.change)
            yield ExplanationStep("outcome", found.outcome, said)
        if found.echo is not None:
            yield ExplanationStep("echo", found.echo, self.sentence(found.echo))
        if found.shown is not None and (found.claim is None or found.shown.cause == 0):
            yield ExplanationStep(
                "shown", found.shown, self.by(found.shown, self.sentence(found.shown))
            )
        if found.attempt is not None:
            yield self._claimed("attempt", found.attempt, found.attempted)
        if found.failed is not None:
            yield ExplanationStep(
                "failed", found.failed, self.sentence(found.failed, found.attempted)
            )

    def _claimed(self, sort: str, claim: Event, change: Change | None) -> ExplanationStep:
        """A write as it was meant: the field's step, why, and in which run."""
        said, here = self.by(claim, self.sentence(claim)), self.told.here
        fields = () if change is None else change.fields
        is_several = len(fields) > 1
        for step in fields:
            if step.field == self.found.field:
                before, after = self._difference(step, here)
                values = after if step.before is None else " → ".join([before, after])
                meant = {"values": values, "reason": here.said(step.reason), "run": claim.run}
                name = "meant" if is_several and values else "because"
                said = f"{said} {self._text(f'why.step.{name}', **meant)}"
        return ExplanationStep(sort, claim, said)

    def _end(self) -> str:
        """What the site shows, and whether it is what it should."""
        found = self.found
        if found.state in (Conclusion.NOT_THERE, Conclusion.KEPT_OFF):
            is_held = found.held is not None
            known = "held" if is_held else "till" if found.state is Conclusion.KEPT_OFF else "later"
            return self._text(f"why.end.not_there.{known}", task=self._task)
        name: str = found.state
        if found.state is Conclusion.LEFT_ALONE and found.owner is Owner.WEB:
            name = "unmoved" if found.rules else "unruled"
        return self._text(f"why.end.{name}", shows=self._shows(found.on_site), task=self._task)

    def _difference(self, step: FieldChange, here: Wording) -> tuple[str, str]:
        """Both values that a write was about."""
        if isinstance(step.after, bool):
            was = "" if step.before is None else self._value(step.before)
            return was, self._value(step.after)
        return difference(step.field, step.before, step.after, here)

    def _shows(self, value: Any) -> str:
        """What the site shows, as the beginning of a sentence."""
        if isinstance(value, bool):
            return self._text(f"why.shows.{self.found.field}.{YES if value else NO}")
        return self._text("why.shows.value", value=self._value(value))

    @property
    def _task(self) -> str:
        """The task that will write it, as people call it."""
        here = self.told.here
        return here.quoted(here.book.tasks.names.get(self._task_name, self._task_name))

    @property
    def _task_name(self) -> str:
        if self.found.ref.kind is Kind.IMAGE:
            return "images"
        if self.found.field == "is_active" and self.found.rules:
            return "availability"
        return TASKS.get(self.found.field, "catalogue")

    def _value(self, value: Any) -> str:
        """A value as the site has it: an amount is without tax."""
        field, here = self.found.field, self.told.of_side(self.demand.past.shop)
        if isinstance(value, bool):
            return self._text(f"why.value.{field}.{YES if value else NO}")
        step = self._step_written
        if step is not None and is_texts(value) and is_texts(step.before):
            return here.text(value, changed_language(step.before, step.after, here.book.code))
        words = here.value(field, value)
        return self._text("why.net", value=words) if field in PRICES else words

    @property
    def _step_written(self) -> FieldChange | None:
        """What our last write was about, in this field."""
        fields = () if self.found.change is None else self.found.change.fields
        return next((step for step in fields if step.field == self.found.field), None)

    def _by(self, event: Event | None, said: str) -> str:
        return said if event is None else self.by(event, said)

    def _money(self, amount: Money) -> str:
        return formats.amount(amount, self.told.here.book.code)
