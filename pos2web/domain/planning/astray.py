"""What a shop shows otherwise than it should of one thing: asked by a plan, and by who asks of it alone."""

import msgspec

from pos2web.domain.changes import FieldChange
from pos2web.domain.planning.desired import desired
from pos2web.domain.planning.known import in_till_terms
from pos2web.domain.planning.situation import (
    NO_ECHOES,
    NOTHING_SENT,
    LastWritten,
    Situation,
    WriteHistory,
)
from pos2web.domain.planning.steps import corrections
from pos2web.domain.things import AnyThing, Image, kind_of
from pos2web.domain.values import Ref


def last_written(situation: Situation, there: Ref, key: str, told: WriteHistory) -> LastWritten:
    """What the shop shows of a thing, in the terms of the till's thing of this key, and what we wrote."""
    return LastWritten(
        in_till_terms(situation, situation.site[there.kind][there.key], key),
        told.sent.get(there, NOTHING_SENT),
        told.echoes.get(there, NO_ECHOES),
        told.found.get(there, NOTHING_SENT),
    )


def astray(
    situation: Situation, thing: AnyThing, past: LastWritten, also: tuple[str, ...] = ()
) -> tuple[FieldChange, ...]:
    """The fields of a thing that the shop shows otherwise than it should, whether it is held or not.

    Those that are kept up to date, and these `also`.
    """
    if isinstance(thing, Image):
        past = _with_photo(past)
    wanted = desired(situation, thing, past)
    return corrections(situation, kind_of(thing), wanted, past, also)


def _with_photo(past: LastWritten) -> LastWritten:
    """Shops don't tell a photo's content: where it is not known, it is what we sent last."""
    fingerprint = getattr(past.known, "fingerprint", "") or past.sent.get("fingerprint", "")
    known = msgspec.structs.replace(past.known, fingerprint=fingerprint)
    return LastWritten(known, past.sent, past.echoes, past.found)
