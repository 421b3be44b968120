"""`windows`: when products are on sale: set, lifted, listed."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from pos2web.bootstrap import read_archive
from pos2web.cli.common.deciding import answer, by_option, decide
from pos2web.cli.common.exits import Exit
from pos2web.cli.common.instants import day, days
from pos2web.cli.common.refusing import reading, refuse
from pos2web.cli.common.selling_screen import SellingScreen
from pos2web.cli.common.session import Session, command_session, json_option
from pos2web.cli.selling.commands import mode_option, ordered, rule_values, scope_named, sellable
from pos2web.cli.selling.messages import message_option, texts_of
from pos2web.cli.windows import hours
from pos2web.cli.windows.files import export, import_
from pos2web.cli.windows.screens import at, next_, preview, show_windows, state_values
from pos2web.domain.decisions import SetWindow
from pos2web.domain.selling import Mode, Window
from pos2web.sale_calendar import SaleRule, check_window

F = TypeVar("F", bound=Callable[..., Any])

FORM = (
    click.option(
        "--hours", multiple=True, metavar="FROM-TO", help="Hours, as 8:00-11:00 or 22h-2h."
    ),
    click.option("--days", multiple=True, metavar="DAYS", help="Weekdays, as mo-sa or lu,me."),
    click.option("--months", multiple=True, metavar="MONTHS", help="Months, as nov-dec or juil."),
    click.option(
        "--nth",
        multiple=True,
        metavar="NUMBER",
        help="Which of these weekdays in a month: 1, last.",
    ),
    click.option("--month-days", multiple=True, metavar="DAYS", help="Days of the month, as 1-15."),
    click.option("--closed-on-holidays", is_flag=True, help="Not on public holidays of --country."),
    click.option("--closed-on-easter-monday", is_flag=True, help="Not on Easter Monday."),
)
"""The friendly form of a rule."""

FRAME = (
    click.option("--rule", metavar="TEXT", help="The rule in the opening_hours grammar instead."),
    mode_option,
    click.option("--country", default="", metavar="CODE", help="Whose public holidays, as FR."),
    click.option(
        "--from", "first", metavar="DATE", help="Its first day; nothing is restricted before."
    ),
    click.option("--to", "last", metavar="DATE", help="Its last day; nothing is restricted after."),
    click.option(
        "--closed-on", multiple=True, metavar="DATE", help="Not on this day, or FROM..TO."
    ),
    click.option(
        "--opened-on", multiple=True, metavar="DATE=HOURS", help="These hours only on this day."
    ),
    message_option,
)
"""What else a window says."""


def with_options(*options: Callable[[F], F]) -> Callable[[F], F]:
    """Give a command all of these options, in their order."""

    def decorated(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorated


@click.group()
def windows() -> None:
    """When products are on sale, by days and hours."""


@windows.command("set")
@click.argument("scope")
@with_options(*FORM, *FRAME)
@by_option
@json_option
@command_session
def set_window(
    session: Session, scope: str, *, by: str | None, as_json: bool, **given: Any
) -> Exit:
    """Say when what SCOPE names is on sale; what was said of it before no longer holds.

    pos2web windows set category:Menus --days mo-sa --hours 8:00-11:00 --hours 16:00-19:00
    """
    with reading(session):
        window = window_of(session, given)
        check_window(window)
    named = sellable(session, scope_named(session, scope))
    outcome = decide(session, SetWindow(scope=named, window=window), by=by)
    return answer(session, outcome, as_json=as_json)


def window_of(session: Session, given: Mapping[str, Any]) -> Window:
    """The window that the options mean. Raises Refusal, or RuleError."""
    rule, is_form = given["rule"], hours.is_asked(given)
    has_exceptions = given["closed_on"] or given["opened_on"]
    if rule and is_form:
        raise refuse(session, "windows.both")
    if not (rule or is_form or has_exceptions):
        raise refuse(session, "windows.nothing")
    return framed(session, given, rule or hours.rule_of(session, given))


def framed(session: Session, given: Mapping[str, Any], rule: str) -> Window:
    """A rule, with what else the options say. Raises Refusal, or RuleError."""
    country = given["country"].upper()
    first, last = given["first"], given["last"]
    return Window(
        rule=SaleRule.parse(rule, country=country).text,
        mode=Mode(given["mode"]),
        country=country,
        valid_from=None if first is None else day(session, first),
        valid_to=None if last is None else day(session, last),
        closed_on=tuple(
            sorted({one for text in given["closed_on"] for one in days(session, text)})
        ),
        opened_on=tuple(sorted(opened_on(session, text) for text in given["opened_on"])),
        message=texts_of(session, given["message"]),
    )


def opened_on(session: Session, text: str) -> tuple[Any, str]:
    """A day and its hours, from DATE=HOURS. Raises Refusal."""
    date, equals, said = text.partition("=")
    if not equals:
        raise refuse(session, "wrong.opened_on", text=text)
    return day(session, date), hours.hours_text(session, said)


@windows.command("clear")
@click.argument("scope")
@by_option
@json_option
@command_session
def clear_window(session: Session, scope: str, by: str | None, as_json: bool) -> Exit:
    """Lift the window of what SCOPE names; a wider one may reach it then."""
    decision = SetWindow(scope=scope_named(session, scope), window=None)
    return answer(session, decide(session, decision, by=by), as_json=as_json)


@windows.command("list")
@json_option
@command_session
def list_windows(session: Session, as_json: bool) -> Exit:
    """List the windows, whether each is open now and until when."""
    settings = session.settings()
    with read_archive(settings) as archive:
        screen = SellingScreen.of(session, settings, archive)
        found = [
            (scope, screen.catalogue.selling.windows[scope])
            for scope in ordered(screen.catalogue.selling.windows)
        ]
        if as_json:
            session.json(
                [
                    rule_values(screen, scope, window) | state_values(screen, window)
                    for scope, window in found
                ]
            )
        else:
            show_windows(screen, found)
    return Exit.DONE


for command in (at, next_, preview, export, import_):
    windows.add_command(command)
