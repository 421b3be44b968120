"""What the till no longer holds but the shop still shows, as far as it came from the till."""

from collections.abc import Iterator

from pos2web.domain.changes import Action
from pos2web.domain.planning.makings import withdrawal
from pos2web.domain.planning.reasons import FieldReason
from pos2web.domain.planning.situation import Situation
from pos2web.domain.planning.steps import PlanStep, Stage, deletion
from pos2web.domain.things import Image, Variant
from pos2web.domain.values import Kind


def removals(situation: Situation) -> Iterator[PlanStep]:
    """Steps for linked things that are gone at the till.

    Options and their values stay: something of the shop's own may use them. Variants and photos
    are deleted, but those of a product that is off the site or held are left with it.
    """
    for ref, shop_key in situation.gone:
        thing = situation.site[ref.kind][shop_key]
        if isinstance(thing, Variant | Image):
            product = situation.till_key(Kind.PRODUCT, thing.product)
            if product in situation.carried:
                fields = deletion(shop_key, FieldReason.REMOVED)
                yield PlanStep(Stage.DELETE, Action.DELETE, ref, shop_key, fields, product)
        elif situation.ground.withdraws[ref.kind]:
            yield from withdrawal(situation, ref, shop_key, FieldReason.REMOVED)
