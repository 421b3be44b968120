"""A log in a list, and short ways to say what happened."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Engine, MetaData, select

from pos2web.domain.changes import Action, Change, FieldChange
from pos2web.domain.connections import MAIN_SHOP, MAIN_TILL
from pos2web.domain.facts import Fact, ProductFound, StockFound, VariantFound
from pos2web.domain.streams import Stream
from pos2web.domain.things import Product, Stock, Variant
from pos2web.domain.values import ConnectionName, Kind, Money, Position, ShopKey, TillKey
from pos2web.log.records import Event
from pos2web.projections import catalogue
from pos2web.projections.following.rows import HISTORY, METADATA
from pos2web.projections.history import finding as history
from pos2web.projections.history.finding import HistoryRow
from pos2web.projections.read_models import ReadModels

TILL, SHOP = MAIN_TILL, MAIN_SHOP
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class ListedLog:
    """Events in the order of a list; each a minute after the one before."""

    def __init__(self, events: Sequence[Event] = ()) -> None:
        self.events = list(events)

    @property
    def head(self) -> int:
        return self.events[-1].position if self.events else 0

    def read(
        self, after: int = 0, *, upto: int | None = None, limit: int | None = None
    ) -> Iterator[Event]:
        last = self.head if upto is None else upto
        found = [event for event in self.events if after < event.position <= last]
        return iter(found[:limit])

    def position_at(self, instant: datetime) -> int:
        found = [event.position for event in self.events if event.recorded_at <= instant]
        return found[-1] if found else 0

    def happened(self, stream: str, *facts: Fact, **envelope: Any) -> "ListedLog":
        """Append facts to a stream; connection, run, actor and cause where they matter."""
        for fact in facts:
            connection = stream.partition("/")[0] if ":" in stream else SHOP
            known: dict[str, Any] = {
                "actor": "catalogue",
                "run": "",
                "cause": 0,
                "connection": connection,
            }
            self.events.append(
                Event(
                    position=Position(self.head + 1),
                    stream=Stream(stream),
                    version=sum(event.stream == stream for event in self.events) + 1,
                    recorded_at=NOON + timedelta(minutes=self.head),
                    fact=fact,
                    **(known | envelope),
                )
            )
        return self


def euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def tea(key: str = "TEA", **fields: Any) -> ProductFound:
    known: dict[str, Any] = {
        "reference": f"REF-{key}",
        "name": {"fr": "Thé vert", "en": "Green tea"},
        "price": euros("9.90"),
        "tax_rate": Decimal("5.5"),
    }
    return ProductFound(key=key, product=Product(key=key, **(known | fields)))


def variant(key: str, product: str = "TEA", **fields: Any) -> VariantFound:
    known: dict[str, Any] = {"options": ("Size=M",), "surcharge": euros("0")}
    return VariantFound(key=key, variant=Variant(key=key, product=product, **(known | fields)))


def level(key: str, quantity: str, product: str = "TEA", variant: str | None = None) -> StockFound:
    record = Stock(key=key, product=product, variant=variant, quantity=Decimal(quantity))
    return StockFound(key=key, stock=record)


def change(
    change_id: str = "c1",
    action: Action = Action.UPDATE,
    kind: Kind = Kind.PRODUCT,
    key: str = "TEA",
    shop_key: str | None = "12",
    **steps: tuple[Any, Any],
) -> Change:
    """A change; each step is a field with before and after."""
    fields = tuple(
        FieldChange(field=field, before=before, after=after, reason="changed at the till")
        for field, (before, after) in steps.items()
    )
    return Change(
        id=change_id,
        action=action,
        kind=kind,
        key=TillKey(key),
        shop_key=ShopKey(shop_key) if shop_key else None,
        fields=fields,
    )


def dump(models: ReadModels) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table; those of the history by names that say so."""
    rows = _rows(models.engine, METADATA)
    if models.past is not None:
        past = _rows(models.past.engine, HISTORY)
        rows |= {f"history.{name}": found for name, found in past.items()}
    return rows


def _rows(engine: Engine, tables: MetaData) -> dict[str, list[tuple[Any, ...]]]:
    with engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in tables.sorted_tables
        }


def lines(models: ReadModels, log: ListedLog, **criteria: Any) -> list[HistoryRow]:
    """The lines of a log that meet the criteria, newest first."""
    models.catch_up(log)
    return history.query(models, log, **criteria)


def positions(models: ReadModels, log: ListedLog, **criteria: Any) -> list[int]:
    """The positions of the same."""
    return [line.position for line in lines(models, log, **criteria)]


def teas(count: int) -> ListedLog:
    """A log of so many products, each seen once."""
    log = ListedLog()
    for number in range(count):
        log.happened(f"{TILL}/product/{number}", tea(str(number)))
    return log


def keys(models: ReadModels, connection: str = TILL) -> list[str]:
    """The keys of a till's things."""
    return [
        key
        for things in catalogue.load(models, ConnectionName(connection)).values()
        for key in things
    ]
