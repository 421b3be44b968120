"""A server that has nothing but what version 3 of the protocol says, and takes a password."""

import asyncio
import os
import threading
from pathlib import Path
from typing import Any, ClassVar, Self

import asyncssh

from tests.servers.processes import HOST

USER, PASSWORD = "boutique", "S3CRET-é-mot"


class PlainFiles(asyncssh.SFTPServer):
    """Has no links, no renaming over, no flushing, and says nothing of its disk."""

    folder = b""
    troubles: ClassVar[dict[str, list[Exception]]] = {}
    """What goes wrong the next times, by what is asked."""
    listed: ClassVar[list[str]] = []
    """The folders of which the files were asked for."""

    def __init__(self, channel: Any) -> None:
        super().__init__(channel, chroot=self.folder)

    def link(self, *_arguments: Any) -> None:
        raise asyncssh.SFTPOpUnsupported("no links here")

    def posix_rename(self, *_arguments: Any) -> None:
        raise asyncssh.SFTPOpUnsupported("no such renaming here")

    def rename(self, oldpath: bytes, newpath: bytes) -> None:
        self._raise("rename")
        super().rename(oldpath, newpath)

    def mkdir(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> None:
        self._raise("mkdir")
        super().mkdir(path, attrs)

    def remove(self, path: bytes) -> None:
        self._raise("remove")
        super().remove(path)

    def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> Any:
        self._raise("open")
        return super().open(path, pflags, attrs)

    def scandir(self, path: bytes) -> Any:
        self.listed.append(path.decode())
        return super().scandir(path)

    def _raise(self, asked: str) -> None:
        if errors := self.troubles.get(asked):
            raise errors.pop(0)

    def fsync(self, *_arguments: Any) -> None:
        raise asyncssh.SFTPOpUnsupported("no flushing here")

    def statvfs(self, *_arguments: Any) -> os.statvfs_result:
        raise asyncssh.SFTPOpUnsupported("no disk here")


class Door(asyncssh.SSHServer):
    """Lets in who has the password."""

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == (USER, PASSWORD)


class PlainServer:
    """Serves the files below a folder."""

    def __init__(self, folder: Path) -> None:
        self._key = asyncssh.generate_private_key("ssh-ed25519")
        self.troubles: dict[str, list[Exception]] = {}
        self.listed: list[str] = []
        own = {"folder": str(folder).encode(), "troubles": self.troubles, "listed": self.listed}
        self._files = type("Files", (PlainFiles,), own)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.port = 0

    @property
    def fingerprint(self) -> str:
        """Of its host key."""
        return self._key.get_fingerprint()

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = self._run(self._start())
        self.port = self._server.get_port()
        return self

    def __exit__(self, *_error: object) -> None:
        self._run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(timeout=30)

    async def _start(self) -> Any:
        return await asyncssh.create_server(
            Door, HOST, 0, server_host_keys=[self._key], sftp_factory=self._files
        )

    async def _stop(self) -> None:
        self._server.close()
        await self._server.wait_closed()
        left = [each for each in asyncio.all_tasks() if each is not asyncio.current_task()]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
