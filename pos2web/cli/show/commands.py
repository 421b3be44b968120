"""`show`: one thing on both sides, as it is or as it was."""

from collections.abc import Iterator
from typing import Any

import click
import msgspec

from pos2web.bootstrap import read_archive
from pos2web.cli.common.exits import Exit
from pos2web.cli.common.instants import shown
from pos2web.cli.common.moments import latest, past_options, point_of, point_values, say_point
from pos2web.cli.common.naming import named, near_words
from pos2web.cli.common.reporting import ReportPrinter
from pos2web.cli.common.session import Session, command_session, json_option
from pos2web.cli.history.events import follow_history, show_events, told
from pos2web.domain.values import Kind, Ref
from pos2web.history import ThingNames, till_wording, values
from pos2web.history.past.as_of import Sides
from pos2web.history.past.past_log import PastLog
from pos2web.history.words import formats
from pos2web.history.words.planned import MONEY
from pos2web.history.words.rule_texts import rule_words, scope_words
from pos2web.settings import zone_of
from pos2web.views.archive import Viewpoint
from pos2web.views.history.page import last_events_of
from pos2web.views.show.thing import ThingsShown, site_thing, things_shown, till_thing

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
        view = Viewpoint(settings=settings, archive=archive, point=asked or latest(archive))
        kind, name = named(session, archive, ref)
        found = things_shown(view, kind, name)
        here = telling_of(session, view)
        last = events_of(session, view, kind, name)
        if as_json:
            things = [thing_values(here, sides) for sides in found.there]
            at_moment = point_values(view.point)
            session.json({"ref": ref, "at": at_moment, "things": things, "events": last})
        else:
            if asked is not None:
                say_point(session, asked)
            for sides in found.there:
                show_thing(here, view.past, sides)
            show_events(session, last)
            say_unknown(session, ref, view, found)
    return Exit.DONE if found.there else Exit.USAGE


def telling_of(session: Session, view: Viewpoint) -> ReportPrinter:
    """The words of then."""
    names = ThingNames(view.archive.models, session.language, look=view.past.look)
    zone = zone_of(view.settings.daemon.zone)
    here = msgspec.structs.replace(till_wording(session.language, names), zone=zone)
    return ReportPrinter(session=session, here=here)


def events_of(
    session: Session, view: Viewpoint, kind: Kind | None, name: str
) -> list[dict[str, Any]]:
    """The last events of what is meant, up to that moment, newest first."""
    follow_history(session, view.archive)
    found = last_events_of(view.archive, view.point, kind, name, LAST_EVENTS)
    return told(session, view.archive, found)


def say_unknown(session: Session, ref: str, view: Viewpoint, found: ThingsShown) -> None:
    """Where nothing was there, say whether it came later, or what was nearly typed."""
    if not found.is_known:
        session.tell("show.unknown", ref=ref)
        if near := near_words(view.archive, ref):
            session.tell("find.near", found=near)
    told_by, zone = ReportPrinter.of(session, view.archive), zone_of(view.settings.daemon.zone)
    for one in found.later:
        is_tills = one.connection == view.past.till
        thing = told_by.thing(one.ref) if is_tills else str(one.ref)
        session.tell("show.later", thing=thing, first=shown(one.first_seen, zone))


def thing_values(told: ReportPrinter, sides: Sides) -> dict[str, Any]:
    """One thing on both sides, for JSON."""
    return {
        "ref": str(sides.ref),
        "is_gone": sides.is_gone,
        "till": msgspec.to_builtins(till_thing(sides)),
        "shop_key": sides.shop_key,
        "site": msgspec.to_builtins(site_thing(sides)),
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


def show_thing(told: ReportPrinter, past: PastLog, sides: Sides) -> None:
    """Show one thing's fields, till beside site, and what else was known of it."""
    session, till = told.session, till_thing(sides)
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
        for thing, name in ((till, past.till), (site_thing(sides), past.shop))
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
    return formats.number(stock.quantity, told.here.book.code)
