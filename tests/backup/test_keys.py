"""What is locked is opened by whoever it was locked for, and by nobody else; also by hand."""

import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from pos2web.backup.store.keys import (
    Keys,
    Locks,
    generate,
    own_key,
    read_keys,
    recipient_of,
    write_key,
)
from pos2web.errors import ArchiveError, ConflictError, CredentialsError, SettingsError


def test_each_recipient_opens_it_and_nobody_else() -> None:
    merchant, technician, other = generate(), generate(), generate()
    locked = Locks([recipient_of(merchant), recipient_of(technician)]).encrypt(b"tea")

    assert Keys([merchant]).decrypt(locked, "x") == b"tea"
    assert Keys([other, technician]).decrypt(locked, "x") == b"tea"
    with pytest.raises(CredentialsError, match=r"given opens shop/x\.age"):
        Keys([other]).decrypt(locked, "shop/x.age")


@pytest.mark.parametrize("cut", [0, 1, 40, 200, -20, -1])
def test_what_is_cut_off_or_changed_is_told(identity: str, cut: int) -> None:
    locked = Locks([recipient_of(identity)]).encrypt(b"tea" * 100)
    changed = bytearray(locked)
    changed[cut] ^= 1

    with pytest.raises(ArchiveError, match=r"shop/x\.age is damaged"):
        Keys([identity]).decrypt(locked[:cut], "shop/x.age")
    with pytest.raises((ArchiveError, CredentialsError), match=r"shop/x\.age"):
        Keys([identity]).decrypt(bytes(changed), "shop/x.age")


def test_a_lock_names_each_recipient_once_and_needs_one(identity: str) -> None:
    recipient = recipient_of(identity)

    assert Locks([recipient, recipient]).recipients == (recipient,)
    with pytest.raises(SettingsError, match="without recipients"):
        Locks([])
    with pytest.raises(SettingsError, match="'age1tea' is no public key"):
        Locks(["age1tea"])


def test_a_key_is_kept_for_its_user_only_and_never_overwritten(tmp_path: Path) -> None:
    path, identity = tmp_path / "merchant.key", generate()

    recipient = write_key(path, identity)

    assert recipient == recipient_of(identity)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_keys([path]).recipients == (recipient,)
    with pytest.raises(ConflictError, match="never overwritten"):
        write_key(path, generate())
    assert identity in path.read_text()


def test_this_machine_makes_its_own_key_once(tmp_path: Path) -> None:
    path = tmp_path / "backup.key"

    first, again = own_key(path), own_key(path)

    assert first.recipients == again.recipients
    assert [each.name for each in tmp_path.iterdir()] == ["backup.key"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_several_keys_in_several_files_are_read(tmp_path: Path) -> None:
    one, other, third = generate(), generate(), generate()
    (tmp_path / "a").write_text(f"# of the shop\n\n{one}\n{other}\n")
    (tmp_path / "b").write_text(third.lower())

    keys = read_keys([tmp_path / "a", tmp_path / "b"])

    assert keys.recipients == tuple(map(recipient_of, (one, other, third)))


def test_what_is_no_key_is_named_without_telling_it(tmp_path: Path) -> None:
    (tmp_path / "tea").write_text("green\n")
    (tmp_path / "cut").write_text("AGE-SECRET-KEY-1TEA\n")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")

    with pytest.raises(SettingsError, match=r"there is no private key .* in .*tea"):
        read_keys([tmp_path / "tea"])
    with pytest.raises(SettingsError, match="that is no private key") as raised:
        read_keys([tmp_path / "cut"])
    with pytest.raises(SettingsError, match="bytes can't be read"):
        read_keys([tmp_path / "bytes"])
    with pytest.raises(SettingsError, match="none can't be read"):
        read_keys([tmp_path / "none"])
    assert "1TEA" not in str(raised.value)


def test_the_age_command_opens_what_we_lock_and_locks_what_we_open(tmp_path: Path) -> None:
    age = shutil.which("age")
    if age is None:
        pytest.skip("Debian's age is not installed (apt-get install age)")
    identity, locked, opened = tmp_path / "key", tmp_path / "tea.age", tmp_path / "tea"
    recipient = write_key(identity, generate())
    locked.write_bytes(Locks([recipient]).encrypt("thé".encode()))

    subprocess.run([age, "-d", "-i", identity, "-o", opened, locked], check=True)  # noqa: S603 - as in the documents
    again = subprocess.run([age, "-r", recipient, opened], check=True, capture_output=True)  # noqa: S603 - as before

    assert opened.read_text() == "thé"
    assert read_keys([identity]).decrypt(again.stdout, "x") == "thé".encode()
