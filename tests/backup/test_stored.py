"""A backup that an older program made is restored for ever."""

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pos2web.adapters.folder_store.adapter import FolderStore
from pos2web.backup.fleet import fleet
from pos2web.backup.restore.points import holdings
from pos2web.backup.restore.restoring import RestoreRequest, restore
from pos2web.backup.store.keys import read_keys
from pos2web.backup.store.location import BackupLocation
from pos2web.backup.verifying import verify
from pos2web.domain.connections import MAIN_SHOP
from pos2web.log import Log
from pos2web.log.segments import read
from pos2web.projections import links
from pos2web.projections.read_models import ReadModels
from pos2web.settings.home import Home
from tests.backup.given import NAME
from tests.backup.test_restoring import untold
from tests.shops.clocks import StillClock

STORED = Path(__file__).parent / "stored"
KEYS = read_keys([STORED / "merchant.key"])
LOG = "7a52acdd028c7b21294c9519e41e2703"
LATEST = (329, "914d6a6b2b0641fbdb4ea0e32332afa1f908532f38465b3ecbc4c1f6d5cd1b0f")
IN_EPOCH_1 = datetime(2026, 11, 24, 16, 2, tzinfo=UTC)
"""Shortly before epoch 2 began, from an older position of epoch 1."""


@pytest.fixture
def location(tmp_path: Path) -> BackupLocation:
    shutil.copytree(STORED / "store", tmp_path / "store")
    return BackupLocation(store=FolderStore(tmp_path / "store"), installation=NAME)


def test_the_latest_state_of_a_stored_backup_comes_back(
    location: BackupLocation, tmp_path: Path
) -> None:
    home, clock = Home(path=tmp_path / "home"), StillClock()

    back = restore(location, home, KEYS, RestoreRequest(), clock=clock, progress=untold)

    assert (back.from_epoch, back.epoch.number, back.position) == (2, 3, LATEST[0])
    assert home.settings.read_text() == "[till]\nsecond = 1\n"
    assert home.secrets.read_text() == '[shop]\nkey = "hidden"\n'
    assert home.people.read_bytes() == b"keys of people"
    with Log.open(home.log, clock=clock) as log:
        assert log.id == LOG
        assert log.digest_at(back.position).hex() == LATEST[1]
        assert log.verify().problems == ()
    models = ReadModels.open(home.models)
    assert len(links.load(models, MAIN_SHOP)) == 20
    models.close()


def test_an_older_state_of_a_stored_backup_comes_back(
    location: BackupLocation, tmp_path: Path
) -> None:
    home, clock = Home(path=tmp_path / "home"), StillClock()

    wanted = RestoreRequest(at=IN_EPOCH_1)
    back = restore(location, home, KEYS, wanted, clock=clock, progress=untold)

    assert (back.from_epoch, back.position) == (1, 330)
    assert home.settings.read_text() == "[till]\n"


def test_a_stored_backup_is_whole(location: BackupLocation) -> None:
    assert verify(location, KEYS).problems == ()
    assert list(holdings(location.store, NAME).warnings) == []
    (member,) = fleet(location.store)
    assert (member.manifest.program, member.manifest.offer, member.position) == (
        "0.1.0",
        "weekly",
        329,
    )


def test_a_segment_is_opened_by_hand_as_the_documents_say(tmp_path: Path) -> None:
    age = shutil.which("age")
    if age is None:
        pytest.skip("Debian's age is not installed (apt-get install age)")
    (locked, *_) = sorted((STORED / "store" / NAME / "e0001" / "segments").iterdir())
    opened = tmp_path / "segment"

    paths = [str(path) for path in (STORED / "merchant.key", opened, locked)]
    command = [age, "--decrypt", "--identity", paths[0], "--output", *paths[1:]]
    subprocess.run(command, check=True)  # noqa: S603 - as in the documents
    segment = read(opened.read_bytes())

    assert (segment.header.log, segment.header.first, segment.header.last) == (LOG, 1, 100)
    assert segment.appends[0].events[0][0] == "installation"
