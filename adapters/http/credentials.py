"""How we prove ourselves to a server, and how it proves itself to us."""

import ssl
from base64 import b64encode

import msgspec

from pos2web.errors import SettingsError
from pos2web.messages import message


class Basic(msgspec.Struct, frozen=True):
    """A user and a password; a key that stands in a user's place has none."""

    user: str
    password: str = ""

    def __repr__(self) -> str:
        return "Basic()"  # the user may be the key


class Bearer(msgspec.Struct, frozen=True):
    """A token."""

    token: str

    def __repr__(self) -> str:
        return "Bearer()"


class Header(msgspec.Struct, frozen=True):
    """A key under a header's name of the server's own, as `X-Api-Key`."""

    name: str
    value: str

    def __repr__(self) -> str:
        return f"Header({self.name!r})"


Credentials = Basic | Bearer | Header


def headers_of(credentials: Credentials | None) -> dict[str, str]:
    """What every request bears. Raises SettingsError for a key that no header can hold."""
    match credentials:
        case Basic(user, password):
            said = b64encode(f"{user}:{password}".encode()).decode()
            return {"Authorization": f"Basic {said}"}
        case Bearer(token):
            return {"Authorization": f"Bearer {_fit(token)}"}
        case Header(name, value):
            return {_fit(name): _fit(value)}
        case None:
            return {}


def trusted(ca_file: str) -> ssl.SSLContext | bool:
    """Whom we believe who they are: those in this file, or whom everybody trusts.

    Raises SettingsError.
    """
    if not ca_file:
        return True
    try:
        return ssl.create_default_context(cafile=ca_file)
    except OSError as error:  # an SSLError is one
        raise SettingsError(
            message(
                "ca_file {ca_file} holds no certificates: {error}", ca_file=ca_file, error=error
            )
        ) from error


def _fit(text: str) -> str:
    if not text.isascii() or not text.isprintable():
        raise SettingsError(message("a key or token for a server must be one line in ASCII"))
    return text.strip()
