"""What is committed names no package index and no path of the machine that it was made on."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# In pieces, so that this file does not name them either.
HOSTS = ("pypi" + ".org", "python" + "hosted", "registry.npm" + "js", "deb.debian" + ".org")
PATHS = ("/wo" + "rk/", "/opt/py" + "pi", "/opt/wh" + "eels", "/ro" + "ot/", "/ho" + "me/")
FORBIDDEN = re.compile("|".join(map(re.escape, (*HOSTS, *PATHS))).encode())


def committed() -> list[Path]:
    """Every file that git knows."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - whichever git the person has
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("not a git repository")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name]


def test_no_file_names_an_index_or_a_path_of_this_machine() -> None:
    files = [file for file in committed() if file.is_file()]

    found = {
        f"{file.relative_to(ROOT)}: {match.group().decode()}"
        for file in files
        for match in FORBIDDEN.finditer(file.read_bytes())
    }

    assert found == set()


def test_the_lock_holds_versions_and_hashes_only() -> None:
    for lock in ("runtime.txt", "dev.txt"):
        lines = (ROOT / "requirements" / lock).read_text().splitlines()
        a_line = r"[a-z0-9-]+(\[[a-z,]+\])?==\S+|    --hash=sha256:"
        odd = [line for line in lines if not re.match(a_line, line)]

        assert odd == []


def test_the_lock_covers_every_dependency() -> None:
    project = (ROOT / "pyproject.toml").read_text()
    wanted = re.findall(r'^    "([a-z0-9-]+)(?:\[[a-z]+\])?[>=<]', project, re.MULTILINE)
    lock = (ROOT / "requirements" / "dev.txt").read_text()
    locked = set(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==", lock, re.MULTILINE))

    assert wanted
    assert set(wanted) - locked == set()
