"""`show`: one thing on both sides, as it is or as it was."""

from collections.abc import Iterator
from typing import Any

import click
import msgspec

from pos2web.bootstrap import read_archive
from pos2web.cli.common.exits import Exit
from pos2web.cli.common.instants import shown
from pos2web.cli.common.moments import latest, past_options, point_of, point_values, say_point
from pos2web.cli.common.naming import named
from pos2web.cli.common.reporting import ReportPrinter
from pos2web.cli.common.session import Session, command_session, json_option
from pos2web.cli.history.events import follow_history, show_events, told
from pos2web.domain.things import AnyThing
from pos2web.domain.values import Kind, Ref
from pos2web.history import ThingNames, till_wording, values
from pos2web.history.past.as_of import Candidate, Sides, find, thing_at
from pos2web.history.past.past_log import PastLog
from pos2web.history.words import formats
from pos2web.history.words.planned import MONEY
from pos2web.history.words.rule_texts import rule_words, scope_words
from pos2web.projections.history import finding as lines
from pos2web.projections.things import KnownThing
from pos2web.settings import zone_of
from pos2web.views.archive import Archive, PointInTime

LAST_EVENTS = 10


@click.command()
@click.argument("ref")
@past_options
@json_option
@command_session
def show(
    session: Session, ref: str, at: str | None, at_position: int | None, as_json: bool
) -> Exit:
    """Show one thing on both sides; REF is its reference, EAN or key, or KIND:KEY.

    With --at as it was then, by the names of then or of now.
    """
    settings = session.settings()
    with read_archive(settings) as archive:
        asked = point_of(session, archive, at, at_position)
        point = asked or latest(archive)
        till, shop = settings.till.name, settings.shop.name
        past = PastLog(
            archive.log, point.position, point.at, till=till, shop=shop, models=archive.models
        )
        kind, name = named(session, archive, ref)
        found = find(past, archive.models, name, kind)
        there = [thing_at(past, archive.models, one) for one in found if one.known is not None]
        here = telling_of(session, past, archive)
        last = events_of(session, archive, name, kind, point)
        if as_json:
            things = [thing_values(here, sides) for sides in there]
            session.json({"ref": ref, "at": point_values(point), "things": things, "events": last})
        else:
            if asked is not None:
                say_point(session, asked)
            for sides in there:
                show_thing(here, past, sides)
            show_events(session, last)
            if not there:
                say_unknown(session, ref, past, archive, found)
    return Exit.DONE if there else Exit.USAGE


def telling_of(session: Session, past: PastLog, archive: Archive) -> ReportPrinter:
    """The words of then."""
    names = ThingNames(archive.models, session.language, look=past.look)
    zone = zone_of(session.settings().daemon.zone)
    here = msgspec.structs.replace(till_wording(session.language, names), zone=zone)
    return ReportPrinter(session=session, here=here)


def events_of(
    session: Session, archive: Archive, name: str, kind: Kind | None, point: PointInTime
) -> list[dict[str, Any]]:
    """The last events of what is meant, up to that moment, newest first."""
    follow_history(session, archive)
    query = lines.records(
        archive.models,
        archive.log,
        reference=name,
        kind=kind,
        before_position=point.position + 1,
        limit=LAST_EVENTS,
        folded=True,
    )
    return told(session, archive, query)


def say_unknown(
    session: Session, ref: str, past: PastLog, archive: Archive, found: list[Candidate]
) -> None:
    """Nothing was there: say whether it came later."""
    if not found:
        session.tell("show.unknown", ref=ref)
    told_by = ReportPrinter.of(session, archive)
    zone = zone_of(session.settings().daemon.zone)
    for one in found:
        first = past.first_seen(one.connection, one.ref)
        if first is not None:
            thing = told_by.thing(one.ref) if one.connection == past.till else str(one.ref)
            session.tell("show.later", thing=thing, first=shown(first, zone))


def thing_values(told: ReportPrinter, sides: Sides) -> dict[str, Any]:
    """One thing on both sides, for JSON."""
    return {
        "ref": str(sides.ref),
        "is_gone": sides.is_gone,
        "till": msgspec.to_builtins(thing_of(sides.till)),
        "shop_key": sides.shop_key,
        "site": msgspec.to_builtins(site_of(sides)),
        "held": None if sides.held is None else told.reason_values(sides.held.reason),
        "pins": {field: pin.value for field, pin in sides.pins.items()},
        "rules": [
            {
                "sort": rule.sort,
                "scope": str(rule.scope),
                "rule": msgspec.to_builtins(rule.rule),
                "decides": rule.decides,
            }
            for rule in sides.rules
        ],
        "stock": [
            {
                "key": count.stock.key,
                "variant": count.stock.variant,
                "till": count.stock.quantity,
                "site": None if count.on_site is None else count.on_site.quantity,
            }
            for count in sides.counts
        ],
    }


def thing_of(known: KnownThing | None) -> AnyThing | None:
    """As it was last seen."""
    return None if known is None else known.thing


def site_of(sides: Sides) -> AnyThing | None:
    """As the site showed it, if it was there; of a thing that only the site had, as it last did."""
    is_away = sides.site is None or (sides.till is not None and sides.site.is_gone)
    return None if is_away else thing_of(sides.site)


def show_thing(told: ReportPrinter, past: PastLog, sides: Sides) -> None:
    """Show one thing's fields, till beside site, and what else was known of it."""
    session, till = told.session, thing_of(sides.till)
    session.print(told.thing(sides.ref) if till else str(sides.ref), style="bold")
    if sides.is_gone:
        session.say("show.gone")
    if sides.shop_key is not None:
        session.say("show.link", shop_key=sides.shop_key)
    if sides.held is not None:
        because = told.because(sides.held.reason)
        session.print(f"{session.text('held')}{told.here.book.colon}{because}", style="yellow")
    here, there = (
        values(msgspec.to_builtins(thing) or {}, told.of_side(name), is_tills=thing is till)
        for thing, name in ((till, past.till), (site_of(sides), past.shop))
    )
    rows = [
        (told.here.field(field), here.get(field), there.get(field)) for field in {**here, **there}
    ]
    session.table(session.text("show.columns").split(","), rows)
    for line in other_lines(told, sides):
        session.print(line)


def other_lines(told: ReportPrinter, sides: Sides) -> Iterator[str]:
    """Pins, stock and rules."""
    here, text = told.here, told.session.text
    for field, pin in sides.pins.items():
        net = here.book.net if field in MONEY else ""
        value = here.value(field, pin.value) + net
        yield text("show.pin", field=here.field(field), value=value)
    for count in sides.counts:
        stock = count.stock
        said = {"thing": told.thing(Ref(Kind.STOCK, stock.key)), "till": _number(told, stock)}
        if count.on_site is None:
            yield text("show.count_unseen", **said)
        else:
            yield text("show.count", site=_number(told, count.on_site), **said)
    for rule in sides.rules:
        yield text(
            "show.rule" if rule.decides else "show.rule_beaten",
            sort=text(f"show.sort.{rule.sort}"),
            scope=scope_words(rule.scope, here),
            rule=rule_words(rule.rule, here),
        )


def _number(told: ReportPrinter, stock: Any) -> str:
    return formats.number(stock.quantity, told.here.book.conventions)
