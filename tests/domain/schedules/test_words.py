"""A period in words, that mean the same when they are read again."""

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pos2web.domain.schedules import Period, PeriodError, PeriodFault, checked, parse, words
from pos2web.domain.schedules.period import DAY_MIN
from tests.domain.schedules.strategies import periods

thorough = settings(max_examples=300)
FIELD_BOUNDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))


@st.composite
def cron_field(draw: st.DrawFn, lowest: int, highest: int) -> str:
    first = draw(st.integers(lowest, highest))
    last = draw(st.integers(first, highest))
    step = draw(st.integers(1, 30))
    forms = ["*", f"*/{step}", f"{first}", f"{first}-{last}", f"{first}-{last}/{step}"]
    return ",".join(draw(st.lists(st.sampled_from(forms), min_size=1, max_size=2)))


def possible(cron: str) -> Period:
    """The period, where there is a day for it: 31 February is no example."""
    try:
        return parse(cron)
    except PeriodError as error:
        assume(error.fault is not PeriodFault.NEVER)
        raise


crons = st.tuples(*(cron_field(*bounds) for bounds in FIELD_BOUNDS)).map(" ".join)


@thorough
@given(period=periods, language=st.sampled_from(["fr", "en"]))
def test_words_mean_the_period_that_they_say(period: Period, language: str) -> None:
    assert parse(words(period, language)) == period


@thorough
@given(cron=crons, language=st.sampled_from(["fr", "en"]))
def test_cron_can_be_said_too(cron: str, language: str) -> None:
    period = possible(cron)

    assert parse(words(period, language)) == period


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_longest_periods_can_be_said(language: str) -> None:
    minutes = (minute for minute in range(DAY_MIN) if minute % 3)
    period = checked(
        Period(times=tuple(minutes), weekdays=(1, 3, 5), month_days=(*range(1, 31, 2), -4, -2))
    )

    assert parse(words(period, language)) == period


@thorough
@given(period=periods)
def test_the_normal_form_is_its_own_and_survives_being_stored(period: Period) -> None:
    assert checked(period) == period
    assert msgspec.json.decode(msgspec.json.encode(period), type=Period) == period


@pytest.mark.parametrize(
    ("said", "english", "french"),
    [
        ("every 1 minute", "every minute", "toutes les minutes"),
        ("every 60 minutes", "every hour", "toutes les heures"),
        ("at 8 pm", "every day at 20:00", "tous les jours à 20:00"),
        (
            "Mon-Fri at 8:00",
            "at 8:00 from Monday to Friday",
            "à 8:00 du lundi au vendredi",
        ),
        (
            "Friday to Sunday at 8:00 and 9:00 in October",
            "at 8:00 and 9:00, from Friday to Sunday, in October",
            "à 8:00 et 9:00, du vendredi au dimanche, en octobre",
        ),
        (
            "every 5 minutes 8:00-15:00, 22:00-2:00 on Monday and Tuesday",
            "every 5 minutes from 8:00 to 15:00 then from 22:00 to 2:00, on Mondays and Tuesdays",
            "toutes les 5 minutes de 8:00 à 15:00 puis de 22:00 à 2:00, les lundis et mardis",
        ),
        (
            "every 2h in October to January",
            "every 2 hours from October to January",
            "toutes les 2 heures d'octobre à janvier",
        ),
        (
            "every 2h November-January",
            "every 2 hours from November to January",
            "toutes les 2 heures de novembre à janvier",
        ),
        (
            "at 8:00 on the 1st, the 2nd, the 11th, the 22nd and the 23rd",
            "at 8:00 on the 1st, the 2nd, the 11th, the 22nd and the 23rd of the month",
            "à 8:00 le 1er, le 2, le 11, le 22 et le 23 du mois",
        ),
        (
            "at 8:00 from the 1st to the 5th and the 20th to the 31st",
            "at 8:00 from the 1st to the 5th and the 20th to the last day of the month",
            "à 8:00 du 1er au 5 et du 20 au dernier jour du mois",
        ),
        (
            "at 8:00 on the 4th last to the 2nd last day",
            "at 8:00 from the 4th last day to the 2nd last day of the month",
            "à 8:00 du 4e jour en partant de la fin à l'avant-dernier jour du mois",
        ),
        (
            "at 8:00 on the last day in January",
            "at 8:00 on the last day of the month, in January",
            "à 8:00 le dernier jour du mois, en janvier",
        ),
        ("at 8:00 on 1 January", "at 8:00 on the 1st of January", "à 8:00 le 1er janvier"),
        (
            "at 8:00 on Monday or the 1st, in May",
            "at 8:00 on Mondays or on the 1st of the month, in May",
            "à 8:00 les lundis ou le 1er du mois, en mai",
        ),
        (
            "at 8:00 on Friday the 13th",
            "at 8:00 on Fridays that fall on the 13th of the month",
            "à 8:00 les vendredis qui tombent le 13 du mois",
        ),
    ],
)
def test_words_are_those_of_a_person(said: str, english: str, french: str) -> None:
    period = parse(said)

    assert (words(period, "en"), words(period, "fr")) == (english, french)
