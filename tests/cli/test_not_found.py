"""What a command line names and isn't there ends every command alike."""

import pytest

from tests.cli.conftest import Installation

COMMANDS = [
    "show NOPE",
    "why NOPE price",
    "why NOPE stock",
    "diff 0 --thing NOPE",
    "undo 99999",
    "undo --run NOPE",
    "pins lift NOPE",
    "windows set NOPE --days mo",
    "windows next NOPE",
    "buffer set NOPE 2",
    "buffer clear category:NOPE",
    "sold-out set NOPE",
    "out-of-stock set NOPE hide",
    "tasks show nope",
    "tasks run nope",
    "privacy export nope",
    "projections show nope",
    "diff run:NOPE",
    "adapters-of-nope",
]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_not_there_is_named_on_stderr_and_the_code_is_2(
    pos2web: Installation, language: str
) -> None:
    assert pos2web("sync").code == 0

    answers = {line: pos2web(*line.split(), language=language) for line in COMMANDS}

    assert {line: answer.code for line, answer in answers.items()} == dict.fromkeys(COMMANDS, 2)
    silent = [line for line, answer in answers.items() if "nope" not in answer.err.lower()]
    assert silent == ["undo 99999"]
    assert "99999" in answers["undo 99999"].err
