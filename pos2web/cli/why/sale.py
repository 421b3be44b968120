"""Why a product is on sale or not, in a person's words."""

from collections.abc import Iterator
from typing import Any

import msgspec

from pos2web.cli.common.selling_screen import SellingScreen
from pos2web.cli.common.session import Session
from pos2web.cli.windows.screens import state_words
from pos2web.domain.selling import OfferReason, Scope
from pos2web.history.words.rule_texts import rule_words, scope_words
from pos2web.history.words.wording import text_in
from pos2web.views.why.sale import SaleView

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


def sale_values(sale: SaleView) -> dict[str, Any]:
    """What decides about a product, for JSON."""
    offer, shown, window = sale.offer, sale.on_site, sale.window
    return {
        "offer": {
            "is_shown": sale.is_shown,
            "is_for_sale": offer.is_for_sale,
            "message": offer.message,
            "why": None if offer.why is None else WHY_CODES[offer.why],
            "scope": None if offer.scope is None else str(offer.scope),
            "opens_at": offer.opens_at,
        },
        "is_withdrawn": not sale.product.is_active,
        "sold_out": None if sale.sold_out is None else ruled(*sale.sold_out),
        "window": None if window is None else ruled(*window) | msgspec.to_builtins(sale.state),
        "out_of_stock": None if sale.out_of_stock is None else ruled(*sale.out_of_stock),
        "is_empty": sale.is_empty,
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


def show_sale(screen: SellingScreen, sale: SaleView) -> None:
    """Tell every rule that reaches it, which decides, and what the site shows."""
    for line in (*rule_lines(screen, sale), *outcome_lines(screen, sale)):
        screen.session.print_below("  ", line)


def rule_lines(screen: SellingScreen, sale: SaleView) -> Iterator[str]:
    """What reaches it, the strongest first."""
    text, here = screen.session.text, screen.told.here
    if sale.held is not None:
        yield text("why.held", reason=screen.told.because(sale.held))
    if not sale.product.is_active:
        yield text("why.withdrawn")
    if sale.sold_out is not None:
        scope, rule = sale.sold_out
        name = "why.sold_out_over" if sale.is_sold_out_over else "why.sold_out"
        yield text(name, scope=scope_words(scope, here), rule=rule_words(rule, here))
    if sale.window is None:
        yield text("why.no_window")
    else:
        scope, window = sale.window
        yield text("why.window", scope=scope_words(scope, here), rule=rule_words(window, here))
        yield text("why.window_state", state=state_words(screen, window))
    if sale.out_of_stock is not None:
        scope, empty = sale.out_of_stock
        state = text("why.empty" if sale.is_empty else "why.not_empty")
        said = {"scope": scope_words(scope, here), "rule": rule_words(empty, here)}
        yield text("why.out_of_stock", state=state, **said)


def outcome_lines(screen: SellingScreen, sale: SaleView) -> Iterator[str]:
    """What follows from the rules, and what the site shows."""
    session, offer = screen.session, sale.offer
    sent = words(session, is_shown=sale.is_shown, is_for_sale=offer.is_for_sale)
    yield session.text("why.sent", sent=sent)
    decided_by = offer.why_unsold if offer.is_shown else offer.why_hidden
    if decided_by is not None and sale.product.is_active:
        yield session.text("why.decided_by", why=session.text(REASONS[decided_by]))
    message = text_in(offer.message, session.language)
    if message:
        yield session.text("why.message", text=screen.told.here.quoted(message))
    if sale.on_site is None:
        yield session.text("why.not_there")
        return
    on_site = sale.on_site
    is_now = words(session, is_shown=on_site.is_active, is_for_sale=on_site.is_for_sale)
    if is_now == sent:
        yield session.text("why.site", shown=is_now)
    else:
        here = screen.told.here
        task = here.quoted(here.book.tasks.names["availability"])
        yield session.text("why.site_later", shown=is_now, task=task)


def words(session: Session, *, is_shown: bool, is_for_sale: bool) -> str:
    """What customers find."""
    if not is_shown:
        return session.text("why.hidden")
    return session.text("why.on_sale" if is_for_sale else "why.not_for_sale")
