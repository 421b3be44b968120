"""The tasks about backups, and the thread that ships the log: what they leave, and what people are told."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from pos2web.adapters.memory.store import MemoryStore
from pos2web.backup.epochs.epochs import StoredEpoch, claim
from pos2web.backup.restore.points import holdings
from pos2web.backup.store.documents import PeopleDocument, read_document
from pos2web.backup.store.keys import Locks, own_key
from pos2web.backup.store.location import BackupLocation
from pos2web.domain.archive_facts import BackedUp, BackupDrilled
from pos2web.domain.epochs import Mark
from pos2web.domain.reasons import Code
from pos2web.domain.run_facts import RunEnded, RunStarted
from pos2web.domain.streams import Stream
from pos2web.engine.context import RunOptions, SyncContext
from pos2web.engine.epochs import begun, take_over
from pos2web.engine.writer_check import SupersededError, WriterCheck
from pos2web.errors import ArchiveError, SettingsError, TransientError
from pos2web.log import Entry, Envelope
from pos2web.settings import Home
from pos2web.tasks.backups import BACKUP, DRILL, Backups, StoreAsked, back_up, required, try_backup
from pos2web.tasks.control import BackupView
from pos2web.tasks.shipping import BEHIND_MAX, Shipping
from tests.backup.given import acquainted
from tests.shops.boutique import Boutique
from tests.shops.clocks import StillClock
from tests.tasks.floor import NINE

NAME = "tea-shop"
PATIENCE_S = 60.0


@contextmanager
def backed_up(boutique: Boutique) -> Iterator[tuple[SyncContext, Backups, MemoryStore]]:
    """A context with events, and a store in memory."""
    with boutique.context() as context:
        home = Home(path=Path(context.log.path).parent)
        own = own_key(home.backup_key)
        store = MemoryStore(clock=context.clock)
        backups = Backups(
            home=home,
            location=BackupLocation(store=store, installation=NAME),
            offer="weekly",
            locks=Locks(own.recipients),
            keys=own,
        )
        home.settings.write_text("[till]\n")
        record(context, 3)
        yield context, backups, store


def record(context: SyncContext, count: int) -> None:
    """Something happened, so often."""
    for number in range(count):
        fact = RunStarted(task="sync", version=str(number))
        context.log.append(
            [Entry(stream=Stream(f"run/{context.log.head}"), fact=fact)], Envelope(actor="x")
        )


def facts(context: SyncContext, *kinds: type) -> list[object]:
    return [event.fact for event in context.log.read() if isinstance(event.fact, kinds)]


def wait_for(what: Callable[[], bool]) -> None:
    """Wait until it is so."""
    until = threading.Event()
    for _ in range(int(PATIENCE_S / 0.05)):
        if what():
            return
        until.wait(0.05)
    raise AssertionError("it never became so")


def test_the_days_backup_ships_everything_and_says_so(boutique: Boutique) -> None:
    with backed_up(boutique) as (context, backups, store):
        report = back_up(context, backups, RunOptions())

        (fact,) = facts(context, BackedUp)
        there, head = holdings(store, NAME), context.log.head

    assert (report.outcome, report.changed) == ("done", 1)
    assert isinstance(fact, BackedUp)
    assert there.newest is not None
    assert there.newest.reach == head
    assert there.newest.chain[0].what.last == fact.position
    assert len(there.newest.snapshots) == len(there.newest.settings) == 1
    assert fact.objects == len(there.listing.found) - 1  # its own end came after it


def test_a_store_that_goes_away_at_the_end_costs_only_the_runs_own_events(
    boutique: Boutique,
) -> None:
    with backed_up(boutique) as (context, backups, store):

        def going(method: str) -> None:
            if method == "put" and facts(context, RunEnded):
                raise TransientError("the store is away")

        store.before = going
        report = back_up(context, backups, RunOptions())
        (fact,) = facts(context, BackedUp)

    assert report.outcome == "done"
    assert isinstance(fact, BackedUp)
    assert reach(store) == fact.position


def test_a_backup_is_a_run_between_two_events(boutique: Boutique) -> None:
    with backed_up(boutique) as (context, backups, _):
        report = back_up(context, backups, RunOptions())

        started, ended = facts(context, RunStarted)[-1], facts(context, RunEnded)[-1]

    assert isinstance(started, RunStarted)
    assert isinstance(ended, RunEnded)
    assert started.task == ended.task == BACKUP
    assert report.run


def test_a_store_that_is_away_fails_the_run_with_its_words(boutique: Boutique) -> None:
    with backed_up(boutique) as (context, backups, store):
        store.trouble = TransientError("the store is away")
        report = back_up(context, backups, RunOptions())
        (ended,) = facts(context, RunEnded)

    assert report.outcome == "failed"
    assert report.reason is not None
    assert report.reason.code is Code.FAILED
    assert isinstance(ended, RunEnded)
    assert ended.outcome == "failed"


def test_a_drill_compares_with_the_living_state_and_stands_on_the_card(boutique: Boutique) -> None:
    with backed_up(boutique) as (context, backups, store):
        back_up(context, backups, RunOptions())
        report = try_backup(context, backups, RunOptions())
        (fact,) = facts(context, BackupDrilled)
        card = store.get(f"{NAME}/card.json")

    assert report.outcome == "done"
    assert isinstance(fact, BackupDrilled)
    assert (fact.problems, fact.store) == ((), store.name)
    assert b'"problems": 0' in card


def test_a_drill_that_shows_problems_has_failed_and_is_told_at_once(boutique: Boutique) -> None:
    with backed_up(boutique) as (context, backups, store):
        back_up(context, backups, RunOptions())
        for each in list(store.list(f"{NAME}/e0001/pieces/")):
            store.put(each.name, store.get(each.name)[:-50], replace=True)

        report = try_backup(context, backups, RunOptions())
        (fact,) = facts(context, BackupDrilled)

    assert report.outcome == "failed"
    assert isinstance(report.failure, ArchiveError)  # which makes the task's trouble hopeless
    assert isinstance(fact, BackupDrilled)
    assert fact.problems


def test_without_a_backup_nothing_can_be_run(boutique: Boutique) -> None:
    with boutique.context() as context, pytest.raises(SettingsError, match="no backup is set up"):
        try_backup(context, None, RunOptions())
    with pytest.raises(SettingsError, match="no backup is set up"):
        required(None)
    assert DRILL != BACKUP


def test_what_is_recorded_is_on_the_store_a_moment_later(boutique: Boutique) -> None:
    with backed_up(boutique) as (context, backups, store):
        shipping = Shipping(context, backups)
        shipping.start()
        wait_for(lambda: shipping.state.shipped is not None)
        record(context, 2)
        head = context.log.head
        wait_for(lambda: reach(store) == head)
        shipping.close(PATIENCE_S)

        assert shipping.matters(context.clock()) == {}


def test_what_is_left_is_shipped_at_the_end(boutique: Boutique) -> None:
    with backed_up(boutique) as (context, backups, store):
        shipping = Shipping(context, backups)
        shipping.start()
        record(context, 5)
        shipping.close(PATIENCE_S)

        assert reach(store) == context.log.head


def reach(store: MemoryStore) -> int:
    newest = holdings(store, NAME).newest
    return newest.reach if newest else 0


def test_one_that_was_never_started_is_closed_all_the_same(boutique: Boutique) -> None:
    with backed_up(boutique) as (context, backups, store):
        Shipping(context, backups).close(0.0)

        assert reach(store) == 0


def test_a_store_that_stays_away_is_told_after_a_quarter_of_an_hour(boutique: Boutique) -> None:
    with backed_up(boutique) as (context, backups, store):
        store.trouble = TransientError("the store is away")
        shipping = Shipping(context, backups)
        shipping.start()
        wait_for(lambda: shipping.state.problem is not None)
        since = shipping.state.behind_since
        assert since is not None

        soon, late = shipping.matters(since), shipping.matters(since + BEHIND_MAX)
        store.trouble = None
        shipping.close(PATIENCE_S)

    assert soon == {}
    assert late["backup"].code is Code.BACKUP_BEHIND
    assert late["backup"].words["minutes"] == BEHIND_MAX // timedelta(minutes=1)


def test_whoever_was_taken_over_ships_nothing_more_and_says_who(boutique: Boutique) -> None:
    with backed_up(boutique) as (context, backups, store):
        shipping = Shipping(context, backups)
        other = StoredEpoch(number=7, id="other", began_at=context.clock())
        claim(store, NAME, other)
        shipping.start()
        wait_for(lambda: shipping.matters(context.clock()) != {})
        shipping.close(PATIENCE_S)

        told = shipping.matters(context.clock())["backup"]
        assert reach(store) == 0

    assert "epoch 7" in str(told.words["text"])


def test_after_taking_over_the_log_is_shipped_anew_in_the_new_epoch(boutique: Boutique) -> None:
    with backed_up(boutique) as (context, backups, store):
        shipping = Shipping(context, backups)
        shipping.start()
        wait_for(lambda: reach(store) > 0)
        take_over(context, actor="user:marie")
        wait_for(lambda: epoch_of(store) == 2 and reach(store) == context.log.head)
        shipping.close(PATIENCE_S)


def epoch_of(store: MemoryStore) -> int:
    newest = holdings(store, NAME).newest
    return newest.epoch.number if newest else 0


def test_a_newer_epoch_on_the_store_is_told_as_a_mark(boutique: Boutique) -> None:
    with backed_up(boutique) as (context, backups, store):
        assert backups.newer(context.log.id, own=1) is None
        other = StoredEpoch(number=3, id="other", began_at=context.clock())
        claim(store, NAME, other)

        mark = backups.newer(context.log.id, own=1)
        assert backups.newer(context.log.id, own=3) is None

    assert mark is not None
    assert (mark.number, mark.epoch) == (3, "other")


def test_whoever_was_taken_over_on_the_store_writes_nothing_to_a_shop_that_keeps_no_mark(
    boutique: Boutique,
) -> None:
    with backed_up(boutique) as (plain, backups, store):
        context = replace(plain, elsewhere=StoreAsked(backups))
        own = Mark.of(context.log.id, begun(context.log))
        gate = WriterCheck(context=context)
        gate.pass_through()
        claim(store, NAME, StoredEpoch(number=2, id="other", began_at=context.clock()))

        with pytest.raises(SupersededError, match="other"):
            WriterCheck(context=context).pass_through()
        take_over(context, actor="user:marie")

        assert begun(context.log).number == 3
        WriterCheck(context=context).pass_through()
        assert StoreAsked(backups)(own) is not None


def test_a_store_that_is_away_or_slow_holds_nobody_up(boutique: Boutique) -> None:
    with backed_up(boutique) as (context, backups, store):
        own = Mark.of(context.log.id, begun(context.log))
        claim(store, NAME, StoredEpoch(number=2, id="other", began_at=context.clock()))
        store.trouble = TransientError("the store is away")
        away = StoreAsked(backups)(own)
        store.trouble, answer = None, threading.Event()
        store.before = lambda _: wait_for(answer.is_set)
        slow = StoreAsked(backups, wait_s=0.1)(own)
        answer.set()

    assert (away, slow) == (None, None)


def test_damage_of_the_log_is_told_and_tried_again(boutique: Boutique) -> None:
    with backed_up(boutique) as (context, backups, store):
        broken = replace_log(context)
        shipping = Shipping(broken, backups)
        shipping.start()
        wait_for(lambda: shipping.state.problem is not None)
        shipping.close(PATIENCE_S)

        assert "no epoch" in str(shipping.state.problem)
        assert reach(store) == 0


def test_a_mistake_of_ours_does_not_end_it(
    boutique: Boutique, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pos2web.tasks.shipping.REST_S", 0.01)
    with backed_up(boutique) as (context, backups, store):
        shipping = Shipping(context, backups)
        with monkeypatch.context() as patch:
            patch.setattr(Backups, "shipper", lambda *_: 1 / 0)
            shipping.start()
            wait_for(lambda: "ZeroDivisionError" in str(shipping.state.problem))
        wait_for(lambda: reach(store) == context.log.head)
        shipping.close(PATIENCE_S)


def replace_log(context: SyncContext) -> SyncContext:
    """A context whose log can't be read."""

    class Broken:
        def __getattr__(self, name: str) -> object:
            raise ArchiveError("no epoch can be read")

    return replace(context, log=Broken())  # type: ignore[arg-type]  # a log that fails in every way


def test_whoever_asks_is_told_how_far_the_store_is(boutique: Boutique) -> None:
    with backed_up(boutique) as (context, backups, store):
        shipping = Shipping(context, backups)
        assert shipping.view() == BackupView()
        store.trouble = TransientError("the store is away")
        shipping.start()
        wait_for(lambda: shipping.view().problem != "")
        away = shipping.view()
        store.trouble = None
        wait_for(lambda: shipping.view().position == context.log.head)
        shipping.close(PATIENCE_S)

    assert away.problem == "the store is away"
    assert away.behind_since is not None
    assert shipping.view().behind_since is None


def test_a_keyring_that_changed_goes_with_the_log_and_old_pieces_are_tidied_away(
    boutique: Boutique,
) -> None:
    clock = StillClock(NINE)
    boutique.clock = clock
    with backed_up(boutique) as (context, backups, store):
        shipping = Shipping(context, backups)
        shipping.start()
        wait_for(lambda: reach(store) > 0)
        for _ in range(10):
            keyring = acquainted(backups.home)
            record(context, 1)
            wait_for(lambda: reach(store) == context.log.head)
        wait_for(lambda: newest_keyring(store, backups) == keyring)
        pieces = len(names(store, "pieces/"))
        clock.move(hours=2)
        record(context, 1)
        wait_for(lambda: len(names(store, "people/")) == 1 and reach(store) == context.log.head)
        shipping.close(PATIENCE_S)

        assert len(names(store, "pieces/")) < pieces
        assert newest_keyring(store, backups) == keyring


def names(store: MemoryStore, part: str) -> list[str]:
    return [each.name for each in store.list(NAME) if part in each.name]


def newest_keyring(store: MemoryStore, backups: Backups) -> bytes:
    """What the store would give back."""
    found = holdings(store, NAME).people
    if found is None:
        return b""
    content = backups.location.fetch(found, backups.keys)
    return read_document(content, PeopleDocument, found.what, log_of(content), found.name).keyring


def log_of(content: bytes) -> str:
    return str(msgspec.json.decode(content)["log"])


def test_the_keyring_is_there_before_the_log_and_a_damaged_one_holds_nothing_up(
    boutique: Boutique,
) -> None:
    with backed_up(boutique) as (context, backups, store):
        order: list[str] = []
        put = store.put

        def noted(name: str, content: bytes, *, replace: bool = False) -> bool:
            order.append(name)
            return put(name, content, replace=replace)

        store.put = noted  # type: ignore[method-assign]  # to see what comes first
        good = acquainted(backups.home)
        backups.shipper(context).ship()
        keyring, piece = (
            next(place for place, name in enumerate(order) if part in name)
            for part in ("people/", "pieces/")
        )
        backups.home.people.write_bytes(b"damaged")
        record(context, 1)
        backups.shipper(context).ship()

        assert keyring < piece
        assert newest_keyring(store, backups) == good
        assert reach(store) == context.log.head
