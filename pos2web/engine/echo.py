"""Echo: a shop may show what we sent in a form of its own; that is no difference."""

from collections.abc import Mapping, Sequence

from pos2web.domain.evolve import steps_of
from pos2web.domain.facts import ShopEchoed, ThingFact
from pos2web.domain.fields import names_where
from pos2web.domain.forms import is_form_of
from pos2web.domain.planning import canonical
from pos2web.domain.streams import thing_stream
from pos2web.domain.values import NOWHERE, Position, Ref
from pos2web.engine.apply import ClaimedChange
from pos2web.engine.state import SyncState
from pos2web.log import Entry
from pos2web.projections.subjects import kind_of_fact

ECHOED = names_where(lambda row: row.is_echoed)
"""Fields that a shop may write in its own way."""

ShopField = tuple[Ref, str]
"""A field of a shop's thing."""


def written(state: SyncState, done: Sequence[ClaimedChange]) -> Mapping[ShopField, ClaimedChange]:
    """What was just written last, of what a shop may write in its own way."""
    keys = ((one, state.links.get(one.change.ref)) for one in done)
    return {
        (Ref(one.change.kind, key), name): one
        for one, key in keys
        if key is not None
        for name in ECHOED[one.change.kind] & one.write.fields
    }


def led_to_by(just_written: Mapping[ShopField, ClaimedChange], fact: ThingFact) -> Position:
    """The claim by which a shop's fact was led to; `NOWHERE` where somebody did it.

    Right after our write a shop shows what it made of it. That is nobody's edit, unless it says
    something else than what was sent.
    """
    for name, _, after in steps_of(fact):
        one = just_written.get((Ref(kind_of_fact(fact), fact.key), name))
        if one is not None and is_form_of(getattr(one.write.thing, name), after):
            return one.position
    return NOWHERE


def record_echoes(state: SyncState, done: Sequence[ClaimedChange]) -> None:
    """Append, for what was just written and read back, where the shop shows another form.

    Without this the difference would be put right by every run, for ever.
    """
    shop = state.context.shop_name
    entries: list[Entry] = []
    for one in done:
        key = state.links.get(one.change.ref)
        now = state.site[one.change.kind].get(key) if key else None
        if key is None or now is None:
            continue
        for name in sorted(ECHOED[one.change.kind] & one.write.fields):
            sent, seen = getattr(one.write.thing, name), getattr(now, name)
            if sent != seen:
                fact = ShopEchoed(
                    key=key,
                    kind=one.change.kind,
                    field=name,
                    sent=canonical(sent),
                    seen=canonical(seen),
                )
                stream = thing_stream(shop, one.change.kind, key)
                entries.append(Entry(stream=stream, fact=fact, cause=one.position))
    state.append(shop, entries)
