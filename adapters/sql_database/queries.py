"""The SQL that a section of the mapping stands for."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, false, literal_column, select, text
from sqlalchemy.sql.elements import BindParameter, ColumnClause

from pos2web.adapters.sql_database.mapping import Source, Things
from pos2web.adapters.sql_database.values import Cell

NAME = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
NOT_NAMES = frozenset({"null", "true", "false", "current_date", "current_timestamp"})

Quote = Callable[[str], str]
Query = Select[*tuple[Any, ...]]


def sql(piece: str, quote: Quote) -> str:
    """A piece of a mapping as SQL: a plain name is quoted, so that `order` and `Prix` are columns."""
    if NAME.fullmatch(piece) and piece.casefold() not in NOT_NAMES:
        return ".".join(quote(part) for part in piece.split("."))
    return piece


def column(piece: str, quote: Quote) -> ColumnClause[Cell]:
    """A piece of a mapping to select or compare."""
    return literal_column(sql(piece, quote))


def rows_of(source: Source, pieces: Iterable[str], quote: Quote) -> Query:
    """Select these pieces of each row."""
    joined = " ".join([sql(source.table, quote), *source.joins])
    wanted = [column(piece, quote).label(f"c{number}") for number, piece in enumerate(pieces)]
    query = select(*wanted).select_from(text(_literally(joined)))
    if source.where:
        query = query.where(literal_column(f"({source.where})"))
    if isinstance(source, Things) and source.is_distinct:
        query = query.distinct()
    return query


def among(query: Query, piece: str, values: Sequence[Cell], quote: Quote) -> Query:
    """Narrow a query to the rows in which a piece has one of these values."""
    wanted: BindParameter[Any] = bindparam("wanted", values, expanding=True)
    return query.where(column(piece, quote).in_(wanted))


def of_no_row(query: Query) -> Query:
    """A query made to answer no row: whether the database understands it costs nothing then."""
    return query.where(false())


def _literally(piece: str) -> str:
    """Text in which a colon is a colon, as in `price::text`."""
    return piece.replace(":", r"\:")
