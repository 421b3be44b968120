"""Two installations over one shop, from the command line and over real HTTP."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from pos2web.adapters.sandbox.shop import ShopServer
from pos2web.bootstrap import utc_now
from pos2web.domain.archive_facts import RESTORED, EpochBegan
from pos2web.domain.streams import Stream
from pos2web.engine.epochs import begin
from pos2web.log import Log
from tests.cli.conftest import Installation
from tests.cli.test_running import WAITS_S, running
from tests.history.test_sentences import plain

CHEAPER = "UPDATE products SET price = {price} WHERE id = 1;"


@pytest.fixture
def restored(pos2web: Installation, tmp_path: Path) -> Installation:
    """The installation as it was when it had synced, brought back on another machine."""
    assert pos2web("sync").code == 0
    home = tmp_path / "new"
    home.mkdir()
    for name in ("pos2web.toml", "secrets.toml", "log.db"):
        shutil.copy(pos2web.home / name, home / name)
    with Log.open(home / "log.db", clock=utc_now) as log:
        begin(log, EpochBegan(number=2, id="b" * 16, why=RESTORED, source="usb"), actor="user:Zoé")
    return Installation(home, pos2web.till, pos2web.shop, pos2web._capture)


def configured(shop: ShopServer) -> dict[str, str]:
    """What the shop keeps of ours."""
    asked = {"display": "[name,value]", "output_format": "JSON"}
    with httpx.Client(auth=(shop.key, "")) as client:
        found = client.get(f"{shop.url}/api/configurations", params=asked).json()
    rows = {row["name"]: row["value"] for row in found["configurations"]}
    return {name: value for name, value in rows.items() if name.startswith("POS2WEB")}


def sell_at(installation: Installation, price: str) -> None:
    installation.ring_up(CHEAPER.format(price=price))


def test_the_old_machine_stops_with_a_message_when_the_new_one_writes(
    pos2web: Installation, restored: Installation
) -> None:
    sell_at(pos2web, "8.90")
    assert restored("sync", "--json").json["writes"] == 1
    sell_at(pos2web, "7.90")

    failed = pos2web("sync", "--json")
    french = plain(pos2web("sync", language="fr").out)
    status = pos2web("status", "--json").json
    spoken = plain(pos2web("status").out)

    assert (failed.code, failed.json["writes"], failed.json["code"]) == (4, 0, "superseded")
    assert "est l'époque 2 de cette installation, commencée ailleurs le" in french
    assert "Pour écrire d'ici : pos2web take-over" in french
    assert (status["superseded"]["code"], status["epoch"]["number"]) == ("superseded", 1)
    assert spoken.startswith(
        "This needs you: what writes to this site now is epoch 2 of this installation"
    )
    assert configured(pos2web.shop)["POS2WEB_WRITER"].split()[3:5] == ["2", "b" * 16]


def test_who_takes_over_writes_again_and_the_other_stops(
    pos2web: Installation, restored: Installation
) -> None:
    sell_at(pos2web, "8.90")
    restored("sync")
    sell_at(pos2web, "7.90")
    assert pos2web("sync").code == 4

    taken = pos2web("take-over", "--by=Marie", language="fr")

    assert taken.code == 0
    assert plain(taken.out).startswith(
        "C'est désormais d'ici que Pos2Web écrit sur les sites, à la place de l'époque"
    )
    assert pos2web("sync", "--json").json["writes"] == 1
    sell_at(pos2web, "6.90")
    assert restored("sync").code == 4
    status = pos2web("status", "--json").json
    assert (status["superseded"], status["epoch"]["number"]) == (None, 3)
    with Log.open(pos2web.home / "log.db", clock=utc_now, read_only=True) as log:
        assert [event.actor for event in log.read_stream(Stream("installation"))][1:] == [
            "user:Marie"
        ]


def test_an_installation_of_its_own_does_not_write_beside_another(
    pos2web: Installation, tmp_path: Path
) -> None:
    pos2web("sync")
    sell_at(pos2web, "8.90")
    other = Installation(tmp_path / "other", pos2web.till, pos2web.shop, pos2web._capture)
    other.init()

    answer = other("sync")

    assert answer.code == 4
    assert "another installation (epoch 1, begun on" in plain(answer.out)


def comes(shown: Callable[[], bool]) -> bool:
    """Whether something comes to be so."""
    patience = time.monotonic() + WAITS_S
    while time.monotonic() < patience:
        if shown():
            return True
        time.sleep(0.1)
    return False


@pytest.mark.skipif(os.name != "posix", reason="elsewhere signals are not sent so")
def test_a_daemon_that_was_superseded_tells_and_waits_until_somebody_takes_over(
    pos2web: Installation, restored: Installation, tmp_path: Path
) -> None:
    with running(pos2web.home, tmp_path / "notes"):
        restored("take-over")
        sell_at(pos2web, "8.90")
        refused = pos2web("tasks", "run", "catalogue", "--json").json["last"]
        told = comes(lambda: is_alerted(pos2web))
        taken = pos2web("take-over", "--json").json
        over = comes(lambda: not is_alerted(pos2web))
        shown = pos2web("tasks", "run", "catalogue", "--json").json["last"]["outcome"]

    assert (refused["outcome"], refused["writes"]) == ("failed", 0)
    assert (told, taken["is_daemon"], over, shown) == (True, True, True, "done")
    assert configured(pos2web.shop)["POS2WEB_WRITER"].split()[3] == "4"


def is_alerted(installation: Installation) -> bool:
    alerts = installation("status", "--json").json["alerts"]
    return "writer" in {one["alert"] for one in alerts}
