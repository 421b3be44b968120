"""The words of pins."""

from pos2web.domain import pins
from pos2web.domain.facts import Fact
from pos2web.domain.pins import Lifting
from pos2web.history.words.phrasebook import PinPhrases
from pos2web.messages import message, message_as

PIN_SENTENCES: dict[type[Fact], str] = {
    pins.FieldPinned: (
        message(
            "pinned on the site: {field} {of_thing} at {after}, until the till changes it{formerly}"
        )
    ),
    pins.FieldUnpinned: message(
        "no longer pinned on the site: {field} {of_thing} ({reason}{formerly})"
    ),
}

PINS = PinPhrases(
    why={
        Lifting.TILL: message_as("end of a pin", "changed at the till"),
        Lifting.LIFTED: message("lifted on request"),
        Lifting.UNDONE: message("undone"),
    },
    formerly_pinned=message(" (before: {before})"),
    was_pinned=message("; it was {before}"),
)
