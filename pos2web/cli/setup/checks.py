"""What `check` looks at, from the settings to both sides and the channels, each in plain words."""

import shutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

from pos2web.bootstrap import utc_now
from pos2web.errors import ConflictError, Pos2WebError
from pos2web.log import Log
from pos2web.messages import message, message_of
from pos2web.opening import Sleep, open_channel, open_shop, open_store, open_till
from pos2web.ports import BackupStore, Channel, Clock, Finding, Severity, Shop, Till
from pos2web.settings import Settings

DISK_BYTES_NEEDED = 200_000_000
DISK_BYTES_WANTED = 1_000_000_000
MADE_ON = datetime(2026, 11, 1, tzinfo=UTC)
"""No clock that is right shows an instant before this program was made."""

CLOCK_SLACK = timedelta(minutes=2)


def findings(
    read: Callable[[], Settings], *, clock: Clock = utc_now, sleep: Sleep = time.sleep
) -> Iterator[Finding]:
    """Look at everything, in the order in which one thing needs another."""
    try:
        settings = read()
    except Pos2WebError as error:
        yield Finding(severity=Severity.PROBLEM, about="settings", text=message_of(error))
        return
    yield Finding(severity=Severity.OK, about="settings", text=str(settings.home.settings))
    yield disk(settings)
    yield from log_and_clock(settings, clock)
    yield from side("till", lambda: open_till(settings, clock=clock, sleep=sleep))
    yield from side("shop", lambda: open_shop(settings, clock=clock, sleep=sleep))
    for each in settings.channels:
        yield from side(each.name, partial(open_channel, each, settings.home, clock=clock))
    yield from backup(settings, clock)


def backup(settings: Settings, clock: Clock) -> Iterator[Finding]:
    """Whether a loss of this machine could be made good."""
    wanted, about = settings.backup, "backup"
    if wanted is None:
        yield Finding(
            severity=Severity.WARNING,
            about=about,
            text=message("no backup is set up"),
            remedy=message("Add [backup] to pos2web.toml: docs/backup.md tells how."),
        )
        return
    if not wanted.recipients:
        yield Finding(
            severity=Severity.WARNING,
            about=about,
            text=message(
                "only this machine's own key opens the backups: lost together, they are of no use"
            ),
            remedy=message("Make the merchant's key with `pos2web backup keys --out FILE`."),
        )
    yield from side(about, partial(open_store, wanted.store, settings.home, clock=clock))


def disk(settings: Settings) -> Finding:
    """Whether there is room to write."""
    free = shutil.disk_usage(settings.home.path).free
    text = message("{free:.1f} GB free at {path}", free=free / 1e9, path=settings.home.path)
    remedy = message("Make room on this disk, or move the home to a larger one (--home).")
    if free < DISK_BYTES_NEEDED:
        return Finding(severity=Severity.PROBLEM, about="disk", text=text, remedy=remedy)
    if free < DISK_BYTES_WANTED:
        return Finding(severity=Severity.WARNING, about="disk", text=text, remedy=remedy)
    return Finding(severity=Severity.OK, about="disk", text=text)


def log_and_clock(settings: Settings, clock: Clock) -> Iterator[Finding]:
    """Whether the log can be written, who has it open, and whether time goes forward."""
    path = settings.home.log
    try:
        with Log.open(path, clock=clock) as log:
            yield Finding(
                severity=Severity.OK,
                about="log",
                text=message("{head} events, writable, at {path}", head=log.head, path=path),
            )
            yield time_of_day(log, clock)
    except ConflictError as error:
        yield Finding(
            severity=Severity.WARNING,
            about="log",
            text=message_of(error),
            remedy=message("That is as it should be while a sync runs; else end that process."),
        )
    except (Pos2WebError, OSError) as error:
        yield Finding(
            severity=Severity.PROBLEM,
            about="log",
            text=message("{path} can't be written: {error}", path=path, error=error),
            remedy=message("Look who may write there, and whether the disk is full."),
        )


def time_of_day(log: Log, clock: Clock) -> Finding:
    """Whether the clock can be right, as far as the log knows."""
    now = clock()
    last = next((event.recorded_at for event in log.read(max(log.head - 1, 0))), MADE_ON)
    if now < max(last - CLOCK_SLACK, MADE_ON):
        return Finding(
            severity=Severity.PROBLEM,
            about="clock",
            text=message(
                "it shows {now:%Y-%m-%d %H:%M} UTC, and it was {last:%Y-%m-%d %H:%M} before",
                now=now,
                last=last,
            ),
            remedy=message("Set this machine's clock, and let it follow a time server."),
        )
    return Finding(
        severity=Severity.OK, about="clock", text=message("{now:%Y-%m-%d %H:%M:%S} UTC", now=now)
    )


def side(
    about: str, opened: Callable[[], Till | Shop | Channel | BackupStore]
) -> Iterator[Finding]:
    """What a till, a shop or a channel says of itself."""
    try:
        adapter = opened()
    except Pos2WebError as error:
        yield Finding(severity=Severity.PROBLEM, about=about, text=message_of(error))
        return
    try:
        yield from adapter.check()
    finally:
        adapter.close()
