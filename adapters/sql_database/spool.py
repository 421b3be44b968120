"""Keeps what was read until it is asked for: in memory while it is little, else in a file.

So a database is read in one go and let go of, however long its reader takes over each page.
"""

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import Generic, TypeVar

import msgspec

Kept = TypeVar("Kept")
IN_MEMORY_BYTES_MAX = 16_000_000
LENGTH_BYTES = 4


class Spool(Generic[Kept]):
    """Records of one type, given back in the order in which they came."""

    def __init__(self, kept: type[Kept]) -> None:
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES_MAX)  # noqa: SIM115 - closed by close
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(kept)

    def add(self, record: Kept) -> bytes:
        """Keep one more, and say how it is written."""
        written = self._encoder.encode(record)
        self._file.write(len(written).to_bytes(LENGTH_BYTES, "big"))
        self._file.write(written)
        return written

    def __iter__(self) -> Iterator[Kept]:
        self._file.seek(0)
        while head := self._file.read(LENGTH_BYTES):
            yield self._decoder.decode(self._file.read(int.from_bytes(head, "big")))

    def close(self) -> None:
        """Forget all of it."""
        self._file.close()
