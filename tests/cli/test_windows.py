"""Sale windows set, looked at, written to a calendar and read from one."""

from pathlib import Path

import pytest

from tests.cli.conftest import Installation
from tests.history.test_sentences import plain

NIGHT = ("--hours=22:00-2:30",)


@pytest.fixture
def known(pos2web: Installation) -> Installation:
    """An installation in Paris that knows its till."""
    pos2web.replace('#zone = ""', 'zone = "Europe/Paris"')
    assert pos2web("sync").code == 0
    return pos2web


def rules(pos2web: Installation) -> dict[str, str]:
    """The rules of the windows that stand, by what they are about."""
    found = pos2web("windows", "list", "--json").json
    return {each["scope"]: each["rule"]["rule"] for each in found}


def test_a_window_is_set_by_a_form_and_told_in_words(known: Installation) -> None:
    answer = known(
        *("windows", "set", "category:Thés", "--days=lu-sa", "--hours=8h-11h", "--hours=16h-19h"),
        *("--closed-on=2026-12-25", "--opened-on=24/12/2026=10h-12h", "--mode=offline"),
        language="fr",
    )

    assert rules(known) == {"category:1": "Mo-Sa 08:00-11:00,16:00-19:00"}
    assert plain(answer.out) == (
        "Période de vente de la catégorie « Thés » : du lundi au samedi, de 8:00 à 11:00 puis de "
        "16:00 à 19:00 ; pas le 25 décembre 2026 ; le 24 décembre 2026, de 10:00 à 12:00 "
        "seulement ; en dehors, retiré du site\n"
    )


def test_a_window_is_set_by_a_rule_with_its_frame(known: Installation) -> None:
    rule = "Mo-Fr 10:00-12:00; PH off"

    known(
        *("windows", "set", "TEA-01", "--rule", rule, "--country=fr", "--from=2026-12-01"),
        *("--to=2026-12-31", "--message=fr=De retour {opening}", "--message=en=Back {opening}"),
    )

    (found,) = known("windows", "list", "--json").json
    assert found["rule"] == {
        "rule": rule,
        "mode": "not_for_sale",
        "country": "FR",
        "valid_from": "2026-12-01",
        "valid_to": "2026-12-31",
        "closed_on": [],
        "opened_on": [],
        "message": {"fr": "De retour {opening}", "en": "Back {opening}"},
    }


def test_exceptions_alone_are_a_window_that_is_open_otherwise(known: Installation) -> None:
    known("windows", "set", "all", "--closed-on=2027-08-01..2027-08-03")

    assert rules(known) == {"all": "24/7"}
    assert "on sale" in known("windows", "at", "2027-07-31T12:00", "TEA-01").out
    assert "off sale" in known("windows", "at", "2027-08-03T12:00", "TEA-01").out


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "say when: --hours"),
        (["--rule=24/7", "--hours=8-9"], "--rule stands instead of days and hours"),
        (["--hours=9"], "'9' does not say from when to when"),
        (["--rule=Feb 30"], "there is no «Feb 30»"),
        (["--rule=PH off"], "public holidays (PH) need a country"),
        (["--hours=8-9", "--country=XX", "--closed-on-holidays"], "country «XX»"),
        (["--hours=8-9", "--from=2026-12-31", "--to=2026-12-01"], "a window can't end"),
        (["--hours=8-9", "--closed-on=Christmas"], "'Christmas' is no date"),
        (["--hours=8-9", "--opened-on=2026-12-24"], "write DATE=HOURS"),
        (["--hours=8-9", "--closed-on=2026-12-24", "--opened-on=2026-12-24=8-9"], "two exceptions"),
    ],
)
def test_a_window_that_can_not_be_meant_is_refused(
    known: Installation, given: list[str], said: str
) -> None:
    answer = known("windows", "set", "TEA-01", *given)

    assert (answer.code, said in answer.err) == (2, True), answer.err
    assert rules(known) == {}


def test_a_wrong_rule_is_shown_with_its_place_in_the_persons_language(known: Installation) -> None:
    answer = known("windows", "set", "TEA-01", "--rule=Mo-Fr 10:00-25:61", language="fr")

    assert answer.err.splitlines() == [
        "pos2web: la règle «Mo-Fr 10:00-25:61», colonne 16 : «61» n'a pas de sens ici ; "
        "les heures s'écrivent «08:00-11:00»",
        "Mo-Fr 10:00-25:61",
        "               ^^",
    ]


def test_a_variant_has_no_window_of_its_own(known: Installation) -> None:
    known.ring_up(
        "INSERT INTO variants (id, product_id, reference, option1_name, option1_value)"
        " VALUES (5, 1, 'TEA-01-M', 'Taille', 'M');"
    )
    known("plan")

    answers = [
        known("windows", "set", "TEA-01-M", "--hours=8-9"),
        known("out-of-stock", "set", "TEA-01-M", "hide"),
        known("sold-out", "set", "variant:5"),
    ]

    assert {answer.err for answer in answers} == {
        "pos2web: variant:5: a variant is on sale with its product\n"
    }


def test_what_decides_about_a_product_may_be_its_categorys(known: Installation) -> None:
    known("windows", "set", "category:Thés", "--hours=8-11", "--message=fr=Fermé")
    (found,) = known("windows", "at", "2026-12-01T12:00", "TEA-01", "--json").json["windows"]

    known("windows", "clear", "category:Thés")

    assert found == {
        "scope": "category:1",
        "is_open": False,
        "until": "2026-12-02T07:00:00Z",
        "opens_at": "2026-12-02T07:00:00Z",
    }
    assert "On sale" not in known("windows", "list").out
    assert known("windows", "next", "TEA-01").out == "No sale window: on sale at all times.\n"
    assert known("windows", "next", "TEA-01", "--json").json == {"scope": None, "edges": []}
    assert known("windows", "preview", "TEA-01").out == "No sale window: on sale at all times.\n"


def test_every_window_is_told_at_an_instant(known: Installation) -> None:
    known("windows", "set", "category:Thés", "--hours=8-11")
    known("windows", "set", "TEA-02", "--rule=24/7")

    lines = plain(known("windows", "at", "2026-12-01T09:00").out).splitlines()

    assert lines[0] == "2026-12-01 9:00"
    assert "on sale until 2026-12-01 11:00" in lines[2]
    assert "at all times" in lines[3]
    assert plain(known("windows", "at", "2026-12-01T09:00", "category:Thés").out).count("\n") == 3
    assert "No sale window" in known("windows", "at", "2026-12-01T09:00", "all").out


def test_next_edges_follow_each_other(known: Installation) -> None:
    known("windows", "set", "TEA-01", "--hours=8-11")

    edges = known("windows", "next", "TEA-01", "--count=4", "--json").json["edges"]
    spoken = known("windows", "next", "TEA-01", "--count=2", language="fr").out

    opens = [edge["opens"] for edge in edges]
    assert opens in ([True, False] * 2, [False, True] * 2)
    assert sorted(edge["at"] for edge in edges) == [edge["at"] for edge in edges]
    assert ("mise en vente" in spoken, "fin de vente" in spoken) == (True, True)


def test_a_week_is_a_table(known: Installation) -> None:
    known("windows", "set", "TEA-01", "--days=mo,sa", "--hours=8-11,16-19,22-24")
    known("windows", "set", "TEA-02", "--days=tu")

    lines = known("windows", "preview", "--week=2026-12-02", language="fr").out.splitlines()

    assert lines[0].split()[:4] == ["lun", "30/11", "mar", "01/12"]
    assert lines[1].split()[-2:] == ["8:00–11:00"] * 2  # noqa: RUF001 - as printed
    assert lines[3].split() == ["22:00–24:00"] * 2  # noqa: RUF001 - as printed
    assert "toute la journée" in lines[4]


def test_a_week_when_clocks_are_put_back_says_which_of_two_times(known: Installation) -> None:
    known("windows", "set", "TEA-01", *NIGHT)

    spoken = known("windows", "preview", "TEA-01", "--week=2026-10-25").out
    (window,) = known("windows", "preview", "--week=2026-10-20", "--json").json["windows"]

    assert "22:00–2:30 CET" in spoken  # noqa: RUF001 - as printed
    assert "2026-10-25: clocks are put back by 1\u202fh in the night" in spoken
    assert window["days"][4] == [["2026-10-23T22:00:00+02:00", "2026-10-24T02:30:00+02:00"]]
    assert window["days"][5] == [["2026-10-24T22:00:00+02:00", "2026-10-25T02:30:00+01:00"]]


def test_a_week_when_clocks_are_put_forward_has_no_time_that_is_not(known: Installation) -> None:
    known("windows", "set", "TEA-01", *NIGHT)

    answer = known("windows", "preview", "TEA-01", "--week=2027-03-28", language="fr")
    (window,) = known("windows", "preview", "--week=2027-03-28", "--json").json["windows"]

    assert "2027-03-28 : les horloges avancent de 1\u202fh" in answer.out
    assert window["days"][5] == [["2027-03-27T22:00:00+01:00", "2027-03-28T03:00:00+02:00"]]


def test_this_week_is_shown_without_a_day(known: Installation) -> None:
    known("windows", "set", "all", "--days=mo-fr")

    week = known("windows", "preview", "--json", "--week").json

    assert [len(day) for day in week["windows"][0]["days"]] == [1, 1, 1, 1, 1, 0, 0]
    assert known("windows", "preview", "--json").json == week


def test_windows_go_out_to_a_calendar_and_come_back(known: Installation, tmp_path: Path) -> None:
    file = tmp_path / "agenda.ics"
    known("windows", "set", "TEA-01", "--days=mo-fr", "--hours=8-11")

    exported = known("windows", "export", file, "--from=2026-12-01", "--json").json
    imported = known("windows", "import", file, "TEA-02", "--mode=offline", language="fr")

    assert (exported["windows"], exported["to"]) == (1, "2027-12-01")
    assert "Période de vente du produit « TEA-02 »" in plain(imported.out)
    for scope in ("TEA-01", "TEA-02"):
        answer = known("windows", "at", "2026-12-07T10:00", scope)
        assert "on sale until 2026-12-07 11:00" in answer.out


def test_one_of_several_names_in_a_calendar_is_chosen(known: Installation, tmp_path: Path) -> None:
    file = tmp_path / "agenda.ics"
    known("windows", "set", "TEA-01", "--hours=8-11")
    known("windows", "set", "TEA-02", "--hours=9-12")
    spoken = known("windows", "export", file, "--to=2999-01-01", "--from=2998-12-01")

    unclear = known("windows", "import", file, "POT-01")
    chosen = known("windows", "import", file, "POT-01", "--name=Product “TEA-02”")

    assert spoken.out == f"Sale windows written to {file}: 2.\n"
    assert "choose with --name: «Product “TEA-01”», «Product “TEA-02”»" in unclear.err
    assert (unclear.code, chosen.code) == (2, 0)


def test_files_that_are_no_calendars_are_refused(known: Installation, tmp_path: Path) -> None:
    text, empty = tmp_path / "text.ics", tmp_path / "empty.ics"
    text.write_text("BEGIN:NOTHING")
    empty.write_text("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n")

    answers = [known("windows", "import", file, "TEA-01") for file in (text, empty)]
    missing = known("windows", "import", tmp_path / "missing.ics", "TEA-01")
    nowhere = known("windows", "export", tmp_path / "no" / "where.ics")
    backwards = known("windows", "export", text, "--from=2026-12-02", "--to=2026-12-01")

    assert [answer.code for answer in answers] == [2, 2]
    assert "this calendar has no events" in answers[1].err
    assert (missing.code, nowhere.code, backwards.code) == (2, 2, 2)
    assert "can't be read: No such file" in missing.err
