"""What of a rule goes past midnight, told apart from the rest.

The library counts what goes past midnight to the calendar day on which it ends: in «Fr-Sa
22:00-02:00; Su 10:00-14:00» Saturday's night would end at midnight, and in «22:00-02:00; Su off»
Sunday's would begin there. With us an opening belongs to the day on which it begins. So a rule is
made two: what is open before midnight, and what is open after it on the day that follows.
"""

import re
from itertools import chain, repeat

from pos2web.sale_calendar.traps import COMMENT, DAY_MIN, SPAN

HOURS = re.compile(rf"{SPAN.pattern}(?:,{SPAN.pattern})*")


def goes_past(canonical: str) -> bool:
    """Whether anything in a rule goes past midnight."""
    return any(_after(span) for span in SPAN.finditer(canonical))


def before(canonical: str) -> str:
    """The rule with whatever goes past midnight cut off there."""
    return SPAN.sub(
        lambda span: f"{span[1]}:{span[2]}-24:00" if _after(span) else span[0], canonical
    )


def after(canonical: str) -> str:
    """Of each day, what of its openings is after midnight: as hours of that day.

    Only of a rule that goes past midnight.
    """
    found = [
        (joint, night)
        for rule in COMMENT.sub("", canonical).split("; ")
        for joint, part in zip(chain(["; "], repeat(", ")), rule.split(", "), strict=False)
        if (night := _night(part.strip(), is_added=joint == ", "))
    ]
    return "".join([found[0][1], *(joint + night for joint, night in found[1:])])


def _night(part: str, *, is_added: bool) -> str:
    """One part of a rule after midnight; empty where it changes nothing there.

    One that takes the place of others, and does not go on after midnight, closes it there.
    """
    is_off = part.endswith("closed")
    hours = HOURS.search(part)
    nights = [*filter(None, map(_after, SPAN.finditer(part)))]
    selectors = part[: hours.start()] if hours else part.removesuffix("closed")
    if nights:
        return f"{selectors}{','.join(nights)}{' off' if is_off else ''}"
    if is_added or (is_off and hours):
        return ""
    return f"{selectors.replace('24/7', '').strip()} off".strip()


def _after(span: re.Match[str]) -> str:
    """The part of a span that is after midnight; empty when there is none."""
    first_hour, first_minute, hour, minute = map(int, span.groups())
    opens, closes = first_hour * 60 + first_minute, hour * 60 + minute
    if opens < closes <= DAY_MIN or closes == 0:
        return ""
    hour, minute = divmod(closes % DAY_MIN, 60)
    return f"00:00-{hour:02}:{minute:02}"
