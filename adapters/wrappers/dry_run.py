"""A shop that is read as ever and never written to."""

from collections.abc import Iterator, Sequence

from pos2web.domain.profile import ShopProfile
from pos2web.domain.things import Image
from pos2web.messages import message
from pos2web.ports import Finding, Outcome, Page, Shop, Untried, Write

DRY_RUN = Untried(reason=message("dry run: nothing is written"))


class DryRunShop:
    """Says of every write that it was not tried."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    @property
    def calls(self) -> int:
        return self._shop.calls

    def profile(self) -> ShopProfile:
        return self._shop.profile()

    def observe(self, since: str | None) -> Iterator[Page]:
        yield from self._shop.observe(since)

    def look(self, writes: Sequence[Write]) -> Iterator[Page]:
        yield from self._shop.look(writes)

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        return [DRY_RUN for _ in writes]

    def read_image(self, image: Image) -> bytes:
        return self._shop.read_image(image)

    def read_mark(self) -> str | None:
        return self._shop.read_mark()

    def write_mark(self, mark: str) -> bool:
        """Keeps nothing, as where there is no place for a mark."""
        del mark
        return False

    def check(self) -> Iterator[Finding]:
        yield from self._shop.check()

    def close(self) -> None:
        self._shop.close()
