"""What would be taken back, in a person's words: steps, conflicts, and what is left and why."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from pos2web.bootstrap import utc_now
from pos2web.cli.common.reporting import ReportPrinter
from pos2web.domain.decisions import LiftPin, PinField
from pos2web.domain.selling import EVERYTHING, Buffer, OutOfStock, SoldOut, Window
from pos2web.domain.streams import rule_stream
from pos2web.domain.undoing import CONFLICTS, CurrentState, Left, UndoPlan, UndoStep, facts_of
from pos2web.domain.values import NOWHERE, ConnectionName
from pos2web.history import sentence
from pos2web.history.words.rule_texts import rule_words
from pos2web.log import Event

RULES = (Buffer, OutOfStock, SoldOut, Window)
SORTS = ("buffers", "out_of_stock", "sold_out", "windows")

SHOWN_MAX = 50
"""So many steps or conflicts are shown, beside how many there are."""


@dataclass(frozen=True, kw_only=True)
class Screen:
    """Who is told, what is known, and on which shop it is."""

    told: ReportPrinter
    known: CurrentState
    shop: ConnectionName

    def step_line(self, step: UndoStep) -> str:
        """One step: a field of a thing from what to what, or a decision as history will tell it."""
        here = self.told.here
        decision = step.decision
        if not isinstance(decision, PinField | LiftPin):
            return self._sentence(step)
        before, after = here.step(decision.field, step.before, step.after)
        if isinstance(decision, LiftPin):
            after = self.told.session.text("undo.till_decides")
        return self.told.session.text(
            "undo.step",
            thing=self.told.thing(decision.ref),
            field=here.shop_field(decision.field),
            before=before,
            after=after,
        )

    def _sentence(self, step: UndoStep) -> str:
        here = self.told.here
        (fact,) = facts_of(step.decision, self.known)
        event = Event(
            NOWHERE,
            rule_stream(self.shop, EVERYTHING),
            1,
            utc_now(),
            "",
            NOWHERE,
            "",
            self.shop,
            fact,
        )
        return sentence(event, here.book.code, names=here.names, zone=here.zone)

    def conflict_line(self, left: Left) -> str:
        """One thing that somebody changed since."""
        text, here = self.told.session.text, self.told.here
        if left.ref is None:
            is_rule = left.now is None or isinstance(left.now, RULES)
            now = rule_words(left.now, here) if is_rule else str(left.now)
            field = text(f"show.sort.{left.field}") if left.field in SORTS else left.field
            return text("undo.conflict_rule", field=field, now=now)
        return text(
            "undo.conflict",
            thing=self.told.thing(left.ref),
            field=here.shop_field(left.field),
            now=here.value(left.field, left.now),
        )

    def show(self, taken: UndoPlan, *, name: str, limit: int = SHOWN_MAX) -> None:
        """All of it."""
        session = self.told.session
        self._listed([self.step_line(step) for step in taken.steps[:limit]], len(taken.steps))
        count = len(taken.steps)
        session.say(f"{name}.count" if count else f"{name}.empty", count=count)
        if taken.conflicts:
            session.say("undo.conflicts", count=len(taken.conflicts))
            lines = [f"  {self.conflict_line(left)}" for left in taken.conflicts[:limit]]
            self._listed(lines, len(taken.conflicts))
        left = [*self.left_lines(taken)]
        if left:
            session.say("undo.left")
        for line in left:
            session.print_below("  ", line)

    def _listed(self, lines: list[str], count: int) -> None:
        for line in lines:
            self.told.session.print_below("", line)
        if count > len(lines):
            self.told.session.say("more", count=count - len(lines))

    def left_lines(self, taken: UndoPlan) -> Iterator[str]:
        """What else is left, by why, with how many of each."""
        counts = Counter(left.why for left in taken.left if left.why not in CONFLICTS)
        text = self.told.session.text
        for why, count in counts.most_common():
            yield text("undo.left_line", why=text(f"undo.why.{why}"), count=count)

    def values(self, taken: UndoPlan) -> dict[str, Any]:
        """What would be taken back and what is left, as JSON values."""
        return {
            "steps": [self._step_values(step) for step in taken.steps],
            "conflicts": [left_values(left) for left in taken.conflicts],
            "left": [left_values(left) for left in taken.left if left.why not in CONFLICTS],
        }

    def _step_values(self, step: UndoStep) -> dict[str, Any]:
        return {
            "ref": None if step.ref is None else str(step.ref),
            "field": getattr(step.decision, "field", None),
            "before": msgspec.to_builtins(step.before),
            "after": msgspec.to_builtins(step.after),
            "decision": msgspec.to_builtins(step.decision),
            "cause": step.cause or None,
            "in_words": self.step_line(step),
        }


def left_values(left: Left) -> dict[str, Any]:
    """Something that is left, for JSON."""
    return {
        "why": left.why.value,
        "ref": None if left.ref is None else str(left.ref),
        "field": left.field or None,
        "position": left.position or None,
        "now": msgspec.to_builtins(left.now),
    }
