"""What the tests of backup stores put there, and how they look at it."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier
from typing import TypeVar

from pos2web.ports import BackupStore

T = TypeVar("T")

LARGE = Random(7).randbytes(3_000_000)  # noqa: S311 - the same bytes each time
"""More than a store that is full takes, and more than goes over a line at once."""

TEA, CAKE = "shop/tea", "shop/cake"
ASKERS = 8
"""So many threads ask at once."""


def names(store: BackupStore, prefix: str = "") -> list[str]:
    """The names that it lists."""
    return [each.name for each in store.list(prefix)]


def at_once(jobs: Sequence[Callable[[], T]]) -> list[T]:
    """What these give when threads do them all at the same moment."""
    ready = Barrier(len(jobs))

    def job_of(job: Callable[[], T]) -> T:
        ready.wait()
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(job_of, jobs))
