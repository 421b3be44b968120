"""Only one installation writes to a shop; the one whose time is over stops before it does."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from pos2web.adapters.memory.adapter import MemoryShop, Moment
from pos2web.adapters.wrappers.dry_run import DryRunShop
from pos2web.domain.archive_facts import EpochBegan
from pos2web.domain.facts import ChangeClaimed
from pos2web.domain.reasons import Code
from pos2web.domain.run_facts import RunEnded
from pos2web.domain.things import Stock
from pos2web.engine import RunOptions, RunReport, sync
from pos2web.engine.epochs import epochs as known
from pos2web.engine.epochs import take_over
from pos2web.engine.writer_check import SupersededError
from pos2web.errors import TransientError
from pos2web.history import because
from pos2web.ports import Outcome, Write
from pos2web.projections import claims, epochs
from tests.engine.houses import Guestbook, mark_on, moved, restored, stranger
from tests.shops.boutique import Boutique, euro, tea


def count_stock(boutique: Boutique, quantity: int) -> None:
    boutique.till.put(Stock(key="p1", product="p1", quantity=Decimal(quantity)))


def is_superseded(report: RunReport) -> bool:
    is_said = report.reason is not None and report.reason.code is Code.SUPERSEDED
    assert is_said == isinstance(report.failure, SupersededError)
    return is_said and report.outcome == "failed" and report.writes == 0


def facts_of(boutique: Boutique, kind: type[EpochBegan | ChangeClaimed | RunEnded]) -> int:
    with boutique.context() as context:
        return sum(isinstance(event.fact, kind) for event in context.log.read())


# Whose mark it is.


def test_who_writes_first_puts_his_mark_and_finds_it_again(boutique: Boutique) -> None:
    boutique.sync()
    first = mark_on(boutique.shop)
    count_stock(boutique, 4)

    boutique.sync()

    with boutique.context() as context:
        assert first is not None
        assert first.log == context.log.id
    assert (first.number, mark_on(boutique.shop)) == (1, first)
    assert facts_of(boutique, EpochBegan) == 1


def test_who_writes_nothing_asks_nobody(boutique: Boutique) -> None:
    boutique.sync()
    asked = Counting()
    asked.put_all(boutique.shop)

    report = boutique.sync(shop=asked)
    plan = boutique.sync(RunOptions(dry_run=True), shop=asked)

    assert (report.writes, plan.outcome, asked.marks) == (0, "done", 0)


class Counting(MemoryShop):
    """Counts how often its mark is asked for; a copy of another shop."""

    marks = 0

    def put_all(self, shop: MemoryShop) -> None:
        self.__dict__.update(shop.__dict__)

    def read_mark(self) -> str | None:
        self.marks += 1
        return super().read_mark()


def test_a_run_that_writes_asks_once(boutique: Boutique) -> None:
    boutique.sync()
    asked = Counting()
    asked.put_all(boutique.shop)
    boutique.till.put(tea(price=euro("8.90")))

    boutique.sync(shop=asked)

    assert asked.marks == 1


def test_a_shop_without_a_place_for_marks_is_written_to(boutique: Boutique) -> None:
    class Bare(MemoryShop):
        def write_mark(self, mark: str) -> bool:
            del mark
            return False

    shop = Bare()

    report = boutique.sync(shop=shop)

    assert (report.outcome, report.writes > 0, shop.mark) == ("done", True, None)


def test_a_shop_that_only_pretends_to_keep_marks_is_written_to(boutique: Boutique) -> None:
    class Forgetful(MemoryShop):
        def write_mark(self, mark: str) -> bool:
            return bool(mark)

    assert boutique.sync(shop=Forgetful()).outcome == "done"


def test_a_shop_that_cannot_be_asked_is_not_written_to(boutique: Boutique) -> None:
    class Mute(MemoryShop):
        def read_mark(self) -> str | None:
            raise TransientError("the shop does not say who writes")

    shop = Mute()

    report = boutique.sync(shop=shop)

    assert (report.outcome, report.writes, shop.contents()) == ("failed", 0, {})
    assert report.reason is not None
    assert report.reason.words == {"text": "the shop does not say who writes"}
    assert facts_of(boutique, ChangeClaimed) == 0


def test_a_dry_shop_gets_no_mark(boutique: Boutique) -> None:
    boutique.sync(shop=DryRunShop(boutique.shop))

    assert boutique.shop.mark is None


# After a restore, and beside a stranger.


def test_the_old_machine_stops_before_any_write_and_says_why(
    boutique: Boutique, tmp_path: Path
) -> None:
    boutique.sync()
    new = restored(boutique, tmp_path / "new")
    count_stock(boutique, 4)
    assert new.sync().outcome == "done"
    count_stock(boutique, 3)
    before = boutique.shop.contents()

    report = boutique.sync()

    assert is_superseded(report)
    assert boutique.shop.contents() == before
    assert report.reason is not None
    assert "époque 2 de cette installation" in because(report.reason, "fr")
    assert "pos2web take-over" in because(report.reason, "en")
    assert new.sync().writes == 1


def test_a_restored_installation_takes_over_by_itself(boutique: Boutique, tmp_path: Path) -> None:
    boutique.sync()
    new = restored(boutique, tmp_path / "new")
    count_stock(boutique, 4)

    report = new.sync()

    mark = mark_on(boutique.shop)
    assert (report.outcome, report.writes) == ("done", 1)
    assert mark is not None
    assert mark.number == 2


def test_a_restored_installation_reads_both_sides_whole(boutique: Boutique, tmp_path: Path) -> None:
    boutique.sync()
    new = restored(boutique, tmp_path / "new")

    with new.context() as context:
        context.models.catch_up(context.log)
        assert epochs.restarts(context.models) == 1

    assert new.sync().writes == 0


def test_of_two_restores_of_one_backup_the_second_stops(boutique: Boutique, tmp_path: Path) -> None:
    boutique.sync()
    one, other = (restored(boutique, tmp_path / name) for name in ("one", "other"))
    count_stock(boutique, 4)

    assert one.sync().writes == 1
    count_stock(boutique, 3)
    assert is_superseded(other.sync())


def test_another_installation_stops_beside_the_one_that_writes(
    boutique: Boutique, tmp_path: Path
) -> None:
    boutique.sync()
    other = stranger(boutique, tmp_path / "other")
    boutique.till.put(tea(price=euro("8.90")))

    report = other.sync()

    assert is_superseded(report)
    assert report.reason is not None
    assert "another installation (epoch 1" in because(report.reason, "en")
    assert facts_of(other, ChangeClaimed) == 0


def test_a_mark_that_nobody_understands_stops_everybody(boutique: Boutique) -> None:
    boutique.shop.mark = "pos2web 9 from the future"

    report = boutique.sync()

    assert is_superseded(report)
    assert report.reason is not None
    assert "« pos2web 9 from the future »" in because(report.reason, "fr").replace("\u00a0", " ")


def test_a_copied_folder_is_the_same_installation(boutique: Boutique, tmp_path: Path) -> None:
    """Nobody said that it moved: as long as only one of them runs, nothing is wrong."""
    boutique.sync()
    copy = moved(boutique, tmp_path / "copy")
    count_stock(boutique, 4)

    assert copy.sync().writes == 1


# Taking over.


def test_whoever_takes_over_writes_and_the_other_stops(boutique: Boutique, tmp_path: Path) -> None:
    boutique.sync()
    other = stranger(boutique, tmp_path / "other")
    boutique.till.put(tea(price=euro("8.90")))
    assert is_superseded(other.sync())

    with other.context() as context:
        take_over(context, actor="user:Zoé")

    assert other.sync().writes == 1
    count_stock(boutique, 2)
    assert is_superseded(boutique.sync())
    with boutique.context() as context:
        take_over(context, actor="user:Zoé")
    assert boutique.sync().outcome == "done"


def test_an_old_epoch_that_takes_over_comes_after_the_new_one(
    boutique: Boutique, tmp_path: Path
) -> None:
    boutique.sync()
    new = restored(boutique, tmp_path / "new")
    count_stock(boutique, 4)
    new.sync()

    with boutique.context() as context:
        (position,) = take_over(context, actor="user:Zoé")
        (event,) = context.log.read(position - 1, limit=1)

    assert isinstance(event.fact, EpochBegan)
    assert (event.actor, event.fact.number, event.fact.why) == ("user:Zoé", 3, "moved")
    assert event.fact.source
    count_stock(boutique, 3)
    assert is_superseded(new.sync())


def test_taking_over_twice_begins_an_epoch_each_time(boutique: Boutique) -> None:
    with boutique.context() as context:
        take_over(context, actor="user:Zoé")
        take_over(context, actor="user:Zoé")
        mark = mark_on(boutique.shop)

    assert mark is not None
    assert mark.number == 3
    assert facts_of(boutique, EpochBegan) == 3


# At the same time.


def test_a_run_that_goes_on_writing_sees_that_another_took_over(
    boutique: Boutique, tmp_path: Path
) -> None:
    other, writers = stranger(boutique, tmp_path / "other"), Guestbook(boutique.shop)
    note, took_over = boutique.shop.fault, threading.Event()

    def takes_over(moment: Moment, write: Write) -> Outcome | None:
        if moment is Moment.AFTER and not took_over.is_set():
            took_over.set()
            with other.context() as context:
                take_over(context, actor="user:Zoé")
        return note(moment, write)

    boutique.shop.fault = takes_over
    with boutique.context() as context:
        report = sync(replace(context, mark_s=0.0), RunOptions())

    assert isinstance(report.failure, SupersededError)
    assert 0 < report.writes == len(writers.lines) < 10
    assert claims_open(boutique) == []


def claims_open(boutique: Boutique) -> list[claims.OpenClaim]:
    with boutique.context() as context:
        context.models.catch_up(context.log)
        return claims.unresolved(context.models)


def test_of_two_that_put_their_marks_at_once_one_goes_on_after_the_first_batch(
    boutique: Boutique, tmp_path: Path
) -> None:
    other = stranger(boutique, tmp_path / "other")
    with other.context() as context:
        take_over(context, actor="user:Zoé")
        theirs = boutique.shop.mark
    boutique.shop.mark = None

    def overwrites(moment: Moment, write: Write) -> Outcome | None:
        """Who had read that nobody writes, as we had, puts his mark after ours."""
        del moment, write
        boutique.shop.mark = theirs
        return None

    boutique.shop.fault = overwrites
    report = boutique.sync()

    assert isinstance(report.failure, SupersededError)
    assert 0 < report.writes < 12


def test_who_could_not_keep_his_mark_looks_whether_another_put_his(
    boutique: Boutique, tmp_path: Path
) -> None:
    """As on a shop that keeps both marks, of which only one counts."""

    class Taken(MemoryShop):
        def write_mark(self, mark: str) -> bool:
            super().write_mark(theirs or mark)
            return False

    other = stranger(boutique, tmp_path / "other")
    with other.context() as context:
        take_over(context, actor="user:Zoé")
        theirs = boutique.shop.mark
    shop = Taken()

    report = boutique.sync(shop=shop)

    assert is_superseded(report)
    assert shop.contents() == {}


def test_a_mark_of_before_that_comes_back_is_replaced_again(
    boutique: Boutique, tmp_path: Path
) -> None:
    class Slow(MemoryShop):
        """The old machine's mark arrives after that of the new one, once."""

        late: Sequence[str] = ()

        def write_mark(self, mark: str) -> bool:
            super().write_mark(mark)
            if self.late:
                self.mark, self.late = self.late[0], self.late[1:]
            return True

    boutique.sync()
    new = restored(boutique, tmp_path / "new")
    slow = Slow()
    slow.__dict__.update(boutique.shop.__dict__, late=(boutique.shop.mark,))
    count_stock(boutique, 4)

    assert new.sync(shop=slow).writes == 1
    assert slow.mark is not None
    assert " 2 " in slow.mark


STEPS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["run", "run", "take over", "restore"])),
    min_size=1,
    max_size=12,
)


@settings(max_examples=25)
@given(STEPS)
def test_no_write_of_who_was_taken_over_arrives(steps: list[tuple[int, str]]) -> None:
    with TemporaryDirectory() as place:
        first = Boutique(Path(place) / "0")
        first.folder.mkdir()
        first.sync()
        installations, writers = [first], Guestbook(first.shop)
        for number, (who, step) in enumerate(steps, start=1):
            one = installations[who % len(installations)]
            name, quantity = one.folder.name, 10 + number
            if step == "restore" and len(installations) < 3:
                installations.append(restored(one, Path(place) / str(number)))
            elif step == "take over":
                with one.context() as context:
                    take_over(context, actor="user:Zoé")
            count_stock(first, quantity)
            before, writers.writing = first.shop.mark, name
            wrote = len(writers.lines)
            report = one.sync()

            holds = mark_on(first.shop)
            with one.context() as context:
                is_ours = holds is not None and holds.epoch == known(context.log)[-1].id
            assert (report.outcome == "done") == is_ours
            assert (len(writers.lines) > wrote) == is_ours
            assert is_ours or first.shop.mark == before
