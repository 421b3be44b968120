"""The store in a folder keeps every promise of its port, on a real file system."""

from pathlib import Path

import pytest

from pos2web.adapters.testing import BackupStoreContract
from tests.adapters.folder_store.worlds import FolderWorld


class TestTheStoreInAFolder(BackupStoreContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> FolderWorld:
        return FolderWorld(tmp_path / "store")
