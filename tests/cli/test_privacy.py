"""People from the command line: listed, handed what is known of them, and erased."""

import io
import json
import os
import stat
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pos2web.bootstrap import utc_now
from pos2web.domain.connections import MAIN_SHOP
from pos2web.domain.people import Address, Customer
from pos2web.engine.people import CustomerRecorder
from pos2web.log import Envelope, Log
from pos2web.ports import Clock
from pos2web.projections import people as known
from pos2web.projections.read_models import ReadModels
from tests.cli.conftest import Installation
from tests.cli.test_backups import lost, set_backup
from tests.cli.test_running import running
from tests.history.test_sentences import plain

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LYON = Address(lines=("12 rue des Thés",), postcode="69001", city="Lyon", country="FR")
JEANNE = Customer(name="Jeanne Martin", email="jeanne.martin@example.org", addresses=(LYON,))
PAUL = Customer(name="Paul Durand", email="paul@example.org", phone="+33 6 00 00 00 01")


def sees(pos2web: Installation, clock: Clock = lambda: NOON, /, **customers: Customer) -> None:
    """The shop shows these customers."""
    home = pos2web.home
    home.mkdir(exist_ok=True)
    with (
        Log.open(home / "log.db", clock=clock) as log,
        closing(ReadModels.open(home / "models.db", home / "history.db")) as models,
    ):
        models.catch_up(log)
        entries = CustomerRecorder.of(log, models).recognise(MAIN_SHOP, customers)
        log.append(entries, Envelope(actor="shop", connection=MAIN_SHOP))


def who(pos2web: Installation, key: str) -> str:
    """The person that a customer is."""
    with closing(ReadModels.open(pos2web.home / "models.db")) as models:
        seen = known.customer(models, MAIN_SHOP, key)
    assert seen is not None
    return seen.customer.person


@pytest.fixture
def shop(pos2web: Installation) -> Installation:
    """An installation whose shop has two customers."""
    sees(pos2web, K12=JEANNE, K13=PAUL)
    pos2web("history")
    return pos2web


def told(shop: Installation, *criteria: str, language: str = "fr") -> list[str]:
    """The sentences of the history, newest first."""
    events = shop("history", *criteria, "--json", language=language).json["events"]
    return [plain(event["sentence"]) for event in events]


def test_who_is_known_is_listed(shop: Installation) -> None:
    answer = shop("privacy", "list", language="fr")

    lines = plain(answer.out).splitlines()
    assert lines[0].split() == ["personne", "nom", "e-mail", "client", "vue", "dernière", "fois"]
    assert who(shop, "K12") in lines[1]
    assert "Jeanne Martin" in lines[1]
    assert "shop:main/K13" in lines[2]
    assert (len(lines), answer.err) == (3, "")


@pytest.mark.parametrize("text", ["martin", "JEANNE.MARTIN@", "shop:main/K12", "K12"])
def test_people_are_found_by_a_part_of_what_is_known(shop: Installation, text: str) -> None:
    (found,) = shop("privacy", "list", text, "--json").json

    assert (found["key"], found["is_erased"]) == ("K12", False)
    assert found["customer"]["addresses"][0]["city"] == "Lyon"
    assert found["first_seen"] == found["last_seen"] == "2026-11-24T12:00:00Z"


def test_where_nobody_is_known_it_says_so(pos2web: Installation) -> None:
    assert pos2web("privacy", "list").out == "Nobody.\n"
    assert pos2web("privacy", "list", "--json").json == []


@pytest.mark.parametrize("name", ["jeanne martin", "jeanne.martin@example.org", "shop:main/K12"])
def test_everything_about_somebody_is_handed_out(shop: Installation, name: str) -> None:
    sees(shop, K12=Customer(name="Jeanne Martin", phone="+33 1"))
    name = name if "@" not in name else "Jeanne Martin"

    laid_out = shop("privacy", "export", name, language="fr")
    short = shop("privacy", "export", name, "--json", language="fr")

    said = json.loads(laid_out.out)
    assert said == short.json
    assert (len(laid_out.out.splitlines()) > 20, len(short.out.splitlines())) == (True, 1)
    assert (said["person"], said["is_erased"]) == (who(shop, "K12"), False)
    assert [each["customer"]["phone"] for each in said["customers"]] == ["+33 1"]
    before, after = said["history"]
    assert before["customer"]["addresses"][0]["lines"] == ["12 rue des Thés"]
    assert (after["customer"]["addresses"], after["actor"]) == ([], "shop")
    assert plain(before["sentence"]) == "Client « Jeanne Martin » vu sur le site"


def test_what_is_handed_out_is_written_for_who_asked_only(
    shop: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "jeanne.json"

    written = shop("privacy", "export", "Jeanne Martin", "--out", file, language="fr")
    again = shop("privacy", "export", "Jeanne Martin", "--out", file, language="fr")
    other = shop("privacy", "export", "Paul Durand", "--out", tmp_path / "paul", "--json").json
    nowhere = shop("privacy", "export", "Paul Durand", "--out", tmp_path / "none" / "paul")

    person = who(shop, "K12")
    assert plain(written.out) == f"Tout ce qui est connu de la personne {person} est dans {file}.\n"
    shown = shop("privacy", "export", person, "--json", language="fr")
    assert json.loads(file.read_text(encoding="utf-8")) == shown.json
    assert (stat.S_IMODE(file.stat().st_mode), again.code) == (0o600, 2)
    assert "existe déjà" in again.err
    assert other == {"person": who(shop, "K13"), "file": str(tmp_path / "paul")}
    assert nowhere.code == 2
    assert "can't be written: No such file" in nowhere.err


def test_one_person_is_meant(shop: Installation) -> None:
    sees(shop, K14=Customer(name="Paul Durand"))

    several = shop("privacy", "export", "Paul Durand")
    nobody = shop("privacy", "erase", "Marie", "--yes", language="fr")

    assert (several.code, nobody.code) == (2, 2)
    assert "several people" in several.err
    assert who(shop, "K13") in several.err
    assert "Marie : personne de ce nom" in nobody.err


def test_who_is_erased_is_nowhere_and_all_else_goes_on(shop: Installation) -> None:
    person = who(shop, "K12")
    assert told(shop) == [
        "Client « Paul Durand » vu sur le site",
        "Client « Jeanne Martin » vu sur le site",
    ]

    erased = shop("privacy", "erase", "Jeanne Martin", "--yes", "--by=Marie", language="fr")

    assert erased.code == 0
    assert plain(erased.out) == f"Les données de la personne {person} sont effacées\n"
    assert "sauvegardes" in erased.err
    assert told(shop)[0] == f"Les données de la personne {person} sont effacées"
    assert told(shop)[-1] == "Client effacé (n° K12) vu sur le site"
    assert told(shop, language="en")[-1] == "Customer (erased, number K12) seen on the site"
    assert shop("log", "verify").code == 0
    assert "effacé" in shop("privacy", "list", "shop:main/K12", language="fr").out
    export = shop("privacy", "export", person, "--json").json
    assert (export["is_erased"], export["customers"][0]["customer"]) == (True, None)
    assert [each.get("customer", "") for each in export["history"]] == [None, ""]
    assert [each["key"] for each in shop("privacy", "list", "paul", "--json").json] == ["K13"]
    assert not any(
        word in path.read_bytes()
        for path in shop.home.rglob("*")
        if path.is_file()
        for word in (b"Jeanne", b"jeanne", b"Martin")
    )


def test_an_erasure_cannot_be_undone(shop: Installation) -> None:
    erased = shop("privacy", "erase", "Jeanne Martin", "--yes", "--json").json

    undone = shop("undo", str(erased["positions"][0]), "--yes")

    assert (undone.code, erased["changed"]) == (0, True)
    assert "somebody was erased, and the key destroyed" in undone.out.lower()
    assert shop("privacy", "list", "K12", "--json").json[0]["is_erased"]


def test_who_was_erased_is_not_erased_again(shop: Installation) -> None:
    person = who(shop, "K12")
    first = shop("privacy", "erase", person, "--yes", "--json").json
    again = shop("privacy", "erase", person, "--yes")
    as_json = shop("privacy", "erase", person, "--yes", "--json").json

    assert (first["changed"], as_json["changed"]) == (True, False)
    assert again.out == f"The data of person {person} were erased before.\n"
    assert again.code == 0


def test_a_person_who_came_back_is_another_one(shop: Installation) -> None:
    before = who(shop, "K12")
    shop("privacy", "erase", before, "--yes")
    sees(shop, K12=JEANNE)

    (now,) = shop("privacy", "list", "martin", "--json").json
    then = shop("privacy", "export", before, "--json").json

    assert now["person"] != before
    assert (then["is_erased"], then["customers"]) == (True, [])
    assert len(then["history"]) == 2


def test_it_asks_before_it_erases(shop: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    refused = shop("privacy", "erase", "shop:main/K12", language="fr")
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    agreed = shop("privacy", "erase", "shop:main/K13")

    assert (refused.code, refused.out) == (130, "")
    assert "Effacer pour toujours les données de Jeanne Martin" in refused.err
    assert "Erase for ever the data of Paul Durand" in agreed.err
    erased = {each["key"]: each["is_erased"] for each in shop("privacy", "list", "--json").json}
    assert erased == {"K12": False, "K13": True}


def test_without_the_keyring_history_is_told_by_numbers_and_the_rest_says_why(
    shop: Installation,
) -> None:
    keys = shop.home / "people.keys"
    keys.rename(shop.home / "elsewhere")

    listed = shop("privacy", "list", language="fr")
    export = shop("privacy", "export", "shop:main/K12", "--json")
    erased = shop("privacy", "erase", "shop:main/K12", "--yes")

    assert told(shop)[-1] == "Client n° K12 vu sur le site"
    assert told(shop, language="en")[-1] == "Customer number K12 seen on the site"
    assert "illisible" in listed.out
    assert "people.keys manque" in listed.err
    assert (export.code, export.json["customers"][0]["customer"]) == (1, None)
    assert "bring it back from a backup" in export.err
    assert "bring it back from a backup" in erased.err
    assert (erased.code != 0, keys.exists()) == (True, False)


def test_people_are_told_in_exports_of_the_history(shop: Installation) -> None:
    assert "Jeanne Martin" in shop("history", "--csv").out
    assert "Jeanne Martin" in shop("history", "--jsonl").out


@pytest.mark.skipif(os.name != "posix", reason="elsewhere signals are not sent so")
def test_a_daemon_erases_for_who_asks(shop: Installation, tmp_path: Path) -> None:
    with running(shop.home, tmp_path / "notes"):
        answer = shop("privacy", "erase", "jeanne martin", "--yes", "--json").json
        listed = shop("privacy", "list", "shop:main/K12", "--json").json

    assert (answer["changed"], answer["is_daemon"]) == (True, True)
    assert [each["is_erased"] for each in listed] == [True]


def test_who_was_erased_comes_back_from_no_backup(pos2web: Installation, tmp_path: Path) -> None:
    store, key = tmp_path / "store", tmp_path / "merchant.key"
    store.mkdir()
    recipient = pos2web("backup", "keys", "--out", key, "--json").json["recipient"]
    set_backup(pos2web, store, recipient)
    pos2web("sync", "--yes")
    sees(pos2web, utc_now, K12=JEANNE, K13=PAUL)
    pos2web("backup", "now")
    before = pos2web("backup", "list", "--json").json["until"]
    pos2web("privacy", "erase", "Jeanne Martin", "--yes")
    pos2web("backup", "now")
    keyrings = list(store.rglob("people/*"))

    lost(pos2web)
    restored = pos2web("restore", store, "--key", key, "--at", before, "--no-compare", "--json")
    listed = pos2web("privacy", "list", "--json").json
    sentences = told(pos2web)
    pos2web("tasks", "run", "upkeep")
    again = told(pos2web)

    assert (restored.code, len(keyrings)) == (0, 1)
    assert {each["key"]: each["is_erased"] for each in listed} == {"K12": True, "K13": False}
    assert "Client effacé (n° K12) vu sur le site" in sentences
    assert "Client « Paul Durand » vu sur le site" in sentences
    assert not any("sont effacées" in line for line in sentences)
    assert any("sont effacées" in line for line in again)
    assert pos2web("log", "verify").code == 0
