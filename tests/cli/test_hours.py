"""Days, months and hours as people say them become the rule that they mean."""

from pathlib import Path
from typing import Any

import pytest

from pos2web.cli.common.refusing import CommandLineRefusal
from pos2web.cli.common.session import Session
from pos2web.cli.windows import hours
from pos2web.domain.wall_clock.names import MONTHS, WEEKDAYS
from pos2web.settings import Home

NOTHING: dict[str, Any] = dict.fromkeys(hours.FIELDS, ()) | dict.fromkeys(hours.FLAGS, False)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=Home(path=tmp_path), language="fr")


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"hours": ["8:00-11:00"]}, "08:00-11:00"),
        ({"hours": ["8:00-11:00", "16:00-19:00"]}, "08:00-11:00,16:00-19:00"),
        ({"days": ["lu-sa"]}, "Mo-Sa"),
        ({"days": ["Monday-Saturday"]}, "Mo-Sa"),
        ({"months": ["nov-déc"]}, "Nov-Dec"),
        (
            {"months": ["oct"], "days": ["mo,we"], "hours": ["10-11, 14h-16h", "22:00-0:00"]},
            "Oct Mo,We 10:00-11:00,14:00-16:00,22:00-24:00",
        ),
        ({"hours": ["22:00-2:00"]}, "22:00-02:00"),
        ({"hours": ["22h à 24h"]}, "22:00-24:00"),
        ({"hours": ["8:30 to 11h30"]}, "08:30-11:30"),
        ({"days": ["lundis"], "nth": ["premier"]}, "Mo[1]"),
        ({"days": ["mo"], "nth": ["1", "last"]}, "Mo[-1,1]"),
        ({"closed_on_easter_monday": True}, "24/7; easter +1 day off"),
        ({"closed_on_holidays": True}, "24/7; PH off"),
        ({"months": ["février"], "month_days": ["29"]}, "Feb 29"),
        ({"months": ["juil."], "month_days": ["1-3", "14"]}, "Jul 1-3,Jul 14"),
        ({"days": ["sa-lu"]}, "Sa-Mo"),
    ],
)
def test_a_form_means_a_rule(session: Session, given: dict[str, Any], rule: str) -> None:
    assert hours.is_asked(NOTHING | given)
    assert hours.rule_of(session, NOTHING | given) == rule


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"hours": ["8:00"]}, "'8:00' ne dit pas de quand à quand"),
        ({"hours": ["8:00-8:00"]}, "'8:00-8:00' ne dit pas"),
        ({"hours": ["24:00-8:00"]}, "'24:00-8:00' ne dit pas"),
        ({"hours": ["8:00-25:00"]}, "'8:00-25:00' ne dit pas"),
        ({"hours": ["8:61-9:00"]}, "'8:61-9:00' ne dit pas"),
        ({"hours": ["morning-noon"]}, "'morning-noon' ne dit pas"),
        ({"hours": ["8-9-10"]}, "'8-9-10' ne dit pas"),
        ({"days": ["l"]}, "'l' n'est pas un jour ou un mois"),
        ({"days": ["lu-ma-me"]}, "'lu-ma-me' n'est pas un jour"),
        ({"months": ["ju"]}, "'ju' n'est pas un jour ou un mois"),
        ({"nth": ["1"]}, "--nth demande un jour de la semaine"),
        ({"days": ["lu"], "nth": ["6"]}, "'6' n'est pas un rang dans le mois"),
        ({"month_days": ["32"]}, "'32' n'est pas un jour du mois"),
        ({"month_days": ["5-1"]}, "'5-1' n'est pas un jour du mois"),
        ({"month_days": ["first"]}, "'first' n'est pas un jour du mois"),
        ({"months": ["fév"], "month_days": ["30"]}, "il n'y a pas de 30 février"),
    ],
)
def test_what_can_not_be_meant_is_refused(
    session: Session, given: dict[str, Any], said: str
) -> None:
    with pytest.raises(CommandLineRefusal, match=r".*") as refused:
        hours.rule_of(session, NOTHING | given)

    assert str(refused.value.message).startswith(said)


def test_nothing_said_is_no_form() -> None:
    assert not hours.is_asked(NOTHING)


@pytest.mark.parametrize(("known", "size"), [(WEEKDAYS, 7), (MONTHS, 12)])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_day_and_month_is_known_by_its_name(
    session: Session, known: dict[str, tuple[str, ...]], size: int, language: str
) -> None:
    for number, name in enumerate(known[language], 1):
        assert hours.names(session, [name], known, size) == (number,)


def test_hours_of_a_day_are_written_as_the_grammar_has_them(session: Session) -> None:
    assert hours.hours_text(session, "8h-12h, 22:00-24:00") == "08:00-12:00,22:00-24:00"
