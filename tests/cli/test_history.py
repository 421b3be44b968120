"""What happened, told on a screen, by the page, and for other programs."""

import io
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from pos2web.bootstrap import utc_now
from pos2web.cli.common.session import Session
from pos2web.cli.history.events import NEAR_EVENTS, show_lines, step_words
from pos2web.cli.history.exporting import COLUMNS, harmless
from pos2web.domain.facts import StockCounted
from pos2web.domain.streams import Stream
from pos2web.domain.values import ConnectionName
from pos2web.history import till_wording
from pos2web.log import Entry, Envelope, Log
from pos2web.settings import Home
from tests.cli.conftest import Installation, table_of
from tests.history.test_sentences import plain

WHEN_CHARS = len("2026-11-24 10:00:00  ")


@pytest.fixture
def synced(pos2web: Installation) -> Installation:
    """An installation whose shop is in step."""
    assert pos2web("sync").code == 0
    return pos2web


def events(pos2web: Installation, *arguments: object) -> list[dict[str, Any]]:
    """Events as JSON has them."""
    found: list[dict[str, Any]] = pos2web("history", *arguments, "--json").json["events"]
    return found


def fields(found: Sequence[dict[str, Any]], name: str) -> set[Any]:
    return {event[name] for event in found}


def test_history_tells_what_happened_to_one_thing(synced: Installation) -> None:
    synced.ring_up("UPDATE products SET price = 8.90 WHERE id = 1;")
    synced("sync")

    values = events(synced, "TEA-01", "--field=price", "--actor=till")
    spoken = synced("history", "TEA-01", "--kind=product", language="fr")

    assert [(line["before"], line["after"]) for line in values][:1] == [("9.90 EUR", "8.90 EUR")]
    assert spoken.code == 0
    assert "8,90" in spoken.out


def test_history_is_narrowed_by_time_run_and_number(synced: Installation) -> None:
    run = synced("status", "--json").json["last_run"]["id"]

    assert len(events(synced, "--limit=3")) == 3
    assert {line["run"] for line in events(synced, "--run", run)} == {run}
    assert synced("history", "--until=2001-01-01T10:00").out == "No events.\n"


def test_history_is_narrowed_by_time_as_people_say_it(synced: Installation) -> None:
    every = fields(events(synced, "--limit=1000"), "position")

    since = events(synced, "--limit=1000", "--since", "-1h", "--until", "demain")
    until = events(synced, "--until", "hier 14:00")

    assert fields(since, "position") == every
    assert until == []


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (("--since=soon",), "--since: 'soon' is no instant of the past"),
        (("--since=2999-01-01",), "--since: '2999-01-01' is still to come"),
        (("--until=31/02/2026",), "--until: '31/02/2026' is no instant of the past"),
        (("--since=-1h", "--until=-2h"), "nothing between --since"),
    ],
)
def test_a_period_that_is_none_is_a_wrong_command_line(
    synced: Installation, given: Sequence[str], fault: str
) -> None:
    answer = synced("history", *given)

    assert answer.code == 2
    assert fault in answer.err


def test_a_write_is_told_once_unless_everything_is_asked_for(synced: Installation) -> None:
    synced.ring_up("UPDATE products SET price = 8.90 WHERE id = 1;")
    synced("sync")
    run = synced("status", "--json").json["last_run"]["id"]

    told = synced("history", "--run", run, language="fr").out.splitlines()
    every = events(synced, "--all", "--run", run)

    assert [plain(line)[WHEN_CHARS:] for line in told] == [
        "Pos2Web   La synchronisation est terminée : lus 8, changés 1, inchangés 7, retenus 0, "
        "écritures 1",
        "Pos2Web   Pos2Web a modifié le prix hors taxe du produit « TEA-01 » : 8,436019 € "
        "au lieu de 9,383886 €, confirmé par le site",
        "caisse    Le prix de « TEA-01 » passe de 9,90 € à 8,90 €, vu en caisse",
    ]
    assert {line["type"] for line in every} >= {
        "run_started",
        "change_claimed",
        "change_confirmed",
        "price_set",
        "cursor_moved",
    }


def test_times_are_those_of_the_shops_zone(synced: Installation) -> None:
    synced.replace('#zone = ""', 'zone = "Pacific/Kiritimati"')
    (line,) = events(synced, "--limit=1")
    there = datetime.fromisoformat(line["recorded_at"]).astimezone(ZoneInfo("Pacific/Kiritimati"))

    told = synced("history", "--limit=1").out
    since = synced("history", "--since", f"{there - timedelta(minutes=1):%Y-%m-%dT%H:%M}").out
    until = synced("history", "--until", f"{there - timedelta(hours=1):%Y-%m-%dT%H:%M}").out

    assert told.startswith(f"{there:%Y-%m-%d %H:%M:%S}  ")
    assert f"Last sync, {there:%Y-%m-%d}" in synced("status").out
    assert told.strip() in since
    assert until == "No events.\n"


def test_a_thing_is_named_with_its_kind_in_either_language(synced: Installation) -> None:
    by_reference = events(synced, "TEA-01", "--all")

    assert events(synced, "product:TEA-01", "--all") == by_reference
    assert events(synced, "Produit:TEA-01", "--all") == by_reference
    assert events(synced, "variant:TEA-01", "--all") == []


@pytest.mark.parametrize("named", ["category:Teas", "catégorie:thes", "category:1"])
def test_a_category_is_named_as_people_call_it(synced: Installation, named: str) -> None:
    found = events(synced, named, "--all")

    assert fields(found, "kind") == {"category"}
    assert fields(found, "connection") == {"till:main", "shop:main"}


def test_a_name_that_is_of_several_is_refused(synced: Installation) -> None:
    synced.ring_up("INSERT INTO categories (id, name_fr, name_en) VALUES (7, 'Thes', 'Teas');")
    synced("sync")

    answer = synced("history", "category:teas")

    assert answer.code == 2
    assert "category:1, category:7" in answer.err


def test_a_task_is_what_its_runs_did(synced: Installation) -> None:
    synced.ring_up("UPDATE products SET price = 8.90 WHERE id = 1;")
    synced("plan")

    found = events(synced, "task:plan", "--all")

    assert {"run_started", "run_ended", "cursor_moved"} <= fields(found, "type")
    assert len(fields(found, "run")) == 1
    assert events(synced, "--task=plan", "--all") == found
    assert fields(events(synced, "TEA-01", "--task=plan"), "type") == {"price_set"}


def test_what_people_did_is_found_by_the_task_s_name_in_their_language(
    synced: Installation,
) -> None:
    synced("tasks", "disable", "drift", "--by=Marie")

    found = synced(
        "history", "tâche:controle des ecarts", "--connection=shop:main", language="fr"
    ).out

    assert "Marie" in found


def test_words_are_found_without_minding_accents(synced: Installation) -> None:
    assert fields(events(synced, "--text=the ver", "--all"), "kind") == {"product"}
    assert events(synced, "--text=oolong") == []


def test_pages_follow_each_other_without_gaps(synced: Installation) -> None:
    every = [event["position"] for event in events(synced, "--all", "--limit=1000")]
    seen: list[int] = []
    before: tuple[object, ...] = ()
    while True:
        page = synced("history", "--all", "--limit=20", *before, "--json").json
        seen += [event["position"] for event in page["events"]]
        if page["next"] is None:
            break
        before = ("--before", page["next"])

    assert seen == every == sorted(every, reverse=True)


def test_a_screen_says_how_to_go_on(synced: Installation) -> None:
    answer = synced("history", "--limit=2", language="fr")
    oldest = events(synced, "--limit=2")[-1]["position"]

    assert len(answer.out.splitlines()) == 2
    assert f"--before {oldest}" in answer.err


def test_what_led_to_an_event_is_said(synced: Installation) -> None:
    confirmed = next(each for each in events(synced) if each["type"] == "change_confirmed")

    cause = confirmed["cause"]
    claimed = events(synced, "--all", "--before", cause["position"] + 1, "--limit=1")[0]
    detailed = synced("history", "--detail").out

    assert claimed["type"] == "change_claimed"
    assert cause == {"position": claimed["position"], "sentence": claimed["sentence"]}
    assert f"led to by no. {cause['position']}: {plain(cause['sentence'])}" in plain(detailed)
    assert f"run {confirmed['run']}" in detailed


def test_details_show_what_was_and_what_is(synced: Installation) -> None:
    synced.ring_up("UPDATE products SET price = 8.90 WHERE id = 1;")
    synced("sync")

    answer = synced("history", "TEA-01", "--actor=till", "--field=price", "--detail")

    assert "the price: €9.90 → €8.90" in answer.out


def test_a_write_that_was_done_says_what_was_and_what_is(synced: Installation) -> None:
    synced.ring_up("UPDATE products SET price = 8.90 WHERE id = 1;")
    synced("sync")

    answer = synced("history", "TEA-01", "--actor=task:sync", "--field=price", "--detail")

    assert "the price: €9.383886 → €8.436019" in answer.out


STEPS = [
    ("price", "-9.90 EUR", "8.90 EUR", "le prix : -9,90 € → 8,90 €"),
    ("name", '{"fr":"Thé","en":"Tea"}', '{"fr":"Thé vert","en":"Tea"}', "le nom : « Thé » → « Thé vert »"),
    ("name", '{"fr":"Thé","en":"Tea"}', '{"fr":"Thé","en":"A te', 'le nom : « Thé » → « {"fr":"Thé","en":"A te »'),
    ("ean", None, "123", "le code-barres : rien → « 123 »"),
    ("is_active", "true", "false", "la mise en vente : oui → non"),
    ("tax_rate", "5.5", "20", "la TVA : 5,5 % → 20 %"),
    ("brand", "1", None, "le fabricant : « 1 » → rien"),
    (
        "ean,price",
        '{"ean":"","price":{"amount":"9","currency":"EUR"}}',
        '{"ean":"1","price":{"amount":"8.5","currency":"EUR"}}',
        "le code-barres : rien → « 1 » ; le prix : 9,00 € → 8,50 €",
    ),
    ("hold", None, '{"code":"no_name","words":{},"also":[]}', None),
    ("", "sync", "done", None),
]  # fmt: skip


@pytest.mark.parametrize(("field", "before", "after", "told"), STEPS)
def test_what_an_event_changed_is_told_as_people_write_it(
    field: str, before: str | None, after: str | None, told: str | None
) -> None:
    said = step_words(till_wording("fr"), field, before, after)

    assert (said and plain(said)) == told


def screen(width: int, language: str) -> tuple[Session, io.StringIO]:
    """A terminal so wide, and what is seen in it."""
    seen = io.StringIO()
    out = Console(file=seen, width=width, force_terminal=True, highlight=False, soft_wrap=True)
    return Session(home=Home(path=Path("nowhere")), language=language, out=out), seen


ACTORS = {
    "task:catalogue": "Pos2Web ",
    "task:sync": "Pos2Web ",
    "daemon": "Pos2Web ",
    "till": "caisse  ",
    "user:Marie-Christine Delapierre": "Marie-Christine…",
}


@pytest.mark.parametrize(("actor", "who"), ACTORS.items())
def test_sentences_stand_below_each_other_in_a_terminal(actor: str, who: str) -> None:
    session, seen = screen(80, "fr")
    said = "Pos2Web a modifié le nom et le prix hors taxe du produit « BAI-SAV-DOU », confirmé"
    event = {"recorded_at": "2026-11-24T09:30:00Z", "actor": actor, "sentence": said}

    show_lines(session, ZoneInfo("Europe/Paris"), [event])

    first, *more = seen.getvalue().splitlines()
    begins = len("2026-11-24 10:30:00  ") + len(who) + 2
    assert first[:begins] == f"2026-11-24 10:30:00  {who}  "
    assert all(line[:begins].isspace() and line[begins] != " " for line in more)
    assert " ".join(line[begins:] for line in (first, *more)) == said
    assert max(map(len, (first, *more))) <= 80


def test_a_person_is_meant_by_the_name_that_the_history_shows(synced: Installation) -> None:
    synced("buffer", "set", "all", "1", "--by", "Marie")

    (event,) = events(synced, "--actor", "Marie")

    assert event["actor"] == "user:Marie"
    assert events(synced, "--actor", "user:Marie") == [event]


def test_too_large_a_limit_is_refused(synced: Installation) -> None:
    assert synced("history", "--limit", 10**20).code == 2


@pytest.mark.parametrize(("language", "delimiter"), [("fr", ";"), ("en", ",")])
def test_a_spreadsheet_gets_all_of_it_oldest_first(
    synced: Installation, language: str, delimiter: str
) -> None:
    every = synced("history", "--all", "--limit=1000", "--json", language=language).json["events"]

    table = table_of(synced("history", "--all", "--csv", language=language).out, delimiter)

    assert [row["position"] for row in table] == [str(each["position"]) for each in every[::-1]]
    assert tuple(table[0]) == COLUMNS
    assert table[0]["sentence"] == every[-1]["sentence"]
    assert table[0]["instant"] == every[-1]["recorded_at"]


def test_other_programs_get_the_same_by_the_line(synced: Installation) -> None:
    lines = synced("history", "TEA-01", "--jsonl").out.splitlines()

    assert [json.loads(line) for line in lines] == events(synced, "TEA-01")[::-1]
    assert len(synced("history", "TEA-01", "--jsonl", "--limit=1").out.splitlines()) == 1


def test_no_cell_becomes_a_formula(synced: Installation) -> None:
    synced.ring_up("UPDATE products SET name_fr = '=HYPERLINK(\"http://x\")' WHERE id = 1;")
    synced("sync")

    found = table_of(
        synced("history", "--text=hyperlink", "--all", "--csv", language="fr").out, ";"
    )

    assert found
    assert not [cell for row in found for cell in row.values() if cell.startswith("=")]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1+1", "'+1+1"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("  =1", "'  =1"),
        ("\uff1d1", "'\uff1d1"),
        ("-1.50 EUR", "'-1.50 EUR"),
        ("-1.50", "-1.50"),
        ("+33", "+33"),
        ("-1,5", "-1,5"),
        (-3, "-3"),
        (None, ""),
        ("tea = good", "tea = good"),
    ],
)
def test_what_begins_like_a_formula_is_quoted(cell: object, written: str) -> None:
    assert harmless(cell) == written


def test_one_form_is_asked_for(synced: Installation) -> None:
    answer = synced("history", "--csv", "--json")

    assert answer.code == 2
    assert "Choose one form" in answer.err


def test_where_another_has_the_log_the_history_says_how_far_it_is(synced: Installation) -> None:
    with Log.open(synced.home / "log.db", clock=utc_now):
        current = synced("history")
        for left in synced.home.glob("history.db*"):
            left.unlink()
        behind = synced("history", language="fr")

    assert "The history is at" not in current.err
    assert behind.out == "Aucun évènement.\n"
    assert "L'historique en est à l'évènement 0 sur" in behind.err


def test_a_history_that_was_lost_is_worked_out_again(synced: Installation) -> None:
    before = synced("history").out
    for left in synced.home.glob("history.db*"):
        left.unlink()

    assert synced("history").out == before


def test_a_history_that_is_far_behind_is_worked_out_first_and_said_so(
    synced: Installation,
) -> None:
    with Log.open(synced.home / "log.db", clock=utc_now) as log:
        fact = StockCounted(key="TEA", quantity=Decimal(1), was=Decimal(0))
        entries = [Entry(Stream("till:other/stock/TEA"), fact)] * (NEAR_EVENTS + 1)
        log.append(entries, Envelope("till", "", ConnectionName("till:other")))

    answer = synced("history", "--connection=till:other", "--limit=1", "--json")

    assert f"The history is worked out first: {NEAR_EVENTS + 1} events." in answer.err
    assert len(answer.json["events"]) == 1
