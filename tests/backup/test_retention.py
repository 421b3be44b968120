"""What is removed is needed by no instant of the window, and what is needed by none is removed."""

import math
import random
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos2web.backup.restore.points import Holdings
from pos2web.backup.ship.retention import GRACE, SPARE, WINDOWS, prunable
from pos2web.backup.store.layout import (
    EpochObject,
    KeyringObject,
    LogObject,
    SettingsObject,
    SnapshotObject,
    name_of,
)
from pos2web.errors import ArchiveError
from tests.backup.given import NAME
from tests.backup.given_shop import SEALED, Events, Shop, brought_back, instants

OFFERS = st.sampled_from(sorted(WINDOWS))
BACK = st.one_of(st.none(), st.floats(0, 1.5))
"""How far back a restore goes: to the latest, or by so many windows."""

DAY = st.tuples(st.just("day"), st.booleans())
STEP = st.one_of(
    DAY,
    DAY,
    DAY,
    st.tuples(st.just("wait"), st.floats(0.01, 400, allow_nan=False)),
    st.tuples(st.just("record"), st.integers(1, 70)),
    st.tuples(st.just("ship")),
    st.tuples(st.just("take"), st.booleans()),
    st.tuples(st.just("restores"), st.lists(BACK, min_size=1, max_size=4)),
    st.tuples(st.just("cut off"), BACK),
    st.tuples(st.just("go on before"), st.integers(0, 50)),
    st.tuples(st.just("prune"), st.sampled_from([1, 1, 0.9, 0.5, 0.1])),
    st.tuples(st.just("clock"), st.sampled_from([0, 0, -1, -30, -20_000, 1, 30, 4_000])),
)
# A list that may be of any length is nearly always short.
STEPS = st.lists(STEP, max_size=60) | st.lists(STEP, min_size=30, max_size=60)


def do(shop: Shop, offer: str, verb: str, *given: Any) -> None:
    verbs: dict[str, Callable[..., object]] = {
        "day": lambda changed: day(shop, offer, settings_changed=changed),
        "wait": lambda hours: wait(shop, hours),
        "record": shop.record,
        "ship": shop.ship,
        "take": lambda changed: shop.take(settings_changed=changed),
        "restores": lambda many: restore_again_and_again(shop, offer, many),
        "cut off": lambda back: restore(shop, offer, back, is_cut_off=True),
        "go on before": shop.go_on_before,
        "prune": lambda part: prune(shop, offer, part),
        "clock": lambda days: set_clock(shop, days),
    }
    verbs[verb](*given)


def day(shop: Shop, offer: str, *, settings_changed: bool) -> None:
    for events in (3, 0, 9):
        shop.record(events)
        shop.ship()
        wait(shop, 7)
    shop.take(settings_changed=settings_changed)
    wait(shop, 3)
    shop.prune(offer)


def wait(shop: Shop, hours: float) -> None:
    shop.now += timedelta(hours=hours)


def set_clock(shop: Shop, days: float) -> None:
    shop.clock_off = timedelta(days=days)
    shop.clock_was_right = shop.clock_was_right and not days


def restore(shop: Shop, offer: str, back: float | None, *, is_cut_off: bool = False) -> None:
    at = None if back is None else shop.now - WINDOWS[offer] * back
    with suppress(ArchiveError):  # Nothing had been shipped by then.
        shop.restore(at, is_cut_off=is_cut_off)


def restore_again_and_again(shop: Shop, offer: str, many: list[float | None]) -> None:
    """Nothing is backed up in between."""
    for back in many:
        restore(shop, offer, back)


def prune(shop: Shop, offer: str, part: float) -> None:
    """Whoever prunes is cut off after a part of it."""
    removals = prunable(shop.holdings, offer, shop.shown)
    shop.remove(removals[: math.ceil(len(removals) * part)])


Told = tuple[Events, str] | str


def told(shop: Shop, holdings: Holdings, at: datetime | None) -> Told:
    """What a restore to an instant comes to, or why it can't be."""
    try:
        return brought_back(shop, holdings, at)
    except ArchiveError as error:
        return str(error)


def see_that_nothing_is_missed(shop: Shop, offer: str, dice: random.Random) -> None:
    pruned, whole = shop.holdings, shop.everything
    for at in [None, *instants(shop, WINDOWS[offer], dice, 4)]:
        back = told(shop, pruned, at)
        assert back == told(shop, whole, at)
        if shop.clock_was_right and not isinstance(back, str):
            assert back[0] == shop.truth(at or shop.now)


@settings(max_examples=80)
@given(STEPS, OFFERS, st.integers(0, 10**6))
def test_a_restore_inside_the_window_is_as_if_nothing_had_been_removed(
    steps: list[tuple[Any, ...]], offer: str, seed: int
) -> None:
    shop, dice = Shop(), random.Random(seed)  # noqa: S311 - chance, not a secret
    for step in steps:
        do(shop, offer, *step)

        if step[0] in ("prune", "day"):
            see_that_nothing_is_missed(shop, offer, dice)


LIVES = [(offer, seed) for offer in sorted(WINDOWS) for seed in (1, 2)]


@pytest.mark.parametrize(("offer", "seed"), LIVES)
def test_ninety_days_with_outages_restores_and_clocks_set_back(offer: str, seed: int) -> None:
    shop, dice = Shop(), random.Random(f"{offer} {seed}")  # noqa: S311 - chance, not a secret
    for _ in range(90):
        is_away = dice.random() < 0.2
        for _ in range(dice.randrange(5)):
            shop.record(dice.randrange(9))
            if not is_away:
                shop.ship()
            wait(shop, dice.uniform(0, 8))
        if dice.random() < 0.05:
            set_clock(shop, -dice.choice([1, 40, 20_000]))
        if dice.random() < 0.3:
            set_clock(shop, 0)
        if dice.random() < 0.07:
            restore(shop, offer, dice.choice([None, dice.random()]))
        if not is_away:
            shop.take(settings_changed=dice.random() < 0.4)
            shop.prune(offer)
            see_that_nothing_is_missed(shop, offer, dice)
        shop.now += timedelta(hours=dice.uniform(1, 24))


def quiet_months(offer: str) -> Shop:
    """Two months of days, with three restores; the last one long before the end."""
    shop = Shop()
    for day in range(100):
        for _ in range(4):
            shop.record(5)
            shop.ship()
            shop.now += timedelta(hours=6)
        shop.take(settings_changed=day % 3 == 0)
        if day in (10, 11, 40):
            shop.restore(None)
            shop.take(settings_changed=True)
        shop.prune(offer)
    shop.now += SPARE * 2
    shop.record(1)
    shop.ship()
    shop.prune(offer)
    return shop


@pytest.mark.parametrize("offer", sorted(WINDOWS))
def test_what_no_instant_needs_goes(offer: str) -> None:
    shop = quiet_months(offer)
    begins = shop.now - WINDOWS[offer] - GRACE

    def kept(kind: type[SnapshotObject] | type[SettingsObject]) -> list[datetime]:
        return sorted(each.at for each in shop.pruned if isinstance(each, kind))

    spans = [each for each in shop.pruned if isinstance(each, LogObject)]
    assert {each.epoch for each in spans} == {4}
    assert [each.epoch for each in shop.pruned if isinstance(each, EpochObject)] == [4]
    assert sum(at <= begins for at in kept(SnapshotObject)) == 1
    assert sum(at <= begins for at in kept(SettingsObject)) == 1
    assert sum(isinstance(each, KeyringObject) for each in shop.pruned) == 1
    sealed = [each for each in spans if each.is_sealed]
    assert len(sealed) == len(shop.log) // SEALED
    assert len(spans) - len(sealed) < 20


def test_a_store_that_is_empty_needs_no_tidying() -> None:
    shop = Shop(pruned={}, whole={})
    shop.pruned.clear()

    assert shop.prune("daily") == []


def test_a_clock_that_runs_ahead_is_not_believed_further_than_the_stores() -> None:
    shop = quiet_months("daily")
    shop.clock_off = timedelta(days=4000)
    before = dict(shop.pruned)

    shop.prune("daily")

    assert shop.pruned == before


def test_a_piece_stays_for_a_while_after_others_cover_it() -> None:
    shop = Shop()
    for _ in range(8):
        shop.record(1)
        shop.ship()

    assert shop.prune("daily") == []
    shop.now += SPARE
    shop.record(1)
    shop.ship()
    removed = shop.prune("daily")
    assert len(removed) == 7
    assert {each.reason for each in removed} == {"others hold the same part of the log"}


def test_the_epoch_that_another_came_from_stays_until_that_one_is_whole() -> None:
    shop = Shop()
    shop.record(50)
    shop.take(settings_changed=True)
    shop.restore(None)
    shop.now += timedelta(days=60)
    shop.put(EpochObject(1))
    shop.put(KeyringObject(shop.now))

    assert all("epoch 1" not in each.reason for each in shop.prune("daily"))
    assert shop.holdings.source(None).life.epoch.number == 1

    shop.ship()
    assert all("epoch 1" not in each.reason for each in shop.prune("daily"))
    shop.take(settings_changed=True)
    shop.now += timedelta(days=3)
    shop.take(settings_changed=True)
    assert any("epoch 1 ended before the window" in each.reason for each in shop.prune("daily"))
    assert [life.epoch.number for life in shop.holdings.lives] == [2]


def test_settings_are_found_by_way_of_an_epoch_that_has_none() -> None:
    shop = Shop()
    day(shop, "daily", settings_changed=True)
    shop.restore(None)
    shop.ship()
    shop.restore(None)
    shop.ship()
    wait(shop, 24 * 4)
    shop.take(settings_changed=True)

    shop.prune("daily")

    just_before = shop.now - timedelta(hours=1)
    assert brought_back(shop, shop.holdings, just_before)[1].startswith("tea-shop/e0001/settings/")
    wait(shop, 24 * 4)
    shop.take(settings_changed=True)
    shop.prune("daily")
    shop.prune("daily")
    assert [life.epoch.number for life in shop.holdings.lives] == [3]


def test_an_epoch_goes_from_its_end_so_that_there_is_never_a_gap() -> None:
    shop = Shop()
    shop.record(90)
    shop.take(settings_changed=True)
    shop.restore(None)
    shop.take(settings_changed=True)
    shop.now += timedelta(days=60)
    shop.take(settings_changed=True)
    whole = dict(shop.pruned)

    removals = shop.prune("daily")

    names = {name_of(NAME, what): what for what in whole}
    for removal in removals:
        del whole[names[removal.name]]
        first = next((life for life in shop.seen(whole).lives if life.epoch.number == 1), None)
        assert first is None or first.gap is None
    assert removals[-1].name == "tea-shop/epochs/0001"


def test_an_epoch_without_its_claim_goes_too() -> None:
    shop = Shop()
    shop.record(90)
    shop.take(settings_changed=True)
    shop.restore(None)
    shop.take(settings_changed=True)
    shop.now += timedelta(days=60)
    shop.take(settings_changed=True)
    del shop.pruned[EpochObject(1)]

    shop.prune("daily")

    assert [life.epoch.number for life in shop.holdings.lives] == [2]


def test_what_an_old_machine_puts_long_after_another_took_over_moves_no_epoch() -> None:
    shop = Shop()
    day(shop, "daily", settings_changed=True)
    shop.restore(None)
    day(shop, "daily", settings_changed=True)
    wait(shop, 24 * 60)
    for _ in range(3):
        day(shop, "daily", settings_changed=False)
    assert [life.epoch.number for life in shop.holdings.lives] == [2]

    shop.go_on_before(3)

    a_day_ago = shop.now - WINDOWS["daily"]
    assert [life.is_claimed for life in shop.holdings.lives] == [False, True]
    assert shop.holdings.source(a_day_ago).life.epoch.number == 2
    assert told(shop, shop.holdings, a_day_ago) == told(shop, shop.everything, a_day_ago)
