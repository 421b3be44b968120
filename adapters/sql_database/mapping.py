"""Where a till's database has what: the TOML mapping as records, and what its file may say.

Every text that isn't a table's name is a piece of SQL: a column, or an expression.
"""

import tomllib
from collections.abc import Callable, Collection, Iterator
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from pos2web.domain.fields import OPTIONAL, Form
from pos2web.domain.values import Kind
from pos2web.errors import SettingsError
from pos2web.messages import message

Columns = dict[str, str]
"""SQL by language."""

OPTIONS = {Kind.OPTION, Kind.OPTION_VALUE}


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rows: a table (or an expression of SQL that stands for one), joined and narrowed."""

    table: str
    joins: tuple[str, ...] = ()
    where: str = ""


class Things(Source, frozen=True, kw_only=True):
    """Rows that each are a thing. `key` tells them apart.

    `changed` are columns of which at least one grows whenever the record changes. `watch` are
    queries: when the answer of one is another, every record counts as changed. `fields` are those
    of which a till may say nothing, by name; a file writes them beside the others.
    """

    key: str
    is_distinct: bool = False
    changed: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()
    fields: dict[str, str | Columns] = {}


class Names(Things, frozen=True, kw_only=True):
    """Brands or suppliers."""

    name: str
    is_active: str = ""


class Categories(Things, frozen=True, kw_only=True):
    name: Columns
    parent: str = ""
    description: Columns = {}
    is_active: str = ""


class Options(Source, frozen=True, kw_only=True):
    """The options that there are, where they have a table of their own."""

    option: str
    name: Columns


class OptionValues(Source, frozen=True, kw_only=True):
    """The values of options that there are, where they have a table of their own."""

    option: str
    value: str
    name: Columns


class ProductCategories(Source, frozen=True, kw_only=True):
    """A table that says in which categories a product is; `order` puts the main one first."""

    product: str
    category: str
    order: str = ""


class Products(Things, frozen=True, kw_only=True):
    """`categories` are columns of the product, or a table of its own."""

    reference: str
    name: Columns
    price: str
    tax_rate: str
    summary: Columns = {}
    description: Columns = {}
    weight: str = ""
    ean: str = ""
    brand: str = ""
    supplier: str = ""
    categories: tuple[str, ...] | ProductCategories = ()
    is_active: str = ""


class Choice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column that names an option and one that names its value; translations by language."""

    option: str
    value: str
    option_name: Columns = {}
    value_name: Columns = {}


class VariantOptions(Source, frozen=True, kw_only=True):
    """A table that says what a variant's options are."""

    variant: str
    option: str
    value: str
    option_name: Columns = {}
    value_name: Columns = {}


class Variants(Things, frozen=True, kw_only=True):
    """Either `surcharge`, or `price` of which `base_price` is the product's; so with weights."""

    product: str
    options: tuple[Choice, ...] | VariantOptions
    reference: str = ""
    ean: str = ""
    surcharge: str = ""
    price: str = ""
    base_price: str = ""
    weight_surcharge: str = ""
    weight: str = ""
    base_weight: str = ""


class Images(Things, frozen=True, kw_only=True):
    """Each photo is a file's `path`, a `blob` or a `url`: of several columns, the first filled.

    `stamp` is a column that is another one whenever the content is.
    """

    product: str
    position: str = ""
    path: str = ""
    blob: str = ""
    url: str = ""
    stamp: str = ""


class Stocks(Source, frozen=True, kw_only=True):
    """What there is of a product, or of a variant where that column is filled."""

    product: str
    quantity: str
    variant: str = ""
    changed: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()


class Mapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole file. A kind that is left out is one that the till does not keep.

    Options without a section are those that are found on variants.
    """

    product: Products
    brand: Names | None = None
    supplier: Names | None = None
    category: Categories | None = None
    option: Options | None = None
    option_value: OptionValues | None = None
    variant: Variants | None = None
    image: Images | None = None
    stock: Stocks | None = None

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that products are named in, in the order of the file."""
        return tuple(self.product.name)

    @property
    def kinds(self) -> frozenset[Kind]:
        """What the till keeps: what has a section, and options where variants have them."""
        kept = {kind for kind in Kind if self.of(kind) is not None}
        return frozenset(kept | (OPTIONS if self.variant is not None else set()))

    @property
    def digest(self) -> str:
        """Another one for every other mapping."""
        return blake2b(msgspec.json.encode(self), digest_size=6).hexdigest()

    @property
    def marked_tables(self) -> frozenset[str]:
        """The tables of which rows say when they changed."""
        return frozenset(each.table for each in self._things() if each.changed)

    @property
    def has_marks(self) -> bool:
        """Whether every row says when it changed, or is a part of one that does; photos need not."""
        return all(
            each.table in self.marked_tables
            for each in self._things()
            if not isinstance(each, Images)
        )

    def _things(self) -> Iterator[Things | Stocks]:
        for kind in Kind:
            section = self.of(kind)
            if isinstance(section, Things | Stocks):
                yield section

    def of(self, kind: Kind) -> Source | None:
        """The section of this kind."""
        section: Source | None = getattr(self, kind.value)
        return section


STRUCTURE = frozenset({"table", "joins", "where", "is_distinct", "changed", "watch", "fields"})


def columns(section: msgspec.Struct) -> Iterator[tuple[str, str]]:
    """Each field of a section with its SQL; texts as `field.language`, choices numbered."""
    optional = section.fields if isinstance(section, Things) else {}
    named = [(field, getattr(section, field)) for field in section.__struct_fields__]
    for field, value in (*named, *optional.items()):
        if field in STRUCTURE or isinstance(value, Source):
            continue
        if isinstance(value, str) and value:
            yield field, value
        elif isinstance(value, dict):
            yield from ((f"{field}.{language}", sql) for language, sql in value.items())
        elif isinstance(value, tuple):
            for number, part in enumerate(value):
                inner = [("", part)] if isinstance(part, str) else columns(part)
                yield from ((f"{field}.{number}.{name}".rstrip("."), sql) for name, sql in inner)


def relation(section: Source | None) -> Source | None:
    """The table of its own that belongs to a section: categories of products, options of variants."""
    match section:
        case Products(categories=ProductCategories() as source):
            return source
        case Variants(options=VariantOptions() as source):
            return source
        case _:
            return None


def parse_mapping(text: str, where: str) -> Mapping:
    """Read a mapping; SettingsError names the place in the file `where` and what is wrong there."""
    try:
        mapping = msgspec.convert(_gathered(tomllib.loads(text)), Mapping)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise SettingsError(message("{where}: {error}", where=where, error=error)) from error
    for field, problem in _problems(mapping):
        raise SettingsError(
            message("{where}: {field}: {problem}", where=where, field=field, problem=problem)
        )
    return mapping


def _gathered(tables: dict[str, Any]) -> dict[str, Any]:
    """The tables of a file with the optional fields of each in one place."""
    found = dict(tables)
    for kind, rows in OPTIONAL.items():
        section = found.get(kind)
        if isinstance(section, dict) and "fields" not in section:
            optional = {row.name: section[row.name] for row in rows if row.name in section}
            rest = {name: value for name, value in section.items() if name not in optional}
            found[kind.value] = rest | ({"fields": optional} if optional else {})
    return found


def load_mapping(path: str) -> Mapping:
    """Read the mapping at a path; the one for the default schema when empty."""
    if not path:
        text = files(__package__).joinpath("default.toml").read_text(encoding="utf-8")
        return parse_mapping(text, "default.toml")
    try:
        return parse_mapping(Path(path).read_text(encoding="utf-8"), path)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            message("the mapping {path} can't be read: {error}", path=path, error=error)
        ) from error


def _problems(mapping: Mapping) -> Iterator[tuple[str, str]]:
    """What the shape of the file allows but makes no sense."""
    if not mapping.product.name:
        yield "product.name", message("name at least one language: name.fr = …")
    if (mapping.option is None) != (mapping.option_value is None):
        yield "option", message("either both of option and option_value have a section, or none")
    for kind in Kind:
        section = mapping.of(kind)
        if isinstance(section, Things) and section.is_distinct and section.changed:
            yield (
                f"{kind}.changed",
                message("can't be kept where rows are made distinct: leave it out"),
            )
        if isinstance(section, Things):
            yield from _misshapen(kind, section)
    variant, image = mapping.variant, mapping.image
    if variant is not None:
        if variant.price and (variant.surcharge or not variant.base_price):
            yield "variant.price", message("goes with base_price, and not with surcharge")
        if variant.weight and (variant.weight_surcharge or not variant.base_weight):
            yield "variant.weight", message("goes with base_weight, and not with weight_surcharge")
    if image is not None and not (image.path or image.blob or image.url):
        yield "image", message("needs a path, a blob or a url")


def _misshapen(kind: Kind, section: Things) -> Iterator[tuple[str, str]]:
    """Optional fields that are none of this kind's, or have columns of another shape."""
    forms = {row.name: row.form for row in OPTIONAL[kind]}
    for name, piece in section.fields.items():
        if name not in forms:
            yield f"{kind}.{name}", message("is no field of this kind")
        elif isinstance(piece, dict) != (forms[name] is Form.TEXTS):
            problem = message("is a column for each language")
            if isinstance(piece, dict):
                problem = message("is one column")
            yield f"{kind}.{name}", problem


def fitted(mapping: Mapping, known: Callable[[str], Collection[str]]) -> Mapping:
    """The mapping without those optional fields whose column its table, by `known`, hasn't got.

    The default schema has grown: a till that was made before says nothing of what came since.
    """
    found: dict[str, Things] = {}
    for kind in Kind:
        section = mapping.of(kind)
        if isinstance(section, Things) and section.fields:
            there = frozenset(known(section.table))
            fields = {
                name: piece
                for name, piece in section.fields.items()
                if there.issuperset(piece.values() if isinstance(piece, dict) else [piece])
            }
            found[kind.value] = msgspec.structs.replace(section, fields=fields)
    return msgspec.structs.replace(mapping, **found)
