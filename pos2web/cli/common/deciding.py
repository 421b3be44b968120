"""Deciding: whoever types a command is who decides, and what became of it is told."""

import getpass
import unicodedata
from dataclasses import dataclass

import click

from pos2web.bootstrap import read_archive
from pos2web.cli.common.controlling import control_of
from pos2web.cli.common.exits import Exit
from pos2web.cli.common.refusing import refuse
from pos2web.cli.common.session import Session
from pos2web.domain.decisions import Decision
from pos2web.history import ThingNames, sentence
from pos2web.settings import zone_of

KNOWN_ACTORS = ("till", "shop", "daemon")
"""Actors without a colon in their name; any other is a person's name."""

NAME_CHARS_MAX = 80

by_option = click.option(
    "--by", metavar="NAME", help="Who decides, for the history; you otherwise."
)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of decisions: where they stand in the log, and whether a daemon acts on them."""

    positions: list[int]
    is_daemon: bool


def decide(session: Session, *decisions: Decision, by: str | None) -> Outcome:
    """Record what was decided, here or by the daemon. Raises as `Control.decide` does."""
    actor = actor_of(session, by)
    with control_of(session) as control:
        positions = [
            position
            for decision in decisions
            for position in control.decide(decision, actor=actor, shop=session.shop)
        ]
        return Outcome(positions=positions, is_daemon=control.overview().is_daemon)


def actor_of(session: Session, by: str | None) -> str:
    """Who decides, as the log names him: `user:` and a name, the login's unless it is given."""
    name = login() if by is None else by.strip()
    is_plain = all(unicodedata.category(char) not in ("Cc", "Cf", "Cs") for char in name)
    if not (0 < len(name) <= NAME_CHARS_MAX and is_plain):
        raise refuse(session, "wrong.name", given=name, limit=NAME_CHARS_MAX)
    return f"user:{name}"


def actor_named(name: str) -> str:
    """An actor as the log names it, of what people say: `Marie` is `user:Marie`."""
    is_known = not name or ":" in name or name in KNOWN_ACTORS
    return name if is_known else f"user:{name}"


def login() -> str:
    """The name that this person logged in with, where the system knows one."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "unknown"


def answer(session: Session, outcome: Outcome, *, as_json: bool, acts: bool = True) -> Exit:
    """Tell what was recorded, as history tells it, and who acts on it where anybody has to."""
    sentences = told(session, outcome.positions)
    if as_json:
        session.json(
            {
                "changed": bool(sentences),
                "positions": outcome.positions,
                "sentences": sentences,
                "is_daemon": outcome.is_daemon,
            }
        )
        return Exit.DONE
    for line in sentences:
        session.print(line)
    if not sentences:
        session.say("decided.nothing")
    elif acts:
        session.tell("decided.daemon" if outcome.is_daemon else "decided.alone")
    return Exit.DONE


def told(session: Session, positions: list[int]) -> list[str]:
    """Events as sentences, by the names and the clock of this installation."""
    if not positions:
        return []
    settings = session.settings()
    zone = zone_of(settings.daemon.zone)
    with read_archive(settings) as archive:
        names = ThingNames(archive.models, session.language)
        events = [next(iter(archive.log.read(at - 1, limit=1))) for at in positions]
        return [sentence(event, session.language, names=names, zone=zone) for event in events]
