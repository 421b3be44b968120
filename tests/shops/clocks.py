"""What tests take for the time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


class StillClock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """What it shows."""
        return self.now

    def move(self, seconds: float = 0.0, **span: float) -> datetime:
        """Put it forward, or back, by so much; what it shows then."""
        self.now += timedelta(seconds=seconds, **span)
        return self.now

    def in_paris(self) -> datetime:
        """What the clock on the wall of a shop in Paris shows."""
        return self().astimezone(PARIS)


class TickingClock(StillClock):
    """Goes on by a second at each look."""

    def __call__(self) -> datetime:
        """What it shows now."""
        return self.move(seconds=1)


class ShiftedClock:
    """Goes as time does, put forward by `ahead`, or back."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        """This instant, as it shows it."""
        return datetime.now(UTC) + self.ahead

    def in_paris(self) -> datetime:
        """What the clock on the wall of a shop in Paris shows."""
        return self().astimezone(PARIS)
