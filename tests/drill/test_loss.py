"""A lost machine comes back from every kind of store: nothing twice, nothing gone that was said to be safe.

The store is a real one: a folder, an S3 server, a server for SFTP. What happens meanwhile is chance.
How many seconds are lost depends on the machine: `make drill` and `make bench NAME=backup` say it.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.drill.loss import Kept, Loss, lose
from tests.servers.s3 import S3Server
from tests.servers.sftp import SftpServer


def in_folder(path: Path) -> Kept:
    folder = path / "store"
    folder.mkdir()
    return Kept(settings={"adapter": "folder_store", "path": str(folder)}, address=str(folder))


def expect_well(loss: Loss) -> None:
    """Everything came back, and nothing is on the shop twice."""
    assert loss.duplicates == []
    assert loss.wrong == []
    assert loss.events > 1_000


@pytest.mark.long
@pytest.mark.usefixtures("unmeasured")
def test_the_latest_state_comes_back_from_a_folder(tmp_path: Path, seed: int) -> None:
    expect_well(lose(tmp_path, in_folder(tmp_path), seed=seed, rounds=4))


@pytest.mark.long
@pytest.mark.usefixtures("unmeasured")
def test_an_older_point_comes_back_from_a_bucket_and_what_happened_since_is_adopted(
    tmp_path: Path, s3_server: S3Server, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, prefix = s3_server.owner, f"loss-{seed}"
    for name, value in owner.secrets.items():
        monkeypatch.setenv(name, value)
    kept = Kept(
        settings={
            "adapter": "s3_store",
            "bucket": s3_server.bucket,
            "prefix": prefix,
            "endpoint": s3_server.endpoint,
            "region": s3_server.region,
            "access_key": owner.access_key,
        },
        secrets={"secret": owner.secret},
        address=s3_server.address(prefix),
    )

    loss = lose(tmp_path, kept, seed=seed, rounds=4, older=True)

    expect_well(loss)
    assert loss.lost_events > 0  # it was an older one indeed


@pytest.mark.long
@pytest.mark.usefixtures("unmeasured")
def test_the_latest_state_comes_back_from_a_server_for_files(
    tmp_path: Path, sftp_server: SftpServer, seed: int
) -> None:
    login, folder = sftp_server.login, f"loss-{seed}"
    (sftp_server.folder / folder).mkdir()
    kept = Kept(
        settings={
            "adapter": "sftp_store",
            "host": "127.0.0.1",
            "port": sftp_server.port,
            "user": login.user,
            "path": f"{login.folder}/{folder}",
            "host_key": sftp_server.fingerprint,
            "key_file": str(login.key_file),
        },
        address=sftp_server.address(folder),
    )

    expect_well(lose(tmp_path, kept, seed=seed, rounds=3))


def test_a_loss_that_went_wrong_is_seen() -> None:
    """What is counted would be seen: a loss with a duplicate is not well."""
    well = Loss(events=2_000)
    expect_well(well)
    for wrong in (
        replace(well, duplicates=["product TEA"]),
        replace(well, wrong=["position 3 is missing"]),
        replace(well, events=0),
    ):
        with pytest.raises(AssertionError):
            expect_well(wrong)
