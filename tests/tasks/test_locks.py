"""Nobody waits for a disk or a network to ask how the tasks stand."""

import ast
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest

from pos2web.domain.connections import MAIN_TILL
from pos2web.domain.decisions import (
    Decision,
    DeclareSoldOut,
    ErasePerson,
    LiftPin,
    PinField,
    Rewind,
    RuleMissedRuns,
    SetBuffer,
    SwitchTask,
    TakeBack,
    TakeOver,
)
from pos2web.domain.selling import EVERYTHING, Buffer, SoldOut
from pos2web.domain.tasks import MissedRunsPolicy
from pos2web.domain.things import Stock
from pos2web.domain.values import Kind
from pos2web.engine import SyncContext
from pos2web.errors import RuleError
from pos2web.log import Log
from pos2web.ports import Shop, Till
from pos2web.projections.read_models import ReadModels
from pos2web.tasks.runner import Runner
from pos2web.tasks.service import TaskService
from pos2web.tasks.table import tasks_of
from tests.shops.boutique import Boutique
from tests.shops.clocks import StillClock
from tests.tasks.floor import NINE, PARIS, PATIENCE_S

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "threads.md"
ZOE = "user:Zoé"


class KnownLock:
    """A lock that can be taken again by who has it, and knows who that is."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._owner, self._depth = 0, 0

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        is_ours = self._lock.acquire(blocking, timeout)
        if is_ours:
            self._owner, self._depth = threading.get_ident(), self._depth + 1
        return is_ours

    def release(self) -> None:
        self._depth -= 1
        if not self._depth:
            self._owner = 0
        self._lock.release()

    def is_mine(self) -> bool:
        return self._owner == threading.get_ident()

    _is_owned = is_mine

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()


@dataclass
class Watch:
    """What was asked of a disk or a network by who held the queues' lock."""

    lock: KnownLock = field(default_factory=KnownLock)
    caught: list[str] = field(default_factory=list)

    def over(self, thing: Any) -> Any:
        return Watched(thing, self)


class Watched:
    """A log, read models, a till or a shop, with somebody at the door."""

    def __init__(self, thing: Any, watch: Watch) -> None:
        self._thing, self._watch = thing, watch

    def __getattr__(self, name: str) -> Any:
        if self._watch.lock.is_mine():
            self._watch.caught.append(f"{type(self._thing).__name__}.{name}")
        return getattr(self._thing, name)


@contextmanager
def watched_service(boutique: Boutique) -> Iterator[tuple[TaskService, SyncContext, Watch]]:
    """The tasks over a log, read models, a till and a shop that are watched."""
    watch = Watch()
    boutique.clock = StillClock(NINE)
    with boutique.context() as opened:
        context = replace(
            opened,
            log=cast("Log", watch.over(opened.log)),
            models=cast("ReadModels", watch.over(opened.models)),
            till=cast("Till", watch.over(opened.till)),
            shop=cast("Shop", watch.over(opened.shop)),
        )
        service = TaskService(Runner(context), zone=PARIS, table=tasks_of(has_backup=False))
        service._queues.changed = threading.Condition(cast("threading.RLock", watch.lock))
        try:
            yield service, opened, watch
        finally:
            assert service.close(PATIENCE_S)


def test_the_watch_catches_who_reads_the_log_under_the_queues_lock(boutique: Boutique) -> None:
    with watched_service(boutique) as (service, _, watch):
        with service._queues.changed:
            assert service.runner.context.log.head >= 0

        assert watch.caught == ["Log.head"]


DECISIONS: list[Decision] = [
    SetBuffer(scope=EVERYTHING, buffer=Buffer(amount=Decimal(1))),
    DeclareSoldOut(scope=EVERYTHING, sold_out=SoldOut()),
    SwitchTask(task="stock", is_enabled=False),
    RuleMissedRuns(task="stock", missed=MissedRunsPolicy.SKIP),
    PinField(kind=Kind.PRODUCT, key="p1", field="reference", value="T-1"),
    LiftPin(kind=Kind.PRODUCT, key="p1", field="reference"),
    TakeBack(actor=ZOE, since=NINE),
    Rewind(to=NINE + timedelta(minutes=1)),
    TakeOver(),
]


def test_a_decision_is_read_judged_and_recorded_without_the_queues_lock(
    boutique: Boutique,
) -> None:
    with watched_service(boutique) as (service, _, watch):
        service.run("catalogue")
        recorded = []

        for decision in DECISIONS:
            boutique.clock.now += timedelta(seconds=40)
            recorded.append(service.decide(decision, actor=ZOE))

        assert watch.caught == []
        assert all(recorded)


def test_somebody_is_erased_without_the_queues_lock(boutique: Boutique) -> None:
    with watched_service(boutique) as (service, _, watch):
        with pytest.raises(RuleError):
            service.decide(ErasePerson(person="nobody"), actor=ZOE)

        assert watch.caught == []


def test_tasks_that_run_look_tell_and_miss_ask_nothing_of_a_disk_under_the_queues_lock(
    boutique: Boutique,
) -> None:
    with watched_service(boutique) as (service, opened, watch):
        service.open_lanes()
        service.run("stock", wait_s=PATIENCE_S)
        boutique.till.put(Stock(key="p1", product="p1", quantity=Decimal(2)))
        service.look(MAIN_TILL)
        boutique.clock.move(hours=3)
        service.tick()
        service.run("catalogue", wait_s=PATIENCE_S)
        position = service.overview().position

        assert position <= opened.log.head
        assert watch.caught == []


def test_every_lock_is_on_the_page_of_threads_and_every_lock_there_is_in_the_code() -> None:
    table = PAGE.read_text("utf-8").partition("## Locks")[2].partition("An adapter's own")[0]
    rows = [row for row in table.splitlines() if row.startswith("| `")]
    named = [name for row in rows for name in re.findall(r"`([\w.]+)`", row.split("|")[1])]

    assert sorted(named) == sorted(locks_of_ours())


def test_every_thread_that_is_begun_is_on_the_page_of_threads() -> None:
    table = PAGE.read_text("utf-8").partition("## Threads")[2].partition("## Locks")[0]
    named = {name.partition("-")[0] for name in re.findall(r"^\| `([\w-]+)`", table, re.MULTILINE)}
    begun = {name for path in sources() for name in threads_begun(path.read_text("utf-8"))}

    assert begun | {"heart", "alerts", "history"} == named


def sources() -> Iterator[Path]:
    """Ours, but for adapters, and for the demonstration and the probes of stores."""
    for room in ("pos2web", "projections"):
        for path in sorted((ROOT / room).rglob("*.py")):
            if not {"adapters", "demo"}.intersection(path.parts[len(ROOT.parts) :]):
                yield path


def locks_of_ours() -> Iterator[str]:
    """Each lock as `Class.name`, one of a module as `module.name`."""
    for path in sources():
        tree = ast.parse(path.read_text("utf-8"))
        for within in [tree, *(node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))]:
            owner = within.name if isinstance(within, ast.ClassDef) else path.stem
            nodes = tree.body if isinstance(within, ast.Module) else ast.walk(within)
            yield from (f"{owner}.{name}" for node in nodes for name in locks_made(node))


def locks_made(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
        made = ast.unparse(node.value.func).rpartition(".")[2]
        if made in ("Lock", "RLock", "Condition", "Semaphore"):
            yield ast.unparse(node.targets[0]).rpartition(".")[2]


def threads_begun(source: str) -> Iterator[str]:
    """The names that threads are given where they are begun, up to the first dash."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "threading.Thread":
            names = [keyword.value for keyword in node.keywords if keyword.arg == "name"]
            yield from (
                text.strip("f'").partition("-")[0]
                for text in map(ast.unparse, names)
                if "'" in text
            )
