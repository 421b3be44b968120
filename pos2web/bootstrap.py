"""Builds what the commands work with; the only place that names concrete classes."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from adapters.prestashop import adapter as prestashop
from adapters.prestashop.settings import PrestashopSettings
from adapters.sandbox.catalogue import write_till
from adapters.sql_database import adapter as sql_database
from adapters.wrappers.logged import LoggedShop, LoggedTill
from adapters.wrappers.patience import Backoff
from adapters.wrappers.rate_limited import RateLimitedShop
from adapters.wrappers.retrying import RetryingShop, RetryingTill
from pos2web.engine.house import House
from pos2web.errors import ConflictError, SettingsError
from pos2web.log import Log
from pos2web.ports import Clock, Shop, Till
from pos2web.settings import Connection, Settings
from projections.read_models import ReadModels

SANDBOX_SHOP = "adapters.sandbox.shop"
SANDBOX_TILL = "adapters.sandbox.till"
"""Modules that serve, each as a process of its own."""

Side = Till | Shop
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
"""By the adapter's name, what opens it. Nothing is asked of the other side yet."""


def options(connection: Connection, record: type[Record]) -> Record:
    """A connection's settings as its adapter's record. Raises SettingsError."""
    given: dict[str, Any] = {
        name: value for name, value in connection.options.items() if value is not None
    }
    try:
        return msgspec.convert(given, record)
    except msgspec.ValidationError as error:
        raise SettingsError(f"the settings of {connection.name}: {error}") from error


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
    home, waits_s = settings.home, settings.log.wait_s
    home.path.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        log = stack.enter_context(Log.open(home.log, clock=clock, waits_s=waits_s))
        models = ReadModels.open(home.models)
        stack.callback(models.close)
        yield Archive(log=log, models=models)


@contextmanager
def read_archive(settings: Settings, *, clock: Clock = utc_now) -> Iterator[Archive]:
    """Open the log and its read models to look at them, without waiting for anybody."""
    home = settings.home
    home.path.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        holder = ""
        try:
            log = stack.enter_context(Log.open(home.log, clock=clock))
        except ConflictError as conflict:
            # Only one process may follow the log with these read models, and that one does.
            log = stack.enter_context(Log.open(home.log, clock=clock, read_only=True))
            holder = str(conflict)
        models = ReadModels.open(home.models)
        stack.callback(models.close)
        if not holder:
            models.catch_up(log)
        yield Archive(log=log, models=models, holder=holder)


def read_log(settings: Settings, *, clock: Clock = utc_now) -> Log:
    """The log, for reading only. Raises SettingsError where there is none yet."""
    return Log.open(settings.home.log, clock=clock, read_only=True)


@contextmanager
def open_house(settings: Settings, *, clock: Clock = utc_now) -> Iterator[House]:
    """Build what a run works with, and close all of it afterwards.

    Raises ConflictError that says who has the log open, SettingsError from an adapter that can't
    work with what it was given.
    """
    with open_archive(settings, clock=clock) as archive, ExitStack() as stack:
        till = open_till(settings, clock=clock)
        stack.callback(till.close)
        shop = open_shop(settings, clock=clock)
        stack.callback(shop.close)
        yield House(
            log=archive.log,
            models=archive.models,
            till=till,
            shop=shop,
            policy=settings.policy,
            clock=clock,
            till_name=settings.till.name,
            shop_name=settings.shop.name,
        )
