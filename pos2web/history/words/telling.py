"""Sentences for events of the history, and for what led to each."""

from collections.abc import Sequence
from datetime import UTC, tzinfo
from typing import NamedTuple

from pos2web.history.words.sentences import sentence
from pos2web.history.words.wording import NameLookup, Opened, unnamed, unopened
from pos2web.projections.following.follower import EventSource
from pos2web.projections.history.finding import Record, read


class ToldEvent(NamedTuple):
    """An event with its sentence, and that of the event that led to it, where one did."""

    record: Record
    sentence: str
    cause: str | None


def tell(
    log: EventSource,
    records: Sequence[Record],
    language: str,
    *,
    names: NameLookup = unnamed,
    zone: tzinfo = UTC,
    people: Opened = unopened,
) -> list[ToldEvent]:
    """Each event in words, in their order. What led to them is read from the log."""

    def worded(record: Record) -> str:
        event, change = record.event, record.change
        return sentence(event, language, names=names, change=change, zone=zone, people=people)

    causes = sorted({record.event.cause for record in records} - {0})
    led = {record.event.position: worded(record) for record in read(log, causes)}
    return [ToldEvent(record, worded(record), led.get(record.event.cause)) for record in records]
