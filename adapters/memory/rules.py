"""What the shop in memory accepts, what it makes of a write, and what could be the same thing."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec

from pos2web.domain.profile import Limits, ShopProfile
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
    kind_of,
)
from pos2web.domain.values import Kind, Money, Ref
from pos2web.messages import message
from pos2web.ports import Write

PROFILE = ShopProfile(
    name="Shop in memory",
    version="1",
    languages=("fr", "en"),
    default_language="fr",
    currency="EUR",
    tax_rates=(Decimal(0), Decimal("2.1"), Decimal("5.5"), Decimal(10), Decimal(20)),
    limits=Limits(name_forbidden="<>;=#{}", reference_forbidden="<>;={}"),
    batch_sizes={kind: 50 for kind in Kind if kind is not Kind.IMAGE},
)

NOT_SHOWN = frozenset({"source", "stamp", "fingerprint"})
"""What a shop doesn't tell of its photos."""


def refusals(write: Write, profile: ShopProfile) -> Iterator[str]:
    """Say everything that the shop has against writing these fields."""
    limits = profile.limits
    for field in sorted(write.fields):
        value = getattr(write.thing, field)
        if field == "name":
            yield from _refused_names(value, limits)
        elif field == "reference":
            yield from _refused_text("reference", value, limits.reference_chars_max)
            yield from _refused_characters("reference", value, limits.reference_forbidden)
        elif field == "price" and value.amount < 0:
            yield message("price {amount} is negative", amount=value.amount)
        elif field == "tax_rate" and profile.tax_rates is not None:
            if value not in profile.tax_rates:
                yield message("no tax of {value} % here", value=value)
        elif (
            field == "quantity" and limits.quantity_is_whole and value != value.to_integral_value()
        ):
            yield message("quantity {value} is not whole", value=value)
    if write.kind is Kind.IMAGE:
        yield from _refused_content(write, limits)


def _refused_names(name: str | dict[str, str], limits: Limits) -> Iterator[str]:
    texts = name.values() if isinstance(name, dict) else [name]
    if not any(texts):
        yield "name is empty"
    for text in texts:
        yield from _refused_text("name", text, limits.name_chars_max)
        yield from _refused_characters("name", text, limits.name_forbidden)


def _refused_text(field: str, text: str, chars_max: int) -> Iterator[str]:
    if len(text) > chars_max:
        yield message(
            "{field} has {count} characters, more than {chars_max}",
            field=field,
            count=len(text),
            chars_max=chars_max,
        )


def _refused_characters(field: str, text: str, forbidden: str) -> Iterator[str]:
    if found := sorted(set(text) & set(forbidden)):
        yield message(
            "{field} «{text}» holds {found}", field=field, text=text, found=" ".join(found)
        )


def _refused_content(write: Write, limits: Limits) -> Iterator[str]:
    if "fingerprint" in write.fields and write.content is None:
        yield "no photo was sent"
    if write.content is not None and len(write.content) > limits.image_bytes_max:
        yield message(
            "photo has {count} bytes, more than {image_bytes_max}",
            count=len(write.content),
            image_bytes_max=limits.image_bytes_max,
        )


def as_new(write: Write, profile: ShopProfile) -> AnyThing:
    """The record that a create makes, still without a key."""
    names = write.thing.__struct_fields__
    blank = {name: "" for name in ("key", *NOT_SHOWN) if name in names}
    kept = {name: _as_kept(getattr(write.thing, name), {}, profile) for name in names}
    return msgspec.structs.replace(write.thing, **kept | blank)


def written(write: Write, held: AnyThing, profile: ShopProfile) -> AnyThing:
    """The record that the shop holds after this write: only `fields` are other than in `held`."""
    kept = {
        name: _as_kept(getattr(write.thing, name), getattr(held, name), profile)
        for name in write.fields - NOT_SHOWN
    }
    return msgspec.structs.replace(held, **kept)


def is_part(thing: AnyThing, whole: Ref) -> bool:
    """Whether a thing goes when `whole` is deleted."""
    match thing:
        case Variant() | Image() | Stock():
            return whole == Ref(Kind.PRODUCT, thing.product) or (
                isinstance(thing, Stock) and whole == Ref(Kind.VARIANT, thing.variant or "")
            )
        case Category():
            return whole == Ref(Kind.CATEGORY, thing.parent or "")
        case OptionValue():
            return whole == Ref(Kind.OPTION, thing.option)
        case _:
            return False


def _as_kept(value: Any, held: Any, profile: ShopProfile) -> Any:
    if isinstance(value, dict):
        known = {
            language: text for language, text in value.items() if language in profile.languages
        }
        return {**(held or {}), **known}
    if isinstance(value, Money):
        return Money(_rounded(value.amount, profile.limits.price_decimals), value.currency)
    return value


def _rounded(amount: Decimal, decimals: int) -> Decimal:
    exponent = amount.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > decimals:
        return round(amount, decimals)
    return amount


def marks(thing: AnyThing) -> frozenset[tuple[str, ...]]:
    """All by which a thing may be known again: what shares one of these could be the same."""
    kind = kind_of(thing).value
    known: list[tuple[str, ...]]
    match thing:
        case Product():
            known = [("name", *text) for text in thing.name.items()]
            known += [("reference", thing.reference), ("ean", thing.ean)]
        case Category() | Option() | OptionValue():
            known = [("name", *text) for text in thing.name.items()]
        case Brand() | Supplier():
            known = [("name", thing.name)]
        case Variant() | Image() | Stock():
            known = [("product", thing.product)]
    return frozenset((kind, *mark) for mark in known if mark[-1])
