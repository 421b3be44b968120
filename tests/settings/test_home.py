"""Where an installation lives, and which language is spoken."""

from pathlib import Path

import pytest

from pos2web.settings import home, language


def test_the_given_home_goes_before_the_environments(tmp_path: Path) -> None:
    environment = {"POS2WEB_HOME": str(tmp_path / "other")}

    assert home(tmp_path / "given", environment).path == tmp_path / "given"
    assert home(None, environment).path == tmp_path / "other"


def test_without_a_word_the_home_is_where_the_platform_keeps_such_things() -> None:
    assert home(None, {}).path.name == "pos2web"


@pytest.mark.parametrize(
    ("given", "environment", "spoken"),
    [
        ("fr", {"POS2WEB_LANGUAGE": "en"}, "fr"),
        (None, {"POS2WEB_LANGUAGE": "fr", "LANG": "en_GB.UTF-8"}, "fr"),
        (None, {"LC_ALL": "", "LANG": "fr_BE.UTF-8"}, "fr"),
        (None, {"LANG": "C.UTF-8"}, "en"),
        (None, {}, "en"),
    ],
)
def test_the_language_is_the_persons_where_we_speak_it(
    given: str | None, environment: dict[str, str], spoken: str
) -> None:
    assert language(given, environment) == spoken
