"""Pinned fields are shown as they are pinned, whatever the till says, and rules go on top."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import count
from typing import Any

import msgspec
import pytest

from pos2web.domain.changes import Action, Change, Owner
from pos2web.domain.planning import FieldReason, WriteHistory, plan
from pos2web.domain.policy import DEFAULT_OWNERS, Policy
from pos2web.domain.profile import ShopProfile
from pos2web.domain.selling import (
    EVERYTHING,
    Mode,
    Offers,
    Selling,
    SellingInstant,
    SoldOut,
    WindowState,
)
from pos2web.domain.things import AnyThing, Brand, Option, OptionValue, Product, Variant
from pos2web.domain.values import Kind, Money, Ref
from tests.shops.clocks import NOON

TEA = Ref(Kind.PRODUCT, "1")
PROFILE = ShopProfile(
    name="shop", version="1", languages=("fr",), default_language="fr", currency="EUR"
)
Side = dict[Kind, dict[str, AnyThing]]


def product(key: str, **fields: Any) -> Product:
    """The tea, of one side."""
    values: dict[str, Any] = {
        "reference": "TEA",
        "name": {"fr": "Thé"},
        "price": Money(Decimal(9), "EUR"),
        "tax_rate": Decimal(20),
    }
    return Product(key=key, **(values | fields))


def planned(
    till: Side,
    site: Side,
    pins: Mapping[Ref, Mapping[str, Any]],
    *,
    policy: Policy | None = None,
    told: WriteHistory | None = None,
    offers: Offers | None = None,
) -> tuple[Change, ...]:
    """The changes, where each thing of the site has the till's key and an `s`."""
    ids = count()
    links = {
        Ref(kind, key): f"s{key}"
        for kind, things in till.items()
        for key in things
        if f"s{key}" in site.get(kind, {})
    }
    base = policy or Policy()
    return plan(
        till,
        site,
        links,
        profile=PROFILE,
        policy=msgspec.structs.replace(base, prices_include_tax=False),
        told=told,
        offers=offers,
        pins=pins,
        new_id=lambda: str(next(ids)),
    ).changes


def of(*things: AnyThing) -> Side:
    """One side."""
    found: Side = {}
    for thing in things:
        kind = Kind(msgspec.to_builtins(thing)["type"])
        found.setdefault(kind, {})[thing.key] = thing
    return found


def fields(changes: tuple[Change, ...]) -> dict[str, tuple[Any, FieldReason | str, Owner]]:
    """What is written, of the one change that there is."""
    (change,) = changes
    return {step.field: (step.after, step.reason, step.owner) for step in change.fields}


def test_a_pinned_field_is_written_as_the_web_s() -> None:
    changes = planned(of(product("1")), of(product("s1")), {TEA: {"name": {"fr": "Café"}}})

    assert fields(changes) == {"name": ({"fr": "Café"}, FieldReason.PINNED, Owner.WEB)}


def test_what_shows_as_it_is_pinned_is_left_alone() -> None:
    site = of(product("s1", name={"fr": "Café"}))

    assert planned(of(product("1")), site, {TEA: {"name": {"fr": "Café"}}}) == ()


def test_what_somebody_changed_on_the_site_is_put_back() -> None:
    told = WriteHistory({Ref(Kind.PRODUCT, "s1"): {"name": {"fr": "Café"}}}, {}, {})
    pins = {TEA: {"name": {"fr": "Café"}}}

    changes = planned(of(product("1")), of(product("s1")), pins, told=told)

    assert fields(changes)["name"][1:] == (FieldReason.CHANGED_ON_SITE, Owner.WEB)


def test_what_is_new_is_made_as_it_is_pinned() -> None:
    (change,) = planned(of(product("1")), {}, {TEA: {"name": {"fr": "Café"}}})

    assert change.action is Action.CREATE
    assert {step.field: step.after for step in change.fields}["name"] == {"fr": "Café"}


def test_what_is_pinned_as_off_sale_is_not_made() -> None:
    assert planned(of(product("1")), {}, {TEA: {"is_active": False}}) == ()


@pytest.mark.parametrize("withdrawn", ["deactivate", "delete", "keep"])
def test_what_is_pinned_as_off_sale_is_deactivated_and_never_deleted(withdrawn: str) -> None:
    pins = {TEA: {"is_active": False}}
    policy = Policy(withdrawn=withdrawn)

    (change,) = planned(of(product("1")), of(product("s1")), pins, policy=policy)
    again = planned(of(product("1")), of(product("s1", is_active=False)), pins, policy=policy)

    assert change.action is Action.DEACTIVATE
    assert (change.fields[0].reason, change.fields[0].owner) == (FieldReason.PINNED, Owner.WEB)
    assert again == ()


def test_what_is_pinned_as_on_sale_is_shown_though_the_till_withdrew_it() -> None:
    till, site = of(product("1", is_active=False)), of(product("s1", is_active=False))

    changes = planned(till, site, {TEA: {"is_active": True}})

    assert fields(changes) == {"is_active": (True, FieldReason.PINNED, Owner.WEB)}


def test_rules_go_on_top_of_a_pin() -> None:
    rule = SoldOut(mode=Mode.OFFLINE)
    moment = SellingInstant(now=NOON, state_of=lambda _scope, _window: WindowState(is_open=True))
    offers = Offers(Selling(sold_out={EVERYTHING: rule}), moment, categories={})

    changes = planned(
        of(product("1", is_active=False)),
        of(product("s1")),
        {TEA: {"is_active": True}},
        offers=offers,
    )

    assert fields(changes)["is_active"][:2] == (False, FieldReason.SOLD_OUT)


def test_only_the_till_s_fields_are_pinned() -> None:
    owners = {**DEFAULT_OWNERS, Kind.PRODUCT: {"name": Owner.SHOP}}
    pins = {TEA: {"name": {"fr": "Café"}}}

    assert planned(of(product("1")), of(product("s1")), pins, policy=Policy(owners=owners)) == ()


def test_pins_of_what_the_till_no_longer_has_do_nothing() -> None:
    gone: dict[Ref, dict[str, Any]] = {
        Ref(Kind.PRODUCT, "9"): {"is_active": True},
        Ref(Kind.BRAND, "9"): {"name": "X"},
    }

    assert planned(of(product("1")), of(product("s1")), gone) == ()


@pytest.mark.parametrize(
    ("brand", "shown"),
    [("b1", "b1"), ("b2", "b1"), ("#own", "#own"), ("#gone", "b1"), (None, None)],
)
def test_a_pin_that_names_what_is_not_there_is_passed_over(
    brand: str | None, shown: str | None
) -> None:
    till = of(product("1", brand="b1"), Brand(key="b1", name="Palais"))
    site = of(
        product("s1", brand="nobody"),
        Brand(key="sb1", name="Palais"),
        Brand(key="own", name="Maison"),
    )

    changes = planned(till, site, {TEA: {"brand": brand}})

    assert fields(changes)["brand"][0] == shown


def test_a_pinned_surcharge_is_an_amount() -> None:
    surcharge, name = Money(Decimal(1), "EUR"), {"fr": "M"}
    pins = {Ref(Kind.VARIANT, "v"): {"surcharge": {"amount": "2", "currency": "EUR"}}}
    till = of(
        product("1"),
        Option(key="T", name=name),
        OptionValue(key="M", option="T", name=name),
        Variant(key="v", product="1", options=("M",), surcharge=surcharge),
    )
    site = of(
        product("s1"),
        Option(key="sT", name=name),
        OptionValue(key="sM", option="sT", name=name),
        Variant(key="sv", product="s1", options=("sM",), surcharge=surcharge),
    )

    changes = planned(till, site, pins)

    assert fields(changes)["surcharge"][0] == {"amount": "2", "currency": "EUR"}
