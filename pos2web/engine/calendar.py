"""The merchant's calendar: windows by the wall clock of one zone, each made ready once."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pos2web.domain.selling import Window, WindowState
from pos2web.domain.values import Texts
from pos2web.sale_calendar import WindowHours, state_at
from pos2web.sale_calendar.words import told

READY_MAX = 20_000
"""So many windows are kept ready."""

RECHECK = timedelta(days=1)
"""How long a state without a known edge is believed: edges are looked for only so far ahead."""

ANY_STATE = WindowState(is_open=True)

Key = tuple[str, str, date | None, date | None, tuple[date, ...], tuple[tuple[date, str], ...]]


@dataclass(kw_only=True)
class _Ready:
    """A window made ready, and what it came to when it was last asked."""

    hours: WindowHours
    since: datetime | None = None
    state: WindowState = ANY_STATE


class WallCalendar:
    """Windows and messages by the wall clock of one zone. For one thread at a time."""

    def __init__(self, zone: ZoneInfo, *, ready_max: int = READY_MAX) -> None:
        self._zone = zone
        self._ready_max = ready_max
        self._ready: dict[Key, _Ready] = {}

    def state(self, window: Window, now: datetime) -> WindowState:
        """Whether a window is open, and until when. Raises RuleError when it can't be read.

        What was worked out holds until the window's next edge, for a clock that goes on.
        """
        ready = self._prepared(window)
        if ready.since is None or not ready.since <= now < (
            ready.state.until or ready.since + RECHECK
        ):
            found = state_at(ready.hours, now, self._zone)
            opens_at = None if found.is_open else found.until
            ready.state = WindowState(is_open=found.is_open, until=found.until, opens_at=opens_at)
            ready.since = now
        return ready.state

    def worded(self, message: Texts, opens_at: datetime | None, now: datetime) -> Texts:
        """A message with the words for the next opening: those of a day change at midnight."""
        return told(message, opens_at, now, self._zone)

    def midnight(self, now: datetime) -> datetime:
        """The next midnight of the wall clock, when words such as tomorrow change."""
        tomorrow = now.astimezone(self._zone).date() + timedelta(days=1)
        return datetime.combine(tomorrow, time(), self._zone).astimezone(UTC)

    def _prepared(self, window: Window) -> _Ready:
        key = (
            window.rule,
            window.country,
            window.valid_from,
            window.valid_to,
            window.closed_on,
            window.opened_on,
        )
        ready = self._ready.get(key)
        if ready is None:
            if len(self._ready) >= self._ready_max:
                self._ready.clear()
            ready = self._ready[key] = _Ready(hours=WindowHours(window))
        return ready
