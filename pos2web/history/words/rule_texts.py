"""Rules about selling in a language's words."""

from pos2web.domain.decisions import (
    BufferSet,
    OutOfStockRuled,
    SellingFact,
    SoldOutDeclared,
    WindowSet,
)
from pos2web.domain.selling import Buffer, Mode, OutOfStock, RuleLevel, Scope, SoldOut, Window
from pos2web.domain.values import Kind, Ref, Texts
from pos2web.errors import RuleError
from pos2web.history.words import formats
from pos2web.history.words.wording import Wording, text_in
from pos2web.sale_calendar.words import OPENING, window_words

MADE: dict[type[SellingFact], str] = {
    BufferSet: "buffer",
    OutOfStockRuled: "rule",
    WindowSet: "window",
    SoldOutDeclared: "sold_out",
}
"""Facts that make a rule, and where in them it stands."""

Rule = Buffer | OutOfStock | Window | SoldOut


def of_rule(fact: SellingFact, here: Wording) -> dict[str, str]:
    """What a rule is about, what it was and what it is; `here` is of the till's things."""
    was: Rule | None = getattr(fact, "was", None)
    made: Rule | None = getattr(fact, MADE.get(type(fact), ""), None)
    before = rule_words(was, here)
    formerly = "" if was is None else here.book.rules.formerly.format(before=before)
    return {
        "scope": scope_words(fact.scope, here),
        "of_scope": _of_scope(fact.scope, here),
        "before": before,
        "after": rule_words(made, here),
        "formerly": formerly,
    }


def scope_words(scope: Scope, here: Wording) -> str:
    """What a rule is about: «la catégorie « Thés »», «tous les produits»."""
    if scope.level is RuleLevel.ALL:
        return here.book.rules.everything
    return here.thing(Ref(Kind(scope.level), scope.key))


def _of_scope(scope: Scope, here: Wording) -> str:
    if scope.level is RuleLevel.ALL:
        return here.book.rules.of_everything
    return here.of_thing(Ref(Kind(scope.level), scope.key))


def rule_words(rule: Rule | None, here: Wording) -> str:
    """What a rule says."""
    match rule:
        case None:
            return here.book.nothing
        case Buffer(amount=amount, is_percent=is_percent):
            write = formats.percent if is_percent else formats.number
            return write(amount, here.book.code)
        case OutOfStock():
            return here.book.rules.out_of_stock[rule]
        case Window():
            return here.book.rules.window.format_map(
                {"hours": _hours(rule, here), **_closed(rule.mode, rule.message, here)}
            )
        case SoldOut():
            return here.book.rules.sold_out.format_map(
                {"until": _until(rule, here), **_closed(rule.mode, rule.message, here)}
            )


def _hours(window: Window, here: Wording) -> str:
    try:
        return window_words(window, here.book.code)
    except RuleError:
        # It was read when it was recorded; what reads rules may have become stricter since.
        return here.quoted(window.rule)


def _until(sold_out: SoldOut, here: Wording) -> str:
    phrases = here.book.rules
    if sold_out.until is None:
        return phrases.until_told
    return phrases.until.format(instant=here.instant(sold_out.until))


def _closed(mode: Mode, message: Texts, here: Wording) -> dict[str, str]:
    phrases = here.book.rules
    text = text_in(message, here.book.code).replace(OPENING, phrases.opening)
    told = phrases.message.format(text=here.quoted(text)) if text else ""
    return {"mode": phrases.modes[mode], "message": told}
