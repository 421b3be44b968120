"""What happens at a busy shop: its first synchronisation, then sales, prices, holds and alerts.

The shop is made up, the shape of its log is that of a real run: what the till shows with its
cursor, claims, then outcomes with what follows from them, the claim as their cause.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from benchmarks.goods import Goods, untaxed
from pos2web.domain.changes import Action, Change, FieldChange
from pos2web.domain.connections import MAIN_SHOP, MAIN_TILL
from pos2web.domain.decisions import BufferLifted, BufferSet
from pos2web.domain.facts import (
    ChangeClaimed,
    ChangeConfirmed,
    CursorMoved,
    Fact,
    Held,
    Linked,
    PriceSet,
    Released,
    StockCounted,
    ThingFact,
)
from pos2web.domain.plain import plain
from pos2web.domain.reasons import Code, Reason
from pos2web.domain.run_facts import (
    AlertCured,
    AlertRaised,
    AlertTold,
    RunEnded,
    RunPassed,
    RunStarted,
)
from pos2web.domain.selling import Buffer, RuleLevel, Scope
from pos2web.domain.streams import Stream
from pos2web.domain.things import AnyThing, Stock, kind_of
from pos2web.domain.values import ConnectionName, Kind, Money, Position, Ref, ShopKey, TillKey
from pos2web.log import Entry, Envelope

TILL, SHOP = MAIN_TILL, MAIN_SHOP
BEGINS = datetime(2026, 11, 1, 5, 0, tzinfo=UTC)
OPENS_H, CLOSES_H = 6, 20
EVENTS_A_PRODUCT = 55
"""Of its first synchronisation, with its five variants and their stock; and of a month after it."""

PAGE, BATCH = 500, 100
EVENTS_A_MATTER = 13
"""About as many as one matter of a day leaves in the log."""

TASKS = ("stock", "availability", "catalogue", "images", "upkeep")

Append = tuple[datetime, list[Entry], Envelope]


@dataclass(kw_only=True)
class BusyShop:
    """What is where, and how far the log is."""

    random: Random
    goods: Goods
    at: datetime = BEGINS
    head: int = 0
    run: str = ""
    task: str = ""
    cursor: str = ""
    marks: dict[str, int] = field(default_factory=dict)
    shop_keys: dict[Ref, str] = field(default_factory=dict)
    stock: dict[str, Decimal] = field(default_factory=dict)
    price: dict[str, Decimal] = field(default_factory=dict)
    buffers: dict[Scope, Buffer] = field(default_factory=dict)
    made: int = 0
    alerts: int = 0

    def append(self, entries: list[Entry], actor: str, connection: str = SHOP) -> Append:
        self.at += timedelta(microseconds=self.random.randint(4_000, 900_000))
        self.head += len(entries)
        return self.at, entries, Envelope(actor, self.run, ConnectionName(connection))

    def told(self, *facts: Fact) -> Append:
        """Facts about the run itself."""
        entries = [Entry(Stream(f"run/{self.run}"), fact) for fact in facts]
        return self.append(entries, f"task:{self.task}")

    def begin(self, task: str) -> Append:
        self.task = task
        self.run = f"{self.at:%Y%m%dT%H%M%S}-{self.random.randbytes(3).hex()}"
        return self.told(RunStarted(task=task, version="0.1.0"))

    def end(self, changed: int, calls: int) -> Append:
        read = max(len(self.stock), changed)
        unchanged = read - changed
        ended = self.told(
            RunEnded(
                task=self.task,
                outcome="done",
                read=read,
                changed=changed,
                unchanged=unchanged,
                writes=changed,
                calls=calls,
            )
        )
        self.run = ""
        return ended

    def moved(self, kind: str) -> Entry:
        """The till was read up to now."""
        self.marks[kind] = int(self.at.timestamp() * 1000)
        marks = ",".join(
            f'"{name}":{{"at":[{at}],"since_s":{at // 1000},"is_settled":true}}'
            for name, at in self.marks.items()
        )
        was, self.cursor = self.cursor, f'{{"mapping":"5d41402abc4b2a76","marks":{{{marks}}}}}'
        return Entry(Stream(f"{TILL}/cursor"), CursorMoved(cursor=self.cursor, was=was))

    def change(self, action: Action, ref: Ref, steps: list[FieldChange]) -> Change:
        return Change(
            id=self.random.randbytes(8).hex(),
            action=action,
            kind=ref.kind,
            key=TillKey(ref.key),
            shop_key=None if action is Action.CREATE else ShopKey(self.shop_keys[ref]),
            fields=tuple(steps),
        )

    def write(self, changes: list[Change], follows: Callable[[Change, int], list[Entry]]) -> Any:
        """Claims in one append, then their outcomes in the next, with what follows from each."""
        stream, first = f"run/{self.run}", self.head + 1
        claims = [Entry(Stream(stream), ChangeClaimed(change=change)) for change in changes]
        yield self.append(claims, f"task:{self.task}")
        outcomes = []
        for position, change in enumerate(changes, first):
            follow = follows(change, position)
            confirmed = ChangeConfirmed(
                change=change.id, shop_key=ShopKey(self.shop_keys[Ref(change.kind, change.key)])
            )
            outcomes += [Entry(Stream(stream), confirmed, Position(position)), *follow]
        yield self.append(outcomes, f"task:{self.task}")


def life(shop: BusyShop) -> Iterator[Append]:
    """Yield all that is appended, from the first synchronisation on, without end."""
    yield from _first_sync(shop)
    pause_s = (
        (CLOSES_H - OPENS_H)
        * 3600
        / max(1.0, len(shop.goods.products) * EVENTS_A_PRODUCT / 30 / EVENTS_A_MATTER)
    )
    matters, weights = zip(*_MATTERS, strict=True)
    while True:
        shop.at += timedelta(seconds=shop.random.expovariate(1 / pause_s))
        if not OPENS_H <= shop.at.hour < CLOSES_H:
            night = timedelta(days=shop.at.hour >= CLOSES_H)
            micros = shop.random.randint(0, 999_999)
            shop.at = (shop.at + night).replace(
                hour=OPENS_H, minute=0, second=0, microsecond=micros
            )
        yield from shop.random.choices(matters, weights)[0](shop)


def _first_sync(shop: BusyShop) -> Iterator[Append]:
    """The till is read page by page, then all of it is made on the shop."""
    yield shop.begin("catalogue")
    things = list(shop.goods.things())
    for start in range(0, len(things), PAGE):
        page = things[start : start + PAGE]
        entries = [_found(TILL, thing) for thing in page]
        yield shop.append([*entries, shop.moved(kind_of(page[-1]))], "till", TILL)
    for start in range(0, len(things), BATCH):
        yield from _created(shop, things[start : start + BATCH])
    yield shop.end(len(things), len(things) // 4)


def _created(shop: BusyShop, things: list[AnyThing]) -> Iterator[Append]:
    wanted = {Ref(kind_of(thing), thing.key): thing for thing in things}
    changes = []
    for ref, thing in wanted.items():
        shop.made += 1
        shop.shop_keys[ref] = str(shop.made)
        if isinstance(thing, Stock):
            shop.stock[thing.key] = thing.quantity
            shop.shop_keys[ref] = shop.goods.shop_stock_key(thing, shop.shop_keys)
        names = [name for name in thing.__struct_fields__ if name != "key"]
        steps = [_step(name, None, getattr(thing, name), "new at the till") for name in names]
        is_stock = ref.kind is Kind.STOCK
        changes.append(shop.change(Action.UPDATE if is_stock else Action.CREATE, ref, steps))

    def follows(change: Change, claim: int) -> list[Entry]:
        ref = Ref(change.kind, change.key)
        key = shop.shop_keys[ref]
        seen = _found(SHOP, shop.goods.at_shop(wanted[ref], key, shop.shop_keys), claim)
        if ref.kind is Kind.STOCK:
            return [seen]
        linked = Linked(key=ref.key, kind=ref.kind, shop_key=ShopKey(key), how="created")
        return [seen, Entry(Stream(f"{SHOP}/link/{ref.kind}/{ref.key}"), linked, Position(claim))]

    yield from shop.write(changes, follows)


def _found(connection: str, thing: AnyThing, cause: int = 0) -> Entry:
    kind = kind_of(thing)
    return Entry(Stream(f"{connection}/{kind}/{thing.key}"), Goods.found(thing), Position(cause))


def _step(name: str, before: Any, after: Any, reason: str) -> FieldChange:
    return FieldChange(field=name, before=plain(before), after=plain(after), reason=reason)


def _sold(shop: BusyShop) -> Iterator[Append]:
    """A look at the till finds some things sold or delivered, and tells the shop."""
    keys = sorted({shop.goods.popular() for _ in range(1 + int(shop.random.expovariate(0.3)))})
    steps = {}
    for key in keys:
        was = shop.stock[key]
        sold = min(was, Decimal(shop.random.choice((1, 1, 1, 1, 2, 3))))
        shop.stock[key] = was - sold if was else Decimal(shop.random.choice((12, 24, 50)))
        steps[Ref(Kind.STOCK, key)] = (was, shop.stock[key])

    def fact(key: str, was: Any, to: Any) -> ThingFact:
        return StockCounted(key=key, quantity=to, was=was)

    yield from _changed(shop, "stock", "quantity", steps, (fact, fact))


def _repriced(shop: BusyShop) -> Iterator[Append]:
    """Somebody changes prices at the till."""
    chosen = {shop.random.randrange(len(shop.goods.products)) for _ in range(3)}
    steps = {}
    for product in (shop.goods.products[number] for number in sorted(chosen)):
        was = shop.price.get(product.key, product.price.amount)
        to = was + Decimal(shop.random.choice(("-1.00", "-0.50", "0.10", "0.50", "1.00")))
        shop.price[product.key] = to = max(to, Decimal("0.90"))
        steps[Ref(Kind.PRODUCT, product.key)] = (was, to)

    def at_till(key: str, was: Any, to: Any) -> ThingFact:
        return PriceSet(key=key, price=Money(to, "EUR"), was=Money(was, "EUR"))

    def at_shop(key: str, was: Any, to: Any) -> ThingFact:
        return PriceSet(key=key, price=untaxed(to), was=untaxed(was))

    yield from _changed(shop, "catalogue", "price", steps, (at_till, at_shop))


Fact3 = Callable[[str, Any, Any], ThingFact]


def _changed(
    shop: BusyShop,
    task: str,
    field: str,
    steps: dict[Ref, tuple[Decimal, Decimal]],
    facts: tuple[Fact3, Fact3],
) -> Iterator[Append]:
    """What the till shows anew, and the run that brings it to the shop."""
    kind = next(iter(steps)).kind
    at_till, at_shop = facts
    yield shop.begin(task)
    seen = [
        Entry(Stream(f"{TILL}/{kind}/{ref.key}"), at_till(ref.key, *step))
        for ref, step in steps.items()
    ]
    yield shop.append([*seen, shop.moved(kind)], "till", TILL)
    changes = []
    for ref, step in steps.items():
        before, after = map(untaxed, step) if field == "price" else step
        change = _step(field, before, after, "changed at the till")
        changes.append(shop.change(Action.UPDATE, ref, [change]))

    def follows(change: Change, claim: int) -> list[Entry]:
        ref = Ref(change.kind, change.key)
        key = shop.shop_keys[ref]
        return [Entry(Stream(f"{SHOP}/{kind}/{key}"), at_shop(key, *steps[ref]), Position(claim))]

    yield from shop.write(changes, follows)
    yield shop.end(len(changes), len(changes) + 2)


def _passed(shop: BusyShop) -> Iterator[Append]:
    """Quiet runs, told together."""
    task = shop.random.choice(TASKS)
    fact = RunPassed(task=task, runs=10, since=shop.at, read=len(shop.stock), calls=10)
    yield shop.append([Entry(Stream(f"task/{task}"), fact)], f"task:{task}")


def _held(shop: BusyShop) -> Iterator[Append]:
    """A thing can't go to the shop, until somebody mends it."""
    key = shop.random.choice(shop.goods.products).key
    others = (shop.random.choice(shop.goods.products).key,)
    reason = Reason(Code.REFERENCE_SHARED, {"others": others, "more": 0})
    stream = f"{TILL}/product/{key}"
    yield shop.append(
        [Entry(Stream(stream), Held(key=key, kind=Kind.PRODUCT, reason=reason))],
        "task:catalogue",
        TILL,
    )
    shop.at += timedelta(minutes=shop.random.randint(1, 90))
    released = Released(key=key, kind=Kind.PRODUCT, was=reason)
    yield shop.append([Entry(Stream(stream), released)], "task:catalogue", TILL)


def _alerted(shop: BusyShop) -> Iterator[Append]:
    """The shop is away for a while."""
    reason = Reason(Code.FAILED, {"text": "the shop at boutique.example can't be reached"})
    stream = "alert/task:stock"
    raised = AlertRaised(alert="task:stock", reason=reason)
    yield shop.append([Entry(Stream(stream), raised)], "daemon")
    event, shop.alerts = f"{stream}@{shop.alerts * 4 + 1}", shop.alerts + 1
    for channel in ("mail:main", "program_log"):
        told = AlertTold(alert="task:stock", channel=channel, told=event)
        yield shop.append([Entry(Stream(stream), told, Position(shop.head))], "daemon")
    shop.at += timedelta(minutes=shop.random.randint(1, 20))
    yield shop.append([Entry(Stream(stream), AlertCured(alert="task:stock", was=reason))], "daemon")


def _ruled(shop: BusyShop) -> Iterator[Append]:
    """A person holds some of a stock back, or no longer."""
    scope = Scope(RuleLevel.PRODUCT, shop.random.choice(shop.goods.products).key)
    was = shop.buffers.pop(scope, None)
    fact: Fact
    if was is None:
        buffer = shop.buffers[scope] = Buffer(amount=Decimal(shop.random.randint(1, 5)))
        fact = BufferSet(scope=scope, buffer=buffer)
    else:
        fact = BufferLifted(scope=scope, was=was)
    who = shop.random.choice(("user:claire", "user:amadou"))
    yield shop.append([Entry(Stream(f"{SHOP}/rule/{scope}"), fact)], who)


_MATTERS: tuple[tuple[Callable[[BusyShop], Iterator[Append]], float], ...] = (
    (_sold, 70),
    (_repriced, 6),
    (_passed, 20),
    (_held, 2),
    (_alerted, 1),
    (_ruled, 1),
)
