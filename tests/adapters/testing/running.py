"""Runs the tests of a contract one by one and says which of them an adapter fails."""

import inspect
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest

from pos2web.adapters.testing.bench import Bench

Arguments = dict[str, Any]


def names_of_tests(contract: type) -> set[str]:
    """The names of a contract's tests."""
    return {name for name in dir(contract) if name.startswith("test_")}


def failed(contract: type, new_world: Callable[[], Any]) -> set[str]:
    """The names of the tests that an adapter fails, each run in a world of its own."""
    instance = contract()
    return {
        name
        for name, test in inspect.getmembers(instance, inspect.ismethod)
        if name.startswith("test_")
        for arguments in _cases(test)
        if not _passes(test, new_world(), arguments)
    }


def _cases(test: Any) -> Iterator[Arguments]:
    """The arguments of every case of a parametrized test."""
    marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
    for values in product(*(mark.args[1] for mark in marks)):
        case: Arguments = {}
        for mark, value in zip(marks, values, strict=True):
            names = [mark.args[0]] if isinstance(mark.args[0], str) else list(mark.args[0])
            case |= dict(zip(names, [value] if len(names) == 1 else value, strict=True))
        yield case


def _passes(test: Any, world: Any, arguments: Arguments) -> bool:
    wanted = inspect.signature(test).parameters
    bench = Bench(world) if "bench" in wanted else None
    given: Arguments = {"world": world, "bench": bench}
    try:
        test(**arguments, **{name: given[name] for name in given if name in wanted})
    except pytest.skip.Exception:
        return True
    except (Exception, pytest.fail.Exception):  # noqa: BLE001 - however a broken adapter fails
        return False
    return True
