"""Moves what a restore made into the home, and puts aside what lives there.

Once it has begun it must be finished: it says so in a file, and whoever finds that goes on. The log
comes last, so that nobody begins to work with half of it.
"""

import os
import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from pos2web.errors import ConflictError
from pos2web.log.files import keep, private_folder
from pos2web.messages import message
from pos2web.settings.home import Home

PARTIAL = "restore.partial"
"""The folder in a home in which a restore makes everything."""

_NEW, _BEGUN = "new", "begun.json"
_BESIDE = ("-wal", "-shm")
"""What SQLite keeps beside a file; with another file of that name it would do harm."""


class _Begun(msgspec.Struct, frozen=True, kw_only=True):
    """What is being moved: all names in their order, those that are new, the folder for what is
    there, and what to say when it is done."""

    names: tuple[str, ...]
    new: tuple[str, ...]
    aside: str
    result: msgspec.Raw


def partial(home: Home) -> Path:
    """Where a restore into this home makes everything; None else looks there."""
    return home.path / PARTIAL


def new_home(home: Home) -> Home:
    """The home in the making."""
    return Home(path=partial(home) / _NEW)


def is_unfinished(home: Home) -> bool:
    """Whether a restore into this home was cut off while it moved things into place: then it must
    be started again before anything is opened here."""
    return (partial(home) / _BEGUN).exists()


def refuse_living(home: Home, *, force: bool) -> None:
    """Raise ConflictError, naming what is there, where an installation lives; not when forced."""
    own = (home.log, home.settings, home.secrets, home.people)
    there = [path.name for path in own if path.exists()]
    if there and not force:
        raise ConflictError(
            message(
                "an installation lives in {path} ({there}): a restore over it must be "
                "forced, and puts it aside",
                path=home.path,
                there=", ".join(there),
            )
        )


def begin(home: Home, result: bytes, now: datetime) -> None:
    """From here on the new files take the place of what is there; `result` is what to say then."""
    names = _names(home)
    begun = _Begun(
        names=tuple(names),
        new=tuple(name for name in names if (new_home(home).path / name).exists()),
        aside=f"replaced-{now:%Y%m%dT%H%M%S}",
        result=msgspec.Raw(result),
    )
    keep(partial(home) / _BEGUN, msgspec.json.encode(begun))


def finish(home: Home) -> tuple[bytes, Path | None]:
    """Move everything; the result that `begin` was given, and where what was there lies now.

    May be killed anywhere and called again, as long as `is_unfinished`.
    """
    begun = msgspec.json.decode((partial(home) / _BEGUN).read_bytes(), type=_Begun)
    new, aside = new_home(home).path, home.path / begun.aside
    for name in begun.names:
        fresh, there = new / name, home.path / name
        is_placed = name in begun.new and not fresh.exists()
        if there.exists() and not is_placed:
            private_folder(aside)
            _move(there, aside / name)
        if fresh.exists():
            _move(fresh, there)
    (partial(home) / _BEGUN).unlink()
    shutil.rmtree(partial(home), ignore_errors=True)
    return bytes(begun.result), aside if aside.exists() else None


def _move(old: Path, new: Path) -> None:
    """Move a file or a folder, for good when this returns."""
    old.replace(new)
    for folder in (new.parent, old.parent):
        with suppress(PermissionError):  # Windows opens no folder, and needs no sync of it.
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _names(home: Home) -> list[str]:
    """What an installation consists of, the log last; this machine's own key and tokens stay."""
    folders = (home.path, new_home(home).path)
    names = sorted({path.name for folder in folders for path in folder.glob("*.toml")})
    names += [home.people.name, home.segments.name, home.snapshots.name]
    for database in (home.models, home.history, home.log):
        names += [*(f"{database.name}{suffix}" for suffix in _BESIDE), database.name]
    return names
