"""`windows at`, `next` and `preview`: what would be on sale when."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

import click
import msgspec

from pos2web.bootstrap import read_archive
from pos2web.cli.common.exits import Exit
from pos2web.cli.common.instants import DAY, clock, day, instant, midnight, shown
from pos2web.cli.common.scopes import scope_of
from pos2web.cli.common.selling_catalogue import SellingCatalogue
from pos2web.cli.common.session import Session, command_session, json_option
from pos2web.cli.selling.commands import ordered
from pos2web.domain.selling import Scope, Window
from pos2web.domain.wall_clock.names import WEEKDAYS
from pos2web.history.words.formats import duration
from pos2web.history.words.rule_texts import rule_words
from pos2web.sale_calendar import HORIZON, WindowHours, openings

WEEK_DAYS = 7
EDGES_SHOWN, EDGES_MAX = 10, 1000

Ruled = tuple[Scope, Window]


@click.command()
@click.argument("instant_", metavar="INSTANT")
@click.argument("scope", required=False)
@json_option
@command_session
def at(session: Session, instant_: str, scope: str | None, as_json: bool) -> Exit:
    """Say what is open at INSTANT: every window, or the one that decides about SCOPE."""
    settings = session.settings()
    with read_archive(settings) as archive:
        shelf = SellingCatalogue.of(session, settings, archive)
        then = replace(shelf, now=instant(session, instant_, shelf.now, shelf.zone))
        found = chosen(then, scope)
        if as_json:
            windows = [{"scope": str(each), **state_values(then, window)} for each, window in found]
            session.json({"at": then.now, "windows": windows})
        else:
            session.print(shown(then.now, then.zone), style="bold")
            show_windows(then, found)
    return Exit.DONE


@click.command("next")
@click.argument("product")
@click.option(
    "--count",
    type=click.IntRange(1, EDGES_MAX),
    default=EDGES_SHOWN,
    show_default=True,
    help="So many.",
)
@json_option
@command_session
def next_(session: Session, product: str, count: int, as_json: bool) -> Exit:
    """List when PRODUCT opens and closes next."""
    settings = session.settings()
    with read_archive(settings) as archive:
        shelf = SellingCatalogue.of(session, settings, archive)
        found = chosen(shelf, product)
        steps = [*islice(edges(shelf, found[0][1]), count)] if found else []
        if as_json:
            values = [{"at": when, "opens": opens} for when, opens in steps]
            session.json({"scope": str(found[0][0]) if found else None, "edges": values})
        elif not found:
            session.say("windows.free")
        else:
            show_windows(shelf, found)
            for when, opens in steps:
                said = session.text("windows.opens" if opens else "windows.closes")
                session.print(f"  {weekday(shelf, when)} {shown(when, shelf.zone)}  {said}")
    return Exit.DONE


@click.command()
@click.argument("scope", required=False)
@click.option(
    "--week",
    is_flag=False,
    flag_value="",
    default="",
    metavar="[DATE]",
    help="The week of this day; this week otherwise.",
)
@json_option
@command_session
def preview(session: Session, scope: str | None, week: str, as_json: bool) -> Exit:
    """Show a week: on each day the hours of every window, or of the one that decides about SCOPE."""
    settings = session.settings()
    with read_archive(settings) as archive:
        shelf = SellingCatalogue.of(session, settings, archive)
        today = shelf.now.astimezone(shelf.zone).date()
        start = day(session, week) if week else today
        monday = start - start.weekday() * DAY
        rows = [(each, days_of(shelf, window, monday)) for each, window in chosen(shelf, scope)]
        if as_json:
            session.json(week_values(shelf, monday, rows))
        elif rows:
            show_week(shelf, monday, rows)
        else:
            session.say("windows.free")
    return Exit.DONE


def chosen(shelf: SellingCatalogue, scope: str | None) -> list[Ruled]:
    """The window that decides about what is meant; every one where nothing is. Raises Refusal."""
    if scope is None:
        return [(each, shelf.selling.windows[each]) for each in ordered(shelf.selling.windows)]
    found = shelf.window_of(scope_of(shelf, scope))
    return [] if found is None else [found]


def state_values(shelf: SellingCatalogue, window: Window) -> dict[str, Any]:
    """Whether a window is open, for JSON."""
    values: dict[str, Any] = msgspec.to_builtins(shelf.state(window))
    return values


def show_windows(shelf: SellingCatalogue, found: Sequence[Ruled]) -> None:
    """Windows, whether they are open at the shelf's instant, and until when."""
    if not found:
        shelf.session.say("windows.free")
        return
    rows = [
        (shelf.words(scope), state_words(shelf, window), rule_words(window, shelf.told.here))
        for scope, window in found
    ]
    shelf.session.table(shelf.session.text("windows.columns").split(","), rows)


def state_words(shelf: SellingCatalogue, window: Window) -> str:
    """Open or closed, and until when."""
    state, text = shelf.state(window), shelf.session.text
    said = text("windows.open" if state.is_open else "windows.closed")
    if state.until is None:
        return said
    return f"{said} {text('windows.until', at=shown(state.until, shelf.zone))}"


def weekday(shelf: SellingCatalogue, when: datetime) -> str:
    """The day of the week of an instant, shortened."""
    return WEEKDAYS[shelf.language][when.astimezone(shelf.zone).weekday()][:3]


def edges(shelf: SellingCatalogue, window: Window) -> Iterator[tuple[datetime, bool]]:
    """When a window opens (True) and closes from the shelf's instant on, in order."""
    end = shelf.now + HORIZON
    for opens, closes in openings(WindowHours(window), shelf.now, end, shelf.zone):
        if opens > shelf.now:
            yield opens, True
        if closes < end:
            yield closes, False


# A week.

Hours = tuple[datetime, datetime]


def days_of(shelf: SellingCatalogue, window: Window, monday: date) -> list[list[Hours]]:
    """On each day of a week: from when to when it is open, in UTC.

    What goes past midnight belongs to the day on which it begins, if it is shorter than a day.
    """
    zone = shelf.zone
    midnights = [midnight(monday + number * DAY, zone) for number in range(-1, WEEK_DAYS + 2)]
    days: list[list[Hours]] = [[] for _ in midnights]
    for opens, closes in openings(WindowHours(window), midnights[0], midnights[-1], zone):
        for number, begins in enumerate(midnights[:-1]):
            ends = midnights[number + 1]
            if opens >= ends or closes <= begins:
                continue
            if closes - opens < timedelta(days=1):
                days[number].append((opens, closes))
                break
            days[number].append((max(opens, begins), min(closes, ends)))
    return days[1 : WEEK_DAYS + 1]


def week_values(
    shelf: SellingCatalogue, monday: date, rows: Sequence[tuple[Scope, list[list[Hours]]]]
) -> dict[str, Any]:
    """A week, for JSON: instants with the offset of their wall time."""
    return {
        "monday": monday,
        "zone": str(shelf.zone),
        "windows": [
            {
                "scope": str(scope),
                "days": [
                    [[end.astimezone(shelf.zone).isoformat() for end in hours] for hours in each]
                    for each in days
                ],
            }
            for scope, days in rows
        ],
    }


def show_week(
    shelf: SellingCatalogue, monday: date, rows: Sequence[tuple[Scope, list[list[Hours]]]]
) -> None:
    """A week as a table, and the nights on which clocks are set."""
    session = shelf.session
    dates = [monday + number * DAY for number in range(WEEK_DAYS)]
    columns = [f"{WEEKDAYS[shelf.language][each.weekday()][:3]} {each:%d/%m}" for each in dates]
    table = [
        (shelf.words(scope), *("\n".join(said(shelf, hours) for hours in each) for each in days))
        for scope, days in rows
    ]
    session.table(["", *columns], table)
    for each in dates:
        moved = clock_moves(shelf, each)
        if moved:
            name = "windows.forward" if moved > timedelta() else "windows.back"
            minutes = int(abs(moved).total_seconds() // 60)
            session.say(name, day=f"{each:%Y-%m-%d}", duration=duration(minutes))


def said(shelf: SellingCatalogue, hours: Hours) -> str:
    """Hours of a day by the clock on the wall; all of it in words."""
    opens, closes = (end.astimezone(shelf.zone) for end in hours)
    if opens.date() + DAY == closes.date() and opens.time() == closes.time() == opens.min.time():
        return shelf.session.text("windows.all_day")
    end = clock(hours[1], shelf.zone)
    return f"{clock(hours[0], shelf.zone)}–{'24:00' if end == '0:00' else end}"  # noqa: RUF001 - as printed


def clock_moves(shelf: SellingCatalogue, of: date) -> timedelta:
    """By how much clocks are put forward on a day; less than nothing where they are put back."""
    begins, ends = (
        midnight(each, shelf.zone).astimezone(shelf.zone).utcoffset() or timedelta()
        for each in (of, of + DAY)
    )
    return ends - begins
