"""Backup stores that break one promise each; the kit must tell every one of them."""

import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import count
from typing import ClassVar

import msgspec

from pos2web.adapters.memory.store import Kept, MemoryStore, Shelf
from pos2web.adapters.stores.names import checked
from pos2web.errors import (
    CredentialsError,
    Pos2WebError,
    RecordError,
    RuleError,
    TransientError,
)
from pos2web.ports import Finding, Severity, StoredObject

LONG = 1000


def linger(content: bytes) -> None:
    """Give others the time to come in between, where that is what a test wants."""
    if len(content) >= LONG:
        time.sleep(0.02)


class NamesItselfAfterItsContents(MemoryStore):
    @property
    def name(self) -> str:
        return f"memory of {len(self.shelf.objects)} objects"


class RefusesHiddenNames(MemoryStore):
    def put(self, name: str, content: bytes, *, replace: bool = False) -> bool:
        if "/." in f"/{name}":
            raise RuleError(f"{name} is hidden")
        return super().put(name, content, replace=replace)


class TakesAnyName(MemoryStore):
    """Keeps objects under names that a folder can't have."""

    def put(self, name: str, content: bytes, *, replace: bool = False) -> bool:
        return super().put(name.strip("/").lower() or "x", content, replace=replace)


class DeletesBeforeItLooks(MemoryStore):
    """Finds out that a name is not allowed when it has deleted the others already."""

    def delete(self, names: Sequence[str]) -> None:
        for name in names:
            super().delete([name])


class EndsAtZero(MemoryStore):
    """Takes a byte 0 for the end."""

    def put(self, name: str, content: bytes, *, replace: bool = False) -> bool:
        return super().put(name, content.partition(b"\0")[0], replace=replace)


class KeepsToItself(MemoryStore):
    """Tells that it is done before anybody else can see it."""

    def __init__(self, shelf: Shelf | None = None) -> None:
        super().__init__(None if shelf is None else Shelf())


class OverwritesAlways(MemoryStore):
    def put(self, name: str, content: bytes, *, replace: bool = False) -> bool:
        del replace
        return super().put(name, content, replace=True)


class NeverReplaces(MemoryStore):
    def put(self, name: str, content: bytes, *, replace: bool = False) -> bool:
        return super().put(name, content) or replace


class ReplacesOnlyWhatIsThere(MemoryStore):
    def put(self, name: str, content: bytes, *, replace: bool = False) -> bool:
        if replace and name not in self.shelf.objects:
            return False
        return super().put(name, content, replace=replace)


class LooksAndThenPuts(MemoryStore):
    """Lets somebody else put between its look and its own put."""

    def put(self, name: str, content: bytes, *, replace: bool = False) -> bool:
        checked(name)
        if not replace and name in self.shelf.objects:
            return False
        linger(content)
        return super().put(name, content, replace=True)


class ReplacesByDeleting(MemoryStore):
    """Nobody finds the object while it is replaced."""

    def put(self, name: str, content: bytes, *, replace: bool = False) -> bool:
        checked(name)
        if replace:
            self.shelf.objects.pop(name, None)
            linger(content)
        return super().put(name, content)


class FindsNothingEmpty(MemoryStore):
    """Gives an empty content for what isn't there."""

    def get(self, name: str) -> bytes:
        try:
            return super().get(name)
        except RecordError:
            return b""


class NamesNoObject(MemoryStore):
    def get(self, name: str) -> bytes:
        try:
            return super().get(name)
        except RecordError as error:
            raise RecordError(str(error), ref="") from error


class ListsItsOwn(MemoryStore):
    """Lists a file that it keeps for itself."""

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        yield StoredObject(name="store.json", size=2, stored_at=self._clock())
        yield from super().list(prefix)


class ListsFoldersFirst(MemoryStore):
    """Lists part by part, as folders are read."""

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        yield from sorted(super().list(prefix), key=lambda each: each.name.split("/"))


class TakesPrefixesForFolders(MemoryStore):
    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        folder = prefix.strip("/")
        return super().list(f"{folder}/" if folder else "")


class ForgetsAwkwardPrefixes(MemoryStore):
    """Lists all where it doesn't understand the prefix."""

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        return super().list(prefix if prefix.strip("/.").isalnum() else "")


class TellsLocalTime(MemoryStore):
    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        for each in super().list(prefix):
            stored_at = (each.stored_at + timedelta(hours=1)).replace(tzinfo=None)
            yield msgspec.structs.replace(each, stored_at=stored_at)


class DeletesFolders(MemoryStore):
    """Deletes all whose name begins with one that is to be deleted."""

    def delete(self, names: Sequence[str]) -> None:
        super().delete([each.name for name in names for each in self.list(name)])


class MissesWhatItDeletes(MemoryStore):
    def delete(self, names: Sequence[str]) -> None:
        for name in names:
            self.get(name)
        super().delete(names)


class NeverForgetsAName(MemoryStore):
    """What was deleted can't be put again."""

    def __init__(self, shelf: Shelf | None = None) -> None:
        super().__init__(shelf)
        self._used: set[str] = set()

    def put(self, name: str, content: bytes, *, replace: bool = False) -> bool:
        if name in self._used and not replace:
            return False
        self._used.add(name)
        return super().put(name, content, replace=replace)


class RaisesAlike(MemoryStore):
    """Raises the same, whatever is wrong."""

    error: ClassVar[Pos2WebError]

    def _begin(self, method: str, *, writes: bool = False) -> None:
        try:
            super()._begin(method, writes=writes)
        except Pos2WebError as error:
            raise self.error from error


class AlwaysACaseForAPerson(RaisesAlike):
    error = CredentialsError("something is wrong")


class AlwaysToBeTriedLater(RaisesAlike):
    error = TransientError("something is wrong")


class EmptyWhenAway(MemoryStore):
    """Lists nothing when it can't look."""

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        return iter(()) if self.trouble else super().list(prefix)


class SilentWhenFull(MemoryStore):
    """Says that it kept what it had no room for."""

    def put(self, name: str, content: bytes, *, replace: bool = False) -> bool:
        try:
            return super().put(name, content, replace=replace)
        except TransientError as error:
            if "full" not in str(error):
                raise
            return True


class HidesWhatIsReadOnly(MemoryStore):
    """Doesn't even show what it can't write."""

    def _begin(self, method: str, *, writes: bool = False) -> None:
        super()._begin(method, writes=writes or self.is_read_only)


class GivesUp(MemoryStore):
    """Never does anything again after trouble."""

    gave_up: Pos2WebError | None = None

    def put(self, name: str, content: bytes, *, replace: bool = False) -> bool:
        if self.gave_up is not None:
            raise self.gave_up
        try:
            return super().put(name, content, replace=replace)
        except (TransientError, CredentialsError) as error:
            self.gave_up = error
            raise


class ShowsTheUnfinished(MemoryStore):
    """Writes straight to the name."""

    def put(self, name: str, content: bytes, *, replace: bool = False) -> bool:
        if self.deaths:
            half = content[: len(content) // 2]
            self.shelf.objects[name] = Kept(half, self._clock())
        return super().put(name, content, replace=replace)


class SaysItsPassword(MemoryStore):
    def put(self, name: str, content: bytes, *, replace: bool = False) -> bool:
        try:
            return super().put(name, content, replace=replace)
        except CredentialsError as error:
            raise CredentialsError(f"{error} PASSWORD was given") from error


class MixesThreads(MemoryStore):
    """Keeps what it was last given in one place for all."""

    def put(self, name: str, content: bytes, *, replace: bool = False) -> bool:
        self._content = content
        linger(content)
        return super().put(name, self._content, replace=replace)


class ChecksNothing(MemoryStore):
    def check(self) -> Iterator[Finding]:
        return iter(())


class ComplainsAlways(MemoryStore):
    def check(self) -> Iterator[Finding]:
        yield Finding(severity=Severity.PROBLEM, about=self.name, text="who knows")


class LeavesItsTrials(MemoryStore):
    _numbers = count()

    def check(self) -> Iterator[Finding]:
        yield from super().check()
        self.put(f"check-{next(self._numbers)}", b"x")


class OnlyLooks(MemoryStore):
    """Finds nothing wrong as long as it can be listed."""

    def check(self) -> Iterator[Finding]:
        list(self.list())
        yield Finding(severity=Severity.OK, about=self.name, text="all is well")


class ContentAlways(MemoryStore):
    def check(self) -> Iterator[Finding]:
        yield Finding(severity=Severity.OK, about=self.name, text="all is well")


class BreaksOnSecondClose(MemoryStore):
    is_closed = False

    def close(self) -> None:
        if self.is_closed:
            raise ValueError("closed already")
        self.is_closed = True


CAUGHT_BY: dict[type[MemoryStore], str] = {
    NamesItselfAfterItsContents: "test_it_says_where_it_is",
    RefusesHiddenNames: "test_an_object_may_have_any_name_that_is_allowed",
    TakesAnyName: "test_a_name_that_is_not_allowed_is_refused",
    DeletesBeforeItLooks: "test_a_name_that_is_not_allowed_is_refused",
    EndsAtZero: "test_what_is_put_is_there_whole",
    KeepsToItself: "test_what_is_put_is_there_whole",
    OverwritesAlways: "test_a_name_that_is_taken_is_left_as_it_is",
    NeverReplaces: "test_an_object_is_replaced_when_that_is_wanted",
    ReplacesOnlyWhatIsThere: "test_what_is_not_there_is_replaced_too",
    LooksAndThenPuts: "test_of_many_who_put_at_once_one_is_told_that_it_did",
    ReplacesByDeleting: "test_who_reads_sees_the_old_or_the_new",
    FindsNothingEmpty: "test_what_is_not_there_is_a_matter_of_that_object",
    NamesNoObject: "test_what_is_not_there_is_a_matter_of_that_object",
    ListsItsOwn: "test_an_empty_store_lists_nothing",
    ListsFoldersFirst: "test_a_list_tells_names_and_sizes_in_order",
    TakesPrefixesForFolders: "test_a_prefix_is_the_beginning_of_names",
    ForgetsAwkwardPrefixes: "test_a_prefix_that_no_name_begins_with_finds_nothing",
    TellsLocalTime: "test_the_store_says_when_an_object_was_stored",
    DeletesFolders: "test_what_is_deleted_is_gone",
    MissesWhatItDeletes: "test_what_is_not_there_is_deleted_already",
    NeverForgetsAName: "test_a_name_is_free_again_once_it_is_deleted",
    AlwaysACaseForAPerson: "test_a_store_that_is_away_may_be_asked_later",
    EmptyWhenAway: "test_a_store_that_is_away_may_be_asked_later",
    AlwaysToBeTriedLater: "test_a_store_that_knows_us_not_is_a_matter_of_credentials",
    SilentWhenFull: "test_a_store_that_is_full_says_so",
    HidesWhatIsReadOnly: "test_what_may_only_be_read_can_be_read",
    GivesUp: "test_after_trouble_it_is_as_before",
    ShowsTheUnfinished: "test_an_upload_that_was_cut_off_is_never_seen",
    SaysItsPassword: "test_its_secrets_are_in_nothing_that_it_says",
    MixesThreads: "test_any_thread_may_ask",
    ChecksNothing: "test_a_store_in_order_has_no_problem",
    ComplainsAlways: "test_a_store_in_order_has_no_problem",
    LeavesItsTrials: "test_a_check_leaves_nothing",
    OnlyLooks: "test_a_check_tells_of_trouble_and_raises_nothing",
    ContentAlways: "test_a_check_tells_of_trouble_and_raises_nothing",
    BreaksOnSecondClose: "test_it_may_be_closed_twice",
}
"""Each broken store with the test that is made to tell it."""
