"""The command as its users meet it: stopped by Ctrl-C, started twice, cut off from the shop."""

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from pos2web.adapters.prestashop.settings import PrestashopSettings
from pos2web.engine import RunReport
from tests.shops.place import Place
from tests.shops.till import make_till

WAITS_S = 60


def pos2web(place: Place, *words: str) -> list[str]:
    """A command line in the place's home."""
    home = str(place.folder / "home")
    return [sys.executable, "-m", "pos2web", "--home", home, "--language", "en", *words]


def install(place: Place) -> None:
    """Write the settings."""
    given = (f"--shop-option=url={place.shop.url}", f"--shop-option=key={place.shop.key}")
    adapters = ("--till=sql_database", "--shop=prestashop", f"--till-option=url={place.till}")
    command = pos2web(place, "init", "--no-check", *adapters, *given)
    subprocess.run(command, check=True, capture_output=True, timeout=WAITS_S)  # noqa: S603 - a command of our own


@contextmanager
def syncing(place: Place) -> Iterator["subprocess.Popen[str]"]:
    """A sync under way; it is ended when the test is over."""
    command = pos2web(place, "sync", "--json")
    with subprocess.Popen(  # noqa: S603 - a command of our own
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def make_slow(place: Place, slow_s: float = 0.15) -> None:
    """Let every write take a while."""
    faults = {"slow": 1.0, "slow_s": slow_s, "methods": ["POST", "PATCH"]}
    httpx.put(f"{place.shop.url}/sandbox/faults", json=faults).raise_for_status()


def writes(place: Place) -> int:
    """How many writes the shop was asked for."""
    counts = httpx.get(f"{place.shop.url}/sandbox/counts").json()["by"]
    return sum(sum(counts.get(method, {}).values()) for method in ("POST", "PATCH"))


def wait_until(so: Callable[[], bool]) -> None:
    """Until it is so."""
    patience = time.monotonic() + WAITS_S
    while not so():
        assert time.monotonic() < patience, "it never came to that"
        time.sleep(0.01)


def test_ctrl_c_stops_between_two_changes_and_the_next_run_goes_on(place: Place) -> None:
    install(place)
    make_slow(place)

    with syncing(place) as process:
        wait_until(lambda: writes(place) >= 3)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=WAITS_S)
    httpx.delete(f"{place.shop.url}/sandbox/faults")
    again = subprocess.run(  # noqa: S603 - a command of our own
        pos2web(place, "sync", "--json"), capture_output=True, text=True, check=False
    )

    stopped, resumed = json.loads(out), json.loads(again.stdout)
    assert (process.returncode, stopped["outcome"]) == (130, "stopped"), err
    assert 0 < stopped["writes"] < 32
    assert (again.returncode, resumed["outcome"]) == (0, "done")
    assert stopped["writes"] + resumed["writes"] == 32
    verdict = place.verdict()
    assert (verdict.duplicates, verdict.lost) == ([], [])


def test_a_second_sync_says_who_has_the_log_open(place: Place) -> None:
    install(place)
    make_slow(place, slow_s=1.5)
    settings = place.folder / "home" / "pos2web.toml"
    settings.write_text(settings.read_text().replace("#wait_s = 10.0", "wait_s = 0.1"))

    with syncing(place) as first:
        wait_until(lambda: writes(place) >= 1)
        second = subprocess.run(  # noqa: S603 - a command of our own
            pos2web(place, "sync"), capture_output=True, text=True, check=False, timeout=WAITS_S
        )
        make_slow(place, slow_s=0.0)
        first.communicate(timeout=WAITS_S)

    assert second.returncode == 4
    assert str(first.pid) in second.stderr
    assert first.returncode == 0
    assert place.verdict().is_well


class Remote:
    """A shop in a process of its own, always at the same address; it can be cut off."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[str] | None = None
        self.port = 0
        self.start()

    def start(self) -> None:
        """Serve, on what was there before."""
        command = [
            sys.executable,
            "-m",
            "pos2web.adapters.sandbox.shop",
            "--data",
            str(self._folder),
        ]
        self._process = subprocess.Popen(  # noqa: S603 - a command of our own
            [*command, "--port", str(self.port)], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        ready = json.loads(self._process.stdout.readline())
        self.settings = PrestashopSettings(
            url=ready["url"], key=ready["key"], connect_timeout_s=2, read_timeout_s=5
        )
        self.port = int(ready["url"].rpartition(":")[2])

    def cut_off(self) -> None:
        """Gone, in the middle of whatever it does."""
        assert self._process is not None
        self._process.kill()
        self._process.communicate()


@pytest.fixture
def remote(tmp_path: Path) -> Iterator[Remote]:
    one = Remote(tmp_path / "shop")
    yield one
    one.cut_off()


@pytest.mark.parametrize("asked", [1, 4, 9, 14])
def test_a_shop_that_is_cut_off_in_mid_sync_is_in_step_once_it_is_back(
    tmp_path: Path, remote: Remote, asked: int
) -> None:
    make_till(tmp_path / "till.sqlite")
    place = Place(tmp_path, remote.settings)
    make_slow(place)
    reports: list[RunReport] = []

    run = threading.Thread(target=lambda: reports.append(place.sync()))
    run.start()
    wait_until(lambda: writes(place) >= asked)
    remote.cut_off()
    run.join(WAITS_S)
    remote.start()
    back = place.sync()
    verdict = place.verdict()

    assert reports[0].outcome == "failed"
    assert f"127.0.0.1:{remote.port}" in str(reports[0].reason)
    assert (back.outcome, back.reason) == ("done", None)
    assert (verdict.duplicates, verdict.lost) == ([], [])
    assert place.sync().writes == 0
