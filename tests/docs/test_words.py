"""One word for one idea: what a name may stand for."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("pos2web", "projections", "adapters", "migrations")


def sources() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the product, by its path; what `pos2web` links to once."""
    files = {path.resolve() for room in ROOMS for path in (ROOT / room).rglob("*.py")}
    assert files
    for path in sorted(files):
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8"))


def test_a_docstring_can_be_read_alone() -> None:
    """«The same», «those of these» mean nothing where only one docstring is shown."""
    pointing = [
        f"{place}:{node.body[0].lineno}"
        for place, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and (ast.get_docstring(node) or "").startswith(("The same", "Those of"))
    ]

    assert pointing == []


def test_no_class_outside_the_adapters_has_the_name_of_another() -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)

    for place, tree in sources():
        if not place.startswith("adapters/"):
            for node in ast.walk(tree):
                if isinstance(node, ast.ClassDef):
                    places[node.name].append(place)

    assert places
    assert {name: files for name, files in places.items() if len(files) > 1} == {}
