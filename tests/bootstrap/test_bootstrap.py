"""What is built from settings is what was set."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pos2web.adapters.stores.addresses import scheme_of
from pos2web.bootstrap import (
    SHOPS,
    STORES,
    STORES_AT,
    TILLS,
    open_shop,
    open_till,
    read_archive,
    store_at,
)
from pos2web.domain.connections import MAIN_SHOP, MAIN_TILL
from pos2web.domain.policy import Policy
from pos2web.errors import SettingsError
from pos2web.log import Log
from pos2web.settings import Connection, Home, Settings, descriptions
from pos2web.settings.reading import LogSettings

SHOP = {"url": "https://boutique.example", "key": "ABC"}


def noon() -> datetime:
    """A clock that stands still."""
    return datetime(2026, 11, 24, 12, tzinfo=UTC)


def settings(home: Path, **shop: object) -> Settings:
    """A till's file and a shop, with these settings of the shop."""
    return Settings(
        home=Home(path=home),
        till=Connection(
            name=MAIN_TILL, adapter="sql_database", options={"url": str(home / "till.sqlite")}
        ),
        shop=Connection(name=MAIN_SHOP, adapter="prestashop", options={**SHOP, **shop}),
        policy=Policy(),
        log=LogSettings(wait_s=0.0),
    )


def test_every_adapter_that_is_described_can_be_opened() -> None:
    known = descriptions().values()

    assert {each.name for each in known if each.side == "till"} == set(TILLS)
    assert {each.name for each in known if each.side == "shop"} == set(SHOPS)


def test_opening_asks_nothing_of_either_side(tmp_path: Path) -> None:
    till, shop = open_till(settings(tmp_path)), open_shop(settings(tmp_path))

    assert shop.calls == 0
    till.close()
    shop.close()


def test_a_setting_that_its_adapter_can_not_take_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"settings of shop:main: .*workers"):
        open_shop(settings(tmp_path, workers="many"))


def test_what_was_not_given_is_as_the_adapter_has_it(tmp_path: Path) -> None:
    shop = open_shop(settings(tmp_path, workers=None))

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


def test_every_store_that_is_described_can_be_opened_from_settings_and_by_an_address(
    tmp_path: Path,
) -> None:
    described = {each.name for each in descriptions().values() if each.side == "store"}
    addresses = {
        "file": str(tmp_path),
        "s3": "s3://bucket/prefix?endpoint=http://127.0.0.1:1",
        "sftp": "sftp://user@127.0.0.1:1/shops?key_file=/nowhere",
    }
    secrets = {"POS2WEB_STORE_ACCESS_KEY": "key", "POS2WEB_STORE_SECRET": "secret"}

    assert set(STORES) == set(STORES_AT.values()) == described
    for scheme, address in addresses.items():
        store = store_at(address, secrets)
        assert type(store).__module__ == f"pos2web.adapters.{STORES_AT[scheme_of(address)]}.adapter"
        assert scheme in STORES_AT
        store.close()


def test_stores_that_are_not_asked_for_are_not_imported() -> None:
    """Their libraries take tens of megabytes, of each daemon and each command."""
    code = "import sys, pos2web.cli.main; print({'asyncssh', 'obstore'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own interpreter

    assert said.stdout.strip() == "set()"
