"""A period's text cut into words, numbers and times, each with its place."""

import re
from collections.abc import Iterator

import msgspec

from pos2web.domain.schedules.faults import PeriodError, PeriodFault
from pos2web.domain.schedules.period import DAY_MIN
from pos2web.domain.schedules.vocabulary import Role, meaning, nearest
from pos2web.domain.wall_clock.names import folded

TOKEN = re.compile(
    r"""
      (?P<time> \d{1,2} (?: \s?:\s?\d{2}(?!\d) | \s?h(?:eures?)?\s?\d{2}(?!\d) | \s?h(?![a-z]) )
                (?: \s?[ap]\.?m\b\.? )?
              | \d{1,2} \s?[ap]\.?m\b\.? )
    | (?P<ordinal> \d+ (?:st|nd|rd|th|ere|er|re|eme|e)\b )
    | (?P<number> \d+ )
    | (?P<word> avant-dernier | jusqu'au? | [a-z]+'? ) \.?
    | (?P<comma> [,;] )
    | (?P<dash> - )
    | (?P<other> \S )
    """,
    re.VERBOSE,
)


class Token(msgspec.Struct, frozen=True, gc=False):
    """One word; `text` is as it was written, `at` where it begins."""

    role: Role
    value: int
    text: str
    at: int


def tokens(text: str) -> Iterator[Token]:
    """Every word of a text; raises PeriodError at the first that isn't known."""
    for match in TOKEN.finditer(folded(text)):
        role, value = _read(match, text)
        written = text[match.start() : match.end()]
        yield Token(role, value, written.strip(), match.start())


def _read(match: re.Match[str], text: str) -> tuple[Role, int]:
    said = match.group()
    if match["time"]:
        return Role.TIME, _time(match, text)
    if match["ordinal"] or match["number"]:
        number = int(re.sub(r"\D", "", said)[:6])
        return (Role.ORDINAL if match["ordinal"] else Role.NUMBER), number
    if match["comma"]:
        return Role.COMMA, 0
    if match["dash"]:
        return Role.TO, 0
    known = meaning(match["word"] or "")
    if known:
        return known
    word = text[match.start() : match.end()]
    hints = nearest(match["word"] or "")
    raise PeriodError(PeriodFault.UNKNOWN, word=word, text=text, at=match.start(), hints=hints)


def _time(match: re.Match[str], text: str) -> int:
    said = match["time"]
    hour, minute = [*map(int, re.findall(r"\d+", said)), 0][:2]
    half = re.search(r"([ap])\.?m", said)
    is_time = minute < 60 and hour * 60 + minute <= DAY_MIN
    if half:
        is_time = minute < 60 and 1 <= hour <= 12
        hour = hour % 12 + (12 if half[1] == "p" else 0)
    if not is_time:
        word = text[match.start() : match.end()]
        raise PeriodError(PeriodFault.NO_SUCH_TIME, word=word, text=text, at=match.start())
    return hour * 60 + minute
