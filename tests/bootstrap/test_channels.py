"""The channels that are opened are those that were set."""

from pathlib import Path

import pytest

from pos2web.domain.values import ConnectionName
from pos2web.errors import SettingsError
from pos2web.opening import open_channels
from pos2web.settings import Connection, Settings, ShopSettings
from tests.bootstrap.test_bootstrap import noon, settings

HOOK = Connection(
    name=ConnectionName("alerts:hook"),
    adapter="webhook",
    options={"url": "https://hook.example", "secret": ""},
)
MAIL = Connection(
    name=ConnectionName("alerts:mail"),
    adapter="smtp",
    options={
        "host": "smtp.example",
        "sender": "boutique@example.com",
        "recipients": ["patron@example.com"],
        "timeout_s": 30,
        "ca_file": None,
    },
)
NOWHERE = Connection(
    name=ConnectionName("alerts:nowhere"), adapter="webhook", options={"url": "nowhere"}
)


def with_channels(home: Path, *channels: Connection) -> Settings:
    """Settings with these channels."""
    usual = settings(home)
    return Settings(
        home=usual.home,
        each=(ShopSettings(shop=usual.shop, till=usual.till, policy=usual.policy),),
        log=usual.log,
        channels=channels,
    )


def test_channels_are_opened_in_the_order_in_which_they_were_set(tmp_path: Path) -> None:
    channels = open_channels(with_channels(tmp_path, MAIL, HOOK), clock=noon)

    assert [channel.name for channel in channels] == ["alerts:log", "alerts:mail", "alerts:hook"]
    for channel in channels:
        channel.close()


def test_without_a_word_people_are_told_in_the_programs_log(tmp_path: Path) -> None:
    assert [channel.name for channel in open_channels(settings(tmp_path), clock=noon)] == [
        "alerts:log"
    ]


def test_a_channel_that_can_not_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="settings of alerts:nowhere: url is not an address"):
        open_channels(with_channels(tmp_path, HOOK, NOWHERE), clock=noon)
