"""Tasks, as a person at a command line lists, sets, runs and stops them."""

import pytest

from pos2web.bootstrap import utc_now
from pos2web.domain.connections import MAIN_SHOP
from pos2web.domain.reasons import Code, Reason
from pos2web.domain.run_facts import AlertRaised, RunEnded, RunStarted
from pos2web.domain.streams import Stream
from pos2web.log import Entry, Envelope, Log
from tests.cli.conftest import Installation
from tests.history.test_sentences import plain

NAMES = ["stock", "availability", "catalogue", "images", "drift", "upkeep"]


def task(pos2web: Installation, name: str) -> dict[str, object]:
    """One task as `tasks show` has it."""
    values: dict[str, object] = pos2web("tasks", "show", name, "--json").json
    return values


def record(pos2web: Installation, *facts: RunStarted | RunEnded | AlertRaised) -> None:
    """Something happened while nobody looked."""
    with Log.open(pos2web.home / "log.db", clock=utc_now) as log:
        envelope = Envelope(actor="daemon", run="r1", connection=MAIN_SHOP)
        log.append([Entry(stream=Stream("run/r1"), fact=fact) for fact in facts], envelope)


def test_tasks_are_listed_with_their_periods_in_words(pos2web: Installation) -> None:
    french = plain(pos2web("tasks", "list", language="fr").out)
    values = pos2web("tasks", "list", "--json").json

    assert [each["name"] for each in values["tasks"]] == NAMES
    assert values["is_daemon"] is False
    assert "catalogue     active  toutes les 5 minutes" in french
    assert "jamais" in french
    assert "Rien ne tourne tout seul" in french


def test_a_task_is_found_by_what_people_call_it(pos2web: Installation) -> None:
    answer = pos2web("tasks", "show", "Periodes de vente", language="fr")

    assert answer.code == 0
    assert "availability (périodes de vente)" in plain(answer.out)
    assert "quand : toutes les minutes" in plain(answer.out)
    assert "exécutions manquées : une seule les rattrape toutes" in plain(answer.out)


@pytest.mark.parametrize("command", ["show", "enable", "disable", "schedule", "run", "stop"])
def test_a_task_that_there_is_not_is_refused(pos2web: Installation, command: str) -> None:
    answer = pos2web("tasks", command, "lunch", language="fr")

    assert answer.code == 2
    assert answer.err == (
        "pos2web: il n'y a pas de tâche lunch ; il y a : " + ", ".join(NAMES) + "\n"
    )


def test_a_task_is_disabled_and_enabled_by_somebody(pos2web: Installation) -> None:
    disabled = pos2web("tasks", "disable", "drift", "--by=Marie")
    state = task(pos2web, "drift")["setting"]
    again = pos2web("tasks", "disable", "drift")
    enabled = pos2web("tasks", "enable", "drift", "--json").json
    events = pos2web("history", "--actor=user:Marie", "--json").json["events"]

    assert "runs only when asked" in disabled.out
    assert isinstance(state, dict)
    assert state["is_enabled"] is False
    assert again.out == "It is so already: nothing to change.\n"
    assert enabled["changed"] is True
    assert len(events) == 1


def test_a_schedule_is_set_in_words_and_told_back(pos2web: Installation) -> None:
    period = "toutes les cinq minutes de 8:00 à 15:00 puis de 19:00 à 22:00"

    answer = pos2web("tasks", "schedule", "stock", period, "--missed=skip", language="fr")

    told = "toutes les 5 minutes de 8:00 à 15:00 puis de 19:00 à 22:00"
    assert answer.code == 0
    assert f"La tâche « stock » s'exécute désormais {told}" in plain(answer.out)
    assert task(pos2web, "stock")["periods_in_words"] == (
        "every 5 minutes from 8:00 to 15:00 then from 19:00 to 22:00"
    )
    assert "pas rattrapées" in pos2web("tasks", "show", "stock", language="fr").out


def test_a_period_may_be_typed_without_quotes(pos2web: Installation) -> None:
    answer = pos2web("tasks", "schedule", "stock", "every", "5", "minutes")

    assert answer.code == 0
    assert task(pos2web, "stock")["periods_in_words"] == "every 5 minutes"


def test_several_periods_are_all_meant(pos2web: Installation) -> None:
    pos2web("tasks", "schedule", "stock", "every hour", "30 23 * * *")

    assert task(pos2web, "stock")["periods_in_words"] == "every hour; and every day at 23:30"


@pytest.mark.parametrize(
    ("language", "text", "lines"),
    [
        (
            "fr",
            "toutes les 5 minutes de 8:00 à 25:00",
            [
                "pos2web: la période «toutes les 5 minutes de 8:00 à 25:00», colonne 32: "
                "aucun jour n'a l'heure «25:00»",
                "toutes les 5 minutes de 8:00 à 25:00",
                "                               ^^^^^",
            ],
        ),
        (
            "en",
            "every 5 minuets",
            [
                "pos2web: the period «every 5 minuets», column 9: «minuets» is not known; "
                "try «minutes»",
                "every 5 minuets",
                "        ^^^^^^^",
            ],
        ),
        ("en", " ", ["pos2web: it says nothing"]),
    ],
)
def test_a_wrong_period_is_shown_with_its_place(
    pos2web: Installation, language: str, text: str, lines: list[str]
) -> None:
    answer = pos2web("tasks", "schedule", "stock", text, language=language)

    assert (answer.code, answer.err.splitlines()) == (2, lines)
    assert task(pos2web, "stock")["periods_in_words"] == "every minute"


def test_a_preview_sets_nothing(pos2web: Installation) -> None:
    given = pos2web("tasks", "schedule", "stock", "at 3:30 on Mondays", "--preview", "--json")
    own = pos2web("tasks", "schedule", "drift", "--preview")

    assert len(given.json["next_runs"]) == 10
    assert len(own.out.splitlines()) == 10
    assert " 3:30 " in own.out
    assert task(pos2web, "stock")["periods_in_words"] == "every minute"


def test_a_task_may_run_by_hand_only(pos2web: Installation) -> None:
    pos2web("tasks", "schedule", "images", "--by-hand")

    preview = pos2web("tasks", "schedule", "images", "--preview", language="fr")
    shown = pos2web("tasks", "show", "images", language="fr")

    assert preview.out == "  seulement sur demande\n"
    assert "quand : seulement sur demande" in plain(shown.out)


def test_a_schedule_says_something(pos2web: Installation) -> None:
    nothing = pos2web("tasks", "schedule", "stock")
    both = pos2web("tasks", "schedule", "stock", "every hour", "--by-hand")

    assert nothing.err == "pos2web: say a period, or --by-hand, or --missed\n"
    assert both.err == "pos2web: periods and --by-hand exclude each other\n"
    assert nothing.code == both.code == 2


def test_a_task_is_run_here_where_no_daemon_is(pos2web: Installation) -> None:
    spoken = pos2web("tasks", "run", "catalogue", language="fr")
    values = pos2web("tasks", "run", "stock", "--json").json

    assert spoken.code == 0
    assert "La tâche « catalogue » est terminée : lus 8" in plain(spoken.out)
    assert (values["last"]["outcome"], values["is_daemon"]) == ("done", False)
    assert "done, just now" in plain(pos2web("tasks", "list").out)
    assert "last done: " in pos2web("tasks", "show", "stock").out


def test_a_run_that_fails_ends_with_1_and_says_why(pos2web: Installation) -> None:
    pos2web.shop.__exit__(None, None, None)

    answer = pos2web("tasks", "run", "catalogue")

    assert answer.code == 1
    assert "cannot reach" in answer.out


def test_a_run_that_would_do_much_asks_first(pos2web: Installation) -> None:
    more = "INSERT INTO products (id, reference, name_fr, price, vat_rate) VALUES "
    pos2web.replace("#create_share_max = 0.5", "create_share_max = 0")
    pos2web("sync")
    rows = (f"({key}, 'NEW-{key}', 'Thé {key}', 5, 5.5)" for key in range(10, 20))
    pos2web.ring_up(more + ", ".join(rows) + ";")

    asked = pos2web("tasks", "run", "catalogue")
    approved = pos2web("tasks", "run", "catalogue", "--yes")

    assert (asked.code, approved.code) == (3, 0)


def test_without_a_daemon_there_is_no_run_to_stop(pos2web: Installation) -> None:
    spoken = pos2web("tasks", "stop", "stock")
    values = pos2web("tasks", "stop", "stock", "--json").json

    assert "Nothing runs by itself" in spoken.out
    assert (spoken.code, values["stopped"], values["is_daemon"]) == (0, False, False)


def test_tasks_are_listed_beside_who_has_the_log_but_not_set(pos2web: Installation) -> None:
    pos2web.replace("#wait_s = 10.0", "wait_s = 0")
    with Log.open(pos2web.home / "log.db", clock=utc_now):
        listed = pos2web("tasks", "list")
        disabled = pos2web("tasks", "disable", "stock")

    assert (listed.code, disabled.code) == (0, 4)


@pytest.mark.parametrize("name", ["", "a\x1fb", "x" * 81])
def test_who_decides_has_a_name(pos2web: Installation, name: str) -> None:
    answer = pos2web("tasks", "disable", "stock", "--by", name)

    assert answer.code == 2
    assert "is no name: 1 to 80 visible characters" in answer.err


def test_status_tells_of_tasks_and_of_what_is_wrong(pos2web: Installation) -> None:
    killed = RunEnded(task="sync", outcome="killed", reason=Reason(Code.KILLED))
    reason = Reason(Code.FAILED, {"text": "cannot reach boutique.example"})
    started = RunStarted(task="sync", version="1")
    record(pos2web, started, killed, AlertRaised(alert="task:stock", reason=reason))

    spoken = pos2web("status", language="fr")
    values = pos2web("status", "--json").json

    assert "! La tâche « stock » n'aboutit plus" in plain(spoken.out)
    assert "(à l'instant)" in plain(spoken.out)
    assert ": interrompue." in spoken.out
    assert [(each["alert"], each["code"]) for each in values["alerts"]] == [
        ("task:stock", "failed")
    ]
    assert values["daemon"] is None
    assert [each["name"] for each in values["tasks"]] == NAMES
