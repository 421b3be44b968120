"""Looks whether a till's database can be reached and fits its mapping, and says what to mend."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from difflib import get_close_matches
from typing import NamedTuple

from pos2web.adapters.sql_database.client import Database, Reading, UnknownNameError
from pos2web.adapters.sql_database.mapping import Mapping, Source, Stocks, Things, columns, relation
from pos2web.adapters.sql_database.photos import Folder
from pos2web.adapters.sql_database.queries import NAME, of_no_row, rows_of, sql
from pos2web.adapters.sql_database.tables import Manner
from pos2web.adapters.sql_database.values import EPOCH, MICROSECOND, moment
from pos2web.domain.values import Kind
from pos2web.errors import CredentialsError, Pos2WebError, ProtocolError
from pos2web.messages import message, message_of
from pos2web.ports import Finding, Severity

AHEAD_S_MAX = 300
TABLES_SHOWN_MAX = 30


class Misfit(NamedTuple):
    """A place of the mapping that the database doesn't understand, why, and what to do."""

    place: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return message(
            "{place}: {problem}. {remedy}",
            place=self.place,
            problem=self.problem,
            remedy=self.remedy,
        ).removesuffix(" ")


def misfits(database: Database, mapping: Mapping) -> Iterator[Misfit]:
    """Yield each place of the mapping that can't be read. Raises as reading does."""
    for place, source in _sources(mapping):
        pieces = dict(columns(source))
        if _fits(database, source, *pieces.values(), *_marks(source)):
            continue
        if not _fits(database, source):
            yield _unknown_rows(database, place, source)
            continue
        named = [*pieces.items(), *(("changed", piece) for piece in _marks(source))]
        for field, piece in named:
            if not _fits(database, source, piece):
                yield _unknown_piece(database, f"{place}.{field}", piece, source)


def _sources(mapping: Mapping) -> Iterator[tuple[str, Source]]:
    for kind in Kind:
        section = mapping.of(kind)
        if section is not None:
            yield kind.value, section
        related = relation(section)
        if related is not None:
            yield f"{kind}.{'categories' if kind is Kind.PRODUCT else 'options'}", related


def _marks(source: Source) -> tuple[str, ...]:
    return source.changed if isinstance(source, Things | Stocks) else ()


def _fits(database: Database, source: Source, *pieces: str) -> bool:
    """Whether the database understands these pieces, asked for no row at all."""
    try:
        with database.read() as reading:
            query = rows_of(source, pieces or ["1"], reading.quote)
            list(reading.rows(of_no_row(query)))
    except ProtocolError:
        return False
    return True


def _unknown_rows(database: Database, place: str, source: Source) -> Misfit:
    with database.read() as reading:
        tables = reading.tables()
        if NAME.fullmatch(source.table) and not _has_table(reading, source.table):
            problem = message("there is no table {table}", table=source.table)
            return Misfit(f"{place}.table", problem, _instead(source.table, tables))
    joined = " ".join([source.table, *source.joins])
    narrowed = f" where {source.where}" if source.where else ""
    return Misfit(
        place,
        message("«{sql}» means nothing to the database", sql=joined + narrowed),
        _instead("", tables),
    )


def _has_table(reading: Reading, table: str) -> bool:
    try:
        return bool(reading.columns(table))
    except UnknownNameError:
        return False


def _unknown_piece(database: Database, place: str, piece: str, source: Source) -> Misfit:
    table, _, name = piece.rpartition(".")
    if not NAME.fullmatch(piece) or not NAME.fullmatch(source.table):
        return Misfit(place, message("«{sql}» means nothing to the database", sql=piece), "")
    with database.read() as reading:
        table = table or source.table
        known = reading.columns(table) if _has_table(reading, table) else []
    return Misfit(
        place,
        message("table {table} has no column {name}", table=table, name=name),
        _instead(name, known),
    )


def _instead(name: str, known: Sequence[str]) -> str:
    """What to write in the place of a name."""
    near = get_close_matches(name, known, n=1, cutoff=0.6)
    if near:
        return message("Is {near} meant?", near=near[0])
    shown = ", ".join(known[:TABLES_SHOWN_MAX])
    return message("There are: {shown}", shown=shown) if shown else ""


class Check:
    """Everything that `check` of a till's database looks at."""

    def __init__(
        self, database: Database, mapping: Mapping, manner: Manner, folder: Folder
    ) -> None:
        self._database = database
        self._mapping = mapping
        self._manner = manner
        self._folder = folder

    def findings(self, now: datetime) -> Iterator[Finding]:
        """Yield what was found, the worst first to be mended."""
        try:
            with self._database.read() as reading:
                tables = len(reading.tables())
            yield _ok(
                "database",
                message(
                    "{where} answers; it has {count} tables",
                    where=self._database.where,
                    count=tables,
                ),
            )
            found = list(misfits(self._database, self._mapping))
            for misfit in found:
                yield _problem(f"mapping {misfit.place}", misfit.problem, misfit.remedy)
            if not found:
                yield _ok("mapping", message("every table and column of the mapping is there"))
                with self._database.read() as reading:
                    yield from self._contents(reading, now)
        except CredentialsError as error:
            yield _problem(
                "database",
                message_of(error),
                message("Check the user, the password and its rights"),
            )
        except Pos2WebError as error:
            yield _problem(
                "database",
                message_of(error),
                message("Check the address, and that the database runs"),
            )
        yield from self._photos()

    def _contents(self, reading: Reading, now: datetime) -> Iterator[Finding]:
        for kind in Kind:
            section = self._mapping.of(kind)
            if section is not None:
                yield _ok(
                    kind.value,
                    message("{count} rows of {kind}", count=_count(reading, section), kind=kind),
                )
        yield from self._without_reference(reading)
        yield from self._ahead(reading, now)

    def _without_reference(self, reading: Reading) -> Iterator[Finding]:
        product = self._mapping.product
        reference = sql(product.reference, reading.quote)
        narrowed = [f"({product.where})"] if product.where else []
        where = " AND ".join([*narrowed, f"({reference} IS NULL OR {reference} = '')"])
        count = _count(reading, Source(table=product.table, joins=product.joins, where=where))
        if count:
            text = message("{count} products have no reference: they will be held", count=count)
            yield _warning("product", text, message("Give each product a reference of its own"))

    def _ahead(self, reading: Reading, now: datetime) -> Iterator[Finding]:
        """Tell of marks that lie in the future: a wrong clock, or local times taken for UTC."""
        limit = (now - EPOCH) // MICROSECOND + AHEAD_S_MAX * 1_000_000
        for kind in Kind:
            section = self._mapping.of(kind)
            if section is None:
                continue
            for piece in _marks(section):
                query = rows_of(section, [f"MAX({sql(piece, reading.quote)})"], reading.quote)
                [(newest,)] = reading.rows(query)
                at = moment(newest, self._manner.zone)
                if at is not None and at.is_instant and at.earliest > limit:
                    text = message(
                        "the newest {piece} of {kind} is {newest}, which is in the future",
                        piece=piece,
                        kind=kind,
                        newest=newest,
                    )
                    remedy = message("Check the clock of the till, and the setting time_zone")
                    yield _warning("clock", text, remedy)

    def _photos(self) -> Iterator[Finding]:
        image = self._mapping.image
        if image is None or not image.path:
            return
        if self._folder.exists():
            yield _ok(
                "photos", message("the folder of photos {folder} is there", folder=self._folder)
            )
        else:
            text = message("there is no folder {folder}", folder=self._folder)
            yield _problem("photos", text, message("Set images_folder to where the photos are"))


def _count(reading: Reading, source: Source) -> int:
    plain = Source(table=source.table, joins=source.joins, where=source.where)
    [(count,)] = reading.rows(rows_of(plain, ["COUNT(*)"], reading.quote))
    return int(count)


def _ok(about: str, text: str) -> Finding:
    return Finding(severity=Severity.OK, about=about, text=text)


def _warning(about: str, text: str, remedy: str) -> Finding:
    return Finding(severity=Severity.WARNING, about=about, text=text, remedy=remedy)


def _problem(about: str, text: str, remedy: str) -> Finding:
    return Finding(severity=Severity.PROBLEM, about=about, text=text, remedy=remedy)
