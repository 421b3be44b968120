"""Fetches what a restore takes from a store into a folder: opened, checked by name, a few at a time.

What lies in the folder already was fetched whole, and is not fetched again.
"""

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pos2web.backup.depot import Depot
from pos2web.backup.keys import Keys
from pos2web.backup.layout import Dictionary, Found, Meaning, Settings, Snapshot, Span
from pos2web.backup.points import Holdings, Source, holdings
from pos2web.errors import ArchiveError, CredentialsError, RecordError
from pos2web.log.files import keep, private_folder
from pos2web.log.instants import from_micros
from pos2web.log.segments import header_of, name_of
from pos2web.said import say
from projections.database import schema_version

THREADS = 8
SNAPSHOTS_TRIED = 3
LOOKS = 3
"""So often the store is looked at again when something is gone that was listed: a prune goes on."""

Counted = Callable[[int, int], None]
"""Is told how many of how many objects are there."""


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """What a restore takes, opened, in files. `objects` were read, of `size` bytes in all."""

    holdings: Holdings
    source: Source
    settings: Found[Settings] | None
    snapshot: Found[Snapshot] | None
    folder: Path
    objects: int
    size: int
    warnings: tuple[str, ...] = ()

    def content(self, found: Found[Meaning]) -> bytes:
        """What is in an object that was fetched."""
        return _file(self.folder, found).read_bytes()

    @property
    def dictionaries(self) -> dict[str, bytes]:
        """What pieces were packed with, by name."""
        return {each.what.sha256: self.content(each) for each in self.source.life.dictionaries}


def fetch(
    depot: Depot, keys: Keys, folder: Path, *, at: datetime | None, counted: Counted
) -> Fetched:
    """Fetch what brings back the state at an instant; the latest when None.

    Raises CredentialsError when no key fits, ArchiveError that names what is missing or damaged,
    or says that nothing can be restored, and as the store's methods.
    """
    own = hashlib.sha256(f"{depot.store.name}\n{depot.installation}".encode()).hexdigest()
    folder = folder / own[:16]  # What another store calls so may be something else.
    private_folder(folder)
    missing: RecordError | None = None
    for _ in range(LOOKS):
        try:
            return _fetch(depot, keys, folder, at, counted)
        except RecordError as error:
            missing = error
    raise ArchiveError(
        say("{missing}: it was listed, but is not there", missing=missing)
    ) from missing


def _fetch(
    depot: Depot, keys: Keys, folder: Path, at: datetime | None, counted: Counted
) -> Fetched:
    there = holdings(depot.store, depot.installation)
    source = there.source(at)
    settings, people = there.settings_at(source), there.people
    wanted: list[Found[Meaning]] = [*source.links, *source.life.dictionaries]
    wanted += [each for each in (settings, people) if each is not None]
    _bring_all(depot, keys, folder, wanted, counted)
    snapshot, warnings = _snapshot(depot, keys, folder, source)
    if snapshot is not None:
        wanted.append(snapshot)
    return Fetched(
        holdings=there,
        source=source,
        settings=settings,
        snapshot=snapshot,
        folder=folder,
        objects=len(wanted),
        size=sum(each.stored.size for each in wanted),
        warnings=(*there.warnings, *warnings),
    )


def _bring_all(
    depot: Depot, keys: Keys, folder: Path, wanted: Sequence[Found[Meaning]], counted: Counted
) -> None:
    counted(0, len(wanted))
    with ThreadPoolExecutor(THREADS, thread_name_prefix="fetch") as pool:
        brought = [pool.submit(_bring, depot, keys, folder, each) for each in wanted]
        try:
            for number, one in enumerate(as_completed(brought), 1):
                one.result()
                counted(number, len(wanted))
        finally:
            for one in brought:
                one.cancel()


def _bring(depot: Depot, keys: Keys, folder: Path, found: Found[Meaning]) -> None:
    path = _file(folder, found)
    if not path.exists():
        content = depot.fetch(found, keys)
        check_name(found, content)
        keep(path, content)


def check_name(found: Found[Meaning], content: bytes) -> None:
    """Raise ArchiveError when what was opened is not what its name says; whether the rest is as it
    was written shows when it is put to use."""
    match found.what:
        case Span(_, first, last, until):
            try:
                header = header_of(content)
            except ArchiveError as error:
                raise ArchiveError(say("{name}: {error}", name=found.name, error=error)) from error
            if (header.first, header.last, from_micros(header.until)) != (first, last, until):
                raise ArchiveError(
                    say(
                        "{name} holds another part of the log: positions {first} to {last}",
                        name=found.name,
                        first=header.first,
                        last=header.last,
                    )
                )
        case Dictionary(_, sha256):
            if name_of(content) != sha256:
                raise ArchiveError(
                    say("{name} is not the dictionary that its name says", name=found.name)
                )
        case _:
            pass


def _snapshot(
    depot: Depot, keys: Keys, folder: Path, source: Source
) -> tuple[Found[Snapshot] | None, list[str]]:
    """The nearest snapshot that can be used, and what is wrong with others."""
    fitting = [each for each in source.life.snapshots if _fits(each.what, source)]
    warnings: list[str] = []
    for found in reversed(fitting[-SNAPSHOTS_TRIED:]):
        try:
            _bring(depot, keys, folder, found)
        except (ArchiveError, CredentialsError, RecordError) as error:
            warnings.append(say("a snapshot can't be used: {error}", error=error))
        else:
            return found, warnings
    if source.life.snapshots and not fitting:
        warnings.append(
            say("no snapshot is of this version and old enough: all is worked out anew")
        )
    return None, warnings


def _fits(snapshot: Snapshot, source: Source) -> bool:
    return (
        snapshot.schema == schema_version()
        and (source.at is None or snapshot.at <= source.at)
        and snapshot.position <= source.links[-1].what.last
        and (source.upto is None or snapshot.position <= source.upto)
    )


def _file(folder: Path, found: Found[Meaning]) -> Path:
    return folder / found.name.replace("/", "~")
