"""Generated things of every kind, two of a kind sharing a key."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from msgspec import UNSET

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
)
from pos2web.domain.values import Kind, Money

words = st.sampled_from(["", "thé", "café", "mug", "n°5"])
keys = st.sampled_from(["1", "2", "3"])
maybe = st.none() | keys
texts = st.dictionaries(st.sampled_from(["fr", "en"]), words, max_size=2)
numbers = st.sampled_from([Decimal(text) for text in ("0", "0.00", "10", "10.00", "-1", "2.5")])
money = st.builds(Money, numbers, st.sampled_from(["EUR", "CHF"]))
lists = st.lists(keys, unique=True).map(tuple)

THE_KEY: st.SearchStrategy[str] = st.just("7")


def optional(kind: Kind) -> dict[str, st.SearchStrategy[Any]]:
    """The fields of which a till or shop may say nothing."""
    return {
        row.name: texts if row.form is Form.TEXTS else st.sampled_from([UNSET, *row.samples])
        for row in OPTIONAL[kind]
    }


thing_of: dict[Kind, Callable[[], st.SearchStrategy[AnyThing]]] = {
    Kind.BRAND: lambda: st.builds(Brand, key=THE_KEY, name=words, is_active=st.booleans()),
    Kind.SUPPLIER: lambda: st.builds(Supplier, key=THE_KEY, name=words, is_active=st.booleans()),
    Kind.CATEGORY: lambda: st.builds(
        Category,
        key=THE_KEY,
        name=texts,
        parent=maybe,
        description=texts,
        is_active=st.booleans(),
    ),
    Kind.OPTION: lambda: st.builds(Option, key=THE_KEY, name=texts),
    Kind.OPTION_VALUE: lambda: st.builds(OptionValue, key=THE_KEY, option=keys, name=texts),
    Kind.PRODUCT: lambda: st.builds(
        Product,
        key=THE_KEY,
        reference=words,
        name=texts,
        price=money,
        tax_rate=numbers,
        summary=texts,
        description=texts,
        weight=numbers,
        ean=words,
        brand=maybe,
        supplier=maybe,
        categories=lists,
        is_active=st.booleans(),
        is_for_sale=st.booleans(),
        sale_note=texts,
        **optional(Kind.PRODUCT),
    ),
    Kind.VARIANT: lambda: st.builds(
        Variant,
        key=THE_KEY,
        product=keys,
        options=lists,
        surcharge=money,
        reference=words,
        ean=words,
        weight_surcharge=numbers,
        **optional(Kind.VARIANT),
    ),
    Kind.IMAGE: lambda: st.builds(
        Image,
        key=THE_KEY,
        product=keys,
        position=st.integers(1, 4),
        source=words,
        stamp=words,
        fingerprint=words,
        **optional(Kind.IMAGE),
    ),
    Kind.STOCK: lambda: st.builds(
        Stock, key=THE_KEY, product=keys, variant=maybe, quantity=numbers
    ),
}
