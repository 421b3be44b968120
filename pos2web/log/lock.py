"""One writing process per log: an operating system lock beside the file, and who holds it."""

import os
import socket
import sys
from datetime import datetime
from itertools import takewhile
from pathlib import Path

import filelock
import msgspec

from pos2web.errors import ConflictError, SettingsError
from pos2web.messages import Translatable, message

_COMMAND_CHARS_MAX = 200


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """The process that writes to a log."""

    pid: int
    host: str
    command: str
    since: datetime

    @property
    def said(self) -> Translatable:
        """Which process it is."""
        return message(
            "process {pid} on {host} ({command}), since {since:%Y-%m-%d %H:%M:%S} UTC",
            pid=self.pid,
            host=self.host,
            command=self.command,
            since=self.since,
        )


class WriterLock:
    """Held from `acquire` to `release`, and given up by the system if the process dies.

    The holder's name stands in a file of its own, because Windows lets nobody read a locked one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._holder = path.with_name(f"{path.name}.holder")
        self._lock = filelock.FileLock(
            path.with_name(f"{path.name}.lock"),
            mode=0o600,
            thread_local=False,
            fallback_to_soft=False,
        )

    def acquire(self, waits_s: float, now: datetime) -> None:
        """Take the lock, waiting so long for it. Raises ConflictError that says who has it."""
        try:
            self._lock.acquire(timeout=waits_s)
        except filelock.Timeout as error:
            raise ConflictError(
                message("{path} is being written by {who}", path=self._path, who=self._who())
            ) from error
        except OSError as error:
            raise SettingsError(
                message("no log can be written at {path}: {error}", path=self._path, error=error)
            ) from error
        holder = Holder(
            pid=os.getpid(),
            host=socket.gethostname(),
            command=_command(sys.argv),
            since=now,
        )
        write_private(self._holder, msgspec.json.encode(holder))

    def release(self) -> None:
        """Let others write. May be called twice."""
        if self._lock.is_locked:
            self._holder.unlink(missing_ok=True)
            self._lock.release()

    def _who(self) -> str:
        try:
            return msgspec.json.decode(self._holder.read_bytes(), type=Holder).said
        except (OSError, msgspec.DecodeError):
            return message("another process")


def _command(words: list[str]) -> str:
    """The program and its subcommand: what follows may be nobody's business."""
    program, *rest = words
    subcommand = takewhile(lambda word: not word.startswith("-"), rest)
    return " ".join([Path(program).name, *subcommand])[:_COMMAND_CHARS_MAX]


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only this user may read."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
