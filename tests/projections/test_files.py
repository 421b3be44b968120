"""The read models' file: killed, damaged, outdated, copied, written by two."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from pos2web.domain.facts import ThingGone
from pos2web.domain.values import Kind
from pos2web.errors import ArchiveError, ConflictError
from pos2web.projections.following import progress
from pos2web.projections.following.database import schema_version, writing
from pos2web.projections.following.progress import ProjectionProgress
from pos2web.projections.read_models import ReadModels
from tests.projections.given import TILL, ListedLog, dump, euros, keys, tea, teas

KILLED = """
import os, signal, sys
from pathlib import Path
from pos2web.projections.read_models import ReadModels
from tests.projections.given import ListedLog, teas

class Deadly(ListedLog):
    def read(self, after=0, *, upto=None, limit=None):
        for event in super().read(after, upto=upto, limit=limit):
            if event.position == 17:
                os.kill(os.getpid(), signal.SIGKILL)
            yield event

ReadModels.open(Path(sys.argv[1])).catch_up(Deadly(teas(20).events), batch_size=5)
"""


def set_version(path: Path, version: int) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")


def test_killed_in_the_middle_it_goes_on_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "read-models.db"
    subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)  # noqa: S603 - a command of our own

    with closing(ReadModels.open(path)) as models:
        assert models.progress.position == 14
        models.catch_up(teas(20))
        killed = dump(models)
        models.rebuild(teas(20))
        assert dump(models) == killed


def test_a_file_of_another_version_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "read-models.db"
    with closing(ReadModels.open(path)) as models:
        models.catch_up(teas(3))
    set_version(path, schema_version() - 1)

    with closing(ReadModels.open(path)) as models:
        assert models.progress == ProjectionProgress()
        models.catch_up(teas(3))
        assert len(keys(models)) == 3


def test_a_file_of_this_version_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "read-models.db"
    with closing(ReadModels.open(path)) as models:
        models.catch_up(teas(3))

    with closing(ReadModels.open(path)) as models:
        assert models.progress.position == 3


def test_a_damaged_file_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "read-models.db"
    path.write_bytes(b"not a database" * 1000)

    with closing(ReadModels.open(path)) as models:
        assert models.catch_up(teas(2)) == 2


def test_a_file_that_is_in_use_is_not_taken_for_damaged(tmp_path: Path) -> None:
    path = tmp_path / "read-models.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("CREATE TABLE theirs (id)")
        other.execute("BEGIN EXCLUSIVE")

        with pytest.raises(ArchiveError, match="database is locked"):
            ReadModels.open(path, waits_s=0)


def test_where_no_file_can_be_the_error_says_which(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"missing.read-models\.db cannot be opened: unable"):
        ReadModels.open(tmp_path / "missing" / "read-models.db")


def test_a_log_that_ends_before_the_rows_is_followed_anew(models: ReadModels) -> None:
    models.catch_up(teas(5))

    assert models.catch_up(teas(2)) == 2
    assert keys(models) == ["0", "1"]


def test_another_log_is_followed_anew(models: ReadModels) -> None:
    models.catch_up(teas(2))
    other = ListedLog()
    for key in ("A", "B", "C"):
        other.happened(f"{TILL}/product/{key}", tea(key))

    assert models.catch_up(other) == 3
    assert keys(models) == ["A", "B", "C"]


def test_a_copy_of_the_log_goes_on(models: ReadModels) -> None:
    models.catch_up(teas(2))
    before = dump(models)["catalogue"]

    models.catch_up(ListedLog(teas(2).events))

    assert dump(models)["catalogue"] == before


def test_rows_at_hand_are_forgotten_when_another_went_on(models: ReadModels) -> None:
    log = ListedLog().happened(f"{TILL}/product/TEA", tea())
    models.catch_up(log)
    log.happened(f"{TILL}/product/TEA", tea(price=euros("8.90")))
    with closing(ReadModels.open(models.path)) as other:
        other.catch_up(log)

    log.happened(f"{TILL}/product/COCOA", tea("COCOA"))
    models.catch_up(log)

    assert len(keys(models)) == 2
    assert "8.90" in repr(dump(models)["catalogue"])


def test_two_that_follow_at_once_do_not_both_write(models: ReadModels) -> None:
    models.catch_up(teas(2))

    with (
        pytest.raises(ConflictError, match="another process follows the log"),
        writing(models.engine) as cursor,
    ):
        progress.write(cursor, ProjectionProgress(position=1), ProjectionProgress(position=2))


def test_a_writer_does_not_wait_for_ever(tmp_path: Path) -> None:
    path = tmp_path / "read-models.db"
    with (
        closing(ReadModels.open(path, waits_s=0)) as models,
        closing(ReadModels.open(path)) as other,
        writing(other.engine),
        pytest.raises(ConflictError, match="another process is writing"),
    ):
        models.catch_up(teas(1))


def test_a_file_that_cannot_be_written_says_what_to_do(models: ReadModels) -> None:
    with closing(sqlite3.connect(models.path)) as connection:
        connection.execute("DROP TABLE names")

    with pytest.raises(ArchiveError, match="no such table: names; delete the file"):
        models.catch_up(teas(1))


def test_a_file_that_cannot_be_read_says_what_to_do(models: ReadModels) -> None:
    with closing(sqlite3.connect(models.path)) as connection:
        connection.execute("DROP TABLE catalogue")
    gone = ThingGone(key="TEA", kind=Kind.PRODUCT)

    with pytest.raises(ArchiveError, match="no such table: catalogue; delete the file"):
        models.catch_up(ListedLog().happened(f"{TILL}/product/TEA", gone))


def test_what_the_database_undid_itself_is_not_undone_again(models: ReadModels) -> None:
    def fill_the_disk() -> None:
        with writing(models.engine) as cursor:
            cursor.execute("ROLLBACK")
            cursor.execute("a full disk")

    with pytest.raises(ArchiveError, match="syntax error"):
        fill_the_disk()


def test_deleting_the_file_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "read-models.db"
    with closing(ReadModels.open(path)) as models:
        models.catch_up(teas(3))
        first = dump(models)
    for left in tmp_path.iterdir():
        left.unlink()

    with closing(ReadModels.open(path)) as models:
        models.catch_up(teas(3))
        assert dump(models) == first


def test_a_file_that_was_tidied_is_the_same(models: ReadModels) -> None:
    models.catch_up(teas(3))
    before = dump(models)

    models.tidy()

    assert dump(models) == before
