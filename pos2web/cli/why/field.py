"""`why REF FIELD`: from what the till showed, by which rules, to the write on the shop and its answer."""

from collections.abc import Iterable, Sequence
from typing import Any

import click
import msgspec

from pos2web.cli.common.fields import field_named
from pos2web.cli.common.moments import latest
from pos2web.cli.common.naming import named
from pos2web.cli.common.refusing import refuse
from pos2web.cli.common.session import Session
from pos2web.cli.show.commands import telling_of
from pos2web.cli.why.steps import Explainer
from pos2web.domain.changes import Change
from pos2web.domain.policy import DEFAULT_OWNERS
from pos2web.domain.values import Ref
from pos2web.history.why.derivation import Derivation
from pos2web.log.records import Event
from pos2web.settings import zone_of
from pos2web.views.archive import Archive, PointInTime, Viewpoint
from pos2web.views.why.field import FieldChain, chains_of, main_chains, stock_chains, things_named


class Asking:
    """What is asked about fields of things at one moment, and the words to tell of it."""

    def __init__(self, session: Session, archive: Archive, point: PointInTime | None) -> None:
        settings = session.settings()
        self.view = Viewpoint(settings=settings, archive=archive, point=point or latest(archive))
        self._session, self._zone = session, zone_of(settings.daemon.zone)
        self._told = telling_of(session, self.view)

    def named(self, ref: str, field: str) -> list[Explainer]:
        """The chains of what is meant by a REF, the tills' things only. Raises Refusal where it has
        no such field."""
        kind, name = named(self._session, self.view.archive, ref)
        chains = chains_of(self.view, kind, name, field)
        things = [] if chains else things_named(self.view, kind, name)
        if things and all(field not in DEFAULT_OWNERS[one.ref.kind] for one in things):
            kind_of_it = things[0].ref.kind.value
            raise refuse(self._session, "why.no_field", field=field, kind=kind_of_it)
        return [self._teller(one) for one in chains]

    def summary(self, ref: str) -> list[Explainer]:
        """The chains of the fields that matter of what is meant by a REF."""
        kind, name = named(self._session, self.view.archive, ref)
        return [self._teller(one) for one in main_chains(self.view, kind, name)]

    def stocks(self, ref: Ref) -> list[Explainer]:
        """The chains of the stocks of a product with its variants, or of one variant."""
        return [self._teller(one) for one in stock_chains(self.view, ref)]

    def _teller(self, one: FieldChain) -> Explainer:
        return Explainer(told=self._told, zone=self._zone, demand=one.demand, found=one.found)


def fields() -> list[str]:
    """Every field that can be asked about."""
    known = {field for row in DEFAULT_OWNERS.values() for field in row}
    return sorted(known | {"online"})


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


def is_field(_context: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """The field that is called so, in French too; refused where it is none."""
    if value is None:
        return None
    allowed, name = ["stock", "sale", *fields()], field_named(value)
    if name not in allowed:
        raise click.BadParameter(f"{value!r} is none of: {', '.join(allowed)}")
    return name


def show_summary(session: Session, tellers: Sequence[Explainer]) -> None:
    """Tell each chain in a line under the name of its thing: what the site shows, and if that is right."""
    ref = None
    for teller in tellers:
        found, told = teller.found, teller.told
        if found.ref != ref:
            ref = found.ref
            session.print(told.thing(ref), style="bold")
        field = told.here.field(found.field)
        *_, last = teller.steps()
        mark = " " if found.is_right else "!"
        session.print_below(f"{mark} {field}{told.here.book.colon}", last.text)
    session.tell("why.more")
