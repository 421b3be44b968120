"""`status`, `history`, `show` and `drift`: looking at what is known, and at what differs."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import click
import msgspec

from pos2web.bootstrap import Archive, open_house, read_archive
from pos2web.cli.exits import Exit, exit_of_run
from pos2web.cli.progress import stopping, watching
from pos2web.cli.session import Session, command_session, json_option, shown
from pos2web.cli.syncing import HOLDS_SHOWN_MAX
from pos2web.domain.values import Kind
from pos2web.engine.drift import Drift
from pos2web.engine.drift import drift as differences
from pos2web.engine.house import Options
from pos2web.engine.sync import TASK
from pos2web.history import ThingNames, tell
from pos2web.settings import Settings
from projections import catalogue, claims, holds, links, reference, runs, site
from projections import history as lines
from projections.things import Match

LAST_EVENTS = 10
RUNS_SEARCHED = 100


@click.command()
@json_option
@command_session
def status(session: Session, as_json: bool) -> Exit:
    """Say how the last sync went, what each side holds, and what is held back and why."""
    settings = session.settings()
    with read_archive(settings) as archive:
        values = status_values(settings, archive)
    if as_json:
        session.json(values)
    else:
        show_status(session, values)
    return Exit.DONE


def status_values(settings: Settings, archive: Archive) -> dict[str, Any]:
    """Where the installation stands, as plain values."""
    models, till, shop = archive.models, settings.till.name, settings.shop.name
    last = next((run for run in runs.latest(models, RUNS_SEARCHED) if run.task == TASK), None)
    # Stock has no links of its own: it goes with its product or variant.
    linked = Counter(ref.kind for ref in links.load(models, shop))
    at_till, on_site = catalogue.load(models, till), site.load(models, shop)
    counts = {
        kind.value: {
            "till": len(at_till.get(kind, {})),
            "site": len(on_site.get(kind, {})),
            "linked": None if kind is Kind.STOCK else linked[kind],
        }
        for kind in Kind
    }
    held = holds.load(models, till)
    return {
        "position": archive.log.head,
        "holder": archive.holder,
        "last_run": None if last is None else msgspec.to_builtins(last),
        "counts": counts,
        "held": [{"ref": str(ref), "reason": held[ref].reason} for ref in sorted(held)],
        "unresolved": len(claims.unresolved(models)),
    }


def show_status(session: Session, values: dict[str, Any]) -> None:
    """Say where the installation stands."""
    last = values["last_run"]
    if last is None:
        session.say("status.never")
    else:
        outcome = session.text(f"outcome.{last['outcome']}")
        started = local(datetime.fromisoformat(last["started_at"]))
        session.say("status.last", **(last | {"started": started, "outcome": outcome}))
    if values["holder"]:
        session.print(values["holder"])
    rows = [(kind, *counts.values()) for kind, counts in values["counts"].items()]
    session.table(session.text("status.columns").split(","), rows)
    if values["held"]:
        session.print(f"{session.text('held')} ({len(values['held'])})", style="bold")
    for held in values["held"][:HOLDS_SHOWN_MAX]:
        session.print(f"  {held['ref']}: {held['reason']}")
    if len(values["held"]) > HOLDS_SHOWN_MAX:
        session.say("more", count=len(values["held"]) - HOLDS_SHOWN_MAX)
    if values["unresolved"]:
        session.say("status.unresolved", count=values["unresolved"])


def local(instant: datetime) -> str:
    """An instant by the clock on this machine's wall."""
    return f"{instant.astimezone():%Y-%m-%d %H:%M:%S}"


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
@json_option
@command_session
def history(session: Session, limit: int, as_json: bool, **asked: Any) -> Exit:
    """Tell what happened, newest first; REF names one thing by its reference, EAN or key."""
    asked["reference"] = asked.pop("ref")
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
        session.print(f"{when}  {event['actor']:<10}  {event['sentence']}")


@click.command()
@click.argument("ref")
@json_option
@command_session
def show(session: Session, ref: str, as_json: bool) -> Exit:
    """Show one thing on both sides; REF is its reference, EAN or key, or KIND:KEY."""
    settings = session.settings()
    with read_archive(settings) as archive:
        found = [thing_values(settings, archive, match) for match in matches(archive, ref)]
        name = ref.partition(":")[2] or ref
        last = told(
            session, archive, lines.query(archive.models, reference=name, limit=LAST_EVENTS)
        )
    if as_json:
        session.json({"ref": ref, "things": found, "events": last})
    elif found:
        for values in found:
            show_thing(session, values)
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


def thing_values(settings: Settings, archive: Archive, match: Match) -> dict[str, Any]:
    """One thing on both sides, as plain values."""
    models, shop = archive.models, settings.shop.name
    linked = links.load(models, shop)
    on_site = site.load(models, shop)[match.ref.kind]
    is_tills = match.connection == settings.till.name
    shop_key = linked.get(match.ref) if is_tills else match.ref.key
    held = holds.load(models, settings.till.name).get(match.ref) if is_tills else None
    return {
        "ref": str(match.ref),
        "is_gone": match.is_gone,
        "till": msgspec.to_builtins(match.thing) if is_tills else None,
        "shop_key": shop_key,
        "site": msgspec.to_builtins(on_site.get(shop_key)) if shop_key is not None else None,
        "held": None if held is None else held.reason,
    }


def show_thing(session: Session, values: dict[str, Any]) -> None:
    """Show one thing's fields, till beside site."""
    session.print(values["ref"], style="bold")
    if values["shop_key"] is not None:
        session.say("show.link", shop_key=values["shop_key"])
    if values["held"]:
        session.print(f"{session.text('held')}: {values['held']}", style="yellow")
    till, there = values["till"] or {}, values["site"] or {}
    names = [name for name in {**till, **there} if name not in ("type", "key")]
    rows = [(name, shown(till.get(name)), shown(there.get(name))) for name in names]
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
    if as_json:
        values = [msgspec.to_builtins(each) | {"ref": str(each.ref)} for each in found]
        session.json({"outcome": report.outcome, "reason": report.reason, "differences": values})
    else:
        show_drift(session, found)
    if report.outcome != "done":
        session.tell(f"sync.{report.outcome}", reason=report.reason)
        return exit_of_run(report)
    return Exit.PROBLEM if found else Exit.DONE


def show_drift(session: Session, found: list[Drift]) -> None:
    """Show what differs."""
    if not found:
        session.say("drift.none")
        return
    rows = [
        (str(each.ref), each.field, shown(each.till), shown(each.site), each.owner, each.reason)
        for each in found
    ]
    session.table(session.text("drift.columns").split(","), rows)
    session.say("drift.count", count=len(found))
