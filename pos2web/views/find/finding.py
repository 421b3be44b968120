"""Finding the till's things by what people call them: references, names, or parts of them."""

from collections.abc import Iterator
from difflib import get_close_matches
from enum import IntEnum

import msgspec
import sqlalchemy as sa

from pos2web.domain.things import AnyThing, Product
from pos2web.domain.values import Kind, Money, Ref, Texts, nfc
from pos2web.domain.wall_clock.names import folded
from pos2web.projections import catalogue
from pos2web.projections.things import Match, find_things
from pos2web.views.archive import Archive

CALLED_BY_NAME = (Kind.PRODUCT, Kind.CATEGORY, Kind.BRAND, Kind.SUPPLIER)
"""Kinds that are found by a part of their name where no kind is said; variants by their reference."""

NEAR = 0.75
NEAREST_MAX = 3


class FoundThing(msgspec.Struct, frozen=True, kw_only=True):
    """A thing of the till; `names` by language (one of no language under an empty one), `price` as the till says it, None of what has none."""

    ref: Ref
    reference: str
    names: Texts
    price: Money | None = None
    is_active: bool = True


class NameMatch(IntEnum):
    """How much what is called so is like what was asked for, the most first."""

    SAME = 0
    """Its name, reference, EAN or key but for capitals and accents."""
    WORDS = 1
    """Every word that was asked for begins one of it."""
    PART = 2
    """It is somewhere within."""


def search(archive: Archive, text: str, *kinds: Kind) -> list[FoundThing]:
    """The till's things that are called like a text, what is most like it first; of these kinds only,
    if any are named. What is gone isn't found."""
    return [one for _, one in _ranked(archive, text, kinds)]


def likest(archive: Archive, text: str, *kinds: Kind) -> list[FoundThing]:
    """Of what `search` gives those that are as much like the text as the first."""
    found = _ranked(archive, text, kinds)
    return [one for likeness, one in found if likeness == found[0][0]]


def _ranked(
    archive: Archive, text: str, kinds: tuple[Kind, ...]
) -> list[tuple[NameMatch, FoundThing]]:
    asked = folded(nfc(text).strip())
    found = [
        (likeness, _found(match))
        for match in (_candidates(archive, text, kinds) if asked else ())
        if (likeness := _likeness(asked, match)) is not None
    ]
    order = list(Kind)
    return sorted(found, key=lambda each: (each[0], order.index(each[1].ref.kind), _by(each[1])))


def nearest(archive: Archive, text: str, *kinds: Kind) -> list[FoundThing]:
    """A few things whose names or references differ from the text by some letters, the nearest first."""
    called: dict[str, FoundThing] = {}
    for match in _candidates(archive, "", kinds):
        one = _found(match)
        for name in filter(None, map(folded, (one.reference, *one.names.values()))):
            called.setdefault(name, one)
    near = get_close_matches(folded(nfc(text).strip()), called, n=NEAREST_MAX, cutoff=NEAR)
    found = [called[name] for name in near]
    return [one for at, one in enumerate(found) if one not in found[:at]]


def _candidates(archive: Archive, text: str, kinds: tuple[Kind, ...]) -> Iterator[Match]:
    columns = catalogue.SHAPE.table.c
    is_called: sa.ColumnElement[bool] = columns.kind.in_(list(kinds or CALLED_BY_NAME))
    if not kinds:
        is_variant = sa.and_(
            columns.kind == Kind.VARIANT, columns.reference.icontains(text, autoescape=True)
        )
        is_called = sa.or_(is_called, is_variant)
    condition = sa.and_(columns.is_gone.is_(False), is_called)
    yield from find_things(archive.models, catalogue.SHAPE, condition)


def _likeness(asked: str, match: Match) -> NameMatch | None:
    named = (getattr(match.thing, field, "") for field in ("reference", "ean"))
    called = [folded(name) for name in (*named, *names_of(match.thing)) if name]
    if asked in called or asked == folded(match.ref.key):
        return NameMatch.SAME
    words = [part for name in called for part in name.replace("-", " ").replace("'", " ").split()]
    if all(any(word.startswith(part) for word in words) for part in asked.split()):
        return NameMatch.WORDS
    return NameMatch.PART if any(asked in name for name in called) else None


def _found(match: Match) -> FoundThing:
    thing = match.thing
    name: str | Texts = getattr(thing, "name", "")
    return FoundThing(
        ref=match.ref,
        reference=getattr(thing, "reference", "") or "",
        names=name if isinstance(name, dict) else {"": name},
        price=thing.price if isinstance(thing, Product) else None,
        is_active=getattr(thing, "is_active", True),
    )


def _by(one: FoundThing) -> str:
    return folded(next(iter(one.names.values()), one.reference))


def names_of(thing: AnyThing) -> list[str]:
    """What a thing is called, in every language."""
    name: str | dict[str, str] = getattr(thing, "name", "")
    return [*filter(None, [name] if isinstance(name, str) else name.values())]
