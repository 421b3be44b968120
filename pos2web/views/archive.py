"""What questions are asked of: the log with its read models, as they are or as they were."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Self

import msgspec

from pos2web.engine.calendar import WallCalendar
from pos2web.history.past.past_log import PastLog
from pos2web.log import Event, Log
from pos2web.projections.read_models import ReadModels
from pos2web.projections.snapshots.files import models_at
from pos2web.settings import Settings, zone_of


@dataclass(frozen=True, kw_only=True)
class Archive:
    """The log and its read models. Where another Pos2Web has the log open, `holder` says so, and
    the read models are as far as that one is."""

    log: Log
    models: ReadModels
    holder: str = ""


class PointInTime(msgspec.Struct, frozen=True, kw_only=True):
    """A moment that the log knows: everything up to `position` was recorded by `at`."""

    position: int
    at: datetime

    @classmethod
    def now(cls, archive: Archive, now: datetime) -> Self:
        """As far as the log is."""
        return cls(position=archive.log.head, at=now)


def first_event(archive: Archive) -> Event | None:
    """The first event of the log; None while it is empty."""
    return event_after(archive, 0)


def event_after(archive: Archive, position: int) -> Event | None:
    """The event that follows a position; None at the end of the log."""
    return next(iter(archive.log.read(position, limit=1)), None)


def point_after(archive: Archive, position: int) -> PointInTime | None:
    """The moment after an event; None where there is no such event."""
    event = event_after(archive, position - 1)
    return None if event is None else PointInTime(position=event.position, at=event.recorded_at)


@contextmanager
def archive_at(archive: Archive, settings: Settings, point: PointInTime) -> Iterator[Archive]:
    """The archive with the state as it was at a moment; nobody follows that."""
    with models_at(archive.log, settings.home.snapshots, point.position) as models:
        yield replace(archive, models=models, holder="")


@dataclass(frozen=True, kw_only=True)
class Viewpoint:
    """An archive looked at as of one moment: for one question, since streams are read once."""

    settings: Settings
    archive: Archive
    point: PointInTime

    @cached_property
    def past(self) -> PastLog:
        """The log as it was at that moment."""
        return PastLog(
            self.archive.log,
            self.point.position,
            self.point.at,
            till=self.settings.till.name,
            shop=self.settings.shop.name,
            models=self.archive.models,
        )

    @cached_property
    def calendar(self) -> WallCalendar:
        """Reads windows by the merchant's clock."""
        return WallCalendar(zone_of(self.settings.daemon.zone))
