"""What keeps a product off the shop."""

from collections.abc import Iterator
from decimal import Decimal

from pos2web.domain.pricing import DECIMALS, cent, gross, net, shows_every_cent
from pos2web.domain.reasons import Code, Reason, Words, listed
from pos2web.domain.rules.ground import Ground, shared
from pos2web.domain.rules.naming import ean_faults, name_faults, reference_faults
from pos2web.domain.rules.verdict import Verdict
from pos2web.domain.things import ZERO, Product
from pos2web.domain.values import Kind, Money

AMOUNT_MAX = Decimal(10) ** 9
"""Nothing in a shop costs a thousand millions; such a price is a slip at the till."""

PRICE = (Code.PRICE_CURRENCY, Code.PRICE_IMPOSSIBLE, Code.PRICE_TOO_FINE)
SURCHARGE = (Code.SURCHARGE_CURRENCY, Code.SURCHARGE_IMPOSSIBLE, Code.SURCHARGE_TOO_FINE)


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
            reasons.append(Reason(Code.WEIGHT_NEGATIVE, {"weight": str(product.weight)}))
        reasons += _category_faults(ground, verdict, product)
        verdict.hold(product, reasons)


def money_faults(ground: Ground, money: Money, codes: tuple[Code, Code, Code]) -> Iterator[Reason]:
    """What is wrong with an amount of money: codes for a `PRICE` or a `SURCHARGE`."""
    other_currency, impossible, too_fine = codes
    currency = ground.profile.currency
    if money.currency != currency:
        yield Reason(other_currency, {"currency": money.currency, "shop_currency": currency})
    if not money.amount.is_finite() or abs(money.amount) >= AMOUNT_MAX:
        yield Reason(impossible, {"amount": money})
        return
    smallest = cent(money.currency)
    if ground.policy.prices_include_tax and money.amount.quantize(smallest) != money.amount:
        limit = DECIMALS.get(money.currency, 2)
        yield Reason(too_fine, {"amount": money, "limit": limit})


def showable_faults(ground: Ground, parts: tuple[Money, ...], rate: Decimal) -> Iterator[Reason]:
    """Whether the shop would show this price with tax, in these parts, a cent off."""
    decimals = ground.profile.limits.price_decimals
    currency = parts[0].currency
    if not ground.policy.prices_include_tax or shows_every_cent(currency, decimals):
        return
    wanted = sum((part.amount for part in parts), ZERO)
    without = sum((net(part, rate, decimals).amount for part in parts), ZERO)
    shown = gross(Money(without, currency), rate)
    if shown.amount != wanted:
        words = {"shown": shown, "wanted": Money(wanted, currency)}
        yield Reason(Code.PRICE_NOT_SHOWABLE, words)


def _price_faults(ground: Ground, product: Product) -> Iterator[Reason]:
    faults = list(money_faults(ground, product.price, PRICE))
    yield from faults
    if faults:
        return
    if product.price.amount < 0:
        yield Reason(Code.PRICE_NEGATIVE, {"price": product.price})
    elif product.tax_rate >= 0:
        yield from showable_faults(ground, (product.price,), product.tax_rate)


def _reference_faults(
    ground: Ground, product: Product, doubles: dict[str, list[str]]
) -> Iterator[Reason]:
    reference = product.reference.strip()
    if not reference:
        yield Reason(Code.NO_REFERENCE)
        return
    yield from reference_faults(ground, reference)
    if reference in doubles and product.key not in ground.linked[Kind.PRODUCT]:
        others = [key for key in doubles[reference] if key != product.key]
        yield Reason(Code.REFERENCE_SHARED, listed("others", others))


def _tax_faults(rate: Decimal, known: frozenset[Decimal] | None) -> Iterator[Reason]:
    if rate < 0:
        yield Reason(Code.TAX_RATE_NEGATIVE, {"tax_rate": str(rate)})
    elif known is not None and rate not in known:
        words: Words = {"tax_rate": f"{rate:f}"}
        if known:
            rates = listed("tax_rates", [f"{each:f}" for each in sorted(known)])
            yield Reason(Code.TAX_RATE_UNKNOWN, words | rates)
        else:
            yield Reason(Code.NO_TAX_RATES, words)


def _category_faults(ground: Ground, verdict: Verdict, product: Product) -> Iterator[Reason]:
    """One category that goes on is enough; a product without any may go on."""
    linked, held = ground.linked[Kind.CATEGORY], verdict.held[Kind.CATEGORY]
    missing = [key for key in product.categories if key not in ground.categories]
    kept_off = [
        key
        for key in product.categories
        if key in ground.categories and key in held and key not in linked
    ]
    if not product.categories or len(missing) + len(kept_off) < len(product.categories):
        return
    if kept_off:
        yield Reason(Code.CATEGORY_HELD, listed("categories", kept_off))
    if missing:
        yield Reason(Code.CATEGORY_MISSING, listed("categories", missing))
