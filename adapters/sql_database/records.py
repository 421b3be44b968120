"""From a row of the till's database to the thing that it describes. Pure."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from msgspec import UNSET

from pos2web.adapters.sql_database import values
from pos2web.adapters.sql_database.values import Cell, UnreadableError
from pos2web.domain.fields import OPTIONAL, Field, Form
from pos2web.domain.things import (
    ZERO,
    AnyThing,
    Brand,
    Category,
    Image,
    Option,
    OptionValue,
    Product,
    Stock,
    Supplier,
    Variant,
)
from pos2web.domain.values import Kind, Money, Texts
from pos2web.messages import message

Value = TypeVar("Value")

CHOICES_MAX = 10
BLOB = "blob:"

Pair = tuple[str, str]
"""An option and its value, by name."""


class Row:
    """The cells of one row by the field of the mapping that they fill."""

    def __init__(self, cells: Mapping[str, Cell], pieces: Mapping[str, str]) -> None:
        self._cells = cells
        self._pieces = pieces

    def read(self, field: str, meaning: Callable[[Cell], Value], default: Value) -> Value:
        """The meaning of a field's cell; the default when the mapping leaves the field out."""
        if field not in self._pieces:
            return default
        try:
            return meaning(self._cells[field])
        except UnreadableError as error:
            raise UnreadableError(
                message("{name}: {error}", name=self._name(field), error=error)
            ) from error

    def must(self, field: str, meaning: Callable[[Cell], Value | None]) -> Value:
        """The meaning of a field's cell, which must have one."""
        value = self.read(field, meaning, None)
        if value is None:
            raise UnreadableError(message("{name}: there is nothing", name=self._name(field)))
        return value

    def has(self, field: str) -> bool:
        """Whether the mapping fills this field."""
        return field in self._pieces

    def is_empty(self, field: str) -> bool:
        """Whether there is nothing to read."""
        return self._cells.get(field) in (None, "")

    def is_null(self, field: str) -> bool:
        """Whether nothing at all is said: the mapping leaves the field out, or the cell is NULL."""
        return self._cells.get(field) is None

    def texts(self, field: str) -> Texts:
        """A text in the languages in which there is one."""
        languages = [
            name.removeprefix(f"{field}.") for name in self._pieces if name.startswith(f"{field}.")
        ]
        read = {
            language: self.read(f"{field}.{language}", values.text, "") for language in languages
        }
        return {language: text for language, text in read.items() if text}

    def keys(self, field: str) -> tuple[str, ...]:
        """The keys in the numbered columns of a field, each once."""
        names = [name for name in self._pieces if name.startswith(f"{field}.")]
        found = (self.read(name, values.key, None) for name in names)
        return tuple(dict.fromkeys(key for key in found if key is not None))

    def label(self, key: str) -> str:
        """What people know the row by: its key, and its reference or name."""
        known = [str(self._cells[name]).strip() for name in self._cells if _is_telling(name)]
        best = next((text for text in known if text not in ("", "None", key)), "")
        return f"{key} «{best}»" if best else key

    def _name(self, field: str) -> str:
        piece = self._pieces[field]
        return field if piece == field else f"{field} ({piece})"


def _is_telling(field: str) -> bool:
    return field in ("reference", "name") or field.startswith("name.")


class Related(NamedTuple):
    """What tables of their own add to a row: a product's categories, a variant's options."""

    categories: Sequence[str] = ()
    options: Sequence[Pair] = ()


def thing_of(kind: Kind, key: str, row: Row, related: Related, currency: str) -> AnyThing:
    """The thing that a row describes; UnreadableError says which of its cells means nothing."""
    match kind:
        case Kind.BRAND | Kind.SUPPLIER:
            made = Brand if kind is Kind.BRAND else Supplier
            return made(key=key, name=row.read("name", values.text, ""), is_active=_active(row))
        case Kind.CATEGORY:
            return _category(key, row)
        case Kind.PRODUCT:
            return _product(key, row, related.categories, currency)
        case Kind.VARIANT:
            return _variant(key, row, related.options, currency)
        case Kind.STOCK:
            return Stock(
                key=key,
                product=row.must("product", values.key),
                variant=row.read("variant", values.key, None),
                quantity=row.must("quantity", values.number),
            )
        case Kind.IMAGE | Kind.OPTION | Kind.OPTION_VALUE:
            raise TypeError(f"{kind} is not described by a row alone")


def _active(row: Row) -> bool:
    return row.read("is_active", values.flag, default=True)


def _category(key: str, row: Row) -> Category:
    return Category(
        key=key,
        name=row.texts("name"),
        parent=row.read("parent", values.key, None),
        description=row.texts("description"),
        is_active=_active(row),
    )


def _product(key: str, row: Row, related: Sequence[str], currency: str) -> Product:
    categories = row.keys("categories") or tuple(related)
    return Product(
        key=key,
        reference=row.read("reference", values.text, ""),
        name=row.texts("name"),
        summary=row.texts("summary"),
        description=row.texts("description"),
        price=Money(row.must("price", values.amount), currency),
        tax_rate=row.must("tax_rate", values.number),
        weight=_or_nothing(row, "weight", values.number),
        ean=row.read("ean", values.text, ""),
        brand=row.read("brand", values.key, None),
        supplier=row.read("supplier", values.key, None),
        categories=categories,
        is_active=_active(row),
        **optional(Kind.PRODUCT, row, currency),
    )


def optional(kind: Kind, row: Row, currency: str) -> dict[str, Any]:
    """The fields of which a till may say nothing, as far as a row says something."""
    found = {field.name: _cell_of(field, row, currency) for field in OPTIONAL[kind]}
    return {name: value for name, value in found.items() if value is not UNSET}


def _cell_of(field: Field, row: Row, currency: str) -> Any:
    if field.form is Form.TEXTS:
        return row.texts(field.name) or UNSET
    if row.is_null(field.name):
        return UNSET
    if field.form in (Form.PRICE, Form.COST):
        return Money(row.must(field.name, values.amount), currency)
    return row.must(field.name, MEANINGS[field.form])


MEANINGS: dict[Form, Callable[[Cell], Any]] = {
    Form.TEXT: values.text,
    Form.WHOLE: values.whole,
    Form.CENTIMETRES: values.number,
}
"""What the cell of an optional field means, by its form."""


def _variant(key: str, row: Row, related: Sequence[Pair], currency: str) -> Variant:
    pairs = related or choices(row)
    return Variant(
        key=key,
        product=row.must("product", values.key),
        options=tuple(sorted(option_value_key(*pair) for pair in pairs)),
        surcharge=Money(_over(row, "surcharge", "price", values.amount), currency),
        reference=row.read("reference", values.text, ""),
        ean=row.read("ean", values.text, ""),
        weight_surcharge=_over(row, "weight_surcharge", "weight", values.number),
    )


def _or_nothing(row: Row, field: str, meaning: Callable[[Cell], Decimal]) -> Decimal:
    """A number that may be left empty."""
    return ZERO if row.is_empty(field) else row.read(field, meaning, ZERO)


def _over(row: Row, surcharge: str, whole: str, meaning: Callable[[Cell], Decimal]) -> Decimal:
    """What a variant has over its product, as such or as the difference of two columns."""
    if row.is_empty(whole):
        return _or_nothing(row, surcharge, meaning)
    return row.must(whole, meaning) - row.must(f"base_{whole}", meaning)


def choices(row: Row) -> list[Pair]:
    """The options and values that a row names in columns."""
    pairs = []
    for number in range(CHOICES_MAX):
        prefix = f"options.{number}."
        if not row.has(f"{prefix}value"):
            break
        pair = choice(row, prefix)
        if pair is not None:
            pairs.append(pair)
    return pairs


def choice(row: Row, prefix: str = "") -> Pair | None:
    """An option and its value, None when there is no value."""
    option = row.read(f"{prefix}option", values.text, "")
    value = row.read(f"{prefix}value", values.text, "")
    if value and not option:
        raise UnreadableError(message("the value «{value}» has no option", value=value))
    return (option, value) if value else None


def option_value_key(option: str, value: str) -> str:
    """A till's key of an option's value."""
    return f"{option}={value}"


def option_of(kind: Kind, row: Row, language: str, prefix: str = "") -> AnyThing | None:
    """The option, or its value, that a row names; None when it names none."""
    if kind is Kind.OPTION:
        option = row.read(f"{prefix}option", values.text, "")
        texts = row.texts("name") or row.texts(f"{prefix}option_name")
        return Option(key=option, name={language: option, **texts}) if option else None
    pair = choice(row, prefix)
    if pair is None:
        return None
    texts = row.texts("name") or row.texts(f"{prefix}value_name")
    return OptionValue(
        key=option_value_key(*pair), option=pair[0], name={language: pair[1], **texts}
    )


def image_of(key: str, row: Row, stamp_of_file: Callable[[str], str]) -> Image:
    """The photo that a row describes: a file, else a content, else an address."""
    product, position = row.must("product", values.key), row.read("position", _position, 1)
    path, url = row.read("path", values.text, ""), row.read("url", values.text, "")
    if path:
        return Image(
            key=key, product=product, position=position, source=path, stamp=stamp_of_file(path)
        )
    if not row.is_empty("blob"):
        stamp = row.read("stamp", values.key, None) or row.must("blob", values.content_stamp)
        return Image(
            key=key, product=product, position=position, source=f"{BLOB}{key}", stamp=stamp
        )
    if not url:
        raise UnreadableError(message("there is neither a file nor a content nor an address"))
    stamp = row.read("stamp", values.key, None) or ""
    return Image(key=key, product=product, position=position, source=url, stamp=stamp)


def _position(cell: Cell) -> int:
    return 1 if cell is None else values.whole(cell)
