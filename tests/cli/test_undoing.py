"""Taking back from the command line: shown first, done when it is meant, and undone."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Installation
from tests.cli.test_beside_a_daemon import comes_to_show
from tests.cli.test_running import running
from tests.history.test_sentences import plain

DEARER = "UPDATE products SET price = 10.90, name_fr = 'Thé vert bio' WHERE id = 1;"


@pytest.fixture
def run(pos2web: Installation) -> str:
    """The run that pushed another price and name to the site."""
    assert pos2web("sync").code == 0
    pos2web.ring_up(DEARER)
    return synced(pos2web)


def synced(pos2web: Installation) -> str:
    """One more sync; its run."""
    report = pos2web("sync", "--json").json
    assert report["outcome"] == "done"
    name: str = report["run"]
    return name


def name_of(pos2web: Installation) -> str:
    """What the site calls the tea, as far as is known."""
    (shown,) = [
        thing
        for thing in pos2web("show", "TEA-01", "--json").json["things"]
        if thing["ref"].startswith("product")
    ]
    name: str = shown["site"]["name"]["fr"]
    return name


def test_an_undo_is_shown_before_it_is_done(pos2web: Installation, run: str) -> None:
    looked = pos2web("undo", "--run", run, language="fr")

    assert looked.code == 0
    assert plain(looked.out).splitlines() == [
        "Le produit « TEA-01 » (n° 1 en caisse) : le nom : « Thé vert bio » → « Thé vert »",
        "Le produit « TEA-01 » (n° 1 en caisse) : le prix hors taxe : 10,331754 € → 9,383886 €",
        "À annuler : 2.",
        "Laissés tels quels :",
        "  vu en caisse : ce qui est en caisse ne se change pas d'ici : 2",
    ]
    assert "--yes" in looked.err
    assert name_of(pos2web) == "Thé vert bio"
    assert pos2web("pins", "list", language="fr").out == "Aucune valeur épinglée.\n"


def test_an_undo_is_done_and_undone(pos2web: Installation, run: str) -> None:
    done = pos2web("undo", "--run", run, "--yes", "--by=Marie", "--json").json
    name, second = name_of(pos2web), pos2web("sync", "--json").json
    (*_, event) = pos2web("history", "--run", done["run"], "--json").json["events"]
    back = pos2web("undo", "--run", done["run"], "--yes")

    assert (done["applied"], done["is_daemon"]) == (True, False)
    assert [step["field"] for step in done["steps"]] == ["name", "price"]
    assert [one["task"] for one in done["tasks"]] == ["catalogue", "stock"]
    assert {one["last"]["outcome"] for one in done["tasks"]} == {"done"}
    assert len(done["positions"]) == 4
    assert event["actor"] == "user:Marie"
    assert (name, second["writes"]) == ("Thé vert", 0)
    assert back.code == 0
    assert "Recorded. To go back on it: pos2web undo --run " in back.out
    assert name_of(pos2web) == "Thé vert bio"
    assert pos2web("pins", "list", "--json").json == []


def test_pins_are_listed_and_lifted(pos2web: Installation, run: str) -> None:
    pos2web("undo", "--run", run, "--yes", "--by=Marie")

    name, price = pos2web("pins", "list", "--json").json
    table = plain(pos2web("pins", "list", language="fr").out)
    lifted = pos2web("pins", "lift", "product:1", "price", "--json").json
    rest = pos2web("pins", "lift", "TEA-01")
    pos2web("sync")

    assert (name["ref"], name["field"], name["value"]["fr"]) == ("product:1", "name", "Thé vert")
    assert (price["over"], price["actor"]) == ({"amount": "10.9", "currency": "EUR"}, "user:Marie")
    assert price["because"].startswith("Pos2Web has changed the name and the price")
    assert "« Thé vert »" in table
    assert "Marie" in table
    assert lifted["changed"]
    assert "No longer pinned on the site: the name of product “TEA-01”" in rest.out
    assert name_of(pos2web) == "Thé vert bio"


def test_every_pin_is_lifted_at_once(pos2web: Installation, run: str) -> None:
    pos2web("undo", "--run", run, "--yes")

    lifted = pos2web("pins", "lift", "--all", "--json").json
    nothing = pos2web("pins", "lift", "--all")

    assert len(lifted["positions"]) == 2
    assert pos2web("pins", "list", "--json").json == []
    assert nothing.code == 0


@pytest.mark.usefixtures("run")
def test_pins_that_are_not_there_are_not_lifted(pos2web: Installation) -> None:
    nobody_s = pos2web("pins", "lift", "POT-01", "price", language="fr")
    which = pos2web("pins", "lift")
    both = pos2web("pins", "lift", "TEA-01", "--all")
    unknown = pos2web("pins", "lift", "brand:99")

    assert nobody_s.err == (
        "pos2web: POT-01 price : rien n'y est épinglé ; pos2web pins list les donne.\n"
    )
    assert (nobody_s.code, which.code, both.code, unknown.code) == (2, 2, 2, 2)


@pytest.mark.usefixtures("run")
def test_why_tells_of_a_pin(pos2web: Installation) -> None:
    pos2web.ring_up("UPDATE products SET is_active = 0 WHERE id = 2;")
    off = synced(pos2web)
    pos2web("undo", "--run", off, "--yes", "--by=Marie")

    said = plain(pos2web("why", "TEA-02", "sale", language="fr").out)
    values = pos2web("why", "TEA-02", "sale", "--json").json

    assert "épinglé sur le site depuis le" in said
    assert "par Marie : la mise en vente = oui" in said
    assert "la caisse dit : non" in said
    assert "à cause de : Pos2Web a retiré de la vente le produit « TEA-02 »" in said
    assert "Ce que le site montre : en vente." in said
    assert [pin["field"] for pin in values["pins"]] == ["is_active"]
    assert values["offer"]["is_shown"]
    assert values["is_withdrawn"]


@pytest.mark.usefixtures("run")
def test_decisions_are_told_as_history_will_tell_them(pos2web: Installation) -> None:
    for amount in ("2", "3"):
        pos2web("buffer", "set", "all", amount, "--by=Marie")
    pos2web("tasks", "disable", "images", "--by=Marie")

    looked = plain(pos2web("undo", "--actor=Marie", "--since=-1h", language="fr").out)
    done = pos2web("undo", "--actor", "Marie", "--since", "-1h", "--until", "-0min", "--yes")

    assert "La réserve (tare) de tous les produits est levée (avant : 3)" in looked
    assert "La tâche « photos » s'exécute désormais d'elle-même" in looked
    assert done.code == 0
    assert pos2web("buffer", "list", "--json").json == []
    assert pos2web("tasks", "show", "images", "--json").json["setting"]["is_enabled"]


def test_conflicts_are_shown_and_forced(pos2web: Installation, run: str) -> None:
    pos2web("buffer", "set", "all", "2", "--by=Marie")
    pos2web("tasks", "schedule", "images", "at 3:30", "--by=Marie")
    pos2web("buffer", "set", "all", "3", "--by=Jean")
    pos2web("tasks", "schedule", "images", "at 4:30", "--by=Jean")
    pos2web.ring_up("UPDATE products SET price = 11.90 WHERE id = 1;")
    pos2web("sync")

    found = pos2web("undo", "--run", run, language="fr")
    ruled = pos2web("undo", "--actor=Marie", "--since=-1h", language="fr")
    forced = pos2web("undo", "--run", run, "--force", "--json").json

    assert "Changés depuis, donc laissés (--force les annule aussi) : 1" in plain(found.out)
    assert "le prix hors taxe est maintenant 11,279621 €" in plain(found.out)
    assert "Réserve est maintenant 3" in ruled.out
    assert "periods est maintenant" in ruled.out
    assert [step["field"] for step in forced["steps"]] == ["name", "price"]
    assert forced["conflicts"] == []


@pytest.mark.usefixtures("run")
def test_what_nobody_meant_is_refused(pos2web: Installation) -> None:
    for arguments, said in (
        (["undo"], "Dites quoi annuler"),
        (["undo", "--actor=Marie"], "Dites quoi annuler"),
        (["undo", "1", "--run=x"], "Dites quoi annuler"),
        (["undo", "1", "--since=-1h"], "Dites quoi annuler"),
        (["undo", "--actor=Marie", "--since=bientôt"], "--since : 'bientôt' n'est pas un instant"),
        (["undo", "--actor=Marie", "--since=-1h", "--until=-2h"], "Il n'y a rien entre --since"),
        (["undo", "99999"], "le journal n'a pas cet évènement"),
        (["undo", "shop:main/product/1@99"], "le journal n'a pas cet évènement"),
        (["undo", "--run=x"], "aucune exécution de ce nom"),
        (["rewind", "2001-01-01"], "rien n'était encore enregistré"),
        (["rewind", "-0min", "--shop=shop:other"], "n'est pas le site"),
        (["rewind", "-0min", "--category=Cafés"], "la caisse n'a rien"),
        (["rewind", "-0min", "--field=quantity"], "quantity"),
    ):
        answer = pos2web(*arguments, language="fr")

        assert answer.code == 2, arguments
        assert said in answer.err


def test_a_site_is_rewound(pos2web: Installation) -> None:
    synced(pos2web)
    then = datetime.now(UTC).isoformat()
    pos2web.ring_up(DEARER)
    synced(pos2web)

    looked = pos2web("rewind", then, "--category=Thés", "--shop=main")
    done = pos2web("rewind", then, "--field=name", "--yes", "--json").json
    again = pos2web("rewind", then, "--field=name")

    assert looked.out.startswith("The site as it was on ")
    assert "To be shown as then: 2." in looked.out
    assert [step["field"] for step in done["steps"]] == ["name"]
    assert name_of(pos2web) == "Thé vert"
    assert "Nothing to rewind" in again.out


def test_an_undo_that_takes_off_much_asks_first(pos2web: Installation) -> None:
    pos2web.replace("#count_min = 5", "count_min = 1")
    first = synced(pos2web)

    asked = pos2web("undo", "--run", first, "--yes")
    approved = pos2web("tasks", "run", "catalogue", "--yes")

    assert asked.code == 3
    assert "pos2web tasks run catalogue --yes" in asked.err
    assert approved.code == 0
    with closing(sqlite3.connect(pos2web.till)) as till:
        assert till.execute("SELECT count(*) FROM products WHERE is_active").fetchone() == (3,)


def test_long_answers_show_their_beginning(pos2web: Installation) -> None:
    many = ", ".join(f"({n}, 'P-{n}', 'Produit {n}', 5, 5.5)" for n in range(100, 160))
    pos2web.ring_up(
        f"INSERT INTO products (id, reference, name_fr, price, vat_rate) VALUES {many};"  # noqa: S608 - ours
    )
    first = synced(pos2web)

    looked = pos2web("undo", "--run", first, language="fr")

    assert len(looked.out.splitlines()) < 70
    assert "de plus" in looked.out


@pytest.mark.skipif(os.name != "posix", reason="elsewhere signals are not sent so")
@pytest.mark.usefixtures("run")
def test_a_daemon_takes_back_and_tells(pos2web: Installation, tmp_path: Path) -> None:
    pos2web.ring_up("UPDATE products SET is_active = 0 WHERE id = 1;")
    off = synced(pos2web)
    with running(pos2web.home, tmp_path / "notes"):
        done = pos2web("undo", "--run", off, "--yes", "--json").json
        is_back = comes_to_show(pos2web, "sale", lambda why: why["site"]["is_active"])
        lifted = pos2web("pins", "lift", "--all", "--json").json
        is_off = comes_to_show(pos2web, "sale", lambda why: not why["site"]["is_active"])
        refused = pos2web("undo", "--run=x")

    assert (done["applied"], done["is_daemon"]) == (True, True), (tmp_path / "notes").read_text()
    assert [one["last"]["outcome"] for one in done["tasks"]] == ["done", "done"]
    assert (is_back, lifted["is_daemon"], is_off) == (True, True, True)
    assert refused.code == 2
