"""The words of pins in English."""

from pos2web.domain import pins
from pos2web.domain.facts import Fact
from pos2web.domain.pins import Lifting
from pos2web.history.words.phrasebook import PinPhrases

PIN_SENTENCES: dict[type[Fact], str] = {
    pins.FieldPinned: (
        "pinned on the site: {field} {of_thing} at {after}, until the till changes it{formerly}"
    ),
    pins.FieldUnpinned: "no longer pinned on the site: {field} {of_thing} ({reason}{formerly})",
}

PINS = PinPhrases(
    why={
        Lifting.TILL: "changed at the till",
        Lifting.LIFTED: "lifted on request",
        Lifting.UNDONE: "undone",
    },
    formerly_pinned=" (before: {before})",
    was_pinned="; it was {before}",
)
