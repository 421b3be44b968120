"""What a database's cell means: exact numbers, clean texts, flags, keys and marks of change."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from hashlib import blake2b
from typing import NamedTuple

from pos2web.domain.values import nfc
from pos2web.messages import message

PLAIN_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
TRUE = frozenset({"1", "true", "t", "yes", "y", "on", "oui", "o", "vrai", "ja", "j"})
FALSE = frozenset({"0", "false", "f", "no", "n", "off", "non", "faux", "nein"})
CENTS = Decimal("0.01")
SHOWN_CHARS_MAX = 60

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

Cell = object
"""A value as a database driver hands it over."""


class UnreadableError(Exception):
    """A cell means nothing that we know; the text says what is in it and why not."""


def shown(cell: Cell) -> str:
    """A cell for people's eyes, cut short."""
    text = str(cell)
    return f"«{text[:SHOWN_CHARS_MAX]}…»" if len(text) > SHOWN_CHARS_MAX else f"«{text}»"


def number(cell: Cell) -> Decimal:
    """The exact number, without zeros that say nothing; a float means the digits that it prints."""
    if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal | str):
        raise UnreadableError(message("{what} is not a number", what=_what(cell)))
    text = cell.strip() if isinstance(cell, str) else str(cell)
    if isinstance(cell, str) and not PLAIN_NUMBER.fullmatch(text):
        what = _what(text)
        if "," in text:
            raise UnreadableError(message("{what} holds a comma: write 9.90, not 9,90", what=what))
        raise UnreadableError(message("{what} is not a number", what=what))
    value = Decimal(text)
    if not value.is_finite():
        raise UnreadableError(message("{what} is not a number", what=shown(text)))
    return _without_idle_zeros(value)


def amount(cell: Cell) -> Decimal:
    """A number with at least two decimals, and more only where they say something."""
    value = number(cell)
    exponent = value.as_tuple().exponent
    return value.quantize(CENTS) if isinstance(exponent, int) and exponent > -2 else value


def _without_idle_zeros(value: Decimal) -> Decimal:
    if not value:
        return Decimal(0)
    value = value.normalize() if len(value.as_tuple().digits) <= 28 else value
    exponent = value.as_tuple().exponent
    return value.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else value


def text(cell: Cell) -> str:
    """The trimmed text in form NFC; empty where there is none."""
    match cell:
        case None:
            return ""
        case str():
            if found := CONTROL.search(cell):
                raise UnreadableError(
                    message(
                        "{text} holds the control character U+{code:04X}",
                        text=shown(CONTROL.sub("·", cell)),
                        code=ord(found[0]),
                    )
                )
            return nfc(cell.strip())
        case bool():
            raise UnreadableError(message("{cell} is not a text", cell=shown(cell)))
        case int() | Decimal():
            return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
        case float() if cell.is_integer():
            return str(int(cell))
        case bytes() | bytearray() | memoryview():
            return _decoded(bytes(cell))
        case _:
            raise UnreadableError(message("{cell} is not a text", cell=shown(cell)))


def _decoded(raw: bytes) -> str:
    try:
        return text(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise UnreadableError(
            message("{text} is not UTF-8", text=shown(raw.decode("latin-1")))
        ) from error


def flag(cell: Cell) -> bool:
    """Yes or no, in the ways that databases and people write it."""
    bit = int.from_bytes(cell, "big") if isinstance(cell, bytes) else cell
    word = str(bit).strip().casefold()
    if word in TRUE:
        return True
    if word in FALSE:
        return False
    raise UnreadableError(message("{what} is neither yes nor no", what=_what(cell)))


def whole(cell: Cell) -> int:
    """A number without decimals."""
    value = number(cell)
    if value != value.to_integral_value():
        raise UnreadableError(message("{cell} is not a whole number", cell=shown(cell)))
    return int(value)


def key(cell: Cell) -> str | None:
    """What identifies a thing; None where there is nothing."""
    if type(cell) is int:
        return str(cell)
    return text(str(cell) if isinstance(cell, date | time) else _plain(cell)) or None


def content_stamp(cell: Cell) -> str:
    """A short text that is another one for another content."""
    if not isinstance(cell, bytes | bytearray | memoryview):
        raise UnreadableError(message("{cell} is not a photo's content", cell=shown(cell)))
    raw = bytes(cell)
    return f"{len(raw)}-{blake2b(raw, digest_size=8).hexdigest()}"


def _plain(cell: Cell) -> Cell:
    """UUIDs and the like by their text."""
    known = str | int | float | Decimal | bytes | bytearray | memoryview | None
    return cell if isinstance(cell, known) else str(cell)


def _what(cell: Cell) -> str:
    return "nothing" if cell is None or cell == "" else shown(cell)


class Moment(NamedTuple):
    """When a row changed: the earliest and the latest that its mark may mean.

    They differ for a day without an hour, and in the hour that a local clock shows twice.
    Instants are in microseconds, versions as they are.
    """

    earliest: int
    latest: int
    is_instant: bool


def moment(cell: Cell, zone: tzinfo) -> Moment | None:
    """What a mark of change means; None when it can't be told, which counts as changed."""
    match cell:
        case datetime():
            return _between(cell, cell, zone)
        case date():
            first, last = (datetime.combine(cell, hour) for hour in (time.min, time.max))
            return _between(first, last, zone)
        case str():
            return _written_moment(cell.strip(), zone)
        case bytes():
            return _version(int.from_bytes(cell, "big"))
        case int() | float() | Decimal() if not isinstance(cell, bool):
            return _version(int(cell if isinstance(cell, int) else cell * 1_000))
        case _:
            return None


def _version(version: int) -> Moment:
    return Moment(version, version, is_instant=False)


def _written_moment(mark: str, zone: tzinfo) -> Moment | None:
    if mark.isdecimal():
        return _version(int(mark))
    try:
        day_only = len(mark) == 10
        return moment((date if day_only else datetime).fromisoformat(mark), zone)
    except ValueError:
        return None


def _between(first: datetime, last: datetime, zone: tzinfo) -> Moment:
    if zone is UTC or first.tzinfo is not None:
        earliest = _microseconds(first, zone)
        latest = earliest if last is first else _microseconds(last, zone)
        return Moment(earliest, latest, is_instant=True)
    readings = [
        _microseconds(at.replace(fold=fold), zone) for at in (first, last) for fold in (0, 1)
    ]
    return Moment(min(readings), max(readings), is_instant=True)


def _microseconds(at: datetime, zone: tzinfo) -> int:
    known = at if at.tzinfo is not None else at.replace(tzinfo=zone)
    return (known - EPOCH) // MICROSECOND
