"""The installation's epoch, and what no longer counts after it began."""

from pos2web.domain.archive_facts import EpochBegan
from pos2web.domain.facts import ChangeClaimed, CursorMoved
from pos2web.domain.reasons import Code, Reason
from pos2web.domain.run_facts import RunEnded
from pos2web.domain.values import ConnectionName
from pos2web.projections import cursors, epochs
from pos2web.projections.read_models import ReadModels
from tests.projections.given import SHOP, TILL, ListedLog, change

INSTALLED = EpochBegan(number=1, id="a1", why="installed")
RESTORED = EpochBegan(number=2, id="b2", why="restored", source="usb", position=9)
MOVED = EpochBegan(number=3, id="c3", why="moved")
LOST = RunEnded(
    task="stock", outcome="failed", reason=Reason(Code.SUPERSEDED, {"writer": "unknown x"})
)
FAILED = RunEnded(task="stock", outcome="failed", reason=Reason(Code.FAILED, {"text": "away"}))


def test_the_last_epoch_is_the_one_that_is(models: ReadModels) -> None:
    log = ListedLog()
    models.catch_up(log)
    assert (epochs.current(models), epochs.restarts(models)) == (None, 0)

    models.catch_up(log.happened("installation", INSTALLED, RESTORED))

    found = epochs.current(models)
    assert found is not None
    assert (found.number, found.id, found.why) == (2, "b2", "restored")
    assert found.began_at == log.events[1].recorded_at


def test_what_was_read_before_a_restore_counts_no_more(models: ReadModels) -> None:
    log = ListedLog().happened("installation", INSTALLED)
    log.happened(f"{TILL}/cursor", CursorMoved(cursor="5"))
    log.happened(f"{SHOP}/cursor", CursorMoved(cursor="x"))
    models.catch_up(log)
    before = cursors.load(models)

    models.catch_up(log.happened("installation", RESTORED))
    after = cursors.load(models)

    models.catch_up(log.happened(f"{TILL}/cursor", CursorMoved(cursor="6")))
    assert (before, after) == ({TILL: "5", SHOP: "x"}, {})
    assert cursors.load(models) == {TILL: "6"}


def test_what_was_read_before_the_first_epoch_was_told_still_counts(models: ReadModels) -> None:
    log = ListedLog().happened(f"{TILL}/cursor", CursorMoved(cursor="5"))

    models.catch_up(log.happened("installation", INSTALLED))

    assert cursors.load(models) == {TILL: "5"}


def test_a_run_that_another_writer_ended_is_a_refusal_until_an_epoch_begins(
    models: ReadModels,
) -> None:
    log = ListedLog().happened("installation", INSTALLED)
    models.catch_up(log.happened("run/r1", FAILED, connection=SHOP))
    assert epochs.refusal(models, SHOP) is None

    models.catch_up(log.happened("run/r2", LOST, connection=SHOP))
    found = epochs.refusal(models, SHOP)

    assert found is not None
    assert (found.reason, found.since) == (LOST.reason, log.events[-1].recorded_at)
    assert epochs.refusal(models, ConnectionName("shop:other")) is None
    models.catch_up(log.happened("installation", MOVED))
    assert epochs.refusal(models, SHOP) is None


def test_who_writes_again_was_let_through(models: ReadModels) -> None:
    log = ListedLog().happened("run/r1", LOST, connection=SHOP)
    log.happened("run/r2", ChangeClaimed(change=change()), connection=SHOP)

    models.catch_up(log)

    assert epochs.refusal(models, SHOP) is None
