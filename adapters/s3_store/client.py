"""Speaks S3, by obstore: one request at a time, and errors that are ours.

Requests are repeated by nobody here: wrappers do.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import S3Store as Service

from pos2web.adapters.s3_store.mapping import has_no_bucket, offers_no_condition, ours
from pos2web.adapters.s3_store.settings import S3Settings
from pos2web.errors import CredentialsError, SettingsError
from pos2web.messages import message
from pos2web.ports import StoredObject

if TYPE_CHECKING:
    from obstore.store import ClientConfig, S3Config

MB = 1_000_000
PART_BYTES = 8 * MB
PARTS_AT_ONCE = 2
CONNECT_S_MAX = 10.0
IDLE_S_MAX = 15
"""Services hang up on who says nothing for longer."""

READ_S_MAX = 3600
"""For one object, however slow the line is, as long as something comes."""


class Bucket:
    """One bucket with one key. Keys here are whole, with their prefix."""

    def __init__(self, settings: S3Settings) -> None:
        self._settings = settings
        self._quick = self._client(settings.timeout_s)
        self._patient = self._client(READ_S_MAX, read_s=settings.timeout_s)
        self._takes_conditions = True

    def has(self, key: str) -> bool:
        """Whether there is such an object."""
        with self._speaking():
            try:
                obstore.head(self._quick, key)
            except FileNotFoundError:
                return False
        return True

    def put(self, key: str, content: bytes) -> None:
        """Keep an object, whatever is there."""
        with self._speaking():
            if len(content) <= self._settings.multipart_mb * MB:
                client = self._client_for(content)
                obstore.put(client, key, content, mode="overwrite", use_multipart=False)
                return
            obstore.put(
                self._client(self._settings.timeout_s * (1 + PART_BYTES / MB)),
                key,
                content,
                use_multipart=True,
                chunk_size=PART_BYTES,
                max_concurrency=PARTS_AT_ONCE,
            )

    def make(self, key: str, content: bytes) -> bool:
        """Keep an object when there is none: the service decides, where it can."""
        if not self._takes_conditions or len(content) > self._settings.multipart_mb * MB:
            self.put(key, content)
            return True
        with self._speaking():
            try:
                client = self._client_for(content)
                obstore.put(client, key, content, mode="create", use_multipart=False)
            except AlreadyExistsError:
                return False
            except BaseError as error:
                if not offers_no_condition(str(error)):
                    raise
                self._takes_conditions = False
                return self.make(key, content)
        return True

    def get(self, key: str) -> bytes | None:
        """The content of an object; None where there is none."""
        with self._speaking():
            try:
                return bytes(obstore.get(self._patient, key).bytes())
            except FileNotFoundError as error:
                if has_no_bucket(str(error)):
                    raise
                return None

    def list(self, folder: str) -> Iterator[StoredObject]:
        """The objects below a folder, by their whole keys, in any order."""
        with self._speaking():
            for page in obstore.list(self._quick, folder or None):
                for each in page:
                    yield StoredObject(
                        name=each["path"], size=each["size"], stored_at=each["last_modified"]
                    )

    def delete(self, keys: Sequence[str]) -> None:
        """Remove objects that may be there."""
        with self._speaking():
            try:
                obstore.delete(self._quick, keys)
            except FileNotFoundError as error:
                if has_no_bucket(str(error)):
                    raise

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        where = self._settings.where
        try:
            yield
        except FileNotFoundError as error:
            raise CredentialsError(
                message("{where}: there is no such bucket for us", where=where)
            ) from error
        except BaseError as error:
            raise ours(str(error), where) from error

    def _client_for(self, content: bytes) -> Service:
        """One that waits as long as this content may take."""
        if len(content) <= MB:
            return self._quick
        return self._client(self._settings.timeout_s * math.ceil(1 + len(content) / MB))

    def _client(self, timeout_s: float, *, read_s: float | None = None) -> Service:
        settings = self._settings
        endpoint = endpoint_of(settings)
        options: ClientConfig = {
            "allow_http": endpoint.startswith("http://"),
            "connect_timeout": timedelta(seconds=min(CONNECT_S_MAX, settings.timeout_s)),
            "pool_idle_timeout": timedelta(seconds=IDLE_S_MAX),
            "timeout": timedelta(seconds=timeout_s),
        }
        if read_s is not None:
            options["read_timeout"] = timedelta(seconds=read_s)
        if settings.ca_file:
            options["root_certificate"] = trusted(settings.ca_file)
        config: S3Config = {
            "region": settings.region,
            "access_key_id": settings.access_key,
            "secret_access_key": settings.secret,
            "virtual_hosted_style_request": not settings.path_style,
        }
        if endpoint:
            config["endpoint"] = endpoint
        return Service(
            settings.bucket,
            config=config,
            client_options=options,
            retry_config={"max_retries": 0},
        )


def trusted(ca_file: str) -> bytes:
    """The certificates in a file. Raises SettingsError."""
    try:
        content = Path(ca_file).read_bytes()
    except OSError as error:
        raise SettingsError(
            message(
                "ca_file {ca_file} can't be read: {strerror}",
                ca_file=ca_file,
                strerror=error.strerror,
            )
        ) from error
    if b"-----BEGIN CERTIFICATE-----" not in content:
        raise SettingsError(message("ca_file {ca_file} holds no certificates", ca_file=ca_file))
    return content


def endpoint_of(settings: S3Settings) -> str:
    """The service's address, with the bucket before its host where that is wanted.

    Raises SettingsError.
    """
    if not settings.endpoint:
        return ""
    split = urlsplit(settings.endpoint)
    is_plain = not (split.query or split.fragment or "@" in split.netloc or split.path.strip("/"))
    if split.scheme not in ("http", "https") or not split.hostname or not is_plain:
        raise SettingsError(
            message(
                "the endpoint of a store is as https://s3.example.com, not {scheme}://{host}{path}",
                scheme=split.scheme,
                host=split.netloc.rpartition("@")[2],
                path=split.path,
            )
        )
    host = split.netloc if settings.path_style else f"{settings.bucket}.{split.netloc}"
    return f"{split.scheme}://{host}"
