"""What a shop made of what we sent is no edit; what somebody made of it at the same moment is."""

import pytest

from pos2web.adapters.memory.adapter import MemoryShop
from pos2web.domain.facts import ChangeClaimed, ProductDescribed, ShopEchoed
from pos2web.domain.streams import Stream
from pos2web.domain.things import AnyThing, Product
from pos2web.domain.values import Kind, Texts
from pos2web.engine import RunOptions
from pos2web.engine.parts import CATALOGUE
from pos2web.log.records import Event
from tests.shops.boutique import Boutique, tea

SENT = {"fr": "Du thé.", "en": "Tea it is."}
TIDY = {"fr": "<p>Du thé.</p>", "en": "<p>Tea it is.</p>"}
EDITED = {"fr": "Promo !", "en": "Tea it is."}


class Rewriting(MemoryShop):
    """A shop that makes this of every description."""

    def __init__(self, description: Texts) -> None:
        super().__init__()
        self.description = description

    def make(self, thing: AnyThing) -> str:
        key = super().make(thing)
        if isinstance(thing, Product) and thing.description:
            (ref,) = [ref for ref in self.contents() if (ref.kind, ref.key) == (Kind.PRODUCT, key)]
            self.edit(ref, description=self.description)
        return key


def described(boutique: Boutique) -> list[Event]:
    """What was recorded of the tea's description on the shop, after it was made there."""
    ref, _ = boutique.the(Kind.PRODUCT, "TEA")
    with boutique.context() as context:
        events = list(context.log.read_stream(Stream(f"{context.shop_name}/{ref.kind}/{ref.key}")))
    return [event for event in events if isinstance(event.fact, ProductDescribed | ShopEchoed)]


@pytest.mark.parametrize(
    "options", [RunOptions(), RunOptions(part=CATALOGUE)], ids=["all", "a part"]
)
def test_what_the_shop_made_of_a_text_was_led_to_by_our_write(
    boutique: Boutique, options: RunOptions
) -> None:
    boutique.shop = Rewriting(TIDY)

    boutique.sync(options)

    seen, echoed = described(boutique)
    assert isinstance(seen.fact, ProductDescribed)
    assert (seen.actor, seen.fact.was, seen.fact.description) == ("shop", SENT, TIDY)
    assert isinstance(echoed.fact, ShopEchoed)
    assert seen.cause == echoed.cause > 0
    with boutique.context() as context:
        (claim,) = context.log.read(seen.cause - 1, limit=1)
    assert isinstance(claim.fact, ChangeClaimed)
    assert claim.fact.change.key == "p1"


def test_what_somebody_wrote_there_meanwhile_is_theirs(boutique: Boutique) -> None:
    boutique.shop = Rewriting(EDITED)

    boutique.sync()

    assert described(boutique)[0].cause == 0


def test_what_is_rewritten_later_is_an_edit(boutique: Boutique) -> None:
    boutique.sync()
    ref, _ = boutique.the(Kind.PRODUCT, "TEA")
    boutique.shop.edit(ref, description=TIDY)

    boutique.sync(RunOptions(dry_run=True))

    (seen,) = described(boutique)
    assert seen.cause == 0


def test_a_field_that_was_not_written_is_somebodys(boutique: Boutique) -> None:
    boutique.sync()
    ref, _ = boutique.the(Kind.PRODUCT, "TEA")
    boutique.till.put(tea(name={"fr": "Thé vert", "en": "Tea"}))
    boutique.shop.edit(ref, description=TIDY)

    boutique.sync()

    assert described(boutique)[0].cause == 0


def test_a_text_in_no_language_is_no_text(boutique: Boutique) -> None:
    boutique.till.put(tea(description={"fr": "", "en": ""}))
    boutique.shop = Rewriting({})
    boutique.sync()
    ref, _ = boutique.the(Kind.PRODUCT, "TEA")
    boutique.shop.edit(ref, description={})

    assert boutique.sync().writes == 0

    assert described(boutique) == []
