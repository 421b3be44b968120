"""Makes a log anew from its segments, exactly as it was."""

import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

import msgspec

from pos2web.errors import ArchiveError, ConflictError, TransientError
from pos2web.log import chain
from pos2web.log.faults import ours
from pos2web.log.files import SUFFIX, place
from pos2web.log.instants import MICROS_MAX, from_micros, to_micros
from pos2web.log.schema import APPENDS, EVENTS, IDENTITY, STAMP
from pos2web.log.segments import Segment, header_of, read
from pos2web.log.statements import INSERT_APPEND
from pos2web.messages import message

Progress = Callable[[int], None]
"""Is told, now and then, how many events are in place."""

NO_DICTIONARIES: Mapping[str, bytes] = MappingProxyType({})

_CACHE_KIB = 128 << 10
"""For the index of streams, which fills in no order."""

_INSERT = """
INSERT INTO events
    (position, stream, version, type, cause, payload, recorded_at, actor, run, connection)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""

_Placed = tuple[int, str, int, str, int, msgspec.Raw, int, str, str, str]


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """Which log was made, and how far: its last position, when that was recorded, its digest."""

    log: str
    position: int
    at: datetime | None
    digest: bytes


def load(
    path: Path,
    segments: Iterable[bytes | Segment],
    *,
    until: datetime | None = None,
    log_id: str = "",
    dictionaries: Mapping[str, bytes] = NO_DICTIONARIES,
    progress: Progress | None = None,
) -> Loaded:
    """Make the log at `path` of segments, oldest first, from position 1 on; up to an instant.

    Positions, versions, instants and digests are as they were. Segments may overlap, as pieces do.
    It ends with the last whole append that was recorded at `until` or before, and the segments
    after it are not taken. `log_id`: the log that it must be. Where this dies there is no log at
    `path`, and it can be done again. Raises ConflictError where there is one, ArchiveError for
    segments that are damaged, missing or of another log, TransientError where the disk is full.
    """
    if path.exists():
        raise ConflictError(message("there is a log at {path} already", path=path))
    end = MICROS_MAX if until is None else to_micros(until)
    new = path.with_name(path.name + SUFFIX)
    try:
        with ours(new):
            _make_private(new)
            with closing(sqlite3.connect(new, isolation_level=None)) as connection:
                loading = _Loading(connection, log_id, end)
                for segment in segments:
                    is_over = loading.add(_read(segment, dictionaries))
                    if progress is not None:
                        progress(loading.position)
                    if is_over:
                        break
                loaded = loading.end()
        place(new, path)
    except OSError as error:
        raise TransientError(
            message("{path} can't be made now: {error}", path=path, error=error)
        ) from error
    finally:
        _forget(new)
    return loaded


def _read(one: bytes | Segment, dictionaries: Mapping[str, bytes]) -> Segment:
    if isinstance(one, Segment):
        return one
    return read(one, dictionaries.get(header_of(one).dictionary))


class _Loading:
    """A log in the making: what is in it, and what must come next."""

    def __init__(self, connection: sqlite3.Connection, log_id: str, until: int) -> None:
        self.position = 0
        self._connection = connection
        self._id = log_id
        self._until = until
        self._at: int | None = None
        self._digest = chain.start(log_id) if log_id else b""
        # Nobody needs a file that this died over: so nothing is waited for, or could be undone.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        connection.execute("BEGIN")
        connection.execute(EVENTS[0])
        connection.execute(APPENDS)

    def add(self, segment: Segment) -> bool:
        """Put in what is not in yet. True when what follows is too late."""
        header = segment.header
        name = message("segment {first} to {last}", first=header.first, last=header.last)
        if not self._id:
            self._id, self._digest = header.log, chain.start(header.log)
        if header.log != self._id:
            raise ArchiveError(
                message(
                    "{name} is of another log: {log}, not {ours}",
                    name=name,
                    log=header.log,
                    ours=self._id,
                )
            )
        if header.first > self.position + 1:
            missing = message(
                "positions {first} to {last}",
                first=self.position + 1,
                last=header.first - 1,
            )
            raise ArchiveError(
                message("{missing} are missing before {name}", missing=missing, name=name)
            )
        if header.first == self.position + 1 and header.before != self._digest.hex():
            raise ArchiveError(message("{name} does not go on from what is before it", name=name))
        rows, ends, is_over = self._new(segment, name)
        self._connection.executemany(_INSERT, rows)
        self._connection.executemany(INSERT_APPEND, ends)
        return is_over

    def _new(
        self, segment: Segment, name: str
    ) -> tuple[list[_Placed], list[tuple[int, bytes]], bool]:
        """The rows to put in, the ends of their appends, and whether it goes on too late."""
        rows: list[_Placed] = []
        ends: list[tuple[int, bytes]] = []
        for append, digest in zip(segment.appends, segment.digests, strict=True):
            last, at = append.last, append.at
            if last <= self.position:
                if last == self.position and digest != self._digest:
                    raise ArchiveError(
                        message("{name} is not the same as what is before it", name=name)
                    )
                continue
            if append.position != self.position + 1:
                raise ArchiveError(
                    message(
                        "{name} overlaps what is before it otherwise than by appends", name=name
                    )
                )
            if at > self._until:
                return rows, ends, True
            actor, run, link = append.actor, append.run, append.connection
            rows += [
                (position, *event, at, actor, run, link)
                for position, event in enumerate(append.events, append.position)
            ]
            ends.append((last, digest))
            self.position, self._at, self._digest = last, at, digest
        return rows, ends, False

    def end(self) -> Loaded:
        """Finish the tables; only now does the file say that it is a log."""
        if not self._id:
            raise ArchiveError(message("there is no segment to make a log of"))
        execute = self._connection.execute
        for statement in EVENTS[1:]:
            execute(statement)
        execute(IDENTITY)
        execute("INSERT INTO identity VALUES (?)", (self._id,))
        for statement in STAMP:
            execute(statement)
        execute("COMMIT")
        execute("PRAGMA journal_mode = WAL")
        at = None if self._at is None else from_micros(self._at)
        return Loaded(log=self._id, position=self.position, at=at, digest=self._digest)


def _make_private(new: Path) -> None:
    """An empty file that only this user may read, in place of one that an earlier load died over."""
    _forget(new)
    os.close(os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _forget(new: Path) -> None:
    for left in new.parent.glob(f"{new.name}*"):
        left.unlink(missing_ok=True)
