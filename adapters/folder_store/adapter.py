"""A backup store in a folder: of another disk, of a share, or of a disk that is plugged in."""

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pos2web.adapters.folder_store.files import (
    make_folders,
    move_when_free,
    remove_empty_folders,
    remove_left_behind,
    sync_folder,
    write_new,
)
from pos2web.adapters.folder_store.place import Place
from pos2web.adapters.folder_store.settings import FolderSettings
from pos2web.adapters.plugin import Plugin
from pos2web.adapters.stores.addresses import parsed, shown
from pos2web.adapters.stores.names import all_checked, checked, is_name, is_part, may_hold
from pos2web.adapters.stores.trying import finding, tried
from pos2web.errors import Pos2WebError, RecordError, RuleError, SettingsError
from pos2web.messages import message, message_of
from pos2web.ports import BackupStore, Finding, Severity, StoredObject

REMEDY = message("Look at the setting path of the store, at its disk, and at who may write there.")
PUTS_MAX = 5
"""How often a folder is made that others remove while they find it empty."""


class FolderStore:
    """Keeps each object in a file of its name. An upload goes to a file apart, is flushed to the
    disk, and only then gets its name."""

    def __init__(self, path: Path, *, memory: Path | None = None) -> None:
        self._place = Place(path, memory)
        self._path = path

    @property
    def name(self) -> str:
        return str(self._path)

    def put(self, name: str, content: bytes, *, replace: bool = False) -> bool:
        target = self._path / checked(name)
        with self._place.speaking():
            self._place.begin()
            self._refuse_folders(name)
            if target.exists() and not replace:
                return False
            temporary = write_new(self._place.unfinished, content)
            try:
                remove_left_behind(self._place.unfinished, written=temporary)
                return self._moved(temporary, target, replace=replace)
            finally:
                temporary.unlink(missing_ok=True)

    def get(self, name: str) -> bytes:
        file = self._path / checked(name)
        with self._place.speaking():
            self._place.look()
            try:
                return file.read_bytes()
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
                raise RecordError(
                    message("{name} has no {object}", name=self._path, object=name), ref=name
                ) from error

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        with self._place.speaking():
            self._place.look()
            yield from listed(self._path, "", prefix)

    def delete(self, names: Sequence[str]) -> None:
        files = [self._path / name for name in all_checked(names)]
        with self._place.speaking():
            self._place.look()
            gone = [file for file in files if removed(file)]
            for folder in {file.parent for file in gone}:
                sync_folder(folder)
            for folder in {file.parent for file in gone}:
                remove_empty_folders(folder, below=self._path)

    def check(self) -> Iterator[Finding]:
        try:
            with self._place.speaking():
                self._place.look()
                is_new = self._place.is_new
        except Pos2WebError as error:
            yield finding(self, Severity.PROBLEM, message_of(error), remedy=REMEDY)
            return
        yield from tried(self, remedy=REMEDY)
        if is_new:
            text = message("{path} was empty; it is a new store", path=self._path)
            remedy = message("If backups should be there, plug the right disk in.")
            yield finding(self, Severity.WARNING, text, remedy=remedy)

    def close(self) -> None:
        """Nothing is held open."""

    def _moved(self, temporary: Path, target: Path, *, replace: bool) -> bool:
        for left in reversed(range(PUTS_MAX)):
            make_folders(target.parent, below=self._path)
            try:
                is_done = self._renamed(temporary, target, replace=replace)
            except FileNotFoundError:  # somebody found the folder empty and removed it
                if not left:
                    raise
            else:
                sync_folder(target.parent)
                return is_done
        raise AssertionError

    def _renamed(self, temporary: Path, target: Path, *, replace: bool) -> bool:
        if not replace:
            return move_when_free(temporary, target)
        temporary.replace(target)
        return True

    def _refuse_folders(self, name: str) -> None:
        """A file system can't have both `a` and `a/b`."""
        folder, _, rest = name.partition("/")
        while rest:
            if (self._path / folder).is_file():
                raise RuleError(
                    message(
                        "nothing can be called {name} where {folder} is an object",
                        name=name,
                        folder=folder,
                    )
                )
            part, _, rest = rest.partition("/")
            folder = f"{folder}/{part}"
        if (self._path / name).is_dir():
            raise RuleError(
                message("no object can be called {name}: others begin with {name}/", name=name)
            )


def removed(file: Path) -> bool:
    """Whether it was there, and is gone now."""
    if not file.is_file():
        return False
    file.unlink(missing_ok=True)
    return True


def listed(folder: Path, before: str, prefix: str) -> Iterator[StoredObject]:
    """The objects below a folder, whose names begin with `before`, in order of their bytes."""
    with os.scandir(folder) as found:
        there = [each for each in found if is_part(each.name)]
    by_name = {
        f"{before}{each.name}{'/' * each.is_dir(follow_symlinks=False)}": each for each in there
    }
    for name in sorted(by_name):
        if name.endswith("/"):
            if may_hold(name, prefix):
                yield from existing(folder / by_name[name].name, name, prefix)
        elif name.startswith(prefix) and is_name(name):
            yield from stored(by_name[name], name)


def existing(folder: Path, before: str, prefix: str) -> Iterator[StoredObject]:
    """Yield the objects in a folder whose names begin so; none where the folder is gone by now."""
    try:
        yield from listed(folder, before, prefix)
    except FileNotFoundError:
        return


def stored(entry: "os.DirEntry[str]", name: str) -> Iterator[StoredObject]:
    """The object of this file, if it is one and still there."""
    try:
        is_file, said = entry.is_file(follow_symlinks=False), entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return
    if is_file:
        at = datetime.fromtimestamp(said.st_mtime, UTC)
        yield StoredObject(name=name, size=said.st_size, stored_at=at)


def open_store(settings: FolderSettings, *, memory: Path | None = None) -> BackupStore:
    """A store in a folder; nothing is looked at yet. Raises SettingsError.

    `memory` is a file of the installation's own that remembers that the store was there: with it,
    another process tells an unplugged disk from a new store.
    """
    path = Path(settings.path)
    if not path.is_absolute():
        raise SettingsError(
            message("the path of a store must be absolute, not {path!r}", path=settings.path)
        )
    return FolderStore(path, memory=memory)


def from_address(address: str, secrets: Mapping[str, str]) -> BackupStore:
    """The store at a path or `file:///path`; it needs no secrets. Raises SettingsError."""
    del secrets
    said = parsed(address)
    if said.scheme != "file" or said.host not in ("", "localhost") or said.user:
        raise SettingsError(
            message(
                "{address} is not a folder: write /path or file:///path", address=shown(address)
            )
        )
    return open_store(FolderSettings(path=said.path))


STORE = Plugin(
    settings=FolderSettings,
    open=lambda settings, around: open_store(settings, memory=around.memory),
    at=from_address,
)
