"""Which kind of thing each type of fact is about, and which fields it changes."""

from typing import Any

from pos2web.domain.evolve import CHANGED, FOUND
from pos2web.domain.facts import (
    FieldSet,
    SaleResumed,
    SaleStopped,
    ThingFact,
    ThingGone,
    ThingReturned,
    ThingWithdrawn,
)
from pos2web.domain.things import KIND_OF
from pos2web.domain.values import Kind

FIRST_SIGHTS: dict[type[ThingFact], str] = dict(FOUND.values())
"""Facts that carry a whole record, and where in them it stands."""

FIELDS: dict[type[ThingFact], tuple[str, ...]] = {
    fact: fields for row in CHANGED.values() for fact, fields in row.items()
}
"""Facts of their own that fields have."""

KINDS: dict[type[ThingFact], Kind] = {
    **{fact: KIND_OF[record] for record, (fact, _) in FOUND.items()},
    **{fact: KIND_OF[record] for record, row in CHANGED.items() for fact in row},
    SaleStopped: Kind.PRODUCT,
    SaleResumed: Kind.PRODUCT,
}
"""The kind of thing, for facts that are about one kind only."""

CONTENT: tuple[type[ThingFact], ...] = (*KINDS, ThingWithdrawn, ThingReturned, ThingGone, FieldSet)
"""Facts that say what a thing is."""


def kind_of_fact(fact: Any) -> Kind:
    """What kind of thing a fact about a thing is about: facts of every kind say it."""
    kind = KINDS.get(type(fact))
    return Kind(fact.kind) if kind is None else kind
