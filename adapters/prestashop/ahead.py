"""Reading ahead: the next pages are on their way while the last one is being taken in."""

import threading
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from typing import Generic, TypeVar

Item = TypeVar("Item")

AT_ONCE = 2
"""Reads under way at once: a shop that answers one at a time loses nothing, more gain little."""

PAGES_AHEAD = 4
"""Pages of one list that wait to be taken; a thousand light records each are some megabytes."""


@contextmanager
def readers(workers: int) -> Iterator[Executor]:
    """Threads to read in, no more than may ask the shop at once; at the end none is left."""
    pool = ThreadPoolExecutor(min(AT_ONCE, workers), thread_name_prefix="reading")
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


class Ahead(Generic[Item]):
    """Pages in the order given, the first ones asked for before anybody takes them.

    No two of them are read at once. An error is raised where the page would have come. None can't
    be among them.
    """

    def __init__(self, pool: Executor, pages: Iterator[Item]) -> None:
        self._pool = pool
        self._pages = pages
        self._read: SimpleQueue[Future[Item | None]] = SimpleQueue()
        self._room = PAGES_AHEAD
        self._may_ask = True
        self._lock = threading.Lock()
        self._go_on()

    def __iter__(self) -> Iterator[Item]:
        while (page := self._read.get().result()) is not None:
            with self._lock:
                self._room += 1
                self._go_on()
            yield page

    def _go_on(self) -> None:
        if self._room and self._may_ask:
            self._may_ask = False
            self._pool.submit(self._read_one)

    def _read_one(self) -> None:
        page: Future[Item | None] = Future()
        try:
            found = next(self._pages, None)
            page.set_result(found)
        except BaseException as error:  # noqa: BLE001 - it is raised to who takes the page
            found = None
            page.set_exception(error)
        self._read.put(page)
        with self._lock, suppress(RuntimeError):  # nobody wants more: the threads are let go
            self._room -= 1
            self._may_ask = found is not None
            self._go_on()
