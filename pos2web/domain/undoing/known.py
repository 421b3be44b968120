"""Everything that taking back looks at, as it is now or was at an instant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pos2web.domain.changes import Owner
from pos2web.domain.pins import Pins, pinned, said
from pos2web.domain.plain import canonical, plain, same
from pos2web.domain.planning.known import in_till_terms
from pos2web.domain.policy import Policy
from pos2web.domain.rules.ground import Side
from pos2web.domain.selling import UNRULED, Selling
from pos2web.domain.tasks import TaskSetting
from pos2web.domain.things import AnyThing
from pos2web.domain.values import Kind, Ref

FOREIGN = "#"
"""Marks, in plain values, the key of a shop's thing that the till doesn't know."""

Echoes = Mapping[Ref, Mapping[str, tuple[str, str]]]


@dataclass(frozen=True, kw_only=True)
class CurrentState:
    """Till, site, links, pins and rules at one moment. `tasks` are how the tasks are set.

    `echoes`: by the shop's thing and field, what we sent and what the shop shows for it.
    """

    till: Side
    site: Side
    links: Mapping[Ref, str]
    policy: Policy
    pins: Pins = field(default_factory=dict)
    selling: Selling = UNRULED
    tasks: Mapping[str, TaskSetting] = field(default_factory=dict)
    echoes: Echoes = field(default_factory=dict)

    def at_till(self, ref: Ref) -> AnyThing | None:
        """The till's thing, if it still has it."""
        return self.till.get(ref.kind, {}).get(ref.key)

    def on_site(self, ref: Ref) -> AnyThing | None:
        """The till's thing as the site shows it, in the till's keys; None where it doesn't."""
        shop_key = self.links.get(ref)
        thing = None if shop_key is None else self.site.get(ref.kind, {}).get(shop_key)
        return None if thing is None else in_till_terms(self, thing, ref.key)

    def shown(self, ref: Ref, name: str) -> Any:
        """What a field shows, plain, or will once the next run has seen to its pin."""
        pin = pinned(self.pins, ref, name)
        return plain(getattr(self.on_site(ref), name, None)) if pin is None else pin.value

    def is_on_sale(self, ref: Ref) -> bool:
        """Whether the till, or a pin in its place, has it on sale; rules may say no all the same."""
        pin = pinned(self.pins, ref, "is_active")
        return bool(said(self.at_till(ref), "is_active") if pin is None else pin.value)

    def is_owned(self, kind: Kind, name: str) -> bool:
        """Whether a field is the till's by the merchant's settings, so that a pin has an effect."""
        return self.policy.owner(kind, name) is Owner.TILL

    def shows_as(self, ref: Ref, name: str, sent: Any) -> bool:
        """Whether a field shows what was sent, or the shop's way of writing that."""
        shown = self.shown(ref, name)
        echo = self.echoes.get(Ref(ref.kind, self.links.get(ref, "")), {}).get(name)
        return alike(sent, shown) or echo == (canonical(sent), canonical(shown))

    def till_key(self, kind: Kind, shop_key: str) -> str:
        """The till's key of something on the shop, or its shop key marked as foreign."""
        return self._till_keys.get((kind, shop_key)) or FOREIGN + shop_key

    @cached_property
    def _till_keys(self) -> dict[tuple[Kind, str], str]:
        return {(ref.kind, shop_key): ref.key for ref, shop_key in self.links.items()}


def alike(want: Any, have: Any) -> bool:
    """Whether what shows one plain value shows the other one, as planning sees it."""
    return same(_ordered(want), _ordered(have))


def _ordered(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
