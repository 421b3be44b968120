"""The till's photos: files under one folder, contents in the database, addresses on the web."""

from decimal import Decimal
from pathlib import Path
from typing import Protocol
from uuid import UUID

from pos2web.adapters.sql_database.client import Database
from pos2web.adapters.sql_database.mapping import Images
from pos2web.adapters.sql_database.queries import among, rows_of
from pos2web.adapters.sql_database.records import BLOB
from pos2web.adapters.sql_database.values import Cell
from pos2web.domain.things import Image
from pos2web.domain.values import Kind, Ref
from pos2web.errors import RecordError
from pos2web.messages import message

BYTES_MAX = 20_000_000


class Fetch(Protocol):
    """Reads what is at an address, with a limit; raises RecordError and TransientError."""

    def __call__(self, url: str, *, ref: str) -> bytes:
        """The content; `ref` is the image's."""
        ...


class Folder:
    """The folder of photos, or none; nothing outside it is ever read."""

    def __init__(self, path: str) -> None:
        self._root = Path(path).resolve() if path else None

    def stamp(self, source: str) -> str:
        """Another text whenever the file may be another; empty when there is none to read."""
        try:
            found = self._inside(source).stat()
        except (OSError, ValueError):
            return ""
        return f"{found.st_size}-{found.st_mtime_ns}"

    def read(self, source: str, ref: str) -> bytes:
        """The file's content. Raises RecordError when it isn't there, is outside or too large."""
        try:
            path = self._inside(source)
            with path.open("rb") as file:
                content = file.read(BYTES_MAX + 1)
        except ValueError as error:
            raise RecordError(
                message("the photo {source} is outside {self}", source=source, self=self), ref=ref
            ) from error
        except FileNotFoundError as error:
            raise RecordError(
                message("there is no photo {source} in {self}", source=source, self=self), ref=ref
            ) from error
        except OSError as error:
            text = message(
                "the photo {source} can't be read: {strerror}",
                source=source,
                strerror=error.strerror or error,
            )
            raise RecordError(text, ref=ref) from error
        return small_enough(content, source, ref)

    def exists(self) -> bool:
        """Whether there is such a folder."""
        return self._root is not None and self._root.is_dir()

    def __str__(self) -> str:
        return str(self._root or "no folder")

    def _inside(self, source: str) -> Path:
        """Where a source is; ValueError when that is outside, whatever `..` or links it takes."""
        if self._root is None:
            raise FileNotFoundError(source)
        path = (self._root / source.replace("\\", "/")).resolve()
        path.relative_to(self._root)
        return path


def small_enough(content: bytes, source: str, ref: str) -> bytes:
    """The content, unless it is larger than we read."""
    if len(content) > BYTES_MAX:
        text = message(
            "the photo {source} is larger than {bytes_max} MB",
            source=source,
            bytes_max=BYTES_MAX // 1_000_000,
        )
        raise RecordError(text, ref=ref)
    return content


class Photos:
    """Reads any photo by what its `source` says."""

    def __init__(self, folder: Folder, database: Database, fetch: Fetch) -> None:
        self._folder = folder
        self._database = database
        self._fetch = fetch

    def read(self, image: Image, section: Images | None) -> bytes:
        """The photo's content. Raises RecordError when it isn't there or is too large."""
        ref = str(Ref(Kind.IMAGE, image.key))
        if section is not None and section.blob and image.source.startswith(BLOB):
            return self._content(image, section, ref)
        if section is not None and section.url and image.source.startswith(("http://", "https://")):
            return small_enough(self._fetch(image.source, ref=ref), image.source, ref)
        return self._folder.read(image.source, ref)

    def _content(self, image: Image, section: Images, ref: str) -> bytes:
        with self._database.read() as reading:
            keys = rows_of(section, [section.key], reading.quote).limit(1)
            photo_keys = [as_one_of(image.key, cell) for (cell,) in reading.rows(keys)]
            query = rows_of(section, [section.blob], reading.quote)
            for (content,) in reading.rows(among(query, section.key, photo_keys, reading.quote)):
                if isinstance(content, bytes | bytearray | memoryview):
                    return small_enough(bytes(content), image.source, ref)
        raise RecordError(message("there is no content of photo {key}", key=image.key), ref=ref)


def as_one_of(key: str, cell: Cell) -> Cell:
    """A key as its column holds keys, of which `cell` is one: some databases compare no others."""
    for kind in (int, Decimal, UUID):
        if isinstance(cell, kind):
            return kind(key)
    return key
