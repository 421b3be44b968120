"""Snapshots: the state as it was at some positions, so that the past need not be read from its start.

A snapshot is a compressed copy of the read models' file, named by its position and by the version
of their tables: `000000120000-5f0a11c2.db.zst`. It begins with a skippable zstd frame that says
what it holds, so that `zstd -d` opens it. Any of them may be deleted at any time: the log alone
is enough, only slower.
"""

import hashlib
import os
import re
import shutil
import sqlite3
import struct
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec
import zstandard

from pos2web.errors import ArchiveError
from pos2web.messages import message
from pos2web.projections.following.database import drop_database, schema_version
from pos2web.projections.following.progress import ProjectionProgress
from pos2web.projections.read_models import EventSource, ReadModels, is_in

EVENTS_EVERY = 5_000
"""How many events lie between two snapshots: their replay costs about as much as the unpacking."""

KEPT_AFTER = 50_000
"""What took the replay of so many events is kept: who looks there again doesn't wait."""

PER_SCALE = 8
"""How many are kept of each scale: see `thin`."""

SIZE_BYTES_MAX = 4 * 1024**3
"""No state that we know of is a tenth of it."""

_NAME = re.compile(r"(\d{12})-([0-9a-f]{8})\.db\.zst")
_UNFINISHED = ".taking-"
_SKIPPABLE = struct.Struct("<II")
_MAGIC = 0x184D2A50
_HEADER_BYTES_MAX = 4_096
_PIECE_BYTES = 1024 * 1024
_LEVEL = 3
"""Higher ones take several times as long for a tenth less."""

_LOOK = "SELECT position, mark FROM progress WHERE id = 1"
_GO_ON = "UPDATE progress SET stopped_at = 0, attempts = 0, error = ''"

_handling = threading.Lock()
"""Taking and thinning take turns: what is half made looks like what was left behind."""


class SnapshotFile(NamedTuple):
    """A file that says by its name that it is the state at a position."""

    position: int
    path: Path


class _SnapshotHeader(msgspec.Struct, frozen=True, kw_only=True):
    """What a snapshot holds: `mark` is that of the last event, `sha256` of the file within."""

    position: int
    schema: int
    mark: str
    size: int
    sha256: str


def take(models: ReadModels, folder: Path) -> Path:
    """Write the state as it is now into the folder, and say where.

    Nobody has to wait meanwhile: it is the state after some whole batch, and the name says which
    position that is. It is there whole or not at all; taken twice at one position there is one.
    Raises ArchiveError where it can't be read or written.
    """
    with _handling:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=_UNFINISHED, dir=folder) as scratch:
                copy, packed = Path(scratch) / "models.db", Path(scratch) / "packed"
                header = _copied(models.path, copy)
                _pack(copy, header, packed)
                path = folder / f"{header.position:012}-{header.schema:08x}.db.zst"
                packed.replace(path)
        except (OSError, sqlite3.Error) as error:
            raise ArchiveError(
                message(
                    "no snapshot could be taken in {folder}: {error}", folder=folder, error=error
                )
            ) from error
    return path


def listed(folder: Path) -> list[SnapshotFile]:
    """The snapshots of this version of the tables, the oldest first; none where there is no folder."""
    here = f"{schema_version():08x}"
    return [
        SnapshotFile(position, path) for position, schema, path in _named(folder) if schema == here
    ]


def nearest(folder: Path, position: int) -> SnapshotFile | None:
    """The newest snapshot at or before a position, by its name; None where there is none."""
    found = [one for one in listed(folder) if one.position <= position]
    return found[-1] if found else None


def load(content: bytes, path: Path) -> int:
    """Put the state that a snapshot holds into a file of its own; the position that it is at.

    The file is there whole or not at all, in the place of any that was there. Raises ArchiveError
    where the content is damaged, or of another version of the tables.
    """
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with BytesIO(content) as packed:
            header = _read_header(packed)
            if header.schema != schema_version():
                raise ArchiveError(message("the snapshot is of another version of the read models"))
            _unpack(packed, header, unfinished)
        drop_database(path)
        unfinished.replace(path)
    except OSError as error:
        raise ArchiveError(
            message("the snapshot cannot be written to {path}: {error}", path=path, error=error)
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return header.position


def thin(folder: Path, *, every: int = EVENTS_EVERY, per_scale: int = PER_SCALE) -> list[Path]:
    """Delete what is no longer worth its place; what was deleted.

    Of each stretch of `every` events one snapshot stays, for the last `per_scale` stretches; of
    each stretch of twice as many, four times as many, and so on, one too, for as many of those.
    So there are `per_scale` for each doubling of the log at most, and to any position leads one
    that is not much further away, in proportion, than that position from the end. The newest
    stays. Those of other versions go, and what somebody who was killed left half made.
    """
    with _handling:
        kept = _worth_keeping(listed(folder), every, per_scale)
        gone = [path for _, _, path in _named(folder) if path not in kept]
        for path in gone:
            path.unlink(missing_ok=True)
        for left in folder.glob(f"{_UNFINISHED}*"):
            shutil.rmtree(left, ignore_errors=True)
    return gone


def discard(folder: Path) -> None:
    """Delete all of them, as when nothing of what they hold may stay."""
    with _handling:
        for _, _, path in _named(folder):
            path.unlink(missing_ok=True)


@contextmanager
def models_at(
    log: EventSource, folder: Path, position: int, *, kept_after: int = KEPT_AFTER
) -> Iterator[ReadModels]:
    """The state as it was at a position, for as long as the block lasts; nobody else sees it.

    From the nearest snapshot that can be used and what the log says after it, otherwise from the
    log alone: the rows are the same. What took long is left as a snapshot, where that can be
    written. Raises as `ReadModels.catch_up` does.
    """
    with tempfile.TemporaryDirectory(prefix="pos2web-") as scratch:
        path = Path(scratch) / "models.db"
        begun = _begin(log, folder, position, path)
        with closing(ReadModels.open(path)) as models:
            if models.catch_up(log, upto=position) - begun >= kept_after:
                with suppress(ArchiveError):
                    take(models, folder)
            yield models


def _begin(log: EventSource, folder: Path, position: int, path: Path) -> int:
    """Begin with the nearest snapshot that is whole and of this log, if there is one; where."""
    for snapshot in reversed(listed(folder)):
        if snapshot.position > position:
            continue
        try:
            content = snapshot.path.read_bytes()
            header = _read_header(BytesIO(content))
            if is_in(log, ProjectionProgress(position=header.position, mark=header.mark)):
                return load(content, path)
        except (ArchiveError, OSError):
            continue  # The one before will do.
    return 0


def _named(folder: Path) -> list[tuple[int, str, Path]]:
    """Position, schema and path of whatever is called like a snapshot, by position."""
    found = [(_NAME.fullmatch(path.name), path) for path in folder.glob("*.db.zst")]
    return sorted((int(name[1]), name[2], path) for name, path in found if name is not None)


def _worth_keeping(snapshots: list[SnapshotFile], every: int, per_scale: int) -> set[Path]:
    if not snapshots:
        return set()
    newest = snapshots[-1]
    kept, stretch = {newest.path}, every
    while True:
        firsts: dict[int, Path] = {}
        for position, path in snapshots:
            firsts.setdefault(position // stretch, path)
        kept.update([*firsts.values()][-per_scale:])
        if len(firsts) <= per_scale:
            return kept
        stretch *= 2


def _copied(path: Path, copy: Path) -> _SnapshotHeader:
    """Copy the state, in good order and without gaps, and return the header that describes it."""
    _make(copy).close()
    with closing(sqlite3.connect(path)) as models:
        models.execute("VACUUM INTO ?", (str(copy),))
    with closing(sqlite3.connect(copy, isolation_level=None)) as copied:
        position, mark = copied.execute(_LOOK).fetchone() or (0, "")
        copied.execute(_GO_ON)  # What stopped it may be mended when it is used.
    with copy.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    size = copy.stat().st_size
    return _SnapshotHeader(
        position=position, schema=schema_version(), mark=mark, size=size, sha256=digest
    )


def _pack(copy: Path, header: _SnapshotHeader, packed: Path) -> None:
    said = msgspec.json.encode(header)
    with copy.open("rb") as content, _make(packed) as file:
        file.write(_SKIPPABLE.pack(_MAGIC, len(said)) + said)
        packer = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
        packer.copy_stream(content, file, size=header.size)
        file.flush()
        os.fsync(file.fileno())


def _read_header(packed: BinaryIO) -> _SnapshotHeader:
    begin = packed.read(_SKIPPABLE.size)
    if len(begin) < _SKIPPABLE.size:
        raise ArchiveError(message("the snapshot is cut off at its beginning"))
    magic, length = _SKIPPABLE.unpack(begin)
    if magic != _MAGIC or length > _HEADER_BYTES_MAX:
        raise ArchiveError(message("this is no snapshot of read models"))
    try:
        return msgspec.json.decode(packed.read(length), type=_SnapshotHeader)
    except msgspec.MsgspecError as error:
        raise ArchiveError(
            message("the snapshot's beginning is damaged: {error}", error=error)
        ) from error


def _unpack(packed: BinaryIO, header: _SnapshotHeader, path: Path) -> None:
    """Write the file within, as long as it is what the header says."""
    digest, size = hashlib.sha256(), 0
    size_max = min(header.size, SIZE_BYTES_MAX)
    unpacker = zstandard.ZstdDecompressor()
    with _make(path) as file, unpacker.stream_reader(packed, read_across_frames=False) as reader:
        try:
            while size <= size_max and (piece := reader.read(_PIECE_BYTES)):
                size += len(piece)
                digest.update(piece)
                file.write(piece)
        except zstandard.ZstdError as error:
            raise ArchiveError(message("the snapshot is damaged: {error}", error=error)) from error
    if (size, digest.hexdigest()) != (header.size, header.sha256):
        raise ArchiveError(message("the snapshot is damaged: it does not hold what it says"))


def _make(path: Path) -> BinaryIO:
    """A new file that only this user may read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
