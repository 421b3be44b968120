"""A thing of the shop in the till's terms: references are till keys, foreign ones are marked."""

from typing import Protocol, assert_never

import msgspec

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
)
from pos2web.domain.values import Kind


class TillKeys(Protocol):
    """Knows the till's keys of a shop's things."""

    def till_key(self, kind: Kind, shop_key: str) -> str:
        """The till's key of something on the shop, or its shop key marked as foreign."""
        ...


def in_till_terms(keys: TillKeys, thing: AnyThing, key: str) -> AnyThing:
    """The shop's thing as if it were the till's thing of this key."""
    at_till = keys.till_key
    match thing:
        case Category(parent=str(parent)):
            parent = at_till(Kind.CATEGORY, parent)
            return msgspec.structs.replace(thing, key=key, parent=parent)
        case OptionValue(option=option):
            return msgspec.structs.replace(thing, key=key, option=at_till(Kind.OPTION, option))
        case Product(brand=brand, supplier=supplier, categories=categories):
            return msgspec.structs.replace(
                thing,
                key=key,
                brand=None if brand is None else at_till(Kind.BRAND, brand),
                supplier=None if supplier is None else at_till(Kind.SUPPLIER, supplier),
                categories=tuple([at_till(Kind.CATEGORY, each) for each in categories]),
            )
        case Variant(product=product, options=options):
            return msgspec.structs.replace(
                thing,
                key=key,
                product=at_till(Kind.PRODUCT, product),
                options=tuple(sorted([at_till(Kind.OPTION_VALUE, each) for each in options])),
            )
        case Image(product=product):
            product = at_till(Kind.PRODUCT, product)
            return msgspec.structs.replace(thing, key=key, product=product, source="", stamp="")
        case Category() | Brand() | Supplier() | Option() | Stock():
            return msgspec.structs.replace(thing, key=key)
        case _:
            assert_never(thing)
