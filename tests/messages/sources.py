"""What the sources say: every template of a sentence, and what is said without one."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TypeGuard

from pos2web import errors

ROOT = Path(__file__).parents[2]
PACKAGES = ("pos2web", "projections", "adapters")

OWN_WORDS = ("adapters/testing/", "adapters/memory/worlds.py", "adapters/sandbox/")
"""The kit speaks to who writes an adapter; the sandbox has its own pages in both languages."""

OURS = {name for name in vars(errors) if name.endswith("Error")} | {
    "UnknownNameError",
    "UnreadableError",
}
"""Errors whose text a person may meet."""

FINDINGS = ("Finding", "finding", "_finding", "_problem", "_warning", "_ok")
"""What makes a line of `check`; all texts given to it are said."""

OUTCOMES = ("Refused", "Untried", "Unsure", "ChangeLapsed")
"""What became of a write; its reason is recorded and told."""


class Text(ast.Constant):
    """A text that is written out."""

    value: str


class Use(NamedTuple):
    """Something that is said, and where."""

    place: str
    text: str
    names: frozenset[str] = frozenset()


class Sources(NamedTuple):
    """Templates with the names of their values, and what is said bare: a text that is no message."""

    templates: list[Use]
    bare: list[Use]


def read() -> Sources:
    """All that is said in the sources."""
    found = Sources([], [])
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith(OWN_WORDS):
                of_source(path.read_text("utf-8"), name, found)
    return found


def of_source(source: str, name: str, found: Sources) -> None:
    """Add what one file says."""
    tree = ast.parse(source)
    for scope in _scopes(tree):
        assigned = _assigned(scope)
        for call in _calls(scope):
            place = f"{name}:{call.lineno}"
            if (
                getattr(call.func, "id", "") in ("message", "messages")
                and call.args
                and isinstance(call.args[0], ast.Constant)
            ):
                template = str(call.args[0].value)
                names = {each.arg or "**" for each in call.keywords}
                if _name(call) == "messages" and "{count" not in template:
                    names.discard("count")  # it chooses the template, and need not stand in it
                found.templates.append(Use(place, template, frozenset(names)))
            for text in _said(call, assigned):
                if isinstance(text, ast.JoinedStr) or (_is_text(text) and text.value):
                    found.bare.append(Use(place, ast.unparse(text)))


def _said(call: ast.Call, assigned: dict[str, list[ast.expr]]) -> Iterator[ast.expr]:
    """Texts that are told to people by a call, as far as they are written in this scope."""
    given: list[ast.expr] = []
    if _name(call) in OURS:
        given = call.args[:1]
    elif _name(call) in OUTCOMES:
        given = [each.value for each in call.keywords if each.arg == "reason"]
    elif _name(call) in FINDINGS:
        given = [each.value for each in call.keywords if each.arg != "about"]
        given += call.args[0 if _name(call) == "Finding" else 1 :]
    for each in given:
        options = assigned.get(each.id, []) if isinstance(each, ast.Name) else [each]
        for option in options:
            yield from [option.body, option.orelse] if isinstance(option, ast.IfExp) else [option]


def _assigned(scope: ast.AST) -> dict[str, list[ast.expr]]:
    found: dict[str, list[ast.expr]] = {}
    for node in _within(scope):
        if isinstance(node, ast.Assign):
            for target, value in _pairs(node):
                if isinstance(target, ast.Name):
                    found.setdefault(target.id, []).append(value)
    return found


def _pairs(node: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    for target in node.targets:
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            yield from zip(target.elts, node.value.elts, strict=False)
        else:
            yield target, node.value


def _scopes(tree: ast.Module) -> Iterator[ast.AST]:
    yield tree
    yield from (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def _within(scope: ast.AST) -> Iterator[ast.AST]:
    """Yield what is in a scope, but for the functions in it."""
    waiting = [*ast.iter_child_nodes(scope)]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            waiting.extend(ast.iter_child_nodes(node))


def _is_text(node: ast.AST) -> TypeGuard[Text]:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _calls(scope: ast.AST) -> Iterator[ast.Call]:
    return (node for node in _within(scope) if isinstance(node, ast.Call))


def _name(call: ast.Call) -> str:
    return str(getattr(call.func, "id", "") or getattr(call.func, "attr", ""))
