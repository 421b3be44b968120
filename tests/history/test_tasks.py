"""Tasks, runs that did not take place, and alerts, as a shopkeeper reads them."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from pos2web.domain import decisions, run_facts
from pos2web.domain.facts import Fact
from pos2web.domain.reasons import Code, Reason
from pos2web.domain.schedules import parse
from pos2web.domain.tasks import MissedRunsPolicy
from pos2web.history import sentence
from pos2web.history.words.alerts import alert_message
from tests.history.examples import event
from tests.history.test_sentences import plain
from tests.projections.given import NOON, SHOP

PARIS = ZoneInfo("Europe/Paris")
STUCK = Reason(Code.NO_PROGRESS, {"minutes": 125})


def told(fact: Fact, language: str = "fr") -> str:
    return plain(sentence(event(fact, "task/stock", SHOP), language, zone=PARIS))


def missed(count: int, *, minutes: int = 15, made_up: bool = True, why: str = "away") -> str:
    since = NOON - timedelta(minutes=minutes)
    return told(
        run_facts.RunsMissed(task="stock", count=count, since=since, made_up=made_up, why=why)
    )


@pytest.mark.parametrize(
    ("task", "called"),
    [
        ("sync", "La synchronisation"),
        ("plan", "La comparaison de la caisse et du site"),
        ("availability", "La tâche « périodes de vente »"),
        ("drift", "La tâche « contrôle des écarts »"),
        ("upkeep", "La tâche « entretien des vues »"),
        ("coffee", "La tâche « coffee »"),
    ],
)
def test_every_task_has_a_name_that_people_know(task: str, called: str) -> None:
    assert told(decisions.TaskEnabled(task=task)) == f"{called} s'exécute désormais d'elle-même"


def test_periods_are_told_in_words() -> None:
    busy = parse("every 5 minutes from 8:00 to 15:00 then from 19:00 to 22:00")
    scheduled = decisions.TaskScheduled(task="stock", periods=(busy, parse("at 3:30")), was=())

    assert told(scheduled) == (
        "La tâche « stock » s'exécute désormais "
        "toutes les 5 minutes de 8:00 à 15:00 puis de 19:00 à 22:00 ; et tous les jours à 3:30 "
        "(avant : seulement sur demande)"
    )


def test_what_becomes_of_missed_runs_is_told() -> None:
    ruled = decisions.MissedRunsRuled(
        task="stock", missed=MissedRunsPolicy.ONCE, was=MissedRunsPolicy.SKIP
    )

    assert told(ruled, "en") == (
        "Missed runs of task “stock”: one run stands for all of them "
        "(before: they are not made up for)"
    )


def test_missed_runs_are_told_since_when_and_why() -> None:
    assert missed(14) == (
        "14 exécutions de la tâche « stock » n'ont pas eu lieu depuis 12:45 "
        "(rien ne tournait) ; une seule les remplace"
    )


def test_one_missed_run_is_told_as_one() -> None:
    assert missed(1, why="overrun", made_up=False) == (
        "Une exécution de la tâche « stock » n'a pas eu lieu depuis 12:45 "
        "(la précédente n'était pas finie) ; elle n'est pas rattrapée"
    )


def test_runs_missed_since_another_day_are_told_with_the_day() -> None:
    assert "depuis le 1 mars 2026 à 12:00 (l'orage)" in missed(9, minutes=25 * 60, why="l'orage")


def test_a_run_that_made_way_says_so() -> None:
    yielded = run_facts.RunEnded(task="images", outcome="yielded", reason=Reason(Code.YIELDED))

    assert told(yielded) == (
        "La tâche « photos » a laissé passer plus urgent : une tâche plus urgente attendait"
    )


def test_a_run_whose_process_died_says_so() -> None:
    killed = run_facts.RunEnded(task="sync", outcome="killed", reason=Reason(Code.KILLED))

    assert told(killed, "en") == "The sync was cut short: Pos2Web ended before it did"


def test_an_alert_says_what_and_why() -> None:
    raised = run_facts.AlertRaised(alert="progress:stock", reason=STUCK)

    assert told(raised) == (
        "Alerte : la tâche « stock » n'avance plus (aucun progrès depuis 2 h 5 min)"
    )


def test_an_alert_of_a_sort_that_nobody_knows_is_told_by_its_name() -> None:
    odd = run_facts.AlertTold(alert="weather:rain", channel="mail", told="alert/weather@1")

    assert told(odd, "en") == "Alert told by “mail”: “weather:rain”"


def test_a_message_about_an_alert_says_what_and_why() -> None:
    subject, text = alert_message("progress:stock", STUCK, "fr", is_over=False)

    assert plain(subject) == "La tâche « stock » n'avance plus"
    assert plain(text) == ("La tâche « stock » n'avance plus : aucun progrès depuis 2 h 5 min.")


def test_a_message_about_the_end_of_an_alert_says_what_it_was() -> None:
    subject, text = alert_message("models", STUCK, "en", is_over=True)

    assert subject == "Well again: Pos2Web's read models no longer follow the log"
    assert plain(text) == "It is well again. What was wrong: no progress for 2 h 5 min."
