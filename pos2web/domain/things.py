"""What is sold and what it hangs on, as one system shows it.

The same records describe the till's side and the shop's. `key` is the system's own
identifier (till row key, shop id), and references to other things are keys of the same
system. Every field beside `key` has an owner and may be a planned change.
"""

from decimal import Decimal

import msgspec
from msgspec import UNSET, UnsetType

from pos2web.domain.values import Kind, Money, Texts

ZERO = Decimal(0)


class Thing(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Anything that a till or a shop holds one of, by key."""

    key: str


class Brand(Thing, frozen=True, kw_only=True, tag="brand"):
    """The maker of products."""

    name: str
    is_active: bool = True


class Supplier(Thing, frozen=True, kw_only=True, tag="supplier"):
    """Who delivers products to the merchant."""

    name: str
    is_active: bool = True


class Category(Thing, frozen=True, kw_only=True, tag="category"):
    """A shelf; `parent` is None right under the root."""

    name: Texts
    parent: str | None = None
    description: Texts = {}
    is_active: bool = True


class Option(Thing, frozen=True, kw_only=True, tag="option"):
    """What variants differ in: size, colour. A till's key is the option's name."""

    name: Texts


class OptionValue(Thing, frozen=True, kw_only=True, tag="option_value"):
    """One choice of an option: M, red. A till's key is `Option=Value`."""

    option: str
    name: Texts


class Product(Thing, frozen=True, kw_only=True, tag="product"):
    """What is sold. The first of `categories` is its main one.

    `price` is as its side shows it: a till's with or without tax by the connection's
    setting, a shop's without. `tax_rate` is in percent, `weight` in kilograms. What is shown but
    not `is_for_sale` can't be bought; `sale_note` is what customers read about its availability.
    Tills say nothing of these two.

    Of what comes after them a till or a shop may say nothing: it is unset.
    """

    reference: str
    name: Texts
    price: Money
    tax_rate: Decimal
    summary: Texts = {}
    description: Texts = {}
    weight: Decimal = ZERO
    ean: str = ""
    brand: str | None = None
    supplier: str | None = None
    categories: tuple[str, ...] = ()
    is_active: bool = True
    is_for_sale: bool = True
    sale_note: Texts = {}
    mpn: str | UnsetType = UNSET
    upc: str | UnsetType = UNSET
    isbn: str | UnsetType = UNSET
    seo_title: Texts | UnsetType = UNSET
    seo_description: Texts | UnsetType = UNSET
    slug: Texts | UnsetType = UNSET
    minimum_quantity: int | UnsetType = UNSET
    wholesale_price: Money | UnsetType = UNSET
    unit_price: Money | UnsetType = UNSET
    unit: str | UnsetType = UNSET
    ecotax: Money | UnsetType = UNSET
    width: Decimal | UnsetType = UNSET
    height: Decimal | UnsetType = UNSET
    depth: Decimal | UnsetType = UNSET
    condition: str | UnsetType = UNSET


class Variant(Thing, frozen=True, kw_only=True, tag="variant"):
    """One version of a product. `options` are option value keys, sorted.

    `surcharge` and `weight_surcharge` are added to the product's price (with or without
    tax as that is) and weight; both may be negative.
    """

    product: str
    options: tuple[str, ...]
    surcharge: Money
    reference: str = ""
    ean: str = ""
    weight_surcharge: Decimal = ZERO


class Image(Thing, frozen=True, kw_only=True, tag="image"):
    """One photo of a product; the lowest `position` (from 1) is its cover.

    `source` is where the till has it and `stamp` changes whenever its content may have;
    `fingerprint` is the content's SHA-256, empty where nobody has read it. Shop images
    have a fingerprint only when we sent or recognised them.
    """

    product: str
    position: int = 1
    source: str = ""
    stamp: str = ""
    fingerprint: str = ""


class Stock(Thing, frozen=True, kw_only=True, tag="stock"):
    """What is available of a product, or of one variant where it has any.

    The key is `product` or `product/variant` with the keys of its own side.
    """

    product: str
    variant: str | None = None
    quantity: Decimal


AnyThing = Brand | Supplier | Category | Option | OptionValue | Product | Variant | Image | Stock

TYPE_OF: dict[Kind, type[AnyThing]] = {
    Kind.BRAND: Brand,
    Kind.SUPPLIER: Supplier,
    Kind.CATEGORY: Category,
    Kind.OPTION: Option,
    Kind.OPTION_VALUE: OptionValue,
    Kind.PRODUCT: Product,
    Kind.VARIANT: Variant,
    Kind.IMAGE: Image,
    Kind.STOCK: Stock,
}
KIND_OF: dict[type[AnyThing], Kind] = {record: kind for kind, record in TYPE_OF.items()}


def kind_of(thing: AnyThing) -> Kind:
    """What kind of thing this record describes."""
    return KIND_OF[type(thing)]


def stock_key(product: str, variant: str | None) -> str:
    """The key of the stock of a product, or of one of its variants."""
    return product if variant is None else f"{product}/{variant}"
