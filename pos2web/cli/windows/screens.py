"""`windows at`, `next` and `preview`: what would be on sale when."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

import click
import msgspec

from pos2web.bootstrap import read_archive
from pos2web.cli.common.exits import Exit
from pos2web.cli.common.instants import clock, day, instant, shown
from pos2web.cli.common.scopes import scope_of
from pos2web.cli.common.selling_screen import SellingScreen
from pos2web.cli.common.session import Session, command_session, json_option
from pos2web.cli.selling.commands import ordered
from pos2web.domain.selling import Scope, Window
from pos2web.domain.wall_clock.names import WEEKDAYS
from pos2web.history.words.formats import duration
from pos2web.history.words.rule_texts import rule_words
from pos2web.views.windows.hours import DAY, WEEK_DAYS, Hours, days_of, edges, midnight

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
        screen = SellingScreen.of(session, settings, archive)
        now, zone = screen.catalogue.now, screen.catalogue.zone
        then = screen.at(instant(session, instant_, now, zone))
        found = chosen(then, scope)
        if as_json:
            windows = [{"scope": str(each), **state_values(then, window)} for each, window in found]
            session.json({"at": then.catalogue.now, "windows": windows})
        else:
            session.print(shown(then.catalogue.now, zone), style="bold")
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
        screen = SellingScreen.of(session, settings, archive)
        found = chosen(screen, product)
        steps = [*islice(edges(screen.catalogue, found[0][1]), count)] if found else []
        if as_json:
            values = [{"at": when, "opens": opens} for when, opens in steps]
            session.json({"scope": str(found[0][0]) if found else None, "edges": values})
        elif not found:
            session.say("windows.free")
        else:
            show_windows(screen, found)
            for when, opens in steps:
                said = session.text("windows.opens" if opens else "windows.closes")
                session.print(
                    f"  {weekday(screen, when)} {shown(when, screen.catalogue.zone)}  {said}"
                )
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
        screen = SellingScreen.of(session, settings, archive)
        today = screen.catalogue.now.astimezone(screen.catalogue.zone).date()
        start = day(session, week) if week else today
        monday = start - start.weekday() * DAY
        rows = [
            (each, days_of(screen.catalogue, window, monday))
            for each, window in chosen(screen, scope)
        ]
        if as_json:
            session.json(week_values(screen, monday, rows))
        elif rows:
            show_week(screen, monday, rows)
        else:
            session.say("windows.free")
    return Exit.DONE


def chosen(screen: SellingScreen, scope: str | None) -> list[Ruled]:
    """The window that decides about what is meant; every one where nothing is. Raises Refusal."""
    if scope is None:
        return [
            (each, screen.catalogue.selling.windows[each])
            for each in ordered(screen.catalogue.selling.windows)
        ]
    found = screen.catalogue.window_of(scope_of(screen, scope))
    return [] if found is None else [found]


def state_values(screen: SellingScreen, window: Window) -> dict[str, Any]:
    """Whether a window is open, for JSON."""
    values: dict[str, Any] = msgspec.to_builtins(screen.catalogue.state(window))
    return values


def show_windows(screen: SellingScreen, found: Sequence[Ruled]) -> None:
    """Windows, whether they are open at the catalogue's instant, and until when."""
    if not found:
        screen.session.say("windows.free")
        return
    rows = [
        (screen.words(scope), state_words(screen, window), rule_words(window, screen.told.here))
        for scope, window in found
    ]
    screen.session.table(screen.session.text("windows.columns").split(","), rows)


def state_words(screen: SellingScreen, window: Window) -> str:
    """Open or closed, and until when."""
    state, text = screen.catalogue.state(window), screen.session.text
    said = text("windows.open" if state.is_open else "windows.closed")
    if state.until is None:
        return said
    return f"{said} {text('windows.until', at=shown(state.until, screen.catalogue.zone))}"


def weekday(screen: SellingScreen, when: datetime) -> str:
    """The day of the week of an instant, shortened."""
    return WEEKDAYS[screen.language][when.astimezone(screen.catalogue.zone).weekday()][:3]


# A week.


def week_values(
    screen: SellingScreen, monday: date, rows: Sequence[tuple[Scope, list[list[Hours]]]]
) -> dict[str, Any]:
    """A week, for JSON: instants with the offset of their wall time."""
    return {
        "monday": monday,
        "zone": str(screen.catalogue.zone),
        "windows": [
            {
                "scope": str(scope),
                "days": [
                    [
                        [end.astimezone(screen.catalogue.zone).isoformat() for end in hours]
                        for hours in each
                    ]
                    for each in days
                ],
            }
            for scope, days in rows
        ],
    }


def show_week(
    screen: SellingScreen, monday: date, rows: Sequence[tuple[Scope, list[list[Hours]]]]
) -> None:
    """A week as a table, and the nights on which clocks are set."""
    session = screen.session
    dates = [monday + number * DAY for number in range(WEEK_DAYS)]
    columns = [f"{WEEKDAYS[screen.language][each.weekday()][:3]} {each:%d/%m}" for each in dates]
    table = [
        (screen.words(scope), *("\n".join(said(screen, hours) for hours in each) for each in days))
        for scope, days in rows
    ]
    session.table(["", *columns], table)
    for each in dates:
        moved = clock_moves(screen, each)
        if moved:
            name = "windows.forward" if moved > timedelta() else "windows.back"
            minutes = int(abs(moved).total_seconds() // 60)
            session.say(name, day=f"{each:%Y-%m-%d}", duration=duration(minutes))


def said(screen: SellingScreen, hours: Hours) -> str:
    """Hours of a day by the clock on the wall; all of it in words."""
    opens, closes = (end.astimezone(screen.catalogue.zone) for end in hours)
    if opens.date() + DAY == closes.date() and opens.time() == closes.time() == opens.min.time():
        return screen.session.text("windows.all_day")
    end = clock(hours[1], screen.catalogue.zone)
    return f"{clock(hours[0], screen.catalogue.zone)}–{'24:00' if end == '0:00' else end}"  # noqa: RUF001 - as printed


def clock_moves(screen: SellingScreen, of: date) -> timedelta:
    """By how much clocks are put forward on a day; less than nothing where they are put back."""
    begins, ends = (
        midnight(each, screen.catalogue.zone).astimezone(screen.catalogue.zone).utcoffset()
        or timedelta()
        for each in (of, of + DAY)
    )
    return ends - begins
