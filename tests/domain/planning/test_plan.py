"""What a plan says for what happened at the till and on the site."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from pos2web.domain.adoption import adopt
from pos2web.domain.changes import Action, Change, Owner, Plan
from pos2web.domain.planning import FieldReason, canonical
from pos2web.domain.policy import Policy
from pos2web.domain.profile import Limits
from pos2web.domain.things import AnyThing, Brand, Product, Stock
from pos2web.domain.values import Kind, Ref
from tests.domain.boutique import (
    LARGE,
    PALAIS,
    SIZES,
    TEAS,
    category,
    euros,
    fr,
    photo,
    product,
    side,
    stock,
    variant,
    with_,
    without,
)
from tests.domain.planning.simulated_shop import PROFILE, SimulatedShop

TEA = product("1", "TEA", brand="7", categories=("3",))
SHIRT = product("2", "SHIRT")
TILL = side(
    PALAIS,
    TEAS,
    *SIZES,
    TEA,
    SHIRT,
    variant("11", "2", "Size=S"),
    stock("1", "4"),
    stock("2", "1", "11"),
    photo("21"),
)


@dataclass
class Synced:
    """A shop that shows the till above."""

    shop: SimulatedShop = field(default_factory=SimulatedShop)

    def __post_init__(self) -> None:
        self.shop.sync(TILL)

    def key(self, thing: AnyThing, kind: Kind) -> str:
        return self.shop.links[Ref(kind, thing.key)]

    def edit(self, kind: Kind, till_key: str, **fields: Any) -> None:
        key = self.shop.links[Ref(kind, till_key)]
        known = self.shop.things[kind][key]
        self.shop.things[kind][key] = msgspec.structs.replace(known, **fields)


@pytest.fixture
def synced() -> Synced:
    return Synced()


def told(plan: Plan) -> list[str]:
    return [f"{change.action} {change.ref}" for change in plan.changes]


def only(plan: Plan) -> Change:
    (change,) = plan.changes
    return change


def steps(change: Change) -> dict[str, tuple[Any, Any, str]]:
    return {step.field: (step.before, step.after, step.reason) for step in change.fields}


def test_a_first_plan_makes_everything_in_an_order_that_works() -> None:
    assert told(SimulatedShop().plan(TILL)) == [
        "create brand:7",
        "create category:3",
        "create option:Size",
        "create option_value:Size=L",
        "create option_value:Size=S",
        "create product:1",
        "create product:2",
        "create variant:11",
        "update stock:1",
        "update stock:2/11",
        "create image:21",
    ]


def test_a_new_product_is_sent_with_all_its_fields() -> None:
    made = SimulatedShop().plan(side(TEAS, product(categories=("3",), weight=Decimal("0.250"))))

    assert {name: after for name, (_, after, _) in steps(made.changes[1]).items()} == {
        "reference": "TEA",
        "name": {"fr": "Thé vert", "en": "Thé vert"},
        "price": {"amount": "9.383886", "currency": "EUR"},
        "tax_rate": "5.5",
        "summary": {"fr": "", "en": ""},
        "description": {"fr": "", "en": ""},
        "weight": "0.25",
        "ean": "",
        "brand": None,
        "supplier": None,
        "categories": ["3"],
        "is_active": True,
    }
    assert {step.reason for step in made.changes[1].fields} == {FieldReason.NEW}


def test_a_price_without_tax_goes_as_it_is() -> None:
    shop = SimulatedShop(policy=Policy(prices_include_tax=False))

    made = only(shop.plan(side(product(price=euros("9.1234567")))))

    assert steps(made)["price"][1] == {"amount": "9.123457", "currency": "EUR"}


def test_a_changed_price_is_one_field_with_before_and_after(synced: Synced) -> None:
    dearer = msgspec.structs.replace(TEA, price=euros("10.55"))

    change = only(synced.shop.plan(with_(TILL, dearer)))

    assert change.action is Action.UPDATE
    assert steps(change) == {
        "price": (
            {"amount": "9.383886", "currency": "EUR"},
            {"amount": "10", "currency": "EUR"},
            FieldReason.CHANGED_AT_TILL,
        )
    }


def test_what_people_change_on_the_site_is_put_back(synced: Synced) -> None:
    synced.edit(Kind.PRODUCT, "1", name={"fr": "Promo", "en": "Promo"})

    change = only(synced.shop.plan(TILL))

    assert steps(change)["name"][2] == FieldReason.CHANGED_ON_SITE


def test_what_the_shop_owns_is_left_alone() -> None:
    policy = Policy(owners={Kind.PRODUCT: {"name": Owner.SHOP, "summary": Owner.SHOP}})
    synced = Synced(SimulatedShop(policy=policy))
    sent = synced.shop.sent[Ref(Kind.PRODUCT, synced.key(TEA, Kind.PRODUCT))]

    synced.edit(Kind.PRODUCT, "1", name=fr("Promo"), summary=fr("Bon"))

    assert synced.shop.plan(TILL).changes == ()
    assert "name" in sent
    assert "summary" not in sent


def test_what_is_ours_at_creation_only_is_left_alone_later(synced: Synced) -> None:
    moved = msgspec.structs.replace(photo("21"), position=4)
    described = msgspec.structs.replace(TEAS, description=fr("Bons"))

    assert synced.shop.plan(with_(TILL, moved, described)).changes == ()


def test_the_shops_own_way_of_writing_is_not_written_over_for_ever(synced: Synced) -> None:
    shown = {"fr": "<p>Bon</p>", "en": "<p>Bon</p>"}
    till = with_(TILL, msgspec.structs.replace(TEA, description=fr("<p>Bon")))
    synced.shop.sync(till)
    synced.edit(Kind.PRODUCT, "1", description=shown)
    change = only(synced.shop.plan(till))
    step = change.fields[0]

    there = Ref(Kind.PRODUCT, synced.key(TEA, Kind.PRODUCT))
    synced.shop.echoes[there] = {"description": (canonical(step.after), canonical(step.before))}

    assert synced.shop.plan(till).changes == ()


def test_stock_of_what_is_on_sale_goes_before_everything_else(synced: Synced) -> None:
    till = with_(TILL, stock("1", "2.9"), product("4", "MUG"), stock("4", "-3"))

    plan = synced.shop.plan(till)

    assert told(plan) == ["update stock:1", "create product:4", "update stock:4"]
    assert steps(plan.changes[0]) == {"quantity": ("4", "2", FieldReason.CHANGED_AT_TILL)}
    assert steps(plan.changes[2]) == {"quantity": (None, "0", FieldReason.NEW)}
    assert plan.changes[2].shop_key is None


def test_a_shop_that_counts_parts_of_a_piece_gets_them() -> None:
    profile = msgspec.structs.replace(PROFILE, limits=Limits(quantity_is_whole=False))
    made = SimulatedShop(profile=profile).plan(side(product(), stock("1", "2.50")))

    assert steps(made.changes[1])["quantity"][1] == "2.5"


@pytest.mark.parametrize(
    "policy",
    [Policy(manages_stock=False), Policy(owners={Kind.STOCK: {"quantity": Owner.SHOP}})],
)
def test_stock_may_be_left_to_the_shop(policy: Policy) -> None:
    assert told(SimulatedShop(policy=policy).plan(side(product(), stock("1", "4")))) == [
        "create product:1"
    ]


def test_a_product_with_variants_has_only_their_stock(synced: Synced) -> None:
    assert synced.shop.plan(with_(TILL, stock("2", "9"))).changes == ()


def test_a_stock_that_the_shop_shows_in_its_own_way_is_left(synced: Synced) -> None:
    there = Ref(Kind.STOCK, synced.key(TEA, Kind.PRODUCT))
    row = synced.shop.things[Kind.STOCK][there.key]
    capped = msgspec.structs.replace(row, quantity=Decimal(3))
    assert isinstance(capped, Stock)
    synced.shop.things[Kind.STOCK][there.key] = capped
    assert steps(only(synced.shop.plan(TILL)))["quantity"][2] == FieldReason.CHANGED_ON_SITE

    synced.shop.echoes[there] = {"quantity": (canonical(Decimal(4)), canonical(Decimal(3)))}

    assert synced.shop.plan(TILL).changes == ()


def test_the_stock_of_a_held_product_that_is_on_sale_goes_on(synced: Synced) -> None:
    broken = msgspec.structs.replace(TEA, price=euros("-1"), name=fr("Autre"))

    plan = synced.shop.plan(with_(TILL, broken, stock("1", "0")))

    assert told(plan) == ["update stock:1"]
    assert [hold.ref for hold in plan.holds] == [Ref(Kind.PRODUCT, "1")]


@pytest.mark.parametrize(
    ("withdrawn", "expected"),
    [
        ("deactivate", ["deactivate product:1"]),
        ("delete", ["delete product:1"]),
        ("keep", []),
    ],
)
def test_a_withdrawn_product_leaves_the_site_as_the_merchant_decided(
    withdrawn: str, expected: list[str]
) -> None:
    synced = Synced(SimulatedShop(policy=Policy(withdrawn=withdrawn)))

    off = synced.shop.plan(with_(TILL, msgspec.structs.replace(TEA, is_active=False)))
    gone = synced.shop.plan(without(TILL, TEA, stock("1", "4"), photo("21")))

    assert told(off) == expected
    assert told(gone) == expected
    assert off.unchanged == 11 - len(expected)


def test_a_product_that_is_kept_though_withdrawn_is_kept_in_step() -> None:
    synced = Synced(SimulatedShop(policy=Policy(withdrawn="keep")))
    kept = msgspec.structs.replace(TEA, is_active=False, price=euros("8"))

    plan = synced.shop.plan(with_(TILL, kept, stock("1", "1")))

    assert told(plan) == ["update stock:1", "update product:1"]
    assert set(steps(plan.changes[1])) == {"price"}


def test_a_product_that_returns_is_on_sale_again(synced: Synced) -> None:
    synced.shop.sync(with_(TILL, msgspec.structs.replace(TEA, is_active=False)))

    change = only(synced.shop.plan(TILL))

    assert steps(change) == {"is_active": (False, True, FieldReason.RETURNED)}


def test_brands_and_categories_are_hidden_never_deleted() -> None:
    synced = Synced(SimulatedShop(policy=Policy(withdrawn="delete")))

    plan = synced.shop.plan(without(TILL, PALAIS, TEAS))

    assert told(plan) == ["deactivate brand:7", "deactivate category:3"]


def test_what_was_never_on_the_site_and_is_withdrawn_is_not_made() -> None:
    till = side(
        product(is_active=False),
        variant("11", "1", "Size=S"),
        *SIZES,
        stock("1", "3"),
        photo("21"),
        category("3", "Thés", is_active=False),
        category("4", "Verts", "3"),
    )

    assert "product:1" not in str(told(SimulatedShop().plan(till)))
    assert "category" not in str(told(SimulatedShop().plan(till)))


def test_removed_variants_and_photos_are_deleted_last(synced: Synced) -> None:
    gone = without(TILL, variant("11", "2", "Size=S"), stock("2", "1", "11"), photo("21"))

    plan = synced.shop.plan(with_(gone, variant("12", "2", "Size=L")))

    assert told(plan) == ["create variant:12", "delete image:21", "delete variant:11"]
    assert plan.changes[2].fields[0].reason == FieldReason.REMOVED


def test_removed_parts_of_a_product_that_is_off_the_site_stay_with_it(synced: Synced) -> None:
    off = msgspec.structs.replace(SHIRT, is_active=False)
    till = without(with_(TILL, off), variant("11", "2", "Size=S"), stock("2", "1", "11"))

    assert told(synced.shop.plan(till)) == ["deactivate product:2"]


def test_options_are_never_deleted(synced: Synced) -> None:
    assert synced.shop.plan(without(TILL, LARGE)).changes == ()


def test_a_reoptioned_variant_is_changed_not_made_anew(synced: Synced) -> None:
    change = only(synced.shop.plan(with_(TILL, variant("11", "2", "Size=L"))))

    assert change.action is Action.UPDATE
    assert steps(change) == {"options": (["Size=S"], ["Size=L"], FieldReason.CHANGED_AT_TILL)}


def test_a_variant_of_another_product_is_made_anew_and_then_counted(synced: Synced) -> None:
    moved = variant("11", "1", "Size=S")
    till = with_(without(TILL, stock("2", "1", "11")), moved, stock("1", "1", "11"))

    plan = synced.shop.plan(till)

    assert told(plan) == ["delete variant:11", "create variant:11", "update stock:1/11"]
    assert plan.changes[0].fields[0].reason == FieldReason.MOVED


def test_a_new_photo_under_the_same_key_replaces_the_old(synced: Synced) -> None:
    change = only(synced.shop.plan(with_(TILL, photo("21", fingerprint="bb"))))

    assert steps(change) == {"fingerprint": ("aa", "bb", FieldReason.PHOTO_REPLACED)}


def test_a_photo_whose_content_the_shop_does_not_tell_is_the_one_we_sent(synced: Synced) -> None:
    synced.edit(Kind.IMAGE, "21", fingerprint="", source="https://site/1.jpg")

    assert synced.shop.plan(TILL).changes == ()


def test_a_photo_that_nobody_could_read_waits(synced: Synced) -> None:
    assert synced.shop.plan(with_(TILL, photo("22", fingerprint=""))).changes == ()


def test_a_moved_category_keeps_its_id_and_comes_after_its_new_parent(synced: Synced) -> None:
    till = with_(TILL, category("8", "Boissons"), category("3", "Thés", "8"))

    plan = synced.shop.plan(till)

    assert told(plan) == ["create category:8", "update category:3"]
    assert steps(plan.changes[1]) == {"parent": (None, "8", FieldReason.CHANGED_AT_TILL)}


def test_a_category_below_one_that_was_never_shown_stays_where_it_is(synced: Synced) -> None:
    hidden = category("8", "Boissons", is_active=False)

    assert synced.shop.plan(with_(TILL, hidden, category("3", "Thés", "8"))).changes == ()


def test_what_the_shop_lost_is_made_anew(synced: Synced) -> None:
    del synced.shop.things[Kind.BRAND][synced.key(PALAIS, Kind.BRAND)]

    plan = synced.shop.plan(TILL)

    assert told(plan)[0] == "create brand:7"


def test_a_held_or_unknown_brand_keeps_no_product_off() -> None:
    till = side(Brand(key="7", name=""), product(brand="7", supplier="99"))

    change = only(SimulatedShop().plan(till))

    assert steps(change)["brand"][1] is None
    assert steps(change)["supplier"][1] is None


def test_where_the_shop_put_a_product_itself_is_kept(synced: Synced) -> None:
    ours = synced.key(TEAS, Kind.CATEGORY)
    synced.shop.hold(category("900", "Nouveautés"), Kind.CATEGORY)
    synced.edit(Kind.PRODUCT, "1", categories=(ours, "900"))
    assert synced.shop.plan(TILL).changes == ()

    plan = synced.shop.plan(with_(TILL, msgspec.structs.replace(TEA, categories=())))

    assert steps(only(plan))["categories"][:2] == (["3", "#900"], ["#900"])


def test_things_of_the_shop_that_the_till_does_not_know_are_named_by_their_number(
    synced: Synced,
) -> None:
    synced.shop.hold(Brand(key="900", name="Autre"), Kind.BRAND)
    synced.edit(Kind.PRODUCT, "1", brand="900", supplier="901")

    change = only(synced.shop.plan(TILL))

    assert steps(change)["brand"][:2] == ("#900", "7")
    assert steps(change)["supplier"][:2] == ("#901", None)


def adopted_tea(**known: Any) -> SimulatedShop:
    shop = SimulatedShop()
    fields = {"price": euros("9.383886"), "name": {"fr": "Thé vert", "en": "Green tea"}, **known}
    shop.hold(product("41", "TEA", **fields), Kind.PRODUCT, till_key="1")
    return shop


def test_what_the_till_does_not_say_is_not_erased_on_an_adopted_product() -> None:
    shop = adopted_tea(
        description={"fr": "Bon", "en": "Good"}, ean="3760000000017", weight=Decimal(1), brand="9"
    )
    shop.hold(category("50", "Thés"), Kind.CATEGORY)
    shop.things[Kind.PRODUCT]["41"] = msgspec.structs.replace(
        shop.things[Kind.PRODUCT]["41"], categories=("50",)
    )

    assert shop.plan(side(product())).changes == ()


def test_an_adopted_product_takes_what_the_till_says() -> None:
    shop = adopted_tea(price=euros("1"))

    change = only(shop.plan(side(product(ean="3760000000017"))))

    assert {name: why for name, (_, _, why) in steps(change).items()} == {
        "price": FieldReason.DIFFERENT,
        "ean": FieldReason.DIFFERENT,
    }


def test_a_translation_made_on_the_site_lives_through_a_renaming_at_the_till() -> None:
    shop = adopted_tea()

    shop.sync(side(product(name=fr("Thé noir"))))
    shop.sync(side(product(name=fr("Thé bleu"))))

    tea = shop.things[Kind.PRODUCT]["41"]
    assert isinstance(tea, Product)
    assert tea.name == {"fr": "Thé bleu", "en": "Green tea"}


def test_a_text_that_stood_in_for_another_language_follows_the_till(synced: Synced) -> None:
    synced.shop.sync(with_(TILL, msgspec.structs.replace(TEA, name=fr("Thé noir"))))

    tea = synced.shop.things[Kind.PRODUCT][synced.key(TEA, Kind.PRODUCT)]
    assert isinstance(tea, Product)
    assert tea.name == {"fr": "Thé noir", "en": "Thé noir"}


def test_a_text_taken_away_at_the_till_goes_from_the_site(synced: Synced) -> None:
    synced.shop.sync(with_(TILL, msgspec.structs.replace(TEA, summary=fr("Bon"))))

    change = only(synced.shop.plan(TILL))

    assert steps(change)["summary"][1] == {"fr": "", "en": ""}


def test_accents_written_otherwise_and_other_languages_are_no_change(synced: Synced) -> None:
    synced.edit(Kind.PRODUCT, "1", name={"fr": "The\u0301 vert", "en": "Thé vert", "nl": "Thee"})
    synced.edit(Kind.BRAND, "7", name="Palais")

    assert synced.shop.plan(TILL).changes == ()


def test_every_photo_variant_and_shelf_is_known_in_the_tills_terms(synced: Synced) -> None:
    synced.edit(Kind.VARIANT, "11", reference="X", surcharge=euros("1"))
    synced.edit(Kind.CATEGORY, "3", parent="900", name={"fr": "Autres", "en": "Thés"})
    synced.edit(Kind.OPTION_VALUE, "Size=S", option="900")

    plan = synced.shop.plan(TILL)

    assert told(plan) == ["update category:3", "update option_value:Size=S", "update variant:11"]
    assert steps(plan.changes[0])["parent"][:2] == ("#900", None)
    assert steps(plan.changes[1])["option"][:2] == ("#900", "Size")


def test_a_thing_put_back_under_another_key_is_not_taken_off_by_its_old_link(
    synced: Synced,
) -> None:
    again = msgspec.structs.replace(TEA, key="5")
    till = with_(without(TILL, TEA, stock("1", "4"), photo("21")), again)
    synced.shop.links[Ref(Kind.PRODUCT, "5")] = synced.key(TEA, Kind.PRODUCT)

    assert told(synced.shop.plan(till)) == ["delete image:21"]


def test_keys_are_listed_as_a_person_would() -> None:
    till = side(*(product(key, f"R{key}") for key in ("10", "9", "b", "a")))

    assert [change.key for change in SimulatedShop().plan(till).changes] == ["9", "10", "a", "b"]


def test_a_shop_whose_links_were_lost_is_recognised_and_left_as_it_is(synced: Synced) -> None:
    shop = synced.shop
    before = dict(shop.links)
    photos = {ref: key for ref, key in before.items() if ref.kind is Kind.IMAGE}
    shop.links, shop.sent = dict(photos), {}

    found = adopt(TILL, shop.things, shop.links)
    shop.links |= {each.ref: each.shop_key for each in found.adoptions}

    assert shop.links == before
    assert found.ambiguous == ()
    assert shop.plan(TILL).changes == ()
