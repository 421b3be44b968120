"""What the daemon notes can be read by people or machines, is not endless, and tells no secret."""

import json
import logging
import os
import stat
import threading
import warnings
from pathlib import Path

import pytest

from pos2web.daemon.notes import CHATTY, FILES_KEPT, noting
from pos2web.errors import SettingsError

log = logging.getLogger("pos2web.somewhere")


def test_a_line_of_json_says_when_where_and_what(capsys: pytest.CaptureFixture[str]) -> None:
    with noting("json"):
        log.info("asked over %s", "HTTP", extra={"status": 200, "path": Path("/é")})

    line = json.loads(capsys.readouterr().err)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "asked over HTTP",
        "level": "info",
        "logger": "pos2web.somewhere",
        "status": 200,
        "path": "/é",
    }


def test_a_line_for_people_is_one_too(capsys: pytest.CaptureFixture[str]) -> None:
    with noting("console"):
        log.warning("the shop is busy", extra={"calls": 3})

    (line,) = capsys.readouterr().err.splitlines()
    assert "the shop is busy" in line
    assert "calls=3" in line
    assert "\x1b" not in line


@pytest.mark.parametrize("style", ["console", "json"])
def test_a_mistake_is_noted_with_its_trace_and_without_values(
    capsys: pytest.CaptureFixture[str], style: str
) -> None:
    password = "hunter" + str(2)

    with noting(style):
        try:
            raise AssertionError(len(password))
        except AssertionError:
            log.exception("ended")

    told = capsys.readouterr().err
    assert "raise AssertionError" in told
    assert "hunter2" not in told


@pytest.mark.parametrize("style", ["console", "json"])
def test_secrets_do_not_appear(capsys: pytest.CaptureFixture[str], style: str) -> None:
    secrets = ["s3cret-token", 'clé"\\x', "abc"]

    with noting(style, secrets=secrets):
        log.info("opening %s", f"https://x/?key={secrets[0]}", extra={"key": secrets[1]})
        log.info("abcdef stays readable")

    told = capsys.readouterr().err
    assert secrets[0] not in told
    assert "clé" not in told
    assert "abcdef" in told


def test_libraries_are_heard_only_when_something_is_wrong(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with noting("console"):
        for name in CHATTY:
            logging.getLogger(f"{name}.part").info("step")
        logging.getLogger("apscheduler.executors").warning("missed")

    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("ends_by", ["a mistake", "a warning"])
def test_what_goes_wrong_in_a_thread_is_a_line_like_the_others(
    capsys: pytest.CaptureFixture[str], ends_by: str
) -> None:
    def go_wrong() -> None:
        if ends_by == "a mistake":
            raise AssertionError(ends_by)
        warnings.showwarning(UserWarning(ends_by), UserWarning, "file.py", 7)

    with noting("json"):
        thread = threading.Thread(target=go_wrong, name="lane-shop")
        thread.start()
        thread.join()

    line = json.loads(capsys.readouterr().err)
    assert ends_by in line.get("exception", line["event"])


def test_afterwards_everything_is_noted_as_before(capsys: pytest.CaptureFixture[str]) -> None:
    before = (logging.getLogger().handlers[:], logging.getLogger("uvicorn").level)

    with noting("json"):
        pass
    log.info("to nobody")

    assert (logging.getLogger().handlers, logging.getLogger("uvicorn").level) == before
    assert capsys.readouterr().err == ""


def test_a_file_is_put_aside_when_it_is_large(tmp_path: Path) -> None:
    file = tmp_path / "notes" / "daemon.log"

    with noting("json", file=file, bytes_max=1000):
        for _ in range(100):
            log.info("x" * 200)

    files = sorted(each.name for each in file.parent.iterdir())
    assert files == ["daemon.log", *(f"daemon.log.{n}" for n in range(1, FILES_KEPT + 1))]
    assert all(each.stat().st_size <= 1000 for each in file.parent.iterdir())


@pytest.mark.skipif(os.name != "posix", reason="other systems have other rights")
def test_only_their_owner_reads_them(tmp_path: Path) -> None:
    file = tmp_path / "daemon.log"

    with noting("json", file=file, bytes_max=1000):
        for _ in range(10):
            log.info("x" * 200)

    rights = {stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()}
    assert rights == {0o600}


def test_a_place_where_nothing_can_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with (
        pytest.raises(SettingsError, match="the notes can't be written there"),
        noting("json", file=tmp_path / "file" / "daemon.log"),
    ):
        pass
