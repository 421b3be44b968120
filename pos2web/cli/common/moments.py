"""`--at` and `--at-position`: the moment of the past that a command is asked about."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self, TypeVar

import click

from pos2web.bootstrap import utc_now
from pos2web.cli.common.instants import before, shown, to_the_second
from pos2web.cli.common.refusing import refuse
from pos2web.cli.common.session import Session
from pos2web.log import Log
from pos2web.projections.read_models import ReadModels
from pos2web.projections.snapshots.files import models_at
from pos2web.settings import Settings, zone_of

F = TypeVar("F", bound=Callable[..., Any])

at_option = click.option(
    "--at", metavar="INSTANT", help="As it was at this instant: 2026-11-24T09:30, yesterday 18:00."
)
position_option = click.option(
    "--at-position", type=click.IntRange(min=1), help="As it was after this event of the log."
)


def past_options(command: F) -> F:
    """Both options."""
    return at_option(position_option(command))


@dataclass(frozen=True, kw_only=True)
class PointInTime:
    """A moment that the log knows: everything up to `position` was recorded by `at`."""

    position: int
    at: datetime

    @classmethod
    def now(cls, log: Log) -> Self:
        """As far as the log is."""
        return cls(position=log.head, at=utc_now())


def point_of(
    session: Session, log: Log, at: str | None, position: int | None
) -> PointInTime | None:
    """The moment that is meant, None where none is given. Raises Refusal."""
    if at is not None and position is not None:
        raise refuse(session, "past.both")
    if position is not None:
        return point_at_position(session, log, position)
    return None if at is None else point_at(session, log, at)


def point_at(session: Session, log: Log, text: str) -> PointInTime:
    """The moment that a text means. Raises Refusal where the log doesn't know it."""
    zone = zone_of(session.settings().daemon.zone)
    at = before(session, text, utc_now(), zone)
    first = next(iter(log.read(limit=1)), None)
    if first is None:
        raise refuse(session, "past.nothing")
    position = log.position_at(at)
    if position == 0:
        moments = at, first.recorded_at
        asked, begun = (shown(each, zone) for each in moments)
        if asked == begun:
            asked, begun = (to_the_second(each, zone) for each in moments)
        said = {"at": asked, "first": begun}
        raise refuse(session, "past.before", **said)
    return PointInTime(position=position, at=at)


def point_at_position(session: Session, log: Log, position: int) -> PointInTime:
    """The moment after an event. Raises Refusal where there is none."""
    event = next(iter(log.read(position - 1, limit=1)), None)
    if event is None:
        name = "past.beyond" if log.head else "past.nothing"
        raise refuse(session, name, position=position, head=log.head)
    return PointInTime(position=event.position, at=event.recorded_at)


@contextmanager
def models_of(settings: Settings, log: Log, point: PointInTime) -> Iterator[ReadModels]:
    """The state as it was then."""
    with models_at(log, settings.home.snapshots, point.position) as models:
        yield models


def say_point(session: Session, point: PointInTime) -> None:
    """Say as of when the answer is."""
    zone = zone_of(session.settings().daemon.zone)
    session.say("past.shown", at=shown(point.at, zone), position=point.position)


def point_values(point: PointInTime) -> dict[str, Any]:
    """The moment that an answer is as of, for JSON."""
    return {"position": point.position, "instant": point.at}
