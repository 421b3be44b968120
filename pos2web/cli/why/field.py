"""`why REF FIELD`: from what the till showed, by which rules, to the write on the shop and its answer."""

from collections.abc import Iterable
from typing import Any

import click
import msgspec

from pos2web.cli.common.moments import latest
from pos2web.cli.common.naming import named
from pos2web.cli.common.refusing import refuse
from pos2web.cli.common.session import Session
from pos2web.cli.show.commands import telling_of
from pos2web.cli.why.steps import Explainer
from pos2web.domain.changes import Change
from pos2web.domain.policy import DEFAULT_OWNERS
from pos2web.domain.values import Kind, Ref
from pos2web.engine.calendar import WallCalendar
from pos2web.history.past.as_of import Candidate, find, thing_at
from pos2web.history.past.past_log import PastLog
from pos2web.history.why.derivation import Derivation
from pos2web.history.why.desired_value import Demand
from pos2web.history.why.tracing import chain
from pos2web.log.records import Event
from pos2web.settings import zone_of
from pos2web.views.archive import Archive, PointInTime

ONLINE = {"online": "is_active"}
"""What people call a field."""


class Asking:
    """What is asked about fields of things, at one moment."""

    def __init__(self, session: Session, archive: Archive, point: PointInTime | None) -> None:
        settings = session.settings()
        at = point or latest(archive)
        self._session, self._archive, self._policy = session, archive, settings.policy
        self._zone = zone_of(settings.daemon.zone)
        self._calendar = WallCalendar(self._zone)
        self.past = PastLog(
            archive.log,
            at.position,
            at.at,
            till=settings.till.name,
            shop=settings.shop.name,
            models=archive.models,
        )
        self._told = telling_of(session, self.past, archive)

    def named(self, ref: str, field: str) -> list[Explainer]:
        """The chains of what is meant by a REF, the tills' things only. Raises Refusal where it has
        no such field."""
        kind, name = named(self._session, self._archive, ref)
        name_of_field = ONLINE.get(field, field)
        found = find(self.past, self._archive.models, name, kind)
        things = [one for one in found if one.known is not None]
        there = [one for one in things if name_of_field in DEFAULT_OWNERS[one.ref.kind]]
        if things and not there:
            kind_of_it = things[0].ref.kind.value
            raise refuse(self._session, "why.no_field", field=field, kind=kind_of_it)
        return [
            self._teller(one, name_of_field) for one in there if one.connection == self.past.till
        ]

    def stocks(self, ref: Ref) -> list[Explainer]:
        """The chains of the stocks of a product with its variants, or of one variant."""
        return [
            self._teller(self._thing(Ref(Kind.STOCK, count.stock.key)), "quantity")
            for count in thing_at(self.past, self._archive.models, self._thing(ref)).counts
        ]

    def _thing(self, ref: Ref) -> Candidate:
        return Candidate(self.past.till, ref, self.past.side(self.past.till, ref).known)

    def _teller(self, one: Candidate, field: str) -> Explainer:
        models, past = self._archive.models, self.past
        sides = thing_at(past, models, one)
        demand = Demand(past=past, sides=sides, policy=self._policy, state=self._calendar.state)
        found = chain(self._archive.log, models, demand, field)
        return Explainer(told=self._told, zone=self._zone, demand=demand, found=found)


def fields() -> list[str]:
    """Every field that can be asked about."""
    known = {field for row in DEFAULT_OWNERS.values() for field in row}
    return sorted(known | ONLINE.keys())


def field_values(teller: Explainer) -> dict[str, Any]:
    """The chain, for JSON."""
    found, told = teller.found, teller.told
    conversion = found.conversion
    return {
        "ref": str(found.ref),
        "field": found.field,
        "owner": found.owner,
        "till": msgspec.to_builtins(found.on_till),
        "site": msgspec.to_builtins(found.on_site),
        "state": found.state,
        "is_right": found.is_right,
        "asked": msgspec.to_builtins(found.asked),
        "conversion": conversion and msgspec.to_builtins(conversion._asdict()),
        "sum": None if found.sum is None else msgspec.to_builtins(found.sum),
        "pin": msgspec.to_builtins(found.pin),
        "held": None if found.held is None else told.reason_values(found.held.reason),
        "rules": [
            {
                "sort": step.ruled.sort,
                "scope": str(step.ruled.scope),
                "rule": msgspec.to_builtins(step.ruled.rule),
                "made": event_values(teller, step.made),
            }
            for step in found.rules
        ],
        **{name: event_values(teller, event, change) for name, event, change in events(found)},
        "steps": [
            {"sort": sort, "position": event and event.position, "sentence": text}
            | ({} if event is None else {"at": event.recorded_at, "actor": event.actor})
            for sort, event, text in teller.steps()
        ],
    }


def events(found: Derivation) -> Iterable[tuple[str, Event | None, Change | None]]:
    """The events of a chain by their names, with what each of them answers."""
    return (
        ("seen", found.seen, None),
        ("rate_seen", found.rate_seen, None),
        ("pinned", found.pinned, None),
        ("held_at", found.held_at, None),
        ("link", found.link, None),
        ("claim", found.claim, None),
        ("outcome", found.outcome, found.change),
        ("echo", found.echo, None),
        ("shown", found.shown, None),
        ("attempt", found.attempt, None),
        ("failed", found.failed, found.attempted),
    )


def event_values(
    teller: Explainer, event: Event | None, change: Change | None = None
) -> dict[str, Any] | None:
    """One event, for JSON."""
    if event is None:
        return None
    return {
        "position": event.position,
        "recorded_at": event.recorded_at,
        "actor": event.actor,
        "run": event.run,
        "cause": event.cause,
        "sentence": teller.sentence(event, change),
    }


def show_field(session: Session, teller: Explainer) -> None:
    """Tell the chain, a line for each step."""
    found, told = teller.found, teller.told
    name = f"{told.thing(found.ref)}{told.here.book.colon}{told.here.field(found.field)}"
    session.print(name, style="bold")
    steps = [
        ("" if event is None else teller.when(event), text) for _, event, text in teller.steps()
    ]
    width = max(len(when) for when, _ in steps)
    for when, text in steps:
        session.print_below(f"  {when:<{width}}  ", text)


def is_field(_context: click.Context, _param: click.Parameter, value: str) -> str:
    """Refuse what is no field."""
    allowed = ["stock", "sale", *fields()]
    if value not in allowed:
        raise click.BadParameter(f"{value!r} is none of: {', '.join(allowed)}")
    return value
