"""How a benchmark says what it measured: one JSON object a line, judged in one way."""

import json
import statistics
from typing import Any, Literal

import msgspec

Pair = tuple[float, float]
"""What ours took and what raw sqlite3 took for as much, taking turns."""


class Figure(msgspec.Struct, frozen=True):
    """What was measured; `n` says over how much. The goal is the `value`'s or the `ratio`'s: `of`."""

    name: str
    value: float
    unit: str
    n: int
    ratio: float | None = None
    goal: float | None = None
    of: Literal["value", "ratio"] = "value"
    better: Literal["lower", "higher"] = "lower"

    @property
    def met(self) -> bool | None:
        """Whether the goal was reached; None where there is none."""
        judged = self.value if self.of == "value" else self.ratio
        if self.goal is None or judged is None:
            return None
        return judged <= self.goal if self.better == "lower" else judged >= self.goal


FIELDS = (*Figure.__struct_fields__, "met")
"""What every printed figure says, whatever else."""


def show(figure: Figure, **more: object) -> None:
    """Print a figure, and what else was noted about it."""
    line: dict[str, Any] = {**msgspec.structs.asdict(figure), "met": figure.met, **more}
    shown = {key: round(one, 4) if isinstance(one, float) else one for key, one in line.items()}
    print(json.dumps(shown), flush=True)


def show_race(name: str, unit: str, pairs: list[Pair], goal: float, n: int) -> None:
    """Print how many a second were done, of which each took so long, beside raw sqlite3."""
    value = round(1 / statistics.median(ours for ours, _ in pairs))
    ratio = statistics.median(raw / ours for ours, raw in pairs)
    figure = Figure(name, value, unit, n, ratio=ratio, goal=goal, of="ratio", better="higher")
    show(figure, rounds=len(pairs), raw=round(1 / statistics.median(raw for _, raw in pairs)))
