"""Rules: the examples a shopkeeper would write, and the traps of the grammar."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pos2web.errors import RuleError
from pos2web.sale_calendar import (
    SaleRule,
    SaleRuleError,
    SaleRuleFault,
    countries,
    next_edge,
    next_opening,
    openings,
    state_at,
)
from pos2web.sale_calendar.faults import ENGLISH, FRENCH

PARIS = ZoneInfo("Europe/Paris")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def is_open(rule: str, when: str, country: str = "") -> bool:
    return state_at(SaleRule.parse(rule, country=country), at(when), PARIS).is_open


@pytest.mark.parametrize(
    ("rule", "opened", "closed"),
    [
        ("8:00-11:00", "2026-03-03 08:00", "2026-03-03 11:00"),
        ("8:00-11:00,16:00-19:00", "2026-03-03 18:59", "2026-03-03 12:00"),
        ("Mo-Sa", "2026-03-07 23:59", "2026-03-08 00:00"),
        ("Nov-Dec", "2026-12-31 23:59", "2027-01-01 00:00"),
        ("Oct Mo,We 10:00-11:00,14:00-16:00,22:00-00:00", "2026-10-07 23:59", "2026-10-08 00:00"),
        ("Oct Mo,We 10:00-11:00,14:00-16:00,22:00-00:00", "2026-10-05 15:00", "2026-10-06 15:00"),
        ("Oct Mo,We 10:00-11:00,14:00-16:00,22:00-00:00", "2026-10-05 10:59", "2026-11-02 10:30"),
        ("22:00-02:00", "2026-03-04 01:59", "2026-03-04 02:00"),
        ("22:00-24:00", "2026-03-04 23:59", "2026-03-05 00:00"),
        ("Mo[1] 10:00-12:00", "2026-06-01 10:00", "2026-06-08 10:00"),
        ("8:00-11:00; easter +1 day off", "2026-04-07 09:00", "2026-04-06 09:00"),
        ("Feb 29 10:00-12:00", "2028-02-29 11:00", "2027-03-01 11:00"),
        ("Fr-Sa 22:00-02:00; Su 10:00-14:00", "2026-03-08 01:00", "2026-03-09 01:00"),
        ("22:00-02:00; Su off", "2026-03-08 01:00", "2026-03-09 01:00"),
        ('10:00-12:00 "lunch; early", Sa 23:00-01:00', "2026-03-08 00:30", "2026-03-09 00:30"),
        ("24/7; Fr 22:00-02:00", "2026-03-07 01:00", "2026-03-06 21:00"),
        ("22:00-02:00; Fr 23:00-01:00 off", "2026-03-07 01:30", "2026-03-07 00:30"),
        (
            "Sa,Su 11:45-09:00; Su 10:45-10:50 off, Su 8:00-2:30",
            "2026-03-08 08:30",
            "2026-03-07 09:30",
        ),
        ("Mo off; Tu off, We 10:00-12:00; Fr 22:00-01:00", "2026-03-07 00:30", "2026-03-04 00:30"),
        ("22:00-02:00; PH +1 day off", "2026-07-15 01:00", "2026-07-16 01:00"),
        ("22:00-02:00; Fr 22:00-23:00 off", "2026-03-07 01:30", "2026-03-06 22:30"),
    ],
)
def test_rules_are_open_when_they_say_so(rule: str, opened: str, closed: str) -> None:
    assert is_open(rule, opened, "FR")
    assert not is_open(rule, closed, "FR")


@pytest.mark.parametrize(
    ("country", "holiday", "working_day"),
    [
        ("FR", "2026-07-14", "2026-07-21"),
        ("BE", "2026-07-21", "2026-07-14"),
        ("LU", "2026-06-23", "2026-07-14"),
        ("CH", "2026-08-01", "2026-07-14"),
    ],
)
def test_public_holidays_are_those_of_the_country(
    country: str, holiday: str, working_day: str
) -> None:
    assert not is_open("8:00-11:00; PH off", f"{holiday} 09:00", country)
    assert is_open("8:00-11:00; PH off", f"{working_day} 09:00", country)


def test_the_29_of_february_comes_in_leap_years_only() -> None:
    rule = SaleRule.parse("Feb 29")

    opens = next_opening(rule, at("2026-03-01 00:00"), PARIS)

    assert opens == at("2028-02-29 00:00")


def test_an_opening_is_followed_until_its_end() -> None:
    rule = SaleRule.parse("22:00-00:00,00:00-02:00")

    state = state_at(rule, at("2026-03-03 23:00"), PARIS)

    assert state == (True, at("2026-03-04 02:00"))
    assert next_edge(rule, at("2026-03-04 02:00"), PARIS) == at("2026-03-04 22:00")
    assert next_opening(rule, at("2026-03-03 23:00"), PARIS) == at("2026-03-04 22:00")


@pytest.mark.parametrize(("rule", "expected"), [("24/7", True), ("off", False), ("2019", False)])
def test_what_never_changes_has_no_edge(rule: str, *, expected: bool) -> None:
    assert state_at(SaleRule.parse(rule), at("2026-03-03 23:00"), PARIS) == (expected, None)


def test_openings_are_cut_at_the_ends_of_the_period() -> None:
    start = at("2026-03-03 10:00")

    found = [*openings(SaleRule.parse("8:00-11:00"), start, start + timedelta(days=1), PARIS)]

    assert found == [
        (start, at("2026-03-03 11:00")),
        (at("2026-03-04 08:00"), start + timedelta(days=1)),
    ]
    assert all(opens.tzinfo is UTC for opens, _ in found[1:])


@pytest.mark.parametrize(
    ("text", "fault", "word", "place"),
    [
        ("", SaleRuleFault.EMPTY, "", None),
        ("  ", SaleRuleFault.EMPTY, "", None),
        ("Feb 30", SaleRuleFault.NO_SUCH_DATE, "Feb 30", 0),
        ("10:00-12:00; apr 31 off", SaleRuleFault.NO_SUCH_DATE, "Apr 31", 13),
        ("2027 Feb 29", SaleRuleFault.NO_SUCH_DATE, "2027 Feb 29", 0),
        ("Mo 10:00-10:00", SaleRuleFault.ALWAYS, "10:00-10:00", 3),
        ("10:00-36:00", SaleRuleFault.OVER_A_DAY, "10:00-36:00", 0),
        ("8:00-11:00; PH off", SaleRuleFault.NO_COUNTRY, "PH", 12),
        ("SH off", SaleRuleFault.SCHOOL_HOLIDAYS, "SH", 0),
        ("week 54 Mo", SaleRuleFault.NO_SUCH_WEEK, "week 54", 5),
        ("week 1-60", SaleRuleFault.NO_SUCH_WEEK, "week 60", 7),
        ("week 0", SaleRuleFault.NO_SUCH_WEEK, "week 0", 5),
        ('"on request"', SaleRuleFault.ONLY_COMMENT, '"on request"', 0),
        ('Mo 10:00-12:00; "x"', SaleRuleFault.ONLY_COMMENT, '"x"', 16),
        ("lundi 10:00", SaleRuleFault.UNREADABLE, "lundi 10:00", 0),
        ("lundi, de 10 heures à midi", SaleRuleFault.UNREADABLE, "lundi, de 10 heures…", 0),
        ("Mo 10h-12h", SaleRuleFault.HOURS_EXPECTED, "10h-12h", 3),
        ("2027-2020", SaleRuleFault.YEARS_BACKWARDS, "2027-2020", None),
        ("10:00+", SaleRuleFault.OPEN_END, "10:00+", 0),
        ("sunrise-10:00", SaleRuleFault.SUN, "sunrise", 0),
        ("Mo unknown", SaleRuleFault.UNKNOWN_STATE, "unknown", 3),
        ("10:00-11:00/01:00", SaleRuleFault.REPEATED, "10:00-11:00/01:00", 0),
        ("Mo 10:00-12:00 || Tu", SaleRuleFault.FALLBACK, "||", 15),
        ("Mo-Fr, PH 10:00-11:00", SaleRuleFault.BLANK_IN_LIST, "Mo-Fr, PH", 0),
        ("Mo 10:00-12:00, Sa, Su 10:00-11:00", SaleRuleFault.BLANK_IN_LIST, "Sa, Su", 16),
        ("x" * 2001, SaleRuleFault.TOO_LONG, "2001", None),
    ],
)
def test_traps_are_refused_with_their_place(
    text: str, fault: SaleRuleFault, word: str, place: int | None
) -> None:
    with pytest.raises(SaleRuleError) as refused:
        SaleRule.parse(text)

    assert (refused.value.fault, refused.value.word, refused.value.at) == (fault, word, place)


def test_a_refusal_names_the_rule_the_place_and_the_fault() -> None:
    with pytest.raises(RuleError) as refused:
        SaleRule.parse("10:00-12:00; Apr 31 off")

    error = refused.value
    assert isinstance(error, SaleRuleError)
    assert str(error) == "the rule «10:00-12:00; Apr 31 off», column 14: there is no «Apr 31»"
    assert error.told("fr") == (
        "la règle «10:00-12:00; Apr 31 off», colonne 14 : la date «Apr 31» n'existe pas"
    )


def test_every_fault_is_told_in_both_languages() -> None:
    assert set(ENGLISH) == set(FRENCH) == set(SaleRuleFault)


def test_an_unknown_country_is_refused_even_without_holidays() -> None:
    with pytest.raises(SaleRuleError, match="country «XX»"):
        SaleRule.parse("10:00-12:00", country="XX")


def test_countries_are_those_with_known_holidays() -> None:
    assert {"FR", "BE", "LU", "CH"} <= set(countries())
    assert "XX" not in countries()


@pytest.mark.parametrize(
    "text",
    [
        *("2027-2028 Feb 29", "week 1-10/2 Mo 10:00-12:00", "Mo off, Tu 10:00-11:00"),
        *("10:00-12:00, 13:00-14:00", "Jan 1,Feb 1 10:00-11:00", "Mo 00:00-24:00, Tu 10:00-12:00"),
    ],
)
def test_what_looks_like_a_trap_and_is_none_is_read(text: str) -> None:
    assert SaleRule.parse(text).text == text


def test_a_rule_is_read_once() -> None:
    assert SaleRule.parse("Mo 10:00-12:00") is SaleRule.parse("Mo 10:00-12:00")
    assert SaleRule.parse("Mo  10:00-12:00") == SaleRule.parse("Mo 10:00-12:00")


def test_years_that_the_library_refuses_otherwise_are_refused_too() -> None:
    with pytest.raises(SaleRuleError):
        SaleRule.parse("2027 Feb 1-2020 Feb 1,2027-2020")
