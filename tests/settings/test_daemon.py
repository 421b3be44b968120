"""How the daemon runs is read from its section, and the zone is one that has a name."""

import pytest

from pos2web.errors import SettingsError
from pos2web.settings import DaemonSettings, Home, read, secrets_of, zone_of
from tests.settings.conftest import ADAPTERS, SHOP, TILL, Reading

ALL = """
[daemon]
host = "0.0.0.0"
port = 0
names = ["till.example"]
notes = "json"
notes_file = "notes/daemon.log"
notes_bytes_max = 200000
zone = "Europe/Paris"
stop_s = 5
"""


def test_a_daemon_that_is_not_set_is_as_usual(reading: Reading) -> None:
    assert reading(TILL + SHOP).daemon == DaemonSettings()


def test_everything_about_the_daemon_can_be_set(reading: Reading, home: Home) -> None:
    daemon = reading(TILL + SHOP + ALL).daemon

    assert daemon == DaemonSettings(
        host="0.0.0.0",  # noqa: S104 - nothing listens
        port=0,
        names=("till.example",),
        notes="json",
        notes_file=home.path / "notes" / "daemon.log",
        notes_bytes_max=200_000,
        zone="Europe/Paris",
        stop_s=5.0,
    )


@pytest.mark.parametrize("name", ["Europe/Pariss", "../../etc/passwd", "/etc/localtime", "a\0b"])
def test_a_zone_that_there_is_not_is_named(reading: Reading, name: str) -> None:
    text = ALL.replace("Europe/Paris", name.replace("\0", "\\u0000"))

    with pytest.raises(SettingsError, match=r"\[daemon\] zone: .* is no time zone"):
        reading(TILL + SHOP + text)


def test_without_a_zone_the_machines_own_counts() -> None:
    assert zone_of("", machine=lambda: "Australia/Lord_Howe").key == "Australia/Lord_Howe"


def test_a_machine_whose_zone_has_no_name_is_asked_for_one() -> None:
    with pytest.raises(SettingsError, match="this machine's time zone has no name"):
        zone_of("", machine=lambda: None)


def test_all_secrets_are_known_to_those_who_must_hide_them(home: Home) -> None:
    home.path.mkdir()
    channel = '[alerts.bird]\nadapter = "pigeon"\nloft = "north"\n'
    home.settings.write_text(TILL + SHOP + channel, encoding="utf-8")
    environment = {"POS2WEB_SHOP_KEY": "the-key", "POS2WEB_ALERTS_BIRD_WHISTLE": "a-tune"}

    settings = read(home, environment, ADAPTERS)

    assert secrets_of(settings, ADAPTERS) == {"the-key", "a-tune"}
