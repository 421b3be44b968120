"""Reading a period from a sentence, in French or in English, or from cron.

    period    = clause { [ "," ] [ "and" | "then" | "or" ] clause }
    clause    = interval | { link } ( time | weekday | month | day ) [ "to" the same again ]
    interval  = "every" ( [ number ] ( "minutes" | "hours" ) | "day" | weekday )
    day       = ( "15" | "15th" ) [ "last" ] [ "day" ] [ "from the end" ] [ "of the month" ] | "last day"

Links («at», «on», «from», «le», «en» …) make it a sentence; the kind of what follows them decides.
"""

import re

from pos2web.domain.schedules.cron import is_cron, read_cron
from pos2web.domain.schedules.faults import PeriodError, PeriodFault
from pos2web.domain.schedules.period import Period, checked
from pos2web.domain.schedules.sentence import PeriodParser
from pos2web.domain.schedules.tokens import tokens
from pos2web.domain.values import nfc

TEXT_CHARS_MAX = 30_000
"""More than it takes to say any period, be it every other minute of a day."""


def parse(text: str) -> Period:
    """The period that a text means, in its normal form; raises PeriodError."""
    text = re.sub(r"\s", " ", nfc(text).strip())
    if not text:
        raise PeriodError(PeriodFault.EMPTY)
    if len(text) > TEXT_CHARS_MAX:
        raise PeriodError(PeriodFault.TOO_LONG, hints=(str(TEXT_CHARS_MAX),))
    if is_cron(text):
        period, places = read_cron(text)
    else:
        sentence = PeriodParser(text, [*tokens(text)])
        period, places = sentence.read(), sentence.places
    try:
        return checked(period)
    except PeriodError as error:
        at, word = places.get(error.word) or places.get(error.about) or (0, text)
        raise error.placed(text, at, word) from None
