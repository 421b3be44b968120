"""One thing at a position, by its own streams: what the read models said then."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from pos2web.domain.decisions import (
    BufferSet,
    OutOfStockRuled,
    SellingFact,
    SoldOutDeclared,
    WindowSet,
)
from pos2web.domain.facts import (
    BrandFound,
    CategoryFound,
    Fact,
    Held,
    Linked,
    PriceSet,
    ReferenceSet,
    Released,
    StockCounted,
    ThingFact,
    ThingGone,
    Unlinked,
)
from pos2web.domain.pins import FieldPinned, PinFact
from pos2web.domain.reasons import Code, Reason
from pos2web.domain.selling import (
    EVERYTHING,
    Buffer,
    Mode,
    OutOfStock,
    RuleLevel,
    Scope,
    SoldOut,
    Window,
)
from pos2web.domain.streams import Stream
from pos2web.domain.things import Brand, Category, Product
from pos2web.domain.values import Kind, Position, Ref, ShopKey
from pos2web.history.past.as_of import Sides, find, thing_at
from pos2web.history.past.past_log import AT_ONCE, PastLog
from pos2web.log.records import Event
from pos2web.projections import catalogue, holds, links, pins, selling, site
from pos2web.projections.following.rows import stored
from pos2web.projections.history.checkpoints import EVERY
from pos2web.projections.read_models import ReadModels
from pos2web.projections.subjects import kind_of_fact
from tests.projections.given import NOON, SHOP, TILL, ListedLog, euros, level, tea, variant
from tests.projections.random_facts import logs

TEA = Ref(Kind.PRODUCT, "TEA")


class StreamedLog(ListedLog):
    """A listed log whose streams can be read."""

    def read_stream(
        self, stream: str, *, after: int = 0, limit: int | None = None
    ) -> Iterator[Event]:
        """What happened in one stream."""
        found = (e for e in self.events if e.stream == stream and e.version > after)
        return islice(found, limit)

    def about(self, *facts: Fact, side: str = TILL) -> "StreamedLog":
        """Append facts, each to the stream that it belongs to."""
        for fact in facts:
            self.happened(stream_of(fact, side), fact, connection=side)
        return self


def stream_of(fact: Fact, side: str) -> str:
    """Where the engine records a fact."""
    match fact:
        case Held() | Released():
            return f"{TILL}/{fact.kind}/{fact.key}"
        case Linked() | Unlinked():
            return f"{SHOP}/link/{fact.kind}/{fact.key}"
        case PinFact():
            return f"{SHOP}/pin/{fact.kind}/{fact.key}"
        case SellingFact():
            return f"{SHOP}/rule/{fact.scope}"
        case ThingFact():
            return f"{side}/{kind_of_fact(fact)}/{fact.key}"
        case _:
            return "run/r"


def past_of(log: StreamedLog, position: int | None = None) -> PastLog:
    """The log as it was; an event a minute."""
    position = log.head if position is None else position
    return PastLog(log, position, NOON + timedelta(minutes=position), till=TILL, shop=SHOP)


def shown(
    log: StreamedLog, models: ReadModels, name: str, position: int | None = None
) -> list[Sides]:
    """What is found under a name as of a position."""
    models.catch_up(log)
    past = past_of(log, position)
    return [thing_at(past, models, one) for one in find(past, models, name)]


@given(log=logs(), data=st.data())
@settings(max_examples=150)
def test_streams_say_what_the_read_models_said(log: ListedLog, data: st.DataObject) -> None:
    streamed = StreamedLog()
    for event in log.events:
        streamed.about(event.fact, side=event.connection)
    position = data.draw(st.integers(0, streamed.head), label="position")
    past = past_of(streamed, position)
    with TemporaryDirectory() as folder:
        models = ReadModels.open(Path(folder) / "models.db")
        models.catch_up(ListedLog(streamed.events[:position]))

        known = {
            (connection, Ref(Kind(kind), key)): one
            for shape in (catalogue.SHAPE, site.SHAPE)
            for (connection, kind, key), one in stored(models, shape)
        }
        linked, held = links.load(models, SHOP), holds.load(models, TILL)
        pinned, ruled = pins.load(models, SHOP), selling.load(models, SHOP)
        models.close()
    refs = [Ref(kind, key) for kind in Kind for key in ("a", "b")]
    for ref in refs:
        assert [past.side(side, ref).known for side in (TILL, SHOP)] == [
            known.get((side, ref)) for side in (TILL, SHOP)
        ]
        assert past.side(TILL, ref).held == held.get(ref)
        assert past.shop_key(ref) == linked.get(ref)
        assert past.pins(ref) == pinned.get(ref, {})
    scopes = {event.fact.scope for event in log.events if isinstance(event.fact, SellingFact)}
    assert past.selling(scopes) == ruled


@given(data=st.data())
@settings(max_examples=25)
def test_a_long_stream_is_read_from_its_last_checkpoint(data: st.DataObject) -> None:
    count = data.draw(st.integers(EVERY - 2, 3 * EVERY), label="events")
    gone = data.draw(st.sets(st.integers(2, count), max_size=5), label="gone")
    log = StreamedLog()
    facts: list[Fact] = [level("s", "0")]
    for number in range(2, count + 1):
        was = Decimal(number - 1)
        facts.append(StockCounted(key="s", quantity=Decimal(number), was=was))
        if number in gone:
            facts += [ThingGone(key="s", kind=Kind.STOCK), level("s", "0")]
        if number % 3 == 0:
            facts.append(Held(key="s", kind=Kind.STOCK, reason=Reason(Code.STOPPED)))
    for version, fact in enumerate(facts, 1):
        log.events.append(event_of(fact, version))
    position = data.draw(st.integers(1, log.head), label="position")
    with TemporaryDirectory() as folder, closing(ReadModels.open(Path(folder) / "m.db")) as models:
        models.catch_up(log)
        watched = Reads(log)
        told = PastLog(watched, position, NOON, till=TILL, shop=SHOP, models=models)

        ref = Ref(Kind.STOCK, "s")
        assert told.side(TILL, ref) == past_of(log, position).side(TILL, ref)
        assert watched.events <= EVERY + AT_ONCE


def event_of(fact: Fact, number: int) -> Event:
    """The event of one stream at a position."""
    return Event(
        Position(number),
        Stream(f"{TILL}/stock/s"),
        number,
        NOON,
        "till",
        Position(0),
        "",
        TILL,
        fact,
    )


class Reads:
    """A log that counts what was read of it."""

    def __init__(self, log: StreamedLog) -> None:
        self._log = log
        self.events = 0

    def read_stream(
        self, stream: str, *, after: int = 0, limit: int | None = None
    ) -> Iterator[Event]:
        """What happened in one stream."""
        for event in self._log.read_stream(stream, after=after, limit=limit):
            self.events += 1
            yield event


def test_a_thing_as_it_was_on_both_sides(models: ReadModels) -> None:
    log = StreamedLog().about(
        tea(), Linked(key="TEA", kind=Kind.PRODUCT, shop_key=ShopKey("12"), how="created")
    )
    log.about(tea("12", price=euros("9.38")), side=SHOP)
    log.about(PriceSet(key="TEA", price=euros("8.90"), was=euros("9.90")))
    log.about(FieldPinned(key="TEA", kind=Kind.PRODUCT, field="price", value="9.38"))
    log.about(Held(key="TEA", kind=Kind.PRODUCT, reason=Reason(Code.STOPPED)))

    (now,) = shown(log, models, "REF-TEA")
    (then,) = shown(log, models, "REF-TEA", 3)

    assert price(now) == "8.90"
    assert price(then) == "9.90"
    assert (now.shop_key, then.shop_key) == ("12", "12")
    assert [*now.pins] == ["price"]
    assert [*then.pins] == []
    assert now.held is not None
    assert then.held is None


def price(sides: Sides) -> str:
    """The till's price."""
    assert sides.till is not None
    assert isinstance(sides.till.thing, Product)
    return str(sides.till.thing.price.amount)


def test_a_thing_is_found_by_what_it_was_called_then(models: ReadModels) -> None:
    log = StreamedLog().about(tea("a", reference="X"), tea("b", reference="Y"))
    log.about(ReferenceSet(key="a", reference="Z", was="X"))
    log.about(ReferenceSet(key="b", reference="X", was="Y"))

    assert [one.ref.key for one in shown(log, models, "X", 2)] == ["a"]
    assert [one.ref.key for one in shown(log, models, "X")] == ["b"]
    assert [one.ref.key for one in shown(log, models, "Z", 2)] == ["a"]
    assert [one.ref.key for one in shown(log, models, "a", 2)] == ["a"]


def test_what_went_is_found_as_it_was_last_seen(models: ReadModels) -> None:
    log = StreamedLog().about(tea("a", reference="X"), ThingGone(key="a", kind=Kind.PRODUCT))
    log.about(tea("b", reference="X"))

    before = shown(log, models, "X", 1)
    after = shown(log, models, "X")

    assert [(one.ref.key, one.is_gone) for one in before] == [("a", False)]
    assert [(one.ref.key, one.is_gone) for one in after] == [("b", False), ("a", True)]


def test_what_came_later_is_known_by_when(models: ReadModels) -> None:
    log = StreamedLog().about(tea("a"), tea("b"))
    models.catch_up(log)
    past = past_of(log, 1)

    (found,) = find(past, models, "REF-b")

    assert found.known is None
    assert past.first_seen(TILL, found.ref) == NOON + timedelta(minutes=1)
    assert past.first_seen(TILL, Ref(Kind.PRODUCT, "c")) is None
    assert thing_at(past, models, found) == Sides(connection=TILL, ref=found.ref, pins={})


def test_what_only_the_shop_has_is_found_there(models: ReadModels) -> None:
    log = StreamedLog().about(tea("12", reference="SOAP"), side=SHOP)

    (found,) = shown(log, models, "SOAP")

    assert (found.connection, found.till, found.shop_key) == (SHOP, None, "12")
    assert found.site is not None


def test_a_kind_narrows_what_is_meant(models: ReadModels) -> None:
    log = StreamedLog().about(tea("1"), BrandFound(key="1", brand=Brand(key="1", name="Palais")))
    models.catch_up(log)

    found = find(past_of(log), models, "1", Kind.BRAND)

    assert [one.ref for one in found] == [Ref(Kind.BRAND, "1")]


def test_stock_is_told_with_what_it_counts(models: ReadModels) -> None:
    log = StreamedLog().about(tea(), variant("M"), variant("L"))
    log.about(level("TEA/M", "3", variant="M"), level("TEA/L", "5", variant="L"))
    log.about(Linked(key="TEA", kind=Kind.PRODUCT, shop_key=ShopKey("12"), how="created"))
    log.about(Linked(key="M", kind=Kind.VARIANT, shop_key=ShopKey("7"), how="created"))
    log.about(level("12/7", "2", "12", "7"), side=SHOP)
    log.about(StockCounted(key="TEA/M", quantity=Decimal(1), was=Decimal(3)))

    (product,) = shown(log, models, "REF-TEA", 8)
    (one,) = shown(log, models, "M")
    (stock,) = shown(log, models, "TEA/M")

    assert counted(product) == [("TEA/L", "5", None), ("TEA/M", "3", "2")]
    assert counted(one) == [("TEA/M", "1", "2")]
    assert stock.shop_key == "12/7"


def counted(sides: Sides) -> list[tuple[str, str, str | None]]:
    """Stock by stock: at the till, and on the site."""
    return [
        (stock.key, str(stock.quantity), None if there is None else str(there.quantity))
        for stock, there in sides.counts
    ]


def test_rules_are_told_with_the_one_that_decides(models: ReadModels) -> None:
    def buffered(scope: Scope, amount: int) -> BufferSet:
        return BufferSet(scope=scope, buffer=Buffer(amount=Decimal(amount)))

    hot = Scope(RuleLevel.CATEGORY, "hot")
    log = StreamedLog()
    for key, parent in (("green", "hot"), ("hot", None), ("old", "hot")):
        shelf = Category(key=key, name={}, parent=parent)
        log.about(CategoryFound(key=key, category=shelf))
    log.about(ThingGone(key="old", kind=Kind.CATEGORY))
    log.about(
        tea(categories=("green", "old"), brand="b"), variant("M"), level("TEA/M", "1", "TEA", "M")
    )
    log.about(buffered(EVERYTHING, 1), buffered(hot, 2), buffered(Scope(RuleLevel.VARIANT, "M"), 3))
    log.about(OutOfStockRuled(scope=Scope(RuleLevel.PRODUCT, "TEA"), rule=OutOfStock.HIDE))
    log.about(SoldOutDeclared(scope=EVERYTHING, sold_out=SoldOut(until=NOON)))
    log.about(
        WindowSet(scope=Scope(RuleLevel.BRAND, "b"), window=Window(rule="Mo", mode=Mode.OFFLINE))
    )

    (product,), (of_variant,), (stock,) = (shown(log, models, key) for key in ("TEA", "M", "TEA/M"))
    (category,), (brand,) = shown(log, models, "hot"), shown(log.about(maker()), models, "b")

    assert ruled(product) == [
        ("windows", "brand:b", True),
        ("out_of_stock", "product:TEA", True),
        ("buffers", "category:hot", True),
        ("buffers", "all", False),
    ]
    assert ruled(of_variant)[2:] == [
        ("buffers", "variant:M", True),
        ("buffers", "category:hot", False),
        ("buffers", "all", False),
    ]
    assert ruled(stock) == ruled(of_variant)
    assert ruled(category) == [("buffers", "category:hot", True), ("buffers", "all", False)]
    assert ruled(brand)[0] == ("windows", "brand:b", True)


def maker() -> BrandFound:
    return BrandFound(key="b", brand=Brand(key="b", name="Palais"))


def ruled(sides: Sides) -> list[tuple[str, str, bool]]:
    """Sort, scope, and whether it decides."""
    return [(rule.sort, str(rule.scope), rule.decides) for rule in sides.rules]
