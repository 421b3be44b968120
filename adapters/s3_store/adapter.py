"""A backup store in a bucket of any service that speaks S3."""

import re
import secrets as randomness
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

import msgspec

from pos2web.adapters.plugin import Plugin
from pos2web.adapters.s3_store.client import Bucket, endpoint_of
from pos2web.adapters.s3_store.settings import REGION, S3Settings
from pos2web.adapters.stores.addresses import parsed, shown
from pos2web.adapters.stores.names import all_checked, checked, is_name, may_begin
from pos2web.adapters.stores.trying import finding, tried
from pos2web.errors import Pos2WebError, ProtocolError, RecordError, SettingsError
from pos2web.messages import message
from pos2web.ports import BackupStore, Finding, Severity, StoredObject

REMEDY = message(
    "Look at bucket, endpoint, region, access_key and secret of the store, and at the key's rights."
)
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
BUCKET = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9._-]{1,62}")
OPTIONS = ("endpoint", "region", "access_key", "path_style", "ca_file")
NEVER = "pos2web~nothing"
"""What no object is called."""

TRIAL = b"Pos2Web looks who decides here. This may be deleted."
ACCESS_KEY, SECRET = "POS2WEB_STORE_ACCESS_KEY", "POS2WEB_STORE_SECRET"
"""What the environment is asked for when a store is given by its address."""


class S3Store:
    """Keeps objects below a prefix of a bucket."""

    def __init__(self, settings: S3Settings) -> None:
        self._settings = settings
        self._bucket = Bucket(settings)
        self._before = f"{settings.prefix}/" if settings.prefix else ""

    @property
    def name(self) -> str:
        return self._settings.where

    def put(self, name: str, content: bytes, *, replace: bool = False) -> bool:
        """Where the service ignores or doesn't know `If-None-Match`, and for what is sent in
        parts, only the look beforehand tells that a name is taken."""
        key = self._key(name)
        if replace:
            self._bucket.put(key, content)
            return True
        return not self._bucket.has(key) and self._bucket.make(key, content)

    def get(self, name: str) -> bytes:
        content = self._bucket.get(self._key(name))
        if content is None:
            raise RecordError(
                message("{name} has no {object}", name=self.name, object=name), ref=name
            )
        return content

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        if not may_begin(prefix):
            return
        folder = prefix.rpartition("/")[0]
        there = self._bucket.list(f"{self._before}{folder}".rstrip("/"))
        ours = {each.name.removeprefix(self._before): each for each in there}
        if not ours and self._bucket.has(f"{self._before}{NEVER}"):
            raise ProtocolError(
                message(
                    "{name} says yes to everything: somebody on the way answers in its place",
                    name=self.name,
                )
            )
        for name in sorted(ours):  # services differ in their order
            if name.startswith(prefix) and is_name(name):
                yield msgspec.structs.replace(ours[name], name=name)

    def delete(self, names: Sequence[str]) -> None:
        keys = [f"{self._before}{name}" for name in all_checked(names)]
        if keys:
            self._bucket.delete(keys)

    def check(self) -> Iterator[Finding]:
        yield from tried(self, remedy=REMEDY)
        if not self._is_told_apart():
            text = message(
                "{name} overwrites what is to be made only when it isn't there: of two who "
                "begin at once, both may be told that they were first",
                name=self.name,
            )
            remedy = message("Let only one installation of a name write there.")
            yield finding(self, Severity.WARNING, text, remedy=remedy)
        endpoint = urlsplit(self._settings.endpoint)
        if endpoint.scheme == "http" and endpoint.hostname not in THIS_MACHINE:
            text = message(
                "what goes to {name} can be seen on the way, though not be opened", name=self.name
            )
            remedy = message("Use an endpoint that begins with https://.")
            yield finding(self, Severity.WARNING, text, remedy=remedy)

    def close(self) -> None:
        """Connections that nobody uses end by themselves."""

    def _is_told_apart(self) -> bool:
        """Whether the service itself makes an object once only, or can't be asked now."""
        key = self._key(f"check-{randomness.token_hex(8)}")
        try:
            is_twice = self._bucket.make(key, TRIAL) and self._bucket.make(key, TRIAL)
            self._bucket.delete([key])
        except Pos2WebError:
            return True
        return not is_twice

    def _key(self, name: str) -> str:
        return f"{self._before}{checked(name)}"


def open_store(settings: S3Settings) -> BackupStore:
    """A store in a bucket; nobody is spoken to yet. Raises SettingsError."""
    settings = msgspec.structs.replace(settings, prefix=settings.prefix.strip("/"))
    if not BUCKET.fullmatch(settings.bucket):
        raise SettingsError(message("{bucket!r} can't be a bucket", bucket=settings.bucket))
    if settings.prefix and not is_name(settings.prefix):
        raise SettingsError(
            message(
                "{prefix!r} can't be the prefix of a store: it takes a-z, 0-9, '.', '_', "
                "'-' and slashes",
                prefix=settings.prefix,
            )
        )
    if not (settings.access_key and settings.secret):
        raise SettingsError(
            message(
                "{where} needs an access key and its secret: set access_key and secret, or "
                "{access_key} and {secret} in the environment where a store is given by "
                "its address",
                where=settings.where,
                access_key=ACCESS_KEY,
                secret=SECRET,
            )
        )
    endpoint_of(settings)
    return S3Store(settings)


def from_address(address: str, secrets: Mapping[str, str]) -> BackupStore:
    """The store at `s3://bucket/prefix?endpoint=https://…&region=…`. Raises SettingsError.

    `secrets` has POS2WEB_STORE_SECRET, and POS2WEB_STORE_ACCESS_KEY where the address has no
    `access_key`.
    """
    said = parsed(address, options=OPTIONS)
    if said.scheme != "s3" or said.user or said.port:
        raise SettingsError(
            message("{address} is no bucket: write s3://bucket/prefix", address=shown(address))
        )
    style = said.options.get("path_style", "true")
    if style not in ("true", "false"):
        raise SettingsError(
            message(
                "{address}: path_style is true or false, not {style!r}",
                address=shown(address),
                style=style,
            )
        )
    return open_store(
        S3Settings(
            bucket=said.host,
            prefix=said.path,
            access_key=said.options.get("access_key") or secrets.get(ACCESS_KEY, ""),
            secret=secrets.get(SECRET, ""),
            endpoint=said.options.get("endpoint", ""),
            region=said.options.get("region", REGION),
            path_style=style == "true",
            ca_file=said.options.get("ca_file", ""),
        )
    )


STORE = Plugin(
    settings=S3Settings,
    open=lambda settings, _around: open_store(settings),
    at=from_address,
)
