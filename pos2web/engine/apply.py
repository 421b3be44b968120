"""Apply: claim, call, confirm. Every write is in the log before it is asked of the shop."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import groupby
from typing import assert_never

import msgspec

from pos2web.domain.changes import Action, Change
from pos2web.domain.facts import (
    ChangeClaimed,
    ChangeConfirmed,
    ChangeLapsed,
    ChangeRefused,
    Fact,
)
from pos2web.domain.profile import ShopProfile
from pos2web.domain.things import Image, Stock, Variant
from pos2web.domain.values import Kind, Ref
from pos2web.engine.house import House, Options
from pos2web.engine.pictures import content_for
from pos2web.engine.world import SHOP, World
from pos2web.engine.writing import Unresolved, digest, ready
from pos2web.errors import CredentialsError, Pos2WebError, RecordError, TransientError
from pos2web.log import Entry
from pos2web.ports import Done, Outcome, Refused, Unsure, Untried, Write

UNANSWERED_MAX = 4
"""After so many batches in a row without an answer, a round ends."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One change that was claimed: `position` is its place in the log, `photo` the till's image."""

    change: Change
    write: Write
    position: int
    photo: Image | None = None


@dataclass(kw_only=True)
class Applied:
    """What became of a plan's changes."""

    done: list[Claim] = field(default_factory=list)
    refused: list[Claim] = field(default_factory=list)
    unsure: list[Claim] = field(default_factory=list)
    untried: list[Claim] = field(default_factory=list)
    blocked: list[tuple[Change, Ref]] = field(default_factory=list)
    reason: str = ""
    unanswered: int = 0
    moved: bool = False

    @property
    def is_away(self) -> bool:
        """So many batches in a row had no answer that asking on would only pile up doubts."""
        return self.unanswered >= UNANSWERED_MAX

    @property
    def is_clean(self) -> bool:
        """Everything that could be asked was answered."""
        return not self.unsure and not self.untried


Batch = list[tuple[Change, Write]]
Lane = deque[Batch]


def apply(
    world: World,
    changes: Sequence[Change],
    options: Options,
    *,
    profile: ShopProfile,
    alone: frozenset[Ref] = frozenset(),
) -> Applied:
    """Make the changes on the shop, in their order, batch by batch.

    Batches of one kind and action go out together, up to the profile's workers, never two for one
    product. What is in `alone` gets a batch of its own. Raises Stopped between two batches, and
    CredentialsError or ProtocolError when the shop can't be spoken to; whatever was answered until
    then is recorded.
    """
    applied = Applied()
    options.progress.phase("apply", len(changes))
    for (kind, action), stage in groupby(changes, key=lambda c: (c.kind, c.action)):
        size = 1 if action is Action.DELETE else profile.batch_sizes.get(kind, 1)
        batch, waiting = split(world, stage)
        while batch:
            lanes = deque(arranged(batch, size, alone))
            deliver(world, lanes, applied, options, profile)
            if applied.is_away:
                return applied
            batch, waiting = split(world, [change for change, _ in waiting])
        applied.blocked += waiting
    return applied


def split(world: World, changes: Iterable[Change]) -> tuple[Batch, list[tuple[Change, Ref]]]:
    """What can be written now, and what waits, with the thing that it waits for."""
    now: Batch = []
    later: list[tuple[Change, Ref]] = []
    for change in changes:
        try:
            now.append((change, ready(world, change)))
        except Unresolved as waiting:
            later.append((change, waiting.ref))
    return now, later


def arranged(batch: Batch, size: int, alone: frozenset[Ref]) -> Iterator[Lane]:
    """Lanes of batches; the batches of one lane go one after the other.

    All writes that touch one product are in one lane: a shop saves whole rows, so two writers of
    one product would lose one another's work.
    """
    current: Batch = []
    for items in grouped(batch):
        if any(change.ref in alone for change, _ in items):
            yield deque([item] for item in items)
        elif len(items) > size:
            yield deque(chunks(items, size))
        elif len(current) + len(items) > size:
            yield deque([current])
            current = items
        else:
            current = current + items
    if current:
        yield deque([current])


def grouped(batch: Batch) -> list[Batch]:
    """What touches one product together, everything else by itself; in order."""
    groups: dict[str, Batch] = {}
    for change, write in batch:
        groups.setdefault(product_of(write) or f" {change.id}", []).append((change, write))
    return list(groups.values())


def chunks(items: Batch, size: int) -> Iterator[Batch]:
    """The items in batches of at most this size."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def product_of(write: Write) -> str | None:
    """The shop product that a write touches, where it is about a part of one."""
    thing = write.thing
    return thing.product if isinstance(thing, Variant | Image | Stock) else None


def deliver(
    world: World,
    lanes: deque[Lane],
    applied: Applied,
    options: Options,
    profile: ShopProfile,
) -> None:
    """Send every batch, some at once, and record what became of each as it is answered."""
    failure: Pos2WebError | None = None
    under_way: dict[Future[list[Outcome]], tuple[Lane, list[Claim]]] = {}
    with ThreadPoolExecutor(max_workers=max(1, profile.workers)) as pool:
        while lanes or under_way:
            halted = failure is not None or options.stop.is_set() or applied.is_away
            while lanes and len(under_way) < profile.workers and not halted:
                lane = lanes.popleft()
                claims = claim(world, lane.popleft())
                future = pool.submit(send, world.house, claims, profile)
                under_way[future] = (lane, claims)
            if not under_way:
                break
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                lane, claims = under_way.pop(future)
                outcomes, error = answered(future, claims)
                failure = failure or error
                settle(world, claims, outcomes, applied)
                options.progress.advance(len(claims))
                if lane:
                    lanes.appendleft(lane)
    if failure is not None:
        raise failure
    options.check_stop()


def claim(world: World, batch: Batch) -> list[Claim]:
    """Record that these changes are about to be made."""
    positions = world.record_run(ChangeClaimed(change=change) for change, _ in batch)
    return [
        Claim(change=change, write=write, position=position, photo=photo_of(world, change))
        for (change, write), position in zip(batch, positions, strict=True)
    ]


def photo_of(world: World, change: Change) -> Image | None:
    """The till's image that a change is about, if it is about one."""
    thing = world.till[change.kind].get(change.key)
    return thing if isinstance(thing, Image) else None


def send(house: House, claims: Sequence[Claim], profile: ShopProfile) -> list[Outcome]:
    """Ask the shop, in a worker's thread: nothing is recorded here."""
    outcomes: dict[str, Outcome] = {}
    writes: list[Write] = []
    for one in claims:
        try:
            writes.append(with_content(house, one, profile))
        except RecordError as error:
            outcomes[one.write.id] = Refused(reason=str(error))
        except TransientError as error:
            outcomes[one.write.id] = Untried(reason=str(error))
    if writes:
        answers = house.shop.apply(writes)
        outcomes |= {w.id: outcome for w, outcome in zip(writes, answers, strict=True)}
    return [outcomes[one.write.id] for one in claims]


def with_content(house: House, one: Claim, profile: ShopProfile) -> Write:
    """The write with its photo, when it sends one."""
    if one.photo is None or "fingerprint" not in one.write.fields:
        return one.write
    content = content_for(house.till, one.photo, profile)
    return msgspec.structs.replace(one.write, content=content)


def answered(
    future: Future[list[Outcome]], claims: Sequence[Claim]
) -> tuple[list[Outcome], Pos2WebError | None]:
    """What the shop answered, and the error that ends the run if it was one."""
    try:
        return future.result(), None
    except TransientError as error:
        return [Unsure(reason=str(error))] * len(claims), None
    except CredentialsError as error:
        return [Untried(reason=str(error))] * len(claims), error
    except Pos2WebError as error:
        return [Unsure(reason=str(error))] * len(claims), error


def settle(
    world: World, claims: Sequence[Claim], outcomes: Sequence[Outcome], applied: Applied
) -> None:
    """Record what became of each claim, in one transaction."""
    entries: list[Entry] = []
    for one, outcome in zip(claims, outcomes, strict=True):
        match outcome:
            case Done(shop_key=shop_key):
                entries += confirmed(world, one, shop_key)
                applied.done.append(one)
            case Refused(reason=reason):
                fact = ChangeRefused(change=one.change.id, reason=reason)
                entries.append(outcome_entry(world, fact, one))
                world.hold(one.change.ref, reason, by=SHOP, digest=digest(one.change))
                applied.refused.append(one)
            case Unsure(reason=reason):
                applied.unsure.append(one)
                applied.reason = reason
            case Untried(reason=reason):
                entries.append(lapsed(world, one, reason))
                applied.untried.append(one)
                applied.reason = reason
            case _:
                assert_never(outcome)
    world.append(world.house.shop_name, entries)
    is_unanswered = all(isinstance(outcome, Unsure | Untried) for outcome in outcomes)
    applied.unanswered = applied.unanswered + 1 if is_unanswered else 0


def confirmed(world: World, one: Claim, shop_key: str) -> list[Entry]:
    """The shop did it: the outcome, the link, and what the shop shows from now on."""
    shop, change = world.house.shop_name, one.change
    fact = ChangeConfirmed(change=change.id, shop_key=shop_key)
    entries = [outcome_entry(world, fact, one)]
    if change.action is Action.DELETE:
        entries += world.miss(shop, Ref(change.kind, shop_key), cause=one.position)
        return entries + world.unlink(change.ref, "deleted by us", cause=one.position)
    thing = msgspec.structs.replace(one.write.thing, key=shop_key)
    entries += world.see(shop, thing, cause=one.position)
    if change.kind is not Kind.STOCK:
        entries += world.link(change.ref, shop_key, "created", cause=one.position)
    return entries


def lapsed(world: World, one: Claim, reason: str) -> Entry:
    """It was not done, as far as anybody can tell: it may be planned again."""
    return outcome_entry(world, ChangeLapsed(change=one.change.id, reason=reason), one)


def outcome_entry(world: World, fact: Fact, one: Claim) -> Entry:
    """An entry in the run's stream, caused by the claim."""
    return Entry(stream=f"run/{world.run}", fact=fact, cause=one.position)
