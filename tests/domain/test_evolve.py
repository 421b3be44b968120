"""No fact about a thing is forgotten where it is worked out what becomes of the thing."""

from collections.abc import Iterator

from pos2web.domain import facts
from pos2web.domain.evolve import CHANGED, FLAGS, FOUND
from pos2web.domain.facts import ThingFact
from pos2web.domain.pins import FieldPinned, FieldUnpinned

BESIDE = {
    FieldPinned,
    FieldUnpinned,
    facts.Held,
    facts.Linked,
    facts.Released,
    facts.ShopEchoed,
    facts.Unlinked,
}
"""Facts that are about a thing and leave it as it is."""


def kinds_of(fact: type[ThingFact]) -> Iterator[type[ThingFact]]:
    """Every kind of fact that is recorded, below one that may only sort them."""
    below = fact.__subclasses__()
    if not below:
        yield fact
    for each in below:
        yield from kinds_of(each)


def test_every_fact_about_a_thing_changes_it_or_is_known_to_leave_it_as_it_is() -> None:
    changing = {fact for fact, _ in FOUND.values()}
    changing |= {fact for row in CHANGED.values() for fact in row}
    changing |= {fact for pair in FLAGS.values() for fact in pair}
    changing |= {facts.FieldSet, facts.ThingGone}

    assert set(kinds_of(ThingFact)) == changing | BESIDE
    assert changing.isdisjoint(BESIDE)
