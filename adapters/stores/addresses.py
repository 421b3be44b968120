"""A store in one line, as `restore` is told of it: a path, `file://…`, `s3://…` or `sftp://…`.

Secrets are never in it: it is shown on screens, kept in histories of shells and sent in mails.
"""

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import msgspec

from pos2web.errors import SettingsError
from pos2web.messages import message


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """An address in its parts, decoded; `port` is 0 where none is said."""

    scheme: str
    path: str
    user: str = ""
    host: str = ""
    port: int = 0
    options: dict[str, str] = {}


def scheme_of(address: str) -> str:
    """What the address begins with; `file` where it has no scheme, for then it is a folder."""
    before, found, _ = address.partition("://")
    return before.lower() if found else "file"


def parsed(address: str, *, options: Iterable[str] = ()) -> Address:
    """The parts of an address that may have these options. Raises SettingsError."""
    scheme = scheme_of(address)
    if scheme == "file" and "://" not in address:
        return Address(scheme=scheme, path=str(Path(address).expanduser().absolute()))
    try:
        split = urlsplit(address)
        port = split.port or 0
    except ValueError as error:
        raise SettingsError(
            message("{address} is no address: {error}", address=shown(address), error=error)
        ) from None
    if split.password is not None:
        raise SettingsError(
            message(
                "{address}: an address holds no password, for anybody may read it; give "
                "secrets in the environment",
                address=shown(address),
            )
        )
    if split.fragment:
        raise SettingsError(
            message("{address}: write %23 for # in an address", address=shown(address))
        )
    return Address(
        scheme=scheme,
        path=unquote(split.path),
        user=unquote(split.username or ""),
        host=split.hostname or "",
        port=port,
        options=_options(split, set(options), address),
    )


def shown(address: str) -> str:
    """The address fit for a message: without what may be a secret, or said by mistake."""
    before, found, rest = address.partition("://")
    if not found:
        return address
    return f"{before}://{rest.partition('?')[0].rpartition('@')[2]}"


def _options(split: SplitResult, known: set[str], address: str) -> dict[str, str]:
    # A + is one: fingerprints and keys of hosts have them, and nobody writes a space here.
    said = parse_qsl(split.query.replace("+", "%2B"), keep_blank_values=True)
    options = dict(said)
    if len(options) != len(said):
        raise SettingsError(
            message("{address} says something twice after its ?", address=shown(address))
        )
    for name in options:
        if name not in known:
            there_are = ", ".join(sorted(known)) or "none"
            raise SettingsError(
                message(
                    "{address}?{name}=…: {name} is unknown; known: {there_are}",
                    address=shown(address),
                    name=name,
                    there_are=there_are,
                )
            )
    return options
