"""Checks that a log is what was written: nothing missing, moved, doubled or unreadable."""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice

from pos2web.errors import ArchiveError
from pos2web.log.chain import DIGEST_BYTES, is_id, link, start
from pos2web.log.codec import Codec
from pos2web.log.lines import appends
from pos2web.log.reading import CHUNK, NOBODY, UNREADABLE, event, events
from pos2web.log.recorder import POSITION_MAX, LogRecorder
from pos2web.log.records import VerificationReport
from pos2web.log.statements import AFTER, HEAD, ID, StoredRow
from pos2web.messages import message, message_of

PROBLEMS_MAX = 100
"""Each check names so many; more would say no more."""

_LAST_GIVEN = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'events'"
_COUNT = "SELECT count(*) FROM events NOT INDEXED"
_INTEGRITY = f"PRAGMA integrity_check({PROBLEMS_MAX})"
_BEFORE_FIRST = """
SELECT 'events', position FROM events WHERE position < 1
UNION ALL SELECT 'appends', position FROM appends WHERE position < 1"""
_VERSIONS = """
SELECT position, stream, version, expected, before FROM (
    SELECT position, stream, version,
        1 + lag(version, 1, 0) OVER (PARTITION BY stream ORDER BY version) AS expected,
        lag(position, 1, 0) OVER (PARTITION BY stream ORDER BY version) AS before
    FROM events
) WHERE version <> expected OR position < before ORDER BY position LIMIT ?"""


def verify(recorder: LogRecorder, codec: Codec) -> VerificationReport:
    """Read the whole log and say what is wrong with it. Writes nothing."""
    problems: list[str] = []
    for check in (
        _damaged_pages,
        _too_early,
        _lost_tail,
        _broken_streams,
        _broken_order,
        _broken_chain,
    ):
        try:
            problems.extend(islice(check(recorder, codec), PROBLEMS_MAX))
        except sqlite3.DatabaseError as error:
            problems.append(message("the file can't be read: {error}", error=error))
    return VerificationReport(events=_count(recorder), problems=tuple(problems))


def _count(recorder: LogRecorder) -> int:
    try:
        count: int = recorder.rows(_COUNT)[0][0]
    except sqlite3.DatabaseError:
        return 0
    return count


def _damaged_pages(recorder: LogRecorder, _: Codec) -> Iterator[str]:
    for (text,) in recorder.rows(_INTEGRITY):
        if text != "ok":
            yield message("the file is damaged: {text}", text=text)


def _too_early(recorder: LogRecorder, _: Codec) -> Iterator[str]:
    for table, position in recorder.rows(_BEFORE_FIRST):
        yield message(
            "position {position} in {table} is before the first", position=position, table=table
        )


def _lost_tail(recorder: LogRecorder, _: Codec) -> Iterator[str]:
    head, given = recorder.rows(HEAD)[0][0], recorder.rows(_LAST_GIVEN)[0][0]
    if head < given:
        yield message("positions {first} to {last} are missing", first=head + 1, last=given)
    elif head > given:
        yield message(
            "the file counts up to position {given}, but holds {head}", given=given, head=head
        )


def _broken_streams(recorder: LogRecorder, _: Codec) -> Iterator[str]:
    for position, stream, version, expected, before in recorder.rows(_VERSIONS, PROBLEMS_MAX):
        if version != expected:
            yield message(
                "position {position} is version {version} of {stream}, not {expected}",
                position=position,
                version=version,
                stream=stream,
                expected=expected,
            )
        else:
            yield message(
                "position {position} is {stream}@{version}, but the one before is at {before}",
                position=position,
                stream=stream,
                version=version,
                before=before,
            )


def _broken_order(recorder: LogRecorder, codec: Codec) -> Iterator[str]:
    expected, latest = 1, datetime.min.replace(tzinfo=UTC)
    for rows in _chunks(recorder):
        for (position, *_), found in zip(rows, _instants(rows, codec), strict=True):
            if position != expected:
                yield message(
                    "positions {first} to {last} are missing",
                    first=expected,
                    last=position - 1,
                )
            expected = position + 1
            if isinstance(found, ArchiveError):
                yield message_of(found)
                continue
            if found < latest:
                yield message(
                    "position {position} is recorded before the one before it", position=position
                )
            latest = max(found, latest)


def _instants(rows: list[StoredRow], codec: Codec) -> Sequence[datetime | ArchiveError]:
    """When each of some events was recorded, or why it can't be read."""
    try:
        return [one.recorded_at for one in events(rows, codec, NOBODY)]
    except UNREADABLE:
        return [_instant(row, codec) for row in rows]


def _instant(row: StoredRow, codec: Codec) -> datetime | ArchiveError:
    try:
        return event(row, codec).recorded_at
    except ArchiveError as error:
        return error


def _broken_chain(recorder: LogRecorder, _: Codec) -> Iterator[str]:
    digest, end = _start(recorder), 0
    if not digest:
        yield message("the file does not say which log it is")
    for append in appends(recorder, 0, POSITION_MAX):
        end = append.last
        try:
            is_same = digest == b"" or link(digest, append.line) == append.digest
        except ArchiveError as error:
            yield message_of(error)
        else:
            if not is_same:
                yield message(
                    "positions {first} to {end} are not what was appended: their digest differs",
                    first=append.first,
                    end=end,
                )
        digest = _digest(append.digest)
        if not digest:
            yield message(
                "what stands as the digest of positions {first} to {end} is none",
                first=append.first,
                end=end,
            )
    head = recorder.rows(HEAD)[0][0]
    if end < head:
        yield message("positions {end} to {head} belong to no append", end=end + 1, head=head)


def _digest(stored: object) -> bytes:
    return stored if isinstance(stored, bytes) and len(stored) == DIGEST_BYTES else b""


def _start(recorder: LogRecorder) -> bytes:
    rows = recorder.rows(ID)
    return start(rows[0][0]) if len(rows) == 1 and is_id(rows[0][0]) else b""


def _chunks(recorder: LogRecorder) -> Iterator[list[StoredRow]]:
    after = 0
    while rows := recorder.rows(AFTER, *NOBODY, after, POSITION_MAX, CHUNK):
        yield rows
        after = rows[-1][0]
