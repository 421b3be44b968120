"""Events of the history on a screen and in JSON."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any

import msgspec

from pos2web.cli.common.session import Session, local
from pos2web.cli.texts.common import TEXTS
from pos2web.domain.values import Money
from pos2web.history import ThingNames, Wording, opened_by, tell, till_wording
from pos2web.history.words.running import task_words
from pos2web.log.people import People
from pos2web.settings import zone_of
from pos2web.views.archive import Archive
from pos2web.views.history.page import HistoryRecord, plain_line

NEAR_EVENTS = 20_000
"""A history that is further behind takes more than a second to come near."""

WHO_CHARS_MIN, WHO_CHARS_MAX = 8, 16
"""So wide is the column of who it was: longer names are cut."""

TASK = "task:"
"""What the names of actors begin with that are tasks: Pos2Web by itself."""

AMOUNT = re.compile(r"(-?\d+(?:\.\d+)?) ([A-Z]{3})")
FLAGS = ("true", "false")

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


def told(session: Session, archive: Archive, records: Sequence[HistoryRecord]) -> list[Values]:
    """Events as plain values, each with its sentence and what led to it."""
    return list(told_each(session, archive, [records]))


def told_each(
    session: Session, archive: Archive, pages: Iterable[Sequence[HistoryRecord]]
) -> Iterator[Values]:
    """Yield events of one page after another as plain values; things are looked up once for all pages."""
    names = ThingNames(archive.models, session.language)
    zone = zone_of(session.settings().daemon.zone)
    people = opened_by(People.beside(archive.log.path))
    for page in pages:
        for each in tell(
            archive.log, page, session.language, names=names, zone=zone, people=people
        ):
            position = each.record.event.cause
            values = plain_line(each.record)
            values["sentence"] = each.sentence
            values["cause"] = {"position": position, "sentence": each.cause} if position else None
            yield values


def show_events(session: Session, events: Iterable[Values], *, detail: bool = False) -> None:
    """Tell events: when, who, and the sentence; in detail also which, in which run, and why."""
    show_lines(session, zone_of(session.settings().daemon.zone), [*events], detail=detail)


def show_lines(
    session: Session, zone: tzinfo, events: Sequence[Values], *, detail: bool = False
) -> None:
    """Show lines of the history, their times by the clock of a zone."""
    names = [who(session, event["actor"]) for event in events]
    width = max([WHO_CHARS_MIN, *map(len, names)])
    for event, name in zip(events, names, strict=True):
        when = local(datetime.fromisoformat(event["recorded_at"]), zone)
        session.print_below(f"{when}  {name:<{width}}  ", event["sentence"])
        if detail:
            for line in details(session, event):
                session.print_below("    ", line, style="dim")


def details(session: Session, event: Values) -> Iterator[str]:
    """What else is known of an event."""
    here = till_wording(session.language)
    yield session.text("history.place", position=event["position"], connection=event["connection"])
    step = step_words(here, event["field"], event["before"], event["after"])
    if step is not None:
        yield step
    if event["run"]:
        task = event["actor"].removeprefix(TASK)
        name = "history.run_of" if event["actor"] != task else "history.run"
        yield session.text(name, run=event["run"], task=task_words(task, here))
    if (cause := event["cause"]) is not None:
        yield session.text("history.cause", **cause)


def who(session: Session, actor: str) -> str:
    """Who did it, as one says it."""
    known = "actor.daemon" if actor.startswith(TASK) else f"actor.{actor}"
    name = session.text(known) if known in TEXTS else actor.removeprefix("user:")
    return name if len(name) <= WHO_CHARS_MAX else f"{name[: WHO_CHARS_MAX - 1]}…"


def step_words(here: Wording, field: str, before: str | None, after: str | None) -> str | None:
    """What an event changed, its values as people write them; None where that is no field's value."""
    fields = field.split(",")
    if not set(fields) <= here.book.fields.keys():
        return None
    was, now = value_of(before), value_of(after)
    if len(fields) > 1:
        was, now = was or {}, now or {}
        if not (isinstance(was, dict) and isinstance(now, dict)):
            return f"{here.joined(list(map(here.field, fields)))}{here.book.colon}{after or before}"
        steps = [(each, was.get(each), now.get(each)) for each in fields]
    else:
        steps = [(field, was, now)]
    return here.book.semicolon.join(
        f"{here.field(each)}{here.book.colon}{' → '.join(here.step(each, one, other))}"
        for each, one, other in steps
    )


def value_of(text: str | None) -> Any:
    """The value that a line's text stands for: the text itself where it is none, or cut short."""
    if text is None:
        return None
    if amount := AMOUNT.fullmatch(text):
        return Money(Decimal(amount[1]), amount[2])
    if text not in FLAGS and not text.startswith(("{", "[")):
        return text
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text
