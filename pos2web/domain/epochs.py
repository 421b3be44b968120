"""Epochs: which installation writes to a shop, by the mark that is kept there."""

from datetime import UTC, datetime
from enum import Enum
from typing import Self

import msgspec

from pos2web.domain.reasons import Code, Reason

_WORD, _VERSION = "pos2web", "1"
_INSTANT = "%Y-%m-%dT%H:%M:%SZ"


class Epoch(msgspec.Struct, frozen=True, kw_only=True):
    """One epoch of an installation: `id` tells it from every other, `number` counts."""

    number: int
    id: str
    why: str
    began_at: datetime


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """Who writes to a shop: an epoch of the installation whose log this is."""

    log: str
    number: int
    epoch: str
    since: datetime

    @classmethod
    def of(cls, log: str, epoch: Epoch) -> Self:
        """The mark of an epoch."""
        return cls(log=log, number=epoch.number, epoch=epoch.id, since=epoch.began_at)

    @property
    def text(self) -> str:
        """As it is kept at a shop, in one line of at most `MARK_CHARS_MAX` characters."""
        since = self.since.astimezone(UTC).strftime(_INSTANT)
        return f"{_WORD} {_VERSION} {self.log} {self.number} {self.epoch} {since}"


class Writer(Enum):
    """Who writes to a shop, as seen from an epoch: nobody yet, it, an epoch of the same installation
    that is over, or somebody else."""

    NOBODY = "nobody"
    US = "us"
    BEFORE = "before"
    ANOTHER = "another"


def read_mark(text: str) -> Mark | None:
    """What a mark says; None where it says nothing that this version understands."""
    words = text.split()
    if len(words) != 6 or words[:2] != [_WORD, _VERSION] or not words[3].isdecimal():
        return None
    try:
        since = datetime.strptime(words[5], _INSTANT).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Mark(log=words[2], number=int(words[3]), epoch=words[4], since=since)


def writer_of(text: str | None, own: Mark) -> Writer:
    """Who writes to a shop that shows this mark. A mark that nobody understands is another's."""
    if text is None:
        return Writer.NOBODY
    mark = read_mark(text)
    if mark is None or mark.log != own.log:
        return Writer.ANOTHER
    if mark.epoch == own.epoch:
        return Writer.US
    return Writer.BEFORE if mark.number < own.number else Writer.ANOTHER


def superseded(text: str, log: str) -> Reason:
    """Why the installation of this log writes no more to a shop that shows this mark."""
    mark = read_mark(text)
    kin = "unknown" if mark is None else "same" if mark.log == log else "other"
    return Reason(Code.SUPERSEDED, {"writer": f"{kin} {text}"})


def next_number(known: Epoch | None, text: str | None, log: str) -> int:
    """The number of an epoch that comes after the one that is known, and after that of a mark of the
    same installation."""
    mark = read_mark(text or "")
    seen = mark.number if mark is not None and mark.log == log else 0
    return max(known.number if known is not None else 0, seen) + 1
