"""Sealed segments: the log cut into files of about 10,000 events each, as soon as it is so long.

They lie in one folder with the dictionaries for shorter pieces, and prove what the log was when it
was sealed: whoever alters the log afterwards would have to alter them, and what backups have, too.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from pos2web.errors import ArchiveError
from pos2web.log.files import clear, keep, private_folder
from pos2web.log.log import Log
from pos2web.log.segments import (
    HEADER_BYTES_MAX,
    Header,
    Segment,
    cut,
    header_of,
    name_of,
    read,
    train,
)
from pos2web.messages import message

SEGMENT_EVENTS = 10_000
DICTIONARY_BYTES = 64 << 10
DICTIONARY_EVENTS_MIN = 2_000
RETRAINED_AT = 10
"""A dictionary is followed by another one when the log has become so many times as long."""

STRETCHES, STRETCH_EVENTS, SAMPLE_BYTES_MAX = 64, 150, 4_096
SAMPLES_MIN = 64
"""What a dictionary is trained with: appends from all over the log."""

_SEGMENT = re.compile(r"(\d{12,})-(\d{12,})\.segment")
_DICTIONARY = re.compile(r"(\d{12,})-([0-9a-f]{64})\.dictionary")


class SealedSegment(msgspec.Struct, frozen=True, order=True):
    """A sealed segment by its name: its positions, and where it lies."""

    first: int
    last: int
    path: Path


def seal(
    log: Log, folder: Path, *, events: int = SEGMENT_EVENTS, at_most: int | None = None
) -> list[Path]:
    """Seal what is not sealed yet, in segments of about so many events; those that were made.

    At most so many at once; the rest of the log, shorter than a segment, waits. May be killed at any moment and called again:
    the same log is cut at the same places, and every file is whole when it has its name. A segment
    that was lost is made anew. Raises ArchiveError where segments and log don't fit together,
    TransientError where nothing can be written.
    """
    clear(folder)
    there = {one.first: one for one in sealed(folder)}
    if there:
        _refuse_others(log, max(there.values()))
    made: list[Path] = []
    after, head = 0, log.head
    while head - after >= events and (at_most is None or len(made) < at_most):
        known = there.get(after + 1)
        if known is None:
            upto = _end(log, after, events)
            made.append(path_of(folder, after + 1, upto))
            private_folder(folder)
            keep(made[-1], cut(log, after, upto))
        after = known.last if known else upto
    if head >= DICTIONARY_EVENTS_MIN and folder.is_dir():
        _keep_dictionary(log, folder, head)
    return made


def sealed(folder: Path) -> list[SealedSegment]:
    """The sealed segments that lie in a folder, by their names, oldest first; none without one."""
    if not folder.is_dir():
        return []
    named = ((_SEGMENT.fullmatch(path.name), path) for path in folder.iterdir())
    return sorted(SealedSegment(int(name[1]), int(name[2]), path) for name, path in named if name)


def path_of(folder: Path, first: int, last: int) -> Path:
    """Where a segment of these positions lies."""
    return folder / f"{first:012}-{last:012}.segment"


def dictionary_path_of(folder: Path, head: int, content: bytes) -> Path:
    """Where a dictionary lies that was trained when the log was so long."""
    return folder / f"{head:012}-{name_of(content)}.dictionary"


def dictionaries(folder: Path) -> dict[str, bytes]:
    """The dictionaries in a folder, by their names, the one to pack with last.

    What is not what its name says is not given.
    """
    found = {}
    for path in sorted(folder.glob("*.dictionary")):
        name, content = _DICTIONARY.fullmatch(path.name), path.read_bytes()
        if name and name_of(content) == name[2]:
            found[name[2]] = content
    return found


def dictionary(folder: Path) -> bytes | None:
    """The dictionary to pack pieces with; None until the log is long enough to have one.

    Sealed segments are packed without: they are as small, and need nothing else to be read.
    """
    return next(reversed(dictionaries(folder).values()), None)


def read_sealed(one: SealedSegment) -> Segment:
    """A sealed segment, read and found whole. Raises ArchiveError that names its file."""
    try:
        content = one.path.read_bytes()
        needed = header_of(content).dictionary
        segment = read(content, dictionaries(one.path.parent).get(needed) if needed else None)
    except (ArchiveError, OSError) as error:
        raise ArchiveError(message("{name}: {error}", name=one.path.name, error=error)) from error
    if (segment.header.first, segment.header.last) != (one.first, one.last):
        raise ArchiveError(message("{name} is not what its name says", name=one.path.name))
    return segment


def misfits(log: Log, one: SealedSegment, header: Header) -> Iterator[str]:
    """What doesn't fit together in a sealed segment and the log as it is now."""
    if header.log != log.id:
        yield message("{name} is of another log: {log}", name=one.path.name, log=header.log)
        return
    head = log.head
    if one.last > head:
        yield message(
            "positions {first} to {last} are missing: {name} has them",
            first=head + 1,
            last=one.last,
            name=one.path.name,
        )
        return
    try:
        is_same = log.digest_at(one.last).hex() == header.after
    except ArchiveError:
        is_same = False
    if not is_same:
        yield message(
            "positions up to {last} are not those that were sealed in {name}",
            last=one.last,
            name=one.path.name,
        )


def _refuse_others(log: Log, last: SealedSegment) -> None:
    try:
        with last.path.open("rb") as file:
            header = header_of(file.read(HEADER_BYTES_MAX))
    except (ArchiveError, OSError) as error:
        raise ArchiveError(
            message("nothing is sealed any more: {path}: {error}", path=last.path, error=error)
        ) from error
    for problem in misfits(log, last, header):
        raise ArchiveError(message("nothing is sealed any more: {problem}", problem=problem))


def _end(log: Log, after: int, events: int) -> int:
    """Where the segment that begins there ends: always the same, however long the log is."""
    end = log.boundary(after + events)
    return end if end > after else log.next_boundary(after)  # One append may be longer.


def _keep_dictionary(log: Log, folder: Path, head: int) -> None:
    trained = [int(name[1]) for name in map(_name_of_dictionary, folder.iterdir()) if name]
    if trained and head < RETRAINED_AT * max(trained):
        return
    content = _trained(log, head)
    if content is not None:
        keep(dictionary_path_of(folder, head, content), content)


def _name_of_dictionary(path: Path) -> re.Match[str] | None:
    return _DICTIONARY.fullmatch(path.name)


def _trained(log: Log, head: int) -> bytes | None:
    samples = []
    step = head // STRETCHES
    for number in range(STRETCHES):
        start = log.boundary(step * number)
        stretch = log.lines(start, start + min(step, STRETCH_EVENTS))
        samples += [line[:SAMPLE_BYTES_MAX] for line in stretch]
    if len(samples) < SAMPLES_MIN:
        return None
    return train(samples, DICTIONARY_BYTES)
