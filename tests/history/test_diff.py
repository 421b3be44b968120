"""The net effect of a stretch of the log is what differs between the states at its ends."""

from contextlib import closing
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from pos2web.domain.decisions import (
    MissedRunsRuled,
    SetBuffer,
    SetWindow,
    TaskDisabled,
    TaskEnabled,
    TaskScheduled,
    rule_on_selling,
    selling_after,
)
from pos2web.domain.evolve import evolve
from pos2web.domain.facts import (
    CursorMoved,
    Held,
    ImageStamped,
    Linked,
    PriceSet,
    Released,
    ShopEchoed,
    StockReassigned,
    ThingGone,
    Unlinked,
)
from pos2web.domain.pins import Pin, Pins, pins_after, set_pin
from pos2web.domain.reasons import Code, Reason
from pos2web.domain.recognise import recognise
from pos2web.domain.schedules import parse
from pos2web.domain.selling import (
    EVERYTHING,
    UNRULED,
    Buffer,
    Mode,
    RuleLevel,
    Scope,
    Selling,
    Window,
)
from pos2web.domain.tasks import MissedRunsPolicy
from pos2web.domain.things import AnyThing, Product, Stock
from pos2web.domain.values import ConnectionName, Kind, Ref, ShopKey
from pos2web.history.past.diff import Difference, differences
from pos2web.projections import catalogue, holds, links, pins, selling, site
from pos2web.projections.read_models import ReadModels
from tests.history.test_as_of import StreamedLog
from tests.projections.given import SHOP, TILL, ListedLog, euros, level, tea

PRODUCTS = st.builds(
    lambda key, price, active: msgspec.structs.replace(
        tea(key).product, price=euros(price), is_active=active
    ),
    st.sampled_from(["a", "b"]),
    st.sampled_from(["1", "2"]),
    st.booleans(),
)
STOCKS = st.builds(
    lambda key, quantity, variant: Stock(
        key=key, product="a", variant=variant, quantity=Decimal(quantity)
    ),
    st.sampled_from(["a", "b"]),
    st.integers(0, 2),
    st.sampled_from([None, "v"]),
)
REFS = st.builds(Ref, st.sampled_from([Kind.PRODUCT, Kind.STOCK]), st.sampled_from(["a", "b"]))
SIDES = st.sampled_from([TILL, SHOP])
SCOPES = st.sampled_from([EVERYTHING, Scope(RuleLevel.PRODUCT, "a")])
BUFFERS = st.sampled_from([None, Buffer(amount=Decimal(1)), Buffer(amount=Decimal(2))])
WINDOWS = st.sampled_from([None, Window(rule="Mo", mode=Mode.OFFLINE)])
REASONS = st.sampled_from([None, Reason(Code.STOPPED), Reason(Code.FAILED, {"text": "x"})])
PINNED = st.sampled_from([None, Pin(value="1"), Pin(value="2"), Pin(value="1", over="9")])
OPS = st.one_of(
    st.tuples(st.just("see"), SIDES, st.one_of(PRODUCTS, STOCKS)),
    st.tuples(st.just("miss"), SIDES, REFS),
    st.tuples(st.just("link"), REFS, st.sampled_from([None, "12", "13"])),
    st.tuples(st.just("hold"), REFS, REASONS),
    st.tuples(st.just("pin"), REFS, PINNED),
    st.tuples(st.just("buffer"), SCOPES, BUFFERS),
    st.tuples(st.just("window"), SCOPES, WINDOWS),
)


class Teller:
    """Records what is done as the engine would: facts that say what was."""

    def __init__(self) -> None:
        self.log = StreamedLog()
        self.things: dict[tuple[str, Ref], AnyThing] = {}
        self.links: dict[Ref, str] = {}
        self.held: dict[Ref, Reason] = {}
        self.pins: Pins = {}
        self.selling: Selling = UNRULED

    def do(self, what: str, *given: Any) -> None:
        """One act."""
        getattr(self, what)(*given)

    def see(self, side: str, thing: AnyThing) -> None:
        kind = Kind.PRODUCT if isinstance(thing, Product) else Kind.STOCK
        ref = Ref(kind, thing.key)
        known = self.things.get((side, ref))
        for fact in recognise(known, thing):
            known = evolve(known, fact)
            self.log.about(fact, side=side)
        assert known is not None
        self.things[side, ref] = known

    def miss(self, side: str, ref: Ref) -> None:
        if self.things.pop((side, ref), None) is not None:
            self.log.about(ThingGone(key=ref.key, kind=ref.kind), side=side)

    def link(self, ref: Ref, shop_key: str | None) -> None:
        was = self.links.get(ref)
        if shop_key is not None and shop_key != was:
            self.links[ref] = shop_key
            self.log.about(
                Linked(key=ref.key, kind=ref.kind, shop_key=ShopKey(shop_key), how="path")
            )
        elif shop_key is None and was is not None:
            del self.links[ref]
            self.log.about(Unlinked(key=ref.key, kind=ref.kind, shop_key=ShopKey(was), why="gone"))

    def hold(self, ref: Ref, reason: Reason | None) -> None:
        was = self.held.get(ref)
        if reason is not None and reason != was:
            self.held[ref] = reason
            self.log.about(Held(key=ref.key, kind=ref.kind, reason=reason))
        elif reason is None and was is not None:
            del self.held[ref]
            self.log.about(Released(key=ref.key, kind=ref.kind, was=was))

    def pin(self, ref: Ref, pin: Pin | None) -> None:
        for fact in set_pin(self.pins, ref, "price", pin):
            self.pins = pins_after(self.pins, fact)
            self.log.about(fact)

    def buffer(self, scope: Scope, buffer: Buffer | None) -> None:
        self.rule(SetBuffer(scope=scope, buffer=buffer))

    def window(self, scope: Scope, window: Window | None) -> None:
        self.rule(SetWindow(scope=scope, window=window))

    def rule(self, decision: SetBuffer | SetWindow) -> None:
        for fact in rule_on_selling(self.selling, decision):
            self.selling = selling_after(self.selling, fact)
            self.log.about(fact)


Facet = tuple[str, Kind | None, str, str, str]


def state(log: StreamedLog, position: int) -> dict[Facet, Any]:
    """Everything that can differ, as the read models know it at a position."""
    found: dict[Facet, Any] = {}
    with (
        TemporaryDirectory() as folder,
        closing(ReadModels.open(Path(folder) / "models.db")) as models,
    ):
        models.catch_up(ListedLog(log.events[:position]))
        for side, load in ((TILL, catalogue.load), (SHOP, site.load)):
            for kind, things in load(models, side).items():
                for key, thing in things.items():
                    found[side, kind, key, "thing", ""] = thing
        for ref, shop_key in links.load(models, SHOP).items():
            found[SHOP, ref.kind, ref.key, "link", "link"] = shop_key
        for ref, held in holds.load(models, TILL).items():
            found[TILL, ref.kind, ref.key, "hold", "hold"] = held.reason
        for ref, fields in pins.load(models, SHOP).items():
            for field, pin in fields.items():
                found[SHOP, ref.kind, ref.key, "pin", field] = pin.value
        ruled = selling.load(models, SHOP)
    for sort, rules in (("buffer", ruled.buffers), ("window", ruled.windows)):
        for scope, rule in rules.items():
            about = None if scope.level is RuleLevel.ALL else Kind(scope.level)
            found[SHOP, about, scope.key, "rule", sort] = rule
    return found


def expected(before: dict[Facet, Any], after: dict[Facet, Any]) -> set[str]:
    """What differs between two states; of things that stay, field by field."""
    found = set()
    for facet in before.keys() | after.keys():
        was, now = before.get(facet), after.get(facet)
        if was is not None and now is not None and facet[3] == "thing":
            for field in type(now).__struct_fields__:
                if getattr(was, field) != getattr(now, field):
                    steps = (getattr(was, field), getattr(now, field))
                    found.add(repr((*facet[:3], "field", field, *steps)))
        elif was != now:
            found.add(repr((*facet, was, now)))
    return found


@given(ops=st.lists(OPS, max_size=30), data=st.data())
@settings(max_examples=60)
def test_a_difference_is_what_differs(ops: list[Any], data: st.DataObject) -> None:
    teller = Teller()
    for op in ops:
        teller.do(*op)
    log = teller.log
    first = data.draw(st.integers(0, log.head), label="from")
    last = data.draw(st.integers(first, log.head), label="to")

    found, count = differences(log, first, last)

    assert count == last - first
    assert {repr(tuple(one)) for one in found} == expected(state(log, first), state(log, last))
    assert len(found) == len({tuple(one[:5]) for one in found})


def test_what_went_away_and_came_back_is_no_difference() -> None:
    log = StreamedLog().about(tea())
    log.about(PriceSet(key="TEA", price=euros("8"), was=euros("9.90")))
    log.about(PriceSet(key="TEA", price=euros("9.90"), was=euros("8")))
    log.about(ThingGone(key="TEA", kind=Kind.PRODUCT), tea())

    assert differences(log, 1, 5) == ([], 4)
    assert differences(log, 0, 4) == ([], 4)


def test_tasks_are_told_by_their_names() -> None:
    periods = (parse("at 3:30"),)
    log = StreamedLog().about(
        TaskDisabled(task="stock"),
        TaskScheduled(task="drift", periods=periods, was=()),
        MissedRunsRuled(task="drift", missed=MissedRunsPolicy.SKIP, was=MissedRunsPolicy.ONCE),
        TaskEnabled(task="images"),
    )

    found, _ = differences(log, 0, 4)

    assert found == [
        Difference(
            ConnectionName(""),
            None,
            "drift",
            "task",
            "missed",
            MissedRunsPolicy.ONCE,
            MissedRunsPolicy.SKIP,
        ),
        Difference(ConnectionName(""), None, "drift", "task", "periods", (), periods),
        Difference(ConnectionName(""), None, "images", "task", "is_enabled", False, True),
        Difference(ConnectionName(""), None, "stock", "task", "is_enabled", True, False),
    ]


def test_what_says_nothing_of_a_thing_is_left_out() -> None:
    log = StreamedLog().about(
        ImageStamped(key="1", stamp="b", was="a"),
        ShopEchoed(key="1", kind=Kind.PRODUCT, field="name", sent="a", seen="b"),
        CursorMoved(cursor="9"),
    )

    assert differences(log, 0, 3) == ([], 3)


def test_a_stock_that_counts_another_thing_differs_in_that() -> None:
    log = StreamedLog().about(level("s", "1", "a"))
    log.about(StockReassigned(key="s", product="b", variant="v", was_product="a", was_variant=None))

    found, _ = differences(log, 1, 2)

    assert [(one.field, one.before, one.after) for one in found] == [
        ("product", "a", "b"),
        ("variant", None, "v"),
    ]
