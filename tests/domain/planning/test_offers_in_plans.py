"""What a plan says while rules about selling stand, when they are lifted, and what people do."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from pos2web.domain.changes import Action, Owner, Plan
from pos2web.domain.planning import Aim, FieldReason, canonical
from pos2web.domain.planning.situation import unruled
from pos2web.domain.policy import DEFAULT_OWNERS, Policy
from pos2web.domain.selling import (
    EVERYTHING,
    FREE,
    Buffer,
    Mode,
    OutOfStock,
    RuleLevel,
    Scope,
    SoldOut,
    Window,
)
from pos2web.domain.things import Product
from pos2web.domain.values import Kind, Ref
from tests.domain.boutique import (
    SIZES,
    TEAS,
    fr,
    product,
    side,
    stock,
    variant,
    with_,
)
from tests.domain.planning.simulated_shop import NOON, PROFILE, SimulatedShop

TEA = product("1", "TEA", categories=("3",))
SHIRT = product("2", "SHIRT")
TILL = side(
    TEAS,
    *SIZES,
    TEA,
    SHIRT,
    variant("11", "2", "Size=S"),
    variant("12", "2", "Size=L"),
    stock("1", "4"),
    stock("2", "1", "11"),
    stock("2", "2", "12"),
)
OF_TEA = Scope(RuleLevel.PRODUCT, "1")
OF_TEAS = Scope(RuleLevel.CATEGORY, "3")
BACK = {"fr": "De retour", "en": "Back"}
NOTHING = {"fr": "", "en": ""}
NOT_FOR_SALE = Window(rule="Mo 10:00-11:00", mode=Mode.NOT_FOR_SALE, message=BACK)
OFFLINE = Window(rule="Mo 10:00-11:00", mode=Mode.OFFLINE)
OFFERS_ONLY = Aim(kinds=frozenset(), offers=True)

Steps = dict[str, tuple[Any, Any, str]]


@dataclass
class Synced:
    """A shop that shows the till above."""

    shop: SimulatedShop = field(default_factory=SimulatedShop)

    def __post_init__(self) -> None:
        self.shop.sync(TILL)

    def edit(self, **fields: Any) -> None:
        """A person changes the tea on the site."""
        key = self.shop.links[Ref(Kind.PRODUCT, "1")]
        known = self.shop.things[Kind.PRODUCT][key]
        self.shop.things[Kind.PRODUCT][key] = msgspec.structs.replace(known, **fields)

    def close(self, window: Window = NOT_FOR_SALE) -> None:
        """The tea's window is set and closed, and the site knows it."""
        self.shop.rule(windows={OF_TEA: window}, closed=[OF_TEA])
        self.shop.sync(TILL)

    def open(self, window: Window = NOT_FOR_SALE) -> None:
        """The same window opens."""
        self.shop.rule(windows={OF_TEA: window})

    @property
    def tea(self) -> Product:
        tea = self.shop.things[Kind.PRODUCT][self.shop.links[Ref(Kind.PRODUCT, "1")]]
        assert isinstance(tea, Product)
        return tea


@pytest.fixture
def synced() -> Synced:
    return Synced()


def steps(plan: Plan) -> Steps:
    """The fields of the one change that a plan has."""
    (change,) = plan.changes
    assert change.action is Action.UPDATE
    return {step.field: (step.before, step.after, step.reason) for step in change.fields}


def test_a_product_outside_its_window_goes_offline(synced: Synced) -> None:
    synced.shop.rule(windows={OF_TEAS: OFFLINE}, closed=[OF_TEAS])

    assert steps(synced.shop.plan(TILL)) == {"is_active": (True, False, FieldReason.WINDOW_CLOSED)}


def test_a_product_whose_window_opens_is_back(synced: Synced) -> None:
    synced.close(OFFLINE)
    synced.open(OFFLINE)

    assert steps(synced.shop.plan(TILL)) == {"is_active": (False, True, FieldReason.RETURNED)}


def test_a_product_may_be_shown_without_being_for_sale(synced: Synced) -> None:
    synced.shop.rule(windows={OF_TEA: NOT_FOR_SALE}, closed=[OF_TEA])

    assert steps(synced.shop.plan(TILL)) == {
        "is_for_sale": (True, False, FieldReason.WINDOW_CLOSED),
        "sale_note": ({}, BACK, FieldReason.WINDOW_CLOSED),
    }


def test_a_note_of_the_site_s_own_is_given_back_when_the_window_opens(synced: Synced) -> None:
    synced.edit(sale_note=fr("Sur commande"))
    synced.close()
    synced.open()

    given_back = {"fr": "Sur commande", "en": ""}
    assert steps(synced.shop.plan(TILL)) == {
        "is_for_sale": (False, True, FieldReason.RETURNED),
        "sale_note": (BACK, given_back, FieldReason.RETURNED),
    }


def test_a_note_that_was_never_there_is_taken_away_again(synced: Synced) -> None:
    synced.close()
    synced.open()

    synced.shop.sync(TILL)

    assert synced.tea.sale_note == NOTHING
    assert synced.shop.plan(TILL).changes == ()


def test_a_note_that_a_person_wrote_meanwhile_gives_way_and_comes_back(synced: Synced) -> None:
    synced.close()
    synced.edit(sale_note=fr("En congé"))

    assert steps(synced.shop.plan(TILL)) == {
        "sale_note": (fr("En congé"), BACK, FieldReason.CHANGED_ON_SITE)
    }
    synced.shop.sync(TILL)
    synced.open()
    synced.shop.sync(TILL)
    assert synced.tea.sale_note == {"fr": "En congé", "en": ""}


def test_a_note_that_a_person_wrote_while_it_opened_stays(synced: Synced) -> None:
    synced.close()
    synced.edit(sale_note=fr("En congé"))
    synced.open()

    assert list(steps(synced.shop.plan(TILL))) == ["is_for_sale"]


def test_a_note_is_taken_back_however_the_shop_writes_it(synced: Synced) -> None:
    synced.close()
    there = Ref(Kind.PRODUCT, synced.tea.key)
    written = {"fr": "De retour.", "en": "Back."}
    synced.shop.echoes[there] = {"sale_note": (canonical(BACK), canonical(written))}
    synced.edit(sale_note=written)

    assert synced.shop.plan(TILL).changes == ()
    synced.open()
    assert steps(synced.shop.plan(TILL))["sale_note"] == (written, NOTHING, FieldReason.RETURNED)


def test_what_a_person_had_taken_off_sale_is_off_sale_again_without_the_rule(
    synced: Synced,
) -> None:
    synced.edit(is_for_sale=False)
    synced.open()
    synced.shop.sync(TILL)
    assert synced.tea.is_for_sale

    synced.shop.rule()

    assert steps(synced.shop.plan(TILL)) == {"is_for_sale": (True, False, FieldReason.RULE_LIFTED)}


def test_where_nothing_is_ruled_a_person_may_take_it_off_sale(synced: Synced) -> None:
    synced.edit(is_for_sale=False, sale_note=fr("Bientôt"))

    assert synced.shop.plan(TILL).changes == ()


def test_a_rule_that_is_lifted_while_closed_puts_it_for_sale_again(synced: Synced) -> None:
    synced.close()
    synced.shop.rule()

    assert steps(synced.shop.plan(TILL)) == {
        "is_for_sale": (False, True, FieldReason.RULE_LIFTED),
        "sale_note": (BACK, NOTHING, FieldReason.RULE_LIFTED),
    }


def created(**rules: Any) -> SimulatedShop:
    """A shop that the tea is made on while a rule keeps it from being offered."""
    shop = SimulatedShop()
    shop.rule(**rules)
    shop.sync(TILL)
    return shop


def test_a_product_made_while_it_is_not_for_sale_is_for_sale_when_the_rule_is_lifted() -> None:
    shop = created(windows={OF_TEA: NOT_FOR_SALE}, closed=[OF_TEA])

    shop.rule()

    assert steps(shop.plan(TILL)) == {
        "is_for_sale": (False, True, FieldReason.RULE_LIFTED),
        "sale_note": (BACK, NOTHING, FieldReason.RULE_LIFTED),
    }


def test_a_product_made_while_its_window_is_closed_has_no_note_once_it_opens() -> None:
    shop = created(windows={OF_TEA: NOT_FOR_SALE}, closed=[OF_TEA])

    shop.rule(windows={OF_TEA: NOT_FOR_SALE})

    assert steps(shop.plan(TILL))["sale_note"] == (BACK, NOTHING, FieldReason.RETURNED)


def test_a_product_made_while_it_is_offline_is_hidden_until_it_opens() -> None:
    shop = created(windows={OF_TEA: OFFLINE}, closed=[OF_TEA])
    assert shop.plan(TILL).changes == ()

    shop.rule(windows={OF_TEA: OFFLINE})

    assert steps(shop.plan(TILL)) == {"is_active": (False, True, FieldReason.RETURNED)}


def test_what_is_declared_sold_out_is_for_sale_again_at_that_instant(synced: Synced) -> None:
    until = NOON + timedelta(hours=1)
    synced.shop.rule(sold_out={OF_TEA: SoldOut(until=until)})
    assert steps(synced.shop.sync(TILL)) == {"is_for_sale": (True, False, FieldReason.SOLD_OUT)}

    synced.shop.now = until

    assert steps(synced.shop.plan(TILL))["is_for_sale"][:2] == (False, True)


def test_what_is_out_of_stock_is_hidden_and_comes_back(synced: Synced) -> None:
    synced.shop.rule(out_of_stock={EVERYTHING: OutOfStock.HIDE})
    sold = with_(TILL, stock("2", "0", "11"), stock("2", "0", "12"))
    reasons = [
        (change.kind, step.after, step.reason)
        for change in synced.shop.sync(sold).changes
        for step in change.fields
    ]

    assert (Kind.PRODUCT, False, FieldReason.OUT_OF_STOCK) in reasons
    assert synced.shop.plan(sold).changes == ()
    back = synced.shop.plan(TILL).changes[-1]
    assert [(step.after, step.reason) for step in back.fields] == [(True, FieldReason.RETURNED)]


def test_one_variant_in_stock_is_enough_to_be_shown(synced: Synced) -> None:
    synced.shop.rule(out_of_stock={EVERYTHING: OutOfStock.HIDE})

    plan = synced.shop.plan(with_(TILL, stock("2", "0", "11")))

    assert {change.kind for change in plan.changes} == {Kind.STOCK}


def test_each_field_tells_the_rule_that_decides_of_it(synced: Synced) -> None:
    synced.shop.rule(
        sold_out={OF_TEA: SoldOut(mode=Mode.OFFLINE)},
        windows={OF_TEA: NOT_FOR_SALE},
        closed=[OF_TEA],
    )

    reasons = {name: why for name, (_, _, why) in steps(synced.shop.plan(TILL)).items()}

    assert reasons == {
        "is_active": FieldReason.SOLD_OUT,
        "is_for_sale": FieldReason.WINDOW_CLOSED,
        "sale_note": FieldReason.WINDOW_CLOSED,
    }


def test_a_note_that_goes_while_another_rule_closes_is_not_that_rule_s(synced: Synced) -> None:
    silent = msgspec.structs.replace(NOT_FOR_SALE, message={})
    synced.close()
    synced.shop.rule(windows={OF_TEA: silent}, closed=[OF_TEA])

    assert steps(synced.shop.plan(TILL)) == {"sale_note": (BACK, NOTHING, FieldReason.RETURNED)}


def test_what_is_put_for_sale_on_the_site_while_closed_is_taken_off_again(synced: Synced) -> None:
    synced.close()
    synced.edit(is_for_sale=True)

    assert steps(synced.shop.plan(TILL)) == {
        "is_for_sale": (True, False, FieldReason.CHANGED_ON_SITE)
    }


def test_a_shop_that_owns_these_fields_is_left_alone() -> None:
    owners = {**DEFAULT_OWNERS[Kind.PRODUCT], "is_for_sale": Owner.SHOP, "sale_note": Owner.SHOP}
    policy = Policy(owners={**DEFAULT_OWNERS, Kind.PRODUCT: owners})
    synced = Synced(SimulatedShop(policy=policy))

    synced.shop.rule(windows={EVERYTHING: NOT_FOR_SALE}, closed=[EVERYTHING])

    assert synced.shop.plan(TILL).changes == ()
    made = SimulatedShop(policy=policy)
    made.rule(windows={EVERYTHING: NOT_FOR_SALE}, closed=[EVERYTHING])
    made.sync(TILL)
    assert made.plan(TILL).changes == ()


def test_fields_that_are_ruled_tell_who_decides(synced: Synced) -> None:
    synced.shop.rule(windows={OF_TEA: NOT_FOR_SALE}, closed=[OF_TEA])

    (change,) = synced.shop.plan(TILL).changes

    assert {step.owner for step in change.fields} == {Owner.WEB}


def test_where_nobody_tells_of_offers_every_window_is_open() -> None:
    free = unruled(PROFILE, Policy())

    assert free.moment.state_of(OF_TEA, OFFLINE).is_open
    assert free.of(TEA, ()) is FREE


def test_a_buffer_lowers_what_is_sent(synced: Synced) -> None:
    synced.shop.rule(buffers={OF_TEAS: Buffer(amount=Decimal(3))})

    assert steps(synced.shop.plan(TILL)) == {"quantity": ("4", "1", FieldReason.HELD_BACK)}


def test_a_buffer_that_is_lifted_gives_the_till_s_stock(synced: Synced) -> None:
    synced.shop.rule(buffers={OF_TEAS: Buffer(amount=Decimal(3))})
    synced.shop.sync(TILL)
    synced.shop.rule()

    assert steps(synced.shop.plan(TILL)) == {"quantity": ("1", "4", FieldReason.CHANGED_AT_TILL)}


def test_a_plan_may_be_about_offers_alone(synced: Synced) -> None:
    synced.shop.rule(windows={EVERYTHING: OFFLINE}, closed=[EVERYTHING])
    dearer = msgspec.structs.replace(TEA, name=fr("Thé noir"))
    gone = msgspec.structs.replace(SHIRT, is_active=False)

    plan = synced.shop.plan(with_(TILL, dearer, gone), aim=OFFERS_ONLY)

    assert [change.key for change in plan.changes] == ["1"]
    assert steps(plan) == {"is_active": (True, False, FieldReason.WINDOW_CLOSED)}


def test_a_plan_about_offers_leaves_alone_what_is_held(synced: Synced) -> None:
    synced.shop.rule(windows={EVERYTHING: OFFLINE}, closed=[EVERYTHING])
    nameless = msgspec.structs.replace(TEA, name={})

    plan = synced.shop.plan(with_(TILL, nameless), aim=OFFERS_ONLY)

    assert [change.key for change in plan.changes] == ["2"]


def test_a_plan_about_offers_finds_nothing_where_all_is_offered(synced: Synced) -> None:
    assert synced.shop.plan(TILL, aim=OFFERS_ONLY).changes == ()


def test_a_plan_about_stock_alone_counts_and_removes_nothing(synced: Synced) -> None:
    synced.shop.rule(windows={EVERYTHING: OFFLINE}, closed=[EVERYTHING])
    sold = side(TEAS, *SIZES, TEA, stock("1", "3"))

    plan = synced.shop.plan(sold, aim=Aim(kinds=frozenset({Kind.STOCK}), offers=False))

    assert steps(plan) == {"quantity": ("4", "3", FieldReason.CHANGED_AT_TILL)}
