"""Epochs of this installation: the first begins by itself, another when somebody takes over."""

import secrets
from collections.abc import Callable
from datetime import datetime

from pos2web.domain.archive_facts import INSTALLED, MOVED, RESTORED, EpochBegan
from pos2web.domain.epochs import Epoch, Mark, next_number, read_mark
from pos2web.domain.streams import INSTALLATION
from pos2web.engine.context import SyncContext
from pos2web.log import Entry, Envelope, Log

DAEMON = "daemon"
"""The actor of what nobody asked for."""


def epochs(log: Log) -> list[Epoch]:
    """Every epoch of an installation, the first first; none in a log that is new."""
    return [
        Epoch(number=fact.number, id=fact.id, why=fact.why, began_at=event.recorded_at)
        for event in log.read_stream(INSTALLATION)
        if isinstance(fact := event.fact, EpochBegan)
    ]


def begun(log: Log) -> Epoch:
    """The epoch now; a log in which none began begins its first."""
    known = epochs(log)
    if not known:
        begin(log, EpochBegan(number=1, id=new_id(), why=INSTALLED), actor=DAEMON)
        known = epochs(log)
    return known[-1]


def restored_at(log: Log) -> datetime | None:
    """When the log was last brought back from a backup; None if it never was."""
    return max((one.began_at for one in epochs(log) if one.why == RESTORED), default=None)


def take_over(context: SyncContext, *, actor: str) -> list[int]:
    """From now on this installation is the one that writes to the shop; the event's position.

    A new epoch begins, and its mark is kept at the shop. Asked again, another one does. Raises
    TransientError, ProtocolError when the shop can't be asked: then it may have begun, and should be
    asked again.
    """
    log, text = context.log, context.shop.read_mark()
    known, mark = begun(log), read_mark(text or "")
    source = mark.epoch if mark is not None and mark.epoch != known.id else ""
    later = context.elsewhere(Mark.of(log.id, known))
    number = max(next_number(known, text, log.id), 0 if later is None else later.number + 1)
    fact = EpochBegan(number=number, id=new_id(), why=MOVED, source=source)
    position = begin(log, fact, actor=actor)
    context.models.catch_up(log)
    context.shop.write_mark(Mark.of(log.id, begun(log)).text)
    return [position]


def begin(log: Log, fact: EpochBegan, *, actor: str) -> int:
    """Record that an epoch begins; the event's position."""
    return log.append([Entry(stream=INSTALLATION, fact=fact)], Envelope(actor=actor))[0]


def new_id() -> str:
    """An epoch's id: no other has it, of whatever installation."""
    return secrets.token_hex(8)


def change_ids(log: Log) -> Callable[[], str]:
    """Gives ids of changes: no change of another epoch has one of them, nor any before."""
    known = epochs(log)
    number = known[-1].number if known else 0
    return lambda: f"{number}.{secrets.token_hex(8)}"
