"""Which commands there are and where each is defined, so that only the one asked for is loaded."""

import importlib
from collections import UserDict
from collections.abc import Iterator

import click

GROUPS: dict[str, dict[str, str]] = {
    "start": {
        "demo": "demo.demo:demo",
        "init": "setup.commands:init",
        "check": "setup.commands:check",
        "plan": "sync.commands:plan",
        "sync": "sync.commands:sync",
    },
    "see": {
        "status": "status.status:status",
        "find": "find.commands:find",
        "history": "history.commands:history",
        "show": "show.commands:show",
        "why": "why.commands:why",
        "diff": "diff.commands:diff",
        "drift": "sync.drift:drift",
    },
    "correct": {
        "undo": "undo.commands:undo",
        "rewind": "undo.commands:rewind",
        "pins": "undo.commands:pins",
    },
    "sell": {
        "buffer": "selling.commands:buffer",
        "out-of-stock": "selling.commands:out_of_stock",
        "sold-out": "selling.commands:sold_out",
        "windows": "windows.commands:windows",
    },
    "run": {
        "run": "tasks.running:run",
        "tasks": "tasks.commands:tasks",
        "alerts": "alerts.commands:alerts",
    },
    "back_up": {
        "backup": "backup.commands:backup",
        "restore": "backup.restoring:restore",
        "take-over": "tasks.taking_over:take_over",
    },
    "technicians": {
        "adapters": "setup.adapters:adapters",
        "fleet": "backup.fleet:fleet",
        "privacy": "privacy.commands:privacy",
        "projections": "upkeep.commands:projections",
        "log": "upkeep.commands:log",
        "sandbox": "demo.sandbox:sandbox",
    },
}
"""Commands as a person comes to need them: under each heading their names, and the module below
`pos2web.cli` and the name by which each is found. Headings and short helps are in `texts/help.py`."""

PLACES = {name: place for group in GROUPS.values() for name, place in group.items()}


class LazyCommands(UserDict[str, click.Command]):
    """Every command by its name; its module is imported when the command is asked for."""

    def __getitem__(self, name: str) -> click.Command:
        if name not in self.data:
            module, _, attribute = PLACES[name].partition(":")
            self.data[name] = getattr(importlib.import_module(f"pos2web.cli.{module}"), attribute)
        return self.data[name]

    def __contains__(self, name: object) -> bool:
        return name in PLACES

    def __iter__(self) -> Iterator[str]:
        return iter(PLACES)

    def __len__(self) -> int:
        return len(PLACES)
