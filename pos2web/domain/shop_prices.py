"""What one shop asks for what costs so much at the till: by its factor, and rounded as the merchant says."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import cast

import msgspec

from pos2web.domain.fields import FIELDS, Form
from pos2web.domain.policy import Policy
from pos2web.domain.pricing import cent
from pos2web.domain.rules.ground import Side
from pos2web.domain.rules.products import AMOUNT_MAX
from pos2web.domain.things import Product, Variant
from pos2web.domain.values import Kind, Money

PRICES = tuple(row.name for row in FIELDS[Kind.PRODUCT] if row.form is Form.PRICE)
"""What of a product is a price that customers pay."""


def has_price_rule(policy: Policy) -> bool:
    """Whether a shop asks for anything else than the till's prices."""
    return policy.price_factor != 1 or policy.price_rounding > 0


def shop_price(price: Money, policy: Policy) -> Money:
    """A till's price as the shop asks it, with tax where the till's are; half a step goes away from zero.

    What can't be a price stays as it is, for the rules to hold it.
    """
    if not has_price_rule(policy) or not _is_possible(price):
        return price
    step = policy.price_rounding
    if step == 0 and policy.prices_include_tax:
        step = cent(price.currency)
    return Money(_to_step(price.amount * policy.price_factor, step), price.currency)


def shop_surcharge(surcharge: Money, price: Money, policy: Policy) -> Money:
    """A till's surcharge as the shop asks it: with the price it comes to what the shop asks for the
    till's sum of both, so that a variant's price is rounded like any other."""
    is_possible = _is_possible(surcharge) and _is_possible(price)
    if not is_possible or surcharge.currency != price.currency:
        return surcharge
    total = shop_price(Money(price.amount + surcharge.amount, price.currency), policy)
    return Money(total.amount - shop_price(price, policy).amount, price.currency)


def priced(till: Side, policy: Policy) -> Side:
    """The till's things with the prices that a shop asks."""
    if not has_price_rule(policy):
        return till
    products = cast("Mapping[str, Product]", till.get(Kind.PRODUCT, {}))
    variants = cast("Mapping[str, Variant]", till.get(Kind.VARIANT, {}))
    return {
        **till,
        Kind.PRODUCT: {key: _priced_product(product, policy) for key, product in products.items()},
        Kind.VARIANT: {
            key: _priced_variant(variant, products.get(variant.product), policy)
            for key, variant in variants.items()
        },
    }


def _priced_product(product: Product, policy: Policy) -> Product:
    prices = {name: getattr(product, name) for name in PRICES if getattr(product, name)}
    asked = {name: shop_price(price, policy) for name, price in prices.items()}
    return msgspec.structs.replace(product, **asked)


def _priced_variant(variant: Variant, product: Product | None, policy: Policy) -> Variant:
    if product is None:
        return variant
    surcharge = shop_surcharge(variant.surcharge, product.price, policy)
    return msgspec.structs.replace(variant, surcharge=surcharge)


def _is_possible(money: Money) -> bool:
    return money.amount.is_finite() and abs(money.amount) < AMOUNT_MAX


def _to_step(amount: Decimal, step: Decimal) -> Decimal:
    if step == 0:
        return amount
    return (amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step
