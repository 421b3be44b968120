"""A segment is cut from the log, proves itself, and is read for ever."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest
import zstandard

from benchmarks.month import fill
from pos2web.errors import ArchiveError
from pos2web.log import Envelope, Log
from pos2web.log.segments import Header, cut, header_of, name_of, read, train
from tests.log.conftest import TILL, counted
from tests.shops.clocks import StillClock

STORED = Path(__file__).parent / "stored"
PLAIN = (STORED / "segment-1.segment").read_bytes()
PACKED = (STORED / "segment-1-packed.segment").read_bytes()
DICTIONARY = (STORED / "segment-1.dictionary").read_bytes()
"""Written when version 1 was the newest: positions 1 to 3, and 4 to 83 with the dictionary."""


@pytest.fixture
def shop(log: Log, clock: StillClock) -> Log:
    """Appends of 2, 1 and 3 events, a second apart."""
    for number, size in enumerate((2, 1, 3)):
        log.append([counted(n) for n in range(size)], Envelope("till", f"run-{number}"))
        clock.move(1)
    return log


def forged(content: bytes, **values: Any) -> bytes:
    """The same segment with other things in its header."""
    line, _, packed = content.partition(b"\n")
    header = msgspec.structs.replace(msgspec.json.decode(line, type=Header), **values)
    return msgspec.json.encode(header) + b"\n" + packed


def repacked(content: bytes, body: bytes, **values: Any) -> bytes:
    """A segment with another content, its header adapted to it."""
    packed = zstandard.compress(body)
    told = {"size": len(body), "body": hashlib.sha256(packed).hexdigest()} | values
    line, _, _ = forged(content, **told).partition(b"\n")
    return line + b"\n" + packed


def lines_of(content: bytes) -> list[bytes]:
    return zstandard.decompress(content.partition(b"\n")[2]).splitlines()


def test_a_segment_holds_what_the_log_does(shop: Log) -> None:
    segment = read(cut(shop, 2, 6))

    header = segment.header
    assert (header.log, header.first, header.last, header.events) == (shop.id, 3, 6, 4)
    assert (header.before, header.after) == (shop.digest_at(2).hex(), shop.digest_at(6).hex())
    assert [append.position for append in segment.appends] == [3, 4]
    assert [append.run for append in segment.appends] == ["run-1", "run-2"]
    assert list(segment.digests) == [shop.digest_at(3), shop.digest_at(6)]
    assert header.until - header.since == 1_000_000


def test_the_same_log_gives_the_same_segment(shop: Log) -> None:
    assert cut(shop, 0, 6) == cut(shop, 0, 6)


@pytest.mark.parametrize(("after", "upto"), [(1, 3), (0, 1), (0, 4), (3, 3), (6, 9), (3, 2)])
def test_only_whole_appends_are_cut(shop: Log, after: int, upto: int) -> None:
    with pytest.raises(ArchiveError):
        cut(shop, after, upto)


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE events SET cause = 1 WHERE position = 3", "not what was written"),
        ("UPDATE events SET payload = x'7b0a7d' WHERE position = 3", "not on one line"),
        ("DELETE FROM events WHERE position = 5", "events are missing"),
    ],
)
def test_nothing_is_cut_from_a_log_that_was_altered(shop: Log, statement: str, says: str) -> None:
    with closing(sqlite3.connect(shop.path)) as other, other:
        other.execute(statement)

    with pytest.raises(ArchiveError, match=says):
        cut(shop, 0, 6)


def test_what_version_1_wrote_is_read() -> None:
    plain, packed = read(PLAIN), read(PACKED, DICTIONARY)

    assert plain.header.after == "49b80b3b026034599faedec3596541915c977c85e22b5beb650ea8d38c3ff042"
    assert packed.header.before == plain.header.after
    assert packed.header.after.startswith("fa42d052a23fe36f1424e63a9dd8e1e5e3248edc97d934b61")
    assert (plain.header.last, packed.header.last, packed.header.events) == (3, 83, 80)
    assert plain.appends[1].actor == 'user:"é\\'
    assert bytes(plain.appends[1].events[0][4]) == b'{"key":"TEA","quantity":"3","was":"0"}'


@pytest.mark.parametrize(("content", "dictionary"), [(PLAIN, None), (PACKED, DICTIONARY)])
def test_every_altered_byte_is_found(content: bytes, dictionary: bytes | None) -> None:
    log_begins = content.index(b'"log":"') + 7
    unfound = []
    for place in range(len(content)):
        for mask in (0x01, 0x20, 0xFF):
            altered = bytearray(content)
            altered[place] ^= mask
            try:
                read(bytes(altered), dictionary)
            except ArchiveError:
                continue
            unfound.append(place)

    # Which log it is of, only other segments tell: see the tests of sealing and loading.
    assert set(unfound) <= set(range(log_begins, log_begins + 32))


@pytest.mark.parametrize(("content", "dictionary"), [(PLAIN, None), (PACKED, DICTIONARY)])
def test_every_missing_or_added_byte_is_found(content: bytes, dictionary: bytes | None) -> None:
    shorter = [content[:length] for length in range(len(content))]
    spots = range(0, len(content), 7)
    without = [content[:at] + content[at + 1 :] for at in spots]
    longer = [content[:at] + b"0" + content[at:] for at in (*spots, len(content))]

    for altered in (*shorter, *without, *longer):
        with pytest.raises(ArchiveError):
            read(altered, dictionary)


@pytest.mark.parametrize(
    "values",
    [
        {"log": "another"},
        {"first": 2},
        {"first": 0},
        {"last": 4},
        {"last": 2},
        {"events": 4},
        {"since": 1795521600000001},
        {"since": -1},
        {"until": 1795521601500001},
        {"until": 2**62},
        {"before": "0" * 64},
        {"after": "0" * 64},
        {"after": "A" * 64},
        {"after": ""},
        {"dictionary": "0" * 64},
        {"dictionary": "x"},
        {"size": 471},
        {"size": 0},
        {"size": 2**40},
        {"body": "0" * 64},
        {"version": 0},
        {"format": "another"},
    ],
)
def test_a_header_that_says_otherwise_is_found(values: dict[str, Any]) -> None:
    with pytest.raises(ArchiveError):
        read(forged(PLAIN, **values))


def test_a_newer_format_is_refused_with_the_reason() -> None:
    with pytest.raises(
        ArchiveError, match=r"written by a newer Pos2Web: .* version 2, .* 1 at most"
    ):
        read(b'{"format":"pos2web segment","version":2,"shards":[]}\n')


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"PK\x03\x04", b"{}\n", b'{"format":1}\n', b"[" * 9000]
)
def test_another_file_is_not_taken_for_a_segment(content: bytes) -> None:
    with pytest.raises(ArchiveError):
        header_of(content)


def test_the_dictionary_that_was_used_is_needed() -> None:
    with pytest.raises(ArchiveError, match=f"needs dictionary {name_of(DICTIONARY)}"):
        read(PACKED)
    with pytest.raises(ArchiveError, match="needs dictionary"):
        read(PACKED, DICTIONARY + b"0")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"\n".join(lines_of(PLAIN)), "does not end with a whole append"),
        (b"\n".join(reversed(lines_of(PLAIN))) + b"\n", "out of order at position 3"),
        (lines_of(PLAIN)[0] + b"\n", "digests differ"),
        (b"{}\n", "append that can't be read"),
        (b"\n", "append that can't be read"),
        (
            b'{"position":1,"at":1795521600000000,"actor":"","run":"","connection":"","events":[]}\n',
            "out of order",
        ),
    ],
)
def test_a_forged_content_is_found(body: bytes, says: str) -> None:
    with pytest.raises(ArchiveError, match=says):
        read(repacked(PLAIN, body))


def test_what_claims_to_be_small_is_not_unpacked_when_it_is_not() -> None:
    bomb = repacked(PLAIN, b" " * 50_000_000, size=470)

    with pytest.raises(ArchiveError, match="not of the size"):
        read(bomb)


def test_two_frames_are_no_segment() -> None:
    line, _, packed = PLAIN.partition(b"\n")
    twice = packed * 2
    content = line + b"\n" + twice

    with pytest.raises(ArchiveError, match="can't be unpacked"):
        read(forged(content, body=hashlib.sha256(twice).hexdigest()))


def test_a_segment_takes_60_bytes_an_event_at_most(path: Path, clock: StillClock) -> None:
    fill(path, 12_000, seed=7)

    with Log.open(path, clock=clock, read_only=True) as log:
        assert log.verify().problems == ()
        upto = log.boundary(10_000)
        assert len(cut(log, 0, upto)) / upto <= 60

        stretch = log.boundary(11_000)
        dictionary = train(list(log.lines(0, upto)), 32 << 10)
        piece = cut(log, stretch, log.boundary(stretch + 30), dictionary)
        assert len(piece) < len(cut(log, stretch, log.boundary(stretch + 30)))
        assert read(piece, dictionary).header.dictionary == name_of(dictionary)


def test_the_log_is_named_in_its_segments(log: Log) -> None:
    log.append([counted(1)], TILL)

    assert header_of(cut(log, 0, 1)).log == log.id


def test_too_few_lines_teach_nothing(shop: Log) -> None:
    assert train(list(shop.lines()), 1_000) is None
