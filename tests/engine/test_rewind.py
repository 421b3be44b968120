"""The site is shown as it was at an instant, and as it is now again."""

from datetime import datetime
from decimal import Decimal

import pytest

from pos2web.domain.changes import Owner
from pos2web.domain.decisions import (
    DeclareSoldOut,
    Rewind,
    RuleOutOfStock,
    SetBuffer,
    SetWindow,
    TakeBack,
)
from pos2web.domain.policy import DEFAULT_OWNERS, Policy
from pos2web.domain.selling import (
    EVERYTHING,
    Buffer,
    Mode,
    OutOfStock,
    RuleLevel,
    Scope,
    SoldOut,
    Window,
)
from pos2web.domain.things import Brand, Category, Image, OptionValue, Product, Stock, Variant
from pos2web.domain.undoing import LeftReason
from pos2web.domain.values import Kind, Ref
from pos2web.engine import RunOptions
from pos2web.errors import RuleError
from tests.engine.retreating import (
    TEA,
    decided,
    looked,
    now,
    product,
    shown,
    standing,
    taken,
)
from tests.shops.boutique import Boutique, euro, picture, shirt, size, tea

TWO = Buffer(amount=Decimal(2))


def on_site(boutique: Boutique) -> list[Product]:
    """Every product, without what only the shop knows."""
    return sorted(boutique.products(), key=lambda one: one.key)


def a_day_of_work(boutique: Boutique) -> None:
    """All that a merchant may do at the till and on the screens, and a sync."""
    boutique.till.put(
        Brand(key="b1", name="Palais des Thés"),
        Category(key="c2", name={"fr": "Infusions", "en": "Infusions"}),
        tea(price=euro("8.90"), name={"fr": "Thé noir", "en": "Black"}, categories=("c1", "c2")),
        size("M", "1.00"),
    )
    boutique.till.withdraw(Ref(Kind.PRODUCT, "p2"))
    decided(boutique, SetBuffer(scope=EVERYTHING, buffer=TWO))
    boutique.sync()


def test_a_shop_is_rewound_and_then_shown_as_it_is_now(boutique: Boutique) -> None:
    boutique.sync()
    before, morning = on_site(boutique), now(boutique)
    a_day_of_work(boutique)
    after, evening = on_site(boutique), now(boutique)

    taken(boutique, Rewind(to=morning))
    rewound = on_site(boutique)
    taken(boutique, Rewind(to=evening))

    assert rewound == before != after
    assert on_site(boutique) == after
    assert standing(boutique) == {}


def test_a_rewind_is_undone(boutique: Boutique) -> None:
    boutique.sync()
    morning = now(boutique)
    a_day_of_work(boutique)
    after = on_site(boutique)

    run = taken(boutique, Rewind(to=morning))
    taken(boutique, TakeBack(run=run))

    assert on_site(boutique) == after
    assert standing(boutique) == {}


def test_a_rewound_site_stays_so_and_is_rewound_once(boutique: Boutique) -> None:
    boutique.sync()
    morning = now(boutique)
    a_day_of_work(boutique)
    taken(boutique, Rewind(to=morning))

    assert boutique.sync().writes == 0
    assert looked(boutique, Rewind(to=morning)).steps == ()


def test_what_came_since_is_taken_off_and_what_left_since_comes_back(boutique: Boutique) -> None:
    boutique.sync()
    morning = now(boutique)
    boutique.till.put(shirt(key="p3", reference="NEW", name={"fr": "Neuf"}))
    boutique.till.withdraw(TEA)
    boutique.sync()

    taken(boutique, Rewind(to=morning))

    assert not product(boutique, "NEW").is_active
    assert product(boutique).is_active


def test_a_pin_of_then_stands_again(boutique: Boutique) -> None:
    boutique.sync()
    boutique.till.put(tea(price=euro("8.90")))
    taken(boutique, TakeBack(run=boutique.sync().run))
    pinned = now(boutique)
    boutique.till.put(tea(price=euro("7.90")))
    boutique.sync()

    taken(boutique, Rewind(to=pinned))

    assert shown(boutique, "price") == {"amount": "9.383886", "currency": "EUR"}
    assert standing(boutique)[TEA, "price"].over == {"amount": "7.9", "currency": "EUR"}


def test_a_pin_made_since_gives_way_to_the_till_that_says_the_same(boutique: Boutique) -> None:
    boutique.sync()
    boutique.till.put(tea(price=euro("8.90")))
    run = boutique.sync().run
    before = now(boutique)
    taken(boutique, TakeBack(run=run))

    taken(boutique, Rewind(to=before))

    assert shown(boutique, "price") == {"amount": "8.436019", "currency": "EUR"}
    assert standing(boutique) == {}


def test_one_field_is_rewound_alone(boutique: Boutique) -> None:
    boutique.sync()
    morning = now(boutique)
    a_day_of_work(boutique)

    taken(boutique, Rewind(to=morning, field="price"))

    assert shown(boutique, "price") == {"amount": "9.383886", "currency": "EUR"}
    assert shown(boutique, "name") == {"fr": "Thé noir", "en": "Black"}
    assert not product(boutique, "SHIRT").is_active


def test_a_variant_costs_what_it_did_once_prices_alone_are_rewound(boutique: Boutique) -> None:
    """One with a price of its own at the till: its surcharge moves as its product's price does."""
    boutique.sync()
    morning, before = now(boutique), price_of_large(boutique)
    boutique.till.put(shirt(price=euro("10.90")), size("L", "1.00"))
    boutique.sync()
    assert price_of_large(boutique) == before

    taken(boutique, Rewind(to=morning, field="price"))

    assert shown(boutique, "price", "SHIRT") == {"amount": "8.25", "currency": "EUR"}
    assert price_of_large(boutique) == before


def price_of_large(boutique: Boutique) -> str:
    """What the large shirt costs on the site, with its tax and to the cent."""
    _, large = boutique.the(Kind.VARIANT, "SHIRT-L")
    assert isinstance(large, Variant)
    net = product(boutique, "SHIRT").price.amount + large.surcharge.amount
    return f"{net * Decimal('1.2'):.2f}"


def test_one_field_of_what_came_since_is_nothing_but_whether_it_is_there(
    boutique: Boutique,
) -> None:
    boutique.sync()
    morning = now(boutique)
    boutique.till.put(shirt(key="p3", reference="NEW", name={"fr": "Neuf"}))
    boutique.sync()

    prices = looked(boutique, Rewind(to=morning, field="price"))
    presence = looked(boutique, Rewind(to=morning, field="is_active"))

    assert prices.steps == ()
    assert [step.ref for step in presence.steps] == [Ref(Kind.PRODUCT, "p3")]


def test_one_sort_of_rule_is_rewound_alone(boutique: Boutique) -> None:
    boutique.sync()
    morning = now(boutique)
    decided(boutique, RuleOutOfStock(scope=EVERYTHING, rule=OutOfStock.HIDE))
    a_day_of_work(boutique)

    found = looked(boutique, Rewind(to=morning, field="buffer"))

    assert [step.decision for step in found.steps] == [SetBuffer(scope=EVERYTHING, buffer=None)]


def test_one_category_is_rewound_with_all_that_is_in_it(boutique: Boutique) -> None:
    boutique.till.put(shirt(categories=("c3",)), Category(key="c3", name={"fr": "Habits"}))
    boutique.sync()
    morning = now(boutique)
    tea_scope, shirt_scope = (Scope(RuleLevel.PRODUCT, key) for key in ("p1", "p2"))
    boutique.till.put(
        tea(price=euro("8.90")),
        shirt(price=euro("8.90"), categories=("c3",)),
        Category(key="c2", name={"fr": "Infusions"}, parent="c1"),
        Brand(key="b1", name="Palais des Thés"),
        size("L", "3.00"),
        Image(key="i1", product="p1", source="tea.png", stamp="2"),
    )
    boutique.till.photos["tea.png"] = picture("red")
    for scope in (EVERYTHING, tea_scope, shirt_scope, Scope(RuleLevel.CATEGORY, "c3")):
        decided(boutique, SetBuffer(scope=scope, buffer=TWO))
    boutique.sync()

    grocery = looked(boutique, Rewind(to=morning, category="c1"))
    clothes = looked(boutique, Rewind(to=morning, category="c3"))

    assert {step.ref for step in grocery.steps} == {None, TEA, Ref(Kind.CATEGORY, "c2")}
    assert grocery.steps[0].decision == SetBuffer(scope=tea_scope, buffer=None)
    assert [left.why for left in grocery.left] == [LeftReason.PHOTO]
    assert {step.ref for step in clothes.steps if step.ref} == {
        Ref(Kind.PRODUCT, "p2"),
        Ref(Kind.VARIANT, "vL"),
    }
    assert sum(step.ref is None for step in clothes.steps) == 2


def test_rules_of_every_sort_are_made_anew(boutique: Boutique) -> None:
    window = Window(rule="Mo-Fr 08:00-11:00", mode=Mode.OFFLINE)
    before = (
        SetBuffer(scope=EVERYTHING, buffer=TWO),
        RuleOutOfStock(scope=EVERYTHING, rule=OutOfStock.HIDE),
        SetWindow(scope=EVERYTHING, window=window),
        DeclareSoldOut(scope=Scope(RuleLevel.PRODUCT, "p1"), sold_out=SoldOut()),
    )
    decided(boutique, *before)
    boutique.sync()
    morning = now(boutique)
    decided(
        boutique,
        SetBuffer(scope=EVERYTHING, buffer=None),
        RuleOutOfStock(scope=EVERYTHING, rule=None),
        SetWindow(scope=EVERYTHING, window=None),
        DeclareSoldOut(scope=Scope(RuleLevel.PRODUCT, "p1"), sold_out=None),
    )

    found = looked(boutique, Rewind(to=morning))

    assert tuple(step.decision for step in found.steps) == before


def test_a_product_that_a_rule_hides_is_not_pinned(boutique: Boutique) -> None:
    boutique.sync()
    shown_then = now(boutique)
    decided(boutique, RuleOutOfStock(scope=EVERYTHING, rule=OutOfStock.HIDE))
    boutique.till.put(Stock(key="p1", product="p1", quantity=Decimal(0)))
    boutique.sync()

    found = looked(boutique, Rewind(to=shown_then))

    assert [step.ref for step in found.steps] == [None]


def test_what_can_t_be_rewound_is_named(boutique: Boutique) -> None:
    boutique.till.put(
        OptionValue(key="Taille=S", option="Taille", name={"fr": "S"}),
    )
    boutique.sync()
    morning = now(boutique)
    boutique.till.photos["tea.png"] = picture("red")
    boutique.till.put(
        Image(key="i1", product="p1", source="tea.png", stamp="2"),
        Variant(key="vS", product="p2", options=("Taille=S",), surcharge=euro("0")),
        shirt(price=euro("8.90")),
    )
    boutique.sync()
    ref, _ = boutique.the(Kind.PRODUCT, "TEA")
    boutique.shop.remove(ref)
    boutique.till.remove(TEA)
    boutique.till.remove(Ref(Kind.PRODUCT, "p2"))
    boutique.sync()

    found = looked(boutique, Rewind(to=morning))
    prices = looked(boutique, Rewind(to=morning, field="price"))

    left = {(left.ref, left.why) for left in found.left}
    assert {
        (TEA, LeftReason.NOT_ON_SITE),
        (Ref(Kind.VARIANT, "vS"), LeftReason.PART),
        (Ref(Kind.PRODUCT, "p2"), LeftReason.NOT_AT_TILL),
    } <= left
    assert {left.why for left in prices.left} == {LeftReason.NOT_AT_TILL, LeftReason.NOT_ON_SITE}


def test_a_new_photo_stays(boutique: Boutique) -> None:
    boutique.sync()
    morning = now(boutique)
    boutique.till.photos["tea.png"] = picture("red")
    boutique.till.put(Image(key="i1", product="p1", source="tea.png", stamp="2"))
    boutique.sync()

    found = looked(boutique, Rewind(to=morning))

    assert [(left.ref, left.why) for left in found.left] == [
        (Ref(Kind.IMAGE, "i1"), LeftReason.PHOTO)
    ]
    assert looked(boutique, Rewind(to=morning, field="price")).left == ()


def test_fields_that_are_the_shop_s_are_left_alone(boutique: Boutique) -> None:
    owners = {**DEFAULT_OWNERS, Kind.PRODUCT: {"is_active": Owner.SHOP, "price": Owner.SHOP}}
    boutique.sync()
    morning = now(boutique)
    boutique.till.put(
        tea(price=euro("8.90")), shirt(key="p3", reference="NEW", name={"fr": "Neuf"})
    )
    boutique.sync()
    boutique.policy = Policy(owners=owners)

    found = looked(boutique, Rewind(to=morning))

    assert found.steps == ()
    assert (Ref(Kind.PRODUCT, "p3"), LeftReason.OWNER) in {
        (left.ref, left.why) for left in found.left
    }


def test_what_can_t_be_meant_is_refused(boutique: Boutique) -> None:
    boutique.sync()
    morning = now(boutique)

    for asked in (
        Rewind(to=datetime(2026, 1, 1)),  # noqa: DTZ001 - what somebody may ask
        Rewind(to=datetime.fromisoformat("2000-01-01T00:00Z")),
        Rewind(to=morning, field="quantity"),
        Rewind(to=morning, category="c9"),
    ):
        with pytest.raises(RuleError):
            looked(boutique, asked)


def test_nothing_changed_is_nothing_to_rewind(boutique: Boutique) -> None:
    boutique.sync()
    morning = now(boutique)
    boutique.sync(RunOptions(dry_run=True))

    found = looked(boutique, Rewind(to=morning))

    assert (found.steps, found.left) == ((), ())
