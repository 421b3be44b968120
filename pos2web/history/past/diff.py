"""What differs between two positions: the net effect of what was recorded between them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol

from pos2web.domain.connections import NO_CONNECTION, is_shop
from pos2web.domain.decisions import (
    MissedRunsRuled,
    SellingFact,
    TaskEnabled,
    TaskFact,
    TaskScheduled,
)
from pos2web.domain.evolve import evolve, steps_of
from pos2web.domain.facts import (
    Held,
    Linked,
    Released,
    ThingFact,
    ThingGone,
    Unlinked,
)
from pos2web.domain.pins import FieldPinned, FieldUnpinned
from pos2web.domain.selling import RuleLevel
from pos2web.domain.things import AnyThing
from pos2web.domain.values import ConnectionName, Kind, Ref
from pos2web.history.past.past_log import PastLog, Streams
from pos2web.history.words.rule_texts import MADE
from pos2web.log.records import Event
from pos2web.projections.following.follower import EventSource
from pos2web.projections.following.handlers import connection_of
from pos2web.projections.selling import LIFTED
from pos2web.projections.subjects import FIRST_SIGHTS, kind_of_fact

THING, FIELD, LINK, HOLD, PIN, RULE, TASK = (
    "thing",
    "field",
    "link",
    "hold",
    "pin",
    "rule",
    "task",
)
"""What a difference is about: that a thing is there, a field of it, or what is decided about it."""

SILENT = frozenset({"stamp"})
"""Fields whose change says nothing by itself."""

UNSEEN = object()
"""Stands for what no event between the positions tells, and the stream before them does."""

_RULES = {"rule": "out_of_stock"}
"""Sorts of rules that are called otherwise than what the fact calls its rule."""


class ReadLog(EventSource, Streams, Protocol):
    """A log that can be read through, and stream by stream."""


class Difference(NamedTuple):
    """One field of one thing, before and after. None is what was not there.

    `kind` and `key` are the thing's on its connection; a rule for everything has neither, and a
    task its name as the key. Where the whole thing came or went, its record stands before or after.
    """

    connection: ConnectionName
    kind: Kind | None
    key: str
    about: str
    field: str
    before: Any
    after: Any


class Subject(NamedTuple):
    """What may have been changed more than once."""

    connection: ConnectionName
    kind: Kind | None
    key: str
    about: str
    field: str


class Net:
    """What a stretch of the log comes to; events are taken in their order."""

    def __init__(self, log: Streams, after: int) -> None:
        self._log = log
        self._after = after
        self._steps: dict[Subject, list[Any]] = {}
        self._whole: dict[tuple[ConnectionName, Ref], list[AnyThing | None]] = {}

    def take(self, event: Event) -> None:
        """One more event."""
        connection, is_first = connection_of(event), event.version == 1
        match event.fact:
            case Linked() | Unlinked() as fact:
                subject = Subject(connection, fact.kind, fact.key, LINK, "link")
                key = fact.shop_key if isinstance(fact, Linked) else None
                self._step(subject, None if is_first else UNSEEN, key)
            case Held() | Released() as fact:
                subject = Subject(connection, fact.kind, fact.key, HOLD, "hold")
                reason = fact.reason if isinstance(fact, Held) else None
                self._step(subject, None if is_first else UNSEEN, reason)
            case FieldPinned() | FieldUnpinned() as fact:
                self._pinned(connection, fact)
            case SellingFact() as fact:
                self._step(_of_rule(connection, fact), fact.was, _rule(fact))  # type: ignore[attr-defined]  # each of them says what was
            case TaskFact() as fact:
                field, before, after = _of_task(fact)
                self._step(Subject(NO_CONNECTION, None, fact.task, TASK, field), before, after)
            case ThingFact() as fact:
                self._seen(connection, fact, is_first=is_first)
            case _:
                pass

    def differences(self) -> list[Difference]:
        """What is otherwise than before, by thing; what came and went again is not."""
        return sorted((*self._of_steps(), *self._of_whole()), key=_order)

    def _step(self, subject: Subject, before: Any, after: Any) -> None:
        self._steps.setdefault(subject, [before, None])[1] = after

    def _pinned(self, connection: ConnectionName, fact: FieldPinned | FieldUnpinned) -> None:
        subject = Subject(connection, fact.kind, fact.key, PIN, fact.field)
        was = None if fact.was is None else fact.was.value
        if isinstance(fact, FieldPinned):
            self._step(subject, was, fact.value)
        elif self._steps.get(subject, [None, was])[1] == was:
            self._step(subject, was, None)

    def _seen(self, connection: ConnectionName, fact: ThingFact, *, is_first: bool) -> None:
        ref = Ref(kind_of_fact(fact), fact.key)
        whole = self._whole.get((connection, ref))
        if whole is None and (type(fact) in FIRST_SIGHTS or isinstance(fact, ThingGone)):
            known = None if is_first else self._before(connection, ref)
            whole = self._whole[connection, ref] = [known, None]
        if whole is not None:
            whole[1] = evolve(whole[1], fact)
            return
        for field, before, after in _fields(fact):
            self._step(Subject(connection, ref.kind, ref.key, FIELD, field), before, after)

    def _of_steps(self) -> Iterator[Difference]:
        for subject, (first, after) in self._steps.items():
            ref = None if subject.kind is None else Ref(subject.kind, subject.key)
            if subject.about == FIELD and (subject.connection, ref) in self._whole:
                continue
            before = first
            if first is UNSEEN and ref is not None:
                before = self._looked_up(subject, ref)
            if before != after:
                yield Difference(*subject, before, after)

    def _of_whole(self) -> Iterator[Difference]:
        for (connection, ref), (before, after) in self._whole.items():
            if before is not None and after is not None:
                for field, was, now in _between(before, after):
                    yield Difference(connection, ref.kind, ref.key, FIELD, field, was, now)
            elif before is not after:
                yield Difference(connection, ref.kind, ref.key, THING, "", before, after)

    def _looked_up(self, subject: Subject, ref: Ref) -> Any:
        past = self._past(subject.connection)
        if subject.about == LINK:
            return past.shop_key(ref)
        is_of_shop = is_shop(subject.connection)
        held = past.held_by_shop(ref) if is_of_shop else past.side(subject.connection, ref).held
        return None if held is None else held.reason

    def _before(self, connection: ConnectionName, ref: Ref) -> AnyThing | None:
        known = self._past(connection).side(connection, ref).known
        return None if known is None or known.is_gone else known.thing

    def _past(self, shop: ConnectionName) -> PastLog:
        return PastLog(
            self._log, self._after, datetime.min.replace(tzinfo=UTC), till=NO_CONNECTION, shop=shop
        )


def differences(log: ReadLog, after: int, upto: int) -> tuple[list[Difference], int]:
    """What differs after a position from how it was after another one before, and by how many events.

    The log is read between the two, not before. Of what came and went again, or is as it was,
    nothing is said. Runs, cursors and alerts differ always and are left out.
    """
    net, count = Net(log, after), 0
    for event in log.read(after, upto=upto):
        net.take(event)
        count += 1
    return net.differences(), count


def _fields(fact: ThingFact) -> Iterator[tuple[str, Any, Any]]:
    """The fields that a fact tells of, before and after."""
    return (step for step in steps_of(fact) if step[0] not in SILENT)


def _between(before: AnyThing, after: AnyThing) -> Iterator[tuple[str, Any, Any]]:
    for field in type(after).__struct_fields__:
        was, now = getattr(before, field, None), getattr(after, field)
        if field not in SILENT and was != now:
            yield field, was, now


def _of_rule(connection: ConnectionName, fact: SellingFact) -> Subject:
    sort = MADE[LIFTED.get(type(fact), type(fact))]
    scope = fact.scope
    kind = None if scope.level is RuleLevel.ALL else Kind(scope.level)
    return Subject(connection, kind, scope.key, RULE, _RULES.get(sort, sort))


def _rule(fact: SellingFact) -> Any:
    return getattr(fact, MADE[type(fact)]) if type(fact) in MADE else None


def _of_task(fact: TaskFact) -> tuple[str, Any, Any]:
    match fact:
        case TaskScheduled():
            return "periods", fact.was, fact.periods
        case MissedRunsRuled():
            return "missed", fact.was, fact.missed
        case _:
            is_enabled = isinstance(fact, TaskEnabled)
            return "is_enabled", not is_enabled, is_enabled


def _order(one: Difference) -> tuple[bool, int, str, str, str, str]:
    """Tasks and rules for everything last; a thing's sides and fields together."""
    kind = -1 if one.kind is None else list(Kind).index(one.kind)
    return (one.kind is None, kind, one.key, one.connection, one.about, one.field)
