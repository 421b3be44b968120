"""The rows of each kind, as things or as what can't be understood of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import tzinfo
from decimal import Decimal
from typing import NamedTuple

import msgspec
from sqlalchemy import text

from pos2web.adapters.sql_database import values
from pos2web.adapters.sql_database.client import Reading
from pos2web.adapters.sql_database.feed import Listed, digest
from pos2web.adapters.sql_database.mapping import (
    Images,
    Mapping,
    ProductCategories,
    Source,
    Stocks,
    Things,
    VariantOptions,
    columns,
    relation,
)
from pos2web.adapters.sql_database.queries import Query, among, rows_of, sql
from pos2web.adapters.sql_database.records import (
    Related,
    Row,
    choice,
    image_of,
    option_of,
    thing_of,
)
from pos2web.adapters.sql_database.values import Cell, UnreadableError
from pos2web.domain.things import AnyThing, stock_key
from pos2web.domain.values import Kind, Ref
from pos2web.messages import message
from pos2web.ports import Unreadable

KEYS_AT_ONCE = 500
KEYS_ONE_BY_ONE_MAX = 2_000


class Manner(NamedTuple):
    """How the till's cells are meant, as settings say, and how a photo's file is told apart."""

    currency: str
    language: str
    zone: tzinfo
    stamp_of_file: Callable[[str], str]


class Found(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One row: its key, and the thing that it describes or why it can't be understood."""

    key: str | None
    thing: AnyThing | None = None
    unreadable: Unreadable | None = None


class Table:
    """The rows of one kind that has a section of its own in the mapping."""

    def __init__(
        self, reading: Reading, kind: Kind, section: Things | Stocks, manner: Manner
    ) -> None:
        self.kind = kind
        self._reading = reading
        self._section = section
        self._manner = manner
        self._pieces = pieces_of(section, reading)
        self._key_fields = [name for name in _key_fields(section) if name in self._pieces]
        self._related, self._related_digest = _related(reading, relation(section))

    @property
    def has_marks(self) -> bool:
        """Whether rows say when they changed, and files apart can't change without them."""
        return bool(self._section.changed) and "path" not in self._pieces

    @property
    def may_lack_keys(self) -> bool:
        """Whether a row without a key is nothing to tell of: a product without a brand is no brand."""
        return isinstance(self._section, Things) and self._section.is_distinct

    def watched(self) -> str:
        """What is another text when every row counts as changed."""
        answers = [
            digest(self._reading.rows(text(query.replace(":", r"\:"))))
            for query in self._section.watch
        ]
        return digest([self._related_digest, *answers])[:12]

    def listed(self) -> Iterator[Listed]:
        """Every row's key and marks of change."""
        marks, width, zone = self._section.changed, len(self._key_fields), self._manner.zone
        keys = [self._pieces[name] for name in self._key_fields]
        query = rows_of(self._section, [*keys, *marks], self._reading.quote)
        for cells in self._reading.rows(query):
            yield Listed(
                key=_key(cells[:width]),
                lookup=cells[0],
                moments=tuple([values.moment(cell, zone) for cell in cells[width:]]),
            )

    def found(self, lookups: Sequence[Cell] | None) -> Iterator[Found]:
        """The rows that these lookups find, maybe with others; all of them when None."""
        query = rows_of(self._section, self._pieces.values(), self._reading.quote)
        for narrowed in self._narrowed(query, lookups):
            for cells in self._reading.rows(narrowed):
                yield self._found(dict(zip(self._pieces, cells, strict=True)))

    def _narrowed(self, query: Query, lookups: Sequence[Cell] | None) -> Iterator[Query]:
        if lookups is None or len(lookups) > KEYS_ONE_BY_ONE_MAX:
            yield query
            return
        key = self._pieces[self._key_fields[0]]
        for start in range(0, len(lookups), KEYS_AT_ONCE):
            part = lookups[start : start + KEYS_AT_ONCE]
            yield among(query, key, part, self._reading.quote)

    def _found(self, cells: dict[str, Cell]) -> Found:
        key = _key([cells[name] for name in self._key_fields])
        if key is None:
            return Found(key=None)
        row = Row(cells, self._pieces)
        try:
            return Found(key=key, thing=self._thing(key, row))
        except UnreadableError as error:
            reason = message(
                "{kind} {label}: {error}", kind=self.kind, label=row.label(key), error=error
            )
            return Found(
                key=key, unreadable=Unreadable(ref=Ref(self.kind, key), reason=str(reason))
            )

    def _thing(self, key: str, row: Row) -> AnyThing:
        if isinstance(self._section, Images):
            return image_of(key, row, self._manner.stamp_of_file)
        related = self._related.get(key, Related())
        if isinstance(related, UnreadableError):
            raise related
        return thing_of(self.kind, key, row, related, self._manner.currency)


def _key(cells: Sequence[Cell]) -> str | None:
    """The key in these cells, None where there is none: a product's, and its variant's if any."""
    try:
        parts = [values.key(cell) for cell in cells]
    except UnreadableError:
        return None
    if len(parts) == 1 or parts[0] is None:
        return parts[0]
    return stock_key(parts[0], parts[1])


def _key_fields(section: Things | Stocks) -> tuple[str, ...]:
    return ("product", "variant") if isinstance(section, Stocks) else ("key",)


def pieces_of(section: Source, reading: Reading) -> dict[str, str]:
    """What to select for each field; of a content that has a stamp only whether it is there."""
    pieces = dict(columns(section))
    if isinstance(section, Images) and section.blob and section.stamp:
        blob = sql(section.blob, reading.quote)
        pieces["blob"] = f"CASE WHEN {blob} IS NULL THEN NULL ELSE 1 END"
    return pieces


def option_things(
    reading: Reading, kind: Kind, mapping: Mapping, language: str
) -> Iterator[AnyThing]:
    """The options, or the values of options, that there are: each once."""
    things: dict[str, AnyThing] = {}
    for source, pieces, prefix in _option_sources(kind, mapping):
        query = rows_of(source, pieces.values(), reading.quote).distinct()
        for cells in sorted(reading.rows(query), key=repr):
            row = Row(dict(zip(pieces, cells, strict=True)), pieces)
            try:
                thing = option_of(kind, row, language, prefix)
            except UnreadableError:
                continue  # the variant that names it is told of when it is read
            if thing is not None:
                things.setdefault(thing.key, thing)
    yield from things.values()


def _option_sources(kind: Kind, mapping: Mapping) -> Iterator[tuple[Source, dict[str, str], str]]:
    """Where options are named: in tables of their own, else where variants have theirs."""
    own = mapping.of(kind)
    if own is not None:
        yield own, dict(columns(own)), ""
    elif mapping.variant is None:
        return
    elif isinstance(mapping.variant.options, VariantOptions):
        yield mapping.variant.options, _of_kind(kind, columns(mapping.variant.options)), ""
    else:
        pieces = [piece for piece in columns(mapping.variant) if piece[0].startswith("options.")]
        for number in range(len(mapping.variant.options)):
            prefix = f"options.{number}."
            yield mapping.variant, _of_kind(kind, pieces, prefix), prefix


def _of_kind(kind: Kind, pieces: Iterable[tuple[str, str]], prefix: str = "") -> dict[str, str]:
    """The pieces that name an option, or also its value."""
    starts = (f"{prefix}option",) if kind is Kind.OPTION else (f"{prefix}option", f"{prefix}value")
    excluded = f"{prefix}option_name" if kind is Kind.OPTION_VALUE else "variant"
    return {
        name: piece
        for name, piece in pieces
        if name.startswith(starts) and not name.startswith(excluded)
    }


Additions = dict[str, Related | UnreadableError]


def _related(reading: Reading, source: Source | None) -> tuple[Additions, str]:
    """What a table of its own adds to each key, and a digest of it."""
    match source:
        case ProductCategories():
            columns: tuple[str, ...] = (source.product, source.category)
            order = source.order
            meaning: Callable[[Rows], Related] = _categories
        case VariantOptions():
            columns, order = (source.variant, source.option, source.value), ""
            meaning = _pairs
        case _:
            return {}, ""
    rows = _grouped(reading, source, columns, order)
    related = {key: _meant(meaning, cells) for key, cells in rows.items()}
    return related, digest(sorted(rows.items()))


Rows = list[tuple[Cell, ...]]


def _grouped(
    reading: Reading, source: Source, pieces: tuple[str, ...], order: str
) -> dict[str, Rows]:
    """Rows by the key in their first cell, in order."""
    grouped: dict[str, Rows] = defaultdict(list)
    query = rows_of(source, [*pieces, order or "NULL"], reading.quote)
    for owner, *rest in sorted(reading.rows(query), key=_place):
        try:
            key = values.key(owner)
        except UnreadableError:
            continue
        if key is not None:
            grouped[key].append(tuple(rest[:-1]))
    return grouped


def _place(row: tuple[Cell, ...]) -> tuple[bool, float, tuple[str, ...]]:
    """By the order column, then by what is in the row, so that it is the same every time."""
    order = row[-1]
    place = float(order) if isinstance(order, int | float | Decimal) else 0.0
    return order is None, place, tuple(map(str, row))


def _meant(meaning: Callable[[Rows], Related], rows: Rows) -> Related | UnreadableError:
    try:
        return meaning(rows)
    except UnreadableError as error:
        return error


def _categories(rows: Rows) -> Related:
    keys = (values.key(category) for (category,) in rows)
    return Related(categories=tuple(dict.fromkeys(key for key in keys if key is not None)))


def _pairs(rows: Rows) -> Related:
    fields = {"option": "option", "value": "value"}
    pairs = (choice(Row({"option": option, "value": value}, fields)) for option, value in rows)
    return Related(options=tuple(pair for pair in pairs if pair is not None))
