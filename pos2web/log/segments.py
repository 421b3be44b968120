"""Segments: a stretch of whole appends as one compressed file that proves itself.

`docs/archive-format.md` describes the file byte by byte. A short one is called a piece.
"""

import hashlib
import re
from collections.abc import Sequence

import msgspec
import zstandard

from pos2web.errors import ArchiveError
from pos2web.log import chain
from pos2web.log.chain import AppendRecord
from pos2web.log.instants import MICROS_MAX
from pos2web.log.log import Log
from pos2web.messages import message

FORMAT = "pos2web segment"
VERSION = 1
"""The newest version of the format, which is written; all before it are read."""

LEVEL = 9
"""Beyond it a segment is hardly smaller, but takes several times as long."""

HEADER_BYTES_MAX = 4_096
SIZE_BYTES_MAX = 1 << 30
"""No segment becomes larger when it is unpacked: what says so is not read."""

_HASH = re.compile("[0-9a-f]{64}")
_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError)


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What a segment says of itself, in clear. The order of the fields is part of the format.

    Positions `first` to `last`, recorded from `since` to `until` (microseconds since 1970, UTC);
    the chain's digests `before` the first append and `after` the last, in hex. `dictionary` is the
    SHA-256 of the one that it was packed with, empty without one. `size`: bytes of the lines,
    `body`: SHA-256 of the packed rest of the file.
    """

    format: str
    version: int
    log: str
    first: int
    last: int
    events: int
    since: int
    until: int
    before: str
    after: str
    dictionary: str
    size: int
    body: str


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """A segment that was read and found whole: its appends in their order, the digest after each."""

    header: Header
    appends: Sequence[AppendRecord]
    digests: Sequence[bytes]


class _SegmentVersion(msgspec.Struct):
    """What tells whether a header can be read at all."""

    format: str
    version: int


def cut(log: Log, after: int, upto: int, dictionary: bytes | None = None) -> bytes:
    """The segment of what was appended after a position, up to and with another, as one file.

    Both must be ends of appends (see `Log.boundary`), with one append between them at least. The
    same log gives the same segment. Raises ArchiveError where the log isn't what was written.
    """
    before = digest = log.digest_at(after)
    lines = []
    for line in log.lines(after, upto):
        digest = chain.link(digest, line)
        lines.append(line)
    if any(b"\n" in line for line in lines):
        raise ArchiveError(
            message(
                "a payload in positions {first} to {last} is not on one line",
                first=after + 1,
                last=upto,
            )
        )
    if not lines or digest != log.digest_at(upto):
        raise ArchiveError(
            message(
                "positions {first} to {last} of {path} are not what was written",
                first=after + 1,
                last=upto,
                path=log.path,
            )
        )
    body = b"".join(line + b"\n" for line in lines)
    packed = _packer(dictionary).compress(body)
    first, last = chain.parsed(lines[0]), chain.parsed(lines[-1])
    header = Header(
        format=FORMAT,
        version=VERSION,
        log=log.id,
        first=first.position,
        last=last.last,
        events=last.last - first.position + 1,
        since=first.at,
        until=last.at,
        before=before.hex(),
        after=digest.hex(),
        dictionary=name_of(dictionary),
        size=len(body),
        body=hashlib.sha256(packed).hexdigest(),
    )
    return msgspec.json.encode(header) + b"\n" + packed


def header_of(content: bytes) -> Header:
    """What a segment's file, or its beginning, says of itself; nothing of it is proven.

    Raises ArchiveError where that can't be read, or a newer Pos2Web wrote it.
    """
    line, newline, _ = bytes(content[:HEADER_BYTES_MAX]).partition(b"\n")
    try:
        claim = msgspec.json.decode(line, type=_SegmentVersion)
        if not newline or claim.format != FORMAT:
            raise ArchiveError(message("this is no segment of a log"))
        if claim.version > VERSION:
            raise ArchiveError(
                message(
                    "this segment was written by a newer Pos2Web: its format is of version "
                    "{version}, and this one reads {known} at most",
                    version=claim.version,
                    known=VERSION,
                )
            )
        header = msgspec.json.decode(line, type=Header)
    except _UNREADABLE as error:
        raise ArchiveError(
            message("the header of this segment can't be read: {error}", error=error)
        ) from error
    if msgspec.json.encode(header) != line or not _is_sound(header):
        raise ArchiveError(message("the header of this segment is not as it was written"))
    return header


def read(content: bytes, dictionary: bytes | None = None) -> Segment:
    """The segment in a file: unpacked, every append of it checked against the chain.

    `dictionary` is the one that the header names. Raises ArchiveError that says what is wrong. A
    forged `log` or `before` shows only beside the segments before it: see `loading` and `sealing`.
    """
    header = header_of(content)
    name = message("segment {first} to {last}", first=header.first, last=header.last)
    packed = memoryview(content)[bytes(content[:HEADER_BYTES_MAX]).index(b"\n") + 1 :]
    if hashlib.sha256(packed).hexdigest() != header.body:
        raise ArchiveError(
            message("{name} is damaged: its content is not what its header says", name=name)
        )
    if header.dictionary and name_of(dictionary) != header.dictionary:
        raise ArchiveError(
            message(
                "{name} needs dictionary {dictionary}, which is not there",
                name=name,
                dictionary=header.dictionary,
            )
        )
    lines = _unpacked(header, packed, dictionary if header.dictionary else None, name)
    try:
        appends = [chain.parsed(line) for line in lines]
    except _UNREADABLE as error:
        raise ArchiveError(
            message("{name} holds an append that can't be read: {error}", name=name, error=error)
        ) from error
    digests = _digests(header, lines, appends, name)
    return Segment(header=header, appends=appends, digests=digests)


def name_of(dictionary: bytes | None) -> str:
    """The name of a dictionary: its SHA-256; empty of none."""
    return "" if dictionary is None else hashlib.sha256(dictionary).hexdigest()


def train(samples: Sequence[bytes], size: int) -> bytes | None:
    """A dictionary of so many bytes at most for lines like these; None when they are too few."""
    try:
        # Fixed parameters: to search for the best takes many times as long and gains a hundredth.
        return zstandard.train_dictionary(size, list(samples), k=1_000, d=8).as_bytes()
    except zstandard.ZstdError:
        return None


def _packer(dictionary: bytes | None) -> zstandard.ZstdCompressor:
    if dictionary is None:
        return zstandard.ZstdCompressor(level=LEVEL)
    data = zstandard.ZstdCompressionDict(dictionary)
    return zstandard.ZstdCompressor(level=LEVEL, dict_data=data)


def _unpacked(
    header: Header, packed: memoryview, dictionary: bytes | None, name: str
) -> list[bytes]:
    data = None if dictionary is None else zstandard.ZstdCompressionDict(dictionary)
    try:
        if zstandard.frame_content_size(packed) != header.size:
            raise ArchiveError(message("{name} is not of the size that its header says", name=name))
        body = zstandard.ZstdDecompressor(dict_data=data).decompress(packed, allow_extra_data=False)
    except zstandard.ZstdError as error:
        raise ArchiveError(
            message("{name} can't be unpacked: {error}", name=name, error=error)
        ) from error
    if not body.endswith(b"\n"):
        raise ArchiveError(message("{name} does not end with a whole append", name=name))
    return body[:-1].split(b"\n")


def _digests(
    header: Header, lines: Sequence[bytes], appends: Sequence[AppendRecord], name: str
) -> list[bytes]:
    """The chain's digests, after each append is found to go on from the one before it."""
    digest, expected, at = bytes.fromhex(header.before), header.first, header.since
    digests = []
    for line, append in zip(lines, appends, strict=True):
        if append.position != expected or not append.events or append.at < at:
            raise ArchiveError(
                message(
                    "{name} is out of order at position {position}",
                    name=name,
                    position=append.position,
                )
            )
        digest, expected, at = chain.link(digest, line), append.last + 1, append.at
        digests.append(digest)
    if digest.hex() != header.after:
        raise ArchiveError(message("{name} is not what was written: its digests differ", name=name))
    claims = (header.last, header.events, header.since, header.until)
    if claims != (expected - 1, expected - header.first, appends[0].at, at):
        raise ArchiveError(message("{name} has other events than its header says", name=name))
    return digests


def _is_sound(header: Header) -> bool:
    hashes = [header.before, header.after, header.body]
    if header.dictionary:
        hashes.append(header.dictionary)
    return (
        header.version >= 1
        and chain.is_id(header.log)
        and 1 <= header.first <= header.last
        and 0 < header.size <= SIZE_BYTES_MAX
        and all(_HASH.fullmatch(text) for text in hashes)
        and 0 <= header.since <= header.until <= MICROS_MAX
    )
