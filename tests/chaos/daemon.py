"""The daemon's tasks in a process that may be killed, and the clock that it shares with its shop.

Time stands still while the tasks work, and goes on when they have nothing more to do: so every
kill hits the work itself, and what comes too late is late by the clock of the day, not by a busy
machine.
"""

import json
import logging
import mmap
import os
import select
import signal
import socket
import sqlite3
import struct
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from pos2web.adapters.prestashop.settings import PrestashopSettings
from pos2web.adapters.sandbox.catalogue import till_schema
from pos2web.adapters.sandbox.shop import ShopServer
from pos2web.adapters.sandbox.shop.server import World
from pos2web.adapters.sandbox.shop.server import serve as serve_shop
from pos2web.domain.decisions import Decision
from pos2web.engine import SyncContext
from pos2web.engine.calendar import WallCalendar
from pos2web.tasks.runner import Runner
from pos2web.tasks.service import TaskService
from pos2web.tasks.task_state import TaskPhase
from tests.chaos.script import PARIS, PRODUCTS
from tests.chaos.storm import QUICK, Address
from tests.shops.opened import over_http

ANSWERS_WITHIN_S = 120.0
GRACE_S = 10.0
LINE_BYTES_MAX = 1_000_000
WATCH_S = 0.001


class SharedClock:
    """The time of the day, in memory that several processes have."""

    def __init__(self, now: datetime) -> None:
        self._memory = mmap.mmap(-1, 8)
        self.set(now)

    def set(self, now: datetime) -> None:
        """It is now this instant."""
        micros = (now - datetime.fromtimestamp(0, UTC)) // timedelta(microseconds=1)
        self._memory[:8] = struct.pack("q", micros)

    def __call__(self) -> datetime:
        """The instant that it was set to."""
        (micros,) = struct.unpack("q", self._memory[:8])
        return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=micros)

    def in_paris(self) -> datetime:
        """The same on the wall of the shop."""
        return self().astimezone(PARIS)


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What a daemon is told: to decide this, and to work until nothing is left to do."""

    decisions: tuple[Decision, ...] = ()


def forked(live: Callable[[], object]) -> int:
    """A process that does this and ends; its number."""
    child = os.fork()
    if child == 0:
        try:
            live()
        except BaseException:
            traceback.print_exc()
            raise
        finally:
            os._exit(0)
    return child


@contextmanager
def shop_process(folder: Path, clock: SharedClock) -> Iterator[Address]:
    """The sandbox shop in a process of its own, on the clock of the day."""
    reader, writer = os.pipe()

    def live() -> None:
        server = ShopServer(folder, world=World(clock=clock.in_paris))
        serve_shop(server, lambda line: void(os.write(writer, f"{line}\n".encode())))

    child = forked(live)
    try:
        os.close(writer)
        with os.fdopen(reader) as said:
            ready = json.loads(said.readline())
        yield Address(ready["url"], ready["key"])
    finally:
        os.kill(child, signal.SIGTERM)
        os.waitpid(child, 0)


def void(_: object) -> None:
    """Nothing comes of it."""


@contextmanager
def house_of(home: Path, address: Address, clock: SharedClock) -> Iterator[SyncContext]:
    """What the tasks work with, on the clock of the day."""
    settings = PrestashopSettings(url=address.url, key=address.key)
    calendar = WallCalendar(PARIS)
    with over_http(
        home, settings, clock, waits_s=10.0, backoff=QUICK, calendar=calendar
    ) as context:
        yield context


class Daemon:
    """The tasks in a process of their own, which does as it is told until it is killed."""

    def __init__(self, home: Path, address: Address, clock: SharedClock) -> None:
        self._line, theirs = socket.socketpair()
        self._pid = forked(lambda: work_on(theirs, home, address, clock))
        theirs.close()

    def tell(self, decisions: Sequence[Decision]) -> None:
        """Let it decide this and work; `has_worked` says when it is done."""
        self._line.sendall(msgspec.json.encode(Order(decisions=tuple(decisions))) + b"\n")

    def has_worked(self, within_s: float = ANSWERS_WITHIN_S) -> bool:
        """Whether it has nothing more to do within this time. Raises EOFError when it died."""
        if not select.select([self._line], [], [], within_s)[0]:
            return False
        if not self._line.recv(1):
            raise EOFError("the daemon died by itself")
        return True

    def kill(self) -> None:
        """Gone, whatever it does."""
        os.kill(self._pid, signal.SIGKILL)
        self._wait()

    def end(self) -> None:
        """Let it end by itself."""
        self._line.shutdown(socket.SHUT_WR)
        self._wait()

    def _wait(self) -> None:
        os.waitpid(self._pid, 0)
        self._line.close()


def work_on(line: socket.socket, home: Path, address: Address, clock: SharedClock) -> None:
    """The life of such a process."""
    logging.disable(logging.CRITICAL)
    with house_of(home, address, clock) as context, line, line.makefile("rb") as orders:
        service = TaskService(Runner(context), zone=PARIS, is_daemon=True)
        service.open_lanes()
        while said := orders.readline(LINE_BYTES_MAX):
            for decision in msgspec.json.decode(said, type=Order).decisions:
                service.decide(decision, actor="user:merchant")
            service.tick()
            while not is_idle(service):
                time.sleep(WATCH_S)
            with suppress(BrokenPipeError):
                line.send(b".")
        service.close(GRACE_S)


def is_idle(service: TaskService) -> bool:
    """Whether nothing runs and nothing waits."""
    return all(task.state == TaskPhase.IDLE for task in service.overview().tasks)


def make_till(database: Path) -> None:
    """A till with the products of the script."""
    with closing(sqlite3.connect(database)) as till, till:
        till.executescript(till_schema())
        till.execute("INSERT INTO categories (id, name_fr, name_en) VALUES (1, 'Menus', 'Menus')")
        for key in range(1, PRODUCTS + 1):
            till.execute(
                "INSERT INTO products (id, reference, name_fr, name_en, price, vat_rate)"
                " VALUES (?1, 'P' || ?1, 'Menu ' || ?1, 'Set ' || ?1, 5 + ?1, 10)",
                (key,),
            )
            till.execute("INSERT INTO product_categories VALUES (?, 1, 1)", (key,))
            till.execute("INSERT INTO stock (product_id, quantity) VALUES (?, 20)", (key,))
