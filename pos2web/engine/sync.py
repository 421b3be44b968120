"""Sync: observe, record, project, plan, apply, and look at the result."""

import secrets
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version

from pos2web.domain.breaker import lost_too_much, tripped
from pos2web.domain.changes import Change, Plan
from pos2web.domain.facts import RunEnded, RunStarted
from pos2web.domain.planning import plan as planned
from pos2web.domain.profile import ShopProfile
from pos2web.domain.reasons import Code, Reason, Words
from pos2web.domain.values import Kind, Ref
from pos2web.engine.apply import Applied, Claim, apply
from pos2web.engine.echo import record_echoes
from pos2web.engine.heal import adopt_all, heal, heal_left_over
from pos2web.engine.house import House, Options, Report, Stopped
from pos2web.engine.observe import observe_shop, observe_till
from pos2web.engine.world import READING, SHOP, World
from pos2web.engine.writing import digest
from pos2web.errors import Pos2WebError
from pos2web.log import Entry
from projections import runs

TASK, DRY_TASK = "sync", "plan"
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


@dataclass(kw_only=True)
class Tally:
    """What a run has come to so far."""

    changed: set[Ref] = field(default_factory=set)
    writes: int = 0
    plan: Plan | None = None
    as_it_should_be: int = 0
    changed_then: set[Ref] = field(default_factory=set)
    failure: Pos2WebError | None = None
    unfinished: Reason | None = None
    reason: str = ""
    doubts: Counter[Ref] = field(default_factory=Counter)


def sync(house: House, options: Options) -> Report:
    """Bring the shop in step with the till, and say what was done.

    Idempotent: run again with nothing changed it writes nothing. May be killed at any moment; the
    next run asks the shop what became of it. Errors of ours end the run and are its `reason`.
    """
    started, calls = time.monotonic(), house.shop.calls
    world = World(house, new_run(house))
    tally = Tally()
    task = DRY_TASK if options.dry_run else TASK
    world.record_run([RunStarted(task=task, version=version("pos2web"))])
    outcome, reason = attempt(world, options, tally)
    world.record_holds(releases=outcome == "done")
    report = Report(
        run=world.run,
        outcome=outcome,
        reason=reason,
        products=len(world.till[Kind.PRODUCT]),
        holds=world.holds,
        writes=tally.writes,
        calls=house.shop.calls - calls,
        seconds=round(time.monotonic() - started, 3),
        plan=tally.plan if options.dry_run or outcome == "halted" else None,
        failure=tally.failure,
        **totals(world, tally, outcome, is_dry=options.dry_run or outcome == "halted"),
    )
    world.record_run([ended(report, task)])
    world.catch_up()
    return report


def new_run(house: House) -> str:
    """A run's name: when it began, and a little chance."""
    return f"{house.clock():%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"


def attempt(world: World, options: Options, tally: Tally) -> tuple[str, Reason | None]:
    """Run through, and say how it ended and why."""
    try:
        profile = prepare(world, options)
        plan = make_plan(world, options, tally, profile)
        question = tripped(
            plan,
            world.till,
            world.site,
            world.links,
            world.house.policy,
            is_first=not runs.has_done(
                world.house.models, task=TASK, connection=world.house.shop_name
            ),
        )
        tally.plan = plan
        if options.dry_run:
            return "done", question
        if question and not options.approved:
            return "halted", question
        carry_out(world, options, tally, profile, plan)
    except Stopped:
        return "stopped", Reason(Code.STOPPED)
    except Halted as halt:
        return "halted", halt.question
    except Pos2WebError as error:
        tally.failure = error
        return "failed", Reason(Code.FAILED, {"text": str(error)})
    return ("done" if tally.unfinished is None else "failed"), tally.unfinished


def prepare(world: World, options: Options) -> ShopProfile:
    """Heal what is open, observe both sides, and link what the shop already holds."""
    profile = world.house.shop.profile()
    heal_left_over(world, options, profile)
    observe_till(world, options)
    observe_shop(world, options)
    unlink_lost(world, options)
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
    world.catch_up()
    plan = planned(
        world.till,
        world.site,
        world.links,
        profile=profile,
        policy=world.house.policy,
        sent=world.sent,
        echoes=world.echoes,
        new_id=lambda: secrets.token_hex(8),
    )
    for hold in plan.holds:
        world.hold(hold.ref, hold.reason)
    tally.as_it_should_be, tally.changed_then = plan.unchanged, set(tally.changed)
    changes = tuple(c for c in plan.changes if may_be_asked(world, options, c))
    return Plan(changes=changes, holds=plan.holds, unchanged=plan.unchanged)


def may_be_asked(world: World, options: Options, change: Change) -> bool:
    """The shop has not refused just this; what it refused before stays held until it differs."""
    now, before = world.holding.get(change.ref), world.held.get(change.ref)
    if now is not None and now.by == SHOP:
        return now.digest != digest(change)
    if before is None or before.by != SHOP or options.retry_held:
        return True
    if before.digest != digest(change):
        return True
    world.hold(change.ref, before.reason, by=SHOP, digest=before.digest)
    return False


def carry_out(
    world: World, options: Options, tally: Tally, profile: ShopProfile, plan: Plan
) -> None:
    """Apply, heal doubts, look at the result and plan anew, until nothing is left to do."""
    changes: Sequence[Change] = plan.changes
    applied = Applied()
    for round_no in range(ROUNDS_MAX):
        worth_asking = hopeful(tally, applied, changes)
        if not worth_asking:
            break
        alone = frozenset(tally.doubts)
        applied = apply(world, worth_asking, options, profile=profile, alone=alone)
        is_over = applied.failure is not None or options.stop.is_set()
        healed = [] if is_over else heal_doubts(world, applied, options, profile)
        note(tally, applied, healed=healed)
        if applied.failure is not None:
            raise applied.failure
        options.check_stop()
        if applied.is_clean:
            look_back(world, options, applied)
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


def note(tally: Tally, applied: Applied, *, healed: Sequence[Claim]) -> None:
    """Count what was done, and what stayed in doubt."""
    done = [*applied.done, *healed]
    tally.reason = applied.reason or tally.reason
    applied.moved = bool(done)
    tally.writes += len(done)
    tally.changed.update(one.change.ref for one in done)
    settled = {one.change.id for one in healed}
    for one in [*applied.unsure, *applied.untried]:
        if one.change.id not in settled:
            tally.doubts[one.change.ref] += 1


def look_back(world: World, options: Options, applied: Applied) -> None:
    """Read back what was written, and note where the shop writes it in its own way."""
    if applied.done:
        observe_shop(world, options)
        record_echoes(world, applied.done)


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
        words: Words = {"count": stuck, "text": tally.reason}
        tally.unfinished = Reason(Code.NOT_ALL_MADE, words)


def totals(world: World, tally: Tally, outcome: str, *, is_dry: bool) -> dict[str, int]:
    """Of everything that the run came to: changed, unchanged and held; they add up.

    What belongs to something held counts as held with it. What a run that stopped or failed did not
    come to is not counted as read.
    """
    if tally.plan is None:
        return {}
    planned_refs = {change.ref for change in tally.plan.changes}
    changed = planned_refs if is_dry else tally.changed
    read = {Ref(kind, key) for kind, things in world.till.items() for key in things}
    everything = read | set(world.holding) | changed
    if outcome in ("stopped", "failed"):
        everything -= planned_refs - changed - set(world.holding)
    done_too = 0 if is_dry else len(tally.changed_then & read)
    unchanged = max(0, tally.as_it_should_be - done_too - len(unread(world) & read - changed))
    return {
        "read": len(everything),
        "changed": len(changed),
        "unchanged": unchanged,
        "held": len(everything) - len(changed) - unchanged,
    }


def unread(world: World) -> set[Ref]:
    """What could not be read although it is known: a plan counts it as it should be.

    A photo of something held is held with that already.
    """
    photos = world.photos(world.house.till_name)
    product_of = {Ref(Kind.IMAGE, photo.key): Ref(Kind.PRODUCT, photo.product) for photo in photos}
    return {
        ref
        for ref, held in world.holding.items()
        if held.by == READING and product_of.get(ref) not in world.holding
    }


def ended(report: Report, task: str) -> RunEnded:
    """The report as a fact."""
    return RunEnded(
        task=task,
        outcome=report.outcome,
        reason=report.reason,
        read=report.read,
        changed=report.changed,
        unchanged=report.unchanged,
        held=report.held,
        writes=report.writes,
        calls=report.calls,
    )
