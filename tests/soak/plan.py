"""What happens in a soak of the daemon: windows whose edges fall into it, and the till's products."""

import random
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pos2web.domain.decisions import SetWindow
from pos2web.domain.selling import Mode, RuleLevel, Scope, Window
from tests.soak.storefront import Card

MINUTE = timedelta(minutes=1)
WINDOWED = 16
"""So many products get windows: fewer than what a run would ask about before it hides them."""


@dataclass(frozen=True)
class Goods:
    """A product of the till without versions: its key, its reference, and how many there are."""

    key: int
    reference: str
    count: int


def simple_goods(database: Path) -> list[Goods]:
    """The products that are on sale, have no versions, and of which there are enough."""
    with closing(sqlite3.connect(database)) as till:
        rows = till.execute(
            "SELECT p.id, p.reference, s.quantity FROM products AS p"
            " JOIN stock AS s ON s.product_id = p.id AND s.variant_id IS NULL"
            " WHERE p.is_active AND s.quantity > 4 AND p.reference IS NOT NULL"
            " AND p.id NOT IN (SELECT product_id FROM variants) ORDER BY p.id"
        )
        return [Goods(key, reference, int(count)) for key, reference, count in rows]


@dataclass(frozen=True)
class Opening:
    """When a product is on sale, in this soak; `is_offline`: it is gone from the site else."""

    goods: Goods
    spans: tuple[tuple[datetime, datetime], ...]
    is_offline: bool

    def ruling(self, zone: ZoneInfo) -> SetWindow:
        """The same as a merchant rules it."""
        hours = ",".join(f"{wall(first, zone)}-{wall(last, zone)}" for first, last in self.spans)
        mode = Mode.OFFLINE if self.is_offline else Mode.NOT_FOR_SALE
        return SetWindow(
            scope=Scope(RuleLevel.PRODUCT, str(self.goods.key)),
            window=Window(rule=hours, mode=mode),
        )

    def edges(self) -> list[datetime]:
        """When it opens and closes, in order."""
        return [edge for span in self.spans for edge in span]

    def is_as_it_should_be(self, card: Card | None, now: datetime) -> bool:
        """Whether the storefront shows it as it must at this instant."""
        is_open = any(first <= now < last for first, last in self.spans)
        if self.is_offline and not is_open:
            return card is None
        return card is not None and card.is_for_sale == is_open


def wall(instant: datetime, zone: ZoneInfo) -> str:
    """The clock on the wall."""
    return f"{instant.astimezone(zone):%H:%M}"


def openings(
    goods: list[Goods], now: datetime, minutes: float, dice: random.Random
) -> list[Opening]:
    """Windows for some goods: each opens and closes at whole minutes of this soak.

    None where it ends before its fifth minute: an edge would come too late to be waited for.
    """
    begins = now.replace(second=0, microsecond=0)
    usable = range(2, int(minutes * 0.85))
    if len(usable) < 2:
        return []
    found = []
    for number, each in enumerate(goods):
        pairs = dice.randint(1, min(3, len(usable) // 2))
        edges = [begins + minute * MINUTE for minute in sorted(dice.sample(usable, 2 * pairs))]
        spans = tuple(zip(edges[::2], edges[1::2], strict=True))
        found.append(Opening(each, spans, is_offline=number % 2 == 0))
    return found
