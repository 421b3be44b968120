"""A project for an adapter of somebody's own, made from the one that stands as an example."""

import re
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
"""Of an adapter: it becomes part of a package's name."""

EXAMPLE, SUFFIX = "csv_folder", ".in"
"""What the example is called, and how its files end, so that no tool takes them for ours."""


def make_project(name: str, folder: Path) -> None:
    """Write the example's files under this name. Raises OSError where the folder is there."""
    folder.mkdir(parents=True)
    for path, text in _example(files("pos2web.adapters").joinpath("template", "till")):
        file = folder / _renamed(path.removesuffix(SUFFIX), name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_renamed(text, name), encoding="utf-8")


def _example(folder: Traversable, before: str = "") -> Iterator[tuple[str, str]]:
    """Each file's path below the folder, and its content."""
    for each in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = f"{before}{each.name}"
        if each.is_dir():
            yield from _example(each, f"{path}/")
        elif each.name.endswith(SUFFIX):
            yield path, each.read_text("utf-8")


def _renamed(text: str, name: str) -> str:
    """The text with the new name in place of the example's, in each of its three forms."""
    forms = (lambda word: word, lambda word: word.replace("_", "-"), _in_capitals)
    for form in forms:
        text = text.replace(form(EXAMPLE), form(name))
    return text


def _in_capitals(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))
