"""The part of a shop's contract that is about outcomes: what is said is what was done."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from pos2web.adapters.testing.bench import Bench
from pos2web.adapters.testing.shop_writes import with_key
from pos2web.domain.things import Brand
from pos2web.ports import Done, Outcome, Refused, Unsure, Write


def names(outcomes: list[Outcome]) -> list[str]:
    """What the outcomes are called."""
    return [type(outcome).__name__ for outcome in outcomes]


class ShopOutcomes:
    """What outcomes promise. `bench` holds the shop."""

    def test_outcomes_are_in_the_order_of_the_writes(self, bench: Bench) -> None:
        things = [Brand(key="", name=bench.word(name)) for name in ("C", "A", "B")]

        outcomes = bench.apply(*map(bench.creation, things))

        keys = [outcome.shop_key for outcome in outcomes if isinstance(outcome, Done)]
        assert [bench.held(thing, key) for thing, key in zip(things, keys, strict=True)] == [
            with_key(thing, key) for thing, key in zip(things, keys, strict=True)
        ]

    def test_nothing_to_write_has_no_outcomes(self, bench: Bench) -> None:
        assert bench.shop.apply([]) == []

    def test_every_create_makes_a_thing_of_its_own(self, bench: Bench) -> None:
        thing = bench.product()

        outcomes = bench.insist(bench.creation(thing), bench.creation(bench.product()))
        outcomes += bench.insist(bench.creation(bench.product()))

        keys = [outcome.shop_key for outcome in outcomes if isinstance(outcome, Done)]
        assert len(set(keys)) == 3
        assert bench.alike(bench.creation(thing)) == keys[:1]

    def test_the_same_create_again_makes_another_or_is_refused(self, bench: Bench) -> None:
        thing = bench.product()
        first = bench.make(thing)

        [outcome] = bench.apply(bench.creation(thing))

        assert isinstance(outcome, Done | Refused)
        assert outcome != Done(shop_key=first)

    def test_what_is_refused_was_not_saved(self, bench: Bench) -> None:
        long = "x" * (bench.profile.limits.name_chars_max + 1)
        write = bench.creation(bench.product(name=dict.fromkeys(bench.profile.languages, long)))

        [outcome] = bench.apply(write)

        assert isinstance(outcome, Refused)
        assert outcome.reason
        assert bench.alike(write) == []

    def test_a_refused_update_changes_nothing(self, bench: Bench) -> None:
        thing = bench.product()
        key = bench.make(thing)
        long = "x" * (bench.profile.limits.name_chars_max + 1)
        names = dict.fromkeys(bench.profile.languages, long)
        wrong = with_key(thing, key, name=names, price=bench.money("5"))

        [outcome] = bench.apply(bench.update(wrong, "name", "price"))

        assert isinstance(outcome, Refused)
        assert bench.held(thing, key) == with_key(thing, key)

    def test_one_bad_item_does_not_keep_the_others_out(self, bench: Bench) -> None:
        long = "x" * (bench.profile.limits.name_chars_max + 1)
        bad = bench.product(name=dict.fromkeys(bench.profile.languages, long))
        writes = [bench.creation(thing) for thing in (bench.product(), bad, bench.product())]

        outcomes = bench.insist(*writes)

        assert names(outcomes) == ["Done", "Refused", "Done"]
        assert [len(bench.alike(write)) for write in writes] == [1, 0, 1]

    def test_an_update_of_what_is_gone_is_not_done(self, bench: Bench) -> None:
        thing = bench.product()
        key = bench.make(thing)
        bench.done(bench.deletion(with_key(thing, key)))

        [outcome] = bench.apply(bench.update(with_key(thing, key, price=bench.money("5")), "price"))

        assert isinstance(outcome, Refused)
        assert bench.alike(bench.creation(thing)) == []

    def test_a_lost_answer_leaves_us_unsure_and_nothing_is_asked_twice(self, bench: Bench) -> None:
        losing = bench.world.losing_answers() or pytest.skip("answers can't be lost here")
        write = bench.creation(bench.product())

        with losing:
            [outcome] = bench.apply(write)

        found = bench.alike(write)
        for key in found:
            bench.note(write, key)
        assert isinstance(outcome, Unsure)
        assert len(found) == 1

    def test_several_batches_at_once_are_each_written_once(self, bench: Bench) -> None:
        writes = [bench.creation(bench.product()) for _ in range(6)]

        together = Barrier(3, timeout=60)

        def apply(write: Write) -> list[Outcome]:
            together.wait()
            return bench.apply(write)

        with ThreadPoolExecutor(3) as pool:
            outcomes = list(pool.map(apply, writes))

        assert names([outcome for [outcome] in outcomes]) == ["Done"] * 6
        assert [len(bench.alike(write)) for write in writes] == [1] * 6
