"""Taking back and rewinding, for the engine's tests: worked out, recorded, and looked at."""

from datetime import datetime
from typing import Any

from pos2web.domain.decisions import Rewind, SellingDecision, TakeBack
from pos2web.domain.facts import Fact
from pos2web.domain.pins import Pin
from pos2web.domain.plain import plain
from pos2web.domain.things import Product
from pos2web.domain.undoing import UndoPlan
from pos2web.domain.values import Kind, Ref
from pos2web.engine.installation import place_of
from pos2web.engine.outcome import new_run
from pos2web.engine.rewind import REWIND, rewinding
from pos2web.engine.undo import UNDO, record, undoing
from pos2web.log import Event
from pos2web.projections import pins
from tests.engine.keeping import rule
from tests.shops.boutique import Boutique

TEA = Ref(Kind.PRODUCT, "p1")
MARIE = "user:Marie"


def ignored(_fact: Fact) -> None:
    """Nobody here keeps settings of tasks."""


def looked(boutique: Boutique, asked: TakeBack | Rewind) -> UndoPlan:
    """What would take it back."""
    with boutique.context() as context:
        context.models.catch_up(context.log)
        place = place_of(context, {})
        if isinstance(asked, TakeBack):
            return undoing(place, asked)
        return rewinding(place, asked)


def taken(boutique: Boutique, asked: TakeBack | Rewind, *, actor: str = MARIE) -> str:
    """Take it back, and bring the shop in step; the run that recorded it."""
    run = recorded(boutique, asked, actor=actor)
    assert boutique.sync().outcome == "done"
    return run


def recorded(boutique: Boutique, asked: TakeBack | Rewind, *, actor: str = MARIE) -> str:
    """Record what takes it back, and ask nothing of the shop yet; the run."""
    steps = looked(boutique, asked)
    with boutique.context() as context:
        context.models.catch_up(context.log)
        task, run = (UNDO if isinstance(asked, TakeBack) else REWIND), new_run(context)
        place = place_of(context, {})
        record(place, steps, task=task, run=run, actor=actor, note=ignored)
    return run


def decided(boutique: Boutique, *decisions: SellingDecision) -> None:
    """Somebody rules about selling."""
    with boutique.context() as context:
        rule(context, *decisions)


def standing(boutique: Boutique) -> dict[tuple[Ref, str], Pin]:
    """The pins that stand."""
    with boutique.context() as context:
        context.models.catch_up(context.log)
        found = pins.standing(context.models, context.shop_name)
    return {about: one.pin for about, one in found.items()}


def events(boutique: Boutique, *wanted: type[Fact]) -> list[Event]:
    """What the log tells of these types of facts, in order."""
    with boutique.context() as context:
        return [event for event in context.log.read() if isinstance(event.fact, wanted)]


def last(boutique: Boutique, wanted: type[Fact]) -> Event:
    """The last event of a type."""
    return events(boutique, wanted)[-1]


def now(boutique: Boutique) -> datetime:
    """An instant after all that was recorded so far, and before all that comes."""
    boutique.clock()
    return boutique.clock()


def product(boutique: Boutique, reference: str = "TEA") -> Product:
    """A product as the shop shows it."""
    _, found = boutique.the(Kind.PRODUCT, reference)
    assert isinstance(found, Product)
    return found


def shown(boutique: Boutique, field: str, reference: str = "TEA") -> Any:
    """One field of it, plain."""
    return plain(getattr(product(boutique, reference), field))
