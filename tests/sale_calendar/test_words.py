"""Rules, windows and openings in words."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from pos2web.domain.selling import Mode, Window
from pos2web.sale_calendar import SaleRule, opening_words, rule_words, told, window_words

PARIS = ZoneInfo("Europe/Paris")

EXAMPLES = [
    ("8:00-11:00", "tous les jours, de 8:00 à 11:00", "every day, 8:00 to 11:00"),
    (
        "Mo-Sa 8:00-11:00,16:00-19:00",
        "du lundi au samedi, de 8:00 à 11:00 puis de 16:00 à 19:00",
        "Monday to Saturday, 8:00 to 11:00 then 16:00 to 19:00",
    ),
    ("Mo-Sa", "du lundi au samedi", "Monday to Saturday"),
    ("Nov-Dec", "de novembre à décembre", "November to December"),
    (
        "Oct Mo,We 10:00-11:00,14:00-16:00,22:00-00:00",
        "le lundi et le mercredi, en octobre, de 10:00 à 11:00, de 14:00 à 16:00 puis de 22:00 à minuit",
        "Mondays and Wednesdays, in October, 10:00 to 11:00, 14:00 to 16:00 then 22:00 to midnight",
    ),
    (
        "22:00-02:00",
        "tous les jours, de 22:00 à 2:00 le lendemain",
        "every day, 22:00 to 2:00 the next day",
    ),
    (
        "Mo[1] 10:00-12:00",
        "le premier lundi du mois, de 10:00 à 12:00",
        "the first Monday of the month, 10:00 to 12:00",
    ),
    ("Oct Mo[-1]", "le dernier lundi d'octobre", "the last Monday of October"),
    ("May Mo[1]", "le premier lundi de mai", "the first Monday of May"),
    (
        "8:00-11:00; easter +1 day off",
        "tous les jours, de 8:00 à 11:00, sauf le lundi de Pâques",
        "every day, 8:00 to 11:00, except Easter Monday",
    ),
    ("Feb 29", "le 29 février", "29 February"),
    (
        "8:00-11:00; PH off",
        "tous les jours, de 8:00 à 11:00, sauf les jours fériés",
        "every day, 8:00 to 11:00, except public holidays",
    ),
    ("24/7", "tout le temps", "at all times"),
    ("off", "jamais", "never"),
    ("Mo off", "jamais", "never"),
    ("24/7; Su off", "tout le temps, sauf le dimanche", "at all times, except Sundays"),
    (
        "Mo-Fr 8:00-11:00; Sa",
        "du lundi au vendredi, de 8:00 à 11:00\u00a0; le samedi, toute la journée",
        "Monday to Friday, 8:00 to 11:00; Saturdays, all day",
    ),
    (
        "10:00-18:00; Su 10:00-12:00; Dec 25 off",
        "tous les jours, de 10:00 à 18:00\u00a0; mais le dimanche, de 10:00 à 12:00 seulement\u00a0; "
        "sauf le 25 décembre",
        "every day, 10:00 to 18:00; but Sundays, 10:00 to 12:00 only; except 25 December",
    ),
    (
        "Jan-Mar 10:00-12:00; Apr,Jun-Jul 9:00-12:00; Dec 1 9:00-10:00",
        "de janvier à mars, de 10:00 à 12:00\u00a0; en avril et de juin à juillet, de 9:00 à "
        "12:00\u00a0; mais le 1er décembre, de 9:00 à 10:00 seulement",
        "January to March, 10:00 to 12:00; in April and June to July, 9:00 to 12:00; "
        "but 1 December, 9:00 to 10:00 only",
    ),
    ("Apr-Oct Sa", "le samedi, d'avril à octobre", "Saturdays, April to October"),
    ("Mar,May", "en mars et mai", "in March and May"),
    (
        "2026 Dec 20-2027 Jan 5 10:00-12:00",
        "du 20 décembre 2026 au 5 janvier 2027, de 10:00 à 12:00",
        "20 December 2026 to 5 January 2027, 10:00 to 12:00",
    ),
    ("2026,2028", "en 2026 et 2028", "in 2026 and 2028"),
    (
        "2026-2028 Oct Mo",
        "le lundi, en octobre, de 2026 à 2028",
        "Mondays, in October, 2026 to 2028",
    ),
    ("2026+ Mo", "le lundi, à partir de 2026", "Mondays, from 2026 on"),
    ("2024,2026+ Mo", "le lundi, en 2024 et à partir de 2026", "Mondays, in 2024 and from 2026 on"),
    (
        "Mo-Fr,PH 0:00-1:00",
        "du lundi au vendredi et les jours fériés, de minuit à 1:00",
        "Monday to Friday and public holidays, midnight to 1:00",
    ),
    (
        "Mo 10:00-12:00, Tu 14:00-16:00",
        "le lundi, de 10:00 à 12:00, et aussi le mardi, de 14:00 à 16:00",
        "Mondays, 10:00 to 12:00, and also Tuesdays, 14:00 to 16:00",
    ),
    (
        "Mo 10:00-12:00; PH 14:00-16:00",
        "le lundi, de 10:00 à 12:00\u00a0; mais les jours fériés, de 14:00 à 16:00 seulement",
        "Mondays, 10:00 to 12:00; but public holidays, 14:00 to 16:00 only",
    ),
    ("week 1-10,12 Mo", "le lundi, les semaines 1 à 10 et 12", "Mondays, weeks 1 to 10 and 12"),
    ("week 7", "la semaine 7", "week 7"),
    ("Oct 13 Fr", "le 13 octobre, si c'est un vendredi", "13 October, if it is a Friday"),
    (
        "Mo-Su 8:00-18:00; We 12:00-14:00 off",
        "tous les jours, de 8:00 à 18:00, sauf le mercredi de 12:00 à 14:00",
        "every day, 8:00 to 18:00, except Wednesdays 12:00 to 14:00",
    ),
    ("Mo off; 10:00-12:00", "tous les jours, de 10:00 à 12:00", "every day, 10:00 to 12:00"),
    ("easter -2 days", "le Vendredi saint", "Good Friday"),
    ("easter -46 days", "le 46e jour avant Pâques", "day 46 before Easter"),
    ("easter +60 days", "le 60e jour après Pâques", "day 60 after Easter"),
]


@pytest.mark.parametrize(("rule", "french", "english"), EXAMPLES)
def test_a_rule_is_told_in_both_languages(rule: str, french: str, english: str) -> None:
    read = SaleRule.parse(rule, country="FR")

    assert rule_words(read, "fr") == french
    assert rule_words(read, "en") == english


@pytest.mark.parametrize(
    "rule",
    [
        *("Mo[1] +1 day", 'Jan 10:00-11:00 "x"', "Aug 1-Aug 10 Mo", "Jan-Mar,Dec 24 10:00-12:00"),
        *("Oct 13 PH", "Mo[-3]", "2026-2030/2", "2026 Dec 20-Jan 5", "Mo-Fr 10:00-12:00, We off"),
        *("2026 Oct 5 Mo[1]", "2026-2027 Aug 1-Aug 10 Mo"),
    ],
)
def test_what_these_words_can_not_say_is_quoted(rule: str) -> None:
    read = SaleRule.parse(rule, country="FR")

    assert rule_words(read, "fr") == f"«\u00a0{rule}\u00a0»"
    assert rule_words(read, "en") == f"“{rule}”"


def test_a_window_is_told_with_its_days_and_exceptions() -> None:
    window = Window(
        rule="8:00-11:00",
        mode=Mode.OFFLINE,
        valid_from=date(2026, 3, 1),
        valid_to=date(2026, 12, 31),
        closed_on=(date(2026, 12, 25),),
        opened_on=((date(2026, 12, 24), "10:00-12:00"),),
    )

    assert window_words(window, "fr") == (
        "tous les jours, de 8:00 à 11:00\u00a0; à partir du 1er mars 2026\u00a0; jusqu'au 31 décembre "
        "2026\u00a0; pas le 25 décembre 2026\u00a0; le 24 décembre 2026, de 10:00 à 12:00 seulement"
    )
    assert window_words(window, "en") == (
        "every day, 8:00 to 11:00; from 1 March 2026 on; until 31 December 2026; "
        "not on 25 December 2026; on 24 December 2026, 10:00 to 12:00 only"
    )


def test_a_window_without_days_or_exceptions_is_told_as_its_rule() -> None:
    window = Window(rule="Mo-Sa", mode=Mode.OFFLINE)

    assert window_words(window, "en") == "Monday to Saturday"


@pytest.mark.parametrize(
    ("opens", "french", "english"),
    [
        ("2026-10-28 18:05", "aujourd'hui à 18:05", "today at 18:05"),
        ("2026-10-29 08:00", "demain à 8:00", "tomorrow at 8:00"),
        ("2026-11-02 10:00", "lundi à 10:00", "Monday at 10:00"),
        ("2026-11-04 10:00", "le 4 novembre à 10:00", "on 4 November at 10:00"),
        ("2027-01-01 00:00", "le 1er janvier 2027 à 0:00", "on 1 January 2027 at 0:00"),
    ],
)
def test_an_opening_is_told_as_one_says_it_now(opens: str, french: str, english: str) -> None:
    now = datetime(2026, 10, 28, 12, tzinfo=PARIS)
    instant = datetime.fromisoformat(opens).replace(tzinfo=PARIS)

    assert opening_words(instant, now, PARIS, "fr") == french
    assert opening_words(instant, now, PARIS, "en") == english


def test_a_message_names_the_next_opening_in_each_of_its_languages() -> None:
    now = datetime(2026, 10, 28, 12, tzinfo=PARIS)
    opens = datetime(2026, 11, 2, 10, tzinfo=PARIS)
    message = {"fr": "De retour {opening}", "en": "Back {opening}", "de": "Wieder {opening}"}

    assert told(message, opens, now, PARIS) == {
        "fr": "De retour lundi à 10:00",
        "en": "Back Monday at 10:00",
        "de": "Wieder Monday at 10:00",
    }
    assert told({"fr": "De retour {opening}"}, None, now, PARIS) == {"fr": "De retour bientôt"}
