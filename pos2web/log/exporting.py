"""The log taken elsewhere: written as segments into a folder, and made anew of such a folder."""

from pathlib import Path

import msgspec

from pos2web.errors import ArchiveError, ConflictError, SettingsError
from pos2web.log.files import keep, private_folder
from pos2web.log.loading import Loaded, Progress, load
from pos2web.log.lock import WriterLock
from pos2web.log.log import Log
from pos2web.log.sealing import (
    SEGMENT_EVENTS,
    dictionary,
    dictionary_path_of,
    path_of,
    read_sealed,
    sealed,
)
from pos2web.log.segments import cut
from pos2web.messages import message
from pos2web.ports import Clock

SHORT_EVENTS = SEGMENT_EVENTS // 2
"""A segment of fewer is packed with the log's dictionary, which is put beside it."""


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """Which positions were exported, into which files; none where `first` is after `last`."""

    first: int
    last: int
    files: list[Path]


def export(log: Log, folder: Path, *, after: int = 0, upto: int | None = None) -> Exported:
    """Write whole appends as segments: from the one that holds what follows position `after`, to
    the last that ends at `upto` or before.

    Exported again, the same is written anew. Raises ConflictError where the folder holds segments
    of another log, ArchiveError where this one isn't what was written.
    """
    private_folder(folder)
    for one in sealed(folder):
        if read_sealed(one).header.log != log.id:
            raise ConflictError(
                message(
                    "{folder} holds segments of another log: choose an empty folder", folder=folder
                )
            )
    begin = start = log.boundary(after)
    head = log.boundary(log.head if upto is None else upto)
    packing = dictionary(log.segments)
    made: list[Path] = []
    while start < head:
        end = log.boundary(min(head, start + SEGMENT_EVENTS))
        end = end if end > start else log.next_boundary(start)
        used = packing if end - start < SHORT_EVENTS else None
        if used is not None:
            made.append(dictionary_path_of(folder, head, used))
            keep(made[-1], used)
        made.append(path_of(folder, start + 1, end))
        keep(made[-1], cut(log, start, end, used))
        start = end
    return Exported(first=begin + 1, last=start, files=made)


def load_folder(
    path: Path, folder: Path, *, clock: Clock, progress: Progress | None = None
) -> Loaded:
    """Make the log at `path` of a folder of segments, as `loading.load` does, which says the rest.

    Raises SettingsError where the folder holds none, ArchiveError that names the file.
    """
    found = sealed(folder)
    if not found:
        raise SettingsError(message("there are no segments of a log in {folder}", folder=folder))
    lock = WriterLock(path)
    lock.acquire(0.0, clock())
    try:
        return load(path, (read_sealed(one) for one in found), progress=progress)
    except ArchiveError as error:
        raise ArchiveError(message("{folder}: {error}", folder=folder, error=error)) from error
    finally:
        lock.release()
