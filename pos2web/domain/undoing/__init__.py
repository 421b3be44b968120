"""Undoing: what would take back what some events did, by pins and by decisions made anew."""

from pos2web.domain.undoing.known import CurrentState
from pos2web.domain.undoing.records import (
    CONFLICTS,
    Act,
    ConfirmedWrite,
    Left,
    LeftReason,
    Ruling,
    UndoPlan,
    UndoStep,
    Unfit,
    facts_of,
)
from pos2web.domain.undoing.rewinding import Within, rewind
from pos2web.domain.undoing.taking import take_back

__all__ = [
    "CONFLICTS",
    "Act",
    "ConfirmedWrite",
    "CurrentState",
    "Left",
    "LeftReason",
    "Ruling",
    "UndoPlan",
    "UndoStep",
    "Unfit",
    "Within",
    "facts_of",
    "rewind",
    "take_back",
]
