"""Undoing: what would take back what some events did, by pins and by decisions made anew."""

from pos2web.domain.undoing.known import Known
from pos2web.domain.undoing.records import (
    CONFLICTS,
    Act,
    Left,
    Ruling,
    Step,
    Taken,
    Unfit,
    Why,
    Write,
    facts_of,
)
from pos2web.domain.undoing.rewinding import Within, rewind
from pos2web.domain.undoing.taking import take_back

__all__ = [
    "CONFLICTS",
    "Act",
    "Known",
    "Left",
    "Ruling",
    "Step",
    "Taken",
    "Unfit",
    "Why",
    "Within",
    "Write",
    "facts_of",
    "rewind",
    "take_back",
]
