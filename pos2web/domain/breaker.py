"""Whether a run would do so much that a person must be asked first."""

from collections.abc import Iterator, Mapping
from typing import cast

from pos2web.domain.changes import Action, Plan
from pos2web.domain.policy import Breaker, Policy
from pos2web.domain.rules.ground import Side
from pos2web.domain.things import Stock, stock_key
from pos2web.domain.values import Kind, Ref

PLURALS = {
    Kind.BRAND: "brands",
    Kind.SUPPLIER: "suppliers",
    Kind.CATEGORY: "categories",
    Kind.PRODUCT: "products",
    Kind.VARIANT: "variants",
    Kind.IMAGE: "photos",
}
"""What can be taken off a site."""

ASK = "run it with --yes if that is right"


def tripped(
    plan: Plan,
    till: Side,
    site: Side,
    links: Mapping[Ref, str],
    policy: Policy,
    *,
    is_first: bool = False,
) -> str | None:
    """Say what a plan does too much of, with its number and share; None when it may go on.

    `is_first` until a run has come to its end: then products are created without asking, unless
    the shop holds many and hardly any of them were recognised.
    """
    breaker = policy.breaker
    if len(plan.changes) <= breaker.count_min:
        return None
    linked = {ref: key for ref, key in links.items() if key in site.get(ref.kind, {})}
    questions = [
        *_created(plan, site, linked, breaker, is_first=is_first),
        *_taken_off(plan, site, linked, breaker),
        *_zeroed(plan, till, site, linked, breaker),
    ]
    return f"{'; '.join(questions)}: {ASK}" if questions else None


def lost_too_much(lost: int, linked: int, breaker: Breaker) -> str | None:
    """Say that too many linked products are gone from the shop, which would be made anew."""
    if not _is_much(lost, linked, breaker.create_share_max, breaker):
        return None
    share = _shares(lost, linked, breaker.create_share_max)
    return (
        f"{lost} of {linked} products are gone from the site and would be made anew {share}: {ASK}"
    )


def _created(
    plan: Plan, site: Side, linked: Mapping[Ref, str], breaker: Breaker, *, is_first: bool
) -> Iterator[str]:
    creates = sum(
        change.kind is Kind.PRODUCT and change.action is Action.CREATE for change in plan.changes
    )
    known = sum(ref.kind is Kind.PRODUCT for ref in linked)
    held = len(site.get(Kind.PRODUCT, {}))
    if known and not is_first:
        if _is_much(creates, known, breaker.create_share_max, breaker):
            share = _shares(creates, known, breaker.create_share_max)
            yield f"{creates} products would be created beside {known} {share}"
        return
    is_strange = known < held * breaker.adopted_share_min
    if held >= breaker.first_site_products_min and is_strange and creates > breaker.count_min:
        yield (
            f"only {known} of the {held} products on the site were recognised "
            f"({_percent(known / held)}, less than the {_percent(breaker.adopted_share_min)} "
            f"expected) and {creates} would be created"
        )


def _taken_off(
    plan: Plan, site: Side, linked: Mapping[Ref, str], breaker: Breaker
) -> Iterator[str]:
    made = {change.ref for change in plan.changes if change.action is Action.CREATE}
    for kind, plural in PLURALS.items():
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
            share = _shares(off, on_sale, breaker.deactivate_share_max)
            yield f"{off} of {on_sale} {plural} would be taken off the site {share}"


def _zeroed(
    plan: Plan, till: Side, site: Side, linked: Mapping[Ref, str], breaker: Breaker
) -> Iterator[str]:
    zeroed = sum(
        change.kind is Kind.STOCK
        and any(step.after == "0" and step.before not in (None, "0") for step in change.fields)
        for change in plan.changes
    )
    stocks = cast("Mapping[str, Stock]", till.get(Kind.STOCK, {}))
    in_stock = sum(_is_sold(stock, site, linked) for stock in stocks.values())
    if _is_much(zeroed, in_stock, breaker.zero_share_max, breaker):
        share = _shares(zeroed, in_stock, breaker.zero_share_max)
        yield f"{zeroed} of {in_stock} stocks would fall to zero on the site {share}"


def _is_sold(stock: Stock, site: Side, linked: Mapping[Ref, str]) -> bool:
    product = linked.get(Ref(Kind.PRODUCT, stock.product))
    variant = linked.get(Ref(Kind.VARIANT, stock.variant or ""))
    if product is None or (stock.variant is not None and variant is None):
        return False
    known = site.get(Kind.STOCK, {}).get(stock_key(product, variant))
    return isinstance(known, Stock) and known.quantity > 0


def _is_much(count: int, of: int, share_max: float, breaker: Breaker) -> bool:
    return count > breaker.count_min and count > of * share_max


def _shares(count: int, of: int, share_max: float) -> str:
    share = _percent(count / of) if of else "all of them"
    return f"({share}, more than the {_percent(share_max)} allowed)"


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"
