"""What a rule is about, as people name it; refused where nothing is called so, or several things are."""

from pos2web.cli.common.naming import NAMED_MAX, not_found
from pos2web.cli.common.refusing import CommandLineRefusal, refuse
from pos2web.cli.common.selling_screen import SellingScreen
from pos2web.cli.common.session import Session
from pos2web.domain.selling import Scope
from pos2web.views.selling.scopes import scopes_named


def scope_of(screen: SellingScreen, text: str) -> Scope:
    """What is meant by `all`, `category:NAME`, `brand:NAME`, `product:REF`, `variant:REF` or REF.

    Raises Refusal.
    """
    found = scopes_named(screen.catalogue, text)
    if not found:
        raise not_found(screen.session, screen.catalogue.archive, text, name="scope.unknown")
    if len(found) > 1:
        raise _several(screen.session, text, found)
    return found[0]


def _several(session: Session, asked: str, found: list[Scope]) -> CommandLineRefusal:
    called = ", ".join(str(scope) for scope in found[:NAMED_MAX])
    more = ", …" if len(found) > NAMED_MAX else ""
    return refuse(session, "scope.several", asked=asked, found=called + more)
