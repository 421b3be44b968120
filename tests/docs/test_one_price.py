"""The page that follows one price names files and functions that are there."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`([\w/]+\.py)`((?: `\w+`,?)+)")


def named() -> dict[str, set[str]]:
    """Functions and classes by the file that the page says they are in."""
    text = (ROOT / "docs" / "one-price.md").read_text("utf-8").replace("`, `", "` `")
    found: dict[str, set[str]] = {}
    for file, names in NAMED.findall(text):
        found.setdefault(file, set()).update(re.findall(r"\w+", names))
    return found


def defined(file: str) -> set[str]:
    """Every function and class of a file."""
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    kinds = ast.FunctionDef | ast.ClassDef
    return {node.name for node in ast.walk(tree) if isinstance(node, kinds)}


def test_every_function_on_the_way_of_a_price_is_where_the_page_says() -> None:
    wrong = {file: names - defined(file) for file, names in named().items()}

    assert len(wrong) > 15
    assert {file: names for file, names in wrong.items() if names} == {}


def test_every_file_that_the_page_names_has_something_to_look_for() -> None:
    text = (ROOT / "docs" / "one-price.md").read_text("utf-8")

    assert set(re.findall(r"[\w/]+\.py", text)) == set(named())
