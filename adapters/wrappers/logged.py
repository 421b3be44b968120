"""Tills and shops whose doings go to the log of the program: counts and kinds, no secrets."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from pos2web.domain.profile import ShopProfile
from pos2web.domain.things import Image
from pos2web.errors import Pos2WebError
from pos2web.ports import Done, Finding, Outcome, Page, Shop, Till, TillCapabilities, Write

Result = TypeVar("Result")

log = logging.getLogger(__name__)


class LoggedTill:
    """A till whose reading can be followed in the log."""

    def __init__(self, till: Till, *, name: str) -> None:
        self._till = till
        self._name = name

    @property
    def capabilities(self) -> TillCapabilities:
        return self._till.capabilities

    def observe(self, since: str | None) -> Iterator[Page]:
        yield from _pages(self._name, "observe", self._till.observe(since))

    def pulse(self) -> str | None:
        """Not told: it is asked all the time."""
        return self._till.pulse()

    def open_image(self, image: Image) -> bytes:
        return _told(self._name, f"photo {image.key}", lambda: self._till.open_image(image))

    def check(self) -> Iterator[Finding]:
        yield from self._till.check()

    def close(self) -> None:
        self._till.close()


class LoggedShop:
    """A shop whose reading and writing can be followed in the log."""

    def __init__(self, shop: Shop, *, name: str) -> None:
        self._shop = shop
        self._name = name

    @property
    def calls(self) -> int:
        return self._shop.calls

    def profile(self) -> ShopProfile:
        return _told(self._name, "profile", self._shop.profile)

    def observe(self, since: str | None) -> Iterator[Page]:
        yield from _pages(self._name, "observe", self._shop.observe(since))

    def look(self, writes: Sequence[Write]) -> Iterator[Page]:
        yield from _pages(self._name, f"look after {len(writes)} writes", self._shop.look(writes))

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        what = f"{writes[0].action} {len(writes)} {writes[0].kind}" if writes else "apply nothing"
        outcomes = _told(self._name, what, lambda: self._shop.apply(writes))
        counts = Counter(type(outcome).__name__ for outcome in outcomes)
        log.info("%s: %s: %s", self._name, what, dict(counts))
        for write, outcome in zip(writes, outcomes, strict=True):
            if not isinstance(outcome, Done):
                log.warning("%s: %s: %s", self._name, write.id, outcome.reason)
        return outcomes

    def read_image(self, image: Image) -> bytes:
        return _told(self._name, f"photo {image.key}", lambda: self._shop.read_image(image))

    def read_mark(self) -> str | None:
        return _told(self._name, "mark", self._shop.read_mark)

    def write_mark(self, mark: str) -> bool:
        is_kept = _told(self._name, "keep mark", lambda: self._shop.write_mark(mark))
        log.info("%s: mark %r %s", self._name, mark, "is kept" if is_kept else "has no place")
        return is_kept

    def check(self) -> Iterator[Finding]:
        yield from self._shop.check()

    def close(self) -> None:
        self._shop.close()


def _told(name: str, what: str, ask: Callable[[], Result]) -> Result:
    try:
        result = ask()
    except Pos2WebError as error:
        log.warning("%s: %s failed: %s", name, what, error)
        raise
    log.debug("%s: %s", name, what)
    return result


def _pages(name: str, what: str, pages: Iterator[Page]) -> Iterator[Page]:
    things = unchanged = unreadable = 0
    while (page := _told(name, what, lambda: next(pages, None))) is not None:
        things += len(page.things)
        unchanged += len(page.unchanged)
        unreadable += len(page.unreadable)
        yield page
    log.info(
        "%s: %s: %d things, %d unchanged, %d unreadable", name, what, things, unchanged, unreadable
    )
