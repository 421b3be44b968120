"""What is peculiar to a store on a server for SFTP: who the server is, who we are, lines that break."""

import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from pos2web.adapters.sftp_store.adapter import from_address, open_store
from pos2web.adapters.sftp_store.files import UNFINISHED
from pos2web.adapters.sftp_store.mapping import ours
from pos2web.adapters.sftp_store.settings import SftpSettings
from pos2web.errors import (
    CredentialsError,
    Pos2WebError,
    ProtocolError,
    RuleError,
    SettingsError,
    TransientError,
)
from pos2web.ports import BackupStore, Severity
from tests.adapters.s3_store.service import Service
from tests.adapters.sftp_store.worlds import IS_ROOT, settings_of
from tests.servers.line import Line
from tests.servers.processes import HOST, free_ports
from tests.servers.sftp import SftpServer, new_key

Opening = Callable[..., BackupStore]
FOLDERS = count()
DAY_S = 24 * 3600


@pytest.fixture
def place() -> str:
    """A folder that no other test has."""
    return f"test-{next(FOLDERS)}"


@pytest.fixture
def opening(sftp_server: SftpServer, place: str) -> Iterator[Opening]:
    """Opens stores in that folder, which are closed in the end."""
    with ExitStack() as stack:

        def opened(**changed: Any) -> BackupStore:
            store = open_store(settings_of(sftp_server, place, **changed))
            stack.callback(store.close)
            return store

        yield opened


@pytest.fixture
def store(opening: Opening) -> BackupStore:
    return opening()


def names(store: BackupStore) -> list[str]:
    return [each.name for each in store.list()]


# Who the server is.


def test_an_unknown_server_is_not_believed_and_shows_its_fingerprint(
    sftp_server: SftpServer, opening: Opening, tmp_path: Path, place: str
) -> None:
    (tmp_path / "known_hosts").touch()
    store = opening(host_key="", known_hosts=str(tmp_path / "known_hosts"))

    with pytest.raises(CredentialsError) as caught:
        store.put("tea", b"tea")

    assert f'Then set host_key = "{sftp_server.fingerprint}"' in str(caught.value)
    assert [each.severity for each in store.check()] == [Severity.PROBLEM]
    assert not (sftp_server.folder / place).exists()


@pytest.mark.parametrize("how", ["file", "the user's own"])
def test_a_server_that_is_known_is_believed(
    sftp_server: SftpServer,
    opening: Opening,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    how: str,
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    file = tmp_path / ".ssh" / "known_hosts"
    file.parent.mkdir()
    file.write_text(f"[{HOST}]:{sftp_server.port} {sftp_server.host_key}\n")

    store = opening(host_key="", known_hosts=str(file) if how == "file" else "")

    assert store.put("tea", b"tea")


def test_where_nobody_is_known_nobody_is_believed(
    opening: Opening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))

    with pytest.raises(CredentialsError, match=r"not known \(~/\.ssh/known_hosts\)"):
        names(opening(host_key=""))


def test_a_file_of_known_servers_must_be_there(opening: Opening, tmp_path: Path) -> None:
    with pytest.raises(CredentialsError, match="isn't there"):
        names(opening(host_key="", known_hosts=str(tmp_path / "nothing")))


def test_a_host_key_may_be_given_in_full(sftp_server: SftpServer, opening: Opening) -> None:
    assert opening(host_key=sftp_server.host_key).put("tea", b"tea")


@pytest.mark.parametrize("host_key", ["SHA256:AAAA", "another"])
def test_a_server_with_another_host_key_is_told_nothing(
    opening: Opening, tmp_path: Path, host_key: str
) -> None:
    if host_key == "another":
        host_key = new_key(tmp_path / "key").with_suffix(".pub").read_text()

    with pytest.raises(CredentialsError, match="somebody may stand between"):
        opening(host_key=host_key).put("tea", b"tea")


def test_what_is_no_host_key_is_told(opening: Opening) -> None:
    with pytest.raises(CredentialsError, match="neither a fingerprint"):
        names(opening(host_key="MD5:aa:bb"))


def test_a_host_key_that_changes_ends_all(sftp_server: SftpServer, store: BackupStore) -> None:
    store.put("tea", b"tea")
    before = sftp_server.fingerprint

    sftp_server.change_host_key()

    with pytest.raises(CredentialsError) as caught:
        store.get("tea")
    assert sftp_server.fingerprint in str(caught.value)
    assert before != sftp_server.fingerprint


# Who we are.


def test_a_key_that_is_not_allowed_does_not_let_us_in(
    sftp_server: SftpServer, opening: Opening
) -> None:
    store = opening(key_file=str(sftp_server.stranger.key_file))

    with pytest.raises(CredentialsError, match="does not let us in"):
        names(store)


def test_a_key_may_have_a_password(
    sftp_server: SftpServer, opening: Opening, tmp_path: Path
) -> None:
    key = asyncssh.read_private_key(sftp_server.login.key_file)
    file = tmp_path / "key"
    key.write_private_key(file, "pkcs8-pem", passphrase="S3CRET")  # noqa: S106 - of a test

    assert opening(key_file=str(file), key_password="S3CRET").put("tea", b"tea")  # noqa: S106 - of a test
    for password in ("", "other-S3CRET"):
        with pytest.raises(
            CredentialsError, match="no private key that key_password opens"
        ) as caught:
            names(opening(key_file=str(file), key_password=password))
        assert "S3CRET" not in str(caught.value)


@pytest.mark.skipif(find_spec("bcrypt") is not None, reason="with bcrypt it can be opened")
def test_what_a_key_of_openssh_with_a_password_needs_is_told(
    opening: Opening, tmp_path: Path
) -> None:
    file = new_key(tmp_path / "key", password="S3CRET")  # noqa: S106 - of a test

    with pytest.raises(CredentialsError, match="bcrypt is needed"):
        names(opening(key_file=str(file), key_password="S3CRET"))  # noqa: S106 - of a test


@pytest.mark.parametrize(
    ("file", "said"), [("nothing", "can't be read"), ("known", "no private key")]
)
def test_a_key_that_is_none_is_told(opening: Opening, tmp_path: Path, file: str, said: str) -> None:
    (tmp_path / "known").write_text("not a key\n")

    with pytest.raises(CredentialsError, match=said):
        names(opening(key_file=str(tmp_path / file)))


@pytest.mark.skipif(not IS_ROOT, reason="only root's server can shut users in")
def test_a_merchant_sees_nothing_of_another(sftp_server: SftpServer) -> None:
    bakery, florist = sftp_server.merchants
    with ExitStack() as stack:
        own, other = (
            open_store(settings_of(sftp_server, login=each)) for each in (bakery, florist)
        )
        stack.callback(own.close)
        stack.callback(other.close)
        other.put("roses", b"roses")

        assert [each.severity for each in own.check()] == [Severity.OK]
        assert names(own) == []
        for path in (
            str(sftp_server.seen(florist)),
            f"/../{florist.user}/store",
            str(sftp_server.folder),
        ):
            outside = open_store(settings_of(sftp_server, login=bakery, path=path))
            stack.callback(outside.close)
            assert names(outside) == []
            with pytest.raises(CredentialsError):
                outside.put("thorns", b"x")
        assert names(other) == ["roses"]


# Lines that break.


def test_a_conversation_that_was_lost_is_begun_again(
    sftp_server: SftpServer, store: BackupStore
) -> None:
    store.put("tea", b"tea")

    for ask in (
        lambda: store.get("tea"),
        lambda: names(store),
        lambda: store.put("tea", b"x"),
        lambda: store.put("cake", b"cake"),
        lambda: store.put("cake", b"new cake", replace=True),
        lambda: store.delete(["tea"]),
    ):
        sftp_server.hang_up()
        ask()

    assert names(store) == ["cake"]


def test_a_list_goes_on_where_the_line_broke(sftp_server: SftpServer, store: BackupStore) -> None:
    wanted = [f"{folder}/{name}" for folder in ("a", "b", "c") for name in ("cake", "tea")]
    for name in wanted:
        store.put(name, b"x")

    listed = store.list()
    seen = [next(listed).name]
    sftp_server.hang_up()
    seen += [each.name for each in listed]

    assert seen == wanted


def test_a_server_that_dies_in_an_upload_has_nothing_of_it(
    sftp_server: SftpServer, opening: Opening
) -> None:
    with Line(sftp_server.port) as line:
        store = opening(port=line.port)
        store.put("tea", b"tea")

        with line.doing_after(1_000_000, sftp_server.kill), pytest.raises(TransientError):
            store.put("cake", b"x" * 5_000_000)
        with pytest.raises(TransientError):
            names(store)
        sftp_server.start()

        assert names(store) == ["tea"]
        assert store.put("cake", b"cake")


@pytest.mark.parametrize("is_open", [False, True])
def test_a_server_that_says_nothing_may_be_asked_later(
    sftp_server: SftpServer, opening: Opening, is_open: bool
) -> None:
    store = opening(timeout_s=0.5)
    if is_open:
        store.put("tea", b"tea")

    sftp_server.pause()
    try:
        with pytest.raises(TransientError):
            store.get("tea")
    finally:
        sftp_server.go_on()

    opening().put("tea", b"tea")
    assert opening().get("tea") == b"tea"


def test_nobody_listens_there(opening: Opening) -> None:
    with pytest.raises(TransientError, match="can't be talked to"):
        names(opening(port=free_ports(1)[0]))


def test_a_server_that_speaks_something_else_is_told(opening: Opening) -> None:
    with Service() as service:
        port = int(service.endpoint.rpartition(":")[2])

        with pytest.raises((TransientError, ProtocolError)):
            names(opening(port=port))


@pytest.mark.parametrize(
    ("error", "kind", "said"),
    [
        (asyncssh.SFTPNoSpaceOnFilesystem("x"), TransientError, "is full"),
        (asyncssh.SFTPQuotaExceeded("x"), TransientError, "is full"),
        (asyncssh.SFTPWriteProtect("x"), CredentialsError, "does not let us do that"),
        (asyncssh.SFTPBadMessage("x"), ProtocolError, "makes no sense"),
        (asyncssh.KeyExchangeFailed("x"), ProtocolError, "makes no sense"),
        (asyncssh.SFTPFailure("Failure"), TransientError, "does not say why"),
        (asyncssh.ConnectionLost("x"), TransientError, "can't be talked to"),
        (OSError(), TransientError, "OSError"),
        (TimeoutError(), TransientError, "in time"),
        (RuleError("as it is"), RuleError, "as it is"),
    ],
)
def test_what_goes_wrong_is_sorted(error: Exception, kind: type[Pos2WebError], said: str) -> None:
    found = ours(error, "the server")

    assert type(found) is kind
    assert said in str(found)


# Files.


def test_only_the_owner_may_read_what_is_kept(
    sftp_server: SftpServer, store: BackupStore, place: str
) -> None:
    store.put("shop/e0001/tea", b"tea")

    found = sftp_server.folder / place
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in found.rglob("*")}

    assert modes == {UNFINISHED: 0o700, "shop": 0o700, "e0001": 0o700, "tea": 0o600}


def test_what_was_left_behind_goes_after_a_day(
    sftp_server: SftpServer, opening: Opening, place: str
) -> None:
    opening().put("tea", b"tea")
    folder = sftp_server.folder / place / UNFINISHED
    for name, age_s in (("old", DAY_S + 60), ("young", DAY_S - 60)):
        (folder / name).write_bytes(b"te")
        os.utime(folder / name, (time.time() - age_s, time.time() - age_s))

    opening().put("cake", b"cake")

    assert [each.name for each in folder.iterdir()] == ["young"]


def test_a_folder_is_removed_with_its_last_object(
    sftp_server: SftpServer, store: BackupStore, place: str
) -> None:
    store.put("shop/a/b/tea", b"x")
    store.put("shop/cake", b"x")

    store.delete(["shop/a/b/tea"])

    assert not (sftp_server.folder / place / "shop/a").exists()
    assert names(store) == ["shop/cake"]


@pytest.mark.parametrize(
    ("first", "second"), [("shop", "shop/tea"), ("shop/a", "shop/a/b/c"), ("shop/a/b", "shop/a")]
)
def test_an_object_can_t_be_a_folder_too(
    sftp_server: SftpServer, store: BackupStore, place: str, first: str, second: str
) -> None:
    store.put(first, b"x")

    for replace in (False, True):
        with pytest.raises(RuleError):
            store.put(second, b"y", replace=replace)

    assert names(store) == [first]
    assert list((sftp_server.folder / place / UNFINISHED).iterdir()) == []


def test_what_is_not_ours_is_not_listed(
    sftp_server: SftpServer, store: BackupStore, place: str
) -> None:
    store.put("shop/tea", b"tea")
    folder = sftp_server.folder / place
    (folder / "Photos").mkdir()
    (folder / "README").write_bytes(b"read me")
    (folder / "link").symlink_to(folder / "shop/tea")

    assert names(store) == ["shop/tea"]


# Settings and addresses.


def test_an_address_says_all_but_secrets(sftp_server: SftpServer, place: str) -> None:
    store = from_address(sftp_server.address(place), {})

    assert store.put("tea", b"tea")
    assert names(store) == ["tea"]
    store.close()
    assert (sftp_server.folder / place / "tea").exists()


def test_an_address_may_start_at_the_users_own_folder() -> None:
    secrets = {"POS2WEB_STORE_PASSWORD": "S3CRET"}

    store = from_address("sftp://boutique@backup.example.com/~/shops/tea", secrets)

    assert store.name == "sftp://boutique@backup.example.com/~/shops/tea"
    assert "S3CRET" not in repr(store)
    store.close()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("sftp://user:S3CRET@host/path", "holds no password"),
        ("sftp://user@host/path?password=S3CRET", "password is unknown"),
        ("sftp://host/path", "user"),
        ("sftp://user@/path", "host"),
        ("sftp://user@host", "path"),
        ("sftp://user@host/path", "POS2WEB_STORE_PASSWORD"),
        ("sftp://user@host:x/path", "is no address"),
        ("s3://bucket", "is no server"),
    ],
)
def test_an_address_that_is_wrong_is_told(address: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said) as caught:
        from_address(address, {})

    assert "S3CRET" not in str(caught.value)


def test_nothing_shows_a_password() -> None:
    settings = SftpSettings(host="host", user="user", path="/x", password="S3CRET")  # noqa: S106 - of a test

    assert "S3CRET" not in repr(settings)


def test_a_store_that_was_closed_may_be_asked_again(store: BackupStore) -> None:
    store.put("tea", b"tea")
    store.close()

    assert names(store) == ["tea"]
