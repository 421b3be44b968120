"""What keeps a variant off the shop."""

from collections.abc import Iterator

from pos2web.domain.rules.ground import Ground, shared
from pos2web.domain.rules.naming import ean_faults, listed, quoted, reference_faults
from pos2web.domain.rules.products import price_faults, showable_faults
from pos2web.domain.rules.verdict import Verdict
from pos2web.domain.things import Product, Variant
from pos2web.domain.values import Kind

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
            verdict.hold(variant, [f"its product {quoted(variant.product)} is not at the till"])
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


def _option_faults(ground: Ground, verdict: Verdict, variant: Variant) -> Iterator[str]:
    if not variant.options:
        yield "it has no options"
    held, linked = verdict.held[Kind.OPTION_VALUE], ground.linked[Kind.OPTION_VALUE]
    for key in variant.options:
        if key not in ground.option_values:
            yield f"its option value {quoted(key)} is not at the till"
        elif key in held and key not in linked:
            yield f"its option value {quoted(key)} is held"


def _double_faults(variant: Variant, by_options: Doubles, by_reference: Doubles) -> Iterator[str]:
    same_options = by_options.get((variant.product, *variant.options), [])
    same_reference = by_reference.get((variant.reference.strip(),), [])
    if same_options:
        others = listed([key for key in same_options if key != variant.key])
        yield f"its options ({', '.join(variant.options)}) are also those of row {others}"
    if same_reference:
        others = listed([key for key in same_reference if key != variant.key])
        yield f"its reference is also that of row {others}"


def _amount_faults(ground: Ground, product: Product, variant: Variant) -> Iterator[str]:
    faults = list(price_faults(ground, variant.surcharge, "surcharge"))
    yield from faults or _sum_faults(ground, product, variant)
    weight = product.weight + variant.weight_surcharge
    if weight < 0:
        yield f"the weight with its surcharge is negative: {weight} kg"


def _sum_faults(ground: Ground, product: Product, variant: Variant) -> Iterator[str]:
    price = product.price.amount + variant.surcharge.amount
    if price < 0:
        yield f"the price with its surcharge is negative: {price} {product.price.currency}"
    else:
        yield from showable_faults(ground, (product.price, variant.surcharge), product.tax_rate)
