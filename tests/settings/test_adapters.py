"""Adapters describe themselves in a file that is checked when it is read."""

import re
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

import pos2web.adapters
from pos2web.errors import SettingsError
from pos2web.settings import descriptions
from pos2web.settings.adapters import described, file_of

ADAPTERS = Path(pos2web.adapters.__path__[0])


def written(folder: Path, content: bytes) -> Path:
    """The description of an adapter in this folder."""
    file = folder / "adapter.toml"
    file.write_bytes(content)
    return file


def test_a_description_says_what_can_be_set_in_both_languages(tmp_path: Path) -> None:
    content = """
        title = { en = "Market", fr = "Marché" }
        versions = ["8", "9"]
        [settings.url]
        required = true
        help = "The address"
        [settings.key]
        type = "secret"
        help = { en = "The key", fr = "La clé" }
    """.encode()

    market = described(written(tmp_path, content), "market", "shop")
    url, key = market.settings
    assert (market.name, market.side) == ("market", "shop")

    assert (url.required, url.meaning, url.explained("fr")) == (True, "a text", "The address")
    assert (key.is_secret, key.explained("fr"), key.explained("de")) == (True, "La clé", "The key")


@pytest.mark.parametrize("content", [b"title = ", b'title = "market"\ncolour = "red"', b"\xff"])
def test_a_damaged_description_is_named(tmp_path: Path, content: bytes) -> None:
    file = written(tmp_path, content)

    with pytest.raises(SettingsError, match=re.escape(str(file))):
        described(file, "market", "shop")


def test_a_package_that_forgot_its_description_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"adapter\.toml"):
        described(tmp_path / "adapter.toml", "market", "shop")


@pytest.mark.parametrize("place", ["nowhere_at_all.adapter:SHOP", "pos2web.nowhere:SHOP"])
def test_an_entry_point_that_leads_nowhere_is_named(place: str) -> None:
    with pytest.raises(SettingsError, match=f"market is not where its package says: {place}"):
        file_of(EntryPoint(name="market", value=place, group="pos2web.shops"))


def test_every_adapter_here_describes_itself_under_its_folders_name() -> None:
    folders = {file.parent.name for file in ADAPTERS.glob("*/adapter.toml")}

    assert set(descriptions()) >= folders >= {"prestashop", "sql_database"}
    assert all(setting.explained() for each in descriptions().values() for setting in each.settings)
