"""A till in any database that SQLAlchemy reaches, by a mapping of its tables."""

from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, tzinfo
from functools import partial
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from msgspec.structs import astuple

from pos2web.adapters.plugin import Plugin
from pos2web.adapters.sql_database import pulse
from pos2web.adapters.sql_database.addresses import fetch
from pos2web.adapters.sql_database.checking import Check, misfits
from pos2web.adapters.sql_database.client import Database, Reading, UnknownNameError
from pos2web.adapters.sql_database.feed import Cursor, digest
from pos2web.adapters.sql_database.mapping import Mapping, fitted, load_mapping
from pos2web.adapters.sql_database.photos import BYTES_MAX, Folder, Photos
from pos2web.adapters.sql_database.reading import Observation, Timing
from pos2web.adapters.sql_database.spool import Spool
from pos2web.adapters.sql_database.tables import Manner
from pos2web.domain.things import Image
from pos2web.errors import Pos2WebError, ProtocolError, SettingsError
from pos2web.messages import message, message_of
from pos2web.ports import Clock, Finding, Page, Till, TillCapabilities


class SqlSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What a merchant sets for one database; the defaults are those of `adapter.toml`.

    `time_zone` is the one of instants that the database keeps without a zone.
    """

    url: str
    password: str = ""
    mapping: str = ""
    images_folder: str = ""
    currency: str = "EUR"
    language: str = "fr"
    prices_include_tax: bool = True
    time_zone: str = "UTC"
    overlap_s: int = 300
    page_size: int = 500

    def __repr__(self) -> str:
        return f"SqlSettings(mapping={self.mapping!r})"  # an address may hold a password too


class SqlTill:
    """A till whose back office is a database; it is read in transactions that can't write."""

    def __init__(self, settings: SqlSettings, mapping: Mapping, clock: Clock) -> None:
        self._database = Database(settings.url, settings.password)
        self._mapping = mapping
        self._clock = clock
        self._settings = settings
        self._folder = Folder(settings.images_folder or self._database.folder)
        self._photos = Photos(self._folder, self._database, partial(fetch, bytes_max=BYTES_MAX))
        self._manner = Manner(
            currency=settings.currency,
            language=settings.language,
            zone=_zone(settings.time_zone),
            stamp_of_file=self._folder.stamp,
        )

    @property
    def capabilities(self) -> TillCapabilities:
        return TillCapabilities(
            kinds=self._mapping.kinds,
            has_feed=self._mapping.has_marks,
            reports_deletions=True,
            languages=self._mapping.languages,
            prices_include_tax=self._settings.prices_include_tax,
        )

    def observe(self, since: str | None) -> Iterator[Page]:
        """Read one state of the database in one go, then yield it: nobody waits for the reader."""
        with closing(Spool(Page)) as spool:
            try:
                with self._database.read() as reading:
                    mapping = self._fitted(reading)
                    cursor = self._cursor(since, mapping)
                    for page in self._observation(reading, mapping).pages(cursor):
                        spool.add(page)
            except UnknownNameError as error:
                raise ProtocolError(self._misfit() or message_of(error)) from error
            yield from spool

    def pulse(self) -> str | None:
        """An SQLite file has one in any case, another database where its rows have marks."""
        if self._database.file is not None:
            return pulse.of_file(self._database.file)
        if not self._mapping.has_marks:
            return None
        with self._database.read() as reading:
            return pulse.of_tables(reading, self._mapping)

    def open_image(self, image: Image) -> bytes:
        return self._photos.read(image, self._mapping.image)

    def check(self) -> Iterator[Finding]:
        mapping = self._mapping
        with suppress(Pos2WebError), self._database.read() as reading:
            mapping = self._fitted(reading)
        check = Check(self._database, mapping, self._manner, self._folder)
        yield from check.findings(self._clock())

    def close(self) -> None:
        self._database.close()

    def _fitted(self, reading: Reading) -> Mapping:
        """The mapping; the default one without what an older till has no columns for."""
        if self._settings.mapping:
            return self._mapping
        try:
            return fitted(self._mapping, reading.columns)
        except UnknownNameError:
            return self._mapping

    def _observation(self, reading: Reading, mapping: Mapping) -> Observation:
        timing = Timing(int(self._clock().timestamp()), self._settings.overlap_s)
        page_size = self._settings.page_size
        return Observation(reading, mapping, self._manner, timing=timing, page_size=page_size)

    def _cursor(self, since: str | None, mapping: Mapping) -> Cursor:
        """How far we read: nowhere when the settings were others then."""
        settings = msgspec.structs.replace(self._settings, password="", page_size=0, overlap_s=0)
        return Cursor.read(since, mapping=digest([astuple(settings), mapping.digest])[:12])

    def _misfit(self) -> str:
        with self._database.read() as reading:
            mapping = self._fitted(reading)
        found = next(misfits(self._database, mapping), None)
        return (
            message(
                "the mapping doesn't fit {where}: {found}", where=self._database.where, found=found
            )
            if found
            else ""
        )


def open_till(settings: SqlSettings, *, clock: Clock) -> Till:
    """A till by its settings. Nothing is asked yet. Raises SettingsError for what is wrong in them."""
    return SqlTill(settings, load_mapping(settings.mapping), clock)


TILL = Plugin(
    settings=SqlSettings, open=lambda settings, around: open_till(settings, clock=around.clock)
)


def _zone(name: str) -> tzinfo:
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SettingsError(message("time_zone: there is no zone {name!r}", name=name)) from error
