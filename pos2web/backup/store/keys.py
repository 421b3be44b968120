"""Who can open a backup: age keys, and what is locked for them. The only home of `pyrage`.

A lock needs public keys only, so that a machine can ship what it could not open itself. What is
locked is a plain file of age (https://age-encryption.org, X25519): its `age` command opens it too.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyrage  # type: ignore[import-untyped]  # it comes without types
from pyrage import x25519

from pos2web.backup.store.damage import DamagedError, LockedError
from pos2web.errors import ConflictError, SettingsError
from pos2web.messages import message

KEY_CHARS_MAX = 100_000
"""More is no file of keys."""

_SECRET = "AGE-SECRET-KEY-1"  # noqa: S105 - what such keys begin with


class Locks:
    """Locks content so that any of some recipients can open it, and nobody else."""

    def __init__(self, recipients: Iterable[str]) -> None:
        """`recipients` are public keys (age1…). Raises SettingsError for one that isn't."""
        self.recipients = tuple(dict.fromkeys(recipients))
        if not self.recipients:
            raise SettingsError(
                message("a backup without recipients could never be opened: name a key")
            )
        self._locks = [_recipient(text) for text in self.recipients]

    def encrypt(self, content: bytes) -> bytes:
        """The content, locked; different each time."""
        locked: bytes = pyrage.encrypt(content, self._locks)
        return locked


class Keys:
    """Opens what was locked for any of some private keys."""

    def __init__(self, identities: Iterable[str]) -> None:
        """`identities` are private keys (AGE-SECRET-KEY-1…). Raises SettingsError for another."""
        self._identities = [_identity(text) for text in identities]

    @property
    def recipients(self) -> tuple[str, ...]:
        """The public halves."""
        return tuple(str(identity.to_public()) for identity in self._identities)

    def decrypt(self, content: bytes, name: str) -> bytes:
        """What was locked. `name` is the object's, for messages.

        Raises LockedError when it was locked for other keys, DamagedError when it is not what was
        locked: cut off, or changed.
        """
        try:
            opened: bytes = pyrage.decrypt(content, self._identities)
        except pyrage.DecryptError as error:
            if "No matching keys" in str(error):
                raise LockedError(
                    message(
                        "none of the keys given opens {name}: it was locked for others", name=name
                    ),
                    name=name,
                ) from error
            raise DamagedError(
                message("{name} is damaged: it can't be opened ({error})", name=name, error=error),
                name=name,
            ) from error
        return opened


def generate() -> str:
    """A new private key."""
    return str(x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """The public half of a private key. Raises SettingsError when it is none."""
    return str(_identity(identity).to_public())


def write_key(path: Path, identity: str) -> str:
    """Keep a private key in a new file that only this user may read; returns the public half.

    The file is one that age reads (`--identity`). Raises ConflictError when a file is there:
    a key that is lost opens nothing any more.
    """
    recipient = recipient_of(identity)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise ConflictError(
            message("{path} is there already, and keys are never overwritten", path=path)
        ) from error
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"# public key: {recipient}\n{identity}\n")
        file.flush()
        os.fsync(file.fileno())
    return recipient


def own_key(path: Path) -> Keys:
    """This machine's own key: read from its file, which is made where there is none."""
    if not path.exists():
        new = path.with_name(f"{path.name}.new")
        new.unlink(missing_ok=True)
        write_key(new, generate())
        new.replace(path)  # never seen half written
    return read_keys([path])


def read_keys(paths: Sequence[Path]) -> Keys:
    """The private keys in some files. Raises SettingsError that names the file without one."""
    return Keys(identity for path in paths for identity in _identities_in(path))


def _identities_in(path: Path) -> list[str]:
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(KEY_CHARS_MAX)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            message("the key {path} can't be read: {error}", path=path, error=error)
        ) from error
    lines = (line.strip() for line in text.splitlines())
    if found := [line for line in lines if line.upper().startswith(_SECRET)]:
        return found
    raise SettingsError(
        message("there is no private key ({secret}…) in {path}", secret=_SECRET, path=path)
    )


def _recipient(text: str) -> x25519.Recipient:
    try:
        return x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise SettingsError(
            message("{text!r} is no public key of age (age1…): {error}", text=text, error=error)
        ) from error


def _identity(text: str) -> x25519.Identity:
    try:
        return x25519.Identity.from_str(text)
    except pyrage.IdentityError as error:
        # The text is a secret, so it is not named.
        raise SettingsError(
            message(
                "that is no private key of age ({secret}…): {error}", secret=_SECRET, error=error
            )
        ) from error
