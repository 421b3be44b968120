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
from pos2web.engine.apply import Applied, ClaimedChange, apply
from pos2web.engine.context import RunOptions, RunReport, RunStopped, SyncContext
from pos2web.engine.echo import led_to_by, record_echoes, written
from pos2web.engine.epochs import change_ids
from pos2web.engine.heal import adopt_all, heal, heal_left_over, kind_order
from pos2web.engine.observe import look_at, observe_shop, see_till
from pos2web.engine.offering import offers_now
from pos2web.engine.outcome import holds_of, new_run, record_end
from pos2web.engine.parts import CATALOGUE, WHOLE, Part
from pos2web.engine.settled import SHOP
from pos2web.engine.state import SyncState
from pos2web.engine.tally import Tally, note, totals
from pos2web.engine.unpin import end_pins
from pos2web.engine.writer_check import SupersededError, WriterCheck
from pos2web.engine.writing import digest
from pos2web.errors import Pos2WebError
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


def sync(context: SyncContext, options: RunOptions, state: SyncState | None = None) -> RunReport:
    """Bring the shop in step with the till, in one part or all of it, and say what was done.

    Idempotent: run again with nothing changed it writes nothing. May be killed at any moment; the
    next run asks the shop what became of it. Errors of ours end the run and are its `reason`.
    A `state` may be kept from one run to the next: then what is known of both sides need not be
    read again from the read models, and a run that finds nothing new is told by one event.
    """
    started, calls = time.monotonic(), context.shop.calls
    kept = state is not None
    state = state or SyncState(context)
    tally = Tally(part=options.part)
    is_plan = options.dry_run and options.part is WHOLE
    task = DRY_TASK if is_plan else options.part.task
    start = RunStarted(task=task, version=version("pos2web"))
    state.begin(new_run(context), start, actor=options.part.actor, lazily=kept)
    outcome, reason, sums = attempt(state, options, tally)
    report = RunReport(
        run=state.run,
        outcome=outcome,
        reason=reason,
        products=len(state.till[Kind.PRODUCT]),
        holds=holds_of(state),
        writes=tally.writes,
        calls=context.shop.calls - calls,
        seconds=round(time.monotonic() - started, 3),
        is_quiet=tally.is_quiet,
        plan=tally.plan if options.dry_run or outcome == "halted" else None,
        failure=tally.failure,
        **sums,
    )
    record_end(state, report, task)
    return report


def attempt(
    state: SyncState, options: RunOptions, tally: Tally
) -> tuple[str, Reason | None, dict[str, int]]:
    """Run through, record what is held, and say how it ended, why, and what it came to."""
    outcome, reason = tried(state, options, tally)
    if tally.is_quiet:
        return outcome, reason, state.settled[options.part.task].totals
    state.record_holds(releases=outcome == "done", kinds=options.part.kinds, others=tally.others)
    is_dry = options.dry_run or outcome == "halted"
    sums = totals(state, tally, outcome, is_dry=is_dry)
    if outcome == "done" and not options.dry_run:
        state.edges[options.part.task] = tally.until
        if not tally.changed:
            state.settle(options.part, sums, until=tally.until)
    return outcome, reason, sums


def tried(state: SyncState, options: RunOptions, tally: Tally) -> tuple[str, Reason | None]:
    """Run through, and say how it ended and why."""
    try:
        return run_through(state, options, tally)
    except RunStopped:
        return options.stopped_as()
    except Halted as halt:
        return "halted", halt.question
    except SupersededError as error:
        tally.failure = error
        return "failed", error.reason
    except Pos2WebError as error:
        tally.failure = error
        return "failed", saying(Code.FAILED, error)


def run_through(state: SyncState, options: RunOptions, tally: Tally) -> tuple[str, Reason | None]:
    """Observe, plan and apply; nothing but observe where nothing is new. Raises what ends it."""
    profile = prepare(state, options)
    if not options.retry_held and not options.dry_run and state.is_settled(options.part):
        tally.is_quiet = True
        return "done", None
    plan = make_plan(state, options, tally, profile)
    question = asked_first(state, plan)
    tally.plan = plan
    if options.dry_run:
        return "done", question
    if question and not options.approved:
        return "halted", question
    carry_out(state, options, tally, profile, plan)
    return ("done" if tally.unfinished is None else "failed"), tally.unfinished


def asked_first(state: SyncState, plan: Plan) -> Reason | None:
    """What the plan does so much of that a person is asked."""
    context = state.context
    is_first = not any(
        runs.has_done(context.models, task=task, connection=context.shop_name)
        for task in (WHOLE.task, CATALOGUE.task)
    )
    return tripped(plan, state.till, state.site, state.links, context.policy, is_first=is_first)


def prepare(state: SyncState, options: RunOptions) -> ShopProfile:
    """Heal what is open, observe both sides, and link what the shop already holds."""
    part = options.part
    profile = state.profile()
    healed = heal_left_over(state, options, profile)
    if part.sees_till:
        see_till(state, options)
    if part.sees_shop:
        observe_shop(state, options)
        unlink_lost(state, options)
    if part.sees_shop or healed:
        adopt_all(state, profile)
    return profile


def unlink_lost(state: SyncState, options: RunOptions) -> None:
    """Let go of links to what is no longer on the shop; ask first when that is very much."""
    lost = [ref for ref, key in state.links.items() if key not in state.site[ref.kind]]
    products = sum(ref.kind is Kind.PRODUCT for ref in lost)
    linked = sum(ref.kind is Kind.PRODUCT for ref in state.links)
    question = lost_too_much(products, linked, state.context.policy.breaker)
    if question and not options.approved:
        raise Halted(question)
    with state.recording(actor="shop") as new:
        for ref in lost:
            new.unlink(ref, "gone from the shop")


def make_plan(state: SyncState, options: RunOptions, tally: Tally, profile: ShopProfile) -> Plan:
    """What is to be done now, without what the shop refused before in the same form."""
    end_pins(state)
    offers = offers_now(state, profile)
    plan = planned(
        state.till,
        state.site,
        state.links,
        profile=profile,
        policy=state.context.policy,
        told=state.told,
        offers=offers,
        pins=values(state.pins),
        aim=Aim(kinds=options.part.kinds, offers=options.part.offers),
        new_id=change_ids(state.context.log),
    )
    for hold in plan.holds:
        state.hold(hold.ref, hold.reason)
    ours = [change for change in plan.changes if is_ours(state, options.part, change)]
    tally.note_plan(plan, others={change.ref for change in plan.changes} - {c.ref for c in ours})
    tally.until = offers.next_edge
    asked = tuple(change for change in ours if may_be_asked(state, options, change))
    return msgspec.structs.replace(plan, changes=asked)


def is_ours(state: SyncState, part: Part, change: Change) -> bool:
    """Whether this part of the work makes a change."""
    thing = state.till[change.kind].get(change.key)
    parent = thing.product if isinstance(thing, Image) else None
    return part.makes(change, state.links, parent)


def may_be_asked(state: SyncState, options: RunOptions, change: Change) -> bool:
    """The shop has not refused just this; what it refused before stays held until it differs."""
    now, before = state.holding.get(change.ref), state.held.get(change.ref)
    if now is not None and now.by == SHOP:
        return digest(change) not in now.digest.split()
    if before is None or before.by != SHOP or options.retry_held:
        return True
    if digest(change) not in before.digest.split():
        return True
    state.hold(change.ref, before.reason, by=SHOP, digest=before.digest)
    return False


def carry_out(
    state: SyncState, options: RunOptions, tally: Tally, profile: ShopProfile, plan: Plan
) -> None:
    """Apply, heal doubts, look at the result and plan anew, until nothing is left to do."""
    changes: Sequence[Change] = plan.changes
    applied, gate = Applied(), WriterCheck(context=state.context)
    for round_no in range(ROUNDS_MAX):
        worth_asking = hopeful(tally, applied, changes)
        if not worth_asking:
            break
        alone = frozenset(tally.doubts)
        applied = apply(state, worth_asking, options, profile=profile, gate=gate, alone=alone)
        is_over = applied.failure is not None or options.stop.is_set()
        healed = [] if is_over else heal_doubts(state, applied, options, profile)
        note(tally, applied, healed=healed)
        if applied.failure is not None:
            raise applied.failure
        options.check_stop()
        if applied.is_clean:
            if look_back(state, options, applied):
                changes = ()
                break
        else:
            options.stop.wait(min(PAUSE_MAX_S, state.context.settle_s * 2**round_no))
            options.check_stop()
        changes = make_plan(state, options, tally, profile).changes
    leave_rest(state, tally, applied, changes)


def hopeful(tally: Tally, applied: Applied, changes: Sequence[Change]) -> list[Change]:
    """The changes that this run may still bring about.

    Not those asked for often enough, nor, after a round in which nothing was done, those that
    wait for something else.
    """
    waiting = {change.ref for change, _ in applied.blocked} if not applied.moved else set()
    return [c for c in changes if tally.doubts[c.ref] < TRIES_MAX and c.ref not in waiting]


def heal_doubts(
    state: SyncState, applied: Applied, options: RunOptions, profile: ShopProfile
) -> list[ClaimedChange]:
    """Ask the shop about writes of unknown fate, once they have had time to settle."""
    if not applied.unsure:
        return []
    options.stop.wait(state.context.settle_s)
    return heal(state, applied.unsure, profile)


def look_back(state: SyncState, options: RunOptions, applied: Applied) -> bool:
    """Read back what was written, and note where the shop writes it in its own way.

    True when it shows all of it as it was sent and nothing waits: then nothing is left to plan.
    """
    if not applied.done:
        return False
    mark, led_to = state.mark, partial(led_to_by, written(state, applied.done))
    if options.part.sees_shop:
        observe_shop(state, options, led_to)
    else:
        for _, group in groupby(sorted(applied.done, key=kind_order), key=kind_order):
            look_at(state, [one.write for one in group], led_to)
    record_echoes(state, applied.done)
    return state.mark == mark and not applied.blocked and not applied.refused


def leave_rest(state: SyncState, tally: Tally, applied: Applied, changes: Sequence[Change]) -> None:
    """Hold what waits for something held, and say what could not be done."""
    waiting = {change.ref: ref for change, ref in applied.blocked}
    stuck = 0
    for change in changes:
        cause = waiting.get(change.ref)
        if cause is not None and cause in state.holding:
            state.hold(change.ref, Reason(Code.WAITS_FOR, {"thing": str(cause)}))
        else:
            stuck += 1
    if stuck:
        tally.unfinished = saying(Code.NOT_ALL_MADE, tally.reason, count=stuck)
