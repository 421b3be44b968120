"""Answers are plain, in the person's language, and safe for a terminal."""

import io
import re
from decimal import Decimal
from pathlib import Path

import pytest
from rich.console import Console
from rich.text import Text

from pos2web.cli.common.exits import MEANINGS, OUTCOMES, Exit, exit_of
from pos2web.cli.common.session import Session, printable, shown
from pos2web.cli.texts.common import TEXTS, text
from pos2web.domain.values import Money
from pos2web.errors import (
    ArchiveError,
    ConflictError,
    CredentialsError,
    Pos2WebError,
    ProtocolError,
    RecordError,
    RuleError,
    SettingsError,
    TransientError,
)
from pos2web.settings import Home


@pytest.mark.parametrize("name", TEXTS)
def test_both_languages_say_the_same_things(name: str) -> None:
    french, english = TEXTS[name]

    assert sorted(re.findall(r"{(\w+)", french)) == sorted(re.findall(r"{(\w+)", english))


def test_a_text_is_filled_in() -> None:
    assert text("plan.count", "fr", count=3) == "Modifications prévues : 3."
    assert text("plan.count", "en", count=3) == "Changes planned: 3."


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SettingsError(""), Exit.SETTINGS),
        (CredentialsError(""), Exit.CREDENTIALS),
        (ConflictError(""), Exit.IN_USE),
        (TransientError(""), Exit.TRY_LATER),
        (ArchiveError(""), Exit.DAMAGED),
        (ProtocolError(""), Exit.DAMAGED),
        (RuleError(""), Exit.PROBLEM),
        (RecordError("", ref="product:TEA"), Exit.PROBLEM),
        (Pos2WebError(""), Exit.PROBLEM),
    ],
)
def test_every_error_of_ours_has_a_code(error: Pos2WebError, code: Exit) -> None:
    assert exit_of(error) is code


def test_every_code_has_a_meaning_and_every_outcome_a_code() -> None:
    assert set(MEANINGS) == set(Exit)
    assert set(OUTCOMES) == {"done", "stopped", "halted", "failed"}


def test_a_name_can_not_steer_the_terminal() -> None:
    assert printable("thé\x1b[31m\u202e") == "thé�[31m�"
    assert printable("two\nlines\there") == "two\nlines\there"


def test_a_table_breaks_no_line_within_quotes_or_numbers() -> None:
    seen = io.StringIO()
    out = Console(file=seen, width=26, force_terminal=True, no_color=True, soft_wrap=True)
    session = Session(home=Home(path=Path("nowhere")), language="fr", out=out)

    session.table(
        ["sur", "valeur"], [["le «\u00a0Rhône Bleu\u00a0»", "12\u202f000\u202f€ hors taxe"]]
    )

    lines = [line.rstrip() for line in Text.from_ansi(seen.getvalue()).plain.splitlines()]
    assert lines == [
        "sur           valeur",
        "le «\u00a0Rhône    12\u202f000\u202f€",
        "Bleu\u00a0»        hors taxe",
    ]


def test_a_table_shows_all_of_a_long_name_however_narrow_it_is() -> None:
    seen = io.StringIO()
    out = Console(file=seen, width=24, force_terminal=True, no_color=True, soft_wrap=True)
    session = Session(home=Home(path=Path("nowhere")), language="fr", out=out)

    session.table(
        ["sur", "valeur"], [["«\u00a0TAB-BOL-DEJ-01\u00a0»", "«\u00a0TAB-BOL-DEJ-02\u00a0»"]]
    )

    shown_of_it = Text.from_ansi(seen.getvalue()).plain
    assert "…" not in shown_of_it
    assert {"01", "02"} <= set(re.findall(r"\d+", shown_of_it))


def test_no_line_ends_before_a_number() -> None:
    seen = io.StringIO()
    out = Console(file=seen, width=40, force_terminal=True, no_color=True, soft_wrap=True)
    session = Session(home=Home(path=Path("nowhere")), language="fr", out=out)

    session.print_below("10:00  ", "Pos2Web a créé la photo TEA-01 (n° 12), confirmé")

    assert seen.getvalue().splitlines() == [
        "10:00  Pos2Web a créé la photo TEA-01",
        "       (n° 12), confirmé",
    ]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "-"),
        ("thé", "thé"),
        (True, "true"),
        (3, "3"),
        (Decimal("9.90"), "9.90"),
        (("1", "2"), "1, 2"),
        ({"fr": "thé", "en": "tea"}, "fr: thé; en: tea"),
        (Money(amount=Decimal("9.90"), currency="EUR"), "9.90 EUR"),
    ],
)
def test_a_value_is_shown_as_a_person_reads_it(value: object, words: str) -> None:
    assert shown(value) == words
