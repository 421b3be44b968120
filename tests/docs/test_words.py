"""One word for one idea: what a name may stand for."""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("pos2web", "projections", "migrations")


def test_no_class_outside_the_adapters_has_the_name_of_another() -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)

    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            if path.is_relative_to(ROOT / "pos2web" / "adapters"):
                continue
            place = path.resolve().relative_to(ROOT).as_posix()
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.ClassDef) and place not in places[node.name]:
                    places[node.name].append(place)

    assert places
    assert {name: files for name, files in places.items() if len(files) > 1} == {}
