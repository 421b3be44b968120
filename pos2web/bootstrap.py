"""Builds what the commands work with."""

import gc
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime

from pos2web.backup.restore.placing import is_unfinished
from pos2web.backup.store.keys import Locks, own_key
from pos2web.backup.store.location import BackupLocation
from pos2web.domain.reasons import Reason
from pos2web.domain.values import ConnectionName
from pos2web.engine.calendar import WallCalendar
from pos2web.engine.context import SyncContext, nowhere_else
from pos2web.engine.epochs import begun
from pos2web.engine.till_state import TillState
from pos2web.errors import ConflictError
from pos2web.history import ThingNames
from pos2web.history.words.alerts import alert_message
from pos2web.log import Log
from pos2web.messages import message, message_of
from pos2web.opening import Sleep, open_channels, open_shop, open_store, open_till
from pos2web.ports import Clock, Till
from pos2web.projections.read_models import ReadModels
from pos2web.settings import Home, Settings, zone_of
from pos2web.tasks.alerts import Worded
from pos2web.tasks.backups import Backups, StoreAsked
from pos2web.tasks.control import Control
from pos2web.tasks.runner import Runner
from pos2web.tasks.running import RunningTasks
from pos2web.tasks.service import TaskService
from pos2web.tasks.shipping import Shipping
from pos2web.views.archive import Archive


def utc_now() -> datetime:
    """This instant by the system's clock."""
    return datetime.now(UTC)


@contextmanager
def open_backups(settings: Settings, *, clock: Clock = utc_now) -> Iterator[Backups | None]:
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
        store = open_store(wanted.store, home, clock=clock)
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
            message(
                "a restore into {path} was cut off before its end: start it again with the "
                "same command",
                path=home.path,
            )
        )
    return home


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
            holder = message_of(conflict)
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
def open_context(
    settings: Settings, *, clock: Clock = utc_now, sleep: Sleep = time.sleep
) -> Iterator[SyncContext]:
    """Build what a run works with for the shop that is meant, and close all of it afterwards; `sleep`
    is how adapters wait.

    Raises ConflictError that says who has the log open, SettingsError from an adapter that can't
    work with what it was given.
    """
    with (
        open_backups(settings, clock=clock) as backups,
        _contexts([settings], backups, clock, sleep) as contexts,
    ):
        yield contexts[0]


@contextmanager
def _contexts(
    each: Sequence[Settings], backups: Backups | None, clock: Clock, sleep: Sleep
) -> Iterator[list[SyncContext]]:
    """What runs of each of these shops work with: one log, and one adapter of each till."""
    settle_memory()
    with open_archive(each[0], clock=clock) as archive, ExitStack() as stack:
        begun(archive.log)
        tills: dict[ConnectionName, Till] = {}
        contexts = []
        for one in each:
            till = tills.get(one.till.name)
            if till is None:
                till = tills[one.till.name] = open_till(one, clock=clock, sleep=sleep)
                stack.callback(till.close)
            shop = open_shop(one, clock=clock, sleep=sleep)
            stack.callback(shop.close)
            context = SyncContext(
                log=archive.log,
                models=archive.models,
                till=till,
                shop=shop,
                policy=one.policy.of_till(till.capabilities.lacking),
                clock=clock,
                till_name=one.till.name,
                shop_name=one.shop.name,
                calendar=WallCalendar(zone_of(one.daemon.zone)),
                elsewhere=nowhere_else if backups is None else StoreAsked(backups),
            )
            contexts.append(context)
        yield contexts


def runners_of(contexts: Sequence[SyncContext], backups: Backups | None) -> list[Runner]:
    """A runner for each shop; what is known of a till is shared by all its shops."""
    known: dict[ConnectionName, TillState] = {}
    for context in contexts:
        state = TillState(context.log, context.models, context.till_name)
        known.setdefault(context.till_name, state)
    return [Runner(context, backups, known[context.till_name]) for context in contexts]


@contextmanager
def open_control(
    settings: Settings, *, clock: Clock = utc_now, sleep: Sleep = time.sleep
) -> Iterator[Control]:
    """The tasks of every shop where no daemon runs them: nothing runs but what is asked for, while one
    waits.

    Raises as `open_context` does.
    """
    zone = zone_of(settings.daemon.zone)
    with (
        open_backups(settings, clock=clock) as backups,
        _contexts(settings.all_shops(), backups, clock, sleep) as contexts,
    ):
        first, *others = runners_of(contexts, backups)
        yield TaskService(first, zone=zone, others=others)


@contextmanager
def open_daemon(settings: Settings, *, clock: Clock = utc_now) -> Iterator[RunningTasks]:
    """The tasks as the daemon runs them, once it is started. Raises as `open_context` does."""
    zone = zone_of(settings.daemon.zone)
    with ExitStack() as stack:
        backups = stack.enter_context(open_backups(settings, clock=clock))
        contexts = stack.enter_context(_contexts(settings.all_shops(), backups, clock, time.sleep))
        channels = open_channels(settings, clock=clock)
        for channel in channels:
            stack.callback(channel.close)
        first, *others = runners_of(contexts, backups)
        service = TaskService(first, zone=zone, others=others, is_daemon=True)
        words = alert_words(first.context, settings.alerts.language)
        shipping = None if backups is None else Shipping(first.context, backups)
        yield RunningTasks(service, channels, words, shipping)


def alert_words(context: SyncContext, language: str) -> Worded:
    """Subject and text of messages about alerts, in one language, things by their names."""

    def worded(name: str, reason: Reason, is_over: bool) -> tuple[str, str]:
        names = ThingNames(context.models, language)
        return alert_message(name, reason, language, is_over=is_over, names=names)

    return worded
