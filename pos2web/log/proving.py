"""Checks a log together with its sealed segments: neither can be altered without the other."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import msgspec

from pos2web.errors import ArchiveError
from pos2web.log.log import Log
from pos2web.log.records import VerificationReport
from pos2web.log.sealing import misfits, read_sealed, sealed
from pos2web.log.verification import PROBLEMS_MAX
from pos2web.messages import message, message_of


def prove(log: Log, folder: Path) -> VerificationReport:
    """Read the whole log and its sealed segments, and say what isn't as it was written.

    Writes nothing. What is not sealed yet, only the log itself and backups tell: an end of it that
    was cut off with all that tells of it is not found here.
    """
    report = log.verify()
    try:
        problems = tuple(islice(_segments(log, folder), PROBLEMS_MAX))
    except ArchiveError as error:
        problems = (message_of(error),)
    count = len(sealed(folder))
    return msgspec.structs.replace(report, problems=(*report.problems, *problems), segments=count)


def _segments(log: Log, folder: Path) -> Iterator[str]:
    reach, before = 0, log.digest_at(0).hex()
    for one in sealed(folder):
        if one.first > reach + 1:
            yield message(
                "the segment of positions {first} to {last} is missing",
                first=reach + 1,
                last=one.first - 1,
            )
        if one.first <= reach:
            yield message(
                "{name} has positions that the segment before it has, too", name=one.path.name
            )
        follows = one.first == reach + 1
        reach = max(reach, one.last)
        try:
            header = read_sealed(one).header
        except ArchiveError as error:
            yield message_of(error)
            before = ""
            continue
        if follows and before and header.before != before:
            yield message("{name} does not go on from what is before it", name=one.path.name)
        yield from misfits(log, one, header)
        before = header.after
