"""Files that are whole or not there at all, and durable once they are there."""

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from filelock import FileLock

NO_LINKS = {errno.EPERM, errno.EACCES, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EMLINK}
"""What is said where there are no hard links: by FAT and exFAT (EPERM), shares, FUSE."""

LOCK = "lock"
LOCK_WAIT_S = 30
LEFT_BEHIND_S = 24 * 3600
"""Older than this, an unfinished file is nobody's any more."""


def write_new(folder: Path, content: bytes) -> Path:
    """Make a file of any name, readable by its owner only, that is on disk when this returns."""
    file = folder / uuid4().hex
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as written:
            written.write(content)
            written.flush()
            os.fsync(descriptor)
    except OSError:
        with suppress(OSError):
            file.unlink(missing_ok=True)
        raise
    return file


def move_when_free(temporary: Path, target: Path) -> bool:
    """Give a file its name when nobody has it yet; of two at once one is told True."""
    if sys.platform == "win32":
        return renamed(temporary, target)
    try:
        os.link(temporary, target)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        with FileLock(temporary.parent / LOCK, timeout=LOCK_WAIT_S):
            return not target.exists() and renamed(temporary, target)
    return True


def renamed(temporary: Path, target: Path) -> bool:
    """Whether nobody had the name; Windows tells."""
    try:
        temporary.rename(target)
    except FileExistsError:
        return False
    return True


def make_folders(folder: Path, *, below: Path) -> None:
    """Make a folder, and those on the way to it that are missing, for their owner only."""
    if folder == below or folder.is_dir():
        return
    make_folders(folder.parent, below=below)
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        sync_folder(folder.parent)


def remove_empty_folders(folder: Path, *, below: Path) -> None:
    """Remove a folder, and those on the way to it, as far as they are empty."""
    while folder != below:
        try:
            folder.rmdir()
        except OSError:  # somebody has put something there, or removed it
            return
        folder = folder.parent


def remove_left_behind(folder: Path, *, written: Path) -> None:
    """Remove what was left unfinished a day before this file was written, by the disk's clock."""
    now = written.stat().st_mtime
    for each in folder.iterdir():
        with suppress(FileNotFoundError):
            if each.name != LOCK and now - each.stat().st_mtime > LEFT_BEHIND_S:
                each.unlink()


def sync_folder(folder: Path) -> None:
    """See to it that what was made, moved or removed in a folder stays so."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
