"""A shop that isn't asked more often than it, or its merchant, can bear."""

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from pos2web.adapters.pace import Pace
from pos2web.domain.profile import ShopProfile
from pos2web.domain.things import Image
from pos2web.errors import TransientError
from pos2web.ports import Finding, Outcome, Page, Shop, Write

Result = TypeVar("Result")


class RateLimitedShop:
    """Waits before it asks, by the requests that the shop has counted; shared by threads."""

    def __init__(self, shop: Shop, *, pace: Pace | None = None) -> None:
        self._shop = shop
        self._pace = pace or Pace()
        self._paid = shop.calls
        self._lock = threading.Lock()

    @property
    def calls(self) -> int:
        return self._shop.calls

    def profile(self) -> ShopProfile:
        return self._paced(self._shop.profile)

    def observe(self, since: str | None) -> Iterator[Page]:
        yield from self._pages(self._shop.observe(since))

    def look(self, writes: Sequence[Write]) -> Iterator[Page]:
        yield from self._pages(self._shop.look(writes))

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        return self._paced(lambda: self._shop.apply(writes))

    def read_image(self, image: Image) -> bytes:
        return self._paced(lambda: self._shop.read_image(image))

    def read_mark(self) -> str | None:
        return self._paced(self._shop.read_mark)

    def write_mark(self, mark: str) -> bool:
        return self._paced(lambda: self._shop.write_mark(mark))

    def check(self) -> Iterator[Finding]:
        yield from self._shop.check()

    def close(self) -> None:
        self._shop.close()

    def _pages(self, pages: Iterator[Page]) -> Iterator[Page]:
        while (page := self._paced(lambda: next(pages, None))) is not None:
            yield page

    def _paced(self, ask: Callable[[], Result]) -> Result:
        self._pace.wait()
        with self._lock:
            self._paid += 1
        try:
            result = ask()
        except TransientError as error:
            if error.retry_after_s is not None:
                self._pace.slow_down(error.retry_after_s)
            raise
        self._pay()
        return result

    def _pay(self) -> None:
        """Count the requests of all threads that nobody has waited for yet."""
        with self._lock:
            owed = max(0, self._shop.calls - self._paid)
            self._paid += owed
        self._pace.charge(owed)
