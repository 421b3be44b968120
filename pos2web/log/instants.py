"""Instants as the log keeps them: whole microseconds since 1970, UTC."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_micros(instant: datetime) -> int:
    """The number that stands for an aware instant."""
    return (instant - _EPOCH) // _MICROSECOND


class Instants(dict[int, datetime]):
    """Instants by their number, each made once: the events of one append share theirs."""

    def __missing__(self, micros: int) -> datetime:
        instant = self[micros] = _EPOCH + micros * _MICROSECOND
        return instant
