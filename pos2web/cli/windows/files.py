"""`windows export` and `import`: windows as files that calendar programs know."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from pos2web.bootstrap import read_archive
from pos2web.cli.common.deciding import answer, by_option, decide
from pos2web.cli.common.exits import Exit
from pos2web.cli.common.instants import day
from pos2web.cli.common.refusing import reading, reading_from, refuse, writing_to
from pos2web.cli.common.selling_screen import SellingScreen
from pos2web.cli.common.session import Session, command_session, json_option
from pos2web.cli.selling.commands import mode_option, ordered, scope_named, sellable
from pos2web.cli.selling.messages import message_option, texts_of
from pos2web.domain.decisions import SetWindow
from pos2web.domain.selling import Mode, Window
from pos2web.sale_calendar import check_window
from pos2web.settings import zone_of
from pos2web.views.windows.hours import midnight

EXPORTED = timedelta(days=365)
FILE_BYTES_MAX = 5_000_000


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--from", "first", metavar="DATE", help="From this day on; from today otherwise.")
@click.option("--to", "last", metavar="DATE", help="Up to this day; for a year otherwise.")
@json_option
@command_session
def export(
    session: Session, file: Path, first: str | None, last: str | None, as_json: bool
) -> Exit:
    """Write every window to FILE, an iCalendar file (.ics)."""
    # Slow to load, and only needed here.
    from pos2web.sale_calendar.calendar_export import NamedWindow, write_calendar

    settings = session.settings()
    with read_archive(settings) as archive:
        screen = SellingScreen.of(session, settings, archive)
        today = screen.catalogue.now.astimezone(screen.catalogue.zone).date()
        begins = day(session, first) if first else today
        ends = day(session, last) if last else begins + EXPORTED
        if ends < begins:
            raise refuse(session, "wrong.days", text=f"{begins}..{ends}")
        rules = screen.catalogue.selling.windows
        named = [NamedWindow(screen.words(scope), rules[scope]) for scope in ordered(rules)]
        end = midnight(ends + timedelta(days=1), screen.catalogue.zone)
        content = write_calendar(
            named, midnight(begins, screen.catalogue.zone), end, screen.catalogue.zone
        )
    with writing_to(session, file):
        file.write_bytes(content)
    if as_json:
        session.json({"file": str(file), "windows": len(named), "from": begins, "to": ends})
    else:
        session.say("windows.exported", count=len(named), file=file)
    return Exit.DONE


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("scope")
@click.option("--name", help="The events of this name, where the file has several.")
@mode_option
@message_option
@by_option
@json_option
@command_session
def import_(session: Session, file: Path, scope: str, *, as_json: bool, **given: Any) -> Exit:
    """Read the events of FILE, an iCalendar file (.ics), as the window of what SCOPE names."""
    with reading(session):
        window = Window(
            rule=rule_in(session, file, given["name"]),
            mode=Mode(given["mode"]),
            message=texts_of(session, given["message"]),
        )
        check_window(window)
    named = sellable(session, scope_named(session, scope))
    outcome = decide(session, SetWindow(scope=named, window=window), by=given["by"])
    return answer(session, outcome, as_json=as_json)


def rule_in(session: Session, file: Path, name: str | None) -> str:
    """The rule that the events of this name mean. Raises Refusal, RuleError."""
    # Slow to load, and only needed here.
    from pos2web.sale_calendar.calendar_import import read_calendar

    with reading_from(session, file), file.open("rb") as opened:
        content = opened.read(FILE_BYTES_MAX + 1)
    found = read_calendar(content, zone_of(session.settings().daemon.zone))
    fitting = [each for each in found if name in (None, each.name)]
    if len(fitting) != 1:
        names = ", ".join(f"«{each.name}»" for each in found)
        raise refuse(session, "windows.names" if found else "windows.no_events", names=names)
    return fitting[0].rule
