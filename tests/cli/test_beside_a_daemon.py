"""Commands beside a daemon that runs, which acts on what is decided; and a run that Ctrl-C ends."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cli.conftest import Installation
from tests.cli.test_running import WAITS_S, running

pytestmark = pytest.mark.skipif(os.name != "posix", reason="elsewhere signals are not sent so")


def comes_to_show(pos2web: Installation, what: str, shown: Callable[[Any], bool]) -> bool:
    """Whether the site comes to show a product so, as far as the daemon knows."""
    patience = time.monotonic() + WAITS_S
    while time.monotonic() < patience:
        if shown(pos2web("why", "TEA-01", what, "--json").json):
            return True
        time.sleep(0.05)
    return False


def test_a_daemon_acts_on_what_is_decided(pos2web: Installation, tmp_path: Path) -> None:
    pos2web("sync")
    with running(pos2web.home, tmp_path / "notes"):
        decided = pos2web("buffer", "set", "category:Thés", "25%", "--by=Marie", "--json").json
        shows = comes_to_show(pos2web, "stock", lambda why: why["stocks"][0]["site"] == "9")
        (event,) = pos2web("history", "--actor=user:Marie", "--json").json["events"]

    assert (decided["changed"], decided["is_daemon"]) == (True, True)
    assert shows, (tmp_path / "notes").read_text()
    assert event["type"] == "buffer_set"


def test_a_daemon_takes_off_sale_and_puts_back_what_somebody_says(
    pos2web: Installation, tmp_path: Path
) -> None:
    pos2web("sync")
    with running(pos2web.home, tmp_path / "notes"):
        pos2web("windows", "set", "category:Thés", "--rule=2999 Dec 24 10:00-12:00")
        pos2web("sold-out", "set", "TEA-01", "--mode=offline")
        is_off = comes_to_show(pos2web, "sale", lambda why: not why["site"]["is_active"])
        pos2web("sold-out", "clear", "TEA-01")
        is_back = comes_to_show(
            pos2web,
            "sale",
            lambda why: why["site"]["is_active"] and not why["site"]["is_for_sale"],
        )
        pos2web("windows", "clear", "category:Thés")
        is_sold = comes_to_show(pos2web, "sale", lambda why: why["site"]["is_for_sale"])

    assert (is_off, is_back, is_sold) == (True, True, True), (tmp_path / "notes").read_text()


def test_a_daemons_tasks_are_looked_at_set_run_and_stopped(
    pos2web: Installation, tmp_path: Path
) -> None:
    with running(pos2web.home, tmp_path / "notes") as process:
        scheduled = pos2web("tasks", "schedule", "images", "at 3:30", language="fr")
        ran = pos2web("tasks", "run", "catalogue", "--json").json
        asked = pos2web("tasks", "run", "drift", "--no-wait")
        stopped = pos2web("tasks", "stop", "images", "--json").json
        status = pos2web("status", "--json").json
        spoken = pos2web("status", language="fr").out
        refused = pos2web("windows", "set", "variant:none", "--hours=8-9")

    assert "tous les jours à 3:30" in scheduled.out
    assert (ran["is_daemon"], ran["last"]["outcome"]) == (True, "done")
    assert (asked.code, asked.out) == (0, "drift: asked for.\n")
    assert (stopped["task"], stopped["is_daemon"]) == ("images", True)
    assert status["daemon"]["pid"] == process.pid
    assert status["daemon"]["url"].startswith("http://127.0.0.1:")
    assert f"Pos2Web tourne (processus {process.pid}" in spoken
    assert refused.code == 2


def test_ctrl_c_stops_a_run_that_is_here_and_the_next_goes_on(pos2web: Installation) -> None:
    faults = {"slow": 1.0, "slow_s": 0.3, "methods": ["POST"]}
    httpx.put(f"{pos2web.shop.url}/sandbox/faults", json=faults).raise_for_status()
    command = [sys.executable, "-m", "pos2web", "--home", str(pos2web.home), "--language=en"]

    with subprocess.Popen(  # noqa: S603 - our own
        [*command, "tasks", "run", "catalogue"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            written_one(pos2web)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=WAITS_S)
        finally:
            process.kill()

    assert process.returncode == 130, err
    assert b"Stopping after the change under way" in err
    assert b"Task \xe2\x80\x9ccatalogue\xe2\x80\x9d was stopped" in out
    httpx.put(f"{pos2web.shop.url}/sandbox/faults", json={}).raise_for_status()
    assert pos2web("tasks", "run", "catalogue").code == 0


def written_one(pos2web: Installation) -> None:
    """Until the shop was asked for a write."""
    patience = time.monotonic() + WAITS_S
    while time.monotonic() < patience:
        counts = httpx.get(f"{pos2web.shop.url}/sandbox/counts").json()["by"]
        if sum(counts.get("POST", {}).values()):
            return
        time.sleep(0.02)
    raise AssertionError("it never came to a write")


def test_status_says_how_far_the_backup_is(pos2web: Installation, tmp_path: Path) -> None:
    store = tmp_path / "store"
    store.mkdir()
    with (pos2web.home / "pos2web.toml").open("a") as file:
        file.write('\n[backup]\nname = "tea-shop"\n')
        file.write(f'\n[backup.store]\nadapter = "folder_store"\npath = "{store}"\n')
    with running(pos2web.home, tmp_path / "notes"):
        until = time.monotonic() + 30
        while not pos2web("status", "--json").json["backup"]["position"]:
            assert time.monotonic() < until
            time.sleep(0.2)
        said = pos2web("status", language="fr").out
        shutil.rmtree(store)
        while not pos2web("status", "--json").json["backup"]["problem"]:
            assert time.monotonic() < until + 60
            pos2web("tasks", "disable", "drift")
            pos2web("tasks", "enable", "drift")
            time.sleep(0.2)
        behind = pos2web("status").out

    assert "Sauvegarde : jusqu'à l'évènement" in said
    assert "Backup: behind" in behind
