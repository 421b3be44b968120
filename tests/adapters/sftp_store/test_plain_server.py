"""On a server without extensions of OpenSSH's the kit holds too, but for one thing."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from pos2web.adapters.sftp_store.adapter import open_store
from pos2web.adapters.sftp_store.files import UNFINISHED
from pos2web.adapters.sftp_store.settings import SftpSettings
from pos2web.adapters.testing import BackupStoreContract, StoreWorld
from pos2web.adapters.testing.store_worlds import StoreTrouble
from pos2web.errors import RecordError, TransientError
from pos2web.ports import BackupStore
from tests.adapters.folder_store.worlds import small_files
from tests.adapters.sftp_store.plain import PASSWORD, USER, PlainServer
from tests.servers.line import Line
from tests.servers.processes import HOST

DYING_BYTES = 1_000_000


class PlainWorld:
    """A store whose user has a password."""

    secrets = (PASSWORD, "another-S3CRET")

    def __init__(self, server: PlainServer, line: Line, stack: ExitStack) -> None:
        self._server = server
        self._line = line
        self._stack = stack
        self.store = self.another()

    def another(self, **changed: Any) -> BackupStore:
        usual: dict[str, Any] = {
            "host": HOST,
            "port": self._line.port,
            "user": USER,
            "password": PASSWORD,
            "path": "/store",
            "host_key": self._server.fingerprint,
            "timeout_s": 20,
        }
        store = open_store(SftpSettings(**(usual | changed)))
        self._stack.callback(store.close)
        return store

    def having(self, trouble: StoreTrouble) -> AbstractContextManager[None] | None:
        if trouble is StoreTrouble.AWAY:
            return self._line.cut()
        if trouble is StoreTrouble.STRANGER:
            return self._being_another()
        return small_files() if trouble is StoreTrouble.FULL else None

    def dying(self) -> AbstractContextManager[None]:
        return self._line.dying_after(DYING_BYTES)

    @contextmanager
    def _being_another(self) -> Iterator[None]:
        before, self.store = self.store, self.another(password="another-S3CRET")  # noqa: S106 - of a test
        yield
        self.store = before


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PlainServer]:
    with PlainServer(tmp_path) as server:
        yield server


@pytest.fixture
def plain_world(server: PlainServer) -> Iterator[PlainWorld]:
    with ExitStack() as stack:
        line = stack.enter_context(Line(server.port))
        yield PlainWorld(server, line, stack)


class TestTheStoreOnAPlainServer(BackupStoreContract):
    @pytest.fixture
    def world(self, plain_world: PlainWorld) -> PlainWorld:
        return plain_world

    def test_who_reads_sees_the_old_or_the_new(self, world: StoreWorld) -> None:
        """Or, for a moment, neither: such a server can't rename over a file."""
        world.store.put("tea", b"tea")

        assert world.store.put("tea", b"other tea", replace=True)

        assert world.store.get("tea") == b"other tea"


# What may come in between.


def test_a_folder_that_others_find_empty_is_made_again(
    server: PlainServer, plain_world: PlainWorld
) -> None:
    server.troubles["rename"] = [asyncssh.SFTPNoSuchFile("gone")] * 2

    assert plain_world.store.put("shop/tea", b"tea")

    assert plain_world.store.get("shop/tea") == b"tea"


def test_a_folder_that_goes_again_and_again_is_told(
    server: PlainServer, plain_world: PlainWorld
) -> None:
    server.troubles["rename"] = [asyncssh.SFTPNoSuchFile("gone")] * 100

    with pytest.raises(TransientError, match="again and again"):
        plain_world.store.put("shop/tea", b"tea")

    assert list(plain_world.store.list()) == []


def test_a_name_that_can_t_be_given_leaves_nothing(
    server: PlainServer, plain_world: PlainWorld, tmp_path: Path
) -> None:
    server.troubles["rename"] = [asyncssh.SFTPFailure("Failure")]

    with pytest.raises(TransientError, match="does not say why"):
        plain_world.store.put("tea", b"tea")

    assert list((tmp_path / "store" / UNFINISHED).iterdir()) == []


def test_an_object_that_goes_while_it_is_read_is_not_there(
    server: PlainServer, plain_world: PlainWorld
) -> None:
    plain_world.store.put("tea", b"tea")
    server.troubles["open"] = [asyncssh.SFTPNoSuchFile("gone")]

    with pytest.raises(RecordError):
        plain_world.store.get("tea")


def test_a_folder_that_another_makes_meanwhile_is_as_good(
    server: PlainServer, plain_world: PlainWorld, tmp_path: Path
) -> None:
    plain_world.store.put("cake", b"cake")

    class MadeMeanwhile(asyncssh.SFTPFailure):
        """Raised after another one has made the folder."""

        def __init__(self) -> None:
            super().__init__("Failure")

        def encode(self, version: int) -> bytes:
            (tmp_path / "store" / "shop").mkdir()
            return super().encode(version)

    server.troubles["mkdir"] = [MadeMeanwhile()]

    assert plain_world.store.put("shop/tea", b"tea")


def test_a_folder_that_can_t_be_made_is_told(server: PlainServer, plain_world: PlainWorld) -> None:
    plain_world.store.put("cake", b"cake")
    server.troubles["mkdir"] = [asyncssh.SFTPFailure("Failure")]

    with pytest.raises(TransientError):
        plain_world.store.put("shop/tea", b"tea")


def test_only_the_folders_that_may_hold_what_is_asked_for_are_looked_into(
    server: PlainServer, plain_world: PlainWorld
) -> None:
    store = plain_world.store
    for name in ("shop/epochs/1", "shop/pieces/1", "shop/pieces/2", "other/epochs/1"):
        store.put(name, b"tea")
    server.listed.clear()

    names = [each.name for each in store.list("shop/epochs/")]

    assert names == ["shop/epochs/1"]
    assert server.listed == ["/store/shop/epochs"]


def test_an_object_that_can_t_be_removed_is_told(
    server: PlainServer, plain_world: PlainWorld
) -> None:
    plain_world.store.put("cake", b"cake")
    server.troubles["remove"] = [asyncssh.SFTPFailure("Failure")]

    with pytest.raises(TransientError):
        plain_world.store.delete(["cake"])

    assert plain_world.store.get("cake") == b"cake"
