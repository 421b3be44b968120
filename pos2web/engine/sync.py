"""Sync: observe, record, project, plan, apply, and look at the result."""

import time
from collections.abc import Sequence
from functools import partial
from importlib.metadata import version
from itertools import groupby

import msgspec

from pos2web.domain.breaker import lost_too_much, tripped
from pos2web.domain.changes import Change, Plan
from pos2web.domain.pins import values
from pos2web.domain.planning import Aim
from pos2web.domain.planning import plan as planned
from pos2web.domain.profile import ShopProfile
from pos2web.domain.reasons import Code, Reason, saying
from pos2web.domain.run_facts import RunStarted
from pos2web.domain.things import Image
from pos2web.domain.values import Kind
from pos2web.engine.apply import Applied, Claim, apply
from pos2web.engine.echo import led_to_by, record_echoes, written
from pos2web.engine.epochs import change_ids
from pos2web.engine.gate import Gate, SupersededError
from pos2web.engine.heal import adopt_all, heal, heal_left_over, kind_order
from pos2web.engine.house import House, Options, Report, Stopped
from pos2web.engine.observe import look_at, observe_shop, see_till
from pos2web.engine.offering import offers_now
from pos2web.engine.outcome import holds_of, new_run, record_end
from pos2web.engine.parts import CATALOGUE, WHOLE, Part
from pos2web.engine.settled import SHOP
from pos2web.engine.tally import Tally, note, totals
from pos2web.engine.unpin import end_pins
from pos2web.engine.world import World
from pos2web.engine.writing import digest
from pos2web.errors import Pos2WebError
from pos2web.log import Entry
from pos2web.projections import runs

TASK, DRY_TASK = WHOLE.task, "plan"
ROUNDS_MAX = 8
"""How often one run plans anew after doubts and refusals, before it leaves the rest."""

PAUSE_MAX_S = 30.0
"""The longest wait between two rounds."""

TRIES_MAX = 3
"""How often one run asks for one change whose fate stays unknown."""


class Halted(Exception):  # noqa: N818 - an answer for a person, not an error
    """The run would do so much that it asks first: the question."""

    def __init__(self, question: Reason) -> None:
        super().__init__(str(question))
        self.question = question


def sync(house: House, options: Options, world: World | None = None) -> Report:
    """Bring the shop in step with the till, in one part or all of it, and say what was done.

    Idempotent: run again with nothing changed it writes nothing. May be killed at any moment; the
    next run asks the shop what became of it. Errors of ours end the run and are its `reason`.
    A `world` may be kept from one run to the next: then what is known of both sides need not be
    read again from the read models, and a run that finds nothing new is told by one event.
    """
    started, calls = time.monotonic(), house.shop.calls
    kept = world is not None
    world = world or World(house)
    tally = Tally(part=options.part)
    is_plan = options.dry_run and options.part is WHOLE
    task = DRY_TASK if is_plan else options.part.task
    start = RunStarted(task=task, version=version("pos2web"))
    world.begin(new_run(house), start, actor=options.part.actor, lazily=kept)
    outcome, reason, sums = attempt(world, options, tally)
    report = Report(
        run=world.run,
        outcome=outcome,
        reason=reason,
        products=len(world.till[Kind.PRODUCT]),
        holds=holds_of(world),
        writes=tally.writes,
        calls=house.shop.calls - calls,
        seconds=round(time.monotonic() - started, 3),
        is_quiet=tally.is_quiet,
        plan=tally.plan if options.dry_run or outcome == "halted" else None,
        failure=tally.failure,
        **sums,
    )
    record_end(world, report, task)
    return report


def attempt(
    world: World, options: Options, tally: Tally
) -> tuple[str, Reason | None, dict[str, int]]:
    """Run through, record what is held, and say how it ended, why, and what it came to."""
    outcome, reason = tried(world, options, tally)
    if tally.is_quiet:
        return outcome, reason, world.settled[options.part.task].totals
    world.record_holds(releases=outcome == "done", kinds=options.part.kinds, others=tally.others)
    is_dry = options.dry_run or outcome == "halted"
    sums = totals(world, tally, outcome, is_dry=is_dry)
    if outcome == "done" and not options.dry_run:
        world.edges[options.part.task] = tally.until
        if not tally.changed:
            world.settle(options.part, sums, until=tally.until)
    return outcome, reason, sums


def tried(world: World, options: Options, tally: Tally) -> tuple[str, Reason | None]:
    """Run through, and say how it ended and why."""
    try:
        return run_through(world, options, tally)
    except Stopped:
        return options.stopped_as()
    except Halted as halt:
        return "halted", halt.question
    except SupersededError as error:
        tally.failure = error
        return "failed", error.reason
    except Pos2WebError as error:
        tally.failure = error
        return "failed", saying(Code.FAILED, error)


def run_through(world: World, options: Options, tally: Tally) -> tuple[str, Reason | None]:
    """Observe, plan and apply; nothing but observe where nothing is new. Raises what ends it."""
    profile = prepare(world, options)
    if not options.retry_held and not options.dry_run and world.is_settled(options.part):
        tally.is_quiet = True
        return "done", None
    plan = make_plan(world, options, tally, profile)
    question = asked_first(world, plan)
    tally.plan = plan
    if options.dry_run:
        return "done", question
    if question and not options.approved:
        return "halted", question
    carry_out(world, options, tally, profile, plan)
    return ("done" if tally.unfinished is None else "failed"), tally.unfinished


def asked_first(world: World, plan: Plan) -> Reason | None:
    """What the plan does so much of that a person is asked."""
    house = world.house
    is_first = not any(
        runs.has_done(house.models, task=task, connection=house.shop_name)
        for task in (WHOLE.task, CATALOGUE.task)
    )
    return tripped(plan, world.till, world.site, world.links, house.policy, is_first=is_first)


def prepare(world: World, options: Options) -> ShopProfile:
    """Heal what is open, observe both sides, and link what the shop already holds."""
    part = options.part
    profile = world.profile()
    healed = heal_left_over(world, options, profile)
    if part.sees_till:
        see_till(world, options)
    if part.sees_shop:
        observe_shop(world, options)
        unlink_lost(world, options)
    if part.sees_shop or healed:
        adopt_all(world, profile)
    return profile


def unlink_lost(world: World, options: Options) -> None:
    """Let go of links to what is no longer on the shop; ask first when that is very much."""
    lost = [ref for ref, key in world.links.items() if key not in world.site[ref.kind]]
    products = sum(ref.kind is Kind.PRODUCT for ref in lost)
    linked = sum(ref.kind is Kind.PRODUCT for ref in world.links)
    question = lost_too_much(products, linked, world.house.policy.breaker)
    if question and not options.approved:
        raise Halted(question)
    entries: list[Entry] = []
    for ref in lost:
        entries += world.unlink(ref, "gone from the shop")
    world.append(world.house.shop_name, entries, actor="shop")


def make_plan(world: World, options: Options, tally: Tally, profile: ShopProfile) -> Plan:
    """What is to be done now, without what the shop refused before in the same form."""
    end_pins(world)
    offers = offers_now(world, profile)
    plan = planned(
        world.till,
        world.site,
        world.links,
        profile=profile,
        policy=world.house.policy,
        told=world.told,
        offers=offers,
        pins=values(world.pins),
        aim=Aim(kinds=options.part.kinds, offers=options.part.offers),
        new_id=change_ids(world.house.log),
    )
    for hold in plan.holds:
        world.hold(hold.ref, hold.reason)
    ours = [change for change in plan.changes if is_ours(world, options.part, change)]
    tally.note_plan(plan, others={change.ref for change in plan.changes} - {c.ref for c in ours})
    tally.until = offers.next_edge
    asked = tuple(change for change in ours if may_be_asked(world, options, change))
    return msgspec.structs.replace(plan, changes=asked)


def is_ours(world: World, part: Part, change: Change) -> bool:
    """Whether this part of the work makes a change."""
    thing = world.till[change.kind].get(change.key)
    parent = thing.product if isinstance(thing, Image) else None
    return part.makes(change, world.links, parent)


def may_be_asked(world: World, options: Options, change: Change) -> bool:
    """The shop has not refused just this; what it refused before stays held until it differs."""
    now, before = world.holding.get(change.ref), world.held.get(change.ref)
    if now is not None and now.by == SHOP:
        return digest(change) not in now.digest.split()
    if before is None or before.by != SHOP or options.retry_held:
        return True
    if digest(change) not in before.digest.split():
        return True
    world.hold(change.ref, before.reason, by=SHOP, digest=before.digest)
    return False


def carry_out(
    world: World, options: Options, tally: Tally, profile: ShopProfile, plan: Plan
) -> None:
    """Apply, heal doubts, look at the result and plan anew, until nothing is left to do."""
    changes: Sequence[Change] = plan.changes
    applied, gate = Applied(), Gate(house=world.house)
    for round_no in range(ROUNDS_MAX):
        worth_asking = hopeful(tally, applied, changes)
        if not worth_asking:
            break
        alone = frozenset(tally.doubts)
        applied = apply(world, worth_asking, options, profile=profile, gate=gate, alone=alone)
        is_over = applied.failure is not None or options.stop.is_set()
        healed = [] if is_over else heal_doubts(world, applied, options, profile)
        note(tally, applied, healed=healed)
        if applied.failure is not None:
            raise applied.failure
        options.check_stop()
        if applied.is_clean:
            if look_back(world, options, applied):
                changes = ()
                break
        else:
            options.stop.wait(min(PAUSE_MAX_S, world.house.settle_s * 2**round_no))
            options.check_stop()
        changes = make_plan(world, options, tally, profile).changes
    leave_rest(world, tally, applied, changes)


def hopeful(tally: Tally, applied: Applied, changes: Sequence[Change]) -> list[Change]:
    """The changes that this run may still bring about.

    Not those asked for often enough, nor, after a round in which nothing was done, those that
    wait for something else.
    """
    waiting = {change.ref for change, _ in applied.blocked} if not applied.moved else set()
    return [c for c in changes if tally.doubts[c.ref] < TRIES_MAX and c.ref not in waiting]


def heal_doubts(
    world: World, applied: Applied, options: Options, profile: ShopProfile
) -> list[Claim]:
    """Ask the shop about writes of unknown fate, once they have had time to settle."""
    if not applied.unsure:
        return []
    options.stop.wait(world.house.settle_s)
    return heal(world, applied.unsure, profile)


def look_back(world: World, options: Options, applied: Applied) -> bool:
    """Read back what was written, and note where the shop writes it in its own way.

    True when it shows all of it as it was sent and nothing waits: then nothing is left to plan.
    """
    if not applied.done:
        return False
    mark, led_to = world.mark, partial(led_to_by, written(world, applied.done))
    if options.part.sees_shop:
        observe_shop(world, options, led_to)
    else:
        for _, group in groupby(sorted(applied.done, key=kind_order), key=kind_order):
            look_at(world, [one.write for one in group], led_to)
    record_echoes(world, applied.done)
    return world.mark == mark and not applied.blocked and not applied.refused


def leave_rest(world: World, tally: Tally, applied: Applied, changes: Sequence[Change]) -> None:
    """Hold what waits for something held, and say what could not be done."""
    waiting = {change.ref: ref for change, ref in applied.blocked}
    stuck = 0
    for change in changes:
        cause = waiting.get(change.ref)
        if cause is not None and cause in world.holding:
            world.hold(change.ref, Reason(Code.WAITS_FOR, {"thing": str(cause)}))
        else:
            stuck += 1
    if stuck:
        tally.unfinished = saying(Code.NOT_ALL_MADE, tally.reason, count=stuck)
