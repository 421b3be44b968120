"""How what the site shows in fields of a thing comes about: a chain for each."""

from typing import NamedTuple

from pos2web.domain.policy import DEFAULT_OWNERS
from pos2web.domain.values import Kind, Ref
from pos2web.history.past.as_of import Candidate, find, thing_at
from pos2web.history.why.derivation import Derivation
from pos2web.history.why.desired_value import Demand
from pos2web.history.why.tracing import chain
from pos2web.views.archive import Viewpoint

MAIN_FIELDS = ("name", "price", "quantity", "is_active", "is_for_sale", "categories")
"""What matters of a product at first sight; other kinds have some of them."""


class FieldChain(NamedTuple):
    """What a field should be, and how what the site shows came about."""

    demand: Demand
    found: Derivation


def chains_of(view: Viewpoint, kind: Kind | None, name: str, field: str) -> list[FieldChain]:
    """The chains of one field of the till's things that have a name."""
    return [
        field_chain(view, one, field)
        for one in things_named(view, kind, name)
        if one.connection == view.past.till and field in DEFAULT_OWNERS[one.ref.kind]
    ]


def things_named(view: Viewpoint, kind: Kind | None, name: str) -> list[Candidate]:
    """What had a name at that moment, on any side."""
    found = find(view.past, view.archive.models, name, kind)
    return [one for one in found if one.known is not None]


def main_chains(view: Viewpoint, kind: Kind | None, name: str) -> list[FieldChain]:
    """The chains of the fields that matter of what has a name: of the first thing that is meant, with
    its stock."""
    things = [one for one in things_named(view, kind, name) if one.connection == view.past.till]
    if not things:
        return []
    owned, first = DEFAULT_OWNERS[things[0].ref.kind], things[0]
    chains = [field_chain(view, first, each) for each in MAIN_FIELDS if each in owned]
    return chains + ([] if first.ref.kind is Kind.STOCK else stock_chains(view, first.ref))


def stock_chains(view: Viewpoint, ref: Ref) -> list[FieldChain]:
    """The chains of the stocks of a product with its variants, or of one variant."""
    counts = thing_at(view.past, view.archive.models, till_candidate(view, ref)).counts
    return [
        field_chain(view, till_candidate(view, Ref(Kind.STOCK, count.stock.key)), "quantity")
        for count in counts
    ]


def till_candidate(view: Viewpoint, ref: Ref) -> Candidate:
    """A thing of the till as it was."""
    return Candidate(view.past.till, ref, view.past.side(view.past.till, ref).known)


def field_chain(view: Viewpoint, one: Candidate, field: str) -> FieldChain:
    """The chain of one field of one thing."""
    models = view.archive.models
    sides = thing_at(view.past, models, one)
    policy, state = view.settings.policy, view.calendar.state
    demand = Demand(past=view.past, sides=sides, policy=policy, state=state)
    return FieldChain(demand, chain(view.archive.log, models, demand, field))
