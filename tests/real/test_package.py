"""Where the catalogue comes from."""

from pathlib import Path

import pytest

from tests.real.package import Missing, download


def test_without_npm_one_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Missing, match=r"npm is needed to get @vendure/create@3\.7\.3: install"):
        download(tmp_path)


def test_what_npm_says_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho no network >&2\nexit 1\n")
    npm.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    with pytest.raises(Missing, match=r"could not get @vendure/create.*: no network"):
        download(tmp_path)
