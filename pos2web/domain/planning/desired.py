"""A thing of the till as the shop should show it, in the till's terms.

What the till doesn't say is not ours to erase: where it has no text, barcode, weight, brand,
supplier or category, a thing that was on the site before us keeps its own until the first time
that we write that field.
"""

from decimal import Decimal
from typing import Any, TypeVar, assert_never

import msgspec

from pos2web.domain.fields import OPTIONAL, Field, Form, is_unsaid
from pos2web.domain.planning.showing import as_pinned
from pos2web.domain.planning.situation import FOREIGN, USUAL, LastWritten, Situation
from pos2web.domain.pricing import net, rounded
from pos2web.domain.selling import Offer
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
from pos2web.domain.values import Kind, Money, Texts

T = TypeVar("T")


def desired(situation: Situation, thing: AnyThing, past: LastWritten | None) -> AnyThing:
    """The thing as it should be on the shop; `past` is None when it isn't there yet."""
    return as_pinned(situation, _unpinned(situation, thing, past))


def _unpinned(situation: Situation, thing: AnyThing, past: LastWritten | None) -> AnyThing:
    match thing:
        case Variant():
            return _variant(situation, thing, past)
        case Product():
            return _product(situation, thing, past)
        case Category():
            return _category(situation, thing, past)
        case Option() | OptionValue():
            name = _texts(situation, thing.name, "name", past)
            return msgspec.structs.replace(thing, name=name)
        case Brand() | Supplier():
            return msgspec.structs.replace(thing, is_active=_is_active(thing, past))
        case Image() | Stock():
            return _part(situation, thing)
        case _:
            assert_never(thing)


def _part(situation: Situation, part: Image | Stock) -> Image | Stock:
    if isinstance(part, Image):
        return msgspec.structs.replace(part, source="", stamp="")
    product = situation.ground.products[part.product]
    return msgspec.structs.replace(part, quantity=situation.offers.stock(product, part).sent)


def _category(situation: Situation, category: Category, past: LastWritten | None) -> Category:
    parent = category.parent
    if parent is not None and parent not in situation.present[Kind.CATEGORY]:
        parent = getattr(past.known, "parent", None) if past else None
    return Category(
        key=category.key,
        name=_texts(situation, category.name, "name", past),
        parent=parent,
        description=_texts(situation, category.description, "description", past),
        is_active=_is_active(category, past),
    )


def _product(situation: Situation, product: Product, past: LastWritten | None) -> Product:
    limits = situation.profile.limits
    offer = situation.offer(product)
    brand = _if_present(situation, Kind.BRAND, product.brand)
    supplier = _if_present(situation, Kind.SUPPLIER, product.supplier)
    return Product(
        key=product.key,
        reference=product.reference.strip(),
        name=_texts(situation, product.name, "name", past),
        price=_price(situation, product.price, product.tax_rate),
        tax_rate=product.tax_rate,
        summary=_texts(situation, product.summary, "summary", past),
        description=_texts(situation, product.description, "description", past),
        weight=_said(rounded(product.weight, limits.weight_decimals), "weight", past),
        ean=_said(product.ean, "ean", past),
        brand=_said(brand, "brand", past),
        supplier=_said(supplier, "supplier", past),
        categories=_categories(situation, product, past),
        is_active=_is_active(product, past) and (offer.is_shown or not product.is_active),
        is_for_sale=_is_for_sale(offer, past),
        sale_note=_sale_note(situation, offer, past),
        **_optional(situation, product, product.tax_rate, past),
    )


def offered(situation: Situation, product: Product, past: LastWritten) -> AnyThing:
    """What the shop shows of a product on sale, but offered as it should be."""
    offer = situation.offer(product)
    return msgspec.structs.replace(
        past.known,
        is_active=offer.is_shown,
        is_for_sale=_is_for_sale(offer, past),
        sale_note=_sale_note(situation, offer, past),
    )


def _is_for_sale(offer: Offer, past: LastWritten | None) -> bool:
    """As ruled; where nothing is, as it was on the site before we wrote it."""
    if past is None or offer.has_sale_rule:
        return offer.is_for_sale
    return bool(_left(past, "is_for_sale"))


def _sale_note(situation: Situation, offer: Offer, past: LastWritten | None) -> Texts:
    """The rule's message while it keeps the product from being bought; the site's own else."""
    if offer.message:
        return situation.ground.languages.spoken(offer.message)
    if past is None:
        return {}
    note: Texts = _left(past, "sale_note")
    if not past.has_ours("sale_note"):
        return note
    return {language: note.get(language, "") for language in situation.ground.languages.shown}


def _left(past: LastWritten, field: str) -> Any:
    """What the site shows; where that is ours and no longer wanted, what it showed before.

    What we made ourselves showed nothing before.
    """
    if past.has_ours(field):
        return past.found.get(field, USUAL[field])
    return getattr(past.known, field)


def _variant(situation: Situation, variant: Variant, past: LastWritten | None) -> Variant:
    product = situation.ground.products[variant.product]
    decimals = situation.profile.limits.weight_decimals
    return Variant(
        key=variant.key,
        product=variant.product,
        options=tuple(sorted(variant.options)),
        surcharge=_price(situation, variant.surcharge, product.tax_rate),
        reference=_said(variant.reference.strip(), "reference", past),
        ean=_said(variant.ean, "ean", past),
        weight_surcharge=rounded(variant.weight_surcharge, decimals),
    )


def _optional(
    situation: Situation, thing: AnyThing, rate: Decimal, past: LastWritten | None
) -> dict[str, Any]:
    """The fields of which a till may say nothing: then the site keeps its own."""
    found: dict[str, Any] = {}
    for row in OPTIONAL[kind_of(thing)]:
        value = getattr(thing, row.name)
        if not is_unsaid(value):
            found[row.name] = _as_shops_hold(situation, row, value, rate, past)
        elif past is not None:
            found[row.name] = getattr(past.known, row.name)
    return found


def _as_shops_hold(
    situation: Situation, row: Field, value: Any, rate: Decimal, past: LastWritten | None
) -> Any:
    """A till's value in the form in which shops hold it."""
    limits = situation.profile.limits
    match row.form:
        case Form.TEXTS:
            return _texts(situation, value, row.name, past)
        case Form.TEXT:
            return value.strip()
        case Form.PRICE:
            return _price(situation, value, rate)
        case Form.COST:
            return Money(rounded(value.amount, limits.price_decimals), value.currency)
        case Form.CENTIMETRES:
            return rounded(value, limits.length_decimals)
        case _:
            return value


def _price(situation: Situation, price: Money, rate: Decimal) -> Money:
    decimals = situation.profile.limits.price_decimals
    if situation.policy.prices_include_tax:
        return net(price, rate, decimals)
    return Money(rounded(price.amount, decimals), price.currency)


def _if_present(situation: Situation, kind: Kind, key: str | None) -> str | None:
    """A brand or supplier that is held or unknown keeps no product off: it goes without."""
    return key if key in situation.present[kind] else None


def _is_active(thing: Brand | Supplier | Category | Product, past: LastWritten | None) -> bool:
    """What is withdrawn but kept on the site stays as it is there."""
    if thing.is_active or past is None:
        return thing.is_active
    return bool(getattr(past.known, "is_active", False))


def _categories(
    situation: Situation, product: Product, past: LastWritten | None
) -> tuple[str, ...]:
    """The till's, those that are on the shop, and after them where the shop put it itself."""
    present = situation.present[Kind.CATEGORY]
    ours = tuple(dict.fromkeys(key for key in product.categories if key in present))
    known = past.known if past else None
    if past is None or not isinstance(known, Product):
        return ours
    if not ours and "categories" not in past.sent:
        return known.categories
    return ours + tuple(key for key in known.categories if key.startswith(FOREIGN))


def _said(value: T, field: str, past: LastWritten | None) -> T:
    """The till's value, or what the site has when the till says nothing and never did."""
    if value or past is None or field in past.sent:
        return value
    known: T = getattr(past.known, field)
    return known


def _texts(situation: Situation, ours: Texts, field: str, past: LastWritten | None) -> Texts:
    """The till's texts; where it has none, the site's own if they are not from us, or another."""
    languages = situation.ground.languages
    spoken = languages.spoken(ours)
    if past is None:
        return spoken
    for language in languages.shown:
        if not ours.get(language):
            kept = _kept(past, field, language, languages.source(ours))
            spoken[language] = kept or spoken[language]
    return spoken


def _kept(past: LastWritten, field: str, language: str, source: str | None) -> str:
    """The site's own text: there before we wrote any, or sent along as it was when we did.

    One that was sent as a stand-in is not the site's: then it is like that of `source`.
    """
    sent = past.sent.get(field)
    if sent is None:
        texts: Texts = getattr(past.known, field) or {}
        return texts.get(language, "")
    if source is None or sent.get(language) == sent.get(source):
        return ""
    return str(sent.get(language, ""))
