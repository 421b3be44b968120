"""What the merchant decided: who owns which field, what withdrawal means, how much is too much."""

from collections.abc import Collection
from decimal import Decimal

import msgspec

from pos2web.domain.changes import Owner
from pos2web.domain.fields import FIELDS
from pos2web.domain.values import Kind

DEFAULT_OWNERS: dict[Kind, dict[str, Owner]] = {
    kind: {row.name: row.owner for row in rows if row.owner is not None}
    for kind, rows in FIELDS.items()
}
"""Every field that may be planned, and who owns it unless the merchant says otherwise."""


class Breaker(msgspec.Struct, frozen=True, kw_only=True):
    """How much may happen without asking. Shares are of what is already linked, 0 to 1.

    `count_min` writes of a sort never need asking. `adopted_share_min`: a first sync into a shop
    that already holds products asks when fewer than this share of them were recognised.
    """

    create_share_max: float = 0.5
    deactivate_share_max: float = 0.2
    zero_share_max: float = 0.3
    count_min: int = 5
    first_site_products_min: int = 50
    adopted_share_min: float = 0.1


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """One till-to-shop connection's rules. Languages are ISO 639-1 codes.

    `withdrawn` is what becomes of a product that the till no longer sells: deactivate, delete or
    keep. `text_language` is the till's own language, which stands in where a text is missing. The shop
    asks the till's prices times `price_factor`, rounded to a multiple of `price_rounding`; 0: to what
    can be paid.
    """

    prices_include_tax: bool = True
    price_factor: Decimal = Decimal(1)
    price_rounding: Decimal = Decimal(0)
    currency: str = "EUR"
    text_language: str = "fr"
    withdrawn: str = "deactivate"
    manages_stock: bool = True
    owners: dict[Kind, dict[str, Owner]] = msgspec.field(default_factory=lambda: DEFAULT_OWNERS)
    breaker: Breaker = Breaker()

    def owner(self, kind: Kind, field: str) -> Owner:
        """Who owns this field of things of this kind; the shop, of fields that we don't know."""
        return self.owners.get(kind, {}).get(field, DEFAULT_OWNERS[kind].get(field, Owner.SHOP))

    def of_till(self, lacking: Collection[str]) -> "Policy":
        """These rules for a till that knows nothing of these fields of a product: they are filled at
        its creation, and the shop's from then on. Being there is being sold, in any case."""
        owned = {**DEFAULT_OWNERS[Kind.PRODUCT], **self.owners.get(Kind.PRODUCT, {})}
        given_up = {
            field: Owner.CREATION
            for field, owner in owned.items()
            if owner is Owner.TILL and field in lacking and field != "is_active"
        }
        owners = {**self.owners, Kind.PRODUCT: owned | given_up}
        return msgspec.structs.replace(self, owners=owners) if given_up else self
