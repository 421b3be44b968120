"""Writes as PrestaShop wants them: pure, the records of creates and updates."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import msgspec
from slugify import slugify

from pos2web.adapters.prestashop.mapping import RESOURCES, TAGS, USUAL, Site
from pos2web.adapters.prestashop.xml import Element, add, add_texts, associate, record
from pos2web.domain.changes import Action
from pos2web.domain.fields import FORM_OF, OPTIONAL, Field, Form, is_unsaid
from pos2web.domain.things import (
    ZERO,
    AnyThing,
    Brand,
    Category,
    Option,
    OptionValue,
    Product,
    Stock,
    Supplier,
    Variant,
)
from pos2web.domain.values import Kind, Money, Texts
from pos2web.errors import RecordError
from pos2web.messages import message
from pos2web.ports import Write

SLUG_CHARS_MAX = 128
PUBLIC_NAME_CHARS_MAX = 64
"""What an option is called on the site may be half as long as its name."""

LABELS = ("available_now", "available_later")
"""What customers read of a product in stock, and of one out of it that can be ordered."""

NOTE_CHARS_MAX = 255

_NOTE_SIGNS = str.maketrans("<>={}", "«»:()")
"""What a note may not hold, and what reads like it."""

SIX_DECIMALS = Decimal("0.000001")


def record_of(write: Write, site: Site) -> Element:
    """The record to send: everything a create needs, only `fields` of an update.

    Raises RecordError, in plain words, for what this shop can't hold.
    """
    tag = RESOURCES[write.kind].tag
    if write.action is Action.DEACTIVATE:
        return record(tag, [("id", write.shop_key or ""), ("active", "0")])
    row = record(tag, [] if write.action is Action.CREATE else [("id", write.shop_key or "")])
    if write.action is Action.CREATE:
        _complete(row, write.thing, site)
    _fill(row, write, site)
    return row


def show_at_home(row: Element, site: Site) -> None:
    """Leave a product, whose shelves are written, among those that the shop's first page shows."""
    shelves = row.find("associations/categories")
    if shelves is not None:
        shelves.append(record("category", [("id", site.home)]))


def leave_own_labels(row: Element, shown: Element) -> None:
    """Leave what a merchant wrote of orders without stock: a label that isn't like the other one."""
    now, later = (_by_language(shown, name) for name in LABELS)
    for language in row.iterfind(f"{LABELS[1]}/language"):
        id_ = language.get("id", "")
        if later.get(id_, "") not in ("", now.get(id_, "")):
            language.text = later[id_]


def _by_language(row: Element, name: str) -> dict[str, str]:
    return {one.get("id", ""): one.text or "" for one in row.iterfind(f"{name}/language")}


def stock_record(row_id: str, stock: Stock, *, id_shop: int | None) -> Element:
    """The record that sets a stock row; `id_shop` brings back a row that lost its shop."""
    if stock.quantity != stock.quantity.to_integral_value():
        raise RecordError(
            message("PrestaShop counts whole pieces, not {quantity}", quantity=stock.quantity),
            ref=f"stock:{stock.key}",
        )
    row = record("stock_available", [("id", row_id)])
    if id_shop is not None:
        add(row, "id_shop", str(id_shop))
        add(row, "id_shop_group", "0")
    add(row, "quantity", str(int(stock.quantity)))
    return row


def _complete(row: Element, thing: AnyThing, site: Site) -> None:
    """What a create must say although no field of ours does: left out, it would be 0 or empty."""
    match thing:
        case Product():
            for name, value in _PRODUCT_BASICS:
                add(row, name, value)
            if not thing.slug:
                add_texts(row, "link_rewrite", _slugs(thing.name, thing.reference, site))
            for name, usual in USUAL.items():
                if is_unsaid(getattr(thing, name)):
                    add(row, TAGS[Kind.PRODUCT][name], usual)
        case Category():
            add_texts(row, "link_rewrite", _slugs(thing.name, "category", site))
        case Option():
            add(row, "is_color_group", "0")
            add(row, "group_type", "select")
        case Variant():
            add(row, "id_product", thing.product)
            add(row, "minimal_quantity", "1")
        case _:
            pass


PRODUCT_TYPE = "standard"
"""What a product is made as: its variants come later."""

_PRODUCT_BASICS = (
    ("state", "1"),
    ("product_type", PRODUCT_TYPE),
    ("redirect_type", "302-category"),  # browsers never forget a 301, and what is off comes back
    ("visibility", "both"),
)


def _fill(row: Element, write: Write, site: Site) -> None:
    thing = _in_all_languages(write)
    writers = _writers(row, thing, site) | _optional_writers(row, write, thing, site)
    for name, add_field in writers.items():
        if name in write.fields or (write.action is Action.CREATE and name in _NEEDED):
            add_field()


def _optional_writers(
    row: Element, write: Write, thing: AnyThing, site: Site
) -> dict[str, Callable[[], None]]:
    """How the optional fields are written; a new record is silent of what is unsaid."""
    tags = TAGS.get(write.kind, {})
    return {
        field.name: partial(
            _add_in_its_form, row, tags[field.name], field, getattr(thing, field.name), site
        )
        for field in OPTIONAL[write.kind]
        if field.name in tags
        and (write.action is Action.UPDATE or not is_unsaid(getattr(thing, field.name)))
    }


def _add_in_its_form(row: Element, tag: str, field: Field, value: Any, site: Site) -> None:
    """Write an optional field; what is no longer said is emptied."""
    match field.form:
        case Form.TEXTS if field.name == "slug":
            add_texts(row, tag, [(id_, _slug(text)) for id_, text in _names(value or {}, site)])
        case Form.TEXTS:
            add_texts(row, tag, _prose(value or {}, site))
        case Form.PRICE | Form.COST:
            add(row, tag, _money(value, site) if value else "0")
        case Form.CENTIMETRES:
            length = (value or ZERO) * site.length_units
            add(row, tag, f"{length.quantize(SIX_DECIMALS):f}")
        case _:
            add(row, tag, str(value or USUAL.get(field.name, "")))


def _in_all_languages(write: Write) -> AnyThing:
    """The thing with the texts that it doesn't give as they were: left out, they'd be blanked."""
    if write.before is None:
        return write.thing
    given = {name: getattr(write.thing, name, None) for name in _TEXTS}
    whole = {
        name: {**(getattr(write.before, name) or {}), **texts}
        for name, texts in given.items()
        if isinstance(texts, dict)
    }
    return msgspec.structs.replace(write.thing, **whole)


_TEXTS = tuple(name for name, form in FORM_OF.items() if form is Form.TEXTS)

_NEEDED = frozenset(
    ("name", "is_active", "parent", "option", "options", "price", "tax_rate", "reference")
) | {"categories", "is_for_sale"}
"""Without these a new record would be refused, found by nobody, or could not be bought."""


def _money(money: Money, site: Site) -> str:
    if money.currency != site.currency:
        raise RecordError(
            message(
                "a price in {currency} can't be sent to a shop in {ours}",
                currency=money.currency,
                ours=site.currency,
            ),
            ref="price",
        )
    return f"{money.amount.quantize(SIX_DECIMALS):f}"


def _weight(kilograms: Decimal, site: Site) -> str:
    return f"{(kilograms * site.weight_units).quantize(SIX_DECIMALS):f}"


def _tax_group(rate: Decimal, site: Site) -> str:
    group = site.groups.get(rate)
    if group is None:
        raise RecordError(
            message("the shop has no tax rule of {rate:f} %", rate=rate.normalize()), ref="tax_rate"
        )
    return group


def _names(texts: Texts, site: Site) -> list[tuple[str, str]]:
    """A text for every installed language: an empty name would make orders in it fail."""
    spare = texts.get(site.default_language) or next(filter(None, texts.values()), "")
    return [(id_, texts.get(code) or spare) for id_, code in site.languages.items()]


def _prose(texts: Texts, site: Site) -> list[tuple[str, str]]:
    """A text for every installed language: what a write leaves out is blanked."""
    spare = texts.get(site.default_language, "")
    return [(id_, texts.get(code, spare)) for id_, code in site.languages.items()]


def _slugs(names: Texts, spare: str, site: Site) -> list[tuple[str, str]]:
    return [(id_, _slug(name) or _slug(spare) or "item") for id_, name in _names(names, site)]


def _slug(name: str) -> str:
    """The backend is named because a missing one would be looked for each time."""
    return slugify(name, max_length=SLUG_CHARS_MAX, backend="text-unidecode")


def _writers(row: Element, thing: AnyThing, site: Site) -> dict[str, Callable[[], None]]:
    """How each field of ours is written, in the order in which it is sent."""
    match thing:
        case Brand() | Supplier():
            return {
                "name": lambda: add(row, "name", thing.name),
                "is_active": lambda: add(row, "active", _flag(thing.is_active)),
            }
        case Category():
            return {
                "parent": lambda: add(row, "id_parent", thing.parent or site.home),
                "is_active": lambda: add(row, "active", _flag(thing.is_active)),
                "name": lambda: add_texts(row, "name", _names(thing.name, site)),
                "description": lambda: add_texts(
                    row, "description", _prose(thing.description, site)
                ),
            }
        case Option():
            return {"name": lambda: _name_option(row, thing, site)}
        case OptionValue():
            return {
                "option": lambda: add(row, "id_attribute_group", thing.option),
                "name": lambda: add_texts(row, "name", _names(thing.name, site)),
            }
        case Product():
            return _product_writers(row, thing, site)
        case Variant():
            return _variant_writers(row, thing, site)
        case _:
            raise AssertionError(f"a {type(thing).__name__} isn't written as a record")


def _product_writers(row: Element, thing: Product, site: Site) -> dict[str, Callable[[], None]]:
    return {
        "brand": lambda: add(row, "id_manufacturer", thing.brand or "0"),
        "supplier": lambda: add(row, "id_supplier", thing.supplier or "0"),
        "tax_rate": lambda: add(row, "id_tax_rules_group", _tax_group(thing.tax_rate, site)),
        "reference": lambda: add(row, "reference", thing.reference),
        "weight": lambda: add(row, "weight", _weight(thing.weight, site)),
        "ean": lambda: add(row, "ean13", thing.ean),
        "price": lambda: add(row, "price", _money(thing.price, site)),
        "is_active": lambda: _show(row, thing),
        "is_for_sale": lambda: _sell(row, thing),
        "name": lambda: add_texts(row, "name", _names(thing.name, site)),
        "description": lambda: add_texts(row, "description", _prose(thing.description, site)),
        "summary": lambda: add_texts(row, "description_short", _prose(thing.summary, site)),
        "sale_note": lambda: _add_note(row, thing, site),
        "categories": lambda: _shelve(row, thing, site),
    }


def _variant_writers(row: Element, thing: Variant, site: Site) -> dict[str, Callable[[], None]]:
    return {
        "reference": lambda: add(row, "reference", thing.reference),
        "ean": lambda: add(row, "ean13", thing.ean),
        "surcharge": lambda: add(row, "price", _money(thing.surcharge, site)),
        "weight_surcharge": lambda: add(row, "weight", _weight(thing.weight_surcharge, site)),
        "options": lambda: associate(
            row, "product_option_values", "product_option_value", thing.options
        ),
    }


def _name_option(row: Element, thing: Option, site: Site) -> None:
    names = _names(thing.name, site)
    add_texts(row, "name", names)
    shown = [(id_, name[:PUBLIC_NAME_CHARS_MAX].rstrip()) for id_, name in names]
    add_texts(row, "public_name", shown)


def _shelve(row: Element, thing: Product, site: Site) -> None:
    shelves = thing.categories or (site.home,)
    add(row, "id_category_default", shelves[0])
    associate(row, "categories", "category", shelves)


def _show(row: Element, thing: Product) -> None:
    """A product that is shown must also be finished: the shop hides what is in state 0."""
    if thing.is_active and row.find("state") is None:
        add(row, "state", "1")
    add(row, "active", _flag(thing.is_active))


def _sell(row: Element, thing: Product) -> None:
    """Take the buy button away, or give it back; without its price the shop shows no note either."""
    add(row, "available_for_order", _flag(thing.is_for_sale))
    add(row, "show_price", "1")


def _add_note(row: Element, thing: Product, site: Site) -> None:
    """A note is read in stock; why something can't be bought also out of it."""
    notes = [(id_, note_of(text)) for id_, text in _prose(thing.sale_note, site)]
    add_texts(row, LABELS[0], notes)
    add_texts(row, LABELS[1], [(id_, "" if thing.is_for_sale else note) for id_, note in notes])


def note_of(text: str) -> str:
    """A note as PrestaShop takes it.

    It refuses a whole record for a sign or a character too many; and a product that should be off
    sale must not stay on it for the sake of its note.
    """
    spoken = text.translate(_NOTE_SIGNS)
    if len(spoken) <= NOTE_CHARS_MAX:
        return spoken
    return f"{spoken[: NOTE_CHARS_MAX - 1].rstrip()}…"


def _flag(is_on: bool) -> str:
    return "1" if is_on else "0"
