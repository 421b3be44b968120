"""Parts of the work: each does its own, and leaves what is another's alone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import ClassVar

import msgspec
import pytest

from pos2web.adapters.memory.adapter import MemoryTill, Moment, no_fault
from pos2web.domain.decisions import DeclareSoldOut, RuleOutOfStock, SetBuffer, SetWindow
from pos2web.domain.facts import Held, Released
from pos2web.domain.policy import Breaker, Policy
from pos2web.domain.reasons import Code
from pos2web.domain.run_facts import RunEnded, RunPassed, RunStarted
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
from pos2web.domain.things import Image, Product, Stock
from pos2web.domain.values import Kind, Ref
from pos2web.engine import RunOptions, sync
from pos2web.engine.parts import AVAILABILITY, CATALOGUE, DRIFT, IMAGES, STOCK
from pos2web.engine.state import PROFILE_AGE, SyncState
from pos2web.errors import TransientError
from pos2web.ports import Outcome, Page, Refused, Unsure, Untried, Write
from pos2web.projections import claims
from tests.engine.keeping import MESSAGE, Keeper, keeping, product_of
from tests.shops.boutique import Boutique, euro, goods, picture, tea

TEA = Scope(RuleLevel.PRODUCT, "p1")
EVEN = Window(rule="even hours", mode=Mode.OFFLINE)


@pytest.fixture
def kept(boutique: Boutique) -> Iterator[Keeper]:
    """An open boutique with nothing on its shop."""
    with keeping(boutique) as one:
        yield one


@pytest.fixture
def trading(kept: Keeper) -> Keeper:
    """The same with everything on the shop, at an even hour."""
    for part in (CATALOGUE, IMAGES, STOCK, AVAILABILITY):
        assert kept.run(part).outcome == "done"
    kept.boutique.clock.now = kept.boutique.clock.now.replace(hour=10, minute=5)
    return kept


def stock_of(kept: Keeper, product: str) -> list[Decimal]:
    key, _ = kept.boutique.the(Kind.PRODUCT, product)
    rows = kept.boutique.on_shop(Kind.STOCK).values()
    return sorted(s.quantity for s in rows if isinstance(s, Stock) and s.product == key.key)


def facts_since(kept: Keeper, position: int) -> list[str]:
    return [type(event.fact).__name__ for event in kept.context.log.read(position)]


def test_the_catalogue_makes_products_with_their_first_stock_and_no_photos(kept: Keeper) -> None:
    report = kept.run(CATALOGUE)

    assert stock_of(kept, "TEA") == [Decimal(5)]
    assert stock_of(kept, "SHIRT") == [Decimal(0), Decimal(3)]
    assert kept.boutique.on_shop(Kind.IMAGE) == {}
    assert report.read == report.changed == report.writes > 0


def test_photos_of_what_is_not_on_the_shop_wait_for_it(kept: Keeper) -> None:
    early = kept.run(IMAGES)
    kept.run(CATALOGUE)
    late = kept.run(IMAGES)

    assert (early.read, early.writes, early.outcome) == (0, 0, "done")
    assert (late.read, late.changed, late.writes) == (1, 1, 1)


def test_stock_of_what_is_not_on_the_shop_is_the_catalogues(kept: Keeper) -> None:
    early = kept.run(STOCK)
    kept.run(CATALOGUE)
    late = kept.run(STOCK)

    assert (early.read, early.writes, early.outcome) == (0, 0, "done")
    assert (late.read, late.unchanged, late.writes) == (3, 3, 0)


def test_a_sale_at_the_till_is_one_write_of_stock(trading: Keeper) -> None:
    trading.boutique.till.put(Stock(key="p1", product="p1", quantity=Decimal(4)))

    report = trading.run(STOCK)

    assert (report.read, report.changed, report.unchanged, report.writes) == (3, 1, 2, 1)
    assert stock_of(trading, "TEA") == [Decimal(4)]


def test_a_new_price_is_left_to_the_catalogue(trading: Keeper) -> None:
    trading.boutique.till.put(tea(price=euro("8.90")))

    others = [trading.run(part).writes for part in (STOCK, AVAILABILITY, IMAGES)]

    assert others == [0, 0, 0]
    assert trading.run(CATALOGUE).writes == 1


def test_the_catalogue_leaves_stock_and_photos_alone(trading: Keeper) -> None:
    trading.boutique.till.put(Stock(key="p1", product="p1", quantity=Decimal(4)))
    trading.boutique.till.photos["tea.png"] = picture("blue")
    trading.boutique.till.put(Image(key="i1", product="p1", source="tea.png", stamp="2"))

    report = trading.run(CATALOGUE)

    assert (report.writes, report.outcome) == (0, "done")
    assert trading.run(STOCK).writes == trading.run(IMAGES).writes == 1


def test_stock_hides_what_is_sold_out_and_shows_it_again(trading: Keeper) -> None:
    trading.rule(RuleOutOfStock(scope=TEA, rule=OutOfStock.HIDE))
    trading.boutique.till.put(Stock(key="p1", product="p1", quantity=Decimal(0)))

    report = trading.run(STOCK)
    hidden = product_of(trading, "TEA").is_active
    trading.boutique.till.put(Stock(key="p1", product="p1", quantity=Decimal(2)))
    trading.run(STOCK)

    assert (hidden, report.writes, report.changed, report.read) == (False, 2, 2, 4)
    assert product_of(trading, "TEA").is_active


def test_availability_flips_what_is_offered_and_nothing_else(trading: Keeper) -> None:
    trading.boutique.till.put(tea(price=euro("8.90")))
    trading.boutique.till.put(Stock(key="p1", product="p1", quantity=Decimal(1)))
    trading.rule(SetWindow(scope=TEA, window=EVEN))
    trading.run(DRIFT, RunOptions(dry_run=True))
    trading.boutique.clock.now += timedelta(hours=1)

    report = trading.run(AVAILABILITY)

    after = product_of(trading, "TEA")
    assert (after.is_active, after.price) == (False, euro("9.383886"))
    assert stock_of(trading, "TEA") == [Decimal(5)]
    assert (report.read, report.changed, report.unchanged, report.writes) == (2, 1, 1, 1)


def test_availability_does_not_ask_the_till(trading: Keeper) -> None:
    class Closed(MemoryTill):
        def observe(self, since: str | None) -> Iterator[Page]:
            raise TransientError(f"the till is switched off, after {since}")

    trading.runner.context = trading.context = replace(trading.context, till=Closed())
    trading.runner.forget()
    trading.rule(DeclareSoldOut(scope=TEA, sold_out=SoldOut()))

    report = trading.run(AVAILABILITY)

    assert (report.outcome, report.writes) == ("done", 1)
    assert not product_of(trading, "TEA").is_for_sale


def test_a_message_with_the_day_changes_at_midnight(trading: Keeper) -> None:
    sold_out = SoldOut(until=trading.boutique.clock.now + timedelta(days=9), message=MESSAGE)
    trading.rule(DeclareSoldOut(scope=TEA, sold_out=sold_out))
    trading.run(AVAILABILITY)
    trading.run(AVAILABILITY)
    today = product_of(trading, "TEA").sale_note["fr"]

    trading.boutique.clock.now += timedelta(hours=13)
    before = trading.run(AVAILABILITY)
    trading.boutique.clock.now += timedelta(hours=1)
    after = trading.run(AVAILABILITY)

    assert (before.is_quiet, after.is_quiet, after.writes) == (True, False, 1)
    assert product_of(trading, "TEA").sale_note["fr"] != today


def test_a_quiet_run_is_one_event_and_no_write(trading: Keeper) -> None:
    for part in (CATALOGUE, STOCK, AVAILABILITY, IMAGES):
        trading.run(part)
        head, calls = trading.context.log.head, trading.shop.calls

        report = trading.run(part)
        trading.runner.passes.tell()

        assert report.is_quiet
        assert facts_since(trading, head) == [RunPassed.__name__]
        assert part is CATALOGUE or trading.shop.calls == calls


def test_a_run_that_does_something_is_told_from_its_start(trading: Keeper) -> None:
    head = trading.context.log.head
    trading.boutique.till.put(tea(price=euro("8.90")))

    trading.run(CATALOGUE)

    told = facts_since(trading, head)
    assert (told[0], told[-1]) == (RunStarted.__name__, RunEnded.__name__)
    assert told.count(RunStarted.__name__) == told.count(RunEnded.__name__) == 1


def test_another_shop_than_before_is_planned_for_anew(trading: Keeper) -> None:
    trading.run(CATALOGUE)
    trading.shop._profile = msgspec.structs.replace(trading.shop.profile(), version="2")
    trading.boutique.clock.now += PROFILE_AGE

    first, second = trading.run(CATALOGUE), trading.run(CATALOGUE)

    assert (first.is_quiet, second.is_quiet) == (False, True)


def test_a_broken_row_is_held_by_all_and_released_when_it_was_read(trading: Keeper) -> None:
    broken = Ref(Kind.PRODUCT, "p1")
    trading.boutique.till.spoil(broken, "no number")
    reports = [trading.run(part) for part in (STOCK, CATALOGUE, IMAGES)]
    trading.boutique.till.put(tea())
    mended = [trading.run(part) for part in (STOCK, IMAGES, CATALOGUE)]

    told = [
        type(event.fact)
        for event in trading.context.log.read_stream(Stream("till:main/product/p1"))
    ]
    assert [broken in {hold.ref for hold in report.holds} for report in reports] == [True] * 3
    assert [report.held for report in mended] == [0] * 3
    assert [fact for fact in told if fact in (Held, Released)] == [Held, Released]


def test_a_row_mended_while_the_shop_is_away_is_not_held_for_ever(trading: Keeper) -> None:
    trading.boutique.till.spoil(Ref(Kind.PRODUCT, "p1"), "no number")
    trading.run(CATALOGUE)
    trading.boutique.till.put(tea(price=euro("8.90")))
    trading.shop.fault = lambda _at, _write: Untried(reason="away")
    failed = trading.run(CATALOGUE)
    trading.shop.fault = no_fault

    report = trading.run(CATALOGUE)

    assert failed.outcome == "failed"
    assert (report.outcome, report.held, report.writes) == ("done", 0, 1)


def test_what_waits_for_a_product_is_not_released_by_who_cannot_make_it(kept: Keeper) -> None:
    def refuse(at: Moment, write: Write) -> Outcome | None:
        if at is Moment.BEFORE and getattr(write.thing, "reference", "") == "TEA":
            return Refused(reason="no tea here")
        return None

    kept.shop.fault = refuse
    kept.run(CATALOGUE)
    kept.run(STOCK)
    waits = Ref(Kind.STOCK, "p1") in kept.known(kept.runner.state)["held"]
    kept.shop.fault = no_fault
    kept.run(CATALOGUE, RunOptions(retry_held=True))
    kept.run(STOCK)

    assert waits
    assert kept.known(kept.runner.state)["held"] == {}


def test_a_till_that_empties_much_is_stopped_and_asked_about(boutique: Boutique) -> None:
    boutique.policy = Policy(breaker=Breaker(count_min=0))
    with keeping(boutique) as kept:
        kept.run(CATALOGUE)
        for key, variant in (("p1", None), ("p2/vM", "vM")):
            kept.boutique.till.put(
                Stock(key=key, product=key[:2], variant=variant, quantity=Decimal(0))
            )

        asked, again = kept.run(STOCK), kept.run(STOCK)
        approved = kept.run(STOCK, RunOptions(approved=True))

    assert (asked.outcome, asked.writes, again.outcome) == ("halted", 0, "halted")
    assert asked.reason is not None
    assert asked.reason.code is Code.MANY_ZEROED
    assert (approved.outcome, approved.writes) == ("done", 2)


def test_the_next_part_to_run_asks_what_became_of_anothers_write(trading: Keeper) -> None:
    trading.shop.fault = lambda at, _w: Unsure(reason="?") if at is Moment.AFTER else None
    options = RunOptions()
    trading.boutique.till.put(Stock(key="p1", product="p1", quantity=Decimal(4)))

    def stop(at: Moment, _write: Write) -> Outcome | None:
        options.stop.set()
        return Unsure(reason="no answer") if at is Moment.AFTER else None

    trading.shop.fault = stop
    stopped = trading.run(STOCK, options)
    trading.shop.fault = no_fault
    open_then = claims.unresolved(trading.context.models)
    trading.run(AVAILABILITY)

    assert (stopped.outcome, len(open_then)) == ("stopped", 1)
    assert claims.unresolved(trading.context.models) == []
    assert trading.run(STOCK).writes == 0


def test_only_what_was_written_is_looked_at_again(trading: Keeper) -> None:
    trading.run(STOCK)
    trading.boutique.till.put(Stock(key="p1", product="p1", quantity=Decimal(4)))
    calls = trading.shop.calls

    trading.run(STOCK)

    assert trading.shop.calls - calls == 3  # whose mark is there, the write, and the look


def test_a_product_deleted_meanwhile_is_seen_when_it_was_written(trading: Keeper) -> None:
    ref, _ = trading.boutique.the(Kind.PRODUCT, "TEA")

    def delete(at: Moment, _write: Write) -> None:
        if at is Moment.AFTER and ref in trading.shop.contents():
            trading.shop.remove(ref)

    trading.shop.fault = delete
    trading.rule(DeclareSoldOut(scope=TEA, sold_out=SoldOut()))
    trading.run(AVAILABILITY)
    trading.shop.fault = no_fault

    assert ref.key not in trading.runner.state.site[Kind.PRODUCT]
    assert trading.run(CATALOGUE).outcome == "done"
    assert trading.boutique.the(Kind.PRODUCT, "TEA")[0] != ref


def test_a_dry_run_of_a_part_writes_nothing_and_shows_its_own_changes(trading: Keeper) -> None:
    trading.boutique.till.put(Stock(key="p1", product="p1", quantity=Decimal(4)))
    trading.boutique.till.put(tea(price=euro("8.90")))

    report = trading.run(STOCK, RunOptions(dry_run=True))

    assert report.plan is not None
    assert [change.ref for change in report.plan.changes] == [Ref(Kind.STOCK, "p1")]
    assert (report.outcome, report.writes, report.changed) == ("done", 0, 1)


def test_drift_names_what_differs_and_leaves_it(trading: Keeper) -> None:
    ref, _ = trading.boutique.the(Kind.PRODUCT, "TEA")
    trading.shop.edit(ref, price=euro("1.00"))

    report = trading.runner.check(DRIFT, RunOptions())

    assert (report.outcome, report.changed, report.writes) == ("done", 1, 0)
    assert product_of(trading, "TEA").price == euro("1.00")


def test_what_a_buffer_holds_back_is_told_to_the_site_at_once(trading: Keeper) -> None:
    trading.run(STOCK)
    trading.rule(SetBuffer(scope=EVERYTHING, buffer=Buffer(amount=Decimal(2))))

    report = trading.run(STOCK)

    assert (report.writes, stock_of(trading, "TEA")) == (2, [Decimal(3)])
    assert stock_of(trading, "SHIRT") == [Decimal(0), Decimal(1)]


class Once(MemoryTill):
    """A till that says of a broken row only once what is wrong with it."""

    def observe(self, since: str | None) -> Iterator[Page]:
        for page in super().observe(since):
            refs = tuple(unread.ref for unread in page.unreadable)
            news = tuple(unread for unread in page.unreadable if unread.ref not in self.told)
            self.told.update(refs)
            yield msgspec.structs.replace(page, unreadable=news, unchanged=(*page.unchanged, *refs))

    told: ClassVar[set[Ref]] = set()


def test_what_a_look_could_not_read_is_held_by_the_runs_after_it(boutique: Boutique) -> None:
    boutique.till = Once(*goods())
    boutique.till.photos["tea.png"] = picture("green")
    with keeping(boutique) as kept:
        kept.run(CATALOGUE)
        boutique.till.spoil(Ref(Kind.PRODUCT, "p1"), "no number")

        kept.runner.look(RunOptions())
        report = kept.run(CATALOGUE)

    assert Ref(Kind.PRODUCT, "p1") in {hold.ref for hold in report.holds}


def test_a_look_that_is_stopped_keeps_what_it_saw(trading: Keeper) -> None:
    trading.boutique.till.put(tea(price=euro("8.90")))
    options = RunOptions()
    options.stop.set()

    trading.runner.look(options)

    known = trading.runner.state.till[Kind.PRODUCT]
    assert trading.runner.state.cursors
    assert isinstance(known["p1"], Product)
    assert trading.run(CATALOGUE).writes == 1


def test_missing_photos_are_tried_again_by_who_is_about_photos(boutique: Boutique) -> None:
    class Counting(MemoryTill):
        opened = 0

        def open_image(self, image: Image) -> bytes:
            self.opened += 1
            return super().open_image(image)

    till = boutique.till = Counting(*goods())
    with keeping(boutique) as kept:
        kept.run(CATALOGUE)
        opened = [till.opened]
        for part in (STOCK, CATALOGUE, IMAGES):
            kept.run(part)
            opened.append(till.opened)
        till.put(Image(key="i1", product="p1", source="tea.png", stamp="2"))
        till.photos["tea.png"] = picture("green")
        kept.run(STOCK)
        opened.append(till.opened)
        report = kept.run(IMAGES)

    assert opened == [1, 1, 1, 2, 2]
    assert (report.held, report.writes) == (0, 1)


def test_what_came_to_the_shop_is_news_for_photos_and_stock(kept: Keeper) -> None:
    kept.run(CATALOGUE)

    assert {Kind.IMAGE, Kind.STOCK} <= kept.runner.take_news()
    assert kept.runner.take_news() == set()


def test_what_nobody_knew_is_not_missed(kept: Keeper) -> None:
    with kept.runner.state.recording() as new:
        new.miss(Ref(Kind.PRODUCT, "999"))

    assert new.entries == []


class Phases:
    """Notes which phases a run goes through."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def phase(self, name: str, total: int | None) -> None:
        del total
        self.names.append(name)

    def advance(self, count: int = 1) -> None:
        del count


def test_stock_does_not_look_at_a_till_that_beats_as_it_did(trading: Keeper) -> None:
    trading.run(STOCK)
    quiet, moved = Phases(), Phases()

    trading.run(STOCK, RunOptions(progress=quiet))
    trading.boutique.till.put(Stock(key="p1", product="p1", quantity=Decimal(4)))
    trading.run(STOCK, RunOptions(progress=moved))

    assert "till" not in quiet.names
    assert "till" in moved.names


def test_what_could_not_be_read_stays_held_while_nobody_looks(trading: Keeper) -> None:
    ref = Ref(Kind.STOCK, "p1")
    trading.boutique.till.spoil(ref, "no number")
    trading.run(STOCK)

    trading.rule(SetBuffer(scope=EVERYTHING, buffer=Buffer(amount=Decimal(1))))
    trading.run(STOCK)

    assert ref in trading.runner.till.view.unread


def test_what_two_tasks_were_refused_is_not_asked_again_by_turns(trading: Keeper) -> None:
    asked: list[frozenset[str]] = []

    def refuse(at: Moment, write: Write) -> Outcome | None:
        if at is Moment.AFTER or write.kind is not Kind.PRODUCT:
            return None
        asked.append(write.fields)
        return Refused(reason="no tea here")

    trading.shop.fault = refuse
    trading.boutique.till.put(tea(price=euro("8.90")))
    trading.rule(DeclareSoldOut(scope=TEA, sold_out=SoldOut()))
    for quantity in (7, 8, 9):
        sold = Stock(key="p1", product="p1", quantity=Decimal(quantity))
        trading.boutique.till.put(sold)
        for part in (CATALOGUE, STOCK, AVAILABILITY):
            trading.run(part)

    assert asked == [{"price", "is_for_sale"}, {"is_for_sale"}]


def test_a_quiet_run_of_a_world_for_which_nobody_gathers_is_one_event(trading: Keeper) -> None:
    world, options = SyncState(trading.context), RunOptions(part=STOCK)
    sync(trading.context, options, world)
    head = trading.context.log.head

    report = sync(trading.context, options, world)

    assert report.is_quiet
    assert facts_since(trading, head) == [RunPassed.__name__]
