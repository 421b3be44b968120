"""Instants as the log keeps them: whole microseconds since 1970, UTC."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

MICROS_MAX = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // _MICROSECOND
"""The last instant that there is."""


def to_micros(instant: datetime) -> int:
    """The number that stands for an aware instant."""
    return (instant - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """The instant that a number stands for."""
    return _EPOCH + micros * _MICROSECOND


class Instants(dict[int, datetime]):
    """Instants by their number, each made once: the events of one append share theirs."""

    def __missing__(self, micros: int) -> datetime:
        instant = self[micros] = from_micros(micros)
        return instant
