"""Where an installation lives."""

from pathlib import Path

from pos2web.settings import home


def test_the_given_home_goes_before_the_environments(tmp_path: Path) -> None:
    environment = {"POS2WEB_HOME": str(tmp_path / "other")}

    assert home(tmp_path / "given", environment).path == tmp_path / "given"
    assert home(None, environment).path == tmp_path / "other"


def test_without_a_word_the_home_is_where_the_platform_keeps_such_things() -> None:
    assert home(None, {}).path.name == "pos2web"
