"""Tells a store from the empty folder where its disk is plugged in.

A store has a mark: a file whose name no object can have. The first put makes it. Whoever has seen it
once, and finds neither mark nor objects later, looks at a place from which the disk was taken. Where
there are objects the mark may be missing: a copy of the objects alone is a store too.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from pos2web.adapters.folder_store.files import make_folders, move_when_free, sync_folder, write_new
from pos2web.adapters.stores.names import is_part
from pos2web.errors import CredentialsError, Pos2WebError, ProtocolError, TransientError
from pos2web.messages import message

MARK, UNFINISHED = "pos2web~store.json", ".pos2web~unfinished"
"""With a ~, which no name of an object has."""

FORMAT, VERSION = "pos2web-store", 1
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
NOT_ALLOWED = {errno.EROFS, errno.EACCES, errno.EPERM}


class Mark(msgspec.Struct, frozen=True):
    """What is in the file: which rules the folder follows."""

    format: str
    version: int


class Place:
    """A folder for a store. `memory` is a file elsewhere that remembers the mark from one process
    to the next; it is made when the mark is seen."""

    def __init__(self, path: Path, memory: Path | None) -> None:
        self.path = path
        self.unfinished = path / UNFINISHED
        self._memory = memory
        self._is_known = False

    @property
    def is_new(self) -> bool:
        """Whether nothing has ever been kept there, as far as anybody knows."""
        return not self._has_mark() and self._is_empty()

    def look(self) -> None:
        """Raises TransientError when the folder, or the disk that belongs there, is away."""
        if not self.path.is_dir():
            raise TransientError(
                message(
                    "{path} isn't there: plug its disk in, mount its share, or make the folder",
                    path=self.path,
                )
            )
        was_known = self._was_known()  # asked first: somebody may be making the mark meanwhile
        if self._has_mark():
            self._remember()
        elif was_known and self._is_empty():
            raise TransientError(
                message(
                    "{path} is empty, and it was not before: {what_to_do}",
                    path=self.path,
                    what_to_do=self._what_to_do,
                )
            )

    def begin(self) -> None:
        """Make the mark where there is none. Raises as `look` does."""
        self.look()
        make_folders(self.unfinished, below=self.path)
        if not self._has_mark():
            content = msgspec.json.encode(Mark(FORMAT, VERSION))
            temporary = write_new(self.unfinished, content)
            move_when_free(temporary, self.path / MARK)
            temporary.unlink(missing_ok=True)
            sync_folder(self.path)
            self._remember()

    @contextmanager
    def speaking(self) -> Iterator[None]:
        """What goes wrong with files, as one of our errors."""
        try:
            yield
        except OSError as error:
            raise self._ours(error) from error

    @property
    def _what_to_do(self) -> str:
        forget = (
            message(", or delete {memory} to begin a new store there", memory=self._memory)
            if self._memory
            else ""
        )
        return message("plug its disk in, or mount its share{forget}", forget=forget)

    def _has_mark(self) -> bool:
        try:
            content = (self.path / MARK).read_bytes()
        except FileNotFoundError:
            return False
        try:
            mark = msgspec.json.decode(content, type=Mark)
        except msgspec.DecodeError as error:
            raise ProtocolError(
                message(
                    "{path} is not what Pos2Web wrote: {error}; delete it when the backups "
                    "beside it are whole",
                    path=self.path / MARK,
                    error=error,
                ),
                answer=content[:200].decode("utf-8", "replace"),
            ) from error
        if mark.format != FORMAT or mark.version > VERSION:
            raise ProtocolError(
                message(
                    "{path} was made by a newer Pos2Web (version {version} of its rules): "
                    "update this one",
                    path=self.path,
                    version=mark.version,
                )
            )
        return True

    def _is_empty(self) -> bool:
        return not any(is_part(each.name) for each in self.path.iterdir())

    def _was_known(self) -> bool:
        return self._is_known or (self._memory is not None and self._memory.exists())

    def _remember(self) -> None:
        if not self._is_known and self._memory is not None:
            self._memory.parent.mkdir(parents=True, exist_ok=True)
            self._memory.write_text(f"{self.path}\n", encoding="utf-8")
        self._is_known = True

    def _ours(self, error: OSError) -> Pos2WebError:
        if error.errno in FULL:
            return TransientError(message("{path} is full", path=self.path))
        said = error.strerror or str(error)
        if error.errno in NOT_ALLOWED:
            return CredentialsError(
                message(
                    "{filename} can't be used by us: {said}",
                    filename=error.filename or self.path,
                    said=said,
                )
            )
        return TransientError(
            message("{path} can't be used now: {said}", path=self.path, said=said)
        )
