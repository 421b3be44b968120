"""What a shop is like and what it accepts: facts of its day that planning must respect."""

from collections.abc import Mapping
from decimal import Decimal

import msgspec

from pos2web.domain.policy import Policy
from pos2web.domain.things import AnyThing
from pos2web.domain.values import Kind


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What a shop accepts, in characters, bytes and pixels; an empty text forbids nothing."""

    name_chars_max: int = 128
    reference_chars_max: int = 64
    name_forbidden: str = ""
    reference_forbidden: str = ""
    image_bytes_max: int = 2_000_000
    image_side_max: int = 4_000
    image_formats: tuple[str, ...] = ("jpeg", "png", "gif", "webp")
    quantity_is_whole: bool = True
    price_decimals: int = 6
    weight_decimals: int = 6
    length_decimals: int = 6


class ShopProfile(msgspec.Struct, frozen=True, kw_only=True):
    """What a shop is like today. `default_language` is one of `languages` (ISO 639-1).

    `tax_rates` are the percentages that it can apply, None when it takes any. `batch_sizes` says
    how many writes of a kind go well together (1 where it says nothing); `workers` is how many
    batches may be under way at once. `lacks` are optional fields that it has no place for.
    """

    name: str
    version: str
    languages: tuple[str, ...]
    default_language: str
    currency: str
    tax_rates: tuple[Decimal, ...] | None = None
    limits: Limits = Limits()
    batch_sizes: dict[Kind, int] = {}
    workers: int = 4
    lacks: dict[Kind, frozenset[str]] = {}


def profile_of(things: Mapping[Kind, Mapping[str, AnyThing]], policy: Policy) -> ShopProfile:
    """What a shop is like, as far as its things show it, where it can't be asked."""
    texts = [getattr(thing, "name", None) for known in things.values() for thing in known.values()]
    languages = sorted({code for names in texts if isinstance(names, dict) for code in names})
    known = tuple(languages) or (policy.text_language,)
    default = policy.text_language if policy.text_language in known else known[0]
    return ShopProfile(
        name="", version="", languages=known, default_language=default, currency=policy.currency
    )
