"""Two kinds of contract that import-linter lacks: white lists of what may be imported.

A list of what is forbidden lets everything through that nobody thought of. These name what is
allowed, so a library or a room that comes new is refused until it is given its place.
"""

import sys
from collections.abc import Iterable, Iterator
from typing import cast

import grimp
from importlinter import Contract, ContractCheck, fields, output

STANDARD = sys.stdlib_module_names | {"__future__"}


class OnlyContract(Contract):
    """The packages in `source_modules` import what lies in `allowed_modules`, and themselves.

    A source `a.b.*` is each package in `a.b` by itself: they do not know each other. With
    `judged` only imports from those packages are looked at; without it all are.
    """

    type_name = "only"

    source_modules = fields.ListField(subfield=fields.StringField())
    allowed_modules = fields.ListField(subfield=fields.StringField())
    judged = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002 - as import-linter calls it
        return _checked(f"{a} -> {b}" for a, b in _imports(graph) if not self._is_allowed(a, b))

    def render_broken_contract(self, check: ContractCheck) -> None:
        _render(check)

    def _is_allowed(self, importer: str, imported: str) -> bool:
        own = [room for source in _names(self.source_modules) if (room := _room(importer, source))]
        judged = _names(self.judged)
        if not own or (judged and not any(is_within(imported, one) for one in judged)):
            return True
        return any(is_within(imported, one) for one in (*own, *_names(self.allowed_modules)))


class HomesContract(Contract):
    """Every library from outside is imported in its homes only; one without a home nowhere.

    `homes` are lines `LIBRARY in PACKAGE, PACKAGE …`; one that has not the library is refused as
    well. The standard library lives everywhere.
    """

    type_name = "homes"

    homes = fields.ListField(subfield=fields.StringField())

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002 - as import-linter calls it
        lines = [line.partition(" in ") for line in _names(self.homes)]
        homes = {(library, home) for library, _, rooms in lines for home in rooms.split(", ")}
        lodged, refused = set(), []
        for importer, imported in _imports(graph):
            library = imported.partition(".")[0]
            if library in STANDARD or library == importer.partition(".")[0]:
                continue
            found = {
                (name, home)
                for name, home in homes
                if name == library and is_within(importer, home)
            }
            lodged |= found
            refused += [] if found else [f"{importer} -> {imported}"]
        return _checked([*refused, *(f"{home} has no {name}" for name, home in homes - lodged)])

    def render_broken_contract(self, check: ContractCheck) -> None:
        _render(check)


def is_within(module: str, package: str) -> bool:
    """Whether a module is this package or lies inside of it."""
    return f"{module}.".startswith(f"{package}.")


def _imports(graph: grimp.ImportGraph) -> Iterator[tuple[str, str]]:
    """Every import of a module of ours: who imports, and what."""
    for importer in graph.modules:
        if not graph.is_module_squashed(importer):
            for imported in graph.find_modules_directly_imported_by(importer):
                yield importer, imported


def _checked(refused: Iterable[str]) -> ContractCheck:
    lines = sorted(refused)
    return ContractCheck(kept=not lines, metadata={"refused": lines})


def _render(check: ContractCheck) -> None:
    for line in check.metadata["refused"]:
        output.print_error(f"- {line}", bold=False)
    output.new_line()


def _names(field: object) -> list[str]:
    return cast("list[str]", field or [])


def _room(module: str, source: str) -> str:
    """The package of `source` in which a module lies; empty where it lies in none."""
    if not source.endswith(".*"):
        return source if is_within(module, source) else ""
    parent = source.removesuffix(".*")
    inside = module.removeprefix(f"{parent}.")
    return f"{parent}.{inside.partition('.')[0]}" if inside != module else ""
