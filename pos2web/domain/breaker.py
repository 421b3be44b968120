"""Whether a run would do so much that a person must be asked first."""

from collections.abc import Iterator, Mapping
from typing import cast

from pos2web.domain.changes import Action, Plan
from pos2web.domain.policy import Breaker, Policy
from pos2web.domain.reasons import Code, Reason, Words, all_of
from pos2web.domain.rules.ground import Side
from pos2web.domain.things import Stock, stock_key
from pos2web.domain.values import Kind, Ref

TAKEN_OFF = (
    Kind.BRAND,
    Kind.SUPPLIER,
    Kind.CATEGORY,
    Kind.PRODUCT,
    Kind.VARIANT,
    Kind.IMAGE,
)
"""What can be taken off a site."""


def tripped(
    plan: Plan,
    till: Side,
    site: Side,
    links: Mapping[Ref, str],
    policy: Policy,
    *,
    is_first: bool = False,
) -> Reason | None:
    """Say what a plan does too much of, with its number and share; None when it may go on.

    `is_first` until a run has come to its end: then products are created without asking, unless
    the shop holds many and hardly any of them were recognised.
    """
    breaker = policy.breaker
    if len(plan.changes) <= breaker.count_min:
        return None
    linked = {ref: key for ref, key in links.items() if key in site.get(ref.kind, {})}
    return all_of(
        [
            *_created(plan, site, linked, breaker, is_first=is_first),
            *_taken_off(plan, site, linked, breaker),
            *_zeroed(plan, till, site, linked, breaker),
        ]
    )


def lost_too_much(lost: int, linked: int, breaker: Breaker) -> Reason | None:
    """Say that too many linked products are gone from the shop, which would be made anew."""
    if not _is_much(lost, linked, breaker.create_share_max, breaker):
        return None
    return Reason(Code.MANY_LOST, _shares(lost, linked, breaker.create_share_max))


def _created(
    plan: Plan, site: Side, linked: Mapping[Ref, str], breaker: Breaker, *, is_first: bool
) -> Iterator[Reason]:
    creates = sum(
        change.kind is Kind.PRODUCT and change.action is Action.CREATE for change in plan.changes
    )
    known = sum(ref.kind is Kind.PRODUCT for ref in linked)
    held = len(site.get(Kind.PRODUCT, {}))
    if known and not is_first:
        if _is_much(creates, known, breaker.create_share_max, breaker):
            yield Reason(Code.MANY_CREATED, _shares(creates, known, breaker.create_share_max))
        return
    is_strange = known < held * breaker.adopted_share_min
    if held >= breaker.first_site_products_min and is_strange and creates > breaker.count_min:
        words = _shares(known, held, breaker.adopted_share_min) | {"created": creates}
        yield Reason(Code.FEW_RECOGNISED, words)


def _taken_off(
    plan: Plan, site: Side, linked: Mapping[Ref, str], breaker: Breaker
) -> Iterator[Reason]:
    made = {change.ref for change in plan.changes if change.action is Action.CREATE}
    for kind in TAKEN_OFF:
        off = sum(
            change.kind is kind
            and change.action in (Action.DEACTIVATE, Action.DELETE)
            and change.ref not in made
            for change in plan.changes
        )
        on_sale = sum(
            ref.kind is kind and getattr(site[kind][key], "is_active", True)
            for ref, key in linked.items()
        )
        if _is_much(off, on_sale, breaker.deactivate_share_max, breaker):
            words = _shares(off, on_sale, breaker.deactivate_share_max)
            yield Reason(Code.MANY_TAKEN_OFF, {"kind": kind.value} | words)


def _zeroed(
    plan: Plan, till: Side, site: Side, linked: Mapping[Ref, str], breaker: Breaker
) -> Iterator[Reason]:
    zeroed = sum(
        change.kind is Kind.STOCK
        and any(step.after == "0" and step.before not in (None, "0") for step in change.fields)
        for change in plan.changes
    )
    stocks = cast("Mapping[str, Stock]", till.get(Kind.STOCK, {}))
    in_stock = sum(_is_sold(stock, site, linked) for stock in stocks.values())
    if _is_much(zeroed, in_stock, breaker.zero_share_max, breaker):
        yield Reason(Code.MANY_ZEROED, _shares(zeroed, in_stock, breaker.zero_share_max))


def _is_sold(stock: Stock, site: Side, linked: Mapping[Ref, str]) -> bool:
    product = linked.get(Ref(Kind.PRODUCT, stock.product))
    variant = linked.get(Ref(Kind.VARIANT, stock.variant or ""))
    if product is None or (stock.variant is not None and variant is None):
        return False
    known = site.get(Kind.STOCK, {}).get(stock_key(product, variant))
    return isinstance(known, Stock) and known.quantity > 0


def _is_much(count: int, of: int, share_max: float, breaker: Breaker) -> bool:
    return count > breaker.count_min and count > of * share_max


def _shares(count: int, of: int, allowed: float) -> Words:
    """So many of how many, and both that and what is allowed in percent."""
    share = count / of if of else 1.0
    words: Words = {"count": count, "of": of}
    return words | {"share": f"{share * 100:.0f}", "allowed": f"{allowed * 100:.0f}"}
