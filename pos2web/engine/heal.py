"""Heal: ask the shop what became of writes of unknown fate, before anything is written again."""

from collections.abc import Sequence
from itertools import groupby

from pos2web.domain.adoption import adopt
from pos2web.domain.changes import Action, Change
from pos2web.domain.facts import ChangeConfirmed, ChangeLapsed
from pos2web.domain.profile import ShopProfile
from pos2web.domain.values import Kind
from pos2web.engine.apply import Claim, lapsed, outcome_entry, photo_of
from pos2web.engine.house import Options
from pos2web.engine.observe import look_at
from pos2web.engine.pictures import adopt_photos
from pos2web.engine.world import World
from pos2web.engine.writing import Unresolved, ready
from pos2web.log import Entry
from pos2web.projections import claims

NOT_THERE = "the shop was asked and does not hold it"


def heal(world: World, unsure: Sequence[Claim], profile: ShopProfile) -> list[Claim]:
    """Look at what these claims were about, and record for each that it was done or was not.

    Returns those that turn out to be done. Raises what a reading raises; then the claims stay
    open and are healed by the next run.
    """
    for _, group in groupby(sorted(unsure, key=kind_order), key=kind_order):
        look_at(world, [one.write for one in group])
    adopt_all(world, profile)
    entries: list[Entry] = []
    done: list[Claim] = []
    for one in unsure:
        shop_key = done_as(world, one)
        if shop_key is None:
            entries.append(lapsed(world, one, NOT_THERE))
        else:
            entries += found(world, one, shop_key)
            done.append(one)
    world.append(world.house.shop_name, entries)
    return done


def kind_order(one: Claim) -> int:
    """Claims by kind, in the order in which things are made."""
    return list(Kind).index(one.change.kind)


def adopt_all(world: World, profile: ShopProfile) -> None:
    """Link everything on the shop that is recognised as a thing of the till's."""
    entries: list[Entry] = []
    for adopted in adopt(world.till, world.site, world.links).adoptions:
        if adopted.instead_of is not None:
            entries += world.unlink(adopted.instead_of, "it is another one of the till now")
        entries += world.link(adopted.ref, adopted.shop_key, adopted.how)
    entries += adopt_photos(world, profile)
    world.append(world.house.shop_name, entries)


def done_as(world: World, one: Claim) -> str | None:
    """The shop's key of what a claim made or changed, or None when it was not done."""
    change, site = one.change, world.site[one.change.kind]
    if change.action is Action.CREATE:
        return world.links.get(change.ref)
    key = one.write.shop_key
    if change.action is Action.DELETE:
        return key if key not in site else None
    now = site.get(key or "")
    if now is None or change.kind is Kind.IMAGE:
        return None
    wanted = one.write.thing
    is_done = all(getattr(now, name) == getattr(wanted, name) for name in one.write.fields)
    return key if is_done else None


def found(world: World, one: Claim, shop_key: str) -> list[Entry]:
    """It was done after all; what the shop shows of it has been recorded by the look."""
    fact = ChangeConfirmed(change=one.change.id, shop_key=shop_key)
    entries = [outcome_entry(world, fact, one)]
    if one.change.action is Action.DELETE:
        entries += world.unlink(one.change.ref, "deleted by us", cause=one.position)
    return entries


def heal_left_over(world: World, options: Options, profile: ShopProfile) -> list[Claim]:
    """Heal what an earlier run left open: it was killed, or could not ask.

    A request of a killed process may still be at work on the shop, so it is given time to settle.
    """
    left: list[Claim] = []
    for position, _run, connection, change in claims.unresolved(world.house.models):
        if connection != world.house.shop_name:
            continue
        one = reopened(world, change, position)
        if one is None:
            fact = ChangeLapsed(change=change.id, reason="what it needed is not on the shop")
            entry = Entry(stream=f"run/{world.run}", fact=fact, cause=position)
            world.append(connection, [entry])
        else:
            left.append(one)
    if not left:
        return []
    options.stop.wait(unsettled_s(world, max(one.position for one in left)))
    options.check_stop()
    return heal(world, left, profile)


def unsettled_s(world: World, position: int) -> float:
    """How many seconds are left until what was claimed at this position has settled."""
    claimed = next(world.house.log.read(position - 1, limit=1)).recorded_at
    age_s = (world.house.clock() - claimed).total_seconds()
    return min(world.house.settle_s, max(0.0, world.house.settle_s - age_s))


def reopened(world: World, change: Change, position: int) -> Claim | None:
    """An earlier run's claim as this run can look at it; None when it can't have been sent."""
    try:
        write = ready(world, change)
    except Unresolved:
        return None
    return Claim(change=change, write=write, position=position, photo=photo_of(world, change))
