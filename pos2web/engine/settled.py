"""Settled: how a part stood when it had nothing more to do, and how long that is believed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pos2web.domain.facts import Held
from pos2web.domain.selling import Selling
from pos2web.domain.values import Ref
from pos2web.projections.holds import READING as READING

RULE, SHOP = "rule", "shop"
"""Who says that a thing is held: see `Held.by`."""


@dataclass(frozen=True, kw_only=True)
class Settled:
    """After a run had nothing more to do: what was known, what was ruled, and how long that holds.

    `totals` are what the run came to, as the next ones do; `until` is when a window opens or
    closes next.
    """

    mark: int
    selling: Selling
    at: datetime
    until: datetime | None
    totals: dict[str, int]
    holding: dict[Ref, Held]

    def stands(self, mark: int, selling: Selling, now: datetime) -> bool:
        """Whether nothing is new, nothing else is ruled, and no window opened or closed."""
        if (mark, selling) != (self.mark, self.selling):
            return False
        return self.at <= now and (self.until is None or now < self.until)

    def could_not_read(self, holding: Mapping[Ref, Held]) -> bool:
        """Whether what can't be read now is just what could not be read then."""
        return unreadable(holding) == unreadable(self.holding)


def unreadable(holding: Mapping[Ref, Held]) -> dict[Ref, Held]:
    """What is held because it could not be read."""
    return {ref: held for ref, held in holding.items() if held.by == READING}
