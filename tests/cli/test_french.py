"""A shopkeeper who reads French is answered in French, whatever goes wrong."""

import re
import subprocess
import sys

import pytest

from tests.cli.conftest import Installation
from tests.history.test_sentences import plain

ENGLISH = re.compile(r"\b(the|it|is|not|has|than|there|can't|answers)\b")


@pytest.mark.parametrize(
    "arguments",
    [
        ("restore", "/nowhere/at/all", "--key", "/nowhere/key"),
        ("backup", "list"),
        ("backup", "now"),
        ("undo", "run:nothing"),
        ("tasks", "run", "nothing"),
        ("log", "import", "/nowhere"),
    ],
    ids=" ".join,
)
def test_what_is_refused_is_refused_in_french(
    pos2web: Installation, arguments: tuple[str, ...]
) -> None:
    french = pos2web(*arguments, language="fr")
    english = pos2web(*arguments)

    assert french.code == english.code != 0
    assert ENGLISH.search(english.err)
    assert not ENGLISH.search(french.err)


def test_check_speaks_french_but_not_to_programs(pos2web: Installation) -> None:
    french = pos2web("check", language="fr")
    to_programs = pos2web("check", "--json", language="fr")

    assert "✓ réglages" in french.out
    assert not ENGLISH.search(french.out)
    assert re.search(r"\d,\d Go libres", french.out)
    assert to_programs.json == pos2web("check", "--json").json | {
        "findings": to_programs.json["findings"]
    }
    assert "no backup is set up" in to_programs.out


def test_how_long_it_took_is_written_as_the_french_do(pos2web: Installation) -> None:
    assert re.search(r" \d+,\d s\.", plain(pos2web("sync", language="fr").out))
    assert re.search(r" \d+\.\d s\.", pos2web("sync").out)


def test_a_till_that_is_away_is_told_in_french(pos2web: Installation) -> None:
    pos2web.till.unlink()

    answer = pos2web("plan", language="fr")

    assert "ce fichier ou ce dossier n'existe pas" in answer.out + answer.err


def test_settings_that_are_wrong_are_told_in_french(pos2web: Installation) -> None:
    settings = pos2web.home / "pos2web.toml"
    settings.write_text(settings.read_text("utf-8") + "\n[demon]\n", "utf-8")

    assert "ce nom n'est pas connu ici" in pos2web("status", language="fr").err


def test_a_site_that_is_away_is_told_once_and_in_french(pos2web: Installation) -> None:
    pos2web.shop.__exit__(None, None, None)
    command = [sys.executable, "-m", "pos2web", "--home", str(pos2web.home), "--language", "fr"]

    answer = subprocess.run(  # noqa: S603 - our own command line
        [*command, "take-over"], capture_output=True, text=True, encoding="utf-8", check=False
    )

    assert answer.returncode == 7
    (line,) = plain(answer.stderr).splitlines()
    assert "est injoignable : connexion refusée" in line
