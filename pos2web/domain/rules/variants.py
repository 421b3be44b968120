"""What keeps a variant off the shop."""

from collections.abc import Iterator

from pos2web.domain.reasons import Code, Reason, listed
from pos2web.domain.rules.ground import Ground, shared
from pos2web.domain.rules.naming import ean_faults, reference_faults
from pos2web.domain.rules.products import SURCHARGE, money_faults, showable_faults
from pos2web.domain.rules.verdict import Verdict
from pos2web.domain.things import Product, Variant
from pos2web.domain.values import Kind, Money

Doubles = dict[tuple[str, ...], list[str]]
"""What variants share: product and options, or a reference alone."""


def judge_variants(ground: Ground, verdict: Verdict) -> None:
    """Hold what has no product, options of another, or a price below nothing."""
    held = verdict.held[Kind.PRODUCT]
    shown = [each for each in ground.variants.values() if _is_shown(ground, each)]
    by_options: Doubles = shared(((each.product, *each.options), each.key) for each in shown)
    by_reference: Doubles = shared(
        ((each.reference.strip(),), each.key) for each in shown if each.reference.strip()
    )
    for variant in ground.variants.values():
        product = ground.products.get(variant.product)
        if product is None:
            verdict.hold(variant, [Reason(Code.PRODUCT_MISSING, {"product": variant.product})])
        elif product.key in held:
            verdict.hold_silently(Kind.VARIANT, variant.key)
        elif ground.is_shown(product):
            reasons = [*_option_faults(ground, verdict, variant)]
            if variant.key not in ground.linked[Kind.VARIANT]:
                reasons += _double_faults(variant, by_options, by_reference)
            if variant.reference:
                reasons += reference_faults(ground, variant.reference.strip())
            reasons += ean_faults(variant.ean)
            reasons += _amount_faults(ground, product, variant)
            verdict.hold(variant, reasons)


def _is_shown(ground: Ground, variant: Variant) -> bool:
    product = ground.products.get(variant.product)
    return product is not None and ground.is_shown(product)


def _option_faults(ground: Ground, verdict: Verdict, variant: Variant) -> Iterator[Reason]:
    if not variant.options:
        yield Reason(Code.NO_OPTIONS)
    held, linked = verdict.held[Kind.OPTION_VALUE], ground.linked[Kind.OPTION_VALUE]
    for key in variant.options:
        if key not in ground.option_values:
            yield Reason(Code.OPTION_VALUE_MISSING, {"option_value": key})
        elif key in held and key not in linked:
            yield Reason(Code.OPTION_VALUE_HELD, {"option_value": key})


def _double_faults(
    variant: Variant, by_options: Doubles, by_reference: Doubles
) -> Iterator[Reason]:
    same_options = by_options.get((variant.product, *variant.options), [])
    same_reference = by_reference.get((variant.reference.strip(),), [])
    if same_options:
        others = listed("others", [key for key in same_options if key != variant.key])
        yield Reason(Code.OPTIONS_SHARED, {"options": variant.options} | others)
    if same_reference:
        others = listed("others", [key for key in same_reference if key != variant.key])
        yield Reason(Code.REFERENCE_SHARED, others)


def _amount_faults(ground: Ground, product: Product, variant: Variant) -> Iterator[Reason]:
    faults = list(money_faults(ground, variant.surcharge, SURCHARGE))
    yield from faults or _sum_faults(ground, product, variant)
    weight = product.weight + variant.weight_surcharge
    if weight < 0:
        yield Reason(Code.VARIANT_WEIGHT_NEGATIVE, {"weight": str(weight)})


def _sum_faults(ground: Ground, product: Product, variant: Variant) -> Iterator[Reason]:
    price = Money(product.price.amount + variant.surcharge.amount, product.price.currency)
    if price.amount < 0:
        yield Reason(Code.VARIANT_PRICE_NEGATIVE, {"price": price})
    else:
        yield from showable_faults(ground, (product.price, variant.surcharge), product.tax_rate)
