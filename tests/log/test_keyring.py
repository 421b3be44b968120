"""One key per person, in a file that survives kills, and that is never begun anew by mistake."""

import os
import stat
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from pos2web.errors import ArchiveError, TransientError
from pos2web.log import keyring as keyrings
from pos2web.log.keyring import Keyring

STORED = Path(__file__).parent / "stored/people.keys"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "people.keys"


def test_each_person_has_a_key_that_outlives_the_process(path: Path) -> None:
    one, two = Keyring(path).add(2, is_first=True)

    again = Keyring.beside(path.with_name("log.db"))

    assert again.living == {one, two}
    assert len({again.key(one), again.key(two)}) == 2
    assert [len(key or b"") for key in map(again.key, (one, two))] == [32, 32]


def test_only_its_user_may_read_it(path: Path) -> None:
    keyring = Keyring(path)
    (one,) = keyring.add(is_first=True)
    keyring.add(is_first=False)
    keyring.destroy(one)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_another_process_sees_what_the_writer_does(path: Path) -> None:
    writer, reader = Keyring(path), Keyring(path)
    (one,) = writer.add(is_first=True)
    assert reader.living == {one}

    (two,) = writer.add(is_first=False)
    writer.destroy(one)

    assert (reader.living, reader.erased, reader.key(one)) == ({two}, {one}, None)


def test_a_destroyed_key_is_nowhere_in_the_file(path: Path) -> None:
    keyring = Keyring(path)
    one, two = keyring.add(2, is_first=True)
    before = path.read_bytes()
    line = next(line for line in before.splitlines() if one.encode() in line)
    key = line.partition(b'"key":"')[2].partition(b'"')[0]

    assert (keyring.destroy(one), keyring.destroy(one)) == (True, False)

    assert key in before
    assert key not in path.read_bytes()
    assert keyring.key(two) == Keyring(path).key(two) != None  # noqa: E711 - both, and there
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@pytest.mark.skipif(os.name != "posix", reason="Windows can't hold a file that is replaced")
def test_what_the_old_file_held_is_overwritten(path: Path, tmp_path: Path) -> None:
    keyring = Keyring(path)
    (one,) = keyring.add(is_first=True)
    (tmp_path / "same file").hardlink_to(path)

    keyring.destroy(one)

    assert set((tmp_path / "same file").read_bytes()) == {0}


def test_one_who_had_no_key_here_is_destroyed_too(path: Path) -> None:
    keyring = Keyring(path)
    keyring.add(is_first=True)

    assert keyring.destroy("9c1d4f60aa27be35")

    assert Keyring(path).key("9c1d4f60aa27be35") is None


def test_what_was_half_written_is_as_if_it_had_never_begun(path: Path) -> None:
    keyring = Keyring(path)
    (one,) = keyring.add(is_first=True)
    (two,) = keyring.add(is_first=False)
    whole = path.read_bytes()
    begin_of_second = whole.rindex(b"\n", 0, -1) + 1

    for cut in range(begin_of_second, len(whole)):
        path.write_bytes(whole[:cut])
        (three,) = Keyring(path).add(is_first=False)
        assert Keyring(path).living == {one, three}

    assert two != one


def test_a_missing_keyring_is_named_and_never_begun_where_there_are_people(path: Path) -> None:
    keyring = Keyring(path)

    for ask in (
        lambda: keyring.add(is_first=False),
        lambda: keyring.key("9c1d4f60aa27be35"),
        lambda: keyring.destroy("9c1d4f60aa27be35"),
        keyring.check,
    ):
        with pytest.raises(ArchiveError, match=r"people\.keys is not there.*from a backup"):
            ask()

    assert not path.exists()
    assert (keyring.living, keyring.erased, keyring.content(), keyring.version) == (
        set(),
        set(),
        b"",
        "",
    )


def test_somebody_of_another_keyring_is_said_to_be_unknown(path: Path) -> None:
    Keyring(path).add(is_first=True)

    with pytest.raises(ArchiveError, match=r"no key of person 9c1d4f60aa27be35.*from a backup"):
        Keyring(path).key("9c1d4f60aa27be35")


def test_an_old_keyring_is_told_from_the_people_it_should_know(path: Path) -> None:
    keyring = Keyring(path)
    one, two = keyring.add(2, is_first=True)
    keyring.destroy(one)
    keyring.check([one, two])

    with pytest.raises(ArchiveError, match=r"no key of 2 people .* as 0001: .*from a backup"):
        keyring.check([one, "0002", "0001"])


def test_a_keyring_may_follow_an_earlier_one(path: Path) -> None:
    keyring = Keyring(path)
    (one,) = keyring.add(is_first=True)
    before = Keyring.load(keyring.content())

    keyring.check_after(before)
    keyring.add(is_first=False)
    keyring.destroy(one)

    keyring.check_after(before)
    keyring.check_after(Keyring.load(keyring.content()))
    keyring.check_after(Keyring(path.with_name("none")))


def test_an_old_or_a_strange_keyring_is_not_taken_for_a_later_one(path: Path) -> None:
    keyring = Keyring(path)
    (one,) = keyring.add(is_first=True)
    old = Keyring.load(keyring.content())
    keyring.add(is_first=False)
    more = Keyring.load(keyring.content())
    keyring.destroy(one)
    empty = Keyring.load(path.read_bytes().splitlines(keepends=True)[0])

    for wrong, before in ((old, more), (empty, old), (old, keyring), (more, keyring)):
        with pytest.raises(ArchiveError, match=r"lacks .* people .*from a backup"):
            wrong.check_after(before)
    with pytest.raises(ArchiveError, match="not there"):
        Keyring(path.with_name("none")).check_after(old)


def test_a_keyring_that_is_there_is_never_begun_over(path: Path) -> None:
    (one,) = Keyring(path).add(is_first=True)

    Keyring(path).add(is_first=True)

    assert one in Keyring(path).living


def test_nobody_new_changes_nothing(path: Path) -> None:
    keyring = Keyring(path)
    keyring.add(is_first=True)
    before = path.read_bytes()

    assert keyring.add(0, is_first=False) == []
    assert path.read_bytes() == before


@given(st.data())
def test_any_altered_letter_is_found(data: st.DataObject) -> None:
    content = STORED.read_bytes()
    at = data.draw(st.integers(0, len(content) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != content[at]))
    altered = content[:at] + bytes([other]) + content[at + 1 :]

    with pytest.raises(ArchiveError, match=r"the keyring .*(damaged at line|newer Pos2Web)"):
        # The last newline is the one byte without which a line counts as not written.
        Keyring.load(altered if at < len(content) - 1 else altered + b"\n")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"format":"pos2web keyring","version":1}',
        b'{"format":"something else","version":1}\n',
        STORED.read_bytes() + STORED.read_bytes().splitlines(keepends=True)[1],
        STORED.read_bytes() + b'{"person":"a","key":"AAAA","check":"e3b0c442"}\n',
        STORED.read_bytes() + b"\xff\n",
    ],
    ids=["empty", "cut off", "another file", "twice", "a short key", "not text"],
)
def test_a_damaged_keyring_is_said_to_be(path: Path, content: bytes) -> None:
    path.write_bytes(content)

    with pytest.raises(ArchiveError, match=r"people\.keys is damaged at line \d.*from a backup"):
        Keyring(path).check()


def test_a_newer_form_is_refused(path: Path) -> None:
    path.write_bytes(b'{"format":"pos2web keyring","version":2}\n')

    with pytest.raises(ArchiveError, match="newer Pos2Web"):
        Keyring(path).check()


def test_content_and_version_are_those_of_now(path: Path) -> None:
    keyring = Keyring(path)
    (one,) = keyring.add(is_first=True)
    seen = [(keyring.content(), keyring.version)]
    keyring.add(is_first=False)
    seen.append((keyring.content(), keyring.version))
    keyring.destroy(one)
    seen.append((keyring.content(), keyring.version))

    assert len({version for _, version in seen}) == 3
    assert seen[-1][0] == path.read_bytes()
    assert keyring.version == Keyring(path).version == Keyring.load(keyring.content()).version


def test_a_loaded_keyring_lives_in_memory(path: Path) -> None:
    keyring = Keyring(path)
    one, two = keyring.add(2, is_first=True)
    loaded = Keyring.load(keyring.content())

    (three,) = loaded.add(is_first=False)
    loaded.destroy(one)

    assert loaded.living == Keyring.load(loaded.content()).living == {two, three}
    assert keyring.living == {one, two}


STEPS: tuple[tuple[Any, str], ...] = (
    (Path, "open"),
    (os, "open"),
    (os, "fstat"),
    (os, "fdopen"),
    (os, "fsync"),
    (os, "pwrite"),
    (os, "close"),
    (Path, "replace"),
)
"""What the keyring asks of the system."""


def fails(patch: pytest.MonkeyPatch, owner: Any, name: str, after: int) -> None:
    """Let the system refuse this once it did it so many times."""
    done, times = getattr(owner, name), count()

    def refuse(*args: Any, **options: Any) -> Any:
        if next(times) == after:
            raise OSError(5, "Input/output error")
        return done(*args, **options)

    patch.setattr(owner, name, refuse)


@pytest.mark.skipif(os.name != "posix", reason="elsewhere files are replaced otherwise")
@pytest.mark.parametrize("after", range(3))
@pytest.mark.parametrize(("owner", "name"), STEPS, ids=[name for _, name in STEPS])
def test_whatever_the_system_refuses_nothing_is_lost_and_it_can_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, after: int
) -> None:
    path = tmp_path / "people.keys"
    keyring = Keyring(path)
    one, two = keyring.add(2, is_first=True)
    first, second = keyring.key(one), keyring.key(two)

    with monkeypatch.context() as patch, suppress(TransientError, OSError):
        fails(patch, owner, name, after)
        keyring.destroy(one)
    assert Keyring(path).key(one) in (first, None)
    with monkeypatch.context() as patch, suppress(TransientError, OSError):
        fails(patch, owner, name, after)
        keyring.add(is_first=False)
    keyring.destroy(one)
    (three,) = keyring.add(is_first=False)

    again = Keyring(path)
    assert (again.key(one), again.key(two), again.erased) == (None, second, {one})
    assert three in again.living
    assert again.content() == keyring.content() == path.read_bytes()


@pytest.mark.skipif(os.name != "posix", reason="Windows opens folders otherwise")
def test_what_cannot_be_read_or_written_now_is_tried_later(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one,) = Keyring(path).add(is_first=True)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    keyring = Keyring(path)
    keyring.check()
    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(TransientError, match=r"people\.keys can't be written now"):
        keyring.add(is_first=False)
    with pytest.raises(TransientError, match=r"people\.keys can't be written now"):
        keyring.destroy(one)
    monkeypatch.undo()
    assert one in Keyring(path).living
    path.unlink()
    path.mkdir()
    with pytest.raises(TransientError, match=r"people\.keys can't be read now"):
        keyring.check()
    with pytest.raises(TransientError, match=r"people\.keys can't be written now"):
        keyrings._held(path)


def test_an_old_file_that_cannot_be_overwritten_is_replaced_all_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring = Keyring(path)
    (one,) = keyring.add(is_first=True)

    def read_only(_descriptor: int) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(keyrings, "_overwrite", read_only)
    keyring.destroy(one)

    assert Keyring(path).erased == {one}


def test_no_file_is_held_where_the_system_does_not_allow_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring = Keyring(path)
    (one,) = keyring.add(is_first=True)
    monkeypatch.setattr(keyrings, "HOLDS", False)

    keyring.destroy(one)

    assert Keyring(path).erased == {one}


class Lives(RuleBasedStateMachine):
    """People come and are erased, processes start again, files are cut off: the keys are those of
    a dictionary."""

    def __init__(self) -> None:
        super().__init__()
        self.keyring = Keyring.load(b'{"format":"pos2web keyring","version":1}\n')
        self.keys: dict[str, bytes | None] = {}

    @rule(count=st.integers(0, 3))
    def come(self, count: int) -> None:
        for person in self.keyring.add(count, is_first=False):
            assert person not in self.keys
            self.keys[person] = self.keyring.key(person)

    @rule(which=st.integers(0, 9))
    def erase(self, which: int) -> None:
        if self.keys:
            person = list(self.keys)[which % len(self.keys)]
            assert self.keyring.destroy(person) == (self.keys[person] is not None)
            self.keys[person] = None

    @rule(left=st.binary(max_size=5).filter(lambda left: b"\n" not in left))
    def begin_again(self, left: bytes) -> None:
        self.keyring = Keyring.load(self.keyring.content())
        self.keyring = Keyring.load(self.keyring.content() + left)

    @invariant()
    def all_are_known(self) -> None:
        assert {person: self.keyring.key(person) for person in self.keys} == self.keys
        assert self.keyring.living | self.keyring.erased == set(self.keys)


def test_keys_are_kept_through_any_life() -> None:
    few = settings(max_examples=40, stateful_step_count=15)
    run_state_machine_as_test(Lives, settings=few)
