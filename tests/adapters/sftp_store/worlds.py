"""The world of a store on a server for SFTP, for the kit: a real OpenSSH, whose disk and whose line
can be in trouble. Root gives each store a disk of its own."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import msgspec

from pos2web.adapters.sftp_store.adapter import open_store
from pos2web.adapters.sftp_store.settings import SftpSettings
from pos2web.adapters.testing.store_worlds import StoreTrouble
from pos2web.ports import BackupStore
from tests.adapters.folder_store.worlds import mount, read_only, unmount
from tests.servers.line import Line
from tests.servers.processes import HOST
from tests.servers.sftp import Login, SftpServer

FOLDERS = count()
DYING_BYTES = 1_000_000
DISK_MB = 16
ROOM_BYTES = 500_000
IS_ROOT = os.geteuid() == 0


def settings_of(
    server: SftpServer, folder: str = "", *, login: Login | None = None, **changed: Any
) -> SftpSettings:
    """What is set for a place on this server."""
    who = login or server.login
    settings = SftpSettings(
        host=HOST,
        port=server.port,
        user=who.user,
        path=f"{who.folder}/{folder}".rstrip("/"),
        host_key=server.fingerprint,
        key_file=str(who.key_file),
        timeout_s=20,
    )
    return msgspec.structs.replace(settings, **changed)


class SftpWorld:
    """A store in a folder of its own."""

    secrets = ("PRIVATE KEY",)

    def __init__(self, server: SftpServer, line: Line, stack: ExitStack) -> None:
        self._server = server
        self._line = line
        self._stack = stack
        self._folder = f"kit-{next(FOLDERS)}"
        self._disk = server.folder / self._folder
        self._disk.mkdir()
        if IS_ROOT:
            mount("-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", str(self._disk))
            stack.callback(unmount, self._disk)
        self.store = self.another()

    def another(self, **changed: Any) -> BackupStore:
        place = f"{self._folder}/store"
        store = open_store(settings_of(self._server, place, port=self._line.port, **changed))
        self._stack.callback(store.close)
        return store

    def having(self, trouble: StoreTrouble) -> AbstractContextManager[None] | None:
        if trouble is StoreTrouble.AWAY:
            return self._line.cut()
        if trouble is StoreTrouble.READ_ONLY:
            return self._read_only() if IS_ROOT else read_only(self._disk)
        if trouble is StoreTrouble.FULL:
            return filled(self._disk) if IS_ROOT else None
        return self._being_another()

    def dying(self) -> AbstractContextManager[None]:
        return self._line.dying_after(DYING_BYTES)

    @contextmanager
    def _read_only(self) -> Iterator[None]:
        mount("-o", "remount,ro", str(self._disk))
        yield
        mount("-o", "remount,rw", str(self._disk))

    @contextmanager
    def _being_another(self) -> Iterator[None]:
        stranger = str(self._server.stranger.key_file)
        before, self.store = self.store, self.another(key_file=stranger)
        yield
        self.store = before


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """While it lasts, there is little room left on the disk."""
    state = os.statvfs(disk)
    filler = disk / "filler"
    filler.write_bytes(b"x" * (state.f_bavail * state.f_frsize - ROOM_BYTES))
    yield
    filler.unlink()
