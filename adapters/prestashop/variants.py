"""Products that get variants: told so before, and given one that is shown first."""

from collections.abc import Sequence

from pos2web.adapters.prestashop.asking import Asked, asked
from pos2web.adapters.prestashop.client import Answer, Resource
from pos2web.adapters.prestashop.records import PRODUCT_TYPE
from pos2web.adapters.prestashop.xml import record, text
from pos2web.domain.things import Variant
from pos2web.messages import message
from pos2web.ports import Done, Outcome, Untried, Write

WITH_VARIANTS = "combinations"
"""The type of a product that has variants."""

_NONE = ("", "0")
_TYPES = Resource("products", "product", ("id", "product_type", "id_default_combination"))


def announce(shop: Asked, writes: Sequence[Write]) -> frozenset[str] | Untried:
    """Tell the shop that these products have variants: its back office asks for it.

    The answer names the writes whose variants are to be the ones shown first: of every product
    that had none yet the first. A second such variant the shop would refuse with an empty 500.
    """
    products = sorted({write.thing.product for write in writes if isinstance(write.thing, Variant)})
    leaderless: set[str] = set()
    reply = asked(lambda: _tell(shop, products, leaderless))
    if not isinstance(reply, Answer) or not reply.is_believable:
        reason = reply.words if isinstance(reply, Answer) else reply.reason
        return Untried(
            reason=message("the products could not be prepared: {reason}", reason=reason)
        )
    first: dict[str, str] = {}
    for write in writes:
        first.setdefault(getattr(write.thing, "product", ""), write.id)
    return frozenset(first[product] for product in leaderless)


def remember(shop: Asked, writes: Sequence[Write], outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Ask anew, the next time, about products of which not every variant was made."""
    for write, outcome in zip(writes, outcomes, strict=True):
        if not isinstance(outcome, Done):
            shop.types.pop(getattr(write.thing, "product", ""), None)
    return list(outcomes)


def _tell(shop: Asked, products: Sequence[str], leaderless: set[str]) -> Answer:
    """What is not known of these products is asked first; what could not be told is forgotten.

    Products are claimed by taking them out of what is known, which only one thread can do.
    """
    led = _ask(shop, [key for key in products if key not in shop.types])
    others = [
        key
        for key in products
        if shop.types.get(key, WITH_VARIANTS) != WITH_VARIANTS
        and shop.types.pop(key, WITH_VARIANTS) != WITH_VARIANTS
    ]
    if not others:
        return Answer(200, [], [])
    leaderless |= {*others} - led
    records = [record("product", [("id", key), ("product_type", WITH_VARIANTS)]) for key in others]
    answer = shop.client.write("PATCH", _TYPES, records)
    if answer.is_believable:
        shop.types.update(dict.fromkeys(others, WITH_VARIANTS))
    return answer


def _ask(shop: Asked, products: Sequence[str]) -> set[str]:
    """Learn the types of these products; those that already have a variant shown first."""
    led: set[str] = set()
    for rows in shop.client.find(_TYPES, "id", products):
        for row in rows:
            key, type_ = text(row, "id"), text(row, "product_type")
            if text(row, "id_default_combination") not in _NONE:
                led.add(key)
            elif type_ == WITH_VARIANTS:
                type_ = PRODUCT_TYPE
            shop.types[key] = type_
    return led
