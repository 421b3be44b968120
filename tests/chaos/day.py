"""A simulated day of the daemon, killed at random moments or left in peace, and what became of it."""

import random
import sqlite3
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import httpx
from lxml import etree

from pos2web.domain.decisions import Decision, RuleOutOfStock, ScheduleTask
from pos2web.domain.schedules import Period
from pos2web.domain.selling import OutOfStock
from pos2web.log import Log
from tests.chaos.daemon import Daemon, SharedClock, make_till, shop_process
from tests.chaos.script import BEGINS, DAY, HIDDEN, RULED, Script, State, scope, written
from tests.chaos.site import Element, read_site, text
from tests.chaos.storm import Address
from tests.shops.trading import MARKS

DOWN_S = (1.0, 20.0)
"""How long, by the clock of the day, a daemon is away that was killed."""

STRIKES_WITHIN_S = 0.15
AT_EDGES = 0.6
"""So many of the kills come at an instant at which much is to do."""

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
NONE = timedelta()
STAMPS = ("date_add", "date_upd")


@dataclass
class Edge:
    """A product had to become another one for visitors; how late it was, None while it isn't.

    `down` is how long the daemon was away meanwhile.
    """

    at: datetime
    product: int
    late: timedelta | None = None
    down: timedelta = NONE

    @property
    def is_late(self) -> bool:
        """Whether it took longer than the daemon was away."""
        return self.late is None or self.late > self.down

    def __str__(self) -> str:
        at = f"{self.at - BEGINS}"
        return f"P{self.product} at {at} came {self.late} late, {self.down} of it without a daemon"


@dataclass
class Lived:
    """What a day came to. `shown` is everything on the site at its end, by a name for each."""

    kills: Counter[str] = field(default_factory=Counter)
    edges: list[Edge] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    @property
    def late(self) -> list[Edge]:
        """The edges that took longer than the daemon was away."""
        return [edge for edge in self.edges if edge.is_late]

    @property
    def longest(self) -> timedelta:
        """The longest that something was wrong on the site, without a daemon or with one."""
        return max((edge.late for edge in self.edges if edge.late is not None), default=NONE)


@dataclass(kw_only=True)
class Day:
    """A day between a till and a shop, told by a script; `dice` says when the daemon is killed."""

    home: Path
    script: Script
    address: Address
    clock: SharedClock
    dice: random.Random
    visitor: httpx.Client

    def __post_init__(self) -> None:
        self.lived = Lived()
        self._daemon = Daemon(self.home, self.address, self.clock)
        self._is_fresh = True
        self._pending: list[Decision] = []
        self._away: list[tuple[datetime, datetime]] = []
        self._open: list[Edge] = []
        self._coming = [Edge(at, product) for at, product in self.script.edges()]
        self._rulings = list(self.script.rulings)
        self._till = list(self.script.till)

    def begin(self, every_min: int) -> None:
        """Set the tasks, and let everything come to the shop."""
        periods = (Period(every_min=every_min),)
        self._pending += [
            ScheduleTask(task=task, periods=periods) for task in ("stock", "availability")
        ]
        self._pending += [
            RuleOutOfStock(scope=scope(product), rule=OutOfStock.HIDE) for product in HIDDEN
        ]
        self._work()
        self.clock.set(BEGINS - HOUR)
        self._work()
        self.step(BEGINS, kills=0)

    def instants(self, every_min: int) -> list[datetime]:
        """Every instant at which a timer of the daemon rings or the merchant rules, in order."""
        minutes = range(every_min, 24 * 60, every_min)
        return sorted({*(BEGINS + minute * MINUTE for minute in minutes), *self.busy()})

    def busy(self) -> list[datetime]:
        """The instants at which the site must change at once."""
        rulings = (ruling.at for ruling in self.script.rulings if ruling.at > BEGINS)
        return sorted({*rulings, *(at for at, _ in self.script.edges())})

    def step(self, instant: datetime, *, kills: int) -> None:
        """Go on to an instant, and let the daemon do what there is to do, killed so many times."""
        self._go_to(max(instant, self.clock()))
        for _ in range(kills):
            self._strike()
        self._work()
        self._look()

    def end(self) -> None:
        """Let everything come to rest, and see what is there."""
        for later in (NONE, HOUR, HOUR + MINUTE):
            self.step(BEGINS + DAY + later, kills=0)
        self._daemon.end()
        self.lived.edges += self._open
        self.lived.shown = shown(self.address, self.visitor)
        with Log.open(self.home / "log.sqlite", clock=self.clock) as log:
            self.lived.wrong += log.verify().problems

    def _go_to(self, now: datetime) -> None:
        """It is now this instant: what had to happen until then has happened."""
        self.clock.set(now)
        with closing(sqlite3.connect(self.home / "till.sqlite")) as till, till:
            while self._till and self._till[0].at <= now:
                till.execute(self._till.pop(0).statement)
        while self._rulings and self._rulings[0].at <= now:
            self._pending.append(self._rulings.pop(0).decision)
        while self._coming and self._coming[0].at <= now:
            self._open.append(self._coming.pop(0))

    def _work(self) -> None:
        self._daemon.tell(self._pending)
        if not self._daemon.has_worked():
            raise TimeoutError(f"the daemon never came to rest at {self.clock()}")
        self._pending.clear()
        self._is_fresh = False

    def _strike(self) -> None:
        """Kill the daemon at some moment of its work, and start another one some time after."""
        self._daemon.tell(self._pending)
        has_worked = self._daemon.has_worked(STRIKES_WITHIN_S * self.dice.random() ** 2)
        self._daemon.kill()
        phase = "start" if self._is_fresh else "work"
        self.lived.kills["rest" if has_worked else phase] += 1
        gone, back = self.clock(), self.clock() + timedelta(seconds=self.dice.uniform(*DOWN_S))
        self._away.append((gone, back))
        self._go_to(back)
        self._daemon = Daemon(self.home, self.address, self.clock)
        self._is_fresh = True

    def _look(self) -> None:
        """See what a visitor would find, and close the edges that are as they should be."""
        now, states = self.clock(), self._states()
        for product in RULED:
            waiting = [edge for edge in self._open if edge.product == product]
            if states[product] == self.script.expected(product, now):
                for edge in waiting:
                    edge.late, edge.down = now - edge.at, self._away_since(edge.at, now)
                    self._open.remove(edge)
                    self.lived.edges.append(edge)
            elif not waiting:
                self._open.append(Edge(now, product))

    def _away_since(self, at: datetime, now: datetime) -> timedelta:
        spans = (min(back, now) - max(gone, at) for gone, back in self._away)
        return sum((span for span in spans if span > NONE), NONE)

    def _states(self) -> dict[int, State]:
        display = "[reference,active,available_for_order]"
        answer = self.visitor.get("/api/products", params={"display": display})
        found = {}
        for product in etree.fromstring(answer.raise_for_status().content)[0]:
            is_shown = text(product, "active") == "1"
            is_for_sale = text(product, "available_for_order") == "1"
            number = int(text(product, "reference").removeprefix("P"))
            found[number] = State(is_shown, is_for_sale if is_shown else None)
        return found


def shown(address: Address, visitor: httpx.Client) -> dict[str, str]:
    """Everything on the site: what its web service tells, but when it was written, and its pages."""
    site = read_site(address.url, address.key)
    found = {
        f"{resource}/{text(each, 'id')}": without_stamps(each).replace(address.url, "")
        for resource, several in site.lists.items()
        for each in several
    }
    for product in site.lists["products"]:
        for language in site.languages.values():
            page = f"/{language}/-/{text(product, 'id')}-page.html"
            answer = visitor.get(page)
            marks = MARKS.search(answer.text)
            found[page] = f"{answer.status_code} {marks[0] if marks else ''}"
    return found


def without_stamps(element: Element) -> str:
    """A record as text, without the instants at which it was written."""
    for stamp in STAMPS:
        for each in element.findall(stamp):
            element.remove(each)
    return etree.tostring(element, encoding="unicode")


def live(folder: Path, *, seed: int, kills: int, every_min: int) -> Lived:
    """Live the day of a seed, with so many kills."""
    script, dice = written(seed), random.Random(seed)  # noqa: S311 - a test's dice
    folder.mkdir()
    make_till(folder / "till.sqlite")
    clock = SharedClock(BEGINS - 2 * HOUR)
    with (
        shop_process(folder / "shop", clock) as address,
        httpx.Client(base_url=address.url, auth=(address.key, ""), timeout=60) as visitor,
    ):
        day = Day(
            home=folder, script=script, address=address, clock=clock, dice=dice, visitor=visitor
        )
        day.begin(every_min)
        instants, busy = day.instants(every_min), day.busy()
        strikes = Counter(
            dice.choice(busy if dice.random() < AT_EDGES else instants) for _ in range(kills)
        )
        for instant in instants:
            day.step(instant, kills=strikes[instant])
        day.end()
    return day.lived


def differences(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """What differs between two sites."""
    names = sorted(one.keys() | other.keys())
    return [
        f"{name}: {one.get(name, 'nothing')} | {other.get(name, 'nothing')}"
        for name in names
        if one.get(name) != other.get(name)
    ]
