"""The world of a store in a folder, for the kit; its troubles are real ones of file systems."""

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from pos2web.adapters.folder_store.adapter import open_store
from pos2web.adapters.folder_store.settings import FolderSettings
from pos2web.adapters.testing.store_worlds import StoreTrouble
from pos2web.ports import BackupStore

FILE_BYTES_MAX = 1_000_000


class FolderWorld:
    """A store in a folder of its own."""

    secrets = ()

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.store = self.another()

    def another(self) -> BackupStore:
        return open_store(FolderSettings(path=str(self.folder)))

    def having(self, trouble: StoreTrouble) -> AbstractContextManager[None] | None:
        if trouble is StoreTrouble.AWAY:
            return moved_away(self.folder)
        if trouble is StoreTrouble.FULL:
            return small_files()
        if trouble is StoreTrouble.READ_ONLY:
            return read_only(self.folder)
        return None

    def dying(self) -> None:
        """Only the whole process dies, which has tests of its own."""


@contextmanager
def moved_away(folder: Path) -> Iterator[None]:
    """While it lasts, the folder is not there."""
    elsewhere = folder.with_name(f"{folder.name}-elsewhere")
    folder.rename(elsewhere)
    yield
    elsewhere.rename(folder)


@contextmanager
def small_files() -> Iterator[None]:
    """While it lasts, this process can't write more than a little into one file."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES_MAX, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """While it lasts, nobody can write in the folder; root neither, where it may mount."""
    with ExitStack() as stack:
        if os.geteuid() == 0:
            mount("--bind", str(folder), str(folder))
            stack.callback(unmount, folder)
            mount("-o", "remount,bind,ro", str(folder))
        else:
            for each in (folder, *folder.rglob("*")):
                stack.callback(each.chmod, each.stat().st_mode)
                each.chmod(0o500 if each.is_dir() else 0o400)
        yield


def mount(*arguments: str) -> None:
    """Mount as root may."""
    subprocess.run(["/bin/mount", *arguments], check=True, timeout=30, capture_output=True)  # noqa: S603 - a command of our own


def unmount(folder: Path) -> None:
    """The same back."""
    subprocess.run(["/bin/umount", str(folder)], check=True, timeout=30, capture_output=True)  # noqa: S603 - a command of our own
