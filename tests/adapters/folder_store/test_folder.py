"""What is peculiar to a store in a folder: disks that are unplugged, processes that are killed."""

import errno
import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos2web.adapters.folder_store.adapter import FolderStore, from_address, open_store
from pos2web.adapters.folder_store.place import MARK, UNFINISHED, Place
from pos2web.adapters.folder_store.settings import FolderSettings
from pos2web.adapters.memory.store import MemoryStore
from pos2web.adapters.stores.names import is_name
from pos2web.adapters.testing import BackupStoreContract
from pos2web.errors import (
    CredentialsError,
    Pos2WebError,
    ProtocolError,
    RuleError,
    SettingsError,
    TransientError,
)
from pos2web.ports import Severity
from tests.adapters.folder_store.worlds import FolderWorld, mount, unmount

IS_ROOT = os.geteuid() == 0
DAY_S = 24 * 3600
KILLED = """
import os, signal, sys
from pathlib import Path
from pos2web.adapters.folder_store.adapter import from_address

def die(*_arguments, **_options):
    os.kill(os.getpid(), signal.SIGKILL)

place, moment, replace = sys.argv[1:]
store = from_address(place, {})
store.put("first", b"x")
owner, _, name = moment.partition(".")
setattr({"os": os, "Path": Path}[owner], name, die)
store.put("tea", b"other tea", replace=replace == "replace")
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "store"
    path.mkdir()
    return path


@pytest.fixture
def store(folder: Path) -> FolderStore:
    return FolderStore(folder)


def names(store: FolderStore) -> list[str]:
    return [each.name for each in store.list()]


def unplugged(folder: Path) -> None:
    """The disk is gone, and the folder where it was plugged in is empty."""
    shutil.rmtree(folder)
    folder.mkdir()


class TestTheStoreWithoutHardLinks(BackupStoreContract):
    """As on FAT, on exFAT, and on many shares."""

    @pytest.fixture
    def world(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FolderWorld:
        def link(*_arguments: object) -> None:
            raise PermissionError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr(os, "link", link)
        return FolderWorld(tmp_path / "store")


# Disks that are unplugged.


def test_an_empty_folder_becomes_a_store_with_the_first_object(
    folder: Path, store: FolderStore
) -> None:
    assert names(store) == []

    store.put("tea", b"tea")

    assert (folder / MARK).is_file()
    assert names(store) == ["tea"]


def test_a_disk_that_is_unplugged_is_no_empty_store(folder: Path, store: FolderStore) -> None:
    store.put("tea", b"tea")
    unplugged(folder)

    for ask in (
        lambda: names(store),
        lambda: store.get("tea"),
        lambda: store.put("tea", b"tea"),
        lambda: store.put("tea", b"tea", replace=True),
        lambda: store.delete(["tea"]),
    ):
        with pytest.raises(TransientError, match="plug its disk in"):
            ask()
    assert [each.severity for each in store.check()] == [Severity.PROBLEM]
    assert list(folder.iterdir()) == []


def test_another_process_remembers_the_disk_too(folder: Path, tmp_path: Path) -> None:
    memory = tmp_path / "home" / "store"
    settings = FolderSettings(path=str(folder))
    open_store(settings, memory=memory).put("tea", b"tea")
    unplugged(folder)

    with pytest.raises(TransientError, match=f"or delete {memory}"):
        open_store(settings, memory=memory).put("tea", b"tea")

    memory.unlink()
    assert open_store(settings, memory=memory).put("tea", b"tea")


def test_who_looks_while_another_makes_the_mark_does_not_miss_a_disk(
    folder: Path, store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look for the mark and what follows, another thread makes it."""
    has_mark, others = Place._has_mark, iter([store])

    def first_seen_by_another(place: Place) -> bool:
        found = has_mark(place)
        for other in others:
            assert other.put("tea", b"tea")
            other.delete(["tea"])
        return found

    monkeypatch.setattr(Place, "_has_mark", first_seen_by_another)

    assert [*store.list()] == []
    assert (folder / MARK).exists()


def test_a_disk_that_is_only_seen_is_remembered(folder: Path, tmp_path: Path) -> None:
    memory = tmp_path / "memory"
    FolderStore(folder).put("tea", b"tea")
    store = FolderStore(folder, memory=memory)
    assert names(store) == ["tea"]
    assert names(store) == ["tea"]

    unplugged(folder)

    with pytest.raises(TransientError):
        names(FolderStore(folder, memory=memory))


@pytest.mark.skipif(not IS_ROOT, reason="only root may mount")
def test_a_real_disk_is_unplugged_and_plugged_in_again(folder: Path, store: FolderStore) -> None:
    disk = folder.with_name("disk")
    disk.mkdir()
    mount("--bind", str(disk), str(folder))
    try:
        store.put("tea", b"tea")
    finally:
        unmount(folder)

    with pytest.raises(TransientError, match="is empty, and it was not before"):
        store.put("cake", b"cake")

    mount("--bind", str(disk), str(folder))
    try:
        assert names(store) == ["tea"]
        assert store.put("cake", b"cake")
    finally:
        unmount(folder)


def test_a_folder_that_is_not_there_is_away(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "nowhere")

    with pytest.raises(TransientError, match="isn't there"):
        store.put("tea", b"tea")
    [found] = store.check()

    assert found.severity is Severity.PROBLEM
    assert not (tmp_path / "nowhere").exists()


def test_a_copy_of_the_objects_alone_is_a_store(folder: Path, tmp_path: Path) -> None:
    FolderStore(folder).put("shop/tea", b"tea")
    copy = tmp_path / "copy"
    (copy / "lost+found").mkdir(parents=True)
    shutil.copytree(folder / "shop", copy / "shop")

    store = from_address(str(copy), {})

    assert [each.name for each in store.list()] == ["shop/tea"]
    assert store.get("shop/tea") == b"tea"
    assert store.put("shop/cake", b"cake")
    assert (copy / MARK).is_file()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is not what Pos2Web wrote"),
        (b'{"format":"other","version":1}', "newer Pos2Web"),
        (b'{"format":"pos2web-store","version":2}', "newer Pos2Web"),
    ],
)
def test_a_mark_that_is_not_understood_is_told(
    folder: Path, store: FolderStore, content: bytes, said: str
) -> None:
    (folder / MARK).write_bytes(content)

    with pytest.raises(ProtocolError, match=said):
        store.put("tea", b"tea")
    assert [each.severity for each in store.check()] == [Severity.PROBLEM]


def test_a_check_says_that_a_store_is_new(folder: Path, store: FolderStore) -> None:
    first, second = list(store.check()), list(store.check())

    assert [each.severity for each in first] == [Severity.OK, Severity.WARNING]
    assert f"{folder} was empty" in first[1].text
    assert [each.severity for each in second] == [Severity.OK]


# Processes that are killed.


@pytest.mark.parametrize("how", ["create", "replace"])
@pytest.mark.parametrize("moment", ["os.fsync", "os.link", "Path.replace", "Path.unlink"])
def test_a_process_that_is_killed_leaves_no_part_of_an_object(
    folder: Path, store: FolderStore, moment: str, how: str
) -> None:
    if how == "replace":
        store.put("tea", b"tea")

    command = [sys.executable, "-c", KILLED, str(folder), moment, how]
    subprocess.run(command, timeout=60, check=False)  # noqa: S603 - a command of our own

    there = {each.name: store.get(each.name) for each in store.list()}
    assert there["first"] == b"x"
    assert there.get("tea") in {None if how == "create" else b"tea", b"other tea"}
    assert store.put("tea", b"new tea", replace=True)
    assert store.get("tea") == b"new tea"


def test_what_was_left_behind_goes_after_a_day(folder: Path, store: FolderStore) -> None:
    store.put("tea", b"tea")
    old, young = folder / UNFINISHED / "old", folder / UNFINISHED / "young"
    for each, age_s in ((old, DAY_S + 60), (young, DAY_S - 60)):
        each.write_bytes(b"te")
        os.utime(each, (time.time() - age_s, time.time() - age_s))

    store.put("cake", b"cake")

    assert not old.exists()
    assert young.exists()
    assert names(store) == ["cake", "tea"]


def test_nothing_is_left_behind_by_what_ends_well(folder: Path, store: FolderStore) -> None:
    store.put("tea", b"tea")
    store.put("tea", b"tea")
    store.put("tea", b"other tea", replace=True)

    assert list((folder / UNFINISHED).iterdir()) == []


@pytest.mark.skipif(not IS_ROOT, reason="only root may mount")
def test_a_disk_that_is_really_full_says_so(folder: Path, store: FolderStore) -> None:
    mount("-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder))
    try:
        store.put("tea", b"tea")
        for name, replace in (("cake", False), ("tea", True)):
            with pytest.raises(TransientError, match=f"{folder} is full"):
                store.put(name, b"x" * 1_000_000, replace=replace)

        assert store.get("tea") == b"tea"
        assert list((folder / UNFINISHED).iterdir()) == []
        assert store.put("cake", b"cake")
    finally:
        unmount(folder)


# Files.


def test_only_the_owner_may_read_what_is_kept(folder: Path, store: FolderStore) -> None:
    before = os.umask(0)
    try:
        store.put("shop/e0001/tea", b"tea")
    finally:
        os.umask(before)

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}

    assert modes == {
        MARK: 0o600,
        UNFINISHED: 0o700,
        "shop": 0o700,
        "e0001": 0o700,
        "tea": 0o600,
    }


def test_a_folder_is_removed_with_its_last_object(folder: Path, store: FolderStore) -> None:
    for name in ("shop/a/b/tea", "shop/a/cake"):
        store.put(name, b"x")

    store.delete(["shop/a/b/tea"])
    assert not (folder / "shop/a/b").exists()
    assert (folder / "shop/a").exists()

    store.delete(["shop/a/cake"])
    assert not (folder / "shop").exists()


@pytest.mark.parametrize(
    ("first", "second"), [("shop", "shop/tea"), ("shop/a", "shop/a/b/c"), ("shop/a/b", "shop/a")]
)
def test_an_object_can_t_be_a_folder_too(store: FolderStore, first: str, second: str) -> None:
    store.put(first, b"x")

    for replace in (False, True):
        with pytest.raises(RuleError):
            store.put(second, b"y", replace=replace)

    assert names(store) == [first]


def test_what_is_not_ours_is_not_listed(folder: Path, store: FolderStore) -> None:
    store.put("shop/tea", b"tea")
    (folder / "Photos of the cat").mkdir()
    (folder / "Photos of the cat" / "cat").write_bytes(b"cat")
    (folder / "README").write_bytes(b"read me")
    (folder / "link").symlink_to(folder / "shop/tea")
    (folder / "folder-link").symlink_to(folder / "shop")
    os.mkfifo(folder / "pipe")

    assert names(store) == ["shop/tea"]


def test_a_folder_that_goes_while_it_is_listed_is_not_missed(store: FolderStore) -> None:
    for name in ("a/tea", "b/tea", "c/tea"):
        store.put(name, b"x")

    seen = store.list()
    first = next(seen).name
    store.delete(["b/tea"])

    assert [first, *(each.name for each in seen)] == ["a/tea", "c/tea"]


def test_a_file_that_goes_while_it_is_listed_is_not_missed(store: FolderStore) -> None:
    for name in ("a", "b", "c"):
        store.put(name, b"x")

    seen = store.list()
    first = next(seen).name
    store.delete(["b"])

    assert [first, *(each.name for each in seen)] == ["a", "c"]


@pytest.mark.parametrize(
    ("number", "kind", "said"),
    [
        (errno.EIO, TransientError, "can't be used now"),
        (errno.ESTALE, TransientError, "can't be used now"),
        (errno.EDQUOT, TransientError, "is full"),
        (errno.EROFS, CredentialsError, "can't be used by us"),
    ],
)
def test_what_a_disk_says_is_sorted(
    store: FolderStore,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    kind: type[Pos2WebError],
    said: str,
) -> None:
    def fsync(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fsync)

    with pytest.raises(kind, match=said):
        store.put("tea", b"tea")
    assert names(store) == []


def test_a_link_that_fails_otherwise_is_told(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put("cake", b"cake")

    def link(*_arguments: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "link", link)

    with pytest.raises(TransientError, match="Input/output error"):
        store.put("tea", b"tea")


def test_a_folder_that_goes_again_and_again_is_told(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put("cake", b"cake")

    def link(*_arguments: object) -> None:
        raise FileNotFoundError(errno.ENOENT, "No such file or directory")

    monkeypatch.setattr(os, "link", link)

    with pytest.raises(TransientError):
        store.put("shop/tea", b"tea")


# Addresses and settings.


@pytest.mark.parametrize("scheme", ["", "file://", "file://localhost", "FILE://"])
def test_a_path_is_an_address(folder: Path, scheme: str) -> None:
    store = from_address(f"{scheme}{folder}", {})

    assert store.name == str(folder)


def test_a_path_in_an_address_is_decoded() -> None:
    assert from_address("file:///mnt/usb%20disk/b%C3%A9b%C3%A9", {}).name == "/mnt/usb disk/bébé"


def test_a_path_alone_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)

    assert from_address("100%25?x=#y", {}).name == str(tmp_path / "100%25?x=#y")


@pytest.mark.parametrize(
    "address",
    ["s3://bucket/prefix", "file://other.example/x", "file:///x?y=1", "ftp://x/y", "file://u:p@/x"],
)
def test_another_address_is_refused(address: str) -> None:
    with pytest.raises(SettingsError):
        from_address(address, {})


def test_a_path_must_be_absolute() -> None:
    with pytest.raises(SettingsError, match="must be absolute"):
        open_store(FolderSettings(path="backups"))


# A law.

PARTS = st.text("ab.-_0", min_size=1, max_size=2)
NAMES = st.lists(PARTS, min_size=1, max_size=3).map("/".join).filter(is_name)


@pytest.fixture(scope="module")
def many_folders() -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        yield Path(folder)


@given(names=st.sets(NAMES, max_size=12), prefix=st.text("ab.-_0/", max_size=4))
def test_it_lists_what_a_store_in_memory_lists(
    many_folders: Path, names: set[str], prefix: str
) -> None:
    with TemporaryDirectory(dir=many_folders) as folder:
        store, memory = FolderStore(Path(folder)), MemoryStore()
        for name in names:
            try:
                store.put(name, name.encode())
            except RuleError:  # it would be a file and a folder
                continue
            memory.put(name, name.encode())

        listed = [(each.name, each.size) for each in store.list(prefix)]

        assert listed == [(each.name, each.size) for each in memory.list(prefix)]
