"""What a run comes to: of everything at the till, read = changed + unchanged + held."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pos2web.domain.changes import Plan
from pos2web.domain.reasons import Reason
from pos2web.domain.things import Image, Stock, Variant
from pos2web.domain.values import Kind, Ref
from pos2web.engine.apply import Applied, ClaimedChange
from pos2web.engine.parts import Part
from pos2web.engine.settled import READING
from pos2web.engine.state import SyncState
from pos2web.errors import Pos2WebError


@dataclass(kw_only=True)
class Tally:
    """What a run has come to so far. `others` are changes that are another task's to make.

    `as_it_should_be` counts what the last plan neither changes nor holds: it has changes of what is
    `planned`, and `held` by a rule.
    """

    part: Part
    changed: set[Ref] = field(default_factory=set)
    writes: int = 0
    plan: Plan | None = None
    as_it_should_be: int = 0
    others: set[Ref] = field(default_factory=set)
    planned: set[Ref] = field(default_factory=set)
    held: set[Ref] = field(default_factory=set)
    changed_then: set[Ref] = field(default_factory=set)
    failure: Pos2WebError | None = None
    unfinished: Reason | None = None
    reason: str = ""
    doubts: Counter[Ref] = field(default_factory=Counter)
    until: datetime | None = None
    is_quiet: bool = False

    def note_plan(self, plan: Plan, others: set[Ref]) -> None:
        """Remember what a plan says of the things that this part is about."""
        self.as_it_should_be = sum(plan.as_is.get(kind, 0) for kind in self.part.counts)
        self.others = others
        self.planned = {change.ref for change in plan.changes}
        self.held = {hold.ref for hold in plan.holds}
        self.changed_then = set(self.changed)


def note(tally: Tally, applied: Applied, *, healed: Sequence[ClaimedChange]) -> None:
    """Count what was done, and what stayed in doubt."""
    done = [*applied.done, *healed]
    tally.reason = applied.reason or tally.reason
    applied.moved = bool(done)
    tally.writes += len(done)
    tally.changed.update(one.change.ref for one in done)
    settled = {one.change.id for one in healed}
    for one in [*applied.unsure, *applied.untried]:
        if one.change.id not in settled:
            tally.doubts[one.change.ref] += 1


def totals(state: SyncState, tally: Tally, outcome: str, *, is_dry: bool) -> dict[str, int]:
    """Of everything that the run came to: changed, unchanged and held; they add up.

    What belongs to something held counts as held with it. What a run that stopped or failed did not
    come to is not counted as read, nor is what another task has to change.
    """
    if tally.plan is None:
        return {}
    planned_refs = {change.ref for change in tally.plan.changes}
    changed = planned_refs if is_dry else tally.changed
    read, held = concerned(state, tally)
    everything = ((read | held) - tally.others) | changed
    if outcome not in ("done", "halted"):
        everything -= planned_refs - changed - held
    done_too = 0 if is_dry else len(tally.changed_then & read)
    unread_too = len(unread(state, tally) & read - tally.planned - changed)
    unchanged = max(0, tally.as_it_should_be - done_too - unread_too)
    unchanged = min(unchanged, len(everything) - len(changed))
    return {
        "read": len(everything),
        "changed": len(changed),
        "unchanged": unchanged,
        "held": len(everything) - len(changed) - unchanged,
    }


def concerned(state: SyncState, tally: Tally) -> tuple[set[Ref], set[Ref]]:
    """What the till has of what a run counts, and what of that is held."""
    counts = tally.part.counts
    read = {Ref(kind, key) for kind in counts for key in state.till[kind]}
    return read, {ref for ref in state.holding if ref.kind in counts}


def unread(state: SyncState, tally: Tally) -> set[Ref]:
    """What could not be read although it is known; a plan that doesn't change it counts it as it
    should be."""
    found = {ref for ref, held in state.holding.items() if held.by == READING} - tally.held
    return {ref for ref in found if not is_held_silently(state, ref, tally.held)}


def is_held_silently(state: SyncState, ref: Ref, held: set[Ref]) -> bool:
    """Whether a plan holds a thing back with what it belongs to: see `domain.rules`."""
    match state.till[ref.kind].get(ref.key):
        case Image(product=product) | Variant(product=product):
            return Ref(Kind.PRODUCT, product) in held
        case Stock(product=product, variant=variant):
            whole, part = Ref(Kind.PRODUCT, product), Ref(Kind.VARIANT, variant or "")
            is_off = whole in held and whole not in state.links
            return is_off or (part not in state.links and bool(held & {whole, part}))
        case _:
            return False
