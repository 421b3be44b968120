"""What a rule is about, as people name it: everything, a category, a brand, a product, a variant."""

from pos2web.domain.selling import EVERYTHING, RuleLevel, Scope
from pos2web.domain.values import Kind, nfc
from pos2web.domain.wall_clock.names import folded
from pos2web.projections import reference
from pos2web.projections.things import Match
from pos2web.views.archive import Archive
from pos2web.views.find.finding import likest, names_of
from pos2web.views.find.naming import LEVELS
from pos2web.views.selling.catalogue import SellingCatalogue

SOLD = (Kind.PRODUCT, Kind.VARIANT)


def scopes_named(catalogue: SellingCatalogue, text: str) -> list[Scope]:
    """What is meant by `all`, `category:NAME`, `brand:NAME`, `product:REF`, `variant:REF` or REF.

    A name need not have its capitals and accents, and may be a part of one; names and references go
    before keys. None where nothing is called so, several where it isn't clear.
    """
    text = nfc(text).strip()
    word, colon, name = text.partition(":")
    level = LEVELS.get(folded(word)) if colon or folded(word) in ("all", "tout") else None
    if level is RuleLevel.ALL and not name:
        return [EVERYTHING]
    if level in (RuleLevel.CATEGORY, RuleLevel.BRAND):
        scope = Scope(level, name.strip())
        return _by_name(catalogue, scope) or _by_part(catalogue.archive, scope.key, Kind(level))
    kinds: tuple[Kind, ...] = SOLD
    if level in (RuleLevel.PRODUCT, RuleLevel.VARIANT):
        text, kinds = name.strip(), (Kind(level),)
    return _by_reference(catalogue, kinds, text) or _by_part(catalogue.archive, text, *kinds)


def _by_name(catalogue: SellingCatalogue, asked: Scope) -> list[Scope]:
    things = catalogue.categories if asked.level is RuleLevel.CATEGORY else catalogue.brands
    names = {key: names_of(thing) for key, thing in things.items()}
    name = folded(asked.key)
    keys = (
        [key for key, known in names.items() if asked.key in known]
        or [key for key, known in names.items() if name in map(folded, known)]
        or [key for key in (asked.key,) if key in things]
    )
    return [Scope(asked.level, key) for key in keys]


def _by_reference(catalogue: SellingCatalogue, kinds: tuple[Kind, ...], name: str) -> list[Scope]:
    till = catalogue.settings.till.name
    found = [
        match
        for match in reference.find(catalogue.models, name)
        if match.connection == till and match.ref.kind in kinds and not match.is_gone
    ]
    named = [match for match in found if _is_named(match, name)]
    return [Scope(RuleLevel(match.ref.kind), match.ref.key) for match in named or found]


def _by_part(archive: Archive, text: str, *kinds: Kind) -> list[Scope]:
    found = likest(archive, text, *kinds)
    return [Scope(RuleLevel(one.ref.kind), one.ref.key) for one in found]


def _is_named(match: Match, name: str) -> bool:
    return name in (getattr(match.thing, "reference", ""), getattr(match.thing, "ean", ""))
