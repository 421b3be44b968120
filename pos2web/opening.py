"""Opens the adapters that were set, found by their entry points; it names none of them."""

import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from importlib.metadata import EntryPoint
from typing import Any

from pos2web.adapters.plugin import Plugin, Surroundings
from pos2web.adapters.stores.addresses import scheme_of
from pos2web.adapters.wrappers.channel import RetryingChannel
from pos2web.adapters.wrappers.logged import LoggedShop, LoggedTill
from pos2web.adapters.wrappers.patience import Backoff
from pos2web.adapters.wrappers.rate_limited import RateLimitedShop
from pos2web.adapters.wrappers.retrying import RetryingShop, RetryingTill
from pos2web.errors import SettingsError
from pos2web.messages import message
from pos2web.ports import BackupStore, Channel, Clock, Shop, Till
from pos2web.settings import Connection, Home, Settings, descriptions, entry_points
from pos2web.tasks.program_log import LogChannel

Sleep = Callable[[float], None]
"""Waits so many seconds."""


def loaded(entry: EntryPoint) -> Plugin[Any]:
    """The adapter behind an entry point, imported only now: some libraries take tens of megabytes
    and a third of a second. Raises SettingsError that says where it should be."""
    try:
        found = entry.load()
    except (ImportError, AttributeError) as error:
        raise SettingsError(
            message(
                "the adapter {name} can't be loaded from {place}: {error}",
                name=entry.name,
                place=entry.value,
                error=error,
            )
        ) from error
    if not isinstance(found, Plugin):
        raise SettingsError(
            message(
                "the adapter {name} is no Plugin at {place}", name=entry.name, place=entry.value
            )
        )
    return found


def opened(connection: Connection, home: Home, *, clock: Clock, sleep: Sleep = time.sleep) -> Any:
    """The adapter of a connection, as it is; `sleep` is how it waits. Raises SettingsError."""
    surroundings = Surroundings(
        name=connection.name,
        clock=clock,
        backoff=Backoff(attempts_max=4, sleep=sleep),
        memory=home.memory(connection.name),
    )
    return loaded(entry_points()[connection.adapter]).opened(connection.options, surroundings)


def open_till(settings: Settings, *, clock: Clock, sleep: Sleep = time.sleep) -> Till:
    """The till that was set: read again when it is away, followed in the program's log."""
    connection = settings.till
    till = opened(connection, settings.home, clock=clock, sleep=sleep)
    return LoggedTill(RetryingTill(till, backoff=Backoff(sleep=sleep)), name=connection.name)


def open_shop(settings: Settings, *, clock: Clock, sleep: Sleep = time.sleep) -> Shop:
    """The shop that was set: at the pace that it bears, asked again only where that is safe.

    The adapter asks again request by request, the wrapper once for a whole reading or batch.
    """
    connection = settings.shop
    shop = opened(connection, settings.home, clock=clock, sleep=sleep)
    once_more = Backoff(attempts_max=2, sleep=sleep)
    return LoggedShop(RetryingShop(RateLimitedShop(shop), backoff=once_more), name=connection.name)


def open_channel(connection: Connection, home: Home, *, clock: Clock) -> Channel:
    """A way to tell people: told again, a few times, when it is busy or away."""
    return RetryingChannel(opened(connection, home, clock=clock))


def open_channels(settings: Settings, *, clock: Clock) -> list[Channel]:
    """The program's log, and all ways to tell people that were set.

    Raises SettingsError, and then none is open.
    """
    with ExitStack() as stack:
        channels: list[Channel] = [LogChannel()]
        for connection in settings.channels:
            channels.append(open_channel(connection, settings.home, clock=clock))
            stack.callback(channels[-1].close)
        stack.pop_all()
    return channels


def open_store(connection: Connection, home: Home, *, clock: Clock) -> BackupStore:
    """The store that was set. Raises SettingsError."""
    store: BackupStore = opened(connection, home, clock=clock)
    return store


def store_at(address: str, environment: Mapping[str, str]) -> BackupStore:
    """The store at an address, its secrets from the environment. Raises SettingsError."""
    scheme = scheme_of(address)
    stores = {each.scheme: each.name for each in descriptions().values() if each.scheme}
    at = loaded(entry_points()[stores[scheme]]).at if scheme in stores else None
    if at is None:
        known = ", ".join(f"{each}://" for each in sorted(stores))
        raise SettingsError(
            message(
                "{before}://…: there is no such store; there are a path, {known}",
                before=scheme,
                known=known,
            )
        )
    store: BackupStore = at(address, environment)
    return store
