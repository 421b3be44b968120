"""Where the running daemon is to be found: a file in the home, there while it runs."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from pos2web.settings import Home

TOKEN_BYTES = 32
FILE_BYTES_MAX = 10_000


class Presence(msgspec.Struct, frozen=True, kw_only=True):
    """A daemon: its process, its address, and what it wants to be shown there."""

    pid: int
    url: str
    token: str
    version: str
    started_at: datetime

    def __repr__(self) -> str:
        return f"Presence(pid={self.pid}, url={self.url!r})"


def new_token() -> str:
    """A secret that nobody can guess, fit for headers and addresses."""
    return secrets.token_urlsafe(TOKEN_BYTES)


@contextmanager
def announced(home: Home, presence: Presence) -> Iterator[None]:
    """Tell the other commands of this home where we are, until the block ends."""
    _write_private(home.daemon, msgspec.json.encode(presence))
    try:
        yield
    finally:
        withdraw(home, presence.pid)


def withdraw(home: Home, pid: int) -> None:
    """Take the word back; another daemon's stays."""
    found = find(home)
    if found is not None and found.pid == pid:
        home.daemon.unlink(missing_ok=True)


def find(home: Home) -> Presence | None:
    """What the last daemon said; it may be dead, or be another installation's."""
    try:
        with home.daemon.open("rb") as file:
            return msgspec.json.decode(file.read(FILE_BYTES_MAX), type=Presence)
    except (OSError, msgspec.DecodeError, UnicodeError):
        return None


def hook_token(home: Home) -> str:
    """What tills of this installation show; made when it is first asked for."""
    try:
        token = home.hook_token.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        token = ""
    if token:
        return token
    made = new_token()
    _write_private(home.hook_token, f"{made}\n".encode())
    return made


def _write_private(file: Path, content: bytes) -> None:
    """Put a file there at once and whole, that only its owner can read."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}.new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    draft.replace(file)
