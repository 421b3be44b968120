"""What becomes of the log itself: the epochs of an installation, and the backups of it."""

from datetime import datetime

import msgspec

from pos2web.domain.facts import Fact
from pos2web.messages import Sentence, kept

INSTALLED, RESTORED, MOVED = "installed", "restored", "moved"
"""Why an epoch began: the log is new, it was brought back from a backup, or somebody said that from
here on this installation is the one that writes."""


class EpochBegan(Fact, frozen=True, kw_only=True):
    """From here on an installation writes as another: `id` tells it from every other, `number` counts.

    After a restore `source` is where it was brought back from, `position` and `at` how far: the last
    position of the backup that was taken over, and the instant it was recorded.
    """

    number: int
    id: str
    why: str
    source: str = ""
    position: int = 0
    at: datetime | None = None


class BackedUp(Fact, frozen=True, kw_only=True):
    """The day's snapshot of everything up to `position` lies on a store, and the store is tidied.

    `at` is when that position was recorded. `objects` and `stored_bytes` are what the store then
    holds of this installation, `pruned` how many objects went.
    """

    store: str
    position: int
    at: datetime
    objects: int
    stored_bytes: int
    pruned: int


class BackupDrilled(Fact, frozen=True, kw_only=True):
    """A store's backup was restored into a scratch place and looked at; well without `problems`.

    It brought back `events` events, up to `position`. `rpo_ms`: how much time would have been lost;
    `rto_ms`: how long it took until everything was ready. `said` tells how each problem was made,
    null for one that is no sentence of ours; it is there only where one is.
    """

    store: str
    position: int
    events: int
    problems: tuple[str, ...]
    rpo_ms: int
    rto_ms: int
    said: tuple[Sentence | None, ...] | msgspec.UnsetType = msgspec.UNSET

    @property
    def told(self) -> tuple[str, ...]:
        """The problems, which can be said in other languages where they are sentences of ours."""
        said = self.said or (None,) * len(self.problems)
        return tuple(
            kept(text, made or msgspec.UNSET)
            for text, made in zip(self.problems, said, strict=False)
        )
