"""The words of rules in French and in English. Spaces in guillemets and before « ; » do not break."""

from collections.abc import Sequence

import msgspec

from pos2web.domain.wall_clock.names import MONTHS, WEEKDAYS

ELIDED = "aeiouyhàâéèêîôû"


class Phrases(msgspec.Struct, frozen=True, kw_only=True):
    """How one language says the parts of a rule."""

    months: Sequence[str]
    weekdays: Sequence[str]
    hours: str
    next_day: str
    midnight: str
    then: str
    and_: str
    or_: str
    always: str
    never: str
    every_day: str
    all_day: str
    weekday: str
    weekday_range: str
    nth: str
    nths: dict[int, str]
    of_each_month: str
    of_month: str
    of_vowel: str
    in_month: str
    months_range: str
    months_range_vowel: str
    date: str
    dates: str
    first_of_month: str
    weeks: tuple[str, str]
    span: str
    year: str
    years: str
    from_year: str
    holidays: str
    easter: dict[int, str]
    before_easter: str
    after_easter: str
    if_weekday: str
    besides: str
    instead: str
    but_not: str
    sep: str
    quoted: str
    today: str
    tomorrow: str
    on_weekday: str
    at: str
    soon: str
    from_date: str
    to_date: str
    closed_on: str
    opened_on: str


FRENCH = Phrases(
    months=MONTHS["fr"],
    weekdays=WEEKDAYS["fr"],
    hours="de {opens} à {closes}",
    next_day=" le lendemain",
    midnight="minuit",
    then=" puis ",
    and_=" et ",
    or_=" ou ",
    always="tout le temps",
    never="jamais",
    every_day="tous les jours",
    all_day="toute la journée",
    weekday="le {day}",
    weekday_range="du {first} au {last}",
    nth="le {number} {day}",
    nths={
        1: "premier",
        2: "deuxième",
        3: "troisième",
        4: "quatrième",
        5: "cinquième",
        -1: "dernier",
        -2: "avant-dernier",
    },
    of_each_month=" du mois",
    of_month=" de {month}",
    of_vowel=" d'{month}",
    in_month="en {months}",
    months_range="de {first} à {last}",
    months_range_vowel="d'{first} à {last}",
    date="le {day}",
    dates="du {first} au {last}",
    first_of_month="1er",
    weeks=("la semaine {weeks}", "les semaines {weeks}"),
    span="{first} à {last}",
    year="en {years}",
    years="de {first} à {last}",
    from_year="à partir de {first}",
    holidays="les jours fériés",
    easter={
        -2: "le Vendredi saint",
        -1: "le samedi saint",
        0: "le dimanche de Pâques",
        1: "le lundi de Pâques",
        39: "le jeudi de l'Ascension",
        49: "le dimanche de Pentecôte",
        50: "le lundi de Pentecôte",
    },
    before_easter="le {days}e jour avant Pâques",
    after_easter="le {days}e jour après Pâques",
    if_weekday="si c'est un {days}",
    besides="et aussi {rule}",
    instead="mais {rule} seulement",
    but_not="sauf {days}",
    sep="\u00a0; ",
    quoted="«\u00a0{text}\u00a0»",
    today="aujourd'hui à {time}",
    tomorrow="demain à {time}",
    on_weekday="{day} à {time}",
    at="le {date} à {time}",
    soon="bientôt",
    from_date="à partir du {date}",
    to_date="jusqu'au {date}",
    closed_on="pas le {date}",
    opened_on="le {date}, {hours} seulement",
)
ENGLISH = Phrases(
    months=MONTHS["en"],
    weekdays=WEEKDAYS["en"],
    hours="{opens} to {closes}",
    next_day=" the next day",
    midnight="midnight",
    then=" then ",
    and_=" and ",
    or_=" or ",
    always="at all times",
    never="never",
    every_day="every day",
    all_day="all day",
    weekday="{day}s",
    weekday_range="{first} to {last}",
    nth="the {number} {day}",
    nths={
        1: "first",
        2: "second",
        3: "third",
        4: "fourth",
        5: "fifth",
        -1: "last",
        -2: "second to last",
    },
    of_each_month=" of the month",
    of_month=" of {month}",
    of_vowel=" of {month}",
    in_month="in {months}",
    months_range="{first} to {last}",
    months_range_vowel="{first} to {last}",
    date="{day}",
    dates="{first} to {last}",
    first_of_month="1",
    weeks=("week {weeks}", "weeks {weeks}"),
    span="{first} to {last}",
    year="in {years}",
    years="{first} to {last}",
    from_year="from {first} on",
    holidays="public holidays",
    easter={
        -2: "Good Friday",
        -1: "Holy Saturday",
        0: "Easter Sunday",
        1: "Easter Monday",
        39: "Ascension Day",
        49: "Whit Sunday",
        50: "Whit Monday",
    },
    before_easter="day {days} before Easter",
    after_easter="day {days} after Easter",
    if_weekday="if it is a {days}",
    besides="and also {rule}",
    instead="but {rule} only",
    but_not="except {days}",
    sep="; ",
    quoted="“{text}”",
    today="today at {time}",
    tomorrow="tomorrow at {time}",
    on_weekday="{day} at {time}",
    at="on {date} at {time}",
    soon="soon",
    from_date="from {date} on",
    to_date="until {date}",
    closed_on="not on {date}",
    opened_on="on {date}, {hours} only",
)
PHRASES = {"fr": FRENCH, "en": ENGLISH}


def listed(said: Sequence[str], last: str) -> str:
    """Words in a row: a, b and c."""
    return last.join(filter(None, [", ".join(said[:-1]), said[-1]]))


def is_elided(word: str) -> bool:
    """Whether the French «de» before a word loses its vowel."""
    return word[0] in ELIDED
