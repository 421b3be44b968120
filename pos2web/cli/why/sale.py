"""Why a product is on sale or not: the rules that reach it, which of them decides, what is shown."""

from collections.abc import Iterator
from typing import Any

import msgspec

from pos2web.cli.common.selling_catalogue import SellingCatalogue
from pos2web.cli.common.session import Session
from pos2web.cli.windows.screens import state_words
from pos2web.domain.selling import Offer, OfferReason, Scope, SoldOut
from pos2web.domain.things import Product
from pos2web.domain.values import Kind, Ref
from pos2web.history.words.rule_texts import rule_words, scope_words
from pos2web.history.words.wording import text_in
from pos2web.projections import holds, links, pins, site

REASONS = {
    OfferReason.WINDOW: "why.reason.window",
    OfferReason.SOLD_OUT: "why.reason.sold_out",
    OfferReason.OUT_OF_STOCK: "why.reason.out_of_stock",
}
WHY_CODES = {
    OfferReason.WINDOW: "window",
    OfferReason.SOLD_OUT: "sold_out",
    OfferReason.OUT_OF_STOCK: "out_of_stock",
}


def sale_values(shelf: SellingCatalogue, product: Product) -> dict[str, Any]:
    """What decides about a product, for JSON."""
    offer, shown = offer_of(shelf, product), site_of(shelf, product)
    window = shelf.offers.reach.decide(shelf.selling.windows, product)
    empty = shelf.offers.reach.decide(shelf.selling.out_of_stock, product)
    snooze = snooze_of(shelf, product)
    return {
        "offer": {
            "is_shown": offer.is_shown and is_on_sale(shelf, product),
            "is_for_sale": offer.is_for_sale,
            "message": offer.message,
            "why": None if offer.why is None else WHY_CODES[offer.why],
            "scope": None if offer.scope is None else str(offer.scope),
            "opens_at": offer.opens_at,
        },
        "is_withdrawn": not product.is_active,
        "sold_out": None if snooze is None else ruled(*snooze),
        "window": None
        if window is None
        else ruled(*window) | msgspec.to_builtins(shelf.state(window[1])),
        "out_of_stock": None if empty is None else ruled(*empty),
        "is_empty": is_empty(shelf, product),
        "site": None
        if shown is None
        else {
            "is_active": shown.is_active,
            "is_for_sale": shown.is_for_sale,
            "sale_note": shown.sale_note,
        },
    }


def ruled(scope: Scope, rule: Any) -> dict[str, Any]:
    """A rule and whose it is."""
    return {"scope": str(scope), "rule": msgspec.to_builtins(rule)}


def offer_of(shelf: SellingCatalogue, product: Product) -> Offer:
    """What the site should offer of it now."""
    return shelf.offers.of(product, shelf.stocks_of(product))


def site_of(shelf: SellingCatalogue, product: Product) -> Product | None:
    """The product as the site shows it, if it is there."""
    shop = shelf.settings.shop.name
    link = links.find(shelf.models, shop, Ref(Kind.PRODUCT, product.key))
    if link is None:
        return None
    shown = site.find(shelf.models, shop, Ref(Kind.PRODUCT, link.shop_key))
    return shown if isinstance(shown, Product) else None


def is_on_sale(shelf: SellingCatalogue, product: Product) -> bool:
    """Whether the till, or a pin in its place, has it on sale."""
    of = Ref(Kind.PRODUCT, product.key)
    one = pins.standing(shelf.models, shelf.settings.shop.name, of).get((of, "is_active"))
    return product.is_active if one is None else bool(one.pin.value)


def snooze_of(shelf: SellingCatalogue, product: Product) -> tuple[Scope, SoldOut] | None:
    """What is declared sold out and reaches it: one that lasts, else one that is over."""
    lasting = {
        scope: rule
        for scope, rule in shelf.selling.sold_out.items()
        if rule.until is None or rule.until > shelf.now
    }
    decide = shelf.offers.reach.decide
    return decide(lasting, product) or decide(shelf.selling.sold_out, product)


def is_empty(shelf: SellingCatalogue, product: Product) -> bool:
    """Whether the site can sell none of it."""
    stocks = shelf.stocks_of(product) if shelf.settings.policy.manages_stock else ()
    return bool(stocks) and all(shelf.offers.stock(product, each).sent <= 0 for each in stocks)


def show_sale(shelf: SellingCatalogue, product: Product) -> None:
    """Tell every rule that reaches it, which decides, and what the site shows."""
    for line in (*rule_lines(shelf, product), *outcome_lines(shelf, product)):
        shelf.session.print_below("  ", line)


def rule_lines(shelf: SellingCatalogue, product: Product) -> Iterator[str]:
    """What reaches it, the strongest first."""
    text, here = shelf.session.text, shelf.told.here
    settings, ref = shelf.settings, Ref(Kind.PRODUCT, product.key)
    held = holds.of_shop(shelf.models, settings.till.name, settings.shop.name).get(ref)
    if held is not None:
        yield text("why.held", reason=shelf.told.because(held.reason))
    if not product.is_active:
        yield text("why.withdrawn")
    snooze = snooze_of(shelf, product)
    if snooze is not None:
        until = snooze[1].until
        is_over = until is not None and until <= shelf.now
        name = "why.sold_out_over" if is_over else "why.sold_out"
        said = scope_words(snooze[0], here)
        yield text(name, scope=said, rule=rule_words(snooze[1], here))
    window = shelf.offers.reach.decide(shelf.selling.windows, product)
    if window is None:
        yield text("why.no_window")
    else:
        yield text(
            "why.window", scope=scope_words(window[0], here), rule=rule_words(window[1], here)
        )
        yield text("why.window_state", state=state_words(shelf, window[1]))
    empty = shelf.offers.reach.decide(shelf.selling.out_of_stock, product)
    if empty is not None:
        state = text("why.empty" if is_empty(shelf, product) else "why.not_empty")
        scope, rule = scope_words(empty[0], here), rule_words(empty[1], here)
        yield text("why.out_of_stock", scope=scope, rule=rule, state=state)


def outcome_lines(shelf: SellingCatalogue, product: Product) -> Iterator[str]:
    """What follows from the rules, and what the site shows."""
    session, offer = shelf.session, offer_of(shelf, product)
    is_shown = offer.is_shown and is_on_sale(shelf, product)
    wanted = words(session, is_shown=is_shown, is_for_sale=offer.is_for_sale)
    yield session.text("why.sent", sent=wanted)
    decided_by = offer.why_unsold if offer.is_shown else offer.why_hidden
    if decided_by is not None and product.is_active:
        yield session.text("why.decided_by", why=session.text(REASONS[decided_by]))
    message = text_in(offer.message, session.language)
    if message:
        yield session.text("why.message", text=shelf.told.here.quoted(message))
    shown = site_of(shelf, product)
    if shown is None:
        yield session.text("why.not_there")
        return
    is_now = words(session, is_shown=shown.is_active, is_for_sale=shown.is_for_sale)
    if is_now == wanted:
        yield session.text("why.site", shown=is_now)
    else:
        here = shelf.told.here
        task = here.quoted(here.book.tasks.names["availability"])
        yield session.text("why.site_later", shown=is_now, task=task)


def words(session: Session, *, is_shown: bool, is_for_sale: bool) -> str:
    """What customers find."""
    if not is_shown:
        return session.text("why.hidden")
    return session.text("why.on_sale" if is_for_sale else "why.not_for_sale")
