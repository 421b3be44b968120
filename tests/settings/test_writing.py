"""The first settings are written with explanations, and read back as given."""

import os
import stat
import tomllib
from collections.abc import Mapping

import pytest

from pos2web.settings import Home, own, read, write
from tests.settings.conftest import ADAPTERS

TILL = {"adapter": "register", "file": "till.sqlite", "columns": {"name": 'it\'s "n"', "x": 1}}
SHOP = {"adapter": "market", "url": "https://boutique.example", "key": "clé\x7f", "workers": 2}
GIVEN: dict[str, Mapping[str, object]] = {"till": TILL, "shop": SHOP}


def test_what_was_written_is_read_back(home: Home) -> None:
    write(home, ADAPTERS, GIVEN | {"sync": {"prices_include_tax": False}}, "en")

    settings = read(home, {}, ADAPTERS)

    assert settings.shop.options["key"] == "clé\x7f"
    assert settings.shop.options["workers"] == 2
    assert settings.till.options["columns"] == {"name": 'it\'s "n"', "x": 1}
    assert not settings.policy.prices_include_tax


def test_every_setting_is_explained_where_it_stands(home: Home) -> None:
    write(home, ADAPTERS, GIVEN, "en")

    text = home.settings.read_text(encoding="utf-8")

    assert "# Seconds.\n#timeout_s = 30.0\n" in text
    assert "# What becomes of a product" in text


def test_what_is_commented_out_would_be_read_too(home: Home) -> None:
    write(home, ADAPTERS, GIVEN, "en")
    lines = home.settings.read_text(encoding="utf-8").splitlines()

    home.settings.write_text(
        "\n".join(line.removeprefix("#") for line in lines if "# " not in line)
    )

    assert set(tomllib.loads(home.settings.read_text())) == {
        "till",
        "shop",
        "sync",
        "alerts",
        "daemon",
        "log",
    }


@pytest.mark.skipif(os.name != "posix", reason="other systems have other rights")
def test_secrets_are_their_owners_only(home: Home) -> None:
    home.path.mkdir()
    home.secrets.write_text("open to all")
    home.secrets.chmod(0o666)

    write(home, ADAPTERS, GIVEN, "en")

    assert stat.S_IMODE(home.secrets.stat().st_mode) == 0o600
    assert "clé" not in home.settings.read_text(encoding="utf-8")


def test_comments_are_in_the_language_that_was_chosen(home: Home) -> None:
    write(home, ADAPTERS, GIVEN, "fr")

    text = home.settings.read_text(encoding="utf-8")

    assert text.startswith("# Les réglages de ce Pos2Web")
    assert "# Devise des prix de la caisse (ISO 4217).\n" in text


def test_what_can_not_be_written_whole_changes_nothing(home: Home) -> None:
    write(home, ADAPTERS, GIVEN, "en")
    before = {file: file.read_bytes() for file in home.path.iterdir()}
    lone: dict[str, Mapping[str, object]] = {"till": TILL, "shop": SHOP | {"url": "\ud800"}}

    with pytest.raises(UnicodeEncodeError):
        write(home, ADAPTERS, lone, "en")

    assert {file: file.read_bytes() for file in home.path.iterdir()} == before


def test_every_setting_of_ours_has_words_in_both_languages() -> None:
    sections = (own.CONNECTION, own.SYNC, own.BREAKER, own.ALERTS, own.CHANNEL, own.DAEMON)
    ours = [each for section in (*sections, own.BACKUP, own.STORE, own.LOG) for each in section]

    assert [each.name for each in ours if each.explained("fr") == each.explained("en")] == []
