"""The contracts of `pyproject.toml` refuse what they are there to refuse: each violation is planted."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
PLANTED = {
    "domain/planted.py": [
        "lxml",
        "sqlalchemy",
        "httpx",
        "zstandard",
        "os",
        "pathlib",
        "sqlite3",
        "importlib",
        "pos2web.log",
        "pos2web.ports",
    ],
    "backup/planted.py": [
        "sqlalchemy",
        "zstandard",
        "eventsourcing",
        "pos2web.adapters.folder_store",
        "pos2web.adapters.testing",
    ],
    "adapters/webhook/planted.py": [
        "pos2web.images",
        "pos2web.sale_calendar",
        "pos2web.settings",
        "pos2web.log",
        "pos2web.projections",
        "pos2web.adapters.testing",
        "pos2web.adapters.smtp",
        "httpx",
    ],
    "adapters/newcomer.py": ["pos2web.adapters.memory", "pos2web.engine", "requests"],
    "cli/planted.py": ["pos2web.projections.site", "pos2web.adapters.prestashop", "lxml", "numpy"],
    "cli/demo/planted.py": ["pos2web.adapters.prestashop"],
    "opening.py": ["pos2web.adapters.prestashop", "pos2web.adapters.sandbox"],
    "web/planted.py": ["pos2web.projections.runs"],
    "daemon/planted.py": [
        "pos2web.projections",
        "pos2web.cli",
        "pos2web.adapters.sandbox",
        "click",
    ],
    "engine/planted.py": ["pos2web.backup", "PIL", "apscheduler"],
    "log/planted.py": ["pos2web.projections", "pyrage"],
    "tasks/planted.py": ["pos2web.adapters.testing", "structlog", "starlette"],
}


@pytest.fixture(scope="module")
def refusals(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What import-linter says of a copy of the project in which every violation is planted."""
    copy = tmp_path_factory.mktemp("project")
    shutil.copytree(PROJECT / "pos2web", copy / "pos2web", ignore=shutil.ignore_patterns("*.pyc"))
    shutil.copy(PROJECT / "pyproject.toml", copy)
    shutil.copytree(PROJECT / "tests/structure", copy / "tests/structure")
    for place, imports in PLANTED.items():
        (copy / "pos2web" / place).write_text("".join(f"import {name}\n" for name in imports))
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    answer = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)  # noqa: S603 - a command of our own
    assert answer.returncode == 1, answer.stderr
    return answer.stdout


@pytest.mark.parametrize(
    ("place", "imported"), [(place, name) for place, names in PLANTED.items() for name in names]
)
def test_an_import_that_breaks_a_contract_is_refused(
    refusals: str, place: str, imported: str
) -> None:
    importer = f"pos2web.{place.removesuffix('.py').replace('/', '.')}"

    assert re.search(rf"- +{re.escape(f'{importer} -> {imported}')}(?![.\w])", refusals)
