"""A line to the server for SFTP."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.adapters.sftp_store.worlds import SftpWorld
from tests.servers.line import Line
from tests.servers.sftp import SftpServer


@pytest.fixture
def line(sftp_server: SftpServer) -> Iterator[Line]:
    """A line to it that can be cut."""
    with Line(sftp_server.port) as line:
        yield line


@pytest.fixture
def sftp_world(sftp_server: SftpServer, line: Line) -> Iterator[SftpWorld]:
    """A store for the kit, which is closed in the end."""
    with ExitStack() as stack:
        yield SftpWorld(sftp_server, line, stack)
