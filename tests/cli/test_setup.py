"""Making an installation, and seeing whether it works."""

import io
import tomllib
from pathlib import Path

import pytest

from pos2web.cli.main import run
from tests.cli.conftest import Installation
from tests.history.test_sentences import plain


def test_what_init_wrote_works(fresh: Installation) -> None:
    assert fresh.init().code == 0

    answer = fresh("check", "--json")

    assert answer.code == 0
    assert answer.json["ok"]
    assert {finding["about"] for finding in answer.json["findings"]} >= {
        "settings",
        "disk",
        "log",
        "clock",
        "shop",
    }


def test_init_checks_what_it_wrote(fresh: Installation) -> None:
    answer = fresh(
        "init",
        "--till=sql_database",
        "--shop=prestashop",
        f"--till-option=url={fresh.till}",
        f"--shop-option=url={fresh.shop.url}",
        "--shop-option=key=NOT-THE-KEY",
    )

    assert answer.code == 1
    assert "✗" in answer.out
    assert "NOT-THE-KEY" not in answer.out + answer.err


def test_init_replaces_nothing_unless_told(pos2web: Installation) -> None:
    before = (pos2web.home / "pos2web.toml").read_text(encoding="utf-8")

    answer = pos2web.init(workers="2")

    assert answer.code == 6
    assert "--force" in answer.err
    assert (pos2web.home / "pos2web.toml").read_text(encoding="utf-8") == before


def test_init_takes_options_in_their_own_type(fresh: Installation) -> None:
    answer = fresh(
        "init", "--no-check", "--force", "--prices-without-tax", "--currency=CHF",
        "--till=sql_database", "--till-option=name=paris", f"--till-option=url={fresh.till}",
        "--shop=prestashop", "--shop-option=url=https://boutique.example",
        "--shop-option=key=ABC", "--shop-option=workers=2",
    )  # fmt: skip

    settings = tomllib.loads((fresh.home / "pos2web.toml").read_text(encoding="utf-8"))

    assert answer.code == 0
    assert settings["till"]["name"] == "paris"
    assert settings["shop"]["workers"] == 2
    assert settings["sync"] == {
        "prices_include_tax": False,
        "currency": "CHF",
        "breaker": {},
    }


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--till=prestashop", "'prestashop' is none of"),
        ("--till-option=adress=x", "NAME=VALUE is wanted, NAME one of: url"),
        ("--till-option=url", "NAME=VALUE is wanted"),
    ],
)
def test_init_says_what_it_does_not_know(fresh: Installation, option: str, said: str) -> None:
    answer = fresh("init", "--no-check", "--till=sql_database", option)

    assert answer.code == 2
    assert said in answer.err
    assert not (fresh.home / "pos2web.toml").exists()


def test_init_asks_for_what_is_missing_but_not_for_a_key_in_the_environment(
    fresh: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POS2WEB_SHOP_KEY", "ABC")
    monkeypatch.setattr("sys.stdin", io.StringIO())

    answer = fresh("init", "--no-check", "--till=sql_database", f"--till-option=url={fresh.till}",
                   "--shop=prestashop", "--shop-option=url=https://boutique.example")  # fmt: skip
    asks = fresh("init", "--no-check", "--force", "--till=sql_database")

    assert answer.code == 0
    assert asks.code == 130
    assert "till url" in asks.out


def test_check_says_which_setting_is_wrong(pos2web: Installation) -> None:
    pos2web.replace("[sync]", "[sink]")

    answer = pos2web("check", "--json")

    assert answer.code == 1
    assert "sink: there is no such section" in answer.json["findings"][0]["text"]


def test_check_says_that_the_shop_is_away(pos2web: Installation) -> None:
    pos2web.shop.__exit__(None, None, None)

    answer = pos2web("check")

    assert answer.code == 1
    assert "cannot reach 127.0.0.1" in answer.out


def test_adapters_lists_what_can_be_set(fresh: Installation) -> None:
    answer = fresh("adapters", "--json")
    spoken = fresh("adapters", language="fr")

    assert {each["name"] for each in answer.json} >= {"prestashop", "sql_database"}
    assert "Adresse du site" in spoken.out
    assert "(un nombre, " in plain(spoken.out)
    assert "a text" not in spoken.out


def test_a_new_adapter_is_a_project_in_a_folder_of_its_own(
    fresh: Installation, tmp_path: Path
) -> None:
    folder = tmp_path / "till"

    answer = fresh("adapters", "new", "corner_shop", "--into", folder, language="fr")

    assert (answer.code, str(folder) in answer.out) == (0, True)
    project = (folder / "pyproject.toml").read_text(encoding="utf-8")
    assert 'corner_shop = "pos2web_corner_shop.adapter:TILL"' in project
    assert "class CornerShopTill" in (folder / "pos2web_corner_shop/adapter.py").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("corner-shop", "'corner-shop' can't be the name of an adapter"),
        ("smtp", "there is an adapter smtp already"),
    ],
)
def test_a_name_that_no_new_adapter_can_have_is_refused(
    fresh: Installation, tmp_path: Path, name: str, reason: str
) -> None:
    answer = fresh("adapters", "new", name, "--into", tmp_path / "till")

    assert (answer.code, reason in answer.err) == (2, True)
    assert not (tmp_path / "till").exists()


def test_a_folder_that_is_there_is_never_written_over(fresh: Installation, tmp_path: Path) -> None:
    answer = fresh("adapters", "new", "corner_shop", "--into", tmp_path)

    assert (answer.code, f"{tmp_path} can't be written" in answer.err) == (2, True)


def test_a_command_without_settings_says_how_to_make_them(fresh: Installation) -> None:
    answer = fresh("status")

    assert answer.code == 6
    assert answer.err.startswith("pos2web: ")
    assert answer.err.rstrip().endswith("init")


def test_a_wrong_command_line_says_how_it_is_right(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["synk"]) == 2
    assert "No such command" in capsys.readouterr().err


def test_help_and_version_are_answers(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    assert run(["--version"]) == 0
    assert "pos2web, version" in capsys.readouterr().out
