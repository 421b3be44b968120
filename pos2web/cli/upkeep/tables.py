"""`projections show`: the rows of one read model, as they are or as they were."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
import sqlalchemy as sa

from pos2web.bootstrap import Archive, read_archive
from pos2web.cli.common.exits import Exit
from pos2web.cli.common.moments import (
    PointInTime,
    models_of,
    past_options,
    point_of,
    point_values,
    say_point,
)
from pos2web.cli.common.session import Session, command_session, json_option
from pos2web.projections.following.rows import METADATA
from pos2web.projections.read_models import ReadModels
from pos2web.settings import Settings

TABLES = sorted(table.name for table in METADATA.sorted_tables)


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
        asked = point_of(session, archive.log, at, at_position)
        point = asked or PointInTime.now(archive.log)
        with _models(settings, archive, asked) as models:
            if as_json:
                session.json({"at": point_values(point), "rows": [*rows_of(models, table)]})
            else:
                say_point(session, point)
                show_rows(session, models, table, limit)
    return Exit.DONE


def rows_of(models: ReadModels, table: str, limit: int | None = None) -> Iterator[dict[str, Any]]:
    """Rows by column, in the order of their keys."""
    shape = METADATA.tables[table]
    query = sa.select(shape).order_by(*shape.primary_key.columns).limit(limit)
    with models.engine.connect() as opened:
        for row in opened.execute(query):
            yield dict(zip(shape.columns.keys(), row, strict=True))


def show_rows(session: Session, models: ReadModels, table: str, limit: int) -> None:
    """Rows on a screen, and how many more there are."""
    shape = METADATA.tables[table]
    session.table(shape.columns.keys(), ([*row.values()] for row in rows_of(models, table, limit)))
    with models.engine.connect() as opened:
        count = opened.execute(sa.select(sa.func.count()).select_from(shape)).scalar_one()
    if count > limit:
        session.say("more", count=count - limit)


@contextmanager
def _models(
    settings: Settings, archive: Archive, asked: PointInTime | None
) -> Iterator[ReadModels]:
    if asked is None:
        yield archive.models
        return
    with models_of(settings, archive.log, asked) as models:
        yield models
