"""Whole appends as they lie in the log, and their canonical lines."""

from collections.abc import Iterator

import msgspec

from pos2web.errors import ArchiveError
from pos2web.log.chain import encoded, line_of
from pos2web.log.recorder import LogRecorder
from pos2web.log.statements import APPENDS_AFTER, ROWS_AFTER, Row
from pos2web.messages import message

APPENDS_AT_ONCE = 256
EVENTS_AT_ONCE = 4_000
"""So many are read with one query, unless one append has more."""


class Append(msgspec.Struct, frozen=True, gc=False):
    """The rows that lie between two ends of appends, and the digest that stands at the second."""

    first: int
    last: int
    digest: bytes
    rows: list[Row]

    @property
    def line(self) -> bytes:
        """Its canonical line. Raises ArchiveError where the rows aren't of one whole append."""
        if len(self.rows) != self.last - self.first + 1:
            raise ArchiveError(
                message(
                    "events are missing in positions {first} to {last}",
                    first=self.first,
                    last=self.last,
                )
            )
        if any(type(row[3]) is not bytes for row in self.rows):
            raise ArchiveError(
                message(
                    "a payload in positions {first} to {last} is not of bytes",
                    first=self.first,
                    last=self.last,
                )
            )
        if len({row[4:6] + row[7:9] for row in self.rows}) > 1:
            text = message(
                "positions {first} to {last} were appended together, but differ",
                first=self.first,
                last=self.last,
            )
            raise ArchiveError(message("{text} in instant, actor, run or connection", text=text))
        return bytes(encoded(line_of(self.first, self.rows)))


def appends(recorder: LogRecorder, after: int, upto: int) -> Iterator[Append]:
    """Yield the appends that end after a position, up to and with another, oldest first."""
    while ends := recorder.rows(APPENDS_AFTER, after, upto, APPENDS_AT_ONCE):
        for some in _portions(ends, after):
            rows: list[Row] = recorder.rows(ROWS_AFTER, after, some[-1][0])
            if len(rows) != some[-1][0] - after:
                # One row that is missing must not make all that come after it look altered.
                for last, digest in some:
                    alone: list[Row] = recorder.rows(ROWS_AFTER, after, last)
                    yield Append(after + 1, last, digest, alone)
                    after = last
                continue
            start = 0
            for last, digest in some:
                stop = start + last - after
                yield Append(after + 1, last, digest, rows[start:stop])
                start, after = stop, last


def _portions(ends: list[tuple[int, bytes]], after: int) -> Iterator[list[tuple[int, bytes]]]:
    """Cut the ends of appends into portions of not too many events."""
    start = 0
    for number, (last, _) in enumerate(ends, 1):
        if last - after >= EVENTS_AT_ONCE or number == len(ends):
            yield ends[start:number]
            start, after = number, last
