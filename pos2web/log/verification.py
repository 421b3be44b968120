"""Checks that a log is what was written: nothing missing, moved, doubled or unreadable."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

from pos2web.errors import ArchiveError
from pos2web.log.codec import Codec
from pos2web.log.reading import CHUNK, NOBODY, event
from pos2web.log.recorder import POSITION_MAX, LogRecorder
from pos2web.log.records import Report
from pos2web.log.statements import AFTER, HEAD, StoredRow

PROBLEMS_MAX = 100
"""Each check names so many; more would say no more."""

_LAST_GIVEN = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'events'"
_COUNT = "SELECT count(*) FROM events NOT INDEXED"
_INTEGRITY = f"PRAGMA integrity_check({PROBLEMS_MAX})"
_VERSIONS = """
SELECT position, stream, version, expected, before FROM (
    SELECT position, stream, version,
        1 + lag(version, 1, 0) OVER (PARTITION BY stream ORDER BY version) AS expected,
        lag(position, 1, 0) OVER (PARTITION BY stream ORDER BY version) AS before
    FROM events
) WHERE version <> expected OR position < before ORDER BY position LIMIT ?"""


def verify(recorder: LogRecorder, codec: Codec) -> Report:
    """Read the whole log and say what is wrong with it. Writes nothing."""
    problems: list[str] = []
    for check in (_damaged_pages, _lost_tail, _broken_streams, _broken_order):
        try:
            problems.extend(islice(check(recorder, codec), PROBLEMS_MAX))
        except sqlite3.DatabaseError as error:
            problems.append(f"the file can't be read: {error}")
    return Report(events=_count(recorder), problems=tuple(problems))


def _count(recorder: LogRecorder) -> int:
    try:
        count: int = recorder.rows(_COUNT)[0][0]
    except sqlite3.DatabaseError:
        return 0
    return count


def _damaged_pages(recorder: LogRecorder, _: Codec) -> Iterator[str]:
    for (text,) in recorder.rows(_INTEGRITY):
        if text != "ok":
            yield f"the file is damaged: {text}"


def _lost_tail(recorder: LogRecorder, _: Codec) -> Iterator[str]:
    head, given = recorder.rows(HEAD)[0][0], recorder.rows(_LAST_GIVEN)[0][0]
    if head < given:
        yield f"positions {head + 1} to {given} are missing"


def _broken_streams(recorder: LogRecorder, _: Codec) -> Iterator[str]:
    for position, stream, version, expected, before in recorder.rows(_VERSIONS, PROBLEMS_MAX):
        if version != expected:
            yield f"position {position} is version {version} of {stream}, not {expected}"
        else:
            yield f"position {position} is {stream}@{version}, but the one before is at {before}"


def _broken_order(recorder: LogRecorder, codec: Codec) -> Iterator[str]:
    expected, latest = 1, datetime.min.replace(tzinfo=UTC)
    for row in _rows(recorder):
        position = row[0]
        if position != expected:
            yield f"positions {expected} to {position - 1} are missing"
        expected = position + 1
        try:
            instant = event(row, codec).recorded_at
        except ArchiveError as error:
            yield str(error)
            continue
        if instant < latest:
            yield f"position {position} is recorded before the one before it"
        latest = max(instant, latest)


def _rows(recorder: LogRecorder) -> Iterator[StoredRow]:
    after = 0
    while rows := recorder.rows(AFTER, *NOBODY, after, POSITION_MAX, CHUNK):
        yield from rows
        after = rows[-1][0]
