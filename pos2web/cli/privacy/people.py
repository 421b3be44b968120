"""The people whom the log knows, in a person's words."""

from typing import Any

from pos2web.cli.common.refusing import refuse
from pos2web.cli.common.session import Session
from pos2web.domain.people import CustomerSeen
from pos2web.history import ThingNames, opened_by, sentence
from pos2web.log import Event
from pos2web.settings import zone_of
from pos2web.translation import translate
from pos2web.views.archive import Archive
from pos2web.views.privacy.directory import Directory, plain

NAMED_MAX = 5


def person_named(session: Session, people: Directory, asked: str) -> str:
    """The person that is meant. Raises Refusal where it is nobody, or may be several."""
    found = people.named(asked)
    if not found:
        raise refuse(session, "privacy.unknown", asked=asked)
    if len(found) > 1:
        several = ", ".join(found[:NAMED_MAX])
        raise refuse(session, "privacy.several", asked=asked, found=several)
    return found[0]


def warn(session: Session, people: Directory) -> bool:
    """Say why something could not be read, if that was so; whether it was."""
    if people.unread is not None:
        reason = translate(people.unread, session.language)
        session.tell("privacy.unread_why", reason=reason)
    return people.unread is not None


def event_values(
    session: Session, archive: Archive, people: Directory, event: Event
) -> dict[str, Any]:
    """One event, with what it holds, for JSON."""
    names = ThingNames(archive.models, session.language)
    zone, opened = zone_of(session.settings().daemon.zone), opened_by(people.people)
    values: dict[str, Any] = {
        "position": event.position,
        "at": event.recorded_at,
        "actor": event.actor,
        "sentence": sentence(event, session.language, names=names, zone=zone, people=opened),
    }
    if isinstance(event.fact, CustomerSeen):
        values["customer"] = plain(people.open(event.fact.customer, event.stream))
    return values
