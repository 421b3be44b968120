"""One grammar in French and in English, and cron beside it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos2web.domain.schedules import Period, PeriodError, PeriodFault, Range, checked, parse
from pos2web.domain.schedules.grammar import TEXT_CHARS_MAX
from pos2web.domain.schedules.vocabulary import SHOWN

OTHERS = ("1", "15th", "8:00", "8h", ",", "-", "*", "0")
EIGHT = Period(times=(480,))
TWICE = (Range(480, 900), Range(1140, 1320))


def eight(
    *,
    weekdays: tuple[int, ...] = (),
    month_days: tuple[int, ...] = (),
    months: tuple[int, ...] = (),
    is_either: bool = False,
) -> Period:
    """At eight o'clock on these days."""
    return Period(
        times=(480,),
        weekdays=weekdays,
        month_days=month_days,
        months=months,
        is_either=is_either,
    )


@pytest.mark.parametrize(
    ("english", "french", "period"),
    [
        ("every minute", "toutes les minutes", Period(every_min=1)),
        ("Every 5 minutes", "TOUTES LES 5 MINUTES", Period(every_min=5)),
        ("every five min", "toutes les cinq min.", Period(every_min=5)),
        ("every hour", "toutes les heures", Period(every_min=60)),
        ("every 2 hours", "toutes les 2 heures", Period(every_min=120)),
        ("every 2h", "toutes les deux heures", Period(every_min=120)),
        ("every 1h30", "toutes les 90 minutes", Period(every_min=90)),
        (
            "every five minutes from 8:00 to 15:00 then from 19:00 to 22:00",
            "toutes les 5 minutes de 8:00 à 15:00 puis de 19:00 à 22:00",
            Period(every_min=5, ranges=TWICE),
        ),
        (
            "every 5 minutes 19:00 \u2013 22:00, and 8:00-15:00",
            "toutes les 5 minutes de 19h à 22 heures, et de 8 h 00 jusqu'à 15h",
            Period(every_min=5, ranges=TWICE),
        ),
        (
            "every hour from 22:00 to 02:00",
            "toutes les heures de 22:00 à 2:00",
            Period(every_min=60, ranges=(Range(1320, 1560),)),
        ),
        (
            "every hour from 10 pm to midnight",
            "toutes les heures de 22 heures à minuit",
            Period(every_min=60, ranges=(Range(1320, 1440),)),
        ),
        (
            "from 8:00 to 15:00 every 5 minutes then from 19:00 to 22:00",
            "de 8h à 15h, toutes les 5 minutes, et de 19h à 22h tous les jours",
            Period(every_min=5, ranges=TWICE),
        ),
        ("every hour from midnight to 24:00", "de 0h à 23h chaque heure", Period(every_min=60)),
        ("at 3:30", "à 3:30", Period(times=(210,))),
        ("every day at 03:30", "tous les jours à 3h30", Period(times=(210,))),
        ("daily at 3:30 a.m.", "chaque jour à 3 heures 30", Period(times=(210,))),
        ("at noon and midnight", "à minuit et à midi", Period(times=(0, 720))),
        ("at 12am, 12pm", "a 0h, a 12h", Period(times=(0, 720))),
        (
            "at 8:00, 12:00 and 18:00",
            "à 8h, 12h et 18h",
            Period(times=(480, 720, 1080)),
        ),
        (
            "at 8:00 on Monday to Friday",
            "du lundi au vendredi à 8h",
            eight(weekdays=(1, 2, 3, 4, 5)),
        ),
        ("every Mon, Wed at 8:00", "les lundis et mercredis à 8h", eight(weekdays=(1, 3))),
        ("Sat to Mon at 8:00", "du sam. au lun. à 8:00", eight(weekdays=(1, 6, 7))),
        ("each Monday at 8:00", "chaque lundi à 8:00", eight(weekdays=(1,))),
        ("at 8:00 in November to December", "de novembre à décembre à 8h", eight(months=(11, 12))),
        ("at 8:00 in October", "à 8h en octobre", eight(months=(10,))),
        ("at 8:00 from April to June", "d\u2019avril à juin, à 8h", eight(months=(4, 5, 6))),
        ("at 8:00 in Nov. to Jan.", "à 8h de novembre a janvier", eight(months=(1, 11, 12))),
        ("at 8:00 on the 1st and the 15th", "le 1er et le 15 à 8h", eight(month_days=(1, 15))),
        (
            "at 8:00 on the last day of the month",
            "le dernier jour du mois à 8h",
            eight(month_days=(-1,)),
        ),
        (
            "at 8:00 on the 2nd last day of the month",
            "l'avant-dernier jour à 8h",
            eight(month_days=(-2,)),
        ),
        (
            "at 8:00 on the 3rd day from the end of the month",
            "à 8h le 3e jour en partant de la fin du mois",
            eight(month_days=(-3,)),
        ),
        (
            "at 8:00 from the 28th to the 2nd",
            "du 28 au 2 à 8h",
            eight(month_days=(1, 2, 28, 29, 30, 31)),
        ),
        (
            "at 8:00 from the 29th to the last day",
            "à 8h du 29 au dernier jour du mois",
            eight(month_days=(29, 30, 31)),
        ),
        (
            "at 8:00 from the 3rd last to the last day",
            "à 8h du 3e jour en partant de la fin au dernier jour",
            eight(month_days=(-3, -2, -1)),
        ),
        (
            "at 8:00 on the last day to the 2nd",
            "du dernier jour au 2 à 8h",
            eight(month_days=(1, 2, -1)),
        ),
        (
            "on February 29 at 8:00",
            "le 29 février à 8 heures",
            eight(month_days=(29,), months=(2,)),
        ),
        (
            "on Friday the 13th at 8:00",
            "le vendredi 13 à 8h",
            eight(weekdays=(5,), month_days=(13,)),
        ),
        (
            "at 8:00 on Fridays or on the 13th and the 14th",
            "à 8h le vendredi ou le 13 et le 14",
            eight(weekdays=(5,), month_days=(13, 14), is_either=True),
        ),
    ],
)
def test_both_languages_say_the_same(english: str, french: str, period: Period) -> None:
    assert parse(english) == period
    assert parse(french) == period


@pytest.mark.parametrize(
    ("cron", "said"),
    [
        ("* * * * *", "every minute"),
        ("*/5 8-15 * * 1-5", "every 5 minutes from 8:00 to 15:55 from Monday to Friday"),
        ("0 * * * *", "every hour"),
        ("15 * * * *", "every hour from 0:15 to 23:15"),
        ("0 8-12,14-18 * * *", "every hour from 8:00 to 12:00 then from 14:00 to 18:00"),
        ("30 3 * * *", "at 3:30"),
        ("0,30 9,17 * * *", "at 9:00, 9:30, 17:00 and 17:30"),
        ("0 8,11,20 * * *", "at 8:00, 11:00 and 20:00"),
        ("0 9-17/4 ? JAN,mar Mon-Fri", "every 4h 9h-17h Mon-Fri in January, March"),
        ("20/20 6 * * 7", "at 6:20 and 6:40 on Sunday"),
        ("0 6 * * 0", "at 6:00 on Sunday"),
        ("0 6 * * 5-7", "at 6:00 from Friday to Sunday"),
        ("0 6 L,15 * *", "at 6:00 on the 15th and the last day of the month"),
        ("0 6 1,15 * 1", "at 6:00 on Monday or the 1st and the 15th"),
        ("0 6 */15 * 1", "at 6:00 on Mondays that fall on the 1st, the 16th or the 31st"),
        ("0 6 1-31 * 1", "at 6:00"),
        ("@hourly", "every hour"),
        ("@Daily", "at 0:00"),
        ("@monthly", "at 0:00 on the 1st"),
        ("@yearly", "at 0:00 on 1 January"),
        ("@weekly", "at 0:00 on Sunday"),
    ],
)
def test_cron_is_read_as_words_are(cron: str, said: str) -> None:
    assert parse(cron) == parse(said)


def test_an_interval_of_cron_begins_anew_every_hour() -> None:
    period = parse("*/25 * * * *")

    assert period.every_min == 25
    assert period.ranges[:2] == (Range(0, 50), Range(60, 110))


@pytest.mark.parametrize(
    ("text", "fault", "word"),
    [
        ("every 5 mintes", PeriodFault.UNKNOWN, "mintes"),
        ("at 8:00 on # Monday", PeriodFault.UNKNOWN, "#"),
        ("at 8:00 in mar", PeriodFault.UNKNOWN, "mar"),
        ("every", PeriodFault.UNFINISHED, "every"),
        ("every 5", PeriodFault.UNFINISHED, "5"),
        ("at 8:00 and", PeriodFault.UNFINISHED, "and"),
        ("every 5 minutes from 8:00 to", PeriodFault.UNFINISHED, "to"),
        ("tous les", PeriodFault.UNFINISHED, "les"),
        ("and at 8:00", PeriodFault.MISPLACED, "and"),
        ("at 8:00 minutes", PeriodFault.MISPLACED, "minutes"),
        ("at 8:00 or on Monday", PeriodFault.MISPLACED, "or"),
        ("at 8:00 on the first Monday", PeriodFault.MISPLACED, "Monday"),
        ("à 8h le dernier lundi du mois", PeriodFault.MISPLACED, "lundi"),
        ("at 8", PeriodFault.TIME_EXPECTED, "8"),
        ("at 80", PeriodFault.TIME_EXPECTED, "80"),
        ("at Monday", PeriodFault.TIME_EXPECTED, "Monday"),
        ("every minute from 8 to 15", PeriodFault.TIME_EXPECTED, "8"),
        ("every minute from 8:00 to 15", PeriodFault.TIME_EXPECTED, "15"),
        ("every minute from 8:00", PeriodFault.END_EXPECTED, "8:00"),
        ("every fine day", PeriodFault.UNKNOWN, "fine"),
        ("every 5 Monday", PeriodFault.UNIT_EXPECTED, "Monday"),
        ("every 8:00", PeriodFault.UNIT_EXPECTED, "8:00"),
        ("at 8:00 to Monday", PeriodFault.SAME_EXPECTED, "Monday"),
        ("at 8:00 from the 8th to the 2nd last day", PeriodFault.SAME_EXPECTED, "day"),
        ("at 8:00 on the last day to the 2nd last", PeriodFault.SAME_EXPECTED, "last"),
        ("at 25:00", PeriodFault.NO_SUCH_TIME, "25:00"),
        ("at 8:60", PeriodFault.NO_SUCH_TIME, "8:60"),
        ("at 13 pm", PeriodFault.NO_SUCH_TIME, "13 pm"),
        ("at 24:00", PeriodFault.NO_SUCH_TIME, "24:00"),
        ("à 25 heures", PeriodFault.NO_SUCH_TIME, "25"),
        ("at 8:00 on the 32nd", PeriodFault.NO_SUCH_DAY, "32nd"),
        ("at 8:00 on the 0", PeriodFault.NO_SUCH_DAY, "0"),
        ("every 90 seconds", PeriodFault.SECONDS, "every 90 seconds"),
        ("every second", PeriodFault.SECONDS, "every second"),
        ("every 0 minutes", PeriodFault.INTERVAL, "every 0 minutes"),
        ("toutes les 25 heures", PeriodFault.INTERVAL, "toutes les 25 heures"),
        ("every 2 days at 8:00", PeriodFault.MANY_DAYS, "every 2 days"),
        ("every hour, every 5 minutes", PeriodFault.INTERVAL_TWICE, "every 5 minutes"),
        ("every hour at 8:30", PeriodFault.INTERVAL_AND_TIMES, "8:30"),
        ("from 8:00 to 15:00", PeriodFault.RANGE_ALONE, "8:00"),
        ("every hour from 8:00 to 8:00", PeriodFault.RANGE_EMPTY, "8:00"),
        (
            "every hour from 8:00 to 12:00 then from 11:00 to 13:00",
            PeriodFault.RANGES_OVERLAP,
            "11:00",
        ),
        ("on Mondays", PeriodFault.NO_TIME, "on Mondays"),
        ("at 8:00 on Monday and the 15th", PeriodFault.DAY_OR_WEEKDAY, "15th"),
        ("at 8:00 on the 15th, on Monday", PeriodFault.DAY_OR_WEEKDAY, "Monday"),
        ("at 8:00 on Monday or the 15th or Friday", PeriodFault.RESUMED, "Friday"),
        ("à 8h le 1er janvier et le 15 juillet", PeriodFault.RESUMED, "15"),
        ("Monday at 8:00 and Tuesday at 9:00", PeriodFault.RESUMED, "Tuesday"),
        ("every hour from 8:00 to 9:00 on Monday, 10:00 to 12:00", PeriodFault.RESUMED, "10:00"),
        ("at 8:00 on 30 February", PeriodFault.NEVER, "30"),
        ("à 8h le 31 en avril et juin", PeriodFault.NEVER, "31"),
        ("0 8 30 2 *", PeriodFault.NEVER, "30"),
        ("0 8 * *", PeriodFault.CRON_FIELDS, "4"),
        ("* 24 * * *", PeriodFault.CRON_VALUE, "24"),
        ("*/0 * * * *", PeriodFault.CRON_VALUE, "*/0"),
        ("0 8 * * mon,fry", PeriodFault.CRON_VALUE, "fry"),
        ("0 8 * * mon#1", PeriodFault.CRON_VALUE, "mon#1"),
        ("0 8 L,32 * *", PeriodFault.CRON_VALUE, "32"),
        ("0 22-2 * * *", PeriodFault.CRON_VALUE, "22-2"),
        ("*-5 * * * *", PeriodFault.CRON_VALUE, "*-5"),
        ("@reboot", PeriodFault.CRON_WORD, "@reboot"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_place(
    text: str, fault: PeriodFault, word: str
) -> None:
    with pytest.raises(PeriodError) as refused:
        parse(text)

    error = refused.value
    assert (error.fault, error.word, error.text) == (fault, word, text)
    assert error.at is not None
    assert text[error.at :].startswith(word) or fault is PeriodFault.CRON_FIELDS


@pytest.mark.parametrize("text", ["", "  ", "at 8:00 " * TEXT_CHARS_MAX])
def test_nothing_and_far_too_much_are_refused(text: str) -> None:
    with pytest.raises(PeriodError) as refused:
        parse(text)

    assert refused.value.fault in (PeriodFault.EMPTY, PeriodFault.TOO_LONG)
    assert refused.value.pointed() == ""


@pytest.mark.parametrize(
    ("period", "fault"),
    [
        (Period(), PeriodFault.NO_TIME),
        (Period(every_min=1441), PeriodFault.INTERVAL),
        (Period(every_min=-1), PeriodFault.INTERVAL),
        (Period(times=(1440,)), PeriodFault.NO_SUCH_TIME),
        (Period(times=(0,), weekdays=(0,)), PeriodFault.NO_SUCH_WEEKDAY),
        (Period(times=(0,), months=(13,)), PeriodFault.NO_SUCH_MONTH),
        (Period(times=(0,), month_days=(0,)), PeriodFault.NO_SUCH_DAY),
        (Period(times=(0,), month_days=(-30,), months=(2,)), PeriodFault.NEVER),
        (Period(times=(0,), every_min=5), PeriodFault.INTERVAL_AND_TIMES),
        (Period(ranges=TWICE), PeriodFault.RANGE_ALONE),
        (Period(every_min=5, ranges=(Range(60, 60),)), PeriodFault.RANGE_EMPTY),
        (Period(every_min=5, ranges=(Range(60, 1500),)), PeriodFault.NO_SUCH_TIME),
        (Period(every_min=5, ranges=(Range(-5, 60),)), PeriodFault.NO_SUCH_TIME),
        (Period(every_min=5, ranges=(Range(0, 60), Range(59, 70))), PeriodFault.RANGES_OVERLAP),
    ],
)
def test_a_period_made_by_hand_is_checked_too(period: Period, fault: PeriodFault) -> None:
    with pytest.raises(PeriodError) as refused:
        checked(period)

    assert refused.value.fault is fault
    assert refused.value.at is None


@pytest.mark.parametrize(
    ("period", "normal"),
    [
        (Period(times=(480, 60, 480)), Period(times=(60, 480))),
        (Period(every_min=1440), Period(times=(0,))),
        (Period(every_min=60, ranges=(Range(0, 1380),)), Period(every_min=60)),
        (Period(every_min=60, ranges=(Range(480, 500),)), EIGHT),
        (Period(every_min=5, ranges=(*TWICE[::-1],)), Period(every_min=5, ranges=TWICE)),
        (eight(weekdays=(7, 6, 5, 4, 3, 2, 1), months=(*range(1, 13),)), EIGHT),
        (eight(month_days=(*range(1, 32),)), EIGHT),
        (eight(month_days=(-1, 15, -2, 1)), eight(month_days=(1, 15, -2, -1))),
        (eight(weekdays=(1,), is_either=True), eight(weekdays=(1,))),
        (eight(weekdays=(1,), month_days=(*range(1, 32),), is_either=True), EIGHT),
        (eight(weekdays=(*range(1, 8),), month_days=(1,), is_either=True), EIGHT),
        (
            eight(weekdays=(1,), month_days=(30,), months=(2,), is_either=True),
            eight(weekdays=(1,), month_days=(30,), months=(2,), is_either=True),
        ),
    ],
)
def test_what_goes_without_saying_is_left_out(period: Period, normal: Period) -> None:
    assert checked(period) == normal


def test_a_refusal_shows_the_place_and_what_could_stand_there() -> None:
    with pytest.raises(PeriodError) as refused:
        parse("tous les lundi, à 8h du lundi au vendrdi")

    error = refused.value
    assert str(error) == (
        "the period «tous les lundi, à 8h du lundi au vendrdi», column 34: "
        "«vendrdi» is not known; try «vendredi»"
    )
    assert error.told("fr") == (
        "la période «tous les lundi, à 8h du lundi au vendrdi», colonne 34: "
        "«vendrdi» est inconnu; essayez «vendredi»"
    )
    assert error.pointed() == (
        "tous les lundi, à 8h du lundi au vendrdi\n                                 ^^^^^^^"
    )


@pytest.mark.parametrize(
    ("before", "after", "quoted"),
    [
        ("", ", 12:00" * 20, "«at 8:00, 25:00, 12:00"),
        (", 12:00" * 20, "", "…, 12:00"),
        (", 12:00" * 20, ", 12:00" * 20, ", 12…»"),
    ],
)
def test_of_a_long_text_the_part_around_the_fault_is_quoted(
    before: str, after: str, quoted: str
) -> None:
    with pytest.raises(PeriodError) as refused:
        parse(f"at 8:00{before}, 25:00{after}")

    assert quoted in str(refused.value)
    assert str(refused.value).count("25:00") == 2
    assert len(str(refused.value)) < 150


def test_a_long_word_is_cut_in_the_sentence() -> None:
    with pytest.raises(PeriodError) as refused:
        parse(f"at 8:00 {'x' * 10_000}")

    assert len(str(refused.value)) < 200


def test_the_place_is_right_whatever_stands_between_the_words() -> None:
    with pytest.raises(PeriodError) as refused:
        parse("at\t8:00\u00a0on\nMunday")

    assert refused.value.pointed() == "at 8:00 on Munday\n           ^^^^^^"


@settings(max_examples=400)
@given(said=st.lists(st.sampled_from([*SHOWN, *OTHERS]), min_size=1, max_size=9))
def test_any_words_are_a_period_or_refused_with_their_place(said: list[str]) -> None:
    place = None
    try:
        period: Period | None = parse(" ".join(said))
    except PeriodError as error:
        period, place = None, error.at

    assert place is not None if period is None else checked(period) == period


@pytest.mark.parametrize("fault", PeriodFault)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_fault_is_told_in_both_languages(fault: PeriodFault, language: str) -> None:
    told = PeriodError(fault, word="x", hints=("y",)).told(language)

    assert "y»" in told
    assert "{" not in told
