"""`diff`: what differs between two moments, thing by thing and field by field."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

import click
import msgspec

from pos2web.bootstrap import read_archive
from pos2web.cli.common.exits import Exit
from pos2web.cli.common.fields import as_field
from pos2web.cli.common.instants import shown
from pos2web.cli.common.moments import latest, point_at, point_at_position, point_values
from pos2web.cli.common.naming import named, not_found
from pos2web.cli.common.refusing import refuse
from pos2web.cli.common.reporting import ReportPrinter
from pos2web.cli.common.scopes import scope_of
from pos2web.cli.common.selling_screen import SellingScreen
from pos2web.cli.common.session import Session, command_session, json_option
from pos2web.cli.diff.words import line_of, title_of
from pos2web.cli.history.exporting import write_table
from pos2web.cli.show.commands import telling_of
from pos2web.domain.streams import run_stream
from pos2web.history.past.diff import THING, Difference, differences
from pos2web.settings import Settings, zone_of
from pos2web.views.archive import Archive, PointInTime, Viewpoint
from pos2web.views.diff.filters import DiffFilter, kept

RUN = "run:"
COLUMNS = ("connection", "kind", "key", "name", "about", "field", "before", "after")


class Compared(NamedTuple):
    """What differs, by so many events, and the words to tell it."""

    found: list[Difference]
    events: int
    told: ReportPrinter


@click.command()
@click.argument("begin", metavar="FROM")
@click.argument("end", metavar="[TO]", required=False)
@click.option(
    "--thing", help="Only this thing, by its reference, EAN or key, with what belongs to it."
)
@click.option(
    "--field", callback=as_field, help="Only this field: price, name, quantity, link, hold, window."
)
@click.option("--connection", help="Only this side: till:main, shop:main.")
@click.option("--category", help="Only products of this category and those below it.")
@click.option("--limit", default=100, show_default=True, help="Show at most so many things.")
@click.option("--csv", "as_csv", is_flag=True, help="Answer in CSV, a line for each field.")
@json_option
@command_session
def diff(
    session: Session,
    begin: str,
    end: str | None,
    limit: int,
    as_csv: bool,
    as_json: bool,
    **filters: str | None,
) -> Exit:
    """Say what differs at TO from how it was at FROM; TO is now where it is not given.

    Each is an instant, a position, or run:ID: from before that run, to after it. Only what is
    otherwise in the end is told.
    """
    settings = session.settings()
    with read_archive(settings) as archive:
        first = moment(session, archive, begin, is_begin=True)
        last = latest(archive) if end is None else moment(session, archive, end)
        if first.position > last.position:
            raise refuse(session, "diff.backwards", begin=begin, end=end or "")
        compared = compare(session, settings, archive, (first, last), filters)
        if as_json:
            session.json(values(compared, first, last))
        elif as_csv:
            write_table(COLUMNS, rows(compared), session.language)
        else:
            zone = zone_of(settings.daemon.zone)
            said = {"first": shown(first.at, zone), "last": shown(last.at, zone)}
            session.say("diff.from_to", before=first.position, after=last.position, **said)
            show(session, compared, limit)
    return Exit.DONE


def moment(session: Session, archive: Archive, text: str, *, is_begin: bool = False) -> PointInTime:
    """The moment that is meant. Raises Refusal."""
    if text.startswith(RUN):
        return of_run(session, archive, text.removeprefix(RUN), is_begin=is_begin)
    if text.isdecimal():
        if is_begin and int(text) == 0:
            return before_all(session, archive)
        return point_at_position(session, archive, int(text))
    return point_at(session, archive, text)


def of_run(session: Session, archive: Archive, run: str, *, is_begin: bool) -> PointInTime:
    """Before a run's first event, or after its last."""
    events = [*archive.log.read_stream(run_stream(run))]
    if not events:
        raise refuse(session, "diff.no_run", run=run)
    if is_begin:
        return PointInTime(position=events[0].position - 1, at=events[0].recorded_at)
    return PointInTime(position=events[-1].position, at=events[-1].recorded_at)


def before_all(session: Session, archive: Archive) -> PointInTime:
    """Before the first event."""
    return PointInTime(position=0, at=point_at_position(session, archive, 1).at)


def compare(
    session: Session,
    settings: Settings,
    archive: Archive,
    ends: tuple[PointInTime, PointInTime],
    filters: dict[str, str | None],
) -> Compared:
    """What differs and is asked for."""
    first, last = ends
    view = Viewpoint(settings=settings, archive=archive, point=last)
    found, events = differences(archive.log, first.position, last.position)
    keeps = kept(view, filter_of(session, settings, archive, filters))
    if keeps is None:
        raise not_found(session, archive, filters["thing"] or "")
    return Compared([one for one in found if keeps(one)], events, telling_of(session, view))


def filter_of(
    session: Session, settings: Settings, archive: Archive, asked: dict[str, str | None]
) -> DiffFilter:
    """What is asked for, names as what they mean. Raises Refusal."""
    thing, category = asked["thing"], asked["category"]
    screen = None if category is None else SellingScreen.of(session, settings, archive)
    return DiffFilter(
        field=asked["field"],
        connection=asked["connection"],
        thing=None if thing is None else named(session, archive, thing),
        category=None if screen is None else scope_of(screen, f"category:{category}"),
    )


def totals(found: Iterable[Difference], events: int) -> dict[str, int]:
    """How much differs."""
    found = [*found]
    whole = [one for one in found if one.about == THING]
    return {
        "events": events,
        "things": len({one[:3] for one in found}),
        "new": sum(one.before is None for one in whole),
        "gone": sum(one.after is None for one in whole),
        "fields": len(found) - len(whole),
    }


def values(compared: Compared, first: PointInTime, last: PointInTime) -> dict[str, Any]:
    """All of it for JSON."""
    found, events, told = compared
    return {
        "from": point_values(first),
        "to": point_values(last),
        "totals": totals(found, events),
        "differences": [
            {**msgspec.to_builtins(one._asdict()), "name": title_of(told, one)} for one in found
        ],
    }


def rows(compared: Compared) -> Iterator[tuple[str, ...]]:
    """A row of a table for each difference; values as people read them."""
    for one in compared.found:
        line = line_of(compared.told, one)
        connection, kind, key, about, field = one[:5]
        name = title_of(compared.told, one)
        yield (connection, kind or "", key, name, about, field, line.before, line.after)


def show(session: Session, compared: Compared, limit: int) -> None:
    """Thing by thing on a screen, and what it comes to."""
    found, events, told = compared
    things = [[*group] for _, group in groupby(found, key=lambda one: one[:3])]
    for group in things[:limit]:
        session.print(title_of(told, group[0]), style="bold")
        for line in lines_of(told, group):
            session.print_below("  ", line)
    if len(things) > limit:
        session.say("more", count=len(things) - limit)
    session.say("diff.totals" if found else "diff.none", **totals(found, events))


def lines_of(told: ReportPrinter, group: list[Difference]) -> Iterator[str]:
    """A thing's fields, before and after."""
    text, colon = told.session.text, told.here.book.colon
    for one in group:
        line = line_of(told, one)
        if one.about == THING:
            yield text("diff.new" if one.before is None else "diff.gone")
        elif line.before == line.after:
            yield f"{line.field}{colon}{text('diff.other')}"
        else:
            yield f"{line.field}{colon}{line.before} → {line.after}"
