"""What keeps a product off the shop."""

from collections.abc import Iterator
from decimal import Decimal

from pos2web.domain.pricing import DECIMALS, cent, gross, net, shows_every_cent
from pos2web.domain.rules.ground import Ground, shared
from pos2web.domain.rules.naming import (
    any_text,
    ean_faults,
    listed,
    name_faults,
    quoted,
    reference_faults,
)
from pos2web.domain.rules.verdict import Verdict
from pos2web.domain.things import ZERO, Product
from pos2web.domain.values import Kind, Money

AMOUNT_MAX = Decimal(10) ** 9
"""Nothing in a shop costs a thousand millions; such a price is a slip at the till."""


def judge_products(ground: Ground, verdict: Verdict) -> None:
    """Hold what has no reference, an impossible price, nowhere to stand, and the like."""
    linked = ground.linked[Kind.PRODUCT]
    doubles = shared(
        (product.reference.strip(), key)
        for key, product in ground.products.items()
        if product.is_active or key in linked
    )
    rates = ground.profile.tax_rates
    known_rates = None if rates is None else frozenset(rates)
    for product in ground.products.values():
        if not ground.is_shown(product):
            continue
        reasons = list(name_faults(ground, product.name))
        reasons += _reference_faults(ground, product, doubles)
        reasons += _price_faults(ground, product)
        reasons += _tax_faults(product.tax_rate, known_rates)
        reasons += ean_faults(product.ean)
        if product.weight < 0:
            reasons.append(f"the weight is negative: {product.weight} kg")
        reasons += _category_faults(ground, verdict, product)
        verdict.hold(product, reasons)


def price_faults(ground: Ground, price: Money, what: str) -> Iterator[str]:
    """What is wrong with an amount of money, be it a price or a surcharge."""
    currency = ground.profile.currency
    if price.currency != currency:
        yield f"the {what} is in {price.currency}, the shop sells in {currency}"
    if not price.amount.is_finite() or abs(price.amount) >= AMOUNT_MAX:
        yield f"the {what} can't be right: {price.amount} {price.currency}"
        return
    smallest = cent(price.currency)
    if ground.policy.prices_include_tax and price.amount.quantize(smallest) != price.amount:
        decimals = DECIMALS.get(price.currency, 2)
        yield (f"the {what} has more than {decimals} decimals: {price.amount:f} {price.currency}")


def showable_faults(ground: Ground, parts: tuple[Money, ...], rate: Decimal) -> Iterator[str]:
    """Whether the shop would show this price with tax, in these parts, a cent off."""
    decimals = ground.profile.limits.price_decimals
    currency = parts[0].currency
    if not ground.policy.prices_include_tax or shows_every_cent(currency, decimals):
        return
    wanted = sum((part.amount for part in parts), ZERO)
    without = sum((net(part, rate, decimals).amount for part in parts), ZERO)
    shown = gross(Money(without, currency), rate).amount
    if shown != wanted:
        yield f"the shop would show {shown} {currency} instead of {wanted} {currency}"


def _price_faults(ground: Ground, product: Product) -> Iterator[str]:
    faults = list(price_faults(ground, product.price, "price"))
    yield from faults
    if faults:
        return
    if product.price.amount < 0:
        yield f"the price is negative: {product.price.amount} {product.price.currency}"
    elif product.tax_rate >= 0:
        yield from showable_faults(ground, (product.price,), product.tax_rate)


def _reference_faults(
    ground: Ground, product: Product, doubles: dict[str, list[str]]
) -> Iterator[str]:
    reference = product.reference.strip()
    if not reference:
        yield "it has no reference"
        return
    yield from reference_faults(ground, reference)
    if reference in doubles and product.key not in ground.linked[Kind.PRODUCT]:
        others = [key for key in doubles[reference] if key != product.key]
        yield f"its reference is also that of row {listed(others)}"


def _tax_faults(rate: Decimal, known: frozenset[Decimal] | None) -> Iterator[str]:
    if rate < 0:
        yield f"the tax rate is negative: {rate} %"
    elif known is not None and rate not in known:
        choice = listed([f"{each:f}" for each in sorted(known)]) if known else "none"
        yield f"the shop has no tax of {rate:f} %, only {choice}"


def _category_faults(ground: Ground, verdict: Verdict, product: Product) -> Iterator[str]:
    """One category that goes on is enough; a product without any may go on."""
    linked, held = ground.linked[Kind.CATEGORY], verdict.held[Kind.CATEGORY]
    missing = [key for key in product.categories if key not in ground.categories]
    kept_off = [
        any_text(ground.categories[key].name) or key
        for key in product.categories
        if key in ground.categories and key in held and key not in linked
    ]
    if not product.categories or len(missing) + len(kept_off) < len(product.categories):
        return
    if kept_off:
        yield f"its category {listed([quoted(name) for name in kept_off])} is held"
    if missing:
        yield f"its category {listed([quoted(key) for key in missing])} is not at the till"
