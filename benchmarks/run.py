"""Runs benchmarks by name, or all of them: `python -m benchmarks.run log sync`.

A benchmark is a module of this folder with a `main()` that prints its figures, one JSON object a
line.
"""

import importlib
import pkgutil
import sys

import benchmarks

NOT_ONE = {"run"}


def names() -> list[str]:
    """Every benchmark there is."""
    found = (module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    return sorted(
        name
        for name in found
        if name not in NOT_ONE and hasattr(importlib.import_module(f"benchmarks.{name}"), "main")
    )


def main(wanted: list[str]) -> int:
    """Run the wanted benchmarks one after the other; all of them when none is named."""
    known = names()
    unknown = sorted(set(wanted) - set(known))
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    for name in wanted or known:
        print(f"# {name}", flush=True)
        importlib.import_module(f"benchmarks.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
