"""Installations to back up, and stores made of names only."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Self

from pos2web.backup.epochs import epochs
from pos2web.backup.epochs.epochs import StoredEpoch
from pos2web.backup.ship.shipping import Shipper
from pos2web.backup.ship.taking import BackupResult, take
from pos2web.backup.store.keys import Keys, Locks
from pos2web.backup.store.layout import Meaning, StoreListing, name_of, sorted_out
from pos2web.backup.store.location import BackupLocation
from pos2web.domain.archive_facts import INSTALLED, EpochBegan
from pos2web.domain.connections import MAIN_TILL
from pos2web.domain.facts import Linked, StockCounted
from pos2web.domain.streams import INSTALLATION, Stream
from pos2web.domain.values import Kind, ShopKey
from pos2web.log import Entry, Envelope, Log
from pos2web.log.keyring import Keyring
from pos2web.ports import StoredObject
from pos2web.projections.read_models import ReadModels
from pos2web.settings.home import Home
from tests.shops.clocks import NOON, StillClock

NAME = "tea-shop"
TILL = Envelope("till", "run-1", MAIN_TILL)


def counted(quantity: int, key: str = "TEA") -> Entry:
    fact = StockCounted(key=key, quantity=Decimal(quantity), was=Decimal(0))
    return Entry(Stream(f"till:main/stock/{key}"), fact)


def acquainted(home: Home, count: int = 1) -> bytes:
    """Let an installation know so many more people; its keyring by now."""
    keyring = Keyring(home.people)
    keyring.add(count, is_first=True)
    return keyring.content()


def linked(key: str) -> Entry:
    fact = Linked(key=key, kind=Kind.PRODUCT, shop_key=ShopKey(f"{key}-shop"), how="created")
    return Entry(Stream(f"shop:main/link/product/{key}"), fact)


@dataclass(kw_only=True)
class Living:
    """An installation that works, and ships its log."""

    home: Home
    log: Log
    models: ReadModels
    shipper: Shipper
    clock: StillClock

    @classmethod
    @contextmanager
    def begun(
        cls, path: Path, location: BackupLocation, locks: Locks, clock: StillClock
    ) -> Iterator[Self]:
        """A new installation, with settings, in its first epoch."""
        home = Home(path=path)
        path.mkdir()
        home.settings.write_text("[till]\n")
        home.secrets.write_text('[shop]\nkey = "hidden"\n')
        with Log.open(home.log, clock=clock) as log:
            fact = EpochBegan(number=1, id="first", why=INSTALLED)
            log.append([Entry(INSTALLATION, fact)], Envelope("daemon"))
        with cls.opened(home, location, locks, clock) as living:
            yield living

    @classmethod
    @contextmanager
    def opened(
        cls, home: Home, location: BackupLocation, locks: Locks, clock: StillClock
    ) -> Iterator[Self]:
        """The installation in a home, as whoever is in its log."""
        with (
            Log.open(home.log, clock=clock) as log,
            closing(ReadModels.open(home.models)) as models,
        ):
            epoch = epochs.of(log)
            assert epoch is not None
            shipper = Shipper(log, home.segments, location, locks, epoch=epoch, clock=clock)
            yield cls(home=home, log=log, models=models, shipper=shipper, clock=clock)

    def count(self, *quantities: int, key: str = "TEA") -> int:
        """One append of so many counts; its last position."""
        return self.log.append([counted(each, key) for each in quantities], TILL)[-1]

    def work(self, appends: int) -> int:
        """So many appends, some of several events, a second from one to the next."""
        for number in range(appends):
            self.clock.move(seconds=1)
            last = self.count(*range(1 + number % 3), key=f"T{number % 5}")
        return last

    def take(self, keys: Keys, offer: str = "weekly") -> BackupResult:
        """The backup of the day."""
        self.models.catch_up(self.log)
        return take(self.shipper, self.home, self.models, keys, offer=offer)


def listed(*whats: Meaning, at: datetime = NOON) -> StoreListing:
    """A store that holds these, all stored at an instant."""
    return listed_at(dict.fromkeys(whats, at))


def listed_at(whats: dict[Meaning, datetime]) -> StoreListing:
    """A store that holds these, each stored at its instant."""
    objects = [
        StoredObject(name=name_of(NAME, what), size=1, stored_at=at) for what, at in whats.items()
    ]
    return sorted_out(NAME, sorted(objects, key=lambda each: each.name))


def epoch(number: int, began_at: datetime = NOON, *, position: int = 0) -> StoredEpoch:
    """An epoch that came from the one before."""
    return StoredEpoch(
        number=number,
        id=f"epoch-{number}",
        began_at=began_at,
        from_epoch=number - 1 if position else 0,
        position=position,
    )
