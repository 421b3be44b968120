"""Files on a server for SFTP: whole or not there at all.

Protocol 3 says little of why something failed, so what is there is looked at afterwards.
"""

import asyncio
import stat
from collections.abc import Awaitable, Iterable, Sequence
from contextlib import suppress
from typing import TypeVar, cast
from uuid import uuid4

import asyncssh

from pos2web.adapters.sftp_store.settings import SftpSettings
from pos2web.adapters.stores.names import is_part
from pos2web.errors import CredentialsError, RuleError, TransientError
from pos2web.messages import message

T = TypeVar("T")
UNFINISHED = ".pos2web~unfinished"
"""With a ~, which no name of an object has."""

AT_ONCE_BYTES = 256 * 1024
DELETES_AT_ONCE = 16
LEFT_BEHIND_S = 24 * 3600
READ_ONLY = 1
FOLDER = asyncssh.SFTPAttrs(permissions=0o700)
FILE = asyncssh.SFTPAttrs(permissions=0o600)
MISSING = (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath, asyncssh.SFTPNotADirectory)
NOT_SAID = (asyncssh.SFTPFailure, asyncssh.SFTPFileAlreadyExists)


class Files:
    """The files below a folder, over one conversation. Every answer has `timeout_s`."""

    def __init__(self, sftp: asyncssh.SFTPClient, settings: SftpSettings) -> None:
        self._sftp = sftp
        self._where = settings.where
        self._root = settings.path.rstrip("/") or "/"
        self._timeout_s = settings.timeout_s
        self._is_tidy = False

    async def upload(self, content: bytes) -> str:
        """Keep the content under a name that is no object's, and give that."""
        folder = self._path(UNFINISHED)
        await self._make_folders(folder)
        path = f"{folder}/{uuid4().hex}"
        try:
            await self._write(path, content)
        except asyncssh.SFTPError as error:
            await self._remove(path)
            await self._tell_why(error, len(content))
            raise
        if not self._is_tidy:
            self._is_tidy = True
            await self._remove_left_behind(path)
        return path

    async def move(self, path: str, name: str, *, replace: bool) -> bool | None:
        """Give what was uploaded its name; False when that is taken and not to be replaced. None
        when others removed the folder meanwhile, which they found empty: then it is still there."""
        try:
            is_done = await self._moved(path, name, replace=replace)
        except MISSING:
            return None
        except RuleError:
            await self._remove(path)
            raise
        except NOT_SAID as error:
            await self._remove(path)
            await self._tell_why(error, 0)
            raise
        await self._remove(path)
        return is_done

    async def is_object(self, name: str) -> bool:
        """Whether there is a file of this name. Raises RuleError when it is a folder."""
        path = self._path(name)
        found = await self._stat(path)
        if found is None:
            return False
        if is_folder(found):
            raise RuleError(
                message("no object can be called {name}: others begin with {name}/", name=name)
            )
        return True

    async def read(self, name: str) -> bytes | None:
        """The content; None where there is no such file."""
        path = self._path(name)
        found = await self._stat(path)
        if found is None or is_folder(found):
            return None
        try:
            file = await self._within(self._sftp.open(path, "rb", encoding=None))
        except MISSING:
            return None
        parts = []
        async with file:
            # Opened without an encoding it gives bytes, whatever its types say.
            while part := cast("bytes", await self._within(file.read(AT_ONCE_BYTES))):
                parts.append(part)
        return b"".join(parts)

    async def entries(self, folder: str) -> list[asyncssh.SFTPName]:
        """What is in a folder; nothing where there is none."""
        found = []
        with suppress(*MISSING):
            async with asyncio.timeout(self._timeout_s) as limit:
                async for each in self._sftp.scandir(self._path(folder)):
                    found.append(each)
                    limit.reschedule(asyncio.get_running_loop().time() + self._timeout_s)
        return found

    async def remove_objects(self, names: Sequence[str]) -> None:
        """Remove the files of these names, and the folders that are empty then."""
        gate = asyncio.Semaphore(DELETES_AT_ONCE)

        async def removed(name: str) -> None:
            async with gate:
                await self._remove_object(name)

        await asyncio.gather(*map(removed, names))
        await self._remove_empty({name.rpartition("/")[0] for name in names})

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}".rstrip("/") or "/"

    async def _write(self, path: str, content: bytes) -> None:
        file = await self._within(self._sftp.open(path, "xb", FILE, encoding=None))
        async with file:
            for start in range(0, len(content), AT_ONCE_BYTES):
                await self._within(file.write(content[start : start + AT_ONCE_BYTES]))
            with suppress(asyncssh.SFTPOpUnsupported):
                await self._within(file.fsync())

    async def _moved(self, path: str, name: str, *, replace: bool) -> bool:
        target = self._path(name)
        await self._make_folders(target.rpartition("/")[0] or "/")
        try:
            if replace:
                await self._replace(path, target)
            else:
                await self._make(path, target)
        except NOT_SAID:
            if await self.is_object(name) and not replace:
                return False
            raise
        return True

    async def _make(self, path: str, target: str) -> None:
        """By a link, which fails where there is a file; where there are none, by a rename, which
        by the protocol fails too."""
        try:
            await self._within(self._sftp.link(path, target))
            return
        except asyncssh.SFTPOpUnsupported:
            pass
        except NOT_SAID:
            if await self._stat(target):
                raise
        await self._within(self._sftp.rename(path, target))

    async def _replace(self, path: str, target: str) -> None:
        try:
            await self._within(self._sftp.posix_rename(path, target))
        except asyncssh.SFTPOpUnsupported:
            with suppress(*MISSING):
                await self._within(self._sftp.remove(target))
            await self._within(self._sftp.rename(path, target))

    async def _make_folders(self, folder: str) -> None:
        found = await self._stat(folder)
        if found is None:
            await self._make_folders(folder.rpartition("/")[0] or "/")
            try:
                await self._within(self._sftp.mkdir(folder, FOLDER))
            except NOT_SAID as error:
                if await self._stat(folder) is None:
                    await self._tell_why(error, 0)
                    raise
        elif not is_folder(found):
            raise RuleError(
                message("nothing can be below {folder}, which is an object", folder=folder)
            )

    async def _remove_object(self, name: str) -> None:
        path = self._path(name)
        try:
            await self._within(self._sftp.remove(path))
        except MISSING:
            return
        except (asyncssh.SFTPPermissionDenied, *NOT_SAID) as error:
            found = await self._stat(path)
            if found is not None and not is_folder(found):
                await self._tell_why(error, 0)
                raise

    async def _remove_empty(self, folders: Iterable[str]) -> None:
        for folder in sorted(folders, key=len, reverse=True):
            below = folder
            with suppress(asyncssh.SFTPError):
                while below:
                    await self._within(self._sftp.rmdir(self._path(below)))
                    below = below.rpartition("/")[0]

    async def _remove(self, path: str) -> None:
        """Remove a file of our own, if it is there and can be."""
        with suppress(asyncssh.Error, OSError):
            await self._within(self._sftp.remove(path))

    async def _remove_left_behind(self, path: str) -> None:
        """Remove what was left unfinished a day before this file, by the server's clock."""
        own = await self._stat(path)
        now = (own and own.mtime) or 0
        for each in await self.entries(UNFINISHED):
            if now - (each.attrs.mtime or now) > LEFT_BEHIND_S and not is_folder(each.attrs):
                await self._remove(f"{self._path(UNFINISHED)}/{said(each.filename)}")

    async def _stat(self, path: str) -> asyncssh.SFTPAttrs | None:
        try:
            return await self._within(self._sftp.stat(path))
        except MISSING:
            return None
        except asyncssh.SFTPFailure:
            parent = path.rpartition("/")[0]
            found = await self._stat(parent) if parent else None
            if found is None or is_folder(found):
                raise
            return None  # the way there leads through a file

    async def _tell_why(self, error: asyncssh.SFTPError, size: int) -> None:
        """Raises one of our errors when the server's disk explains what failed."""
        try:
            disk = await self._within(self._sftp.statvfs(self._root))
        except asyncssh.SFTPError:
            return
        if disk.flags & READ_ONLY:
            raise CredentialsError(
                message("{where} may only be read: its disk is so", where=self._where)
            ) from error
        if disk.bavail * disk.frsize <= size or not disk.favail:
            raise TransientError(message("{where} is full", where=self._where)) from error

    async def _within(self, answer: Awaitable[T]) -> T:
        async with asyncio.timeout(self._timeout_s):
            return await answer


def is_folder(found: asyncssh.SFTPAttrs) -> bool:
    """Whether this is a folder."""
    return stat.S_ISDIR(found.permissions or 0)


def said(filename: str | bytes) -> str:
    """A file's name as a text, whatever it is in."""
    return filename if isinstance(filename, str) else filename.decode("utf-8", "replace")


def parts_of(entries: Iterable[asyncssh.SFTPName]) -> dict[str, asyncssh.SFTPAttrs]:
    """The files and folders that may be part of a name; those of folders end in a slash."""
    found = {}
    for each in entries:
        name, kind = said(each.filename), each.attrs.permissions or 0
        if is_part(name) and (stat.S_ISDIR(kind) or stat.S_ISREG(kind)):
            found[f"{name}{'/' * stat.S_ISDIR(kind)}"] = each.attrs
    return found
