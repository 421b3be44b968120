"""How what a site shows in one field came about: from what was seen, by which rules, to the write."""

from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

import msgspec

from pos2web.domain.changes import Change, Owner
from pos2web.domain.facts import ChangeClaimed, Held
from pos2web.domain.pins import Pin
from pos2web.domain.selling import Sum
from pos2web.domain.values import Money, Ref
from pos2web.history.past.as_of import RuleMatch
from pos2web.log.records import Event
from pos2web.projections.history.finding import Record


class Conclusion(StrEnum):
    """What is to be said of the site at the end of it. What each means is told in `docs/cli.md`."""

    AS_WRITTEN = "as_written"
    AS_FOUND = "as_found"
    OTHERWISE = "otherwise"
    NOT_WRITTEN = "not_written"
    LEFT_ALONE = "left_alone"
    NOT_THERE = "not_there"
    KEPT_OFF = "kept_off"


RIGHT = frozenset(
    {Conclusion.AS_WRITTEN, Conclusion.AS_FOUND, Conclusion.LEFT_ALONE, Conclusion.KEPT_OFF}
)
"""What needs nobody to do anything."""


class Conversion(NamedTuple):
    """A price of the till as the site is told it, and as the site then shows it."""

    till: Money
    rate: Decimal
    sent: Money
    shown: Money


class RuleStep(NamedTuple):
    """A rule that decides, and the event that made it."""

    ruled: RuleMatch
    made: Event | None


class Derivation(msgspec.Struct, frozen=True, kw_only=True):
    """`seen` is the till's event that the field comes from, `rate_seen` that of the tax rate where
    it is a price, `asked` what this shop asks for that where it has a rule about prices; `taken_back` is what a pin is because of; `link` made the till's thing and the site's one.

    `claim` is our last write of it that is known to have come out, `outcome` what became of that,
    `shown` the site's event that its value now comes from. `attempt` is a later write of it that
    failed or is still open, `failed` what became of that. `keeper` is what the thing hangs on where
    that is held back, and `held` why. `is_right`: the site shows what it should, or is not to.
    """

    ref: Ref
    field: str
    owner: Owner
    seen: Event | None = None
    rate_seen: Event | None = None
    asked: Money | None = None
    conversion: Conversion | None = None
    sum: Sum | None = None
    pin: Pin | None = None
    pinned: Event | None = None
    taken_back: Record | None = None
    keeper: Ref | None = None
    held: Held | None = None
    held_at: Event | None = None
    rules: tuple[RuleStep, ...] = ()
    link: Event | None = None
    claim: Event | None = None
    outcome: Event | None = None
    attempt: Event | None = None
    failed: Event | None = None
    echo: Event | None = None
    shown: Event | None = None
    on_till: Any = None
    on_site: Any = None
    state: Conclusion = Conclusion.NOT_THERE

    @property
    def is_right(self) -> bool:
        """Whether nothing is left to be done."""
        return self.state in RIGHT

    @property
    def change(self) -> Change | None:
        """What our last write was meant to change."""
        return change_of(self.claim)

    @property
    def attempted(self) -> Change | None:
        """What the write that failed was meant to change."""
        return change_of(self.attempt)


def change_of(claim: Event | None) -> Change | None:
    """What a claim is about."""
    fact = None if claim is None else claim.fact
    return fact.change if isinstance(fact, ChangeClaimed) else None
