"""What people call a thing: by its kind and name, where it has no reference, in either language."""

from pos2web.cli.common.refusing import refuse
from pos2web.cli.common.scopes import LEVELS, NAMED_MAX
from pos2web.cli.common.session import Session
from pos2web.domain.selling import RuleLevel
from pos2web.domain.things import AnyThing
from pos2web.domain.values import Kind, nfc
from pos2web.domain.wall_clock.names import folded
from pos2web.projections import catalogue
from pos2web.projections.things import find_things
from pos2web.views.archive import Archive

NAMED = {Kind.BRAND, Kind.SUPPLIER, Kind.CATEGORY, Kind.OPTION, Kind.OPTION_VALUE}
"""Kinds of things that people call by a name alone."""

KINDS = {word: Kind(level) for word, level in LEVELS.items() if level is not RuleLevel.ALL} | {
    kind.value: kind for kind in Kind
}
"""Kinds by the words for them."""


def named(session: Session, archive: Archive, asked: str) -> tuple[Kind | None, str]:
    """The kind and the key of KIND:NAME; any other text is a reference, EAN or key of any kind.

    Raises Refusal where several are called so.
    """
    asked = nfc(asked).strip()
    word, colon, name = asked.partition(":")
    kind = KINDS.get(folded(word)) if colon else None
    return (None, asked) if kind is None else (kind, key_of(session, archive, kind, name.strip()))


def key_of(session: Session, archive: Archive, kind: Kind, name: str) -> str:
    """The key of what is called so and has no reference; any other name stands for itself."""
    if kind not in NAMED:
        return name
    of_kind = catalogue.SHAPE.table.c.kind == kind
    things = find_things(archive.models, catalogue.SHAPE, of_kind)
    found = {match.ref.key for match in things if folded(name) in map(folded, names(match.thing))}
    if len(found) > 1:
        several = ", ".join(f"{kind}:{key}" for key in sorted(found)[:NAMED_MAX])
        raise refuse(session, "scope.several", asked=f"{kind}:{name}", found=several)
    return next(iter(found), name)


def names(thing: AnyThing) -> list[str]:
    """What a thing is called, in every language."""
    name: str | dict[str, str] = getattr(thing, "name", "")
    return [name] if isinstance(name, str) else [*name.values()]
