"""What is kept off a shop is that shop's own; what old logs hold at the till means the only shop that there was."""

from dataclasses import replace

from pos2web.domain.connections import MAIN_SHOP, MAIN_TILL
from pos2web.domain.facts import Held, Released
from pos2web.domain.reasons import Code, Reason
from pos2web.domain.streams import hold_stream, thing_stream
from pos2web.domain.values import ConnectionName, Kind, Ref
from pos2web.engine import sync
from pos2web.engine.context import RunOptions
from pos2web.log import Entry, Envelope
from pos2web.projections import holds
from tests.shops.boutique import Boutique, euro, tea

TEA = Ref(Kind.PRODUCT, "p1")
AT_TILL = thing_stream(MAIN_TILL, TEA.kind, TEA.key)
OUTLET = ConnectionName("shop:outlet")


def held_as_it_used_to_be(boutique: Boutique, reason: Reason) -> None:
    """A hold where it was recorded before there could be several shops: in the till's own stream."""
    boutique.sync()
    fact = Held(key=TEA.key, kind=TEA.kind, reason=reason, by="rule")
    with boutique.context() as context:
        entry = Entry(stream=AT_TILL, fact=fact)
        context.log.append([entry], Envelope(actor="task:sync", connection=MAIN_TILL))


def test_an_old_hold_is_the_only_shops_that_there_was(boutique: Boutique) -> None:
    reason = Reason(Code.NO_REFERENCE)
    held_as_it_used_to_be(boutique, reason)

    with boutique.context() as context:
        context.models.catch_up(context.log)
        of_main = holds.of_shop(context.models, MAIN_TILL, MAIN_SHOP)
        of_outlet = holds.of_shop(context.models, MAIN_TILL, OUTLET)

    assert of_main[TEA].reason == reason
    assert of_outlet == {}


def test_an_old_hold_is_released_where_it_was_recorded(boutique: Boutique) -> None:
    held_as_it_used_to_be(boutique, Reason(Code.NO_REFERENCE))

    boutique.sync()
    boutique.sync()

    assert boutique.facts(AT_TILL, Held, Released) == [Held, Released]
    assert boutique.facts(hold_stream(MAIN_SHOP, TEA), Held, Released) == []


def test_an_old_hold_that_goes_on_for_another_reason_is_the_shops_from_then_on(
    boutique: Boutique,
) -> None:
    held_as_it_used_to_be(boutique, Reason(Code.NO_REFERENCE))
    boutique.till.put(tea(price=euro("-1")))

    boutique.sync()
    boutique.till.put(tea())
    boutique.sync()

    assert boutique.facts(AT_TILL, Held, Released) == [Held, Released]
    assert boutique.facts(hold_stream(MAIN_SHOP, TEA), Held, Released) == [Held, Released]


def test_an_old_hold_that_goes_on_is_not_recorded_again(boutique: Boutique) -> None:
    reason = Reason(Code.PRICE_NEGATIVE, {"price": euro("-1")})
    held_as_it_used_to_be(boutique, reason)
    boutique.till.put(tea(price=euro("-1")))

    boutique.sync()

    assert boutique.facts(AT_TILL, Held, Released) == [Held]
    assert boutique.facts(hold_stream(MAIN_SHOP, TEA), Held, Released) == []


def test_what_one_shop_refuses_is_not_held_on_another(boutique: Boutique) -> None:
    boutique.till.put(tea(price=euro("-1")))
    boutique.sync()
    boutique.till.put(tea())

    with boutique.context() as context:
        sync(replace(context, shop_name=OUTLET, policy=boutique.policy), RunOptions(dry_run=True))
        kept_off = {
            shop: holds.of_shop(context.models, MAIN_TILL, shop) for shop in (MAIN_SHOP, OUTLET)
        }

    assert [TEA in held for held in kept_off.values()] == [True, False]
