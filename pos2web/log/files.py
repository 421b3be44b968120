"""Files that are there whole or not at all, whatever dies when; only this user may read them."""

import contextlib
import os
from pathlib import Path

from pos2web.errors import TransientError
from pos2web.messages import message

SUFFIX = ".new"
"""What a file is called until it is whole; whoever finds one may remove it."""


def keep(path: Path, content: bytes) -> None:
    """Write a file, on disk when this returns. Raises TransientError where that can't be."""
    new = path.with_name(path.name + SUFFIX)
    try:
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        place(new, path)
    except OSError as error:
        raise TransientError(
            message("{path} can't be written now: {error}", path=path, error=error)
        ) from error


def place(new: Path, path: Path) -> None:
    """Give a file its name once it is on disk, for good when this returns."""
    with new.open("rb+") as file:
        os.fsync(file.fileno())
    new.replace(path)
    with contextlib.suppress(PermissionError):  # Windows opens no folder, and need not sync one.
        descriptor = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def clear(folder: Path) -> None:
    """Remove what was begun in a folder and never became whole. Raises as `keep` does."""
    try:
        for begun in folder.glob(f"*{SUFFIX}"):
            begun.unlink(missing_ok=True)
    except OSError as error:
        raise TransientError(
            message("{folder} can't be tidied now: {error}", folder=folder, error=error)
        ) from error


def private_folder(path: Path) -> None:
    """Make a folder that only this user may enter, if it is not there."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise TransientError(
            message("{path} can't be made: {error}", path=path, error=error)
        ) from error
