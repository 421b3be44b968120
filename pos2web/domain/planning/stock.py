"""Stock of everything that is on sale: what is on the site already first of all."""

from collections.abc import Iterator

from pos2web.domain.changes import Action, FieldChange, Owner
from pos2web.domain.planning.desired import sellable
from pos2web.domain.planning.plain import canonical, plain
from pos2web.domain.planning.reasons import Reason
from pos2web.domain.planning.situation import NO_ECHOES, NOTHING_SENT, Echoes, Sent, Situation
from pos2web.domain.planning.steps import Stage, Step, reason
from pos2web.domain.things import Stock, Variant, stock_key
from pos2web.domain.values import Kind, Ref


def restockings(situation: Situation, sent: Sent, echoes: Echoes) -> Iterator[Step]:
    """Steps for the stock of products and variants that are on the shop or will be.

    A shop makes its stock rows itself, so they are only ever updated; `shop_key` is None while
    what is counted has yet to be made. A product with variants has only theirs.
    """
    if situation.policy.owner(Kind.STOCK, "quantity") is not Owner.TILL:
        return
    with_variants = {variant.product for variant in situation.ground.variants.values()}
    held = situation.verdict.held[Kind.STOCK]
    for key, stock in situation.ground.stock.items():
        if key in held or stock.product not in situation.sold:
            continue
        if _is_counted(situation, stock, with_variants):
            yield from _restocked(situation, stock, sent, echoes)


def _is_counted(situation: Situation, stock: Stock, with_variants: set[str]) -> bool:
    if stock.variant is None:
        return stock.product not in with_variants
    if _is_astray(situation, stock.product, stock.variant):
        is_held = stock.variant in situation.verdict.held[Kind.VARIANT]
        return stock.product in situation.carried and not is_held
    return stock.variant in situation.present[Kind.VARIANT]


def _is_astray(situation: Situation, product: str, variant: str) -> bool:
    """Whether the shop has the variant under another product; then it must be made anew."""
    there = situation.site[Kind.VARIANT].get(situation.shop_keys[Kind.VARIANT].get(variant, ""))
    if not isinstance(there, Variant):
        return False
    return there.product != situation.shop_keys[Kind.PRODUCT].get(product)


def _restocked(situation: Situation, stock: Stock, sent: Sent, echoes: Echoes) -> Iterator[Step]:
    want, shop_key = sellable(situation, stock.quantity), _shop_key(situation, stock)
    known = situation.site[Kind.STOCK].get(shop_key or "")
    have = known.quantity if isinstance(known, Stock) else None
    if have == want:
        return
    there = Ref(Kind.STOCK, shop_key or "")
    if echoes.get(there, NO_ECHOES).get("quantity") == (canonical(want), canonical(have)):
        return
    step = FieldChange(
        field="quantity",
        before=plain(have),
        after=plain(want),
        reason=Reason.NEW
        if have is None
        else reason("quantity", want, sent.get(there, NOTHING_SENT)),
    )
    stage = Stage.MAKE if shop_key is None else Stage.STOCK_FIRST
    ref = Ref(Kind.STOCK, stock.key)
    yield Step(stage, Action.UPDATE, ref, shop_key, (step,), stock.product)


def _shop_key(situation: Situation, stock: Stock) -> str | None:
    """The key of the shop's row; None until both product and variant are there."""
    product = situation.shop_keys[Kind.PRODUCT].get(stock.product)
    if product is None or stock.variant is None:
        return product
    variant = situation.shop_keys[Kind.VARIANT].get(stock.variant)
    if variant is None or _is_astray(situation, stock.product, stock.variant):
        return None
    return stock_key(product, variant)
