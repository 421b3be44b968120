"""Apply: claim, call, confirm. Every write is in the log before it is asked of the shop."""

from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import assert_never

import msgspec

from pos2web.domain.changes import Action, Change
from pos2web.domain.facts import ChangeClaimed, ChangeConfirmed, ChangeLapsed, ChangeRefused, Fact
from pos2web.domain.profile import ShopProfile
from pos2web.domain.reasons import Code, saying
from pos2web.domain.streams import run_stream
from pos2web.domain.things import Image
from pos2web.domain.values import Kind, Position, Ref, ShopKey
from pos2web.engine.context import RunOptions, SyncContext
from pos2web.engine.pictures import content_for
from pos2web.engine.schedule import Batch, Schedule
from pos2web.engine.settled import SHOP
from pos2web.engine.state import SyncState
from pos2web.engine.transactions import ShopTransaction
from pos2web.engine.writer_check import WriterCheck
from pos2web.engine.writing import digest
from pos2web.errors import CredentialsError, Pos2WebError, RecordError, TransientError
from pos2web.log import Entry
from pos2web.messages import message_of, sentence_of
from pos2web.ports import Done, Outcome, Refused, Unsure, Untried, Write

REFUSALS_KEPT = 4
"""So many forms in which a thing was refused are remembered: each task has its own."""

UNANSWERED_MAX = 4
"""After so many batches in a row without an answer, a round ends."""


@dataclass(frozen=True, kw_only=True)
class ClaimedChange:
    """One change that was claimed: `position` is its place in the log, `photo` the till's image."""

    change: Change
    write: Write
    position: Position
    photo: Image | None = None


@dataclass(kw_only=True)
class Applied:
    """What became of a plan's changes."""

    done: list[ClaimedChange] = field(default_factory=list)
    refused: list[ClaimedChange] = field(default_factory=list)
    unsure: list[ClaimedChange] = field(default_factory=list)
    untried: list[ClaimedChange] = field(default_factory=list)
    blocked: list[tuple[Change, Ref]] = field(default_factory=list)
    done_refs: set[Ref] = field(default_factory=set)
    reason: str = ""
    unanswered: int = 0
    moved: bool = False
    failure: Pos2WebError | None = None

    @property
    def is_over(self) -> bool:
        """Asking on makes no sense: the shop can't be spoken to, or answers nothing any more."""
        return self.failure is not None or self.unanswered >= UNANSWERED_MAX

    @property
    def is_clean(self) -> bool:
        """Everything that could be asked was answered."""
        return not self.unsure and not self.untried


def apply(
    state: SyncState,
    changes: Sequence[Change],
    options: RunOptions,
    *,
    profile: ShopProfile,
    gate: WriterCheck,
    alone: frozenset[Ref] = frozenset(),
) -> Applied:
    """Make the changes on the shop, batch by batch, in their order as far as they can.

    Up to the profile's workers are under way at once. What is in `alone` gets a batch of its own.
    Ends between two batches when somebody asks for it, or with a `failure` when the shop can't be
    message_of to or the gate is shut; whatever was answered until then is recorded.
    """
    applied = Applied()
    options.progress.phase("apply", len(changes))
    schedule = Schedule(state, changes, sizes=profile.batch_sizes, alone=alone)
    with ThreadPoolExecutor(max_workers=max(1, profile.workers)) as pool:
        deliver(
            state,
            schedule,
            applied,
            options,
            BatchDispatcher(pool=pool, profile=profile, gate=gate),
        )
    applied.blocked = schedule.blocked()
    return applied


@dataclass(frozen=True, kw_only=True)
class BatchDispatcher:
    """Where batches are handed out: the workers, and what is under way."""

    pool: ThreadPoolExecutor
    profile: ShopProfile
    gate: WriterCheck
    under_way: dict[Future[list[Outcome]], list[ClaimedChange]] = field(default_factory=dict)

    def due(self, schedule: Schedule, applied: Applied) -> list[Batch]:
        """What may go out now. Where the gate is shut nothing may, and that is the failure."""
        batches: list[Batch] = []
        while len(self.under_way) + len(batches) < max(1, self.profile.workers):
            batch = schedule.take()
            if not batch:
                break
            batches.append(batch)
        return batches if batches and self._may_write(applied) else []

    def send(self, context: SyncContext, batches: Sequence[list[ClaimedChange]]) -> None:
        """Hand out batches that are claimed."""
        for claims in batches:
            self.under_way[self.pool.submit(send, context, claims, self.profile)] = claims

    def _may_write(self, applied: Applied) -> bool:
        try:
            self.gate.pass_through()
        except Pos2WebError as error:
            applied.failure = applied.failure or error
        return applied.failure is None

    def answers(self) -> list[tuple[Future[list[Outcome]], list[ClaimedChange]]]:
        """Wait for an answer at least, and take those that are there."""
        done = wait(self.under_way, return_when=FIRST_COMPLETED).done
        return [(future, self.under_way.pop(future)) for future in done]


def deliver(
    state: SyncState,
    schedule: Schedule,
    applied: Applied,
    options: RunOptions,
    service: BatchDispatcher,
) -> None:
    """Send every batch as it becomes ready, and record what became of each as it is answered.

    The outcomes of the last batches and the claims of the next share a transaction. The read
    models follow while the shop works.
    """
    batches = service.due(schedule, applied)
    with state.recording() as new:
        claim(state, new, batches)
    service.send(state.context, claimed(state, new, batches))
    while service.under_way:
        state.follow()
        with state.recording() as new:
            for future, claims in service.answers():
                settle(state, new, claims, answered(future, claims, applied), applied)
                schedule.settle([(one.change, one.write) for one in claims], done=applied.done_refs)
                options.progress.advance(len(claims))
            is_over = applied.is_over or options.stop.is_set()
            batches = [] if is_over else service.due(schedule, applied)
            claim(state, new, batches)
        service.send(state.context, claimed(state, new, batches))


def claim(state: SyncState, new: ShopTransaction, batches: Sequence[Batch]) -> None:
    """Record that these changes are about to be made, after all else that is recorded with it."""
    for batch in batches:
        for change, _ in batch:
            new.add(Entry(stream=run_stream(state.run), fact=ChangeClaimed(change=change)))


def claimed(
    state: SyncState, recorded: ShopTransaction, batches: Sequence[Batch]
) -> list[list[ClaimedChange]]:
    """The changes whose claims are the last that was recorded, each with its place in the log."""
    count = sum(len(batch) for batch in batches)
    positions = iter(recorded.positions[len(recorded.positions) - count :])
    return [
        [
            ClaimedChange(change=change, write=write, position=at, photo=photo_of(state, change))
            for (change, write), at in zip(batch, positions, strict=False)
        ]
        for batch in batches
    ]


def photo_of(state: SyncState, change: Change) -> Image | None:
    """The till's image that a change is about, if it is about one."""
    thing = state.till[change.kind].get(change.key)
    return thing if isinstance(thing, Image) else None


def send(
    context: SyncContext, claims: Sequence[ClaimedChange], profile: ShopProfile
) -> list[Outcome]:
    """Ask the shop, in a worker's thread: nothing is recorded here."""
    outcomes: dict[str, Outcome] = {}
    writes: list[Write] = []
    for one in claims:
        try:
            writes.append(with_content(context, one, profile))
        except RecordError as error:
            outcomes[one.write.id] = Refused(reason=message_of(error))
        except TransientError as error:
            outcomes[one.write.id] = Untried(reason=message_of(error))
    if writes:
        answers = context.shop.apply(writes)
        outcomes |= {w.id: outcome for w, outcome in zip(writes, answers, strict=True)}
    return [outcomes[one.write.id] for one in claims]


def with_content(context: SyncContext, one: ClaimedChange, profile: ShopProfile) -> Write:
    """The write with its photo, when it sends one."""
    if one.photo is None or "fingerprint" not in one.write.fields:
        return one.write
    content = content_for(context.till, one.photo, profile)
    return msgspec.structs.replace(one.write, content=content)


def answered(
    future: Future[list[Outcome]], claims: Sequence[ClaimedChange], applied: Applied
) -> list[Outcome]:
    """What the shop answered. An error that ends the run is noted as its failure."""
    try:
        return future.result()
    except TransientError as error:
        return [Unsure(reason=message_of(error))] * len(claims)
    except CredentialsError as error:
        applied.failure = applied.failure or error
        return [Untried(reason=message_of(error))] * len(claims)
    except Pos2WebError as error:
        applied.failure = applied.failure or error
        return [Unsure(reason=message_of(error))] * len(claims)


def settle(
    state: SyncState,
    new: ShopTransaction,
    claims: Sequence[ClaimedChange],
    outcomes: Sequence[Outcome],
    applied: Applied,
) -> None:
    """Record these outcomes, and hold what was refused."""
    for one, outcome in zip(claims, outcomes, strict=True):
        match outcome:
            case Done(shop_key=shop_key):
                confirmed(state, new, one, ShopKey(shop_key))
                applied.done.append(one)
                applied.done_refs.add(one.change.ref)
            case Refused(reason=reason):
                fact = ChangeRefused(
                    change=one.change.id, reason=str(reason), said=sentence_of(reason)
                )
                new.add(outcome_entry(state, fact, one))
                why = saying(Code.SHOP_SAID, reason)
                state.hold(one.change.ref, why, by=SHOP, digest=refused(state, one.change))
                applied.refused.append(one)
            case Unsure(reason=reason):
                applied.unsure.append(one)
                applied.reason = reason
            case Untried(reason=reason):
                new.add(lapsed(state, one, reason))
                applied.untried.append(one)
                applied.reason = reason
            case _:
                assert_never(outcome)
    is_unanswered = all(isinstance(outcome, Unsure | Untried) for outcome in outcomes)
    applied.unanswered = applied.unanswered + 1 if is_unanswered else 0


def refused(state: SyncState, change: Change) -> str:
    """What the shop refused of a thing, with this change: the last forms of it, of several tasks."""
    before = state.holding.get(change.ref) or state.held.get(change.ref)
    known = before.digest.split() if before is not None and before.by == SHOP else []
    return " ".join(dict.fromkeys([*known, digest(change)][-REFUSALS_KEPT:]))


def confirmed(
    state: SyncState, new: ShopTransaction, one: ClaimedChange, shop_key: ShopKey
) -> None:
    """The shop did it: the outcome, the link, and what the shop shows from now on."""
    change = one.change
    fact = ChangeConfirmed(change=change.id, shop_key=shop_key)
    new.add(outcome_entry(state, fact, one))
    if change.action is Action.DELETE:
        new.miss(Ref(change.kind, shop_key), cause=one.position)
        new.unlink(change.ref, "deleted by us", cause=one.position)
        return
    new.see(msgspec.structs.replace(one.write.thing, key=shop_key), cause=one.position)
    if change.kind is not Kind.STOCK:
        new.link(change.ref, shop_key, "created", cause=one.position)


def lapsed(state: SyncState, one: ClaimedChange, reason: str) -> Entry:
    """It was not done, as far as anybody can tell: it may be planned again."""
    fact = ChangeLapsed(change=one.change.id, reason=str(reason), said=sentence_of(reason))
    return outcome_entry(state, fact, one)


def outcome_entry(state: SyncState, fact: Fact, one: ClaimedChange) -> Entry:
    """An entry in the run's stream, caused by the claim."""
    return Entry(stream=run_stream(state.run), fact=fact, cause=one.position)
