"""The rows of one table of the state."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from pos2web.projections.following.rows import METADATA
from pos2web.views.archive import Archive

TABLES = sorted(table.name for table in METADATA.sorted_tables)


def columns_of(table: str) -> list[str]:
    """The names of a table's columns."""
    return METADATA.tables[table].columns.keys()


def rows_of(archive: Archive, table: str, limit: int | None = None) -> Iterator[dict[str, Any]]:
    """Rows by column, in the order of their keys."""
    shape = METADATA.tables[table]
    query = sa.select(shape).order_by(*shape.primary_key.columns).limit(limit)
    with archive.models.engine.connect() as opened:
        for row in opened.execute(query):
            yield dict(zip(shape.columns.keys(), row, strict=True))


def row_count(archive: Archive, table: str) -> int:
    """How many rows a table has."""
    query = sa.select(sa.func.count()).select_from(METADATA.tables[table])
    with archive.models.engine.connect() as opened:
        return int(opened.execute(query).scalar_one())
