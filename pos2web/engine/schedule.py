"""Which changes may go out next: in the plan's order, but never before what they need."""

from collections import deque
from collections.abc import Iterable

from pos2web.domain.changes import Action, Change
from pos2web.domain.things import Image, Product, Stock, Variant
from pos2web.domain.values import Kind, Ref
from pos2web.engine.state import SyncState
from pos2web.engine.writing import Unresolved, ready
from pos2web.ports import Write

Batch = list[tuple[Change, Write]]
Stage = tuple[Kind, Action]

GLANCE = 200
"""How many changes of a stage are looked at for one batch, past those that must wait their turn."""


class Schedule:
    """The changes of one round, as they become ready.

    A change waits for the links that it needs, and for an earlier change of the same thing. Of what
    touches one product only one batch is under way: a shop saves whole rows, so two writers of one
    product would lose one another's work.
    """

    def __init__(
        self,
        state: SyncState,
        changes: Iterable[Change],
        *,
        sizes: dict[Kind, int],
        alone: frozenset[Ref] = frozenset(),
    ) -> None:
        self._state = state
        self._sizes = sizes
        self._alone = alone
        self._ready: dict[Stage, deque[tuple[Change, Write]]] = {}
        self._waiting: dict[Ref, list[Change]] = {}
        self._queued: set[Ref] = set()
        self._busy: set[str] = set()
        for change in changes:
            self._ready.setdefault((change.kind, change.action), deque())
            if change.ref in self._queued:
                self._waiting.setdefault(change.ref, []).append(change)
            else:
                self._queued.add(change.ref)
                self._place(change)

    def _place(self, change: Change) -> None:
        try:
            write = ready(self._state, change)
        except Unresolved as unresolved:
            self._waiting.setdefault(unresolved.ref, []).append(change)
        else:
            self._ready[change.kind, change.action].append((change, write))

    def take(self) -> Batch:
        """The next batch that may go out, of one kind and action; empty when there is none now."""
        for stage, queue in self._ready.items():
            batch = self._taken(queue, self._size(stage))
            if batch:
                self._busy.update(filter(None, (product_of(write) for _, write in batch)))
                return batch
        return []

    def _size(self, stage: Stage) -> int:
        kind, action = stage
        return 1 if action is Action.DELETE else self._sizes.get(kind, 1)

    def _taken(self, queue: deque[tuple[Change, Write]], size: int) -> Batch:
        batch: Batch = []
        passed: Batch = []
        while queue and len(batch) < size and len(passed) < GLANCE:
            item = queue.popleft()
            change, write = item
            if product_of(write) in self._busy:
                passed.append(item)
            elif change.ref not in self._alone:
                batch.append(item)
            elif batch:
                passed.append(item)
                break
            else:
                batch = [item]
                break
        queue.extendleft(reversed(passed))
        return batch

    def settle(self, batch: Batch, *, done: set[Ref]) -> None:
        """A batch was answered: what waited for its turn, or for what is done, may be ready."""
        self._busy.difference_update(filter(None, (product_of(write) for _, write in batch)))
        for change, _ in batch:
            if change.ref in done:
                for waiting in self._waiting.pop(change.ref, []):
                    self._place(waiting)

    def blocked(self) -> list[tuple[Change, Ref]]:
        """What still waits, with the thing that it waits for."""
        return [(change, ref) for ref, changes in self._waiting.items() for change in changes]


def product_of(write: Write) -> str | None:
    """The shop product that a write touches, None for one that is yet to be made or has none."""
    thing = write.thing
    if isinstance(thing, Product):
        return write.shop_key
    return thing.product if isinstance(thing, Variant | Image | Stock) else None
