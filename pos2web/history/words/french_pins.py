"""The words of pins in French."""

from pos2web.domain import pins
from pos2web.domain.facts import Fact
from pos2web.domain.pins import Lifting
from pos2web.history.words.phrasebook import PinPhrases

PIN_SENTENCES: dict[type[Fact], str] = {
    pins.FieldPinned: (
        "valeur épinglée sur le site pour {field} {of_thing}\u00a0: {after}, "
        "jusqu'au prochain changement en caisse{formerly}"
    ),
    pins.FieldUnpinned: (
        "fin de la valeur épinglée sur le site pour {field} {of_thing} ({reason}{formerly})"
    ),
}

PINS = PinPhrases(
    why={
        Lifting.TILL: "changement en caisse",
        Lifting.LIFTED: "levée à la demande",
        Lifting.UNDONE: "annulation",
    },
    formerly_pinned=" (avant\u00a0: {before})",
    was_pinned="\u00a0; c'était\u00a0: {before}",
)
