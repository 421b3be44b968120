"""`projections show`: the rows of one read model, as they are or as they were."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from pos2web.bootstrap import read_archive
from pos2web.cli.common.exits import Exit
from pos2web.cli.common.moments import latest, past_options, point_of, point_values, say_point
from pos2web.cli.common.session import Session, command_session, json_option
from pos2web.settings import Settings
from pos2web.views.archive import Archive, PointInTime, archive_at
from pos2web.views.upkeep.tables import TABLES, columns_of, row_count, rows_of


@click.command("show")
@click.argument("table", type=click.Choice(TABLES))
@click.option("--limit", default=50, show_default=True, help="At most so many rows (not in JSON).")
@past_options
@json_option
@command_session
def show_table(
    session: Session, table: str, limit: int, at: str | None, at_position: int | None, as_json: bool
) -> Exit:
    """Show the rows of a table of the state, by their keys."""
    settings = session.settings()
    with read_archive(settings) as archive:
        asked = point_of(session, archive, at, at_position)
        point = asked or latest(archive)
        with _archive(settings, archive, asked) as then:
            if as_json:
                session.json({"at": point_values(point), "rows": [*rows_of(then, table)]})
            else:
                say_point(session, point)
                show_rows(session, then, table, limit)
    return Exit.DONE


def show_rows(session: Session, archive: Archive, table: str, limit: int) -> None:
    """Rows on a screen, and how many more there are."""
    rows = ([*row.values()] for row in rows_of(archive, table, limit))
    session.table(columns_of(table), rows)
    count = row_count(archive, table)
    if count > limit:
        session.say("more", count=count - limit)


@contextmanager
def _archive(settings: Settings, archive: Archive, asked: PointInTime | None) -> Iterator[Archive]:
    if asked is None:
        yield archive
        return
    with archive_at(archive, settings, asked) as then:
        yield then
