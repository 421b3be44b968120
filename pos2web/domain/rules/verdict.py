"""What is held back so far."""

from collections.abc import Iterable

from pos2web.domain.changes import Hold
from pos2web.domain.reasons import Reason, all_of
from pos2web.domain.things import AnyThing, kind_of
from pos2web.domain.values import Kind, Ref


class Verdict:
    """What is held back: with a reason of its own, or silently, as part of something held."""

    def __init__(self) -> None:
        self.held: dict[Kind, set[str]] = {kind: set() for kind in Kind}
        self._reasons: dict[Ref, Reason] = {}

    def hold(self, thing: AnyThing, reasons: Iterable[Reason]) -> None:
        """Hold a thing back for these reasons; when there are none, it goes on."""
        reason = all_of(reasons)
        if reason is not None:
            kind = kind_of(thing)
            self.held[kind].add(thing.key)
            self._reasons[Ref(kind, thing.key)] = reason

    def hold_silently(self, kind: Kind, key: str) -> None:
        """Hold a thing back with what it belongs to, which says why."""
        self.held[kind].add(key)

    @property
    def holds(self) -> tuple[Hold, ...]:
        """The reasons, in order of kind and key; what is held silently has none."""
        kinds = list(Kind)
        ordered = sorted(self._reasons, key=lambda ref: (kinds.index(ref.kind), ref.key))
        return tuple(Hold(ref=ref, reason=self._reasons[ref]) for ref in ordered)
