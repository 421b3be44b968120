"""A shop that trades: its tasks run as the daemon runs them, by a clock that a test sets."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import httpx
from lxml import etree

from pos2web.adapters.prestashop.settings import PrestashopSettings
from pos2web.adapters.sandbox.shop import ShopServer
from pos2web.adapters.sandbox.shop.server import World
from pos2web.domain.decisions import Decision
from pos2web.domain.policy import Policy
from pos2web.domain.values import Texts
from pos2web.engine.calendar import WallCalendar
from pos2web.tasks.alerts import Alerts
from pos2web.tasks.control import LastRun, TaskView
from pos2web.tasks.runner import Runner
from pos2web.tasks.service import TaskService
from pos2web.tasks.task_state import TaskPhase
from pos2web.tasks.ticker import Ticker
from tests.shops.clocks import PARIS, StillClock
from tests.shops.opened import over_http

MARKS = re.compile(
    r'<article class="product" data-reference="([^"]*)" data-for-sale="(true|false)"'
    r' data-stock="([^"]*)" data-note="([^"]*)"'
)


@dataclass(frozen=True)
class Shown:
    """What a visitor finds at a product's address."""

    is_there: bool
    is_for_sale: bool = False
    stock: str = ""
    note: str = ""


GONE = Shown(is_there=False)


@dataclass(frozen=True, kw_only=True)
class Trading:
    """A till, a shop behind HTTP, and the tasks between them. Nothing runs but in `work`."""

    clock: StillClock
    service: TaskService
    ticker: Ticker
    server: ShopServer
    till: Path
    visitor: httpx.Client
    _pages: dict[str, str] = field(default_factory=dict)

    def ring_up(self, statement: str, *values: Any) -> None:
        """Change something at the till."""
        with closing(sqlite3.connect(self.till)) as till, till:
            till.execute("PRAGMA foreign_keys = ON")
            till.execute(statement, values)

    def rule(self, *decisions: Decision) -> None:
        """Decide, and let the tasks act on it."""
        for decision in decisions:
            assert self.service.decide(decision, actor="user:test")
        self.work()

    def work(self) -> None:
        """Run whatever is due by the clock or was asked for, the most urgent first."""
        self.service.tick()
        while waiting := [
            slot.task for slot in self.service.task_states() if slot.state is TaskPhase.WAITING
        ]:
            self.service.run(min(waiting, key=lambda task: task.urgency).name)

    def go_on(self, until: datetime) -> None:
        """Let the clock go on, working at every edge on the way as its timer would, and then."""
        while self.clock.now < until:
            edge = self.service.edge
            is_near = edge is not None and self.clock.now < edge < until
            self.clock.now = edge if edge is not None and is_near else until
            self.work()

    def wait(self, **span: float) -> None:
        """Let so much time go by."""
        self.go_on(self.clock.now + timedelta(**span))

    def review(self) -> list[str]:
        """Let the heart see what is wrong; the names of the alerts that stand."""
        self.ticker.review()
        return [alert.alert for alert in self.service.overview().alerts]

    def task(self, name: str) -> TaskView:
        """How a task stands."""
        return next(task for task in self.service.overview().tasks if task.name == name)

    def run(self, name: str, *, approved: bool = False) -> LastRun:
        """Run a task now; how that went."""
        last = self.service.run(name, approved=approved).last
        assert last is not None
        return last

    def key_of(self, reference: str) -> str:
        """The shop's number of a product."""
        if reference not in self._pages:
            found = self.ask("GET", "products", params={"filter[reference]": reference})
            self._pages[reference] = str(etree.fromstring(found.content)[0][0].attrib["id"])
        return self._pages[reference]

    def page(self, reference: str, language: str = "fr") -> Shown:
        """What a visitor finds at the address of a product."""
        answer = self.visitor.get(f"/{language}/-/{self.key_of(reference)}-page.html")
        if answer.status_code != httpx.codes.OK:
            return GONE
        marks = MARKS.search(answer.text)
        assert marks is not None
        assert marks[1] == reference
        return Shown(
            is_there=True, is_for_sale=marks[2] == "true", stock=marks[3], note=unescape(marks[4])
        )

    def ask(self, method: str, path: str, **request: Any) -> httpx.Response:
        """One request to the web service, of somebody who works on the shop without us."""
        answer = self.visitor.request(method, f"/api/{path}", auth=(self.server.key, ""), **request)
        assert answer.is_success, f"{method} {path}: {answer.text}"
        return answer

    def change_by_hand(self, reference: str, fields: str) -> None:
        """Somebody changes a product in the shop's back office."""
        key = self.key_of(reference)
        entity = f"<prestashop><product><id>{key}</id>{fields}</product></prestashop>"
        self.ask("PATCH", f"products/{key}", content=entity)

    def stock_writes(self) -> int:
        """How many writes of stock the shop was asked for."""
        writing = ("POST", "PUT", "PATCH", "DELETE")
        return sum(self.server.door.counts[method, "stock_availables"] for method in writing)


def nothing_told(name: str, reason: object, is_over: bool) -> tuple[str, str]:
    """Words of an alert that nobody hears."""
    del reason, is_over
    return name, ""


@contextmanager
def trading(folder: Path, now: datetime, policy: Policy | None = None) -> Iterator[Trading]:
    """A shop over the till in a folder; its clock stands at `now`."""
    clock = StillClock(now)
    with ExitStack() as stack:
        world = World(clock=clock.in_paris)
        server = stack.enter_context(ShopServer(folder / "shop", world=world))
        settings = PrestashopSettings(url=server.url, key=server.key)
        calendar, policy = WallCalendar(PARIS), policy or Policy()
        context = stack.enter_context(
            over_http(folder, settings, clock, policy=policy, calendar=calendar)
        )
        service = TaskService(Runner(context), zone=PARIS)
        yield Trading(
            clock=clock,
            service=service,
            ticker=Ticker(service, Alerts(context, [], nothing_told)),
            server=server,
            till=folder / "till.sqlite",
            visitor=stack.enter_context(httpx.Client(base_url=server.url, timeout=30)),
        )


def both(french: str, english: str) -> Texts:
    """A text in the two languages of the shop."""
    return {"fr": french, "en": english}
