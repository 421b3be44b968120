"""`why`: how what the site shows of a thing comes about, in any field; of its stock, and of its sale."""

from typing import Any

import click

from pos2web.bootstrap import read_archive
from pos2web.cli.common.exits import Exit
from pos2web.cli.common.moments import past_options, point_of, point_values, say_point
from pos2web.cli.common.naming import not_found
from pos2web.cli.common.refusing import refuse
from pos2web.cli.common.scopes import scope_of
from pos2web.cli.common.selling_screen import SellingScreen
from pos2web.cli.common.session import Session, command_session, json_option
from pos2web.cli.undo.pins import pin_lines, pin_values
from pos2web.cli.why.field import Asking, field_values, is_field, show_field, show_summary
from pos2web.cli.why.sale import sale_values, show_sale
from pos2web.cli.why.steps import Explainer
from pos2web.domain.selling import RuleLevel, Scope
from pos2web.domain.values import Kind, Ref
from pos2web.views.archive import Archive, PointInTime
from pos2web.views.why.sale import sale_of

SALE, STOCK = "sale", "stock"


@click.command()
@click.argument("ref")
@click.argument("what", metavar="[FIELD]", required=False, callback=is_field)
@past_options
@json_option
@command_session
def why(
    session: Session,
    ref: str,
    what: str | None,
    at: str | None,
    at_position: int | None,
    as_json: bool,
) -> Exit:
    """Say how what the site shows comes about: FIELD is stock, sale, online, price, name …

    Without FIELD the fields that matter, each in a line: what the site shows, and if that is right.
    In French too: prix, nom, « en ligne ».

    From what was seen at the till, by the rules that reach it, to the write on the shop and what
    became of it. REF is product:REF, variant:REF or another kind's, by reference, EAN or the till's key.
    """
    with read_archive(session.settings()) as archive:
        point = point_of(session, archive, at, at_position)
        if what is None:
            return in_short(session, archive, ref, point, as_json=as_json)
        if what == SALE:
            if point is not None:
                raise refuse(session, "why.only_now", field=what)
            return of_sale(session, archive, ref, as_json=as_json)
        if what == STOCK:
            return of_stock(session, archive, ref, point, as_json=as_json)
        return of_field(session, archive, ref, what, point, as_json=as_json)


def in_short(
    session: Session, archive: Archive, ref: str, point: PointInTime | None, *, as_json: bool
) -> Exit:
    """Sum up the fields that matter of what is meant."""
    chains = Asking(session, archive, point).summary(ref)
    if not chains:
        raise not_found(session, archive, ref)
    if as_json:
        values = {"ref": ref, "what": None, "at": point and point_values(point)}
        session.json(values | {"chains": [field_values(one) for one in chains]})
        return Exit.DONE
    if point is not None:
        say_point(session, point)
    show_summary(session, chains)
    return Exit.DONE


def of_field(
    session: Session,
    archive: Archive,
    ref: str,
    field: str,
    point: PointInTime | None,
    *,
    as_json: bool,
) -> Exit:
    """Tell of one field of what is meant."""
    chains = Asking(session, archive, point).named(ref, field)
    if as_json:
        values = {"ref": ref, "what": field, "at": point and point_values(point)}
        session.json(values | {"chains": [field_values(one) for one in chains]})
    elif not chains:
        raise not_found(session, archive, ref)
    else:
        show_chains(session, point, chains)
    return Exit.DONE if chains else Exit.USAGE


def of_stock(
    session: Session, archive: Archive, ref: str, point: PointInTime | None, *, as_json: bool
) -> Exit:
    """Tell of the stocks of a product with its variants, or of one variant."""
    screen, scope = meant(session, archive, ref)
    thing = Ref(Kind(scope.level), scope.key)
    chains = Asking(session, archive, point).stocks(thing)
    if as_json:
        values = {"ref": str(scope), "what": STOCK, "at": point and point_values(point)}
        session.json(values | {"pins": [], "stocks": [stock_values(one) for one in chains]})
        return Exit.DONE
    session.print(screen.told.thing(thing), style="bold")
    if not chains:
        session.say("why.no_stock")
    show_chains(session, point, chains)
    return Exit.DONE


def show_chains(session: Session, point: PointInTime | None, chains: list[Explainer]) -> None:
    """Tell each chain, and as of when."""
    if point is not None:
        say_point(session, point)
    for one in chains:
        show_field(session, one)


def stock_values(teller: Explainer) -> dict[str, Any]:
    """One stock, for JSON: the sum, what the site shows, and the chain."""
    chain, total = field_values(teller), teller.found.sum
    return {
        **(chain["sum"] or {}),
        "ref": str(teller.demand.linked),
        "scope": str(total.scope) if total is not None and total.scope is not None else None,
        "is_managed": teller.demand.policy.manages_stock,
        "site": chain["site"],
        "chain": chain,
    }


def of_sale(session: Session, archive: Archive, ref: str, *, as_json: bool) -> Exit:
    """Tell which rules reach a product, which of them decides, and what is pinned."""
    screen, scope = meant(session, archive, ref)
    product = screen.catalogue.product_of(scope)
    if product is None:
        raise refuse(session, "why.scope", asked=ref)
    pinned, sale = Ref(Kind.PRODUCT, product.key), sale_of(screen.catalogue, product)
    if as_json:
        pins = [*pin_values(screen, pinned, "is_active")]
        session.json({"ref": str(scope), "what": SALE, "pins": pins, **sale_values(sale)})
        return Exit.DONE
    session.print(screen.told.thing(Ref(Kind(scope.level), scope.key)), style="bold")
    for line in pin_lines(screen, pinned, "is_active"):
        session.print(f"  {line}")
    show_sale(screen, sale)
    return Exit.DONE


def meant(session: Session, archive: Archive, ref: str) -> tuple[SellingScreen, Scope]:
    """The product or variant that is meant. Raises Refusal."""
    screen = SellingScreen.of(session, session.settings(), archive)
    scope = scope_of(screen, ref)
    if scope.level not in (RuleLevel.PRODUCT, RuleLevel.VARIANT):
        raise refuse(session, "why.scope", asked=ref)
    return screen, scope
