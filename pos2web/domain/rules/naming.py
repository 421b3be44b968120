"""How a thing of the till is called in a sentence, and what is wrong with its texts."""

from collections.abc import Iterator, Sequence

from pos2web.domain.rules.ground import Ground
from pos2web.domain.things import AnyThing, Image, Product, Stock, Variant, kind_of
from pos2web.domain.values import Texts

LABEL_CHARS_MAX = 60
LISTED_MAX = 3
EAN_LENGTHS = (8, 12, 13)
"""EAN-8, UPC-A and EAN-13: what shops take. The check digit is not judged, as they don't."""


def title(thing: AnyThing) -> str:
    """The thing as a shopkeeper knows it: `product "TEA" (row 12)`."""
    kind, label = kind_of(thing).replace("_", " "), short(label_of(thing))
    if label in ("", thing.key):
        return f"{kind} {quoted(thing.key)}"
    return f"{kind} {quoted(label)} (row {thing.key})"


def label_of(thing: AnyThing) -> str:
    """What a person calls it: its reference, or its name."""
    match thing:
        case Product():
            return thing.reference.strip() or any_text(thing.name)
        case Variant():
            return thing.reference.strip()
        case Image():
            return thing.source
        case Stock():
            return thing.key
        case _:
            return any_text(thing.name)


def any_text(name: str | Texts) -> str:
    """A name in whatever language there is."""
    return name if isinstance(name, str) else next(filter(None, name.values()), "")


def short(text: str) -> str:
    """The beginning of a text that is too long to be quoted."""
    return text if len(text) <= LABEL_CHARS_MAX else text[: LABEL_CHARS_MAX - 1] + "…"


def quoted(text: str) -> str:
    """A text in quotes."""
    return f'"{short(text)}"'


def listed(words: Sequence[str]) -> str:
    """Some of the words, in a sentence: `1, 2 and 3`."""
    if len(words) > LISTED_MAX:
        return f"{', '.join(words[:LISTED_MAX])} and {len(words) - LISTED_MAX} more"
    return " and ".join([*filter(None, [", ".join(words[:-1])]), words[-1]])


def name_faults(ground: Ground, name: str | Texts) -> Iterator[str]:
    """What keeps a name off the shop."""
    limit = ground.profile.limits.name_chars_max
    for text in sorted(ground.texts(name)):
        if not text.strip():
            yield "it has no name"
        if len(text) > limit:
            yield f"the name {quoted(text)} has {len(text)} characters, the shop takes {limit}"
        if not ground.name_forbidden.isdisjoint(text):
            bad = listed(sorted(ground.name_forbidden.intersection(text)))
            yield f"the shop refuses {bad} in the name {quoted(text)}"


def reference_faults(ground: Ground, reference: str) -> Iterator[str]:
    """What keeps a reference off the shop; there may be none."""
    limit = ground.profile.limits.reference_chars_max
    if len(reference) > limit:
        yield f"the reference has {len(reference)} characters, the shop takes {limit}"
    if not ground.reference_forbidden.isdisjoint(reference):
        bad = listed(sorted(ground.reference_forbidden.intersection(reference)))
        yield f"the shop refuses {bad} in the reference {quoted(reference)}"


def ean_faults(ean: str) -> Iterator[str]:
    """What keeps an EAN off the shop; there may be none."""
    if not ean:
        return
    if not (ean.isascii() and ean.isdigit()):
        yield f"the EAN {quoted(ean)} has more in it than digits"
    elif len(ean) not in EAN_LENGTHS:
        yield f"the EAN {quoted(ean)} has {len(ean)} digits, not 8, 12 or 13"
