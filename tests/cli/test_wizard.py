"""`init` asks, tries what it was answered, and writes only what somebody was content with."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pos2web.cli.main import cli
from pos2web.cli.setup.wizard import backup_name
from tests.cli.conftest import Installation


def answered(fresh: Installation, *answers: object, language: str = "en") -> Result:
    """What `init` says to somebody who answers so, line by line."""
    words = ["--home", str(fresh.home), "--language", language, "init"]
    return CliRunner().invoke(cli, words, input="".join(f"{answer}\n" for answer in answers))


def settings(fresh: Installation) -> dict[str, dict[str, object]]:
    """What was written."""
    return tomllib.loads((fresh.home / "pos2web.toml").read_text(encoding="utf-8"))


def test_each_side_is_tried_before_anything_is_written(fresh: Installation) -> None:
    folder = fresh.home.parent / "usb"
    folder.mkdir()

    said = answered(fresh, fresh.till, fresh.shop.url, fresh.shop.key, "yes", folder)

    assert said.exception is None
    assert said.output.index("Trying: till") < said.output.index("Trying: shop")
    assert said.output.index("Trying: shop") < said.output.index("Settings written to")
    assert fresh.shop.key not in said.output
    assert settings(fresh)["till"]["url"] == str(fresh.till)
    assert settings(fresh)["backup"]["store"] == {"adapter": "folder_store", "path": str(folder)}
    assert "pos2web.service" in said.output
    assert fresh("check").code == 0


def test_what_is_wrong_is_said_and_asked_again(fresh: Installation) -> None:
    nowhere = fresh.till.with_name("nowhere.sqlite")

    said = answered(
        fresh, nowhere, "yes", fresh.till, "", fresh.shop.url, "WRONG", "yes", "", fresh.shop.key,
        "no", "",
    )  # fmt: skip

    assert said.exception is None
    assert "✗ database: " in said.output
    assert f"there is no file {nowhere}" in said.output
    assert said.output.count("That does not work yet.") == 2
    assert settings(fresh)["till"]["url"] == str(fresh.till)
    assert settings(fresh)["sync"]["prices_include_tax"] is False
    assert fresh("check").code == 0


def test_what_does_not_work_yet_may_be_kept(fresh: Installation) -> None:
    nowhere = fresh.till.with_name("nowhere.sqlite")

    answered(fresh, nowhere, "no", fresh.shop.url, fresh.shop.key, "yes", "")

    assert settings(fresh)["till"]["url"] == str(nowhere)
    assert "backup" not in settings(fresh)


def test_whoever_has_enough_of_being_asked_leaves_nothing_behind(fresh: Installation) -> None:
    said = answered(fresh, fresh.till, fresh.shop.url)

    assert "Aborted!" in said.output
    assert not fresh.home.exists() or list(fresh.home.iterdir()) == []


def test_a_folder_that_is_not_there_is_asked_for_again(fresh: Installation) -> None:
    missing = fresh.home.parent / "unplugged"

    said = answered(fresh, fresh.till, fresh.shop.url, fresh.shop.key, "yes", missing, "")

    assert f"{missing} isn't there" in said.output
    assert "backup" not in settings(fresh)


def test_it_asks_and_explains_in_french(fresh: Installation) -> None:
    said = answered(fresh, fresh.till, fresh.shop.url, fresh.shop.key, "non", "", language="fr")

    text = (fresh.home / "pos2web.toml").read_text(encoding="utf-8")
    assert "Les prix de la caisse sont-ils TTC ? (oui/non)" in said.output
    assert "# Devise des prix de la caisse" in text
    assert settings(fresh)["sync"]["prices_include_tax"] is False
    assert settings(fresh)["alerts"]["language"] == "fr"


def test_where_all_is_given_nothing_is_asked(fresh: Installation, tmp_path: Path) -> None:
    answer = fresh(
        "init", "--no-check", "--till=sql_database", f"--till-option=url={fresh.till}",
        "--shop=prestashop", f"--shop-option=url={fresh.shop.url}", "--shop-option=key=ABC",
        f"--backup={tmp_path}",
    )  # fmt: skip

    assert answer.code == 0
    assert answer.out == f"Settings written to {fresh.home / 'pos2web.toml'}.\n"
    assert settings(fresh)["backup"]["name"] == "127-0-0-1"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.maison-lavande.fr/fr/", "maison-lavande-fr"),
        ("https://shop_1.example:8080", "shop-1-example"),
        ("nothing", "pos2web"),
    ],
)
def test_backups_are_called_after_the_shop(url: str, name: str) -> None:
    assert backup_name(url) == name


@pytest.mark.skipif(os.name != "posix", reason="only there a terminal can be played")
def test_in_a_terminal_the_key_is_not_shown(fresh: Installation) -> None:
    import pty

    ours, theirs = pty.openpty()
    wizard = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
        [sys.executable, "-m", "pos2web", "--home", fresh.home, "--language", "en", "init"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    shown = b""
    for question, answer in (
        ("till url", fresh.till),
        ("shop url", fresh.shop.url),
        ("shop key", fresh.shop.key),
        ("with tax", "yes"),
        ("for backups", ""),
    ):
        shown += until(ours, question)
        os.write(ours, f"{answer}\n".encode())
    shown += until(ours, "All is well")
    end = wizard.wait(30)
    os.close(ours)

    assert end == 0
    assert str(fresh.till).encode() in shown
    assert fresh.shop.key.encode() not in shown
    assert (fresh.home / "secrets.toml").stat().st_mode & 0o777 == 0o600


def until(terminal: int, words: str) -> bytes:
    """What a terminal shows, up to these words and what comes with them."""
    shown = b""
    while words.encode() not in shown:
        shown += os.read(terminal, 10_000)
    return shown
