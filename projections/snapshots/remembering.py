"""Snapshots as the log grows: when one is due, which are missing, and which may go."""

from pathlib import Path

from pos2web.projections.following.follower import EventSource
from pos2web.projections.read_models import ReadModels
from pos2web.projections.snapshots.files import (
    EVENTS_EVERY,
    PER_SCALE,
    listed,
    models_at,
    nearest,
    take,
    thin,
)

REPLAYED_MAX = 100_000
"""One that is missing is made from so many events at most: it takes seconds, and who does it has
other things to do. `models_at` keeps what took longer."""


def remember(
    log: EventSource,
    models: ReadModels,
    folder: Path,
    *,
    every: int = EVENTS_EVERY,
    replayed_max: int = REPLAYED_MAX,
) -> list[Path]:
    """Take a snapshot when one is due, make one that is missing, and thin them; those made.

    One is due `every` so many events. They are missing where the log grew faster than anybody
    looked, as in a first synchronisation, or where their tables are new; they are made from the log,
    the oldest first, one at a time. Raises ArchiveError where none can be written, and what
    following the log raises.
    """
    made = []
    position = models.progress.position
    if position - _nearest(folder, position) >= every:
        made.append(take(models, folder))
    gaps = missing(folder, position, every=every)
    for gap in [gap for gap in gaps if gap - _nearest(folder, gap) <= replayed_max][:1]:
        with models_at(log, folder, gap) as then:
            made.append(take(then, folder))
    thin(folder, every=every)
    return made


def missing(
    folder: Path, position: int, *, every: int = EVENTS_EVERY, per_scale: int = PER_SCALE
) -> list[int]:
    """Where snapshots should be and are not, when the log is so far: see `thin`; the oldest first."""
    there = [one.position for one in listed(folder)]
    found: set[int] = set()
    stretch = every
    while True:
        last = position // stretch
        stretches = range(max(1, last - per_scale), last)
        having = {at // stretch for at in there}
        found.update(number * stretch for number in stretches if number not in having)
        if last <= per_scale:
            return sorted(found)
        stretch *= 2


def _nearest(folder: Path, position: int) -> int:
    """The position of the snapshot that it would be read from; 0 where it is the log's start."""
    found = nearest(folder, position)
    return 0 if found is None else found.position
