"""`buffer`, `out-of-stock` and `sold-out`: what the site is told of stock, and what is off sale."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

import click
import msgspec

from pos2web.bootstrap import read_archive
from pos2web.cli.common.deciding import answer, by_option, decide
from pos2web.cli.common.exits import Exit
from pos2web.cli.common.instants import instant
from pos2web.cli.common.refusing import refuse
from pos2web.cli.common.scopes import scope_of
from pos2web.cli.common.selling_screen import SellingScreen
from pos2web.cli.common.session import Session, command_session, json_option
from pos2web.cli.selling.messages import message_option, texts_of
from pos2web.domain.decisions import DeclareSoldOut, RuleOutOfStock, SetBuffer
from pos2web.domain.selling import Buffer, Mode, OutOfStock, RuleLevel, Scope, SoldOut, Window
from pos2web.history.words.rule_texts import rule_words

AMOUNT = re.compile(r"(\d{1,9}(?:[.,]\d{1,3})?)\s*(%?)")
PERCENT_MAX = 100

R = TypeVar("R", Buffer, OutOfStock, SoldOut, Window)

mode_option = click.option(
    "--mode",
    type=click.Choice([mode.value for mode in Mode]),
    default=Mode.NOT_FOR_SALE.value,
    show_default=True,
    help="What becomes of it meanwhile: gone from the site, or there without a way to buy.",
)


@click.group()
def buffer() -> None:
    """Stock that the site is not told of."""


@buffer.command("set")
@click.argument("scope")
@click.argument("amount")
@by_option
@json_option
@command_session
def set_buffer(session: Session, scope: str, amount: str, by: str | None, as_json: bool) -> Exit:
    """Hold back so many pieces (2), or so much of a stock (10%), of what SCOPE names."""
    held_back = read_amount(session, amount)
    decision = SetBuffer(scope=scope_named(session, scope), buffer=held_back)
    return answer(session, decide(session, decision, by=by), as_json=as_json)


@buffer.command("clear")
@click.argument("scope")
@by_option
@json_option
@command_session
def clear_buffer(session: Session, scope: str, by: str | None, as_json: bool) -> Exit:
    """Lift the buffer of what SCOPE names; a wider one may reach it then."""
    decision = SetBuffer(scope=scope_named(session, scope), buffer=None)
    return answer(session, decide(session, decision, by=by), as_json=as_json)


@buffer.command("list")
@json_option
@command_session
def list_buffers(session: Session, as_json: bool) -> Exit:
    """List the buffers."""
    return listed(session, "buffers", as_json=as_json)


@click.group("out-of-stock")
def out_of_stock() -> None:
    """What becomes of products that the site can sell none of."""


@out_of_stock.command("set")
@click.argument("scope")
@click.argument("rule", type=click.Choice([rule.value for rule in OutOfStock]))
@by_option
@json_option
@command_session
def set_out_of_stock(
    session: Session, scope: str, rule: str, by: str | None, as_json: bool
) -> Exit:
    """Hide them from the site, or show them as the shop shows what is out of stock."""
    named = sellable(session, scope_named(session, scope))
    decision = RuleOutOfStock(scope=named, rule=OutOfStock(rule))
    return answer(session, decide(session, decision, by=by), as_json=as_json)


@out_of_stock.command("clear")
@click.argument("scope")
@by_option
@json_option
@command_session
def clear_out_of_stock(session: Session, scope: str, by: str | None, as_json: bool) -> Exit:
    """Lift the rule of what SCOPE names; a wider one may reach it then."""
    decision = RuleOutOfStock(scope=scope_named(session, scope), rule=None)
    return answer(session, decide(session, decision, by=by), as_json=as_json)


@out_of_stock.command("list")
@json_option
@command_session
def list_out_of_stock(session: Session, as_json: bool) -> Exit:
    """List the rules."""
    return listed(session, "out_of_stock", as_json=as_json)


@click.group("sold-out")
def sold_out() -> None:
    """Products that are off sale for a while, whatever their stock and window."""


@sold_out.command("set")
@click.argument("product")
@click.option("--until", metavar="INSTANT", help="Until then; until it is cleared otherwise.")
@mode_option
@message_option
@by_option
@json_option
@command_session
def set_sold_out(session: Session, product: str, *, as_json: bool, **given: Any) -> Exit:
    """Take PRODUCT off sale: at once, until an instant or until it is cleared."""
    until = given["until"]
    with read_archive(session.settings()) as archive:
        screen = SellingScreen.of(session, session.settings(), archive)
        scope = sellable(session, scope_of(screen, product))
        ends = (
            None
            if until is None
            else instant(session, until, screen.catalogue.now, screen.catalogue.zone)
        )
        if ends is not None and ends <= screen.catalogue.now:
            raise refuse(session, "sold_out.past", until=until)
    rule = SoldOut(
        until=ends, mode=Mode(given["mode"]), message=texts_of(session, given["message"])
    )
    outcome = decide(session, DeclareSoldOut(scope=scope, sold_out=rule), by=given["by"])
    return answer(session, outcome, as_json=as_json)


@sold_out.command("clear")
@click.argument("product")
@by_option
@json_option
@command_session
def clear_sold_out(session: Session, product: str, by: str | None, as_json: bool) -> Exit:
    """PRODUCT is on sale again, as its window and its stock allow."""
    decision = DeclareSoldOut(scope=scope_named(session, product), sold_out=None)
    return answer(session, decide(session, decision, by=by), as_json=as_json)


@sold_out.command("list")
@json_option
@command_session
def list_sold_out(session: Session, as_json: bool) -> Exit:
    """List what was declared sold out, and until when."""
    return listed(session, "sold_out", as_json=as_json)


def scope_named(session: Session, text: str) -> Scope:
    """What is meant by a SCOPE on the command line. Raises Refusal."""
    settings = session.settings()
    with read_archive(settings) as archive:
        return scope_of(SellingScreen.of(session, settings, archive), text)


def sellable(session: Session, scope: Scope) -> Scope:
    """Return what the rule is about; refused where it can't be on sale by itself."""
    if scope.level is RuleLevel.VARIANT:
        raise refuse(session, "scope.variant", scope=scope)
    return scope


def read_amount(session: Session, text: str) -> Buffer:
    """So many pieces, or so many percent."""
    found = AMOUNT.fullmatch(text.strip())
    if found is None:
        raise refuse(session, "wrong.amount", text=text)
    amount, is_percent = Decimal(found[1].replace(",", ".")), bool(found[2])
    if is_percent and amount > PERCENT_MAX:
        raise refuse(session, "wrong.amount", text=text)
    return Buffer(amount=amount, is_percent=is_percent)


def listed(session: Session, sort: str, *, as_json: bool) -> Exit:
    """Answer with the rules of one sort, the widest first."""
    settings = session.settings()
    with read_archive(settings) as archive:
        screen = SellingScreen.of(session, settings, archive)
        rules: Mapping[Scope, Any] = getattr(screen.catalogue.selling, sort)
        if as_json:
            session.json([rule_values(screen, scope, rules[scope]) for scope in ordered(rules)])
        elif rules:
            rows = [
                (screen.words(scope), rule_words(rules[scope], screen.told.here))
                for scope in ordered(rules)
            ]
            session.table(session.text("rules.columns").split(","), rows)
        else:
            session.say("rules.none")
    return Exit.DONE


def rule_values(screen: SellingScreen, scope: Scope, rule: R) -> dict[str, Any]:
    """A rule, for JSON."""
    return {
        "scope": str(scope),
        "name": screen.words(scope),
        "rule": msgspec.to_builtins(rule),
        "in_words": rule_words(rule, screen.told.here),
    }


def ordered(scopes: Iterable[Scope]) -> list[Scope]:
    """What rules are about, the widest first."""
    return sorted(scopes, key=lambda scope: (list(RuleLevel).index(scope.level), scope.key))
