"""A wrong command line is told in the person's language."""

from pathlib import Path

import pytest

from pos2web.cli.main import run
from tests.cli.conftest import Installation
from tests.history.test_sentences import plain

WRONG: list[tuple[list[str], str]] = [
    (["synk"], "la commande synk n'existe pas."),
    (["synt"], "la commande synt n'existe pas."),
    (["undo", "--dry-run"], "l'option --dry-run n'existe pas. Vouliez-vous dire --run ?"),
    (["history", "--form"], "l'option --form n'existe pas."),
    (["windows", "next"], "il manque PRODUCT."),
    (["history", "--limit", "0"], "--limit : 0 n'est pas dans l'intervalle 1<=x<=1000000000."),
    (["history", "--limit", "x"], "--limit : « x » n'est pas un nombre entier."),
    (["history", "--limit"], "l'option --limit demande une valeur."),
    (["history", "--all=1"], "l'option --all ne prend pas de valeur."),
    (["history", "--kind", "tea"], "--kind : « tea » n'est pas dans cette liste : 'brand', "),
    (["history", "a", "b"], "il y a des mots en trop : b."),
    (["why", "TEA-01", "mood"], "[FIELD] : « mood » n'est pas dans cette liste : stock, sale, "),
    (["log", "export", "{file}"], "[FOLDER] : « {file} » est un fichier."),
    (["windows", "export", "{folder}"], "FILE : « {folder} » est un dossier."),
    (
        ["init", "--force", "--till=prestashop"],
        "--till : « prestashop » n'est pas dans cette liste : sql_database",
    ),
    (
        ["init", "--force", "--till=sql_database", "--till-option=url"],
        "--till-option : 'url' : il faut NOM=VALEUR, NOM parmi : url",
    ),
    (["out-of-stock", "set", "all"], "il manque {hide|"),
]


@pytest.mark.parametrize(("command", "said"), WRONG, ids=lambda value: str(value)[:40])
def test_what_is_wrong_with_a_command_line_is_said_in_french(
    pos2web: Installation, tmp_path: Path, command: list[str], said: str
) -> None:
    (tmp_path / "file").touch()
    paths = {"{file}": str(tmp_path / "file"), "{folder}": str(tmp_path)}
    for place, path in paths.items():
        command, said = [word.replace(place, path) for word in command], said.replace(place, path)

    answer = pos2web(*command, language="fr")

    assert (answer.code, answer.out) == (2, "")
    assert plain(answer.err).splitlines()[-1].startswith(f"pos2web: {said}")


def test_it_is_said_where_there_is_help(pos2web: Installation) -> None:
    usage, help_, _, _ = plain(pos2web("windows", "next", language="fr").err).splitlines()

    assert usage == "Usage: pos2web windows next [OPTIONS] PRODUCT"
    assert help_ == "Aide : pos2web windows next --help"


@pytest.mark.parametrize("given", [["--language", "fr"], ["--language=fr"]])
def test_the_language_is_known_however_wrong_the_rest_is(
    capsys: pytest.CaptureFixture[str], given: list[str]
) -> None:
    assert run([*given, "--homes", "x", "status"]) == 2
    assert "l'option --homes n'existe pas" in capsys.readouterr().err


def test_in_english_it_is_said_as_ever(pos2web: Installation) -> None:
    assert "Error: No such command 'synk'." in pos2web("synk").err
