"""Builds what the commands work with; the only place that names concrete classes."""

import gc
import importlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from pos2web.adapters.prestashop import adapter as prestashop
from pos2web.adapters.prestashop.settings import PrestashopSettings
from pos2web.adapters.program_log.adapter import LogChannel
from pos2web.adapters.sandbox.catalogue import write_till
from pos2web.adapters.smtp import adapter as smtp
from pos2web.adapters.smtp.settings import SmtpSettings
from pos2web.adapters.sql_database import adapter as sql_database
from pos2web.adapters.stores.addresses import Scheme, scheme_of
from pos2web.adapters.webhook import adapter as webhook
from pos2web.adapters.webhook.settings import WebhookSettings
from pos2web.adapters.wrappers.channel import RetryingChannel
from pos2web.adapters.wrappers.logged import LoggedShop, LoggedTill
from pos2web.adapters.wrappers.patience import Backoff
from pos2web.adapters.wrappers.rate_limited import RateLimitedShop
from pos2web.adapters.wrappers.retrying import RetryingShop, RetryingTill
from pos2web.backup.restore.placing import is_unfinished
from pos2web.backup.store.keys import Locks, own_key
from pos2web.backup.store.location import BackupLocation
from pos2web.domain.reasons import Reason
from pos2web.engine.calendar import WallCalendar
from pos2web.engine.context import SyncContext, nowhere_else
from pos2web.engine.epochs import begun
from pos2web.errors import ConflictError, SettingsError
from pos2web.history import ThingNames
from pos2web.history.words.alerts import alert_message
from pos2web.log import Log
from pos2web.ports import BackupStore, Channel, Clock, Shop, Till
from pos2web.projections.read_models import ReadModels
from pos2web.said import say, spoken
from pos2web.settings import Connection, Home, Settings, zone_of
from pos2web.tasks.alerts import Worded
from pos2web.tasks.backups import Backups, StoreAsked
from pos2web.tasks.control import Control
from pos2web.tasks.runner import Runner
from pos2web.tasks.running import RunningTasks
from pos2web.tasks.service import TaskService
from pos2web.tasks.shipping import Shipping

SANDBOX_SHOP = "pos2web.adapters.sandbox.shop"
SANDBOX_TILL = "pos2web.adapters.sandbox.till"
"""Modules that serve, each as a process of its own."""

Side = Till | Shop | Channel | BackupStore
Record = TypeVar("Record", bound=msgspec.Struct)


def utc_now() -> datetime:
    """This instant by the system's clock."""
    return datetime.now(UTC)


def make_sample_till(database: Path) -> None:
    """Make the till of the sample boutique, its photos beside it."""
    write_till(database)


TILLS: Mapping[str, Callable[[Connection, Clock], Till]] = {
    "sql_database": lambda connection, clock: sql_database.open_till(
        options(connection, sql_database.SqlSettings), clock=clock
    ),
}
SHOPS: Mapping[str, Callable[[Connection, Clock], Shop]] = {
    "prestashop": lambda connection, clock: prestashop.open_shop(
        options(connection, PrestashopSettings), clock=clock, patience=Backoff(attempts_max=4)
    ),
}
CHANNELS: Mapping[str, Callable[[Connection, Clock], Channel]] = {
    "smtp": lambda connection, _clock: smtp.open_channel(
        options(connection, SmtpSettings), name=connection.name
    ),
    "webhook": lambda connection, clock: webhook.open_channel(
        options(connection, WebhookSettings), name=connection.name, clock=clock
    ),
}


def _folder_store(connection: Connection, home: Home) -> BackupStore:
    from pos2web.adapters.folder_store import adapter
    from pos2web.adapters.folder_store.settings import FolderSettings

    return adapter.open_store(options(connection, FolderSettings), memory=home.path / "store.seen")


def _s3_store(connection: Connection, _home: Home) -> BackupStore:
    from pos2web.adapters.s3_store import adapter
    from pos2web.adapters.s3_store.settings import S3Settings

    return adapter.open_store(options(connection, S3Settings))


def _sftp_store(connection: Connection, _home: Home) -> BackupStore:
    from pos2web.adapters.sftp_store import adapter
    from pos2web.adapters.sftp_store.settings import SftpSettings

    return adapter.open_store(options(connection, SftpSettings))


# Imported only where one is opened: their libraries take tens of megabytes and a third of a second.
STORES: Mapping[str, Callable[[Connection, Home], BackupStore]] = {
    "folder_store": _folder_store,
    "s3_store": _s3_store,
    "sftp_store": _sftp_store,
}
"""By the adapter's name, what opens it. Nothing is asked of the other side yet."""

STORES_AT: Mapping[Scheme, str] = {"file": "folder_store", "s3": "s3_store", "sftp": "sftp_store"}
"""By the scheme of an address, the adapter that opens it where nothing is set yet."""


def options(connection: Connection, record: type[Record]) -> Record:
    """A connection's settings as its adapter's record. Raises SettingsError."""
    given: dict[str, Any] = {
        name: value for name, value in connection.options.items() if value is not None
    }
    try:
        return msgspec.convert(given, record)
    except msgspec.ValidationError as error:
        raise SettingsError(
            say("the settings of {name}: {error}", name=connection.name, error=error)
        ) from error


def open_till(settings: Settings, *, clock: Clock = utc_now) -> Till:
    """The till that was set: read again when it is away, followed in the program's log."""
    connection = settings.till
    till = TILLS[connection.adapter](connection, clock)
    return LoggedTill(RetryingTill(till), name=connection.name)


def open_shop(settings: Settings, *, clock: Clock = utc_now) -> Shop:
    """The shop that was set: at the pace that it bears, asked again only where that is safe.

    The adapter asks again request by request, the wrapper once for a whole reading or batch.
    """
    connection = settings.shop
    shop = SHOPS[connection.adapter](connection, clock)
    once_more = Backoff(attempts_max=2)
    return LoggedShop(RetryingShop(RateLimitedShop(shop), backoff=once_more), name=connection.name)


def open_channel(connection: Connection, *, clock: Clock = utc_now) -> Channel:
    """A way to tell people: told again, a few times, when it is busy or away."""
    return RetryingChannel(CHANNELS[connection.adapter](connection, clock))


def open_channels(settings: Settings, *, clock: Clock = utc_now) -> list[Channel]:
    """The program's log, and all ways to tell people that were set.

    Raises SettingsError, and then none is open.
    """
    with ExitStack() as stack:
        channels: list[Channel] = [LogChannel()]
        for connection in settings.channels:
            channels.append(open_channel(connection, clock=clock))
            stack.callback(channels[-1].close)
        stack.pop_all()
    return channels


def open_store(connection: Connection, home: Home) -> BackupStore:
    """The store that was set. Raises SettingsError."""
    return STORES[connection.adapter](connection, home)


def store_at(address: str, environment: Mapping[str, str]) -> BackupStore:
    """The store at an address, its secrets from the environment. Raises SettingsError."""
    adapter = importlib.import_module(f"pos2web.adapters.{STORES_AT[scheme_of(address)]}.adapter")
    store: BackupStore = adapter.from_address(address, environment)
    return store


@contextmanager
def open_backups(settings: Settings) -> Iterator[Backups | None]:
    """What this installation is backed up with; None where no backup is set.

    Its own key is made where there is none. Raises SettingsError.
    """
    wanted, home = settings.backup, settings.home
    if wanted is None:
        yield None
        return
    home.path.mkdir(parents=True, exist_ok=True)
    own = own_key(home.backup_key)
    with ExitStack() as stack:
        store = open_store(wanted.store, home)
        stack.callback(store.close)
        yield Backups(
            home=home,
            location=BackupLocation(store=store, installation=wanted.name),
            offer=wanted.offer,
            locks=Locks([*own.recipients, *wanted.recipients]),
            keys=own,
        )


def whole(home: Home) -> Home:
    """Return the home if it is whole. Raises ConflictError where a restore into it was cut off at its last step: what
    is there is neither the old nor the new, and a new log must not be begun in it."""
    if is_unfinished(home):
        raise ConflictError(
            say(
                "a restore into {path} was cut off before its end: start it again with the "
                "same command",
                path=home.path,
            )
        )
    return home


@dataclass(frozen=True, kw_only=True)
class Archive:
    """The log and its read models. Where another Pos2Web has the log open, `holder` says so, and
    the read models are as far as that one is."""

    log: Log
    models: ReadModels
    holder: str = ""


@contextmanager
def open_archive(settings: Settings, *, clock: Clock = utc_now) -> Iterator[Archive]:
    """Open the log for writing, waiting as long as set, and its read models.

    Raises ConflictError that says who has the log open.
    """
    home, waits_s = whole(settings.home), settings.log.wait_s
    home.path.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        log = stack.enter_context(Log.open(home.log, clock=clock, waits_s=waits_s))
        models = ReadModels.open(home.models, home.history)
        stack.callback(models.close)
        yield Archive(log=log, models=models)


@contextmanager
def read_archive(settings: Settings, *, clock: Clock = utc_now) -> Iterator[Archive]:
    """Open the log and its read models to look at them, without waiting for anybody."""
    home = whole(settings.home)
    home.path.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        holder = ""
        try:
            log = stack.enter_context(Log.open(home.log, clock=clock))
        except ConflictError as conflict:
            # Only one process may follow the log with these read models, and that one does.
            log = stack.enter_context(Log.open(home.log, clock=clock, read_only=True))
            holder = spoken(conflict)
        models = ReadModels.open(home.models, home.history)
        stack.callback(models.close)
        if not holder:
            models.catch_up(log)
        yield Archive(log=log, models=models, holder=holder)


@contextmanager
def look_at_archive(settings: Settings, *, clock: Clock = utc_now) -> Iterator[Archive]:
    """Open the log and its read models as they are: for long, with nobody who has to wait for it.

    Raises SettingsError where there is no log yet.
    """
    home = whole(settings.home)
    with ExitStack() as stack:
        log = stack.enter_context(Log.open(home.log, clock=clock, read_only=True))
        models = ReadModels.open(home.models, home.history)
        stack.callback(models.close)
        yield Archive(log=log, models=models)


def read_log(settings: Settings, *, clock: Clock = utc_now) -> Log:
    """The log, for reading only. Raises SettingsError where there is none yet."""
    return Log.open(whole(settings.home).log, clock=clock, read_only=True)


def open_log(settings: Settings, *, clock: Clock = utc_now) -> Log:
    """The log alone, for writing, waiting as long as set. Raises ConflictError that says who has it."""
    return Log.open(whole(settings.home).log, clock=clock, waits_s=settings.log.wait_s)


def settle_memory() -> None:
    """Let the garbage collector leave alone what was imported: it stays for the process's life.

    A first sync looks through it twice otherwise, a hundredth of its time.
    """
    gc.collect()
    gc.freeze()


@contextmanager
def open_context(settings: Settings, *, clock: Clock = utc_now) -> Iterator[SyncContext]:
    """Build what a run works with, and close all of it afterwards.

    Raises ConflictError that says who has the log open, SettingsError from an adapter that can't
    work with what it was given.
    """
    with open_backups(settings) as backups, _context(settings, backups, clock) as context:
        yield context


@contextmanager
def _context(settings: Settings, backups: Backups | None, clock: Clock) -> Iterator[SyncContext]:
    settle_memory()
    with open_archive(settings, clock=clock) as archive, ExitStack() as stack:
        begun(archive.log)
        till = open_till(settings, clock=clock)
        stack.callback(till.close)
        shop = open_shop(settings, clock=clock)
        stack.callback(shop.close)
        yield SyncContext(
            log=archive.log,
            models=archive.models,
            till=till,
            shop=shop,
            policy=settings.policy,
            clock=clock,
            till_name=settings.till.name,
            shop_name=settings.shop.name,
            calendar=WallCalendar(zone_of(settings.daemon.zone)),
            elsewhere=nowhere_else if backups is None else StoreAsked(backups),
        )


@contextmanager
def open_control(settings: Settings, *, clock: Clock = utc_now) -> Iterator[Control]:
    """The tasks where no daemon runs them: nothing runs but what is asked for, while one waits.

    Raises as `open_context` does.
    """
    zone = zone_of(settings.daemon.zone)
    with open_backups(settings) as backups, _context(settings, backups, clock) as context:
        yield TaskService(Runner(context, backups), zone=zone)


@contextmanager
def open_daemon(settings: Settings, *, clock: Clock = utc_now) -> Iterator[RunningTasks]:
    """The tasks as the daemon runs them, once it is started. Raises as `open_context` does."""
    zone = zone_of(settings.daemon.zone)
    with ExitStack() as stack:
        backups = stack.enter_context(open_backups(settings))
        context = stack.enter_context(_context(settings, backups, clock))
        channels = open_channels(settings, clock=clock)
        for channel in channels:
            stack.callback(channel.close)
        service = TaskService(Runner(context, backups), zone=zone, is_daemon=True)
        words = alert_words(context, settings.alerts.language)
        shipping = None if backups is None else Shipping(context, backups)
        yield RunningTasks(service, channels, words, shipping)


def alert_words(context: SyncContext, language: str) -> Worded:
    """Subject and text of messages about alerts, in one language, things by their names."""

    def worded(name: str, reason: Reason, is_over: bool) -> tuple[str, str]:
        names = ThingNames(context.models, language)
        return alert_message(name, reason, language, is_over=is_over, names=names)

    return worded
