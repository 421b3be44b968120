"""What is meant by a REF: a reference, an EAN, a key, KIND:NAME, a name or a part of one."""

import msgspec
import sqlalchemy as sa

from pos2web.domain.selling import RuleLevel
from pos2web.domain.values import Kind, nfc
from pos2web.domain.wall_clock.names import folded
from pos2web.projections import catalogue, names, reference
from pos2web.projections.things import find_things
from pos2web.views.archive import Archive
from pos2web.views.find.finding import FoundThing, likest, names_of

NAMED = {Kind.BRAND, Kind.SUPPLIER, Kind.CATEGORY, Kind.OPTION, Kind.OPTION_VALUE}
"""Kinds of things that people call by a name alone."""

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
"""What a rule is about, by the words for it."""

KINDS = {word: Kind(level) for word, level in LEVELS.items() if level is not RuleLevel.ALL} | {
    kind.value: kind for kind in Kind
}
"""Kinds by the words for them."""


class Naming(msgspec.Struct, frozen=True, kw_only=True):
    """What a REF means: a kind, None where it may be any, and a reference, EAN or key of it.

    Where a name means several things, `several` has them; then `name` is what was asked.
    """

    kind: Kind | None
    name: str
    several: tuple[FoundThing, ...] = ()


def naming(archive: Archive, asked: str) -> Naming:
    """What is meant by a REF. What nobody knows stands for itself.

    References, EANs and keys, of now or of before, go before names, and whole names before parts.
    """
    asked = nfc(asked).strip()
    word, colon, name = asked.partition(":")
    kind = KINDS.get(folded(word)) if colon else None
    name = asked if kind is None else name.strip()
    called = _called(archive, kind, name) if kind in NAMED else set()
    if len(called) == 1:
        return Naming(kind=kind, name=called.pop())
    if not called and is_known(archive, kind, name):
        return Naming(kind=kind, name=name)
    found = likest(archive, name, *(() if kind is None else (kind,)))
    if len(found) == 1:
        return Naming(kind=found[0].ref.kind, name=found[0].ref.key)
    return Naming(kind=kind, name=name, several=tuple(found))


def is_known(archive: Archive, kind: Kind | None, name: str) -> bool:
    """Whether anything is or was called so by its reference, EAN or key."""
    called = {ref.kind for _, ref in names.find(archive.models, name)}
    called |= {match.ref.kind for match in reference.find(archive.models, name)}
    return bool(called) if kind is None else kind in called


def _called(archive: Archive, kind: Kind | None, name: str) -> set[str]:
    """The keys of what has this very name and no reference, gone ones too."""
    of_kind: sa.ColumnElement[bool] = catalogue.SHAPE.table.c.kind == kind
    things = find_things(archive.models, catalogue.SHAPE, of_kind)
    return {match.ref.key for match in things if folded(name) in map(folded, names_of(match.thing))}
