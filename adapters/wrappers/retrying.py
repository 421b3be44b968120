"""Tills and shops that are asked again when they are busy or away: reads, never writes."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from pos2web.adapters.wrappers.patience import Backoff
from pos2web.domain.profile import ShopProfile
from pos2web.domain.things import Image
from pos2web.errors import TransientError
from pos2web.ports import Finding, Outcome, Page, Shop, Till, TillCapabilities, Untried, Write

Result = TypeVar("Result")


class RetryingTill:
    """A till that is read again, a limited number of times."""

    def __init__(self, till: Till, *, backoff: Backoff | None = None) -> None:
        self._till = till
        self._backoff = backoff or Backoff()

    @property
    def capabilities(self) -> TillCapabilities:
        return self._till.capabilities

    def observe(self, since: str | None) -> Iterator[Page]:
        """Begin anew after a failure: what is seen twice is seen the same."""
        yield from _pages(lambda: self._till.observe(since), self._backoff)

    def pulse(self) -> str | None:
        """Asked once: it is asked again soon enough."""
        return self._till.pulse()

    def open_image(self, image: Image) -> bytes:
        return _answer(lambda: self._till.open_image(image), self._backoff)

    def check(self) -> Iterator[Finding]:
        yield from self._till.check()

    def close(self) -> None:
        self._till.close()


class RetryingShop:
    """A shop that is read again, and asked again only for writes that it never tried."""

    def __init__(self, shop: Shop, *, backoff: Backoff | None = None) -> None:
        self._shop = shop
        self._backoff = backoff or Backoff()

    @property
    def calls(self) -> int:
        return self._shop.calls

    def profile(self) -> ShopProfile:
        return _answer(self._shop.profile, self._backoff)

    def observe(self, since: str | None) -> Iterator[Page]:
        """Begin anew after a failure: what is seen twice is seen the same."""
        yield from _pages(lambda: self._shop.observe(since), self._backoff)

    def look(self, writes: Sequence[Write]) -> Iterator[Page]:
        yield from _answer(lambda: list(self._shop.look(writes)), self._backoff)

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        """Ask again for the writes that are Untried; what is Unsure is left to who can look."""
        outcomes = self._shop.apply(writes)
        for attempt in range(1, self._backoff.attempts_max):
            again = [n for n, outcome in enumerate(outcomes) if isinstance(outcome, Untried)]
            if not again:
                break
            self._backoff.pause(attempt)
            answers = self._shop.apply([writes[n] for n in again])
            for n, outcome in zip(again, answers, strict=True):
                outcomes[n] = outcome
        return outcomes

    def read_image(self, image: Image) -> bytes:
        return _answer(lambda: self._shop.read_image(image), self._backoff)

    def read_mark(self) -> str | None:
        return _answer(self._shop.read_mark, self._backoff)

    def write_mark(self, mark: str) -> bool:
        """Asked again: the same mark kept twice is kept once."""
        return _answer(lambda: self._shop.write_mark(mark), self._backoff)

    def check(self) -> Iterator[Finding]:
        yield from self._shop.check()

    def close(self) -> None:
        self._shop.close()


def _answer(ask: Callable[[], Result], backoff: Backoff) -> Result:
    for attempt in range(1, backoff.attempts_max):
        try:
            return ask()
        except TransientError as error:
            backoff.pause(attempt, error.retry_after_s)
    return ask()


def _pages(ask: Callable[[], Iterator[Page]], backoff: Backoff) -> Iterator[Page]:
    for attempt in range(1, backoff.attempts_max):
        try:
            yield from ask()
        except TransientError as error:
            backoff.pause(attempt, error.retry_after_s)
        else:
            return
    yield from ask()
