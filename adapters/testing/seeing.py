"""A whole observation at one glance."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from pos2web.domain.things import AnyThing, kind_of
from pos2web.domain.values import Kind, Ref
from pos2web.ports import Page


@dataclass
class Seen:
    """What the pages of one observation said."""

    things: dict[Ref, AnyThing] = field(default_factory=dict)
    unchanged: list[Ref] = field(default_factory=list)
    unreadable: dict[Ref, str] = field(default_factory=dict)
    complete: list[Kind] = field(default_factory=list)
    cursors: list[str] = field(default_factory=list)
    named: list[Ref] = field(default_factory=list)
    named_after_complete: list[Ref] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)

    @property
    def cursor(self) -> str | None:
        """The last cursor."""
        return self.cursors[-1] if self.cursors else None


class Observed(Protocol):
    """A till or a shop."""

    def observe(self, since: str | None) -> Iterator[Page]:
        """Yield what is there."""
        ...


def see(side: Observed, since: str | None = None) -> Seen:
    """Observe all of it."""
    return gathered(side.observe(since))


def gathered(pages: Iterable[Page]) -> Seen:
    """What pages say, taken together."""
    seen = Seen()
    for page in pages:
        things = {ref_of(thing): thing for thing in page.things}
        unreadable = {each.ref: each.reason for each in page.unreadable}
        named = [
            *map(ref_of, page.things),
            *page.unchanged,
            *(each.ref for each in page.unreadable),
        ]
        seen.named_after_complete += [ref for ref in named if ref.kind in seen.complete]
        seen.things |= things
        seen.unreadable |= unreadable
        seen.unchanged += page.unchanged
        seen.named += named
        seen.kinds += [ref.kind for ref in named if seen.kinds[-1:] != [ref.kind]]
        seen.complete += page.complete
        if page.cursor is not None:
            seen.cursors.append(page.cursor)
    return seen


def ref_of(thing: AnyThing) -> Ref:
    """Which thing a record describes."""
    return Ref(kind_of(thing), thing.key)
