"""The form of the keyring, as docs/privacy.md has it: text, one JSON object a line."""

import hashlib

import msgspec

from pos2web.errors import ArchiveError
from pos2web.messages import message

FORMAT, VERSION = "pos2web keyring", 1

KEY_BYTES = 32
CHECK_CHARS = 8


class _KeyringHeader(msgspec.Struct, frozen=True, kw_only=True):
    format: str
    version: int


class _KeyringLine(msgspec.Struct, frozen=True, kw_only=True):
    """`key` is base64, null once it was destroyed; `check` shows whether the line is as written."""

    person: str
    key: bytes | None
    check: str


Keys = dict[str, bytes | None]
"""The key of each person, None where it was destroyed."""

HEADER = msgspec.json.encode(_KeyringHeader(format=FORMAT, version=VERSION)) + b"\n"


def line_of(person: str, key: bytes | None) -> bytes:
    """One person as a line; without a key, that it was destroyed."""
    line = _KeyringLine(person=person, key=key, check=_check(person, key))
    return msgspec.json.encode(line) + b"\n"


def _check(person: str, key: bytes | None) -> str:
    said = person.encode() + b" " + (key or b"")
    return hashlib.sha256(said).hexdigest()[:CHECK_CHARS]


def read(content: bytes, name: str) -> Keys:
    """The keys in a keyring. What follows the last whole line was never used: it is left out.

    Raises ArchiveError, which says by this name what is damaged, and where.
    """
    head, *lines = content.split(b"\n")
    try:
        header = msgspec.json.decode(head, type=_KeyringHeader)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise _damaged(name, 1) from error
    if header.format != FORMAT or not lines:
        raise _damaged(name, 1)
    if header.version > VERSION:
        raise ArchiveError(
            message(
                "{name} was written by a newer Pos2Web (version {version} of its format, "
                "this one reads {known} at most): use that one",
                name=name,
                version=header.version,
                known=VERSION,
            )
        )
    keys: Keys = {}
    for number, text in enumerate(lines[:-1], start=2):
        line = _parsed(text)
        if line is None or line.person in keys:
            raise _damaged(name, number)
        keys[line.person] = line.key
    return keys


def whole(content: bytes) -> bytes:
    """The content up to its last whole line."""
    return content[: content.rfind(b"\n") + 1]


def _parsed(text: bytes) -> _KeyringLine | None:
    try:
        line = msgspec.json.decode(text, type=_KeyringLine)
    except (msgspec.DecodeError, UnicodeError):
        return None
    is_key = line.key is None or len(line.key) == KEY_BYTES
    return line if is_key and line.check == _check(line.person, line.key) else None


def _damaged(name: str, line: int) -> ArchiveError:
    return ArchiveError(
        message(
            "{name} is damaged at line {line}: bring it back from a backup (docs/privacy.md)",
            name=name,
            line=line,
        )
    )
