"""Acts: the events that are to be taken back, each with what must be known of it."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache

from pos2web.domain.changes import Action, Change
from pos2web.domain.connections import is_till
from pos2web.domain.decisions import SellingFact, TakeBack, TaskFact
from pos2web.domain.evolve import fields_of
from pos2web.domain.facts import (
    ChangeClaimed,
    ChangeConfirmed,
    ChangeLapsed,
    ChangeRefused,
    Fact,
    Held,
    Linked,
    Released,
    ShopEchoed,
    ThingFact,
    ThingReturned,
    ThingWithdrawn,
    Unlinked,
)
from pos2web.domain.people import PersonErased
from pos2web.domain.pins import FieldPinned, FieldUnpinned
from pos2web.domain.planning import FieldReason
from pos2web.domain.run_facts import AlertTold, RunEnded
from pos2web.domain.streams import Stream, event_in, thing_stream
from pos2web.domain.undoing import Act, ConfirmedWrite, LeftReason, Ruling, Unfit
from pos2web.domain.values import ConnectionName, Kind, Ref
from pos2web.engine.installation import Installation
from pos2web.errors import RuleError
from pos2web.log import Event, Log
from pos2web.messages import message
from pos2web.projections import runs
from pos2web.projections.following.handlers import connection_of
from pos2web.projections.subjects import FIRST_SIGHTS, kind_of_fact

TICK = timedelta(microseconds=1)
"""Instants in the log are told apart by so much."""

_UNFIT: dict[type[Fact], LeftReason] = {
    AlertTold: LeftReason.MESSAGE,
    PersonErased: LeftReason.ERASED,
    ChangeConfirmed: LeftReason.NOT_MADE,
    ChangeRefused: LeftReason.NOT_MADE,
    ChangeLapsed: LeftReason.NOT_MADE,
    Linked: LeftReason.LINK,
    Unlinked: LeftReason.LINK,
    Held: LeftReason.NOTHING,
    Released: LeftReason.NOTHING,
    ShopEchoed: LeftReason.NOTHING,
}


def acts_of(place: Installation, asked: TakeBack) -> list[Act]:
    """What was asked for, in the log's order; consequences of an act are told once, with it.

    Raises RuleError where there is no such event or run, or nothing at all is named.
    """
    memory = _Memory(place)
    if asked.positions:
        found = [memory.one(event_at(place.log, at)) for at in sorted(set(asked.positions))]
        return _once(found)
    events = _of_run(place, asked.run) if asked.run else _by(place, asked)
    return [act for event in events if (act := memory.many(event)) is not None]


def event_at(log: Log, position: int) -> Event:
    """The event at a position. Raises RuleError where there is none."""
    event = next(iter(log.read(position - 1, limit=1)), None) if position > 0 else None
    if event is None or event.position != position:
        raise RuleError(message("the log has no event at position {position}", position=position))
    return event


def event_named(log: Log, name: str) -> Event:
    """The event of this id (`stream@version`) or position. Raises RuleError where there is none."""
    if name.isascii() and name.isdigit():
        return event_at(log, int(name))
    stream, version = event_in(name)
    for event in log.read_stream(stream):
        if str(event.version) == version:
            return event
    raise RuleError(message("the log has no event {name}", name=name))


def _once(acts: list[Act]) -> list[Act]:
    """Each write once, though it was named by several of its events."""
    found: dict[tuple[object, ...], Act] = {}
    for act in acts:
        fields = act.fields if isinstance(act, ConfirmedWrite) else None
        found.setdefault((type(act), act.position, fields), act)
    return [*found.values()]


def _of_run(place: Installation, run: str) -> Iterator[Event]:
    """What happened in a run, from its start to its end."""
    known = runs.find(place.models, run)
    if known is None:
        raise RuleError(
            message(
                "there was no run {run}; `pos2web history` names those that there were", run=run
            )
        )
    for event in place.log.read(known.position - 1):
        if event.run == run:
            yield event
            if isinstance(event.fact, RunEnded):
                return


def _by(place: Installation, asked: TakeBack) -> Iterator[Event]:
    """What somebody did in a period."""
    if not asked.actor or asked.since is None:
        raise RuleError(
            message("say what to take back: an event, a run, or who did it and since when")
        )
    log = place.log
    after = log.position_at(asked.since - TICK)
    upto = log.head if asked.until is None else log.position_at(asked.until - TICK)
    return (event for event in log.read(after, upto=upto) if event.actor == asked.actor)


class _Memory:
    """Looks things up in the log, each once."""

    def __init__(self, place: Installation) -> None:
        self._place = place
        self._log = place.log
        self._changes = cache(self._read_changes)

    def one(self, event: Event) -> Act:
        """An event that somebody named: what it was about, or why it can't be taken back."""
        fact = event.fact
        if isinstance(fact, ChangeClaimed):
            return self._outcome(event, fact.change)
        claim = self._claim(event)
        if claim is not None and isinstance(fact, ThingFact):
            fields = None if type(fact) in FIRST_SIGHTS else frozenset(fields_of(fact))
            if fields != frozenset():
                return self._write(event.position, claim, fields)
        unfit = Unfit(position=event.position, why=_unfit(event), ref=_ref(event))
        return self.many(event) or unfit

    def many(self, event: Event) -> Act | None:
        """One event of many: nothing where another one tells of it, or it did nothing."""
        fact = event.fact
        claim = self._claim(event)
        match fact:
            case ChangeConfirmed() if claim is not None:
                return self._write(event.position, claim, None)
            case SellingFact() | TaskFact() | FieldPinned() | FieldUnpinned():
                return Ruling(position=event.position, fact=fact)
            case _ if claim is not None:
                return None
            case _:
                why = _unfit(event)
                unfit = Unfit(position=event.position, why=why, ref=_ref(event))
                return None if why is LeftReason.NOTHING else unfit

    def _claim(self, event: Event) -> Event | None:
        """The claim that an event followed from, if it did."""
        if event.cause == 0 or isinstance(event.fact, FieldPinned | FieldUnpinned):
            return None
        claim = event_at(self._log, event.cause)
        return claim if isinstance(claim.fact, ChangeClaimed) else None

    def _outcome(self, claim: Event, change: Change) -> Act:
        """What became of a claim, in its run or in the one that healed it."""
        for event in self._log.read(claim.position):
            fact = event.fact
            if event.cause == claim.position and isinstance(fact, ChangeConfirmed):
                return self._write(event.position, claim, None)
            if event.cause == claim.position and isinstance(fact, ChangeRefused | ChangeLapsed):
                break
        return Unfit(position=claim.position, why=LeftReason.NOT_MADE, ref=change.ref)

    def _write(self, position: int, claim: Event, fields: frozenset[str] | None) -> ConfirmedWrite:
        assert isinstance(claim.fact, ChangeClaimed)  # noqa: S101 - both callers looked
        change = claim.fact.change
        return ConfirmedWrite(
            position=position,
            change=change,
            fields=fields,
            till_since=self._till_since(change, claim.position),
            is_rules=self._is_rules(change, claim.position),
        )

    def _till_since(self, change: Change, position: int) -> frozenset[str]:
        """The fields that the till changed after a change was claimed."""
        if change.kind in (Kind.STOCK, Kind.IMAGE) or change.action is Action.CREATE:
            return frozenset()
        changes = self._changes(thing_stream(self._place.till_name, change.kind, change.key))
        return frozenset(field for at, fields in changes if at > position for field in fields)

    def _read_changes(self, stream: Stream) -> tuple[tuple[int, tuple[str, ...]], ...]:
        return tuple(
            (event.position, fields_of(event.fact))
            for event in self._log.read_stream(stream)
            if isinstance(event.fact, ThingFact)
        )

    def _is_rules(self, change: Change, position: int) -> bool:
        """Whether it was a rule that gave a thing back: the till did not since it was taken off."""
        if not any(step.field == "is_active" and step.after for step in change.fields):
            return False
        if not any(step.reason == FieldReason.RETURNED for step in change.fields):
            return False
        returned = self._last(
            self._place.till_name, change.kind, change.key, ThingReturned, position
        )
        gone = self._last(
            self._place.shop_name, change.kind, change.shop_key or "", ThingWithdrawn, position
        )
        return returned < gone

    def _last(
        self, connection: ConnectionName, kind: Kind, key: str, wanted: type[ThingFact], before: int
    ) -> int:
        stream = thing_stream(connection, kind, key)
        found = [
            event.position
            for event in self._log.read_stream(stream)
            if isinstance(event.fact, wanted) and event.position < before
        ]
        return max(found, default=0)


def _unfit(event: Event) -> LeftReason:
    """Why nothing of ours takes an event back."""
    why = _UNFIT.get(type(event.fact))
    if why is not None or not isinstance(event.fact, ThingFact):
        return why or LeftReason.NOTHING
    return LeftReason.TILL if is_till(connection_of(event)) else LeftReason.SEEN


def _ref(event: Event) -> Ref | None:
    """The till's thing that an event names."""
    fact = event.fact
    if not isinstance(fact, ThingFact) or _unfit(event) is LeftReason.SEEN:
        return None
    return Ref(kind_of_fact(fact), fact.key)
