"""Pins in a language's words."""

from pos2web.domain.pins import FieldPinned, FieldUnpinned, Pin
from pos2web.history.words.wording import Wording


def of_pin(fact: FieldPinned | FieldUnpinned, of_till: Wording) -> dict[str, str]:
    """Which field of which thing is pinned at what, or was; `of_till` is of the till's things."""
    phrases = of_till.book.pins
    words = {"field": of_till.shop_field(fact.field), "of_thing": of_till.of_thing(fact.ref)}
    if isinstance(fact, FieldUnpinned):
        formerly = phrases.was_pinned.format(before=pin_words(fact.field, fact.was, of_till))
        return words | {"reason": phrases.why[fact.why], "formerly": formerly}
    after, formerly = pin_words(fact.field, fact.pin, of_till), ""
    if fact.was is not None:
        before, after = of_till.step(fact.field, fact.was.value, fact.value)
        formerly = phrases.formerly_pinned.format(before=before)
    return words | {"after": after, "formerly": formerly}


def pin_words(field: str, pin: Pin, of_till: Wording) -> str:
    """The value that a field is pinned at."""
    return of_till.value(field, pin.value)
