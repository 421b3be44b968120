"""What people take into spreadsheets and other programs: CSV and JSON lines, however many."""

import csv
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from typing import Any

import msgspec

from pos2web.cli.common.session import local

COLUMNS = (
    *("position", "when", "instant", "actor", "run", "connection", "kind", "key", "till_key"),
    *("type", "field", "before", "after", "cause", "sentence"),
)
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""By it Excel knows that a file is UTF-8."""

SEPARATORS = {"fr": ";", "en": ","}
"""What Excel takes for the end of a cell, where the comma is that of decimals and where it isn't."""

_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""The last four are the wide forms of the first."""


def write_csv(events: Iterable[dict[str, Any]], language: str, zone: tzinfo) -> None:
    """A line for each event under a line of names, for spreadsheets of people of this language."""
    write_table(COLUMNS, (_cells(event, zone) for event in events), language)


def write_table(columns: Sequence[str], rows: Iterable[Iterable[object]], language: str) -> None:
    """Rows under a line of names, for spreadsheets of people of this language.

    No cell is a formula, whatever tills and shops say.
    """
    sys.stdout.write(MARK)
    writer = csv.writer(sys.stdout, delimiter=SEPARATORS[language], lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])


def write_json_lines(events: Iterable[dict[str, Any]]) -> None:
    """A line of JSON for each event."""
    for event in events:
        sys.stdout.write(msgspec.json.encode(event, order="sorted").decode() + "\n")


def harmless(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula: what begins like one gets a quote before it.

    Numbers stay numbers.
    """
    text = "" if cell is None else str(cell)
    if text.lstrip(" ").startswith(_FORMULA) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _cells(event: dict[str, Any], zone: tzinfo) -> list[object]:
    instant = event["recorded_at"]
    when = local(datetime.fromisoformat(instant), zone)
    cause = "" if event["cause"] is None else event["cause"]["position"]
    values = event | {"when": when, "instant": instant, "cause": cause}
    return [values[name] for name in COLUMNS]
