"""Things as PrestaShop shows them, and back: pure, one function a kind."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from pos2web.adapters.prestashop.client import Resource
from pos2web.adapters.prestashop.xml import Element, fields, ids, text
from pos2web.domain.fields import OPTIONAL, Form
from pos2web.domain.things import (
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
    stock_key,
)
from pos2web.domain.values import Kind, Money, Ref, Texts, nfc
from pos2web.errors import RecordError
from pos2web.messages import message

Said = Mapping[str, str]
"""The plain fields of a record, empty where it has none."""

TAGS: dict[Kind, dict[str, str]] = {
    Kind.PRODUCT: {
        "mpn": "mpn",
        "upc": "upc",
        "isbn": "isbn",
        "seo_title": "meta_title",
        "seo_description": "meta_description",
        "slug": "link_rewrite",
        "minimum_quantity": "minimal_quantity",
        "wholesale_price": "wholesale_price",
        "unit_price": "unit_price",
        "unit": "unity",
        "ecotax": "ecotax",
        "width": "width",
        "height": "height",
        "depth": "depth",
        "condition": "condition",
    },
}
"""What the optional fields are called here, by kind: each is read and written by its form."""

USUAL = {"minimum_quantity": "1", "condition": "new"}
"""What stands for nothing in a product's fields that the shop wants filled."""

LACKS: dict[Kind, frozenset[str]] = {
    kind: frozenset(row.name for row in rows) - TAGS.get(kind, {}).keys()
    for kind, rows in OPTIONAL.items()
}
"""The optional fields that the web service has no place for."""

RESOURCES: dict[Kind, Resource] = {
    Kind.BRAND: Resource("manufacturers", "manufacturer", ("id", "name", "active")),
    Kind.SUPPLIER: Resource("suppliers", "supplier", ("id", "name", "active")),
    Kind.CATEGORY: Resource(
        "categories",
        "category",
        ("id", "id_parent", "active", "is_root_category", "name", "description"),
    ),
    Kind.OPTION: Resource("product_options", "product_option", ("id", "name")),
    Kind.OPTION_VALUE: Resource(
        "product_option_values", "product_option_value", ("id", "id_attribute_group", "name")
    ),
    Kind.PRODUCT: Resource(
        "products",
        "product",
        (
            "id",
            "id_manufacturer",
            "id_supplier",
            "id_category_default",
            "id_default_image",
            "id_tax_rules_group",
            "reference",
            "weight",
            "ean13",
            "state",
            "price",
            "active",
            "available_for_order",
            "date_upd",
            "name",
            "description",
            "description_short",
            "available_now",
            *TAGS[Kind.PRODUCT].values(),
        ),
        ("categories", "images"),
    ),
    Kind.VARIANT: Resource(
        "combinations",
        "combination",
        ("id", "id_product", "reference", "ean13", "price", "weight"),
        ("product_option_values",),
    ),
    Kind.STOCK: Resource(
        "stock_availables",
        "stock_available",
        ("id", "id_product", "id_product_attribute", "id_shop", "id_shop_group", "quantity"),
    ),
}
"""Where things live in the web service. Photos have no list: products name theirs."""

PRODUCT_DATES = Resource(
    "products", "product", ("id", "date_upd", "id_default_image"), ("images",), needs_all=False
)
"""The light listing: what there is, when it changed, and its photos where the shop can say so."""


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """What of a shop's set-up its records depend on.

    `languages` gives the ISO 639-1 code of every installed language id, active or not.
    `home` and `root` are the categories that are no shelf of the merchant's. Tax groups without a
    rate here apply none. `weight_units` is how many of the shop's weight units make a kilogram,
    `length_units` how many of its units of length a centimetre.
    """

    languages: dict[str, str]
    default_language: str
    currency: str
    home: str
    root: str
    rates: dict[str, Decimal]
    groups: dict[Decimal, str]
    weight_units: Decimal = Decimal(1)
    length_units: Decimal = Decimal(1)


def thing_of(kind: Kind, row: Element, site: Site) -> AnyThing:
    """The thing that a record shows. Raises RecordError when it can't be understood."""
    bare = _BARE.get(kind)
    return bare(row) if bare else _SITED[kind](row, site)


def is_shelf(row: Element, site: Site) -> bool:
    """Whether a category record is one of the merchant's, and not the root or a Home."""
    return (
        text(row, "id") not in (site.home, site.root)
        and text(row, "is_root_category") != "1"
        and text(row, "id_parent") not in ("", "0")
    )


def images_of(row: Element) -> tuple[Image, ...]:
    """The photos that a product record names, its cover first; their content is unknown."""
    product, cover = text(row, "id"), text(row, "id_default_image")
    keys = sorted(ids(row, "images"), key=lambda key: key != cover)
    return tuple(
        Image(key=key, product=product, position=position)
        for position, key in enumerate(keys, start=1)
    )


def stock_of(row: Element) -> Stock:
    """What a stock row counts. Raises RecordError when it can't be understood."""
    said = fields(row)
    product, variant = said["id_product"], _reference(said["id_product_attribute"])
    key = stock_key(product, variant)
    quantity = _number(said, "quantity", Ref(Kind.STOCK, key))
    return Stock(key=key, product=product, variant=variant, quantity=quantity)


def texts_of(row: Element, tag: str, site: Site) -> Texts:
    """A translated field by language code, without those that say nothing.

    Of several languages of one code, as British and American English, the first counts.
    """
    texts: Texts = {}
    for found in (each for field in row.iterchildren(tag) for each in field.iter("language")):
        code = site.languages.get(found.get("id", ""))
        if code is not None and found.text:
            texts.setdefault(code, nfc(found.text))
    return texts


def _brand(row: Element) -> Brand:
    said = fields(row)
    return Brand(key=said["id"], name=nfc(said["name"]), is_active=_is_on(said["active"]))


def _supplier(row: Element) -> Supplier:
    said = fields(row)
    return Supplier(key=said["id"], name=nfc(said["name"]), is_active=_is_on(said["active"]))


def _category(row: Element, site: Site) -> Category:
    parent = text(row, "id_parent")
    return Category(
        key=text(row, "id"),
        name=texts_of(row, "name", site),
        parent=None if parent in (site.home, site.root) else parent,
        description=texts_of(row, "description", site),
        is_active=_is_on(text(row, "active")),
    )


def _option(row: Element, site: Site) -> Option:
    return Option(key=text(row, "id"), name=texts_of(row, "name", site))


def _option_value(row: Element, site: Site) -> OptionValue:
    return OptionValue(
        key=text(row, "id"),
        option=text(row, "id_attribute_group"),
        name=texts_of(row, "name", site),
    )


def _product(row: Element, site: Site) -> Product:
    said = fields(row)
    ref = Ref(Kind.PRODUCT, said["id"])
    return Product(
        key=ref.key,
        reference=nfc(said["reference"]),
        name=texts_of(row, "name", site),
        price=Money(_number(said, "price", ref), site.currency),
        tax_rate=site.rates.get(said["id_tax_rules_group"], Decimal(0)),
        summary=texts_of(row, "description_short", site),
        description=texts_of(row, "description", site),
        weight=_kilograms(said, ref, site),
        ean=said["ean13"],
        brand=_reference(said["id_manufacturer"]),
        supplier=_reference(said["id_supplier"]),
        categories=_categories(row, said["id_category_default"], site),
        is_active=_is_on(said["active"]) and said["state"] != "0",
        is_for_sale=_is_on(said["available_for_order"]),
        sale_note=texts_of(row, "available_now", site),
        **_optional(ref, row, said, site),
    )


def _optional(ref: Ref, row: Element, said: Said, site: Site) -> dict[str, Any]:
    """The optional fields in which a record shows something."""
    found: dict[str, Any] = {}
    tags = TAGS[ref.kind]
    for field, tag in [(row, tags[row.name]) for row in OPTIONAL[ref.kind] if row.name in tags]:
        if field.form is Form.TEXTS:
            value: Any = texts_of(row, tag, site)
        elif field.form is Form.TEXT:
            value = nfc(said[tag])
        else:
            value = _number(said, tag, ref)
        if value:
            found[field.name] = _in_its_form(field.form, value, site)
    return found


def _in_its_form(form: Form, value: Any, site: Site) -> Any:
    match form:
        case Form.PRICE | Form.COST:
            return Money(value, site.currency)
        case Form.WHOLE:
            return int(value)
        case Form.CENTIMETRES:
            return plain(value / site.length_units)
        case _:
            return value


def _variant(row: Element, site: Site) -> Variant:
    said = fields(row)
    ref = Ref(Kind.VARIANT, said["id"])
    return Variant(
        key=ref.key,
        product=said["id_product"],
        options=tuple(sorted(ids(row, "product_option_values"))),
        surcharge=Money(_number(said, "price", ref), site.currency),
        reference=nfc(said["reference"]),
        ean=said["ean13"],
        weight_surcharge=_kilograms(said, ref, site),
    )


_BARE: dict[Kind, Callable[[Element], AnyThing]] = {
    Kind.BRAND: _brand,
    Kind.SUPPLIER: _supplier,
    Kind.STOCK: stock_of,
}
_SITED: dict[Kind, Callable[[Element, Site], AnyThing]] = {
    Kind.CATEGORY: _category,
    Kind.OPTION: _option,
    Kind.OPTION_VALUE: _option_value,
    Kind.PRODUCT: _product,
    Kind.VARIANT: _variant,
}


def _categories(row: Element, main: str, site: Site) -> tuple[str, ...]:
    """The merchant's shelves, the main one first, the others by id: the shop keeps no order."""
    shelves = {key for key in ids(row, "categories") if key not in (site.home, site.root)}
    return tuple(sorted(shelves, key=lambda key: (key != main, len(key), key)))


def _kilograms(said: Said, ref: Ref, site: Site) -> Decimal:
    found = _number(said, "weight", ref)
    return found if site.weight_units == 1 else plain(found / site.weight_units)


def _number(said: Said, tag: str, ref: Ref) -> Decimal:
    found = said[tag].strip() or "0"
    try:
        number = Decimal(found)
    except InvalidOperation as error:
        raise RecordError(
            message("{ref} has the {tag} {found!r}", ref=ref, tag=tag, found=found), ref=str(ref)
        ) from error
    if not number.is_finite():
        raise RecordError(
            message("{ref} has the {tag} {found!r}", ref=ref, tag=tag, found=found), ref=str(ref)
        )
    return plain(number)


def plain(number: Decimal) -> Decimal:
    """A number written without zeros at its end or an exponent."""
    short = number.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


def _reference(found: str) -> str | None:
    return None if found in ("", "0") else found


def _is_on(found: str) -> bool:
    return found == "1"
