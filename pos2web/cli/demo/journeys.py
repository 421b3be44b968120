"""What travelled from the till to the shop: each change as a sentence, and how long it took."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pos2web.bootstrap import look_at_archive
from pos2web.domain.facts import ChangeConfirmed
from pos2web.history import ThingNames, tell
from pos2web.log import Event
from pos2web.settings import Settings, zone_of
from pos2web.views.history.page import records_at


@dataclass(frozen=True, kw_only=True)
class Journey:
    """One change that the shop took. `seconds` have passed since the till was seen to have it."""

    at: datetime
    sentence: str
    seconds: float


def head_of(settings: Settings) -> int:
    """How far the log is."""
    with look_at_archive(settings) as archive:
        return archive.log.head


def journeys(settings: Settings, language: str, after: int) -> tuple[list[Journey], int]:
    """What was confirmed after a position, oldest first, and how far that goes."""
    with look_at_archive(settings) as archive:
        events = list(archive.log.read(after))
        seen = dict(_seen_before(events))
        told = tell(
            archive.log,
            records_at(archive, list(seen)),
            language,
            names=ThingNames(archive.models, language),
            zone=zone_of(settings.daemon.zone),
        )
    found = [
        Journey(
            at=each.record.event.recorded_at,
            sentence=each.sentence,
            seconds=(
                each.record.event.recorded_at - seen[each.record.event.position]
            ).total_seconds(),
        )
        for each in told
    ]
    return found, events[-1].position if events else after


def _seen_before(events: list[Event]) -> Iterator[tuple[int, datetime]]:
    """Each confirmation's position, and when the till was last seen to differ before it."""
    seen = events[0].recorded_at if events else None
    for event in events:
        if event.actor == "till":
            seen = event.recorded_at
        elif isinstance(event.fact, ChangeConfirmed) and seen is not None:
            yield event.position, seen
