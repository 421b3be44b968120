"""The chain: every append is hashed onto the one before it, so that none can be altered unseen.

An append's *line* is its canonical text: compact JSON of where it begins, its envelope and its
events, each payload as it is stored. Its digest is SHA-256 of the digest before it and the line.
"""

import hashlib
import re
from collections.abc import Sequence

import msgspec

from pos2web.log.statements import Row

DIGEST_BYTES = 32

ChainedEvent = tuple[str, int, str, int, msgspec.Raw]
"""Stream, version, type, cause and payload."""


class AppendRecord(msgspec.Struct, frozen=True, gc=False):
    """One whole append. The order of the fields is part of the format."""

    position: int
    at: int
    actor: str
    run: str
    connection: str
    events: list[ChainedEvent]

    @property
    def last(self) -> int:
        """The position of its last event."""
        return self.position + len(self.events) - 1


_ID = re.compile("[0-9a-f]{32}")
_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(AppendRecord)


def is_id(stored: object) -> bool:
    """Whether this can be a log's id: 32 hexadecimal digits."""
    return isinstance(stored, str) and _ID.fullmatch(stored) is not None


def start(log_id: str) -> bytes:
    """The digest before the first append of a log."""
    return hashlib.sha256(f"pos2web log {log_id}".encode()).digest()


def link(before: bytes, line: bytes | bytearray) -> bytes:
    """The digest after an append."""
    digest = hashlib.sha256(before)
    digest.update(line)
    return digest.digest()


def encoded(line: AppendRecord) -> bytearray:
    """A line as its bytes."""
    # Into a buffer, because that is twice as fast as the encoder's own.
    written = bytearray()
    _ENCODER.encode_into(line, written)
    return written


def line_of(position: int, rows: Sequence[Row]) -> AppendRecord:
    """The line of the append of these rows, the first of which is at this position."""
    _, _, _, _, at, actor, _, run, connection = rows[0]
    raw = msgspec.Raw
    events = [
        (stream, version, name, cause, raw(payload))
        for stream, version, name, payload, _, _, cause, _, _ in rows
    ]
    return AppendRecord(position, at, actor, run, connection, events)


def parsed(line: bytes) -> AppendRecord:
    """The append that a line tells of. Raises msgspec.DecodeError."""
    return _DECODER.decode(line)
