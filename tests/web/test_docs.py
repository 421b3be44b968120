"""Every address, metric and error that there is stands in `docs/http.md`, and no other."""

import re
from pathlib import Path

import httpx

from pos2web.tasks.control import BackupView
from pos2web.web.access import Access
from pos2web.web.application import Routes
from pos2web.web.failures import STATUSES
from tests.daemon.desk import ALERT, NOW, STOCK, FakeDesk

PAGE = (Path(__file__).parents[2] / "docs" / "http.md").read_text(encoding="utf-8")


def test_the_page_lists_exactly_the_addresses_that_there_are() -> None:
    rooms = Routes(FakeDesk(), Access(token="", hook_token=""), lambda: True)

    there_are = {
        (method, route.path) for route in rooms.routes() for method in (route.methods or ())
    }

    explained = set(re.findall(r"^\| (GET|POST) \| `(.+?)` \|", PAGE, re.MULTILINE))
    assert explained == {(method, path) for method, path in there_are if method != "HEAD"}


def test_every_metric_is_explained(stranger: httpx.Client, service: FakeDesk) -> None:
    running = type(STOCK)(name="x", setting=STOCK.setting, state="running", running_since=NOW)
    service.shows(tasks=(STOCK, running), alerts=(ALERT,), backup=BackupView(position=7))

    told = set(re.findall(r"^(pos2web_\w+)", stranger.get("/metrics").text, re.MULTILINE))

    assert told == set(re.findall(r"`(pos2web_\w+)`", PAGE))


def test_every_kind_of_error_is_explained_with_its_status() -> None:
    lines = {line.split("|")[1].strip(): line for line in PAGE.splitlines() if "|" in line}

    missing = [
        kind.__name__
        for kind, status in STATUSES.items()
        if kind.__name__ != "Pos2WebError" and f"`{kind.__name__}`" not in lines[str(status)]
    ]

    assert missing == []
