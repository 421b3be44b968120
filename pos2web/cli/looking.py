"""`history`, `show` and `drift`: looking at what is known, and at what differs."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

import click
import msgspec

from pos2web.bootstrap import Archive, open_house, read_archive
from pos2web.cli.exits import Exit, exit_of_run
from pos2web.cli.progress import stopping, watching
from pos2web.cli.reporting import Telling, pairs, show_holds
from pos2web.cli.session import Session, command_session, json_option, local
from pos2web.cli.texts import TEXTS
from pos2web.domain.reasons import Reason
from pos2web.domain.things import AnyThing
from pos2web.domain.values import Kind, Ref
from pos2web.engine.drift import Drift
from pos2web.engine.drift import drift as differences
from pos2web.engine.house import Options
from pos2web.history import ThingNames, difference, tell, values
from pos2web.settings import Settings
from projections import history as lines
from projections import holds, links, reference, site
from projections.things import Match

LAST_EVENTS = 10


class Instant(click.ParamType[datetime]):
    """An instant as a person writes it: local time unless it says its offset."""

    name = "instant"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """The same instant in UTC."""
        try:
            return datetime.fromisoformat(value).astimezone(UTC)
        except ValueError:
            self.fail(
                f"{value!r} is not a date (2026-11-24) or an instant (2026-11-24T09:30)", param, ctx
            )


@click.command()
@click.argument("ref", required=False)
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), help="Only this kind.")
@click.option("--run", help="Only what this run did.")
@click.option("--actor", help="Only what this one did: till, shop, task:sync.")
@click.option("--field", help="Only changes of this field: price, name, quantity.")
@click.option("--since", type=Instant(), help="From this day or instant on.")
@click.option("--until", type=Instant(), help="Before this day or instant.")
@click.option("--limit", default=50, show_default=True, help="At most so many, the newest.")
@click.option("--all", "every", is_flag=True, help="Every event, not one line for each act.")
@json_option
@command_session
def history(session: Session, limit: int, every: bool, as_json: bool, **asked: Any) -> Exit:
    """Tell what happened, newest first; REF names one thing by its reference, EAN or key."""
    asked["reference"] = asked.pop("ref")
    asked["folded"] = not every
    with read_archive(session.settings()) as archive:
        found = told(session, archive, lines.query(archive.models, limit=limit, **asked))
    if as_json:
        session.json(found)
    elif found:
        show_events(session, found)
    else:
        session.say("history.none")
    return Exit.DONE


def told(session: Session, archive: Archive, found: list[lines.Line]) -> list[dict[str, Any]]:
    """Events as plain values, each with its sentence."""
    names = ThingNames(archive.models, session.language)
    sentences = tell(archive.log, found, session.language, names=names)
    return [
        {**msgspec.to_builtins(line), "sentence": sentence}
        for line, sentence in zip(found, sentences, strict=True)
    ]


def show_events(session: Session, events: list[dict[str, Any]]) -> None:
    """Tell events: when, who, and the sentence."""
    for event in events:
        when = local(datetime.fromisoformat(event["recorded_at"]))
        known = f"actor.{event['actor']}"
        actor = session.text(known) if known in TEXTS else event["actor"]
        session.print(f"{when}  {actor:<8}  {event['sentence']}")


@click.command()
@click.argument("ref")
@json_option
@command_session
def show(session: Session, ref: str, as_json: bool) -> Exit:
    """Show one thing on both sides; REF is its reference, EAN or key, or KIND:KEY."""
    settings = session.settings()
    with read_archive(settings) as archive:
        told_by = Telling.by(session, archive.models)
        found = [Sides.of(settings, archive, match) for match in matches(archive, ref)]
        name = ref.partition(":")[2] or ref
        query = lines.query(archive.models, reference=name, limit=LAST_EVENTS, folded=True)
        last = told(session, archive, query)
        if as_json:
            values = [thing_values(told_by, sides) for sides in found]
            session.json({"ref": ref, "things": values, "events": last})
        elif found:
            for sides in found:
                show_thing(told_by, sides)
            show_events(session, last)
        else:
            session.say("show.unknown", ref=ref)
    return Exit.DONE if found else Exit.PROBLEM


def matches(archive: Archive, ref: str) -> list[Match]:
    """What is meant: KIND:KEY is one kind's only."""
    kind, colon, key = ref.partition(":")
    if colon and kind in set(Kind):
        return [one for one in reference.find(archive.models, key) if one.ref.kind == kind]
    return reference.find(archive.models, ref)


@dataclass(frozen=True, kw_only=True)
class Sides:
    """One thing on both sides; `names` are those of the connections, the till's first."""

    match: Match
    names: tuple[str, str]
    shop_key: str | None
    site: AnyThing | None
    held: Reason | None

    @classmethod
    def of(cls, settings: Settings, archive: Archive, match: Match) -> Self:
        """Look it up."""
        models, till, shop = archive.models, settings.till.name, settings.shop.name
        is_tills = match.connection == till
        shop_key = links.load(models, shop).get(match.ref) if is_tills else match.ref.key
        on_site = site.load(models, shop).get(match.ref.kind, {})
        held = holds.load(models, till).get(match.ref) if is_tills else None
        return cls(
            match=match,
            names=(till, shop),
            shop_key=shop_key,
            site=None if shop_key is None else on_site.get(shop_key),
            held=None if held is None else held.reason,
        )

    @property
    def till(self) -> AnyThing | None:
        """As the till has it, where it does."""
        return self.match.thing if self.match.connection == self.names[0] else None


def thing_values(told: Telling, sides: Sides) -> dict[str, Any]:
    """One thing on both sides, for JSON."""
    return {
        "ref": str(sides.match.ref),
        "is_gone": sides.match.is_gone,
        "till": msgspec.to_builtins(sides.till),
        "shop_key": sides.shop_key,
        "site": msgspec.to_builtins(sides.site),
        "held": None if sides.held is None else told.reason_values(sides.held),
    }


def show_thing(told: Telling, sides: Sides) -> None:
    """Show one thing's fields, till beside site."""
    session = told.session
    title = told.thing(sides.match.ref) if sides.till else str(sides.match.ref)
    session.print(title, style="bold")
    if sides.shop_key is not None:
        session.say("show.link", shop_key=sides.shop_key)
    if sides.held is not None:
        line = f"{session.text('held')}{told.here.book.colon}{told.because(sides.held)}"
        session.print(line, style="yellow")
    till, there = (
        values(msgspec.to_builtins(thing) or {}, told.of_side(name), is_tills=thing is sides.till)
        for thing, name in zip((sides.till, sides.site), sides.names, strict=True)
    )
    rows = [
        (told.here.field(field), till.get(field), there.get(field)) for field in {**till, **there}
    ]
    session.table(session.text("show.columns").split(","), rows)


@click.command()
@json_option
@command_session
def drift(session: Session, as_json: bool) -> Exit:
    """Compare till and site field by field; nothing is written to the shop.

    Ends with 1 when they differ.
    """
    with (
        open_house(session.settings()) as house,
        stopping(session) as stop,
        watching(session) as progress,
    ):
        report, found = differences(house, Options(stop=stop, progress=progress))
        told_by = Telling.of(session, house)
        if as_json:
            values = [msgspec.to_builtins(each) | {"ref": str(each.ref)} for each in found]
            said = {"outcome": report.outcome} | told_by.reason_values(report.reason)
            session.json({**said, "differences": values})
        elif report.outcome == "done":
            show_drift(told_by, found, pairs(report.holds))
    if report.outcome != "done":
        session.tell(f"plan.{report.outcome}", reason=told_by.because(report.reason))
        return exit_of_run(report)
    return Exit.PROBLEM if found else Exit.DONE


def show_drift(told: Telling, found: list[Drift], held: list[tuple[Ref, Reason]]) -> None:
    """Show what differs, and what is held back."""
    session, here = told.session, told.here
    if not found:
        session.say("drift.none_but_held" if held else "drift.none")
        show_holds(told, held)
        return
    rows = []
    for each in found:
        site, till = difference(each.field, each.site, each.till, here)
        field = here.shop_field(each.field) if each.field else ""
        rows.append((told.thing(each.ref), field, till, site, here.said(each.reason)))
    session.table(session.text("drift.columns").split(","), rows)
    session.say("drift.count", count=len(found))
    show_holds(told, held)
