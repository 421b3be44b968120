"""Everything that a person may meet can be said in French."""

from collections import Counter

import pytest

from pos2web.french import FRENCH, PARTS, system
from pos2web.said import PLACE
from tests.said.sources import Sources, of_source, read

SAID = read()

WITHOUT_TEMPLATE: dict[str, str] = {}
"""Files that may say something by an f-string, and why."""


def wordless(template: str) -> bool:
    """Whether nothing but words of its values stands in it."""
    return not any(char.isalpha() for char in PLACE.sub("", template))


def places(template: str) -> set[str]:
    """The names of the places in a template."""
    return set(PLACE.findall(template))


def test_every_sentence_can_be_said_in_french() -> None:
    missing = [
        use
        for use in SAID.templates
        if use.text and use.text not in FRENCH and not wordless(use.text)
    ]

    assert missing == []


def test_nothing_is_said_by_a_plain_f_string() -> None:
    formatted = [
        use for use in SAID.formatted if use.place.rpartition(":")[0] not in WITHOUT_TEMPLATE
    ]

    assert formatted == []


def test_no_french_sentence_is_left_over() -> None:
    assert FRENCH.keys() - {use.text for use in SAID.templates} - SAID.texts <= system.FRENCH.keys()


def test_no_sentence_has_two_french_ones() -> None:
    counted = Counter(english for part in PARTS for english in part)

    assert [english for english, count in counted.items() if count > 1] == []


def test_values_are_those_of_the_template() -> None:
    odd = [use for use in SAID.templates if use.names and use.names != places(use.text)]

    assert odd == []


@pytest.mark.parametrize(("english", "french"), FRENCH.items())
def test_both_have_the_same_places(english: str, french: str) -> None:
    assert places(french) <= places(english)
    assert places(english) - places(french) <= {"number", "what", "kind"}
    assert "!r}" not in french


@pytest.mark.parametrize(("english", "french"), FRENCH.items())
def test_french_is_set_as_the_french_do(english: str, french: str) -> None:
    assert not any(f" {mark} " in f"{french} " for mark in ":;?!»")
    assert "« " not in french
    assert french.endswith((".", " ")) == english.endswith((".", " "))


def test_what_is_said_without_a_template_is_found() -> None:
    found = Sources([], [], set())

    of_source(
        "def look(name):\n"
        "    text = f'{name} is gone'\n"
        "    if name:\n"
        "        raise RuleError(text)\n"
        "    raise RuleError('there is nothing')\n",
        "look.py",
        found,
    )

    assert [use.place for use in found.formatted] == ["look.py:4"]
    assert [use.text for use in found.templates] == ["there is nothing"]
