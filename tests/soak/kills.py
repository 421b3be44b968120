"""The real daemon, killed again and again: windows open and close, the till changes meanwhile.

Each life is a few seconds long and ends with SIGKILL, many before it answers at all. Every edge of a
window must be seen on the storefront within a minute all the same, which is many lives later at
most. A last daemon then lives on: it must go in time, and leave a site that is as one of a daemon
that was never killed: nothing to write, nothing twice, nothing lost, and a log without a flaw.
"""

import json
import random
import sqlite3
import subprocess
import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from pos2web.bootstrap import open_archive, open_control
from pos2web.settings import descriptions, read, zone_of
from tests.shops.installed import Installation, daemon, installed
from tests.soak.plan import WINDOWED, Goods, Opening, openings, simple_goods
from tests.soak.storefront import storefront

LIFE_S = (0.2, 6.0)
LOOK_S = 0.5
EDGE_S, END_S = 60.0, 10.0
CALM_S = 240.0
"""The last daemon has so long to put everything right."""


@dataclass(kw_only=True)
class Deaths:
    """What has happened so far; times in seconds."""

    place: Installation
    visitor: httpx.Client
    dice: random.Random
    openings: list[Opening]
    free: list[Goods]
    kills: int = 0
    edges: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._edges = [(edge, one) for one in self.openings for edge in one.edges()]
        self._sold: dict[str, int] = {}

    def die_for(self, minutes: float, notes: Path) -> None:
        """Live and be killed for so long."""
        until = time.monotonic() + minutes * 60
        while time.monotonic() < until:
            with notes.open("ab") as said:
                command = self.place.command("run", "--port", "0", "--notes", "json")
                process = subprocess.Popen(command, stderr=said)  # noqa: S603 - a command of our own
                self._live(self.dice.uniform(*LIFE_S))
                process.kill()
                process.wait()
            self.kills += 1

    def live_on(self) -> None:
        """Live until everything is as it should be, or for too long."""
        until = time.monotonic() + CALM_S
        while (self._edges or self._sold) and time.monotonic() < until:
            time.sleep(LOOK_S)
            self._look()
        self.wrong += [f"{one.goods.reference} never came to {edge}" for edge, one in self._edges]
        self.wrong += [f"{name} never came to {count} pieces" for name, count in self._sold.items()]
        if max(self.edges, default=0.0) > EDGE_S:
            self.wrong.append(f"an edge took {max(self.edges):.1f} s, not {EDGE_S:.0f}")

    def _live(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left_s := until - time.monotonic()) > 0:
            if self.dice.random() < 0.3:
                self._sell()
            self._look()
            time.sleep(min(LOOK_S, left_s))

    def _sell(self) -> None:
        goods, count = self.dice.choice(self.free), self.dice.randint(10, 500)
        with closing(sqlite3.connect(self.place.till)) as till, till:
            values = (count, goods.key)
            till.execute("UPDATE stock SET quantity = ? WHERE product_id = ?", values)
        self._sold[goods.reference] = count

    def _look(self) -> None:
        cards, now = storefront(self.visitor), datetime.now(UTC)
        for edge, one in [each for each in self._edges if each[0] <= now]:
            if one.is_as_it_should_be(cards.get(one.goods.reference), now):
                self.edges.append((now - edge).total_seconds())
                self._edges.remove((edge, one))
        for name, count in list(self._sold.items()):
            card = cards.get(name)
            if card is not None and card.note == f"En stock : {count}":
                del self._sold[name]

    def judge(self) -> None:
        """Look at what is left: till and site hold the same, and a sync has nothing to do."""
        report = json.loads(self.place.ask("sync", "--json"))
        if (report["outcome"], report["writes"], report["held"]) != ("done", 0, 0):
            self.wrong.append(f"a sync {report['outcome']} afterwards, {report['writes']} writes")
        counts = json.loads(self.place.ask("status", "--json"))["counts"]
        self.wrong += [
            f"{kind}: {both['till']} at the till, {both['site']} on the site"
            for kind, both in counts.items()
            if both["till"] != both["site"]
        ]
        with open_archive(read(self.place.home, {}, descriptions())) as archive:
            self.wrong += archive.log.verify().problems


def soak_kills(folder: Path, *, minutes: float, seed: int) -> tuple[list[str], str]:
    """Kill the daemon again and again: what was wrong, and what was done."""
    dice = random.Random(seed)  # noqa: S311 - not for secrets
    with installed(folder) as place, httpx.Client(base_url=place.shop_url, timeout=30) as visitor:
        place.sync()
        goods = simple_goods(place.till)
        soon = datetime.now(UTC) + timedelta(seconds=5)
        windows = openings(goods[:WINDOWED], soon, minutes, dice)
        with open_control(read(place.home, {}, descriptions())) as control:
            for one in windows:
                control.decide(one.ruling(zone_of("")), actor="user:soak")
        deaths = Deaths(
            place=place, visitor=visitor, dice=dice, openings=windows, free=goods[WINDOWED:]
        )
        deaths.die_for(minutes, folder / "notes.json")
        with daemon(place, folder / "last.json") as running:
            deaths.live_on()
            code, seconds = running.end()
        if code or seconds > END_S:
            deaths.wrong.append(f"it ended with {code} after {seconds:.1f} s")
        deaths.judge()
    latest = max(deaths.edges, default=0.0)
    return deaths.wrong, f"{deaths.kills} kills, {len(deaths.edges)} edges (latest {latest:.1f} s)"
