"""Which language a person reads."""

import pytest

from pos2web.languages import language


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
