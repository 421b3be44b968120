"""Heal: ask the shop what became of writes of unknown fate, before anything is written again."""

from collections.abc import Sequence
from itertools import groupby

from pos2web.domain.adoption import adopt
from pos2web.domain.changes import Action, Change
from pos2web.domain.facts import ChangeConfirmed, ChangeLapsed
from pos2web.domain.profile import ShopProfile
from pos2web.domain.streams import run_stream
from pos2web.domain.values import Kind, Position, ShopKey
from pos2web.engine.apply import ClaimedChange, lapsed, outcome_entry, photo_of
from pos2web.engine.context import RunOptions
from pos2web.engine.observe import look_at
from pos2web.engine.pictures import adopt_photos
from pos2web.engine.state import SyncState
from pos2web.engine.transactions import ShopTransaction
from pos2web.engine.writing import Unresolved, ready
from pos2web.log import Entry
from pos2web.messages import message
from pos2web.projections import claims

NOT_THERE = "the shop was asked and does not hold it"


def heal(
    state: SyncState, unsure: Sequence[ClaimedChange], profile: ShopProfile
) -> list[ClaimedChange]:
    """Look at what these claims were about, and record for each that it was done or was not.

    Returns those that turn out to be done. Raises what a reading raises; then the claims stay
    open and are healed by the next run.
    """
    for _, group in groupby(sorted(unsure, key=kind_order), key=kind_order):
        look_at(state, [one.write for one in group])
    adopt_all(state, profile)
    done: list[ClaimedChange] = []
    with state.recording() as new:
        for one in unsure:
            shop_key = done_as(state, one)
            if shop_key is None:
                new.add(lapsed(state, one, NOT_THERE))
            else:
                found(state, new, one, shop_key)
                done.append(one)
    return done


def kind_order(one: ClaimedChange) -> int:
    """Claims by kind, in the order in which things are made."""
    return list(Kind).index(one.change.kind)


def adopt_all(state: SyncState, profile: ShopProfile) -> None:
    """Link everything on the shop that is recognised as a thing of the till's."""
    with state.recording() as new:
        for adopted in adopt(state.till, state.site, state.links).adoptions:
            if adopted.instead_of is not None:
                new.unlink(adopted.instead_of, "it is another one of the till now")
            new.link(adopted.ref, adopted.shop_key, adopted.how)
        adopt_photos(state, new, profile)


def done_as(state: SyncState, one: ClaimedChange) -> ShopKey | None:
    """The shop's key of what a claim made or changed, or None when it was not done."""
    change, site = one.change, state.site[one.change.kind]
    if change.action is Action.CREATE:
        return state.links.get(change.ref)
    key = one.write.shop_key
    if change.action is Action.DELETE:
        return key if key not in site else None
    now = site.get(key or "")
    if now is None or change.kind is Kind.IMAGE:
        return None
    wanted = one.write.thing
    is_done = all(getattr(now, name) == getattr(wanted, name) for name in one.write.fields)
    return key if is_done else None


def found(state: SyncState, new: ShopTransaction, one: ClaimedChange, shop_key: ShopKey) -> None:
    """It was done after all; what the shop shows of it has been recorded by the look."""
    fact = ChangeConfirmed(change=one.change.id, shop_key=shop_key)
    new.add(outcome_entry(state, fact, one))
    if one.change.action is Action.DELETE:
        new.unlink(one.change.ref, "deleted by us", cause=one.position)


def heal_left_over(
    state: SyncState, options: RunOptions, profile: ShopProfile
) -> list[ClaimedChange]:
    """Heal what an earlier run left open: it was killed, or could not ask.

    A request of a killed process may still be at work on the shop, so it is given time to settle.
    """
    left: list[ClaimedChange] = []
    for position, _run, connection, change in claims.unresolved(state.context.models):
        if connection != state.context.shop_name:
            continue
        one = reopened(state, change, position)
        if one is None:
            fact = ChangeLapsed(
                change=change.id, reason=message("what it needed is not on the shop")
            )
            entry = Entry(stream=run_stream(state.run), fact=fact, cause=position)
            state.append(connection, [entry])
        else:
            left.append(one)
    if not left:
        return []
    options.stop.wait(unsettled_s(state, max(one.position for one in left)))
    options.check_stop()
    return heal(state, left, profile)


def unsettled_s(state: SyncState, position: Position) -> float:
    """How many seconds are left until what was claimed at this position has settled."""
    claimed = next(state.context.log.read(position - 1, limit=1)).recorded_at
    age_s = (state.context.clock() - claimed).total_seconds()
    return min(state.context.settle_s, max(0.0, state.context.settle_s - age_s))


def reopened(state: SyncState, change: Change, position: Position) -> ClaimedChange | None:
    """An earlier run's claim as this run can look at it; None when it can't have been sent."""
    try:
        write = ready(state, change)
    except Unresolved:
        return None
    return ClaimedChange(
        change=change, write=write, position=position, photo=photo_of(state, change)
    )
