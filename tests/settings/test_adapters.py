"""Adapters describe themselves in a file that is checked when it is read."""

import pytest

from pos2web.errors import SettingsError
from pos2web.settings import descriptions
from pos2web.settings.adapters import described


def test_a_description_says_what_can_be_set() -> None:
    content = b"""
        name = "market"
        title = "Market"
        sides = ["shop"]
        summary = "A shop."
        [[settings]]
        name = "url"
        required = true
        help = "The address."
    """

    description = described(content, "adapter.toml")

    assert description.settings[0].required
    assert description.settings[0].meaning == "a text"


def test_short_spellings_say_the_same() -> None:
    content = b"""
        name = "market"
        title = { en = "Market", fr = "March\xc3\xa9" }
        side = "shop"
        versions = "8 and 9"
        [settings.key]
        type = "secret"
        help = { en = "The key", fr = "La cl\xc3\xa9" }
    """

    description = described(content, "adapter.toml")

    (key,) = description.settings
    assert (key.name, key.secret, key.meaning) == ("key", True, "a text")
    assert (key.explained("fr"), key.explained("de")) == ("La clé", "The key")
    assert (description.sides, description.versions) == (("shop",), ("8 and 9",))


@pytest.mark.parametrize("content", [b"name = ", b'name = "market"\ncolour = "red"', b"\xff"])
def test_a_damaged_description_is_named(content: bytes) -> None:
    with pytest.raises(SettingsError, match=r"market/adapter\.toml"):
        described(content, "market/adapter.toml")


def test_every_adapter_here_describes_itself_under_its_folders_name() -> None:
    assert set(descriptions()) >= {"prestashop", "sql_database"}
    assert all(setting.help for each in descriptions().values() for setting in each.settings)
