"""The real daemon in real time: windows open and close, the till changes, the shop fails.

Every second the whole storefront is looked at. Each edge must be seen within a minute, each change
of the till within 65 seconds, and within five for 95 of 100 while the shop does well. At the end
the daemon must go in time when it is asked, and leave nothing to do.
"""

import json
import random
import sqlite3
import statistics
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from pos2web.bootstrap import open_archive
from pos2web.daemon.presence import hook_token
from pos2web.settings import descriptions, read, zone_of
from tests.shops.installed import Installation, Running, daemon, installed
from tests.soak.plan import WINDOWED, Goods, Opening, openings, simple_goods
from tests.soak.storefront import Card, storefront
from tests.soak.use import Use

EDGE_S, CHANGE_S, CHANGE_P95_S, END_S = 60.0, 65.0, 5.0, 10.0
LOOK_S, CHANGE_EVERY_S, SAY_EVERY_S = 1.0, 3.0, 60.0
FAILS_FROM, FAILS_UNTIL, CALM_FROM = 0.2, 0.7, 0.9
"""Parts of the time: between the first two the shop fails, after the last nothing changes."""

FAULTS = {
    "delay_s": 2.0,
    "slow_s": 0.5,
    "retry_after_s": 1,
    "broken_after": 0.03,
    "broken_before": 0.03,
    "dropped_after": 0.03,
    "dropped_before": 0.03,
    "busy": 0.01,
    "away": 0.005,
    "slow": 0.05,
}
"""Each answer that the shop is busy halves the pace at which it is asked, so there are few."""

SETTLES_S = 60.0
"""So long after the last failure the shop counts as doing well again: then we trust it, too."""

FILES_MORE = 10
"""Connections come and go."""


@dataclass(kw_only=True)
class Soak:
    """What has happened so far; times in seconds."""

    place: Installation
    running: Running
    visitor: httpx.Client
    dice: random.Random
    openings: list[Opening]
    free: list[Goods]
    edges: list[float] = field(default_factory=list)
    changes: list[float] = field(default_factory=list)
    changes_in_peace: list[float] = field(default_factory=list)
    prices: int = 0
    hints: int = 0
    wrong: list[str] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    fails: bool = False
    failed_s: float = -SETTLES_S

    def __post_init__(self) -> None:
        self._edges = [(edge, one) for one in self.openings for edge in one.edges()]
        self._sold: dict[str, tuple[int, float]] = {}
        self._token = hook_token(self.place.home)

    def go_on(self, minutes: float) -> None:
        """Let things happen for so long, looking every second."""
        began = changed = said = time.monotonic()
        while (now := time.monotonic()) < began + minutes * 60:
            part = (now - began) / (minutes * 60)
            self._fail(wanted=FAILS_FROM < part < FAILS_UNTIL)
            if now > changed + CHANGE_EVERY_S and part < CALM_FROM:
                changed = now
                self._change_till()
            self._look()
            self.uses.append(Use.of(self.running.pid))
            if now > said + SAY_EVERY_S:
                said = now
                self.say((now - began) / 60)
            time.sleep(max(0.0, now + LOOK_S - time.monotonic()))
        self._look_on()
        self.wrong += [f"{one.goods.reference} never came to {edge}" for edge, one in self._edges]
        self.wrong += [
            f"{name} never came to {sold[0]} pieces" for name, sold in self._sold.items()
        ]

    def _look_on(self) -> None:
        """Look until all that is due was seen, or for as long as the last of it may take."""
        until = time.monotonic() + CHANGE_S
        while (self._edges or self._sold) and time.monotonic() < until:
            time.sleep(LOOK_S)
            self._look()

    def say(self, minutes: float) -> None:
        """One line on how it goes."""
        use = self.uses[-1]
        print(  # noqa: T201 - a command prints
            f"{minutes:.1f} minutes: {len(self.edges)} edges, {len(self.changes)} changes of stock,"
            f" {self.prices} of prices, {self.hints} hints, {use.memory_mb:.0f} MB,"
            f" {use.files} files open",
            flush=True,
        )

    def _fail(self, *, wanted: bool) -> None:
        if wanted or self.fails:
            self.failed_s = time.monotonic()
        if wanted == self.fails:
            return
        self.fails = wanted
        faults = {**FAULTS, "seed": self.dice.randrange(10**6)} if wanted else {}
        httpx.put(f"{self.place.shop_url}/sandbox/faults", json=faults).raise_for_status()

    def _change_till(self) -> None:
        settled = [one for one in self.free if one.reference not in self._sold]
        if not settled:
            return
        goods, count = self.dice.choice(settled), self.dice.randint(10, 500)
        with closing(sqlite3.connect(self.place.till)) as till, till:
            if self.dice.random() < 0.2:
                price = f"{self.dice.randint(100, 9_999) / 100:.2f}"
                till.execute("UPDATE products SET price = ? WHERE id = ?", (price, goods.key))
                self.prices += 1
            else:
                values = (count, goods.key)
                till.execute("UPDATE stock SET quantity = ? WHERE product_id = ?", values)
                self._sold[goods.reference] = (count, time.monotonic())
        if self.dice.random() < 0.5:
            url = f"{self.running.presence.url}/hooks/till"
            headers = {"x-pos2web-token": self._token}
            httpx.post(url, headers=headers, json={}).raise_for_status()
            self.hints += 1

    def _look(self) -> None:
        cards, now = storefront(self.visitor), datetime.now(UTC)
        self._look_at_edges(cards, now)
        for name, (count, changed_s) in list(self._sold.items()):
            card = cards.get(name)
            if card is not None and card.note == f"En stock : {count}":
                lag_s = time.monotonic() - changed_s
                del self._sold[name]
                self.changes.append(lag_s)
                if changed_s > self.failed_s + SETTLES_S:
                    self.changes_in_peace.append(lag_s)

    def _look_at_edges(self, cards: dict[str, Card], now: datetime) -> None:
        for edge, one in [each for each in self._edges if each[0] <= now]:
            if one.is_as_it_should_be(cards.get(one.goods.reference), now):
                self.edges.append((now - edge).total_seconds())
                self._edges.remove((edge, one))

    def judge(self) -> None:
        """Hold what was measured against what was promised."""
        early = self.uses[len(self.uses) // 10]
        if self.uses[-1].has_outgrown(early, files_more=FILES_MORE):
            self.wrong.append(f"it grew from {early} to {self.uses[-1]}")
        for what, found, allowed_s in (
            ("an edge", max(self.edges, default=0.0), EDGE_S),
            ("a change of stock", max(self.changes, default=0.0), CHANGE_S),
            ("95 of 100 changes in peace", percentile(self.changes_in_peace, 95), CHANGE_P95_S),
        ):
            if found > allowed_s:
                self.wrong.append(f"{what} took {found:.1f} s, not {allowed_s:.0f}")

    def end(self) -> float:
        """Ask the daemon what is wrong, let it end, and see what it left; how long it took."""
        standing = [str(alert.alert) for alert in self.running.control.overview().alerts]
        if standing:
            self.wrong.append(f"alerts that stand in the end: {', '.join(standing)}")
        code, seconds = self.running.end()
        if code or seconds > END_S:
            self.wrong.append(f"it ended with {code} after {seconds:.1f} s")
        report = json.loads(self.place.ask("sync", "--json"))
        if (report["outcome"], report["writes"]) != ("done", 0):
            self.wrong.append(f"a sync {report['outcome']} afterwards, {report['writes']} writes")
        with open_archive(read(self.place.home, {}, descriptions())) as archive:
            self.wrong += archive.log.verify().problems
        return seconds


def percentile(values: Sequence[float], percent: int) -> float:
    """What so many of a hundred don't exceed; 0 of none."""
    if len(values) < 2:
        return max(values, default=0.0)
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def soak_daemon(folder: Path, *, minutes: float, seed: int) -> tuple[list[str], str]:
    """Soak the daemon: what was wrong, and what was done."""
    dice = random.Random(seed)  # noqa: S311 - not for secrets
    with installed(folder) as place, httpx.Client(base_url=place.shop_url, timeout=30) as visitor:
        place.sync()
        goods = simple_goods(place.till)
        soon = datetime.now(UTC) + timedelta(seconds=5)
        windows = openings(goods[:WINDOWED], soon, minutes, dice)
        with daemon(place, folder / "notes.json") as running:
            for one in windows:
                running.control.decide(one.ruling(zone_of("")), actor="user:soak")
            soak = Soak(
                place=place,
                running=running,
                visitor=visitor,
                dice=dice,
                openings=windows,
                free=goods[WINDOWED:],
            )
            soak.go_on(minutes)
            soak.judge()
            ended_s = soak.end()
    for line in told(soak, ended_s):
        print(line)  # noqa: T201 - a command prints
    return soak.wrong, f"{len(soak.edges)} edges, {len(soak.changes)} changes"


def told(soak: Soak, ended_s: float) -> list[str]:
    """The numbers of a soak."""

    def said(what: str, values: Sequence[float]) -> str:
        middle, most = percentile(values, 50), max(values, default=0.0)
        p95, p99 = percentile(values, 95), percentile(values, 99)
        return (
            f"{what}: {len(values)}, p50 {middle:.1f} s, p95 {p95:.1f} s, p99 {p99:.1f} s,"
            f" at most {most:.1f} s"
        )

    early, late = soak.uses[len(soak.uses) // 10], soak.uses[-1]
    return [
        said("edges on the storefront", soak.edges),
        said("changes of stock", soak.changes),
        said("changes of stock while the shop did well", soak.changes_in_peace),
        f"memory {early.memory_mb:.0f} MB, then {late.memory_mb:.0f}; files {early.files}, then"
        f" {late.files}; it ended in {ended_s:.1f} s",
    ]
