"""Laws of taking back: it is exact, it happens once, and going back and forth leads nowhere else."""

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pos2web.domain.undoing import LeftReason, rewind
from pos2web.domain.values import Money
from tests.domain.undoing.toy import HAPPENINGS, Toy, live_on, lived

LIVES = st.lists(HAPPENINGS, max_size=12).map(lived)


@settings(max_examples=40)
@given(toy=LIVES, which=st.integers(0, 20), is_forced=st.booleans())
def test_an_undo_that_is_undone_leaves_everything_as_it_was(
    toy: Toy, which: int, is_forced: bool
) -> None:
    state, shown = toy.state(), toy.shown()
    toy.carry_out(toy.take_back(which % len(toy.done), is_forced=is_forced))
    toy.sync()

    toy.carry_out(toy.take_back(-2))
    toy.sync()

    assert toy.state() == state
    assert on_sale(toy.shown()) == on_sale(shown)


@settings(max_examples=40)
@given(toy=LIVES, which=st.integers(0, 20), is_forced=st.booleans())
def test_what_was_taken_back_is_as_before_already(toy: Toy, which: int, is_forced: bool) -> None:
    which %= len(toy.done)
    first = toy.take_back(which, is_forced=is_forced)
    toy.carry_out(first)
    toy.sync()

    again = toy.take_back(which, is_forced=is_forced)

    assert again.steps == ()
    about = {(step.ref, getattr(step.decision, "field", None)) for step in first.steps}
    left = [one for one in again.left if (one.ref, one.field) in about]
    assert {one.why for one in left} <= {LeftReason.ALREADY}


@settings(max_examples=40)
@given(toy=LIVES)
def test_the_last_run_taken_back_shows_what_was_before_it(toy: Toy) -> None:
    before = toy.shown()
    toy.set("1", "price", Money(Decimal(9), "EUR"))
    toy.set("2", "weight", Decimal(9))
    toy.sync()

    toy.carry_out(toy.take_back(-1))
    toy.sync()

    assert toy.shown() == before


@settings(max_examples=40)
@given(
    before=st.lists(HAPPENINGS, max_size=8),
    since=st.lists(HAPPENINGS, max_size=8),
)
def test_rewound_and_rewound_to_now_a_site_shows_what_it_showed(
    before: list[tuple[Any, ...]], since: list[tuple[Any, ...]]
) -> None:
    toy = lived(before)
    then, shown_then = toy.known(), toy.shown()
    live_on(toy, since)
    now, shown_now, state = toy.known(), toy.shown(), toy.state()

    toy.carry_out(rewind(then, toy.known()))
    toy.sync()
    rewound = toy.shown()
    nothing_left = rewind(then, toy.known())
    toy.carry_out(rewind(now, toy.known()))
    toy.sync()

    assert on_sale(rewound) == on_sale(shown_then)
    assert nothing_left.steps == ()
    assert on_sale(toy.shown()) == on_sale(shown_now)
    assert toy.selling == state[1]


def on_sale(shown: dict[str, Any]) -> dict[str, Any]:
    """What customers find: of what is off the site nothing but that."""
    return {key: thing if thing.is_active else None for key, thing in shown.items()}
