"""The words of the grammar, in French and in English."""

from difflib import get_close_matches
from enum import Enum, auto

from pos2web.domain.schedules.period import DAY_MIN
from pos2web.domain.wall_clock.names import MONTHS, WEEKDAYS, folded

NUMBERS = {
    1: ("one", "un", "une"),
    2: ("two", "deux"),
    3: ("three", "trois"),
    4: ("four", "quatre"),
    5: ("five", "cinq"),
    6: ("six",),
    7: ("seven", "sept"),
    8: ("eight", "huit"),
    9: ("nine", "neuf"),
    10: ("ten", "dix"),
    12: ("twelve", "douze"),
    15: ("fifteen", "quinze"),
    20: ("twenty", "vingt"),
    30: ("thirty", "trente"),
}


class Role(Enum):
    """What a word does in a sentence. `TO_OR_AT` is the French «à», `LINK` says nothing itself."""

    EVERY = auto()
    UNIT = auto()
    SECONDS = auto()
    DAY = auto()
    DAILY = auto()
    MONTH_WORD = auto()
    TIME = auto()
    NUMBER = auto()
    ORDINAL = auto()
    LAST = auto()
    WEEKDAY = auto()
    MONTH = auto()
    FROM = auto()
    TO = auto()
    TO_OR_AT = auto()
    AT = auto()
    LINK = auto()
    END = auto()
    AND = auto()
    OR = auto()
    COMMA = auto()


PLAIN: tuple[tuple[Role, int, str], ...] = (
    (Role.EVERY, 0, "every each chaque toutes tous toute tout"),
    (Role.UNIT, 1, "minute minutes min mn"),
    (Role.UNIT, 60, "hour hours heure heures"),
    (Role.SECONDS, 0, "second seconds seconde secondes sec"),
    (Role.DAY, 0, "day days jour jours"),
    (Role.DAILY, 0, "daily quotidiennement"),
    (Role.MONTH_WORD, 0, "month mois"),
    (Role.TIME, 12 * 60, "noon midi"),
    (Role.TIME, DAY_MIN, "midnight minuit"),
    (Role.ORDINAL, 1, "first premier"),
    (Role.LAST, -1, "last dernier"),
    (Role.LAST, -2, "avant-dernier"),
    (Role.FROM, 0, "from between de dès"),
    (Role.TO, 0, "to till until through au aux jusqu'à jusqu'au"),
    (Role.TO_OR_AT, 0, "à"),
    (Role.AT, 0, "at vers"),
    (Role.LINK, 0, "on in of the during that fall falls falling"),
    (Role.LINK, 0, "le la les l' d' du des en qui tombe tombent partant"),
    (Role.END, 0, "end fin"),
    (Role.AND, 0, "and then et puis"),
    (Role.OR, 0, "or ou"),
)
ABBREVIATED: tuple[tuple[Role, str], ...] = (
    (Role.WEEKDAY, "mon tue wed thu fri sat sun"),
    (Role.WEEKDAY, "lun - mer jeu ven sam dim"),
    (Role.MONTH, "jan feb - apr - jun jul aug sep oct nov dec"),
    (Role.MONTH, "janv févr - avr - - juil - sept - - déc"),
)
"""Shortened names in order; «mar» is left out, being Tuesday in French and March in English."""


def _shown() -> dict[str, tuple[Role, int]]:
    words = {word: (role, value) for role, value, said in PLAIN for word in said.split()}
    for role, said in ABBREVIATED:
        words |= {word: (role, value) for value, word in enumerate(said.split(), 1) if word != "-"}
    for number, numerals in NUMBERS.items():
        words |= {word: (Role.NUMBER, number) for word in numerals if word != "sept"}
    for role, names in ((Role.WEEKDAY, WEEKDAYS), (Role.MONTH, MONTHS)):
        for language in names.values():
            words |= {name: (role, value) for value, name in enumerate(language, 1)}
    for language in WEEKDAYS.values():
        words |= {f"{name}s": (Role.WEEKDAY, value) for value, name in enumerate(language, 1)}
    return words


SHOWN = _shown()
"""Every word as it is written."""

WORDS = {folded(word): word for word in SHOWN}
"""Every word as it is written, by its folded form, which is what is compared."""


def meaning(word: str) -> tuple[Role, int] | None:
    """What a folded word does, and its number."""
    shown = WORDS.get(word)
    return SHOWN[shown] if shown else None


def nearest(word: str) -> tuple[str, ...]:
    """The known word that a folded one was perhaps meant to be."""
    return tuple(WORDS[near] for near in get_close_matches(word, WORDS, n=1, cutoff=0.6))
