"""What could not be recorded is not known: memory is as the log is, whatever fails."""

import dataclasses
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest

from pos2web.domain.things import Stock
from pos2web.domain.values import Kind, Position, Ref, ShopKey
from pos2web.engine import RunOptions, sync
from pos2web.engine.parts import WHOLE, Part
from pos2web.engine.state import SyncState
from pos2web.log import Entry, Envelope, Log
from tests.engine.keeping import PARTS, Chances, Keeper, keeping
from tests.shops.boutique import OPENING, Boutique, stocked_till, tea
from tests.shops.clocks import StillClock

SEEDS = int(os.environ.get("POS2WEB_SEEDS", "12"))
TEA = Ref(Kind.PRODUCT, "p1")
OLD, NEW = tea(key="7", reference="OLD"), tea(key="8", reference="NEW")
COUNTED = Stock(key="7", product="7", quantity=Decimal(2))


class FullDiskError(OSError):
    """There is no room for what was to be appended."""


class FullDisk:
    """A log of which one append fails: the one after so many."""

    def __init__(self, log: Log) -> None:
        self.appends_left: int | None = None
        self._log = log

    def append(self, entries: Sequence[Entry], envelope: Envelope) -> Sequence[Position]:
        if entries and self.appends_left is not None:
            self.appends_left -= 1
            if self.appends_left < 0:
                raise FullDiskError(f"no room for {len(entries)} events")
        return self._log.append(entries, envelope)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)


@contextmanager
def on_full_disk(folder: Path) -> Iterator[tuple[Keeper, FullDisk]]:
    """A boutique whose log can be made to fail."""
    boutique = Boutique(folder, till=stocked_till(), clock=StillClock(OPENING))
    with keeping(boutique) as kept:
        disk = FullDisk(kept.context.log)
        context = dataclasses.replace(kept.context, log=cast("Log", disk))
        yield Keeper(boutique, context, is_kept=True), disk


def run_out_of_room(kept: Keeper, disk: FullDisk, part: Part, appends: int) -> None:
    """A run of which only so many appends find room."""
    state, disk.appends_left = kept.runner.state, appends
    with suppress(FullDiskError):
        sync(kept.context, RunOptions(part=part), state)
    disk.appends_left = None


@pytest.mark.parametrize("appends", range(16))
def test_whichever_append_of_a_first_run_fails_what_is_known_is_what_is_in_the_log(
    tmp_path: Path, appends: int
) -> None:
    with on_full_disk(tmp_path) as (kept, disk):
        run_out_of_room(kept, disk, WHOLE, appends)

        assert kept.known(kept.runner.state) == kept.known(SyncState(kept.context))


@pytest.mark.parametrize("seed", range(SEEDS))
def test_whatever_happens_and_fails_what_is_known_is_what_is_in_the_log(
    tmp_path: Path, seed: int
) -> None:
    chances = Chances(seed)
    with on_full_disk(tmp_path) as (kept, disk):
        for _ in range(10):
            chances.act()(kept)
            appends = chances.dice.randrange(7)
            run_out_of_room(kept, disk, chances.dice.choice(PARTS), appends)

            assert kept.known(kept.runner.state) == kept.known(SyncState(kept.context))


@pytest.mark.parametrize("seed", range(4))
def test_a_run_goes_on_from_where_the_log_could_take_no_more(tmp_path: Path, seed: int) -> None:
    chances = Chances(seed)
    with on_full_disk(tmp_path) as (kept, disk):
        state = kept.runner.state
        for appends in range(2, 9):
            run_out_of_room(kept, disk, WHOLE, appends)
            chances.count()(kept)
        reports = [kept.run(WHOLE) for _ in range(3)]

        assert kept.runner.state is state
        assert [report.outcome for report in reports] == ["done"] * 3
        assert reports[-1].writes == 0


@pytest.fixture
def state(boutique: Boutique) -> Iterator[SyncState]:
    """What is known of a shop that holds one old product, which is linked."""
    with boutique.context() as context:
        disk = FullDisk(context.log)
        state = SyncState(dataclasses.replace(context, log=cast("Log", disk)))
        with state.recording() as new:
            new.see(OLD)
            new.see(COUNTED)
            new.link(TEA, ShopKey(OLD.key), "adopted by reference")
            new.move_cursor("1")
        disk.appends_left = 0
        yield state


def known(state: SyncState) -> dict[str, Any]:
    shop = {"links": dict(state.links), "cursors": dict(state.cursors)}
    return shop | {"site": {kind: dict(things) for kind, things in state.site.items()}}


def test_what_is_gathered_is_known_at_once_and_no_longer_when_it_could_not_be_appended(
    state: SyncState,
) -> None:
    before, mark, meanwhile = known(state), state.mark, dict[str, Any]()

    with pytest.raises(FullDiskError):
        replace(state, meanwhile)

    assert meanwhile["links"] == {TEA: NEW.key}
    assert meanwhile["site"][Kind.PRODUCT] == {NEW.key: NEW}
    assert (known(state), state.mark) == (before, mark)


def test_who_was_linked_is_news_to_nobody_before_it_is_recorded(state: SyncState) -> None:
    shop = state.context.shop_name
    state.of_till.take_news(shop)

    with pytest.raises(FullDiskError), state.recording() as new:
        new.link(Ref(Kind.PRODUCT, "p2"), ShopKey(NEW.key), "created")

    assert state.of_till.take_news(shop) == set()


def test_a_run_whose_start_could_not_be_recorded_has_not_begun(state: SyncState) -> None:
    with pytest.raises(FullDiskError):
        sync(state.context, RunOptions(), state)

    assert not state.has_begun


def replace(state: SyncState, meanwhile: dict[str, Any]) -> None:
    """The shop has the new product instead of the old one; what is known `meanwhile`."""
    with state.recording() as new:
        new.see(NEW)
        new.see(one_fewer(COUNTED))
        new.miss(Ref(Kind.PRODUCT, OLD.key))
        new.unlink(TEA, "gone from the shop")
        new.link(TEA, ShopKey(NEW.key), "adopted by reference")
        new.move_cursor("2")
        meanwhile |= known(state)


def one_fewer(stock: Stock) -> Stock:
    """One fewer of it."""
    return Stock(key=stock.key, product=stock.product, quantity=stock.quantity - 1)
