"""A till that keeps little leaves alone what it knows nothing of."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from pos2web.adapters.memory.adapter import MemoryTill
from pos2web.domain.policy import Policy
from pos2web.domain.things import Brand, Stock
from pos2web.domain.values import Kind, Ref
from pos2web.ports import Page, TillCapabilities
from tests.shops.boutique import Boutique, stocked_till, tea

LITTLE = TillCapabilities(
    kinds=frozenset({Kind.PRODUCT, Kind.STOCK}),
    product_fields=frozenset({"weight", "ean", "is_active"}),
)
LITTLE_TEA = tea(description={}, summary={}, brand=None, supplier=None, categories=())


@pytest.fixture
def shop_around_the_corner(tmp_path: Path) -> Boutique:
    """A boutique whose till keeps products and stock alone, as it is opened for it."""
    till = MemoryTill(
        LITTLE_TEA, Stock(key="p1", product="p1", quantity=Decimal(5)), capabilities=LITTLE
    )
    return Boutique(tmp_path, till=till, policy=Policy().of_till(LITTLE.lacking))


def test_what_the_till_lacks_is_the_merchants_on_the_site(shop_around_the_corner: Boutique) -> None:
    boutique = shop_around_the_corner
    boutique.sync()
    ref, _ = boutique.the(Kind.PRODUCT, "TEA")
    brand = boutique.shop.make(Brand(key="", name="Palais"))
    boutique.shop.edit(ref, brand=brand, description={"fr": "Cueilli à la main"})

    report = boutique.sync()

    [product] = boutique.products()
    assert (product.brand, product.description["fr"]) == (brand, "Cueilli à la main")
    assert report.writes == 0


def test_a_product_that_such_a_till_names_again_is_sold_again(
    shop_around_the_corner: Boutique,
) -> None:
    boutique = shop_around_the_corner
    boutique.sync()
    boutique.till.remove(Ref(Kind.PRODUCT, "p1"))
    boutique.sync()
    assert [product.is_active for product in boutique.products()] == [False]
    boutique.till.put(LITTLE_TEA)

    boutique.sync()

    assert [product.is_active for product in boutique.products()] == [True]


class NoLongerKeepsPhotos(MemoryTill):
    """A till that keeps no photos any more, and says all the same that it named them all."""

    @property
    def capabilities(self) -> TillCapabilities:
        kinds = frozenset(Kind) - {Kind.IMAGE}
        return msgspec.structs.replace(super().capabilities, kinds=kinds)

    def observe(self, since: str | None) -> Iterator[Page]:
        for page in super().observe(since):
            things = tuple(each for each in page.things if "stamp" not in each.__struct_fields__)
            refs = tuple(ref for ref in page.unchanged if ref.kind is not Kind.IMAGE)
            yield msgspec.structs.replace(page, things=things, unchanged=refs)


def test_things_of_a_kind_that_the_till_does_not_keep_are_not_taken_as_gone(
    tmp_path: Path,
) -> None:
    boutique = Boutique(tmp_path)
    boutique.sync()
    photos = boutique.on_shop(Kind.IMAGE)
    boutique.till = NoLongerKeepsPhotos(*stocked_till().contents().values())

    report = boutique.sync()

    assert len(photos) == 1
    assert (boutique.on_shop(Kind.IMAGE), report.writes) == (photos, 0)
