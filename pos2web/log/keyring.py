"""The keyring: one key for each person, in a file of its own beside the log.

The log holds people's data only sealed under these keys, so a key that is destroyed takes with it
all that the log, its segments and its backups hold of that person, while they stay as they are.
"""

import hashlib
import os
import secrets
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Self

from pos2web.errors import ArchiveError, TransientError
from pos2web.log.files import keep
from pos2web.log.keyring_form import HEADER, KEY_BYTES, Keys, line_of, read, whole
from pos2web.messages import message

FILE = "people.keys"
PERSON_BYTES = 8

HOLDS = os.name == "posix"
"""Whether a file can still be reached when another has its name."""

_STRANGE = message(
    "it is not this log's, or an old one; bring the newest one back from a backup (docs/privacy.md)"
)


class Keyring:
    """The keys of people, in a file or, as `load` gives it, in memory.

    Any thread may use it. Only who has the log open for writing may add or destroy keys; others see
    what that one does. A file that is not there is never begun where there should be one.
    """

    def __init__(self, path: Path | None, content: bytes | None = None) -> None:
        self._path = path
        self._name = "the keyring" if path is None else str(path)
        self._content = content
        self._keys: Keys = {}
        self._mark: tuple[int, int, int] | None = None
        self._lock = threading.RLock()

    @classmethod
    def beside(cls, log: Path) -> Self:
        """The keyring of a log's people; nothing is read yet."""
        return cls(log.with_name(FILE))

    @classmethod
    def load(cls, content: bytes) -> Self:
        """A keyring in memory. Raises ArchiveError where the content is damaged."""
        keyring = cls(None, whole(content))
        keyring._keys = read(content, keyring._name)
        return keyring

    def content(self) -> bytes:
        """All of it, as it is to be kept elsewhere; empty where there is none.

        Raises ArchiveError where it is damaged: that must not take a good one's place.
        """
        with self._lock:
            self._look()
            return self._content or b""

    @property
    def version(self) -> str:
        """Another one whenever the content is another one; empty where there is none."""
        content = self.content()
        return hashlib.sha256(content).hexdigest()[:16] if content else ""

    def key(self, person: str) -> bytes | None:
        """A person's key; None when it was destroyed.

        Raises ArchiveError where there never was one here: then this is not the log's keyring, or
        an old one.
        """
        with self._lock:
            keys = self._known()
            if person not in keys:
                raise ArchiveError(
                    message(
                        "{name} has no key of person {person}: {strange}",
                        name=self._name,
                        person=person,
                        strange=_STRANGE,
                    )
                )
            return keys[person]

    def check(self, persons: Iterable[str] = ()) -> None:
        """Raise ArchiveError where it is missing or damaged, or never had a key of one of these."""
        with self._lock:
            unknown = set(persons) - self._known().keys()
        if unknown:
            raise ArchiveError(
                message(
                    "{name} has no key of {count} people whom the log knows, as {person}: "
                    "{strange}",
                    name=self._name,
                    count=len(unknown),
                    person=min(unknown),
                    strange=_STRANGE,
                )
            )

    def check_after(self, before: Self) -> None:
        """Raise ArchiveError where this can't be what became of an earlier one.

        It knows everybody whom that one knew, by the same key or by none any more: whatever else is
        another log's or an old copy, and must not take the place of `before`.
        """
        with self._lock:
            keys = self._known()
        strangers = [
            person
            for person, key in before._all().items()
            if keys.get(person, b"") not in (key, None)
        ]
        if strangers:
            raise ArchiveError(
                message(
                    "{name} lacks keys of {count} people that {other} has, as of {person}: "
                    "{strange}",
                    name=self._name,
                    count=len(strangers),
                    other=before._name,
                    person=min(strangers),
                    strange=_STRANGE,
                )
            )

    @property
    def living(self) -> set[str]:
        """The people whose key is there; nobody where there is no keyring."""
        return {person for person, key in self._all().items() if key is not None}

    @property
    def erased(self) -> set[str]:
        """The people whose key was destroyed; nobody where there is no keyring."""
        return {person for person, key in self._all().items() if key is None}

    def add(self, count: int = 1, *, is_first: bool) -> list[str]:
        """Make so many people and their keys; their pseudonyms. On disk when this returns.

        `is_first`: the log knows of nobody yet, so there may be no file. Raises ArchiveError where
        it should be there and is not, or is damaged, TransientError where it can't be written.
        """
        with self._lock:
            is_new = self._look() is None and is_first
            keys = self._keys if is_new else self._known()
            made: Keys = {
                secrets.token_hex(PERSON_BYTES): secrets.token_bytes(KEY_BYTES)
                for _ in range(count)
            }
            lines = b"".join(line_of(person, key) for person, key in made.items())
            if is_new:
                self._write(HEADER + lines)
            elif lines:
                self._append(lines)
            self._keys = keys | made
            return list(made)

    def destroy(self, person: str) -> bool:
        """Destroy a person's key for good; False when it was already. On disk when this returns.

        That there is none any more is kept, also of somebody who had none here. The file is written
        anew without it, then what the old one held is overwritten, as well as the disk lets it be.
        Raises as `add` does.
        """
        with self._lock:
            keys = self._known()
            if person in keys and keys[person] is None:
                return False
            left: Keys = keys | {person: None}
            content = HEADER + b"".join(line_of(each, key) for each, key in left.items())
            self._write(content)
            self._keys = left
            return True

    def _all(self) -> Keys:
        with self._lock:
            return dict(self._keys) if self._look() is not None else {}

    def _known(self) -> Keys:
        """The keys; whoever asks knows that there are some."""
        if self._look() is None:
            raise ArchiveError(
                message(
                    "{name} is not there, and without it the people whom the log knows can't "
                    "be read: bring it back from a backup (docs/privacy.md)",
                    name=self._name,
                )
            )
        return self._keys

    def _look(self) -> bytes | None:
        """The content as it is by now, None where there is none; the keys are those in it."""
        if self._path is None:
            return self._content
        try:
            with self._path.open("rb") as file:
                mark = _mark(file.fileno())
                if mark == self._mark:
                    return self._content
                content = file.read()
        except FileNotFoundError:
            self._content, self._keys, self._mark = None, {}, None
            return None
        except OSError as error:
            raise TransientError(
                message("{name} can't be read now: {error}", name=self._name, error=error)
            ) from error
        self._keys = read(content, self._name)
        self._content, self._mark = whole(content), mark
        return self._content

    def _append(self, lines: bytes) -> None:
        """Add lines after the last whole one."""
        content = self._content or b""
        if self._path is not None:
            try:
                with self._path.open("rb+") as file:
                    file.truncate(len(content))  # What somebody who was killed left half written.
                    file.seek(len(content))
                    file.write(lines)
                    file.flush()
                    os.fsync(file.fileno())
                    self._mark = _mark(file.fileno())
            except OSError as error:
                raise TransientError(
                    message("{name} can't be written now: {error}", name=self._name, error=error)
                ) from error
        self._content = content + lines

    def _write(self, content: bytes) -> None:
        if self._path is not None:
            old = _held(self._path)
            try:
                keep(self._path, content)
                if old is not None:
                    with suppress(OSError):  # The new one is in place: no more can be done.
                        _overwrite(old)
            finally:
                if old is not None:
                    os.close(old)
        self._content = content


def _mark(descriptor: int) -> tuple[int, int, int]:
    """Another one whenever a file was replaced or written."""
    found = os.fstat(descriptor)
    return found.st_ino, found.st_mtime_ns, found.st_size


def _held(path: Path) -> int | None:
    """The file as it is, still to be reached when another has its name, where the system allows
    that."""
    if not HOLDS:
        return None
    try:
        return os.open(path, os.O_WRONLY)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise TransientError(
            message("{path} can't be written now: {error}", path=path, error=error)
        ) from error


def _overwrite(old: int) -> None:
    os.pwrite(old, bytes(os.fstat(old).st_size), 0)
    os.fsync(old)
