"""From till to shop, and nothing the second time."""

from decimal import Decimal

import msgspec

from pos2web.domain.changes import Owner
from pos2web.domain.policy import DEFAULT_OWNERS, Breaker, Policy
from pos2web.domain.reasons import Code
from pos2web.domain.things import Category, Image, Product, Stock, Variant
from pos2web.domain.values import Kind, Ref
from pos2web.engine import RunOptions
from tests.shops.boutique import Boutique, euro, goods, picture, shirt, size, tea


def test_a_first_sync_brings_one_of_everything_to_the_shop(boutique: Boutique) -> None:
    report = boutique.sync()

    _, product = boutique.the(Kind.PRODUCT, "TEA")
    assert report.outcome == "done"
    assert isinstance(product, Product)
    assert product.name == {"fr": "Thé", "en": "Tea"}
    assert product.price == euro("9.383886")
    assert len(boutique.on_shop(Kind.VARIANT)) == 2
    assert len(boutique.on_shop(Kind.IMAGE)) == 1
    assert report.read == len(goods())
    assert report.read == report.changed + report.unchanged + report.held


def test_stock_reaches_each_variant(boutique: Boutique) -> None:
    boutique.sync()

    medium, _ = boutique.the(Kind.VARIANT, "SHIRT-M")
    counted = {
        stock.variant: stock.quantity
        for stock in boutique.on_shop(Kind.STOCK).values()
        if isinstance(stock, Stock)
    }
    assert counted[medium.key] == Decimal(3)
    assert counted[None] == Decimal(5)


def test_a_second_run_finds_nothing_to_do(boutique: Boutique) -> None:
    boutique.sync()

    report = boutique.sync()

    assert (report.writes, report.changed, report.held) == (0, 0, 0)
    assert report.unchanged == report.read


def test_a_category_hangs_under_its_parent_on_the_shop(boutique: Boutique) -> None:
    boutique.sync()

    parent, _ = boutique.the(Kind.CATEGORY, "Épicerie")
    _, child = boutique.the(Kind.CATEGORY, "Thés")
    assert isinstance(child, Category)
    assert child.parent == parent.key


def test_a_moved_and_renamed_category_keeps_its_id(boutique: Boutique) -> None:
    boutique.sync()
    before, _ = boutique.the(Kind.CATEGORY, "Thés")
    boutique.till.put(Category(key="c2", name={"fr": "Infusions", "en": "Infusions"}))

    boutique.sync()

    after, category = boutique.the(Kind.CATEGORY, "Infusions")
    assert after == before
    assert isinstance(category, Category)
    assert category.parent is None


def test_a_new_price_is_one_write(boutique: Boutique) -> None:
    boutique.sync()
    boutique.till.put(tea(price=euro("8.90")))

    report = boutique.sync()

    _, product = boutique.the(Kind.PRODUCT, "TEA")
    assert isinstance(product, Product)
    assert product.price == euro("8.436019")
    assert (report.writes, report.changed) == (1, 1)


def test_what_the_till_withdraws_is_taken_off_and_comes_back(boutique: Boutique) -> None:
    boutique.sync()
    boutique.till.withdraw(Ref(Kind.PRODUCT, "p1"))

    boutique.sync()
    ref, hidden = boutique.the(Kind.PRODUCT, "TEA")
    boutique.till.put(tea())
    boutique.sync()

    again, shown = boutique.the(Kind.PRODUCT, "TEA")
    assert isinstance(hidden, Product)
    assert isinstance(shown, Product)
    assert (hidden.is_active, shown.is_active, again) == (False, True, ref)


def test_what_the_till_strikes_out_is_deactivated_not_deleted(boutique: Boutique) -> None:
    boutique.sync()
    boutique.till.remove(Ref(Kind.PRODUCT, "p1"))
    boutique.till.remove(Ref(Kind.STOCK, "p1"))
    boutique.till.remove(Ref(Kind.IMAGE, "i1"))

    boutique.sync()

    _, product = boutique.the(Kind.PRODUCT, "TEA")
    assert isinstance(product, Product)
    assert not product.is_active
    assert boutique.sync().writes == 0


def test_variants_are_added_reoptioned_and_removed(boutique: Boutique) -> None:
    boutique.sync()
    boutique.till.put(
        msgspec.structs.replace(size("L"), options=("Taille=M",)),
        msgspec.structs.replace(size("S"), options=("Taille=L",)),
    )
    boutique.till.remove(Ref(Kind.VARIANT, "vM"))
    boutique.till.remove(Ref(Kind.STOCK, "p2/vM"))

    report = boutique.sync()

    medium, _ = boutique.the(Kind.OPTION_VALUE, "M")
    _, reoptioned = boutique.the(Kind.VARIANT, "SHIRT-L")
    assert report.outcome == "done"
    assert isinstance(reoptioned, Variant)
    assert reoptioned.options == (medium.key,)
    assert {
        v.reference for v in boutique.on_shop(Kind.VARIANT).values() if isinstance(v, Variant)
    } == {
        "SHIRT-L",
        "SHIRT-S",
    }
    assert boutique.sync().writes == 0


def test_what_a_person_changed_on_the_site_is_put_back(boutique: Boutique) -> None:
    boutique.sync()
    ref, _ = boutique.the(Kind.PRODUCT, "TEA")
    boutique.shop.edit(ref, price=euro("1.00"), name={"fr": "Thé !", "en": "Tea"})

    report = boutique.sync()

    _, product = boutique.the(Kind.PRODUCT, "TEA")
    assert isinstance(product, Product)
    assert (product.price, product.name["fr"]) == (euro("9.383886"), "Thé")
    assert report.writes == 1


def test_a_field_that_the_shop_owns_is_left_alone(boutique: Boutique) -> None:
    owners = {**DEFAULT_OWNERS, Kind.PRODUCT: {**DEFAULT_OWNERS[Kind.PRODUCT], "name": Owner.SHOP}}
    boutique.policy = Policy(owners=owners)
    boutique.sync()
    ref, _ = boutique.the(Kind.PRODUCT, "TEA")
    boutique.shop.edit(ref, name={"fr": "Thé d'Assam", "en": "Assam"})

    report = boutique.sync()

    assert report.writes == 0


def test_what_was_deleted_on_the_site_is_made_again(boutique: Boutique) -> None:
    boutique.sync()
    ref, _ = boutique.the(Kind.PRODUCT, "TEA")
    boutique.shop.remove(ref)

    boutique.sync()

    again, _ = boutique.the(Kind.PRODUCT, "TEA")
    assert again != ref
    assert len(boutique.on_shop(Kind.IMAGE)) == 1
    assert boutique.sync().writes == 0


def test_a_shop_made_by_hand_is_adopted(boutique: Boutique) -> None:
    boutique.shop.make(
        tea(
            key="", name={"fr": "Mon thé", "en": "My tea"}, brand=None, supplier=None, categories=()
        )
    )
    boutique.shop.make(Category(key="", name={"fr": "épicerie", "en": "Grocery"}))

    boutique.sync()

    _, product = boutique.the(Kind.PRODUCT, "TEA")
    assert isinstance(product, Product)
    assert product.name["fr"] == "Thé"
    assert len(boutique.on_shop(Kind.CATEGORY)) == 2
    assert boutique.sync().writes == 0


def test_a_photo_that_the_shop_already_shows_is_adopted(boutique: Boutique) -> None:
    key = boutique.shop.make(tea(key="", brand=None, supplier=None, categories=()))
    photo = boutique.shop.make(Image(key="", product=key))
    boutique.shop.photos[photo] = boutique.till.photos["tea.png"]

    boutique.sync()

    assert list(boutique.on_shop(Kind.IMAGE)) == [photo]


def test_a_photo_of_the_shops_own_is_left_there(boutique: Boutique) -> None:
    key = boutique.shop.make(tea(key="", brand=None, supplier=None, categories=()))
    photo = boutique.shop.make(Image(key="", product=key))
    boutique.shop.photos[photo] = picture("purple", side=90)

    boutique.sync()
    boutique.till.remove(Ref(Kind.IMAGE, "i1"))
    boutique.sync()

    assert list(boutique.on_shop(Kind.IMAGE)) == [photo]


def test_another_photo_in_the_same_place_replaces_the_first(boutique: Boutique) -> None:
    boutique.sync()
    before = boutique.on_shop(Kind.IMAGE).keys()
    boutique.till.photos["tea.png"] = picture("blue")
    boutique.till.put(Image(key="i1", product="p1", source="tea.png", stamp="2"))

    report = boutique.sync()

    assert boutique.on_shop(Kind.IMAGE).keys() == before
    assert list(boutique.shop.photos.values()) == [picture("blue")]
    assert report.writes == 1


def test_a_touched_photo_with_the_same_content_is_not_sent_again(boutique: Boutique) -> None:
    boutique.sync()
    boutique.till.put(Image(key="i1", product="p1", source="tea.png", stamp="2"))

    report = boutique.sync()

    assert report.writes == 0


def test_a_dry_run_shows_the_plan_and_writes_nothing(boutique: Boutique) -> None:
    report = boutique.sync(RunOptions(dry_run=True))

    assert report.plan is not None
    assert len(report.plan.changes) == len(goods())
    assert not boutique.shop.contents()
    assert report.changed == report.read


def test_taking_too_much_off_the_site_asks_first(boutique: Boutique) -> None:
    boutique.till.put(
        *(tea(key=f"t{n}", reference=f"T{n}", name={"fr": f"Thé {n}"}) for n in range(20))
    )
    boutique.sync()
    for n in range(20):
        boutique.till.withdraw(Ref(Kind.PRODUCT, f"t{n}"))

    asked = boutique.sync()
    still_there = [product for product in boutique.products() if product.is_active]
    approved = boutique.sync(RunOptions(approved=True))

    assert (asked.outcome, asked.writes, len(still_there)) == ("halted", 0, 22)
    assert asked.reason is not None
    assert asked.reason.code is Code.MANY_TAKEN_OFF
    assert asked.reason.words["count"] == 20
    assert (approved.outcome, approved.writes) == ("done", 20)


def test_a_site_that_answers_empty_is_not_filled_anew_without_asking(boutique: Boutique) -> None:
    boutique.policy = Policy(breaker=Breaker(count_min=1))
    boutique.sync()
    for ref in list(boutique.shop.contents()):
        if ref.kind is Kind.PRODUCT:
            boutique.shop.remove(ref)

    report = boutique.sync()

    assert (report.outcome, report.writes) == ("halted", 0)
    assert boutique.sync(RunOptions(approved=True)).outcome == "done"


def test_a_shirt_that_costs_more_in_large_shows_the_tills_price(boutique: Boutique) -> None:
    boutique.till.put(shirt(price=euro("19.99")), size("L", "2.00"))

    boutique.sync()

    _, product = boutique.the(Kind.PRODUCT, "SHIRT")
    _, large = boutique.the(Kind.VARIANT, "SHIRT-L")
    assert isinstance(product, Product)
    assert isinstance(large, Variant)
    gross = (product.price.amount + large.surcharge.amount) * Decimal("1.2")
    assert gross.quantize(Decimal("0.01")) == Decimal("21.99")
