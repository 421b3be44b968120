"""Adapters describe themselves in a file that is checked when it is read."""

import pytest

from pos2web.errors import SettingsError
from pos2web.settings import descriptions
from pos2web.settings.adapters import described


def test_a_description_says_what_can_be_set_in_both_languages() -> None:
    content = """
        name = "market"
        side = "shop"
        title = { en = "Market", fr = "Marché" }
        versions = ["8", "9"]
        [settings.url]
        required = true
        help = "The address"
        [settings.key]
        type = "secret"
        help = { en = "The key", fr = "La clé" }
    """.encode()

    url, key = described(content, "adapter.toml").settings

    assert (url.required, url.meaning, url.explained("fr")) == (True, "a text", "The address")
    assert (key.is_secret, key.explained("fr"), key.explained("de")) == (True, "La clé", "The key")


@pytest.mark.parametrize("content", [b"name = ", b'name = "market"\ncolour = "red"', b"\xff"])
def test_a_damaged_description_is_named(content: bytes) -> None:
    with pytest.raises(SettingsError, match=r"market/adapter\.toml"):
        described(content, "market/adapter.toml")


def test_every_adapter_here_describes_itself_under_its_folders_name() -> None:
    assert set(descriptions()) >= {"prestashop", "sql_database"}
    assert all(setting.explained() for each in descriptions().values() for setting in each.settings)
