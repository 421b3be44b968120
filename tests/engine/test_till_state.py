"""One till that several shops hang on: what is known of it is known to all, and recorded once."""

import dataclasses
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from pos2web.adapters.memory.adapter import MemoryShop, MemoryTill
from pos2web.domain.facts import CursorMoved
from pos2web.domain.things import Stock
from pos2web.domain.values import ConnectionName, Kind, Ref
from pos2web.engine import RunOptions, SyncContext
from pos2web.engine.parts import STOCK, WHOLE
from pos2web.engine.till_state import TillState
from pos2web.log import Entry
from pos2web.ports import Page
from pos2web.tasks.runner import Runner
from tests.shops.boutique import Boutique, goods, picture

PATIENCE_S = 30.0
CORNER = ConnectionName("shop:corner")
SOLD = Stock(key="p1", product="p1", quantity=Decimal(4))


@dataclasses.dataclass
class TwoShops:
    """Two shops of one till, each with what runs its tasks."""

    context: SyncContext
    main: Runner
    corner: Runner

    @property
    def both(self) -> tuple[Runner, Runner]:
        return self.main, self.corner

    def of_till(self) -> list[tuple[str, int, str]]:
        """Stream, version and type of everything that was recorded of the till."""
        return [
            (event.stream, event.version, type(event.fact).__name__)
            for event in self.context.log.read()
            if event.stream.startswith("till:") and not isinstance(event.fact, CursorMoved)
        ]


@pytest.fixture
def shops(boutique: Boutique) -> Iterator[TwoShops]:
    with boutique.context() as context:
        yield two_shops(context)


def two_shops(context: SyncContext) -> TwoShops:
    till = TillState(context.log, context.models, context.till_name)
    corner = dataclasses.replace(context, shop=MemoryShop(), shop_name=CORNER)
    return TwoShops(context, Runner(context, till=till), Runner(corner, till=till))


def once_each(recorded: Sequence[tuple[str, int, str]]) -> bool:
    """Whether each stream of the till tells of one thing, once."""
    return all(version == 1 for _, version, _ in recorded)


def test_what_one_shop_saw_of_the_till_is_known_to_the_other(shops: TwoShops) -> None:
    shops.main.sync(WHOLE, RunOptions())
    before = shops.of_till()

    report = shops.corner.sync(WHOLE, RunOptions())

    assert report.outcome == "done"
    assert shops.of_till() == before
    assert once_each(before)
    assert shops.corner.state.till == shops.main.state.till


def test_two_shops_that_begin_at_once_record_the_till_once(shops: TwoShops) -> None:
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(runner.look, RunOptions()) for runner in shops.both]
        for run in runs:
            run.result(PATIENCE_S)

    recorded = shops.of_till()

    assert len(recorded) == len(goods())
    assert once_each(recorded)


def test_what_is_new_at_the_till_is_news_to_every_shop_once(
    boutique: Boutique, shops: TwoShops
) -> None:
    for runner in shops.both:
        runner.sync(WHOLE, RunOptions())
        runner.take_news()

    boutique.till.put(SOLD)
    shops.main.look(RunOptions())
    shops.main.forget()

    assert [runner.take_news() for runner in shops.both] == [{Kind.STOCK}, {Kind.STOCK}]
    assert [runner.take_news() for runner in shops.both] == [set(), set()]


def test_a_sale_that_one_shop_saw_is_sent_by_both(boutique: Boutique, shops: TwoShops) -> None:
    for runner in shops.both:
        runner.sync(WHOLE, RunOptions())
    boutique.till.put(SOLD)

    reports = [runner.sync(STOCK, RunOptions()) for runner in shops.both]

    assert [report.writes for report in reports] == [1, 1]


def test_what_could_not_be_read_is_held_by_every_shop_and_recorded_once(
    boutique: Boutique, shops: TwoShops
) -> None:
    for runner in shops.both:
        runner.sync(WHOLE, RunOptions())
    boutique.till.spoil(Ref(Kind.STOCK, "p1"), "no number")

    reports = [runner.sync(STOCK, RunOptions()) for runner in (*shops.both, *shops.both)]
    held = [one for one in shops.of_till() if one[2] == "Held"]
    boutique.till.put(SOLD)
    for runner in shops.both:
        runner.sync(STOCK, RunOptions())

    assert [report.held for report in reports] == [1, 1, 1, 1]
    assert len(held) == 1
    assert [one[2] for one in shops.of_till()].count("Released") == 1


class Gated(MemoryTill):
    """A till of which each page but the first comes when a gate is opened."""

    def __init__(self) -> None:
        super().__init__(*goods(), page_size=4)
        self.photos["tea.png"] = picture("green")
        self.asked: list[str | None] = []
        self.is_half_read, self.gate = threading.Event(), threading.Event()

    def observe(self, since: str | None) -> Iterator[Page]:
        self.asked.append(since)
        for page in super().observe(since):
            yield page
            self.is_half_read.set()
            assert self.gate.wait(PATIENCE_S)


@pytest.fixture
def half_read(boutique: Boutique) -> Iterator[tuple[TwoShops, Gated]]:
    """The first shop has read a page of the till, and waits for the next."""
    till = Gated()
    with boutique.context(till=till) as context, ThreadPoolExecutor(1) as pool:
        shops = two_shops(context)
        looking = pool.submit(shops.main.look, RunOptions())
        assert till.is_half_read.wait(PATIENCE_S)
        yield shops, till
        till.gate.set()
        looking.result(PATIENCE_S)


def test_a_run_knows_whole_pages_while_another_shop_observes(
    half_read: tuple[TwoShops, Gated],
) -> None:
    shops, till = half_read

    view = shops.corner.state.view
    names = {kind: set(things) for kind, things in view.things.items()}
    till.gate.set()
    shops.corner.look(RunOptions())

    assert names[Kind.BRAND] == {"b1"}
    assert names[Kind.STOCK] == set()
    assert {kind: set(things) for kind, things in view.things.items()} == names
    assert sum(map(len, shops.corner.till.view.things.values())) == len(goods())


def test_who_waits_for_its_turn_to_observe_can_be_stopped(
    half_read: tuple[TwoShops, Gated],
) -> None:
    shops, _ = half_read
    stopped = RunOptions()
    stopped.stop.set()

    report = shops.corner.sync(WHOLE, stopped)

    assert report.outcome == "stopped"


def test_a_till_that_is_forgotten_while_it_is_observed_is_read_whole_again(
    half_read: tuple[TwoShops, Gated],
) -> None:
    shops, till = half_read

    shops.corner.forget()
    till.gate.set()
    shops.main.look(RunOptions())

    assert till.asked == [None, None]
    assert shops.main.till.cursor != ""
    assert once_each(shops.of_till())


def test_a_page_that_could_not_be_appended_is_known_to_nobody(boutique: Boutique) -> None:
    with boutique.context() as context:
        till = TillState(context.log, context.models, context.till_name)

        with pytest.raises(OSError, match="full"):
            see_a_sale(till)

        assert (till.view.things[Kind.STOCK], till.cursor) == ({}, "")
        assert till.take_news(context.shop_name) == set()


def see_a_sale(till: TillState) -> None:
    """Observe a page that the log can't take."""
    with till.observing(RunOptions().check_stop), till.recording(fails) as new:
        new.see(SOLD)
        new.move_cursor("7")


def fails(entries: Sequence[Entry]) -> None:
    raise OSError(f"the disk is full: {len(entries)} entries")
