"""One thing on both sides at a moment, and what was called so but came later."""

from datetime import datetime

import msgspec

from pos2web.domain.things import AnyThing
from pos2web.domain.values import ConnectionName, Kind, Ref
from pos2web.history.past.as_of import Candidate, Sides, find, thing_at
from pos2web.views.archive import Viewpoint


class LaterThing(msgspec.Struct, frozen=True, kw_only=True):
    """A thing that was not known yet, and when it was first seen."""

    connection: ConnectionName
    ref: Ref
    first_seen: datetime


class ThingsShown(msgspec.Struct, frozen=True, kw_only=True):
    """What has a name at a moment: what was there, or what was first seen later."""

    there: tuple[Sides, ...]
    later: tuple[LaterThing, ...]

    @property
    def is_known(self) -> bool:
        """Whether anything was ever called so."""
        return bool(self.there or self.later)


def things_shown(view: Viewpoint, kind: Kind | None, name: str) -> ThingsShown:
    """What has a name, on both sides."""
    found = find(view.past, view.archive.models, name, kind)
    there = tuple(sides_of(view, one) for one in found if one.known is not None)
    later = (
        ()
        if there
        else tuple(
            LaterThing(connection=one.connection, ref=one.ref, first_seen=first)
            for one in found
            if (first := view.past.first_seen(one.connection, one.ref)) is not None
        )
    )
    return ThingsShown(there=there, later=later)


def sides_of(view: Viewpoint, one: Candidate) -> Sides:
    """One thing on both sides."""
    return thing_at(view.past, view.archive.models, one)


def till_thing(sides: Sides) -> AnyThing | None:
    """The till's, as it was last seen."""
    return None if sides.till is None else sides.till.thing


def site_thing(sides: Sides) -> AnyThing | None:
    """As the site showed it, if it was there; of a thing that only the site had, as it last did."""
    is_away = sides.site is None or (sides.till is not None and sides.site.is_gone)
    return None if is_away or sides.site is None else sides.site.thing
