"""Sentences for lines of the history, with what each answers looked up in the log."""

from collections.abc import Iterable

from pos2web.domain.changes import Change
from pos2web.domain.facts import ChangeClaimed, ChangeConfirmed, ChangeLapsed, ChangeRefused
from pos2web.history.sentences import sentence
from pos2web.history.wording import Names, unnamed
from pos2web.log.records import Event
from projections.history import Line
from projections.read_models import EventSource


def tell(
    log: EventSource, lines: Iterable[Line], language: str, *, names: Names = unnamed
) -> list[str]:
    """One sentence for each line, in their order; a read or two of the log for each."""
    told = []
    for line in lines:
        event = _event_at(log, line.position)
        change = _answered(log, event)
        told.append(sentence(event, language, names=names, change=change))
    return told


def _event_at(log: EventSource, position: int) -> Event:
    return next(iter(log.read(position - 1, limit=1)))


def _answered(log: EventSource, event: Event) -> Change | None:
    """The change that an outcome is about, where its cause says so."""
    fact = event.fact
    if event.cause == 0 or not isinstance(fact, ChangeConfirmed | ChangeRefused | ChangeLapsed):
        return None
    claim = _event_at(log, event.cause).fact
    if isinstance(claim, ChangeClaimed) and claim.change.id == fact.change:
        return claim.change
    return None
