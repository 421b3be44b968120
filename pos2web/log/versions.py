"""The last version of each stream, remembered by the one who writes."""

import sqlite3
from collections.abc import Sequence, Set

from pos2web.log.recorder import LogRecorder
from pos2web.log.statements import HEAD

STREAMS_MAX = 200_000


class Versions:
    """Looked up once per stream, and forgotten when there are too many.

    Whoever writes from the first event on knows every stream there is: a first synchronisation
    makes many, and looks up none.
    """

    def __init__(self, recorder: LogRecorder, streams_max: int = STREAMS_MAX) -> None:
        self._recorder = recorder
        self._streams_max = streams_max
        self._last: dict[str, int] = {}
        self._knows_all: bool | None = None

    def next(self, cursor: sqlite3.Cursor, streams: Sequence[str]) -> list[int]:
        """The versions that come next in these streams, one after another: counted on."""
        if len(self._last) + len(streams) > self._streams_max:
            self.forget()
        last, found = self._last, []
        # Not `streams - last.keys()`: that walks through all that is remembered.
        if unknown := {stream for stream in streams if stream not in last}:
            self._look_up(cursor, unknown)
        for stream in streams:
            version = last[stream] = last[stream] + 1
            found.append(version)
        return found

    def _look_up(self, cursor: sqlite3.Cursor, unknown: Set[str]) -> None:
        """Remember the last versions of these streams, 0 of a new one."""
        if self._knows_all is None:
            self._knows_all = cursor.execute(HEAD).fetchone()[0] == 0
        self._last.update(dict.fromkeys(unknown, 0))
        if not self._knows_all:
            self._last.update(self._recorder.versions(cursor, unknown))

    def forget(self) -> None:
        """Look everything up again: what was counted on may not have been recorded."""
        self._last.clear()
        self._knows_all = None
