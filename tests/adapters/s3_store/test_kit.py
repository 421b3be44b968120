"""The store in a bucket keeps every promise of its port, with a real server."""

import pytest

from pos2web.adapters.testing import BackupStoreContract
from tests.adapters.s3_store.worlds import S3World
from tests.servers.line import Line
from tests.servers.s3 import S3Server


class TestTheStoreInABucket(BackupStoreContract):
    @pytest.fixture
    def world(self, s3_server: S3Server, line: Line) -> S3World:
        return S3World(s3_server, line)
