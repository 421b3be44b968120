"""A backup store in a folder of a server for SFTP."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar

import asyncssh
import msgspec

from pos2web.adapters.plugin import Plugin
from pos2web.adapters.sftp_store.connection import connect
from pos2web.adapters.sftp_store.files import Files, parts_of
from pos2web.adapters.sftp_store.loop import Loop
from pos2web.adapters.sftp_store.mapping import LOST, ours
from pos2web.adapters.sftp_store.settings import PORT, SftpSettings
from pos2web.adapters.stores.addresses import parsed, shown
from pos2web.adapters.stores.names import all_checked, checked, is_name, may_begin, may_hold
from pos2web.adapters.stores.trying import tried
from pos2web.errors import RecordError, SettingsError, TransientError
from pos2web.messages import message
from pos2web.ports import BackupStore, Finding, StoredObject

T = TypeVar("T")
REMEDY = message(
    "Look at host, port, user, path, host_key and key_file of the store, and at the server."
)
MOVES_MAX = 5
OPTIONS = ("host_key", "known_hosts", "key_file")
PASSWORD, KEY_PASSWORD = "POS2WEB_STORE_PASSWORD", "POS2WEB_STORE_KEY_PASSWORD"
"""What the environment is asked for when a store is given by its address."""


class SftpStore:
    """Keeps each object in a file of its name. An upload goes to a file apart, and only then gets
    its name. One conversation serves all threads; when it is lost, another one begins."""

    def __init__(self, settings: SftpSettings) -> None:
        self._settings = settings
        self._loop = Loop()
        self._gate: asyncio.Lock | None = None
        self._connection: asyncssh.SSHClientConnection | None = None
        self._files: Files | None = None

    @property
    def name(self) -> str:
        return self._settings.where

    def put(self, name: str, content: bytes, *, replace: bool = False) -> bool:
        checked(name)
        if not replace and self._ask(lambda files: files.is_object(name)):
            return False
        path = self._ask(lambda files: files.upload(content))
        for _ in range(MOVES_MAX):
            is_done = self._ask(
                lambda files: files.move(path, name, replace=replace), may_repeat=False
            )
            if is_done is not None:
                return is_done
        raise TransientError(
            message(
                "{name} removes the folder of {object} again and again", name=self.name, object=name
            )
        )

    def get(self, name: str) -> bytes:
        checked(name)
        content = self._ask(lambda files: files.read(name))
        if content is None:
            raise RecordError(
                message("{name} has no {object}", name=self.name, object=name), ref=name
            )
        return content

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        """Each folder is asked for by itself, so a list goes on where a conversation was lost.

        Those above what is asked for are not: each costs several ways there and back.
        """
        if may_begin(prefix):
            folder, slash, _ = prefix.rpartition("/")
            yield from self._listed(f"{folder}{slash}", prefix)

    def delete(self, names: Sequence[str]) -> None:
        checked_names = all_checked(names)
        if checked_names:
            self._ask(lambda files: files.remove_objects(checked_names))

    def check(self) -> Iterator[Finding]:
        return tried(self, remedy=REMEDY)

    def close(self) -> None:
        if self._loop.is_running:
            self._loop.run(self._let_go(self._files))
            self._loop.stop()
            self._gate = None

    def _listed(self, before: str, prefix: str) -> Iterator[StoredObject]:
        parts = parts_of(self._ask(lambda files: files.entries(before)))
        for part in sorted(parts):
            name, attributes = f"{before}{part}", parts[part]
            if name.endswith("/"):
                if may_hold(name, prefix):
                    yield from self._listed(name, prefix)
            elif name.startswith(prefix) and is_name(name):
                at = datetime.fromtimestamp(attributes.mtime or 0, UTC)
                yield StoredObject(name=name, size=attributes.size or 0, stored_at=at)

    def _ask(self, job: Callable[[Files], Awaitable[T]], *, may_repeat: bool = True) -> T:
        """What the server gives; asked once more where the conversation was an old one that is
        lost by now, and asking twice does no harm."""
        return self._loop.run(self._asked(job, may_repeat=may_repeat))

    async def _asked(self, job: Callable[[Files], Awaitable[T]], *, may_repeat: bool) -> T:
        files, was_open = None, self._files is not None
        try:
            files = await self._open_files()
            return await job(files)
        except (*LOST, TimeoutError) as error:
            await self._let_go(files)
            if not (was_open and may_repeat) or isinstance(error, TimeoutError):
                raise ours(error, self.name) from error
        except (asyncssh.Error, OSError) as error:
            raise ours(error, self.name) from error
        return await self._asked(job, may_repeat=False)

    async def _open_files(self) -> Files:
        self._gate = self._gate or asyncio.Lock()
        async with self._gate:
            if self._files is None:
                self._connection = await connect(self._settings)
                sftp = await self._connection.start_sftp_client()
                self._files = Files(sftp, self._settings)
            return self._files

    async def _let_go(self, files: Files | None) -> None:
        """End the conversation with these files, if nobody has begun another one."""
        if files is self._files:
            connection, self._connection, self._files = self._connection, None, None
            if connection is not None:
                connection.abort()
                await connection.wait_closed()


def open_store(settings: SftpSettings) -> BackupStore:
    """A store on a server; nobody is spoken to yet. Raises SettingsError."""
    for name in ("host", "user", "path"):
        if not getattr(settings, name):
            raise SettingsError(
                message(
                    "the {name} of the store at {where} is missing", name=name, where=settings.where
                )
            )
    if not (settings.key_file or settings.password):
        raise SettingsError(
            message(
                "{where} needs a key or a password: set key_file or password, or "
                "{password} in the environment where a store is given by its address",
                where=settings.where,
                password=PASSWORD,
            )
        )
    return SftpStore(settings)


def from_address(address: str, secrets: Mapping[str, str]) -> BackupStore:
    """The store at `sftp://user@host:port/path?host_key=SHA256:…&key_file=…`; a path that begins
    with `/~/` starts at the user's own folder. Raises SettingsError.

    `secrets` may have POS2WEB_STORE_PASSWORD and POS2WEB_STORE_KEY_PASSWORD.
    """
    said = parsed(address, options=OPTIONS)
    if said.scheme != "sftp":
        raise SettingsError(
            message("{address} is no server: write sftp://user@host/path", address=shown(address))
        )
    return open_store(
        msgspec.convert(
            {
                **said.options,
                "host": said.host,
                "user": said.user,
                "path": said.path.removeprefix("/~/"),
                "port": said.port or PORT,
                "password": secrets.get(PASSWORD, ""),
                "key_password": secrets.get(KEY_PASSWORD, ""),
            },
            SftpSettings,
        )
    )


STORE = Plugin(
    settings=SftpSettings,
    open=lambda settings, _around: open_store(settings),
    at=from_address,
)
