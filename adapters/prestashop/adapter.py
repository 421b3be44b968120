"""A PrestaShop shop, from version 8.0.2 on, through its web service."""

import threading
from collections.abc import Iterator, Sequence

from pos2web.adapters.http import Basic, Http, HttpLimits, Transport
from pos2web.adapters.pace import Pace
from pos2web.adapters.plugin import Plugin
from pos2web.adapters.prestashop import marking, reading, writing
from pos2web.adapters.prestashop.asking import Asked
from pos2web.adapters.prestashop.checking import check
from pos2web.adapters.prestashop.client import Client, is_worth_asking_again
from pos2web.adapters.prestashop.photos import read_photo
from pos2web.adapters.prestashop.settings import PrestashopSettings
from pos2web.adapters.prestashop.site import Setup, read_setup
from pos2web.adapters.wrappers.patience import Backoff, PatientHttp
from pos2web.domain.profile import ShopProfile
from pos2web.domain.things import Image
from pos2web.errors import ProtocolError, TransientError
from pos2web.messages import message_of
from pos2web.ports import Clock, Finding, Outcome, Page, Shop, Untried, Write


class PrestashopShop:
    """One shop. May be used by several threads at once; its set-up is read once, or on `profile`."""

    def __init__(self, client: Client, settings: PrestashopSettings, clock: Clock) -> None:
        self._client = client
        self._settings = settings
        self._clock = clock
        self._setup: Setup | None = None
        self._types: dict[str, str] = {}
        self._lock = threading.Lock()

    @property
    def calls(self) -> int:
        return self._client.calls

    def profile(self) -> ShopProfile:
        """Read what the shop is like, anew."""
        setup = read_setup(self._client, self._settings)
        with self._lock:
            self._setup = setup
            self._types.clear()
        return setup.profile

    def observe(self, since: str | None) -> Iterator[Page]:
        """Yield what the shop holds; see `reading.observe` for what a cursor saves."""
        yield from reading.observe(self._client, self._known(), self._settings, since)

    def look(self, writes: Sequence[Write]) -> Iterator[Page]:
        yield from reading.look(self._client, self._known(), self._settings, writes)

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        """Write a batch; see `writing` for what its outcomes rest on."""
        try:
            setup = self._known()
        except (TransientError, ProtocolError) as error:
            return [Untried(reason=message_of(error)) for _ in writes]
        return writing.apply(Asked(self._client, setup, self._settings, self._types), writes)

    def read_image(self, image: Image) -> bytes:
        return read_photo(self._client, image)

    def read_mark(self) -> str | None:
        """None, without asking, where the key is known to lack the right."""
        if not self._may_mark("get"):
            return None
        return marking.read_mark(self._client, self._settings.id_shop)

    def write_mark(self, mark: str) -> bool:
        """Two to three requests: what is there, the write, and what is there now."""
        if not self._may_mark(*marking.NEEDED):
            return False
        return marking.write_mark(self._client, self._settings.id_shop, mark)

    def check(self) -> Iterator[Finding]:
        yield from check(self._client, self._settings, self._clock)

    def close(self) -> None:
        self._client.close()

    def _may_mark(self, *methods: str) -> bool:
        """Whether the key may do this with our mark, as far as is known."""
        setup = self._setup
        return setup is None or all(
            setup.rights.may(marking.MARKS.name, method) for method in methods
        )

    def _known(self) -> Setup:
        with self._lock:
            if self._setup is None:
                self._setup = read_setup(self._client, self._settings)
            return self._setup


def open_shop(
    settings: PrestashopSettings,
    *,
    clock: Clock,
    patience: Backoff | None = None,
    transport: Transport | None = None,
) -> Shop:
    """A shop by its settings. Nothing is asked yet. Raises SettingsError for a bad address.

    With `patience`, reads (and what certainly didn't reach the shop) are asked again one by one.
    """
    limits = HttpLimits(
        connect_timeout_s=settings.connect_timeout_s,
        read_timeout_s=settings.read_timeout_s,
        response_bytes_max=settings.response_bytes_max,
        connections_max=max(4, settings.workers * 2),
    )
    http = Http(
        api_of(settings.url),
        credentials=Basic(settings.key) if settings.key else None,
        ca_file=settings.ca_file,
        limits=limits,
        transport=transport,
        pace=Pace(sleep=patience.sleep) if patience else None,
    )
    sender = PatientHttp(http, backoff=patience, again=is_worth_asking_again) if patience else http
    client = Client(sender, id_shop=settings.id_shop, listing_size=settings.listing_size)
    return PrestashopShop(client, settings, clock)


SHOP = Plugin(
    settings=PrestashopSettings,
    open=lambda settings, around: open_shop(settings, clock=around.clock, patience=around.backoff),
)


def api_of(url: str) -> str:
    """The web service's address, whether the shop's or its own was given."""
    return f"{url.strip().rstrip('/').removesuffix('/api')}/api/"
