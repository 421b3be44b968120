"""A line to the S3 server."""

from collections.abc import Iterator

import pytest

from tests.servers.line import Line
from tests.servers.s3 import S3Server


@pytest.fixture
def line(s3_server: S3Server) -> Iterator[Line]:
    """A line to it that can be cut."""
    with Line(s3_server.port) as line:
        yield line
