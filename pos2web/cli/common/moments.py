"""`--at` and `--at-position`: the moment of the past that a command is asked about."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from pos2web.bootstrap import utc_now
from pos2web.cli.common.instants import before, shown, to_the_second
from pos2web.cli.common.refusing import refuse
from pos2web.cli.common.session import Session
from pos2web.settings import zone_of
from pos2web.views.archive import Archive, PointInTime, first_event, point_after

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


def latest(archive: Archive) -> PointInTime:
    """This moment, as far as the log is."""
    return PointInTime.now(archive, utc_now())


def point_of(
    session: Session, archive: Archive, at: str | None, position: int | None
) -> PointInTime | None:
    """The moment that is meant, None where none is given. Raises Refusal."""
    if at is not None and position is not None:
        raise refuse(session, "past.both")
    if position is not None:
        return point_at_position(session, archive, position)
    return None if at is None else point_at(session, archive, at)


def point_at(session: Session, archive: Archive, text: str) -> PointInTime:
    """The moment that a text means. Raises Refusal where the log doesn't know it."""
    zone = zone_of(session.settings().daemon.zone)
    at = before(session, text, utc_now(), zone)
    first = first_event(archive)
    if first is None:
        raise refuse(session, "past.nothing")
    position = archive.log.position_at(at)
    if position == 0:
        moments = at, first.recorded_at
        asked, begun = (shown(each, zone) for each in moments)
        if asked == begun:
            asked, begun = (to_the_second(each, zone) for each in moments)
        said = {"at": asked, "first": begun}
        raise refuse(session, "past.before", **said)
    return PointInTime(position=position, at=at)


def point_at_position(session: Session, archive: Archive, position: int) -> PointInTime:
    """The moment after an event. Raises Refusal where there is none."""
    point = point_after(archive, position)
    if point is None:
        head = archive.log.head
        name = "past.beyond" if head else "past.nothing"
        raise refuse(session, name, position=position, head=head)
    return point


def say_point(session: Session, point: PointInTime) -> None:
    """Say as of when the answer is."""
    zone = zone_of(session.settings().daemon.zone)
    session.say("past.shown", at=shown(point.at, zone), position=point.position)


def point_values(point: PointInTime) -> dict[str, Any]:
    """The moment that an answer is as of, for JSON."""
    return {"position": point.position, "instant": point.at}
