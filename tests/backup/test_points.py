"""What can be brought back is read from the names, and what can't is said."""

from datetime import datetime, timedelta

import pytest

from pos2web.adapters.memory.store import MemoryStore
from pos2web.backup.epochs.epochs import (
    StoredEpoch,
    claim,
    following,
    newest,
    read,
    read_all,
    refuse_newer,
)
from pos2web.backup.restore.points import Holdings, RestorePoint, holdings, understood
from pos2web.backup.store.layout import (
    EpochObject,
    KeyringObject,
    LogObject,
    Meaning,
    SettingsObject,
    name_of,
    sorted_out,
)
from pos2web.errors import ArchiveError, ConflictError, RecordError
from pos2web.ports import StoredObject
from tests.backup.given import NAME, epoch, listed, listed_at
from tests.shops.clocks import NOON


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def span(number: int, first: int, last: int, minute: float | None = None) -> LogObject:
    return LogObject(number, first, last, at(last if minute is None else minute))


def seen(*whats: Meaning, epochs: tuple[StoredEpoch, ...]) -> Holdings:
    marked = [EpochObject(each.number) for each in epochs]
    return understood(listed(*marked, *whats), {each.number: each for each in epochs})


ONE = epoch(1)
TWO = epoch(2, at(30), position=20)
"""Epoch 2 began at minute 30 from position 20 of epoch 1."""

WHOLE = (span(1, 1, 10), span(1, 11, 20), span(1, 21, 29), span(2, 1, 25, 31), span(2, 26, 40))


def test_each_instant_is_served_by_the_epoch_that_was_alive_then() -> None:
    there = seen(*WHOLE, epochs=(ONE, TWO))

    assert there.source(at(29.5)).life.epoch == ONE
    assert there.source(at(30)).life.epoch == TWO
    assert there.source(None).life.epoch == TWO
    assert there.source(at(-99)).life.epoch == ONE
    assert [link.what.last for link in there.source(at(5)).links] == [10]
    assert list(there.points) == [
        RestorePoint(epoch=1, position=10, at=at(10)),
        RestorePoint(epoch=1, position=20, at=at(20)),
        RestorePoint(epoch=1, position=29, at=at(29)),
        RestorePoint(epoch=2, position=25, at=at(31)),
        RestorePoint(epoch=2, position=40, at=at(40)),
    ]
    assert list(there.warnings) == []


def test_what_an_epoch_took_over_is_no_point_of_its_own() -> None:
    there = seen(*WHOLE[:3], span(2, 1, 20, 20), span(2, 21, 40), epochs=(ONE, TWO))

    assert [point.position for point in there.points if point.epoch == 2] == [40]


def test_an_epoch_that_is_not_whole_is_served_by_the_one_it_came_from() -> None:
    there = seen(*WHOLE[:3], span(2, 1, 19, 31), epochs=(ONE, TWO))

    source = there.source(None)

    assert (source.life.epoch, source.upto) == (ONE, 20)
    assert [link.what.last for link in source.links] == [10, 20]
    assert {point.epoch for point in there.points} == {1}


def test_an_epoch_whose_clock_went_back_began_after_the_one_before() -> None:
    early = epoch(2, at(-999), position=20)

    there = seen(*WHOLE, epochs=(ONE, early))

    assert there.lives[1].begins == ONE.began_at
    ended = there.lives[0].ends
    assert ended is not None
    assert ended >= NOON


def test_a_claim_that_names_itself_as_its_origin_leads_nowhere() -> None:
    circle = StoredEpoch(number=2, id="x", began_at=at(30), from_epoch=2, position=20)

    source = seen(span(2, 1, 5), epochs=(circle,)).source(None)

    assert source.life.epoch == circle


def test_a_gap_is_named_and_what_lies_before_it_can_be_restored() -> None:
    there = seen(span(1, 1, 10), span(1, 15, 20), span(1, 21, 29), epochs=(ONE,))

    assert [link.what.last for link in there.source(at(10)).links] == [10]
    for later in (None, at(11)):
        with pytest.raises(ArchiveError, match=r"positions 11 to 14 of the log are missing; .* 10"):
            there.source(later)
    assert list(there.warnings) == [
        "epoch 1: positions 11 to 14 of the log are missing; what can be restored ends at position "
        "10, recorded 2026-11-24T12:10:00.000000 UTC"
    ]


def test_a_gap_after_what_a_newer_epoch_took_over_harms_nobody() -> None:
    there = seen(span(1, 1, 20), span(1, 25, 29), epochs=(ONE, TWO))

    assert there.source(None).upto == 20


def test_when_the_beginning_is_missing_nothing_can_be_restored() -> None:
    there = seen(span(1, 5, 10), epochs=(ONE,))

    with pytest.raises(ArchiveError, match=r"positions 1 to 4 .* nothing of it can be restored"):
        there.source(None)


def test_without_anything_there_is_no_backup() -> None:
    for there in (seen(epochs=()), seen(epochs=(ONE,))):
        with pytest.raises(ArchiveError, match="there is no backup of tea-shop on this store"):
            there.source(None)
        assert there.people is None


def test_what_an_epoch_recorded_behind_a_gap_is_not_given_up_for_an_older_state() -> None:
    there = seen(*WHOLE[1:3], span(2, 2, 10, 31), span(2, 15, 40), epochs=(ONE, TWO))

    with pytest.raises(ArchiveError, match="epoch 2: positions 1 to 1 of the log are missing"):
        there.source(None)
    assert there.latest(None) is None


def test_a_gap_in_what_an_epoch_took_over_is_filled_by_the_one_that_it_came_from() -> None:
    three = epoch(3, at(50), position=35)
    whole = (*WHOLE[:3], span(2, 1, 20, 20), span(2, 21, 30, 31), span(2, 31, 40))
    spans = (span(3, 5, 10), span(3, 31, 35, 35), span(3, 36, 60))
    there = seen(*whole[:3], *whole[4:], *spans, epochs=(ONE, TWO, three))

    source = there.source(None)

    assert source.life.epoch == three
    assert [(link.what.epoch, link.what.last) for link in source.links] == [
        (1, 10),
        (1, 20),
        (2, 30),
        (3, 35),
        (3, 60),
    ]
    assert there.latest(None) == at(60)
    assert there.brings_back(source)


def test_what_the_one_before_recorded_after_it_was_left_fills_no_gap() -> None:
    there = seen(*WHOLE[:3], span(2, 1, 10, 31), span(2, 25, 40), epochs=(ONE, TWO))

    with pytest.raises(ArchiveError, match="epoch 2: positions 21 to 24 of the log are missing"):
        there.source(None)
    assert there.latest(None) == at(29)


def test_a_gap_in_what_an_epoch_took_over_harms_nobody() -> None:
    there = seen(*WHOLE[:3], span(2, 1, 5), span(2, 10, 20), epochs=(ONE, TWO))

    assert there.source(None).upto == 20


def test_the_latest_state_that_is_here_is_that_of_the_newest_whole_epoch() -> None:
    there = seen(*WHOLE, epochs=(ONE, TWO))
    late = seen(*WHOLE[:3], span(1, 30, 99), epochs=(ONE, TWO))
    taken_over = seen(*WHOLE[:3], span(2, 1, 20, 20), epochs=(ONE, TWO))

    assert there.latest(None) == at(40)
    assert there.latest(at(35)) == at(35)
    assert there.latest(at(29.5)) == at(29)
    assert late.latest(None) == at(30) - timedelta(microseconds=1)
    assert taken_over.latest(None) == at(29)
    assert seen(epochs=(ONE,)).latest(None) is None


def gone_back(*, told: datetime | None = None) -> Holdings:
    """A restore to position 15 was cut off after it had claimed its epoch."""
    claim = StoredEpoch(number=2, id="x", began_at=at(30), from_epoch=1, position=15, at=told)
    return seen(*WHOLE[:3], epochs=(ONE, claim))


def test_a_restore_to_an_older_state_that_was_cut_off_is_told_with_the_way_back() -> None:
    there = gone_back(told=at(15.5))

    (note,) = there.notes(None)

    assert note == (
        "a restore to 2026-11-24T12:15:30.000000Z was begun at 2026-11-24T12:30:00.000000Z, and "
        "nothing that it recorded is here: the latest state is the one that it went back to. What "
        "had been recorded after that comes back with --at 2026-11-24T12:29:00.000000Z"
    )
    assert there.source(None).upto == 15
    assert there.source(at(29)).upto is None
    assert list(there.notes(at(31))) == [note]
    assert list(there.notes(at(29))) == []


def test_where_the_claim_does_not_tell_the_state_its_object_does() -> None:
    (note,) = gone_back().notes(None)

    assert note.startswith("a restore to 2026-11-24T12:20:00.000000Z was begun")


def test_a_restore_to_the_latest_state_that_was_cut_off_is_no_trouble() -> None:
    there = seen(*WHOLE[:2], epochs=(ONE, TWO))

    assert there.source(None).upto == 20
    assert list(there.notes(None)) == []


def test_an_instant_after_the_last_event_is_told() -> None:
    there = seen(*WHOLE, epochs=(ONE, TWO))

    assert list(there.notes(at(41))) == [
        "nothing was recorded after 2026-11-24T12:40:00.000000Z: the state of then comes back, not "
        "one of 2026-11-24T12:41:00.000000Z"
    ]
    assert list(there.notes(at(40))) == []
    assert list(there.notes(None)) == []
    assert list(seen(epochs=()).notes(None)) == []


def test_settings_are_the_last_ones_until_then_of_this_epoch_or_those_before() -> None:
    settings = [
        SettingsObject(1, at(5)),
        SettingsObject(1, at(25)),
        SettingsObject(2, at(35)),
        SettingsObject(2, at(45)),
    ]
    there = seen(*WHOLE, *settings, epochs=(ONE, TWO))

    def then(minute: float | None) -> SettingsObject | None:
        source = there.source(None if minute is None else at(minute))
        found = there.settings_at(source)
        return found.what if found else None

    assert then(2) == settings[0]
    assert then(20) == settings[0]
    assert then(32) == settings[1]
    assert then(36) == settings[2]
    assert then(None) == settings[3]


def test_there_may_be_no_settings() -> None:
    there = seen(*WHOLE, epochs=(ONE, TWO))

    assert there.settings_at(there.source(None)) is None


def test_the_newest_keyring_counts() -> None:
    there = seen(KeyringObject(at(5)), KeyringObject(at(1)), epochs=(ONE,))

    assert there.people is not None
    assert there.people.what == KeyringObject(at(5))


def test_an_epoch_without_its_claim_is_used_and_told() -> None:
    listing = listed_at({span(1, 1, 10): at(11), span(1, 11, 20): at(21)})

    there = understood(listing, {})

    assert there.lives[0].begins == at(11)
    assert list(there.warnings) == ["epoch 1: its claim (epochs/0001) is missing"]
    assert there.source(None).links


def test_a_claim_that_does_not_say_where_it_came_from_came_from_the_one_before() -> None:
    there = seen(*WHOLE[:3], epochs=(ONE, epoch(2, at(30))))

    source = there.source(None)

    assert (source.life.epoch, source.upto) == (ONE, None)


def test_what_is_not_ours_is_named_at_most_a_few_times() -> None:
    def among(count: int) -> list[str]:
        objects = [
            StoredObject(name=f"{NAME}/x{number}", size=1, stored_at=NOON)
            for number in range(count)
        ]
        return list(understood(sorted_out(NAME, objects), {}).warnings)

    assert among(1) == ["not of a backup, and left alone: tea-shop/x0"]
    assert among(7)[0].endswith("tea-shop/x4 and 2 more")


def test_an_epoch_is_claimed_once(store: MemoryStore) -> None:
    assert claim(store, NAME, TWO) == TWO
    assert claim(store, NAME, TWO) == TWO
    assert newest(store, NAME) == TWO
    with pytest.raises(ConflictError, match=r"epoch 2, begun 2026-11-24 12:30 UTC\) took over"):
        claim(store, NAME, StoredEpoch(number=2, id="other", began_at=NOON))


def test_a_store_without_epochs_has_no_newest(store: MemoryStore) -> None:
    assert newest(store, NAME) is None


def test_older_epochs_take_nobody_over() -> None:
    refuse_newer(NAME, [ONE, TWO], TWO)
    with pytest.raises(ConflictError, match="epoch 2"):
        refuse_newer(NAME, [ONE, TWO], ONE)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "damaged: it can't be read"),
        (b"[]", "damaged: it can't be read"),
        (b'{"number":3,"id":"x","began_at":"2026-11-24T12:00:00Z"}', "not the claim of epoch 2"),
        (
            b'{"number":2,"id":"x","began_at":"2026-11-24T12:00:00Z","format":"tea"}',
            "not the claim of epoch 2",
        ),
        (
            b'{"number":2,"id":"x","began_at":"2026-11-24T12:00:00Z","version":2}',
            "written by a newer Pos2Web",
        ),
    ],
)
def test_a_claim_that_can_t_be_is_named(store: MemoryStore, content: bytes, said: str) -> None:
    store.put(name_of(NAME, EpochObject(2)), content)

    with pytest.raises(ArchiveError, match=f"tea-shop/epochs/0002.*{said}"):
        read(store, NAME, 2)


def test_a_claim_of_a_newer_layout_is_refused(store: MemoryStore) -> None:
    content = b'{"number":2,"id":"x","began_at":"2026-11-24T12:00:00Z","version":2}'
    store.put(name_of(NAME, EpochObject(2)), content)

    for look in (holdings, newest):
        with pytest.raises(ArchiveError, match=r"tea-shop/epochs/0002 was written by a newer"):
            look(store, NAME)


def test_the_newest_epoch_is_known_by_its_name_alone(store: MemoryStore) -> None:
    claim(store, NAME, ONE)
    store.put(name_of(NAME, EpochObject(3)), b"")
    store.put(name_of(NAME, span(1, 1, 2)), b"")
    asked: list[str] = []
    store.before = asked.append

    found = newest(store, NAME)

    assert found is not None
    assert (found.number, found.is_read) == (3, False)
    assert asked == ["list", "get"]


def test_a_claim_that_goes_meanwhile_is_left_out(store: MemoryStore) -> None:
    claim(store, NAME, ONE)
    listing = listed(EpochObject(1), EpochObject(2))

    assert read_all(store, listing) == {1: ONE}
    with pytest.raises(RecordError, match="epochs/0002"):
        read(store, NAME, 2)


def test_epochs_have_an_end() -> None:
    assert following(0) == 1
    with pytest.raises(ArchiveError, match="there were 9999 epochs"):
        following(9_999)
