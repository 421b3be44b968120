"""What keeps photos and stock off the shop."""

from pos2web.domain.reasons import Code, Reason
from pos2web.domain.rules.ground import Ground
from pos2web.domain.rules.verdict import Verdict
from pos2web.domain.things import Stock
from pos2web.domain.values import Kind


def judge_images(ground: Ground, verdict: Verdict) -> None:
    """A photo must show something; those of a held product are held with it."""
    held = verdict.held[Kind.PRODUCT]
    for image in ground.images.values():
        if image.product not in ground.products:
            verdict.hold(image, [Reason(Code.PRODUCT_MISSING, {"product": image.product})])
        elif image.product in held:
            verdict.hold_silently(Kind.IMAGE, image.key)


def judge_stock(ground: Ground, verdict: Verdict) -> None:
    """Stock must count something.

    That of a held product goes on when the shop sells it already: a wrong name must not let
    anybody order what isn't there.
    """
    products = _kept_off(ground, verdict, Kind.PRODUCT)
    variants = _kept_off(ground, verdict, Kind.VARIANT)
    for stock in ground.stock.values():
        fault = _fault(ground, stock)
        if fault:
            verdict.hold(stock, [fault])
        elif stock.product in products or stock.variant in variants:
            verdict.hold_silently(Kind.STOCK, stock.key)


def _kept_off(ground: Ground, verdict: Verdict, kind: Kind) -> set[str]:
    return verdict.held[kind] - ground.linked[kind]


def _fault(ground: Ground, stock: Stock) -> Reason | None:
    if stock.product not in ground.products:
        return Reason(Code.PRODUCT_MISSING, {"product": stock.product})
    if stock.variant is None:
        return None
    variant = ground.variants.get(stock.variant)
    if variant is None:
        return Reason(Code.VARIANT_MISSING, {"variant": stock.variant})
    if variant.product != stock.product:
        words = {"variant": stock.variant, "product": variant.product}
        return Reason(Code.VARIANT_ELSEWHERE, words)
    return None
