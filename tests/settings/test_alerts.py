"""How people are told of trouble is read like all settings: once, wholly, and wrong ones are named."""

import pytest

from pos2web.errors import SettingsError
from pos2web.settings import AlertSettings, Home
from tests.settings.conftest import SHOP, TILL, Reading

BOTH = TILL + SHOP
PIGEON = '[alerts.pigeon]\nadapter = "pigeon"\nloft = "Brest"\n'


def keep_secrets(home: Home, text: str) -> None:
    """Write the file of secrets as it must be."""
    home.path.mkdir(exist_ok=True)
    home.secrets.write_text(text)
    home.secrets.chmod(0o600)


def test_without_a_word_there_is_no_channel_and_the_language_is_the_merchants(
    reading: Reading,
) -> None:
    settings = reading(BOTH)

    assert settings.channels == ()
    assert settings.alerts == AlertSettings(language="fr")


def test_every_section_under_alerts_is_a_channel(reading: Reading, home: Home) -> None:
    second = PIGEON.replace("alerts.pigeon", "alerts.boss_2").replace("Brest", "Lyon")

    settings = reading(BOTH + '[alerts]\nlanguage = "en"\n' + PIGEON + 'map = "map.txt"\n' + second)

    assert settings.alerts.language == "en"
    assert [each.name for each in settings.channels] == ["alerts:pigeon", "alerts:boss_2"]
    assert [each.adapter for each in settings.channels] == ["pigeon", "pigeon"]
    assert settings.channels[0].options == {
        "loft": "Brest",
        "map": str(home.path / "map.txt"),
        "whistle": None,
    }


def test_a_channels_secret_is_read_from_the_file_of_secrets(reading: Reading, home: Home) -> None:
    keep_secrets(home, '[alerts.pigeon]\nwhistle = "FIFE"\n')

    settings = reading(BOTH + PIGEON)

    assert settings.channels[0].options["whistle"] == "FIFE"
    assert "FIFE" not in repr(settings)


def test_the_environment_goes_before_the_file_for_channels_too(
    reading: Reading, home: Home
) -> None:
    keep_secrets(home, '[alerts.pigeon]\nwhistle = "FIFE"\n')
    environment = {"POS2WEB_SHOP_KEY": "ABC", "POS2WEB_ALERTS_PIGEON_WHISTLE": "FLUTE"}

    settings = reading(BOTH + PIGEON, environment)

    assert settings.channels[0].options["whistle"] == "FLUTE"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("alerts = 1\n" + BOTH, r"alerts must be a section"),
        (
            BOTH + '[alerts]\nlangage = "fr"\n',
            r"\[alerts\] langage: .* \(is language meant\?\)",
        ),
        (BOTH + '[alerts]\nlanguage = "de"\n', r"language must be one of fr, en, not 'de'"),
        (BOTH + "[alerts]\npigeon = 1\n", r"\[alerts\] pigeon: there is no such setting"),
        (BOTH + "[alerts.pigeon]\n", r"\[alerts\.pigeon\] adapter is missing"),
        (
            BOTH + '[alerts.mail]\nadapter = "pigon"\n',
            r"\[alerts\.mail\] adapter = pigon: .* for a channel \(is pigeon meant\?\)",
        ),
        (BOTH + '[alerts.mail]\nadapter = "market"\n', r"for a channel; there are: pigeon$"),
        (BOTH + '[alerts.a]\nadapter = "pigeon"\n', r"\[alerts\.a\] loft is missing"),
        (BOTH + PIGEON + "speed = 9\n", r"\[alerts\.pigeon\] speed: there is no such setting"),
        (BOTH + PIGEON + 'whistle = "F"\n', r"whistle is a secret: move it to .*secrets\.toml"),
        (BOTH + PIGEON.replace("alerts.p", "alerts.P"), r"'Pigeon' can't be the name"),
        (BOTH + PIGEON.replace("alerts.pigeon", "alerts.log"), r"log is the program's own log"),
        (BOTH + PIGEON.replace("alerts.p", "alerts.2p"), r"'2pigeon' can't be the name"),
    ],
)
def test_a_wrong_word_about_alerts_is_named(
    reading: Reading, home: Home, text: str, said: str
) -> None:
    with pytest.raises(SettingsError, match=said) as error:
        reading(text)

    assert str(home.path) in str(error.value)


@pytest.mark.parametrize(
    ("secrets", "said"),
    [
        ('[alerts.pigon]\nwhistle = "FIFE"\n', r"pigon: .* channel \(is pigeon meant\?\)"),
        ('[alerts]\npigeon = "FIFE"\n', r"alerts\.pigeon must be a section"),
        ('[alerts.pigeon]\nwhistles = "FIFE"\n', r"\[alerts\.pigeon\] whistles: .* secret"),
        ("[alerts.pigeon]\nwhistle = 1717\n", r"whistle must be a text, not what is there"),
    ],
)
def test_a_wrong_secret_of_a_channel_is_named_and_its_value_is_not(
    reading: Reading, home: Home, secrets: str, said: str
) -> None:
    keep_secrets(home, secrets)

    with pytest.raises(SettingsError, match=said) as error:
        reading(BOTH + PIGEON)

    assert "FIFE" not in str(error.value)
    assert "1717" not in str(error.value)
