"""The first settings are written with explanations, and read back as given."""

import os
import stat
import tomllib

import pytest

from pos2web.settings import Home, read, write
from tests.settings.conftest import ADAPTERS

TILL = {"adapter": "register", "file": "till.sqlite", "columns": {"name": 'it\'s "n"', "x": 1}}
SHOP = {"adapter": "market", "url": "https://boutique.example", "key": "clé\x7f", "workers": 2}


def test_what_was_written_is_read_back(home: Home) -> None:
    write(home, ADAPTERS, till=TILL, shop=SHOP, sync={"prices_include_tax": False})

    settings = read(home, {}, ADAPTERS)

    assert settings.shop.options["key"] == "clé\x7f"
    assert settings.shop.options["workers"] == 2
    assert settings.till.options["columns"] == {"name": 'it\'s "n"', "x": 1}
    assert not settings.policy.prices_include_tax


def test_every_setting_is_explained_where_it_stands(home: Home) -> None:
    write(home, ADAPTERS, till=TILL, shop=SHOP)

    text = home.settings.read_text(encoding="utf-8")

    assert "# Seconds.\n#timeout_s = 30.0\n" in text
    assert "# What becomes of a product" in text


def test_what_is_commented_out_would_be_read_too(home: Home) -> None:
    write(home, ADAPTERS, till=TILL, shop=SHOP)
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

    write(home, ADAPTERS, till=TILL, shop=SHOP)

    assert stat.S_IMODE(home.secrets.stat().st_mode) == 0o600
    assert "clé" not in home.settings.read_text(encoding="utf-8")
