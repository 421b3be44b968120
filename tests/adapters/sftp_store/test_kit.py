"""The store on a server for SFTP keeps every promise of its port, with a real server."""

import pytest

from pos2web.adapters.testing import BackupStoreContract
from tests.adapters.sftp_store.worlds import SftpWorld


class TestTheStoreOnAServer(BackupStoreContract):
    @pytest.fixture
    def world(self, sftp_world: SftpWorld) -> SftpWorld:
        return sftp_world
