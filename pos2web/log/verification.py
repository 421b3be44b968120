"""Checks that a log is what was written: nothing missing, moved, doubled or unreadable."""

from collections.abc import Iterator
from itertools import islice

from pos2web.errors import ArchiveError
from pos2web.log.codec import Codec
from pos2web.log.reading import CHUNK, NOBODY, event
from pos2web.log.recorder import POSITION_MAX, LogRecorder
from pos2web.log.records import Report
from pos2web.log.statements import AFTER, HEAD, StoredRow

PROBLEMS_MAX = 100
"""A report names so many; more would say no more."""

_LAST_GIVEN = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'events'"
_COUNT = "SELECT count(*) FROM events"
_INTEGRITY = f"PRAGMA integrity_check({PROBLEMS_MAX})"
_VERSIONS = """
SELECT position, stream, version, expected, before FROM (
    SELECT position, stream, version,
        1 + lag(version, 1, 0) OVER (PARTITION BY stream ORDER BY version) AS expected,
        lag(position, 1, 0) OVER (PARTITION BY stream ORDER BY version) AS before
    FROM events
) WHERE version <> expected OR position < before ORDER BY position LIMIT ?"""


def verify(recorder: LogRecorder, codec: Codec) -> Report:
    """Read the whole log and say what is wrong with it. Writes nothing, raises for nothing."""
    problems = tuple(islice(_problems(recorder, codec), PROBLEMS_MAX))
    return Report(events=recorder.rows(_COUNT)[0][0], problems=problems)


def _problems(recorder: LogRecorder, codec: Codec) -> Iterator[str]:
    yield from _damaged_pages(recorder)
    yield from _lost_tail(recorder)
    yield from _broken_streams(recorder)
    yield from _broken_order(recorder, codec)


def _damaged_pages(recorder: LogRecorder) -> Iterator[str]:
    for (text,) in recorder.rows(_INTEGRITY):
        if text != "ok":
            yield f"the file is damaged: {text}"


def _lost_tail(recorder: LogRecorder) -> Iterator[str]:
    head, given = recorder.rows(HEAD)[0][0], recorder.rows(_LAST_GIVEN)[0][0]
    if head < given:
        yield f"positions {head + 1} to {given} are missing"


def _broken_streams(recorder: LogRecorder) -> Iterator[str]:
    for position, stream, version, expected, before in recorder.rows(_VERSIONS, PROBLEMS_MAX):
        if version != expected:
            yield f"position {position} is version {version} of {stream}, and not {expected}"
        else:
            yield f"position {position} is {stream}@{version}, but @{version - 1} is at {before}"


def _broken_order(recorder: LogRecorder, codec: Codec) -> Iterator[str]:
    expected, latest = 1, 0
    for row in _rows(recorder):
        position, at = row[0], row[5]
        if position != expected:
            yield f"positions {expected} to {position - 1} are missing"
        if at < latest:
            yield f"position {position} is recorded before the one before it"
        yield from _unreadable(row, codec)
        expected, latest = position + 1, max(at, latest)


def _unreadable(row: StoredRow, codec: Codec) -> Iterator[str]:
    try:
        event(row, codec)
    except ArchiveError as error:
        yield str(error)


def _rows(recorder: LogRecorder) -> Iterator[StoredRow]:
    after = 0
    while rows := recorder.rows(AFTER, *NOBODY, after, POSITION_MAX, CHUNK):
        yield from rows
        after = rows[-1][0]
