"""Pos2Web is one package: whatever else is called adapters or projections is somebody else's."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
OTHERS = ("adapters", "projections", "migrations")


def test_a_folder_with_packages_of_the_same_names_is_no_harm(tmp_path: Path) -> None:
    for name in OTHERS:
        package = tmp_path / name
        package.mkdir()
        (package / "__init__.py").write_text("raise AssertionError('not ours')\n")

    asked = [sys.executable, "-m", "pos2web", "adapters", "--json"]
    done = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603 - a command of our own

    assert (done.returncode, done.stderr) == (0, "")
    assert "sql_database" in done.stdout


def test_the_wheel_claims_one_name() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]

    assert build["targets"]["wheel"]["packages"] == ["pos2web"]
    for name in OTHERS:
        assert (ROOT / "pos2web" / name).readlink() == Path("..") / name
