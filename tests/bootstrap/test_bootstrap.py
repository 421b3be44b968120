"""What is built from settings is what was set."""

import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from msgspec.structs import fields

from pos2web.bootstrap import read_archive
from pos2web.domain.connections import MAIN_SHOP, MAIN_TILL
from pos2web.domain.policy import Policy
from pos2web.errors import SettingsError
from pos2web.log import Log
from pos2web.opening import loaded, open_shop, open_till, store_at
from pos2web.settings import Connection, Home, Settings, ShopSettings, descriptions, entry_points
from pos2web.settings.reading import LogSettings

SHOP = {"url": "https://boutique.example", "key": "ABC"}


def noon() -> datetime:
    """A clock that stands still."""
    return datetime(2026, 11, 24, 12, tzinfo=UTC)


def settings(home: Path, **shop: object) -> Settings:
    """A till's file and a shop, with these settings of the shop."""
    return Settings(
        home=Home(path=home),
        each=(
            ShopSettings(
                shop=Connection(name=MAIN_SHOP, adapter="prestashop", options={**SHOP, **shop}),
                till=Connection(
                    name=MAIN_TILL,
                    adapter="sql_database",
                    options={"url": str(home / "till.sqlite")},
                ),
                policy=Policy(),
            ),
        ),
        log=LogSettings(wait_s=0.0),
    )


@pytest.mark.parametrize("name", sorted(entry_points()))
def test_what_an_adapter_is_set_to_is_what_it_describes(name: str) -> None:
    described = {setting.name for setting in descriptions()[name].settings}

    assert described == {field.name for field in fields(loaded(entry_points()[name]).settings)}


def test_opening_asks_nothing_of_either_side(tmp_path: Path) -> None:
    till, shop = (
        open_till(settings(tmp_path), clock=noon),
        open_shop(settings(tmp_path), clock=noon),
    )

    assert shop.calls == 0
    till.close()
    shop.close()


def test_a_setting_that_its_adapter_can_not_take_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"settings of shop:main: .*workers"):
        open_shop(settings(tmp_path, workers="many"), clock=noon)


def test_what_was_not_given_is_as_the_adapter_has_it(tmp_path: Path) -> None:
    shop = open_shop(settings(tmp_path, workers=None), clock=noon)

    shop.close()


def test_looking_never_waits_for_who_writes(tmp_path: Path) -> None:
    wanted = settings(tmp_path)
    with Log.open(wanted.home.log, clock=noon), read_archive(wanted, clock=noon) as archive:
        assert "is being written by process" in archive.holder
        assert archive.log.head == 0


def test_looking_alone_lets_the_read_models_catch_up(tmp_path: Path) -> None:
    with read_archive(settings(tmp_path), clock=noon) as archive:
        assert archive.holder == ""
        assert archive.models.progress.position == archive.log.head


ADDRESSES = {
    "folder_store": "{folder}",
    "s3_store": "s3://bucket/prefix?endpoint=http://127.0.0.1:1",
    "sftp_store": "sftp://user@127.0.0.1:1/shops?key_file=/nowhere",
}


@pytest.mark.parametrize(
    "name", [each.name for each in descriptions().values() if each.side == "store"]
)
def test_every_store_can_be_opened_by_an_address(name: str, tmp_path: Path) -> None:
    secrets = {"POS2WEB_STORE_ACCESS_KEY": "key", "POS2WEB_STORE_SECRET": "secret"}

    with closing(store_at(ADDRESSES[name].format(folder=tmp_path), secrets)) as store:
        assert type(store).__module__ == f"pos2web.adapters.{name}.adapter"


def test_an_address_of_no_store_that_is_installed_is_told_which_there_are() -> None:
    with pytest.raises(SettingsError, match=r"ftp://…: there is no such store; .*sftp://"):
        store_at("ftp://host/path", {})


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("pos2web.adapters.prestashop.nowhere:SHOP", "can't be loaded"),
        ("pos2web.adapters.prestashop.adapter:NOTHING", "can't be loaded"),
        ("pos2web.adapters.prestashop.adapter:open_shop", "is no Plugin"),
    ],
)
def test_an_entry_point_that_leads_to_no_adapter_is_named(place: str, reason: str) -> None:
    with pytest.raises(SettingsError, match=f"the adapter market {reason}"):
        loaded(EntryPoint(name="market", value=place, group="pos2web.shops"))


def test_stores_that_are_not_asked_for_are_not_imported() -> None:
    """Their libraries take tens of megabytes, of each daemon and each command."""
    code = "import sys, pos2web.cli.main; print({'asyncssh', 'obstore'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own interpreter

    assert said.stdout.strip() == "set()"
