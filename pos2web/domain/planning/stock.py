"""Stock of everything that is on sale: what is on the site already first of all."""

from collections.abc import Iterator, Mapping
from typing import Any

from pos2web.domain.changes import Action, FieldChange, Owner
from pos2web.domain.plain import canonical, plain
from pos2web.domain.planning.reasons import FieldReason
from pos2web.domain.planning.situation import NO_ECHOES, NOTHING_SENT, Situation, WriteHistory
from pos2web.domain.planning.steps import PlanStep, Stage, reason
from pos2web.domain.things import Stock, stock_key
from pos2web.domain.values import Kind, Ref


def restockings(situation: Situation, told: WriteHistory) -> Iterator[PlanStep]:
    """Steps for the stock of products and variants that are on the shop or will be.

    A shop makes its stock rows itself, so they are only ever updated; `shop_key` is None while
    what is counted has yet to be made. A product with variants has only theirs.
    """
    if situation.policy.owner(Kind.STOCK, "quantity") is not Owner.TILL:
        return
    astray = _astray(situation)
    uncounted = _uncounted(situation, astray)
    held = situation.verdict.held[Kind.STOCK]
    with_variants = {variant.product for variant in situation.ground.variants.values()}
    for key, stock in situation.ground.stock.items():
        if key in held or stock.product not in situation.sold:
            continue
        if stock.variant is None and stock.product in with_variants:
            continue
        if stock.variant not in uncounted:
            there = _there(situation, stock, astray)
            yield from _restocked(situation, stock, there, told)


def _astray(situation: Situation) -> set[str]:
    """The variants that the shop has under another product, so that they must be made anew."""
    products, site = situation.shop_keys[Kind.PRODUCT], situation.site[Kind.VARIANT]
    variants = situation.ground.variants
    return {
        key
        for key, shop_key in situation.shop_keys[Kind.VARIANT].items()
        if getattr(site[shop_key], "product", None) != products.get(variants[key].product)
    }


def _uncounted(situation: Situation, astray: set[str]) -> set[str]:
    """The variants that are not on the shop and will not be, at least not where they belong."""
    held, variants = situation.verdict.held[Kind.VARIANT], situation.ground.variants
    left = {key for key in astray if key in held or variants[key].product not in situation.carried}
    return left | (variants.keys() - situation.present[Kind.VARIANT])


def _there(situation: Situation, stock: Stock, astray: set[str]) -> Ref | None:
    """The shop's row; None until both product and variant are there."""
    product = situation.shop_keys[Kind.PRODUCT].get(stock.product)
    if product is None or stock.variant is None:
        return None if product is None else Ref(Kind.STOCK, product)
    variant = situation.shop_keys[Kind.VARIANT].get(stock.variant)
    if variant is None or stock.variant in astray:
        return None
    return Ref(Kind.STOCK, stock_key(product, variant))


def _restocked(
    situation: Situation, stock: Stock, there: Ref | None, told: WriteHistory
) -> Iterator[PlanStep]:
    total = situation.offers.stock(situation.ground.products[stock.product], stock)
    want = total.sent
    known = situation.site[Kind.STOCK].get(there.key) if there else None
    have = known.quantity if isinstance(known, Stock) else None
    if have == want:
        return
    sent: Mapping[str, Any] = told.sent.get(there, NOTHING_SENT) if there else NOTHING_SENT
    echo = told.echoes.get(there, NO_ECHOES).get("quantity") if there else None
    if echo == (canonical(want), canonical(have)):
        return
    why = FieldReason.NEW if have is None else reason("quantity", want, sent)
    if why is FieldReason.CHANGED_AT_TILL and (total.held_back or total.ordered):
        why = FieldReason.HELD_BACK
    change = FieldChange(field="quantity", before=plain(have), after=plain(want), reason=why)
    stage = Stage.STOCK_FIRST if there else Stage.MAKE
    ref = Ref(Kind.STOCK, stock.key)
    shop_key = there.key if there else None
    yield PlanStep(stage, Action.UPDATE, ref, shop_key, (change,), stock.product)
