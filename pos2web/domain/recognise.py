"""Which facts an observation adds to what is known."""

import msgspec

from pos2web.domain.evolve import CHANGED, FLAGS, FOUND
from pos2web.domain.facts import FieldSet, ThingFact, ThingGone, ThingReturned, ThingWithdrawn
from pos2web.domain.fields import OPTIONAL
from pos2web.domain.plain import plain
from pos2web.domain.things import AnyThing, Image, kind_of
from pos2web.domain.values import Kind


def recognise(known: AnyThing | None, seen: AnyThing) -> list[ThingFact]:
    """Return the facts that lead from `known` to `seen`; none when there is nothing new.

    A photo seen without source, stamp or fingerprint says nothing about those: shops don't
    tell them, and tills don't read a content again that wasn't touched. A text that is empty in a
    language is the same as none there.
    """
    if known == seen:
        return []
    if known is None:
        fact, name = FOUND[type(seen)]
        return [fact(key=seen.key, **{name: seen})]
    if isinstance(known, Image) and isinstance(seen, Image):
        seen = _completed(known, seen)
    return _changes(known, seen) + _settings(known, seen) + _comings_and_goings(known, seen)


def recognise_gone(kind: Kind, key: str) -> ThingGone:
    """Return the fact that a thing is no longer there."""
    return ThingGone(key=key, kind=kind)


def _completed(known: Image, seen: Image) -> Image:
    return msgspec.structs.replace(
        seen,
        source=seen.source or known.source,
        stamp=seen.stamp or known.stamp,
        fingerprint=seen.fingerprint or known.fingerprint,
    )


def _changes(known: AnyThing, seen: AnyThing) -> list[ThingFact]:
    changes: list[ThingFact] = []
    for fact, fields in CHANGED[type(seen)].items():
        after = {field: getattr(seen, field) for field in fields}
        before = {field: getattr(known, field) for field in fields}
        if any(_said(after[field]) != _said(before[field]) for field in fields):
            changes.append(fact(key=seen.key, **after, **_was(before)))
    return changes


def _settings(known: AnyThing, seen: AnyThing) -> list[ThingFact]:
    """Changes of fields that have no fact of their own."""
    kind = kind_of(seen)
    return [
        FieldSet(key=seen.key, kind=kind, field=row.name, value=plain(after), was=plain(before))
        for row in OPTIONAL[kind]
        if _said(after := getattr(seen, row.name)) != _said(before := getattr(known, row.name))
    ]


def _said(value: object) -> object:
    """A value, without the languages in which a text says nothing."""
    if isinstance(value, dict):
        return {language: text for language, text in value.items() if text}
    return value


def _was(before: dict[str, object]) -> dict[str, object]:
    if len(before) == 1:
        (value,) = before.values()
        return {"was": value}
    return {f"was_{field}": value for field, value in before.items()}


def _comings_and_goings(known: AnyThing, seen: AnyThing) -> list[ThingFact]:
    found: list[ThingFact] = []
    for field, pair in FLAGS.items():
        now = getattr(seen, field, None)
        if now is None or now == getattr(known, field, now):
            continue
        if field == "is_active":
            found.append(_came_or_went(seen, is_there=now))
        else:
            found.append(pair[now](key=seen.key))
    return found


def _came_or_went(seen: AnyThing, *, is_there: bool) -> ThingFact:
    fact = ThingReturned if is_there else ThingWithdrawn
    return fact(key=seen.key, kind=kind_of(seen))
