"""The world of a store in a bucket, for the kit: a real server, and a line to it that can be cut."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count

from pos2web.adapters.s3_store.adapter import open_store
from pos2web.adapters.s3_store.settings import S3Settings
from pos2web.adapters.testing.store_worlds import StoreTrouble
from pos2web.ports import BackupStore
from tests.servers.line import Line
from tests.servers.processes import HOST
from tests.servers.s3 import OWNER, READER, Key, S3Server

PREFIXES = count()
ROOM_BYTES = 1_000_000
STRANGER = Key(access_key="tests-owner", secret="S3CRET-of-another")  # noqa: S106 - of a test


def settings_of(
    server: S3Server, *, key: Key = OWNER, prefix: str = "", port: int = 0
) -> S3Settings:
    """What is set for a place on this server."""
    return S3Settings(
        bucket=server.bucket,
        prefix=prefix,
        endpoint=f"http://{HOST}:{port}" if port else server.endpoint,
        region=server.region,
        access_key=key.access_key,
        secret=key.secret,
        timeout_s=20,
    )


class S3World:
    """A store below a prefix of its own."""

    secrets = (OWNER.secret, READER.secret, STRANGER.secret)

    def __init__(self, server: S3Server, line: Line) -> None:
        self._server = server
        self._line = line
        self._prefix = f"kit/{next(PREFIXES)}"
        self.store = self.another()

    def another(self, key: Key = OWNER) -> BackupStore:
        port = self._line.port
        return open_store(settings_of(self._server, key=key, prefix=self._prefix, port=port))

    def having(self, trouble: StoreTrouble) -> AbstractContextManager[None]:
        if trouble is StoreTrouble.AWAY:
            return self._line.cut()
        if trouble is StoreTrouble.FULL:
            return self._line.having_room_for(ROOM_BYTES)
        return self._being(STRANGER if trouble is StoreTrouble.STRANGER else READER)

    def dying(self) -> AbstractContextManager[None]:
        return self._line.dying_after(ROOM_BYTES)

    @contextmanager
    def _being(self, key: Key) -> Iterator[None]:
        before, self.store = self.store, self.another(key)
        yield
        self.store = before
