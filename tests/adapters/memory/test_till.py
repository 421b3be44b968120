"""The till in memory beyond the kit: its feed, its photos and the hands of the merchant."""

from decimal import Decimal

import pytest

from pos2web.adapters.memory.adapter import MemoryTill
from pos2web.domain.things import AnyThing, Brand, Image, Product, Supplier
from pos2web.domain.values import Kind, Money, Ref
from pos2web.errors import RecordError
from pos2web.ports import Page, Severity, TillCapabilities

LIN = Brand(key="LIN", name="Lin & Cie")
DUPONT = Supplier(key="DUPONT", name="Dupont")


def tea(price: str = "9.90") -> Product:
    return Product(
        key="TEA",
        reference="TEA",
        name={"fr": "Thé"},
        price=Money(Decimal(price), "EUR"),
        tax_rate=Decimal("5.5"),
    )


def things(pages: list[Page]) -> list[AnyThing]:
    return [thing for page in pages for thing in page.things]


def test_all_that_was_put_is_seen_in_the_order_of_kinds() -> None:
    till = MemoryTill(tea(), DUPONT, LIN)

    pages = list(till.observe(None))

    assert things(pages) == [LIN, DUPONT, tea()]
    assert [kind for page in pages for kind in page.complete] == list(Kind)


def test_after_a_cursor_only_what_was_put_since_is_whole() -> None:
    till = MemoryTill(LIN, tea())
    cursor = list(till.observe(None))[-1].cursor
    till.put(tea("8.90"))

    pages = list(till.observe(cursor))

    assert things(pages) == [tea("8.90")]
    assert [ref for page in pages for ref in page.unchanged] == [Ref(Kind.BRAND, "LIN")]


def test_putting_the_same_again_changes_nothing() -> None:
    till = MemoryTill(tea())
    cursor = list(till.observe(None))[-1].cursor

    till.put(tea())

    assert things(list(till.observe(cursor))) == []


def test_what_was_removed_is_not_named_any_more() -> None:
    till = MemoryTill(LIN, tea())
    cursor = list(till.observe(None))[-1].cursor

    till.remove(Ref(Kind.BRAND, "LIN"))

    assert [ref for page in till.observe(cursor) for ref in page.unchanged] == [
        Ref(Kind.PRODUCT, "TEA")
    ]


@pytest.mark.parametrize("cursor", ["99", "yesterday", ""])
def test_a_cursor_of_another_till_has_seen_nothing(cursor: str) -> None:
    till = MemoryTill(LIN, tea())

    assert things(list(till.observe(cursor))) == [LIN, tea()]


def test_a_till_without_a_feed_shows_all_every_time() -> None:
    till = MemoryTill(LIN, capabilities=TillCapabilities(has_feed=False))
    cursor = list(till.observe(None))[-1].cursor

    assert things(list(till.observe(cursor))) == [LIN]


def test_pages_are_no_larger_than_asked() -> None:
    brands = [Brand(key=str(number), name=f"Brand {number}") for number in range(7)]
    till = MemoryTill(*brands, page_size=3)

    sizes = [len(page.things) for page in till.observe(None) if page.things]

    assert sizes == [3, 3, 1]


def test_a_spoilt_record_is_unreadable_until_it_is_put_again() -> None:
    till = MemoryTill(tea())
    till.spoil(Ref(Kind.PRODUCT, "TEA"), "price of TEA is «dear»")
    spoilt = list(till.observe(None))
    cursor = spoilt[-1].cursor

    till.put(tea())

    assert [bad.reason for page in spoilt for bad in page.unreadable] == ["price of TEA is «dear»"]
    assert things(spoilt) == []
    assert things(list(till.observe(cursor))) == [tea()]


def test_a_withdrawn_product_stays_on_the_books() -> None:
    till = MemoryTill(tea())

    till.withdraw(Ref(Kind.PRODUCT, "TEA"))

    product = till.contents()[Ref(Kind.PRODUCT, "TEA")]
    assert isinstance(product, Product)
    assert not product.is_active


def test_a_photo_is_found_by_its_source() -> None:
    till = MemoryTill()
    till.photos["tea.jpg"] = b"photo"

    assert till.open_image(Image(key="1", product="TEA", source="tea.jpg")) == b"photo"


def test_a_missing_photo_names_the_image_and_its_source() -> None:
    with pytest.raises(RecordError, match=r"no photo at tea\.jpg") as caught:
        MemoryTill().open_image(Image(key="1", product="TEA", source="tea.jpg"))

    assert caught.value.ref == "image:1"


def test_a_photo_larger_than_we_read_is_refused() -> None:
    till = MemoryTill()
    till.photos["tea.jpg"] = bytes(20_000_001)

    with pytest.raises(RecordError, match="20000001 bytes"):
        till.open_image(Image(key="1", product="TEA", source="tea.jpg"))


def test_its_check_counts_what_it_holds() -> None:
    till = MemoryTill(LIN, tea())

    [finding] = till.check()
    till.close()
    till.close()

    assert (finding.severity, finding.text) == (Severity.OK, "2 things in memory")
