"""What is wrong with a thing's texts."""

from collections.abc import Iterator

from pos2web.domain.reasons import Code, Reason, Words, listed, short
from pos2web.domain.rules.ground import Ground
from pos2web.domain.values import Texts

EAN_LENGTHS = (8, 12, 13)
"""EAN-8, UPC-A and EAN-13: what shops take. The check digit is not judged, as they don't."""


def name_faults(ground: Ground, name: str | Texts) -> Iterator[Reason]:
    """What keeps a name off the shop."""
    limit = ground.profile.limits.name_chars_max
    for text in sorted(ground.texts(name)):
        if not text.strip():
            yield Reason(Code.NO_NAME)
        if len(text) > limit:
            length: Words = {"length": len(text), "limit": limit}
            yield Reason(Code.NAME_TOO_LONG, {"name": short(text)} | length)
        bad = sorted(ground.name_forbidden.intersection(text))
        if bad:
            yield Reason(Code.NAME_FORBIDDEN, {"name": short(text)} | listed("characters", bad))


def reference_faults(ground: Ground, reference: str) -> Iterator[Reason]:
    """What keeps a reference off the shop; there may be none."""
    limit = ground.profile.limits.reference_chars_max
    if len(reference) > limit:
        yield Reason(Code.REFERENCE_TOO_LONG, {"length": len(reference), "limit": limit})
    bad = sorted(ground.reference_forbidden.intersection(reference))
    if bad:
        words = {"reference": short(reference)} | listed("characters", bad)
        yield Reason(Code.REFERENCE_FORBIDDEN, words)


def ean_faults(ean: str) -> Iterator[Reason]:
    """What keeps an EAN off the shop; there may be none."""
    if not ean:
        return
    if not (ean.isascii() and ean.isdigit()):
        yield Reason(Code.EAN_NOT_DIGITS, {"ean": short(ean)})
    elif len(ean) not in EAN_LENGTHS:
        yield Reason(Code.EAN_LENGTH, {"ean": short(ean), "length": len(ean)})
