"""The gate before every write: only one installation writes to a shop, and asks there who does."""

import time
from dataclasses import dataclass, field

from pos2web.domain.epochs import Mark, Writer, superseded, writer_of
from pos2web.domain.reasons import Reason
from pos2web.engine.context import SyncContext
from pos2web.engine.epochs import begun
from pos2web.errors import ConflictError

ATTEMPTS_MAX = 3
"""So often our mark is put in the place of one that is over; then we write without."""


class SupersededError(ConflictError):
    """Another installation writes to the shop, or a later epoch of this one: `reason` says which."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(f"another Pos2Web writes to the shop: {reason}")
        self.reason = reason


@dataclass(kw_only=True)
class WriterCheck:
    """One run's way to the shop. `asked_at` is when it was asked last, on a clock that only goes on.

    `is_fresh`: our mark was only just put there, so that somebody else may be putting theirs there,
    too; then the next batch asks again.
    """

    context: SyncContext
    asked_at: float | None = field(default=None, init=False)
    is_fresh: bool = field(default=False, init=False)

    def pass_through(self) -> None:
        """See that we are the one that writes: before the first batch, and now and then afterwards.

        Where nobody writes yet, or an epoch of this installation that is over, our mark takes the
        place; then it is asked again whose is there, also where ours was not kept. Raises
        SupersededError when somebody else writes; TransientError, ProtocolError when the shop can't
        be asked.
        """
        now = time.monotonic()
        if self.asked_at is None or self.is_fresh or now - self.asked_at >= self.context.mark_s:
            self._ask()
            self.asked_at = now

    def _ask(self) -> None:
        own, shop = self._own(), self.context.shop
        later = self.context.elsewhere(own)
        if later is not None:
            raise SupersededError(superseded(later.text, own.log))
        self.is_fresh, has_place = False, True
        for _ in range(ATTEMPTS_MAX):
            found = shop.read_mark()
            writer = writer_of(found, own)
            if writer is Writer.ANOTHER:
                raise SupersededError(superseded(found or "", own.log))
            if writer is Writer.US or not has_place:
                return
            self.is_fresh = has_place = shop.write_mark(own.text)

    def _own(self) -> Mark:
        log = self.context.log
        return Mark.of(log.id, begun(log))
