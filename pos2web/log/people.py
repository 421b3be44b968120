"""People's data, sealed before it goes into the log and opened when somebody is shown it.

A box is base64 of: the version of its form (1 byte), a nonce (12), and AES-256-GCM of the record's
JSON with its tag (16 more). What it is bound to, person and stream, is authenticated with it.
"""

import secrets
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Self

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pos2web.domain.people import Erased, Personal, Sealed
from pos2web.errors import ArchiveError
from pos2web.log.keyring import Keyring
from pos2web.messages import Translatable, message

FORM = b"\x01"
NONCE_BYTES = 12


class People:
    """Seals and opens what belongs to people, with the keys of a keyring. Any thread may use it."""

    def __init__(self, keyring: Keyring) -> None:
        self.keyring = keyring

    @classmethod
    def beside(cls, log: Path) -> Self:
        """The people of a log, with the keyring that lies beside it; `path` is the log's."""
        return cls(Keyring.beside(log))

    def seal(self, person: str, stream: str, record: Personal) -> Sealed:
        """What a fact in this stream may hold of a person. Another box each time.

        Raises ArchiveError where the person's key is not there.
        """
        key = self.keyring.key(person)
        if key is None:
            raise ArchiveError(
                message(
                    "nothing can be sealed for person {person}: the key was destroyed",
                    person=person,
                )
            )
        nonce = secrets.token_bytes(NONCE_BYTES)
        plain = msgspec.json.encode(record)
        box = FORM + nonce + AESGCM(key).encrypt(nonce, plain, _bound(person, stream))
        return Sealed(person=person, box=b64encode(box).decode())

    def open(self, sealed: Sealed, stream: str) -> Personal | Erased:
        """What a fact in this stream holds of a person, as long as the key is there.

        Raises ArchiveError where the keyring is missing, damaged or not the right one, and where
        the box was not sealed so: it was altered, or taken from elsewhere.
        """
        key = self.keyring.key(sealed.person)
        if key is None:
            return Erased(sealed.person)
        try:
            box = b64decode(sealed.box, validate=True)
            form, nonce, closed = box[:1], box[1 : 1 + NONCE_BYTES], box[1 + NONCE_BYTES :]
            if form > FORM:
                raise ArchiveError(
                    message(
                        "{what} was sealed by a newer Pos2Web: use that one",
                        what=_box(sealed, stream),
                    )
                )
            if form != FORM:
                raise ArchiveError(message("{what} is no box of ours", what=_box(sealed, stream)))
            plain = AESGCM(key).decrypt(nonce, closed, _bound(sealed.person, stream))
            return msgspec.json.decode(plain, type=Personal)
        except (InvalidTag, ValueError, msgspec.MsgspecError) as error:
            raise ArchiveError(
                message(
                    "{what} can't be opened: it is not as it was sealed", what=_box(sealed, stream)
                )
            ) from error


def _bound(person: str, stream: str) -> bytes:
    return b"\x00".join([b"pos2web", person.encode(), stream.encode()])


def _box(sealed: Sealed, stream: str) -> Translatable:
    return message("what {stream} holds of person {person}", stream=stream, person=sealed.person)
