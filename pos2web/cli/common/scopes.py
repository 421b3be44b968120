"""What a rule is about, as people name it: everything, a category, a brand, a product, a variant."""

from collections.abc import Iterable

from pos2web.cli.common.refusing import CommandLineRefusal, refuse
from pos2web.cli.common.selling_catalogue import SellingCatalogue
from pos2web.cli.common.session import Session
from pos2web.domain.selling import EVERYTHING, RuleLevel, Scope
from pos2web.domain.things import Brand, Category
from pos2web.domain.values import Kind, nfc
from pos2web.domain.wall_clock.names import folded
from pos2web.projections import reference
from pos2web.projections.things import Match

LEVELS = {
    "all": RuleLevel.ALL,
    "tout": RuleLevel.ALL,
    "category": RuleLevel.CATEGORY,
    "categorie": RuleLevel.CATEGORY,
    "brand": RuleLevel.BRAND,
    "marque": RuleLevel.BRAND,
    "fabricant": RuleLevel.BRAND,
    "product": RuleLevel.PRODUCT,
    "produit": RuleLevel.PRODUCT,
    "variant": RuleLevel.VARIANT,
    "declinaison": RuleLevel.VARIANT,
}
NAMED_MAX = 5
"""So many of several that are meant are named."""


def scope_of(shelf: SellingCatalogue, text: str) -> Scope:
    """What is meant by `all`, `category:NAME`, `brand:NAME`, `product:REF`, `variant:REF` or REF.

    A name need not have its capitals and accents; names and references go before keys.
    Raises Refusal.
    """
    text = nfc(text).strip()
    word, colon, name = text.partition(":")
    level = LEVELS.get(folded(word)) if colon or folded(word) in ("all", "tout") else None
    if level is RuleLevel.ALL and not name:
        return EVERYTHING
    if level in (RuleLevel.CATEGORY, RuleLevel.BRAND):
        return _by_name(shelf, Scope(level, name.strip()))
    if level in (RuleLevel.PRODUCT, RuleLevel.VARIANT):
        return _by_reference(shelf, {Kind(level)}, name.strip())
    return _by_reference(shelf, {Kind.PRODUCT, Kind.VARIANT}, text)


def _by_name(shelf: SellingCatalogue, asked: Scope) -> Scope:
    things = shelf.categories if asked.level is RuleLevel.CATEGORY else shelf.brands
    names = {key: [*_names(thing)] for key, thing in things.items()}
    wanted = folded(asked.key)
    keys = (
        [key for key, known in names.items() if asked.key in known]
        or [key for key, known in names.items() if wanted in map(folded, known)]
        or [key for key in (asked.key,) if key in things]
    )
    return _only(shelf.session, str(asked), [Scope(asked.level, key) for key in keys])


def _names(thing: Category | Brand) -> Iterable[str]:
    return thing.name.values() if isinstance(thing, Category) else [thing.name]


def _by_reference(shelf: SellingCatalogue, kinds: set[Kind], name: str) -> Scope:
    till = shelf.settings.till.name
    found = [
        match
        for match in reference.find(shelf.models, name)
        if match.connection == till and match.ref.kind in kinds and not match.is_gone
    ]
    named = [match for match in found if _is_named(match, name)]
    scopes = [Scope(RuleLevel(match.ref.kind), match.ref.key) for match in named or found]
    return _only(shelf.session, name, scopes)


def _is_named(match: Match, name: str) -> bool:
    return name in (getattr(match.thing, "reference", ""), getattr(match.thing, "ean", ""))


def _only(session: Session, asked: str, found: list[Scope]) -> Scope:
    if not found:
        raise refuse(session, "scope.unknown", asked=asked)
    if len(found) > 1:
        raise _several(session, asked, found)
    return found[0]


def _several(session: Session, asked: str, found: list[Scope]) -> CommandLineRefusal:
    named = ", ".join(str(scope) for scope in found[:NAMED_MAX])
    more = ", …" if len(found) > NAMED_MAX else ""
    return refuse(session, "scope.several", asked=asked, found=named + more)
