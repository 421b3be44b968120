"""Every target of the Makefile is run in a short form, so that none is broken unseen."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
MAKEFILE = (PROJECT / "Makefile").read_text(encoding="utf-8")
LONG = pytest.mark.long

HERE = [
    pytest.param("help", "", r"test-all +The longer forms", id="help"),
    pytest.param("install", "", "", id="install"),
    pytest.param("bench", "NAME=log SIZE=short", '"name": "append"', id="bench"),
    pytest.param("chaos", "N=4 SEED=1", "4 kills, 0 duplicates, 0 lost, seed 1", id="chaos"),
    pytest.param("chaos", "N=6 SEED=1 BACKUP=1", r"'restore': \d", id="chaos of backups"),
    pytest.param("soak", "MINUTES=0.2", "0 problems", id="soak", marks=LONG),
    pytest.param("drill", "SEED=1 ROUNDS=1", '"problems": 0', id="drill", marks=LONG),
    pytest.param("drill", "OLDER=1 ROUNDS=2", '"problems": 0', id="older drill", marks=LONG),
    pytest.param(
        "explore", "TIMES=1 ONLY=tests/test_chance.py", "passed", id="explore", marks=LONG
    ),
    pytest.param("check", "", "No dependency issues found", id="check", marks=LONG),
    pytest.param("build", "", "installs into an empty environment", id="build", marks=LONG),
]
"""Targets that leave the project as it is, with what makes them short and what they say then."""

APART = {"run", "lock", "messages", "clean"}
"""Targets that change the folder they are made in: they are tried in a copy."""

OUTER = {"test": ("check", "test", "coverage"), "test-all": ("build", "test-all")}
"""Targets that this test is a part of, with the scripts they are made of, in order."""


def made(folder: Path, target: str, variables: str) -> str:
    """What a target says, on both streams; it must go well. The environment counts as installed."""
    command = ["make", "--no-print-directory", "-o", "install", target, *shlex.split(variables)]
    answer = subprocess.run(  # noqa: S603 - a command of our own
        command, cwd=folder, capture_output=True, text=True, check=False
    )
    said = answer.stdout + answer.stderr
    assert answer.returncode == 0, said
    return said


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project's files as they are now, without what git ignores."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],  # noqa: S607 - the git that is there
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in listed.stdout.splitlines():
        if (PROJECT / name).exists():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PROJECT / name, tmp_path / name, follow_symlinks=False)
    return tmp_path


@pytest.mark.timeout(900)
@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize(("target", "variables", "said"), HERE)
def test_a_target_does_what_it_says(target: str, variables: str, said: str) -> None:
    assert re.search(said, made(PROJECT, target, variables))


@LONG
@pytest.mark.usefixtures("unmeasured")
def test_running_it_needs_no_more_than_what_running_needs(copy: Path) -> None:
    said = made(copy, "run", "ARGS='--once --json'")

    installed = {file.name for file in (copy / ".venv/bin").iterdir()}
    assert '"outcome":"done"' in said
    assert "pos2web" in installed
    assert not installed & {"mypy", "ruff", "pytest"}


@LONG
def test_the_lock_is_what_the_project_asks_for(copy: Path) -> None:
    (copy / ".venv").symlink_to(PROJECT / ".venv")

    made(copy, "lock", "")

    for lock in (PROJECT / "requirements").iterdir():
        assert (copy / "requirements" / lock.name).read_text() == lock.read_text()


def test_the_catalogues_are_up_to_date_and_complete(copy: Path) -> None:
    (copy / ".venv").symlink_to(PROJECT / ".venv")

    said = made(copy, "messages", "")

    assert ", 0 lack words" in said
    for catalogue in PROJECT.glob("pos2web/locale/*/LC_MESSAGES/*.po"):
        assert (copy / catalogue.relative_to(PROJECT)).read_text("utf-8") == catalogue.read_text(
            "utf-8"
        )


def test_cleaning_leaves_what_git_knows(copy: Path) -> None:
    before = sorted(path for path in copy.rglob("*") if path.is_file())
    for made_one in (".venv", "dist", ".mypy_cache"):
        (copy / made_one).mkdir()

    made(copy, "clean", "")

    assert sorted(path for path in copy.rglob("*") if path.is_file()) == before
    assert not (copy / ".venv").exists()


@pytest.mark.parametrize(("target", "scripts"), OUTER.items())
def test_what_must_be_green_is_made_of_scripts_that_are_there(
    target: str, scripts: tuple[str, ...]
) -> None:
    said = made(PROJECT, target, "-n")

    assert re.findall(r"^scripts/([\w-]+)$", said, re.MULTILINE) == [*scripts]
    for name in scripts:
        subprocess.run(["sh", "-n", PROJECT / "scripts" / name], check=True)  # noqa: S603, S607 - our own scripts


def test_no_target_is_left_out() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*##", MAKEFILE, re.MULTILINE))

    tried = {str(param.values[0]) for param in HERE}
    assert tried | APART | set(OUTER) == targets
    assert set(re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[0].split()) == targets
