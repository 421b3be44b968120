"""Events of the history on a screen and in JSON."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec

from pos2web.bootstrap import Archive
from pos2web.cli.session import Session, local
from pos2web.cli.texts import TEXTS
from pos2web.domain.facts import ChangeClaimed, ChangeConfirmed
from pos2web.history import ThingNames, opened_by, tell
from pos2web.log.people import People
from pos2web.settings import zone_of
from projections.history import Record
from projections.outline import outline

NEAR_EVENTS = 20_000
"""A history that is further behind takes more than a second to come near."""

Values = dict[str, Any]


def follow_history(session: Session, archive: Archive) -> None:
    """Let the history come to the log's end, or say how far it is where another keeps it."""
    models, head = archive.models, archive.log.head
    at = 0 if models.past is None else models.past.progress.position
    if archive.holder:
        if at < head:
            session.tell("history.behind", position=at, head=head)
        return
    if head - at > NEAR_EVENTS:
        session.tell("history.follows", count=head - at)
    models.catch_up_history(archive.log)


def told(session: Session, archive: Archive, records: Sequence[Record]) -> list[Values]:
    """Events as plain values, each with its sentence and what led to it."""
    return list(told_each(session, archive, [records]))


def told_each(
    session: Session, archive: Archive, pages: Iterable[Sequence[Record]]
) -> Iterator[Values]:
    """The same of one page after another; things are looked up once."""
    names = ThingNames(archive.models, session.language)
    zone = zone_of(session.settings().daemon.zone)
    people = opened_by(People.beside(archive.log.path))
    for page in pages:
        for each in tell(
            archive.log, page, session.language, names=names, zone=zone, people=people
        ):
            position = each.record.event.cause
            values: Values = msgspec.to_builtins(each.record.line)
            if each.record.change is not None and isinstance(
                each.record.event.fact, ChangeConfirmed
            ):
                claimed = outline(ChangeClaimed(change=each.record.change), None)
                values |= {"before": claimed.before, "after": claimed.after}
            values["sentence"] = each.sentence
            values["cause"] = {"position": position, "sentence": each.cause} if position else None
            yield values


def show_events(session: Session, events: Iterable[Values], *, detail: bool = False) -> None:
    """Tell events: when, who, and the sentence; in detail also which, in which run, and why."""
    zone = zone_of(session.settings().daemon.zone)
    for event in events:
        when = local(datetime.fromisoformat(event["recorded_at"]), zone)
        session.print(f"{when}  {who(session, event['actor']):<8}  {event['sentence']}")
        if detail:
            for line in details(session, event):
                session.print(f"    {line}", style="dim")


def details(session: Session, event: Values) -> Iterator[str]:
    """What else is known of an event."""
    yield session.text("history.place", position=event["position"], connection=event["connection"])
    if event["before"] is not None or event["after"] is not None:
        before, after = (event[name] or "-" for name in ("before", "after"))
        yield session.text("history.step", field=event["field"], before=before, after=after)
    if event["run"]:
        yield session.text("history.run", run=event["run"])
    if (cause := event["cause"]) is not None:
        yield session.text("history.cause", **cause)


def who(session: Session, actor: str) -> str:
    """Who did it, as one says it."""
    known = f"actor.{actor}"
    return session.text(known) if known in TEXTS else actor.removeprefix("user:")
