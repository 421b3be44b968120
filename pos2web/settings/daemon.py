"""The section [daemon]: how `pos2web run` serves, notes what it does, and tells the time."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import tzlocal

from pos2web.errors import SettingsError
from pos2web.messages import message
from pos2web.settings import own
from pos2web.settings.connections import Table
from pos2web.settings.described import checked
from pos2web.settings.home import Home

SECTION = "daemon"


@dataclass(frozen=True, kw_only=True)
class DaemonSettings:
    """How the daemon runs. An empty `zone` is the machine's own; see `zone_of`."""

    host: str = "127.0.0.1"
    port: int = 8377
    names: tuple[str, ...] = ()
    notes: str = "console"
    notes_file: Path | None = None
    notes_bytes_max: int = 10_000_000
    zone: str = ""
    stop_s: float = 10.0


def read_daemon(home: Home, table: Table) -> DaemonSettings:
    """What was set, checked. Raises SettingsError, also for a zone that there isn't."""
    said = checked(table, own.DAEMON, file=home.settings, section=SECTION)
    said["names"] = tuple(said["names"])
    said["notes_file"] = home.path / said["notes_file"] if said["notes_file"] else None
    said["zone"] = said["zone"] or ""
    settings = DaemonSettings(**said | {"stop_s": float(said["stop_s"])})
    if settings.zone:
        zone_of(settings.zone, where=f"{home.settings}: [{SECTION}] zone")
    return settings


def zone_of(
    name: str,
    *,
    where: str = "[daemon] zone",
    machine: Callable[[], str | None] = tzlocal.get_localzone_name,
) -> ZoneInfo:
    """The zone of this name; the machine's own where it is empty. Raises SettingsError.

    The machine's own must have a name, because a clock's offset alone doesn't tell when summer
    time begins.
    """
    try:
        return ZoneInfo(name or machine() or "")
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        wrong = message("{name!r} is no time zone", name=name)
        if not name:
            wrong = message("this machine's time zone has no name")
        raise SettingsError(
            message("{where}: {wrong}; give one as Europe/Paris", where=where, wrong=wrong)
        ) from error
