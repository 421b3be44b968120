"""Tries a backup: restores it into a scratch folder and compares it with the living installation."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic

import msgspec

from pos2web.backup.restore.fetching import Fetching
from pos2web.backup.restore.rebuilding import bring_back_log, rebuild_settings, rebuild_state
from pos2web.backup.store.keys import Keys
from pos2web.backup.store.location import BackupLocation
from pos2web.errors import ArchiveError
from pos2web.log import Log
from pos2web.log.files import private_folder
from pos2web.log.loading import Loaded
from pos2web.log.proving import prove
from pos2web.messages import message, message_of
from pos2web.ports import Clock
from pos2web.projections.read_models import ProjectionError
from pos2web.projections.snapshots.files import models_at
from pos2web.settings.home import Home

_TABLES = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
_ONLY_ONE = """
SELECT count(*) FROM (SELECT * FROM {one}."{table}" EXCEPT SELECT * FROM {other}."{table}")"""

SCRATCH = "drill.partial"
"""The folder in the home in which a drill restores."""


class DrillResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a drill showed. It went well without `problems`; `warnings` don't hinder a restore. What
    is damaged is a problem, also where other objects took its place.

    The log came back up to `position`, recorded at `at` (0 and None where nothing did), out of
    `objects` of `size` bytes. `rpo_ms`: how much time would have been lost, from the last event that
    came back to the last one recorded when the drill began; `rto_ms`: how long the restore took.
    """

    position: int = 0
    at: datetime | None = None
    objects: int = 0
    size: int = 0
    rpo_ms: int = 0
    rto_ms: int = 0
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def drill(
    location: BackupLocation, keys: Keys, home: Home, log: Log, *, clock: Clock
) -> DrillResult:
    """Restore the latest state into a scratch folder in the living home, check it, and compare it
    with the living log, and with the state that this comes to at that position, row for row.

    The folder is gone afterwards. No epoch begins, and nothing is written to the store (to say it
    on the card: `note_drill`). What is wrong with the backup is a problem, not an error. Raises
    CredentialsError when no key fits, and TransientError and CredentialsError of the store, which
    say nothing about the backup.
    """
    scratch = Home(path=home.path / SCRATCH)
    shutil.rmtree(scratch.path, ignore_errors=True)
    private_folder(scratch.path)
    try:
        return _DrillRun(location, keys, home, log, scratch, clock).run()
    except ArchiveError as error:
        return DrillResult(problems=(message_of(error),))
    finally:
        shutil.rmtree(scratch.path, ignore_errors=True)


@dataclass(frozen=True)
class _DrillRun:
    """One drill: the living home and its log, and the home that is restored for it."""

    location: BackupLocation
    keys: Keys
    home: Home
    log: Log
    scratch: Home
    clock: Clock

    def run(self) -> DrillResult:
        """Restore, check, compare."""
        began, head = monotonic(), self.log.head
        folder = self.scratch.path / "objects"
        fetching = Fetching(self.location, self.keys, folder, _untold)
        fetched, loaded = bring_back_log(fetching, self.scratch, at=None, counted=_untold)
        rebuild_settings(fetched, self.scratch, loaded.log)
        with Log.open(self.scratch.log, clock=self.clock, read_only=True) as restored:
            warnings = rebuild_state(fetched, self.scratch, restored)
            rto_s = monotonic() - began
            problems = prove(restored, self.scratch.segments).problems
        return DrillResult(
            position=loaded.position,
            at=loaded.at,
            objects=fetched.objects,
            size=fetched.size,
            rpo_ms=self._lost_ms(loaded, head),
            rto_ms=round(rto_s * 1000),
            problems=(*fetched.damaged, *(problems or self._differences(loaded))),
            warnings=(*fetched.warnings, *warnings),
        )

    def _lost_ms(self, loaded: Loaded, head: int) -> int:
        """From the last event that came back to the last that was there to come back."""
        last = next(self.log.read(head - 1, limit=1), None)
        if last is None or loaded.at is None or loaded.position >= head:
            return 0
        return round((last.recorded_at - loaded.at).total_seconds() * 1000)

    def _differences(self, loaded: Loaded) -> Iterator[str]:
        """What came back otherwise than it is here."""
        if loaded.log != self.log.id:
            yield message(
                "what came back is another log: {log}, not {ours}", log=loaded.log, ours=self.log.id
            )
            return
        try:
            is_same = self.log.digest_at(loaded.position) == loaded.digest
        except ArchiveError:
            is_same = False
        if not is_same:
            yield message(
                "the log that came back, up to position {position}, is not the one here",
                position=loaded.position,
            )
            return
        try:
            with models_at(self.log, self.home.snapshots, loaded.position) as models:
                yield from differing_rows(models.path, self.scratch.models)
        except ProjectionError as error:
            yield message("the state here can't be worked out to compare: {error}", error=error)


def differing_rows(here: Path, back: Path) -> Iterator[str]:
    """The tables of two files of read models that differ, with how many rows only one has."""
    with closing(sqlite3.connect(here)) as connection:
        connection.execute("ATTACH ? AS back", (str(back),))
        tables = [name for (name,) in connection.execute(_TABLES)]
        for table in tables:
            lost, added = (
                connection.execute(_ONLY_ONE.format(table=table, one=one, other=other)).fetchone()[
                    0
                ]
                for one, other in (("main", "back"), ("back", "main"))
            )
            if lost or added:
                yield message(
                    "the state differs in {table}: {lost} rows only here, {added} only there",
                    table=table,
                    lost=lost,
                    added=added,
                )


def _untold(_done: int, _total: int) -> None:
    """Nobody watches a drill."""
