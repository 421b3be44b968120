"""Makes the files of an installation out of what was fetched: log, state, settings, keys of people."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime

import msgspec

from pos2web.backup.restore.fetching import Fetched, Fetching
from pos2web.backup.store.damage import DamagedError
from pos2web.backup.store.documents import (
    SETTINGS_FILE,
    PeopleDocument,
    SettingsDocument,
    read_document,
)
from pos2web.backup.store.layout import ListedObject, LogObject
from pos2web.errors import ArchiveError, RuleError
from pos2web.log.files import keep, private_folder
from pos2web.log.instants import from_micros
from pos2web.log.loading import Loaded, load
from pos2web.log.sealing import path_of
from pos2web.log.segments import Segment, header_of, read
from pos2web.messages import message
from pos2web.projections.following.database import drop_database
from pos2web.projections.read_models import EventSource, ProjectionError, ReadModels
from pos2web.projections.snapshots import files as snapshots
from pos2web.settings.home import Home

Counted = Callable[[int, int], None]
"""Is told how many of how many events are in place."""


def bring_back_log(
    fetching: Fetching, home: Home, *, at: datetime | None, counted: Counted
) -> tuple[Fetched, Loaded]:
    """Fetch what brings back the state at an instant (None: the latest), and make the log of it.

    What turns out to be damaged counts as missing, and is told of. Raises as `Fetching.fetch`, and
    RuleError where nothing had been recorded yet at that instant.
    """
    while True:
        fetched = fetching.fetch(at)
        try:
            return fetched, rebuild_log(fetched, home, counted)
        except DamagedError as error:
            fetching.note(error)


def rebuild_log(fetched: Fetched, home: Home, counted: Counted) -> Loaded:
    """Make the log, every part of it checked against the one before, and its sealed segments.

    A log that was begun there is made anew. Raises DamagedError for an object that does not fit
    those before it, RuleError where nothing had been recorded yet at that instant.
    """
    home.log.unlink(missing_ok=True)
    links, at = fetched.source.links, fetched.source.at
    reading = _Reading(fetched)
    total = links[-1].what.last
    try:
        loaded = load(home.log, reading, until=at, progress=lambda events: counted(events, total))
    except ArchiveError as error:
        raise DamagedError(
            message("{name}: {error}", name=reading.name, error=error), name=reading.name
        ) from error
    if loaded.at is None:
        raise RuleError(
            message(
                "nothing had been recorded yet at {at:%Y-%m-%dT%H:%M:%S.%fZ}: the earliest state "
                "that can be restored is that of {first:%Y-%m-%dT%H:%M:%S.%fZ}",
                at=at,
                first=from_micros(header_of(fetched.content(links[0])).since),
            )
        )
    private_folder(home.segments)
    for link in links:
        if link.what.is_sealed and link.what.last <= loaded.position:
            path = path_of(home.segments, link.what.first, link.what.last)
            keep(path, fetched.content(link))
    return loaded


def rebuild_state(fetched: Fetched, home: Home, log: EventSource) -> list[str]:
    """Make the read models of the nearest snapshot and the log's tail; the history waits.

    Says what is not as it should be: the log is there all the same, and upkeep will try again.
    """
    warnings = []
    drop_database(home.models)
    if fetched.snapshot is not None:
        try:
            # One that is not of this log is seen by the read models, and begun anew.
            snapshots.load(fetched.content(fetched.snapshot), home.models)
        except ArchiveError as error:
            warnings.append(
                message("{name} can't be used: {error}", name=fetched.snapshot.name, error=error)
            )
    return [*warnings, *follow_log(home, log)]


def follow_log(home: Home, log: EventSource) -> list[str]:
    """Let the read models follow the log to its end; says what keeps them from it."""
    with closing(ReadModels.open(home.models)) as models:
        try:
            models.catch_up(log)
        except ProjectionError as error:
            return [message("the read models stand still: {error}", error=error)]
    return []


def rebuild_settings(fetched: Fetched, home: Home, log_id: str) -> None:
    """Write settings, secrets and the keyring of people's data, for this user only.

    They were found whole when they were fetched.
    """
    if fetched.settings is not None:
        found = fetched.settings
        document = read_document(
            fetched.content(found), SettingsDocument, found.what, log_id, found.name
        )
        for name, text in document.files.items():
            # A name from outside: it must not lead out of the home.
            if SETTINGS_FILE.fullmatch(name):
                keep(home.path / name, text.encode())
    if fetched.people is not None:
        ring = fetched.people
        keyring = read_document(fetched.content(ring), PeopleDocument, ring.what, log_id, ring.name)
        keep(home.people, keyring.keyring)


class _Reading:
    """Reads the segments of a chain one after the other, and knows which one it is at."""

    def __init__(self, fetched: Fetched) -> None:
        self.name = ""
        self._fetched = fetched
        self._dictionaries = fetched.dictionaries

    def __iter__(self) -> Iterator[Segment]:
        upto = self._fetched.source.upto
        for link in self._fetched.source.links:
            self.name = link.name
            segment = self._read(link)
            yield segment if upto is None else _cut_off(segment, upto)

    def _read(self, link: ListedObject[LogObject]) -> Segment:
        content = self._fetched.content(link)
        needed = header_of(content).dictionary
        return read(content, self._dictionaries.get(needed))


def _cut_off(segment: Segment, upto: int) -> Segment:
    """A segment without what comes after a position."""
    count = sum(append.last <= upto for append in segment.appends)
    return msgspec.structs.replace(
        segment,
        appends=segment.appends[:count],
        digests=segment.digests[:count],
    )
