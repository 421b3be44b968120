"""Servers for all tests, started when one first asks for them, once for each worker.

    def test_it(s3_server: S3Server) -> None:
        store = s3_store.from_address(s3_server.address("tea"), s3_server.owner.secrets)

Each test finds them running, whatever the one before did to them; give each a prefix or a folder of
its own.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.servers.processes import Missing
from tests.servers.s3 import S3Server
from tests.servers.sftp import SftpServer

UNSHARED = Path("/run") if os.geteuid() == 0 and Path("/run").is_dir() else None
"""Where OpenSSH shuts users in: nobody else may write anywhere on the way there."""


@pytest.fixture(scope="session")
def s3_of_the_session() -> Iterator[S3Server]:
    """The one server of this worker; tests take `s3_server`."""
    with own_folder() as folder, told_when_missing():
        server = S3Server(folder).start()
        yield server
        server.kill()


@pytest.fixture(scope="session")
def sftp_of_the_session() -> Iterator[SftpServer]:
    """The one server of this worker; tests take `sftp_server`."""
    with own_folder(UNSHARED) as folder, told_when_missing():
        server = SftpServer(folder).start()
        yield server
        server.kill()


@pytest.fixture
def s3_server(s3_of_the_session: S3Server) -> S3Server:
    """An S3-compatible server with an empty bucket, running."""
    return s3_of_the_session.start()


@pytest.fixture
def sftp_server(sftp_of_the_session: SftpServer) -> SftpServer:
    """A server for SFTP with an empty folder, running."""
    return sftp_of_the_session.start()


@contextmanager
def own_folder(under: Path | None = None) -> Iterator[Path]:
    """A folder, open to the server's users where we are root."""
    with TemporaryDirectory(prefix="pos2web-", dir=under, ignore_cleanup_errors=True) as folder:
        if os.geteuid() == 0:
            Path(folder).chmod(0o755)
        yield Path(folder)


@contextmanager
def told_when_missing() -> Iterator[None]:
    """Where the server can't be had, the tests that need it are skipped and say why."""
    try:
        yield
    except Missing as missing:
        pytest.skip(str(missing))
