"""The shop in memory beyond the kit: its manners, its faults and the hands in its back office."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from pos2web.adapters.memory.adapter import MemoryShop, Moment
from pos2web.domain.changes import Action
from pos2web.domain.things import (
    ZERO,
    AnyThing,
    Brand,
    Category,
    Image,
    Option,
    OptionValue,
    Product,
    Stock,
    Variant,
    kind_of,
)
from pos2web.domain.values import Kind, Money, Ref, ShopKey
from pos2web.errors import RecordError
from pos2web.ports import Done, Outcome, Refused, Severity, Unsure, Write

TEA = Product(
    key="",
    reference="TEA",
    name={"fr": "Thé", "en": "Tea"},
    price=Money(Decimal("8.246446"), "EUR"),
    tax_rate=Decimal("5.5"),
)
EURO = Money(Decimal(1), "EUR")


def create(thing: AnyThing, content: bytes | None = None) -> Write:
    fields = frozenset(thing.__struct_fields__) - {"key"}
    return Write(
        id="c",
        action=Action.CREATE,
        kind=kind_of(thing),
        shop_key=None,
        thing=thing,
        fields=fields,
        content=content,
    )


def update(thing: AnyThing, *fields: str, content: bytes | None = None) -> Write:
    return Write(
        id="u",
        action=Action.UPDATE,
        kind=kind_of(thing),
        shop_key=ShopKey(thing.key),
        thing=thing,
        fields=frozenset(fields),
        content=content,
    )


def without(thing: AnyThing, action: Action) -> Write:
    return msgspec.structs.replace(update(thing), action=action)


def with_fields(thing: AnyThing, **fields: Any) -> AnyThing:
    return msgspec.structs.replace(thing, **fields)


def stock_of(shop: MemoryShop) -> dict[str, Decimal]:
    return {
        ref.key: thing.quantity
        for ref, thing in shop.contents().items()
        if isinstance(thing, Stock)
    }


def test_the_same_product_created_twice_is_there_twice() -> None:
    shop = MemoryShop()

    outcomes = shop.apply([create(TEA), create(TEA)])

    assert outcomes == [Done(shop_key="1"), Done(shop_key="2")]


def test_a_new_product_has_a_stock_row_of_nothing() -> None:
    shop = MemoryShop()

    shop.apply([create(TEA)])

    assert stock_of(shop) == {"1": ZERO}


def test_a_product_with_variants_shows_their_stock_alone() -> None:
    shop = MemoryShop()
    shop.make(TEA)

    shop.make(Variant(key="", product="1", options=(), surcharge=EURO))

    assert stock_of(shop) == {"1/2": ZERO}


def test_a_product_has_its_own_stock_again_when_its_last_variant_goes() -> None:
    shop = MemoryShop()
    shop.make(TEA)
    shop.make(Variant(key="", product="1", options=(), surcharge=EURO))

    shop.remove(Ref(Kind.VARIANT, "2"))

    assert stock_of(shop) == {"1": ZERO}


def test_only_the_fields_of_an_update_are_written() -> None:
    shop = MemoryShop()
    shop.make(TEA)
    cheaper = with_fields(TEA, key="1", price=EURO, reference="OTHER", name={"fr": "Thé vert"})

    shop.apply([update(cheaper, "price", "name")])

    assert shop.contents()[Ref(Kind.PRODUCT, "1")] == with_fields(
        TEA, key="1", price=EURO, name={"fr": "Thé vert", "en": "Tea"}
    )


def test_a_shop_keeps_only_its_own_languages_and_decimals() -> None:
    shop = MemoryShop()

    shop.apply(
        [create(with_fields(TEA, name={"nl": "Thee"}, price=Money(Decimal("1.23456789"), "EUR")))]
    )

    product = shop.contents()[Ref(Kind.PRODUCT, "1")]
    assert isinstance(product, Product)
    assert (product.name, product.price.amount) == ({}, Decimal("1.234568"))


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"name": {"fr": "x" * 129}}, "name has 129 characters, more than 128"),
        ({"name": {"fr": ""}}, "name is empty"),
        ({"name": {"fr": "a<b"}}, "name «a<b» holds <"),
        ({"reference": "R" * 65}, "reference has 65 characters, more than 64"),
        ({"price": Money(Decimal(-1), "EUR")}, "price -1 is negative"),
        ({"tax_rate": Decimal(7)}, "no tax of 7 % here"),
    ],
)
def test_a_refused_product_is_not_saved_and_the_others_are(
    fields: dict[str, Any], reason: str
) -> None:
    shop = MemoryShop()

    outcomes = shop.apply([create(with_fields(TEA, **fields)), create(TEA)])

    assert outcomes == [Refused(reason=reason), Done(shop_key="1")]


def test_half_a_piece_can_not_be_in_stock() -> None:
    shop = MemoryShop()
    shop.make(TEA)

    [outcome] = shop.apply(
        [update(Stock(key="1", product="1", quantity=Decimal("0.5")), "quantity")]
    )

    assert outcome == Refused(reason="quantity 0.5 is not whole")


def test_stock_is_set_on_the_row_that_is_there() -> None:
    shop = MemoryShop()
    shop.make(TEA)

    [outcome] = shop.apply([create(Stock(key="", product="1", quantity=Decimal(5)))])

    assert outcome == Done(shop_key="1")
    assert stock_of(shop) == {"1": Decimal(5)}


def test_an_update_of_what_is_gone_is_refused() -> None:
    [outcome] = MemoryShop().apply([update(Brand(key="7", name="Lin"), "name")])

    assert outcome == Refused(reason="there is no brand 7")


@pytest.mark.parametrize("action", [Action.DEACTIVATE, Action.DELETE])
def test_what_is_gone_counts_as_deactivated_and_deleted(action: Action) -> None:
    [outcome] = MemoryShop().apply([without(Brand(key="7", name="Lin"), action)])

    assert outcome == Done(shop_key="7")


def test_a_deactivated_product_stays() -> None:
    shop = MemoryShop()
    shop.make(TEA)

    shop.apply([without(with_fields(TEA, key="1"), Action.DEACTIVATE)])

    assert shop.contents()[Ref(Kind.PRODUCT, "1")] == with_fields(TEA, key="1", is_active=False)


def test_what_has_no_switch_is_deleted_instead() -> None:
    shop = MemoryShop()
    variant = Variant(key="9", product="1", options=(), surcharge=EURO)
    shop.make(variant)

    shop.apply([without(variant, Action.DEACTIVATE)])

    assert Ref(Kind.VARIANT, "9") not in shop.contents()


def test_a_deleted_product_takes_its_parts_along() -> None:
    shop = MemoryShop()
    shop.make(TEA)
    shop.make(Variant(key="", product="1", options=(), surcharge=EURO))
    shop.apply([create(Image(key="", product="1"), b"photo")])

    shop.apply([without(with_fields(TEA, key="1"), Action.DELETE)])

    assert shop.contents() == {}
    assert shop.photos == {}


def test_a_deleted_category_or_option_takes_what_is_under_it() -> None:
    shop = MemoryShop()
    shop.make(Category(key="2", name={"fr": "Boissons"}))
    shop.make(Category(key="3", name={"fr": "Thés"}, parent="2"))
    shop.make(Option(key="4", name={"fr": "Taille"}))
    shop.make(OptionValue(key="5", name={"fr": "M"}, option="4"))

    shop.remove(Ref(Kind.CATEGORY, "2"))
    shop.remove(Ref(Kind.OPTION, "4"))

    assert shop.contents() == {}


def test_a_photo_is_sent_replaced_and_read() -> None:
    shop = MemoryShop()
    image = Image(key="", product="1", fingerprint="abc")
    shop.apply([create(image, b"first")])
    held = Image(key="1", product="1")

    shop.apply([update(held, "fingerprint", content=b"second")])

    assert shop.contents() == {Ref(Kind.IMAGE, "1"): held}
    assert shop.read_image(held) == b"second"


def test_a_photo_must_be_sent_and_small_enough() -> None:
    shop = MemoryShop()
    image = Image(key="", product="1")

    outcomes = shop.apply([create(image), create(image, bytes(2_000_001))])

    assert outcomes == [
        Refused(reason="no photo was sent"),
        Refused(reason="photo has 2000001 bytes, more than 2000000"),
    ]


def test_a_photo_that_is_not_there_is_named() -> None:
    with pytest.raises(RecordError, match="no photo 3"):
        MemoryShop().read_image(Image(key="3", product="1"))


def test_a_look_finds_what_a_create_could_have_made() -> None:
    shop = MemoryShop()
    for name in ("Lin", "Lin", "Laine"):
        shop.make(Brand(key="", name=name))

    [page] = shop.look([create(Brand(key="", name="Lin"))])

    assert [thing.key for thing in page.things] == ["1", "2"]


def test_a_look_for_an_image_shows_its_product_with_all_of_its_images() -> None:
    shop = MemoryShop()
    shop.make(TEA)
    shop.make(Image(key="", product="1"))
    shop.make(Image(key="", product="1", position=2))

    [page] = shop.look([update(Image(key="2", product="1"), "fingerprint")])

    assert [type(thing) for thing in page.things] == [Product, Image, Image]


def test_a_look_reads_what_was_written_to() -> None:
    shop = MemoryShop()
    shop.make(Brand(key="", name="Lin"))

    [page] = shop.look([update(Brand(key="1", name="Laine"), "name")])

    assert page.things == (Brand(key="1", name="Lin"),)


def test_a_fault_before_keeps_the_write_from_happening() -> None:
    def fault(moment: Moment, _write: Write) -> Outcome | None:
        return Unsure(reason="timeout") if moment is Moment.BEFORE else None

    shop = MemoryShop(fault=fault)

    assert shop.apply([create(TEA)]) == [Unsure(reason="timeout")]
    assert shop.contents() == {}


def test_a_fault_after_hides_what_happened() -> None:
    def fault(moment: Moment, _write: Write) -> Outcome | None:
        return Unsure(reason="timeout") if moment is Moment.AFTER else None

    shop = MemoryShop(fault=fault)

    assert shop.apply([create(TEA)]) == [Unsure(reason="timeout")]
    assert Ref(Kind.PRODUCT, "1") in shop.contents()


def test_what_a_person_edits_is_seen_after_the_cursor() -> None:
    shop = MemoryShop()
    shop.make(Brand(key="", name="Lin"))
    shop.make(Brand(key="", name="Laine"))
    cursor = list(shop.observe(None))[-1].cursor

    shop.edit(Ref(Kind.BRAND, "1"), name="Lin & Cie")

    assert [thing for page in shop.observe(cursor) for thing in page.things] == [
        Brand(key="1", name="Lin & Cie")
    ]


def test_every_call_is_counted() -> None:
    shop = MemoryShop()

    shop.profile()
    shop.apply([create(TEA), create(TEA)])
    list(shop.look([create(TEA)]))

    assert shop.calls == 3


def test_several_threads_may_write_at_once() -> None:
    shop = MemoryShop()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: shop.apply([create(TEA)]), range(40)))

    assert len([ref for ref in shop.contents() if ref.kind is Kind.PRODUCT]) == 40
    assert shop.calls == 40


def test_its_check_counts_what_it_holds() -> None:
    shop = MemoryShop()
    shop.make(Brand(key="", name="Lin"))

    [finding] = shop.check()
    shop.close()
    shop.close()

    assert (finding.severity, finding.text) == (Severity.OK, "1 things in memory")
