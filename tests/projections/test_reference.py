"""What people mean by what they type."""

from pos2web.domain.facts import BrandFound, ReferenceSet, ThingGone
from pos2web.domain.things import Brand
from pos2web.domain.values import Kind, Ref
from pos2web.projections import reference
from pos2web.projections.read_models import ReadModels
from tests.projections.given import SHOP, TILL, ListedLog, level, tea, variant

TEA = f"{TILL}/product/TEA"


def refs(models: ReadModels, name: str) -> list[str]:
    return [f"{match.connection} {match.ref}" for match in reference.find(models, name)]


def test_a_product_is_found_by_reference_ean_or_key(models: ReadModels) -> None:
    models.catch_up(ListedLog().happened(TEA, tea(ean="4006381333931")))

    for name in ("REF-TEA", "4006381333931", "TEA"):
        assert refs(models, name) == ["till:main product:TEA"]


def test_the_till_s_is_meant_before_the_shop_s(models: ReadModels) -> None:
    log = ListedLog().happened(f"{SHOP}/product/12", tea("12", reference="REF-TEA"))
    log.happened(TEA, tea())

    models.catch_up(log)

    assert refs(models, "REF-TEA") == ["till:main product:TEA"]
    assert refs(models, "12") == ["shop:main product:12"]


def test_a_reference_is_meant_before_a_key(models: ReadModels) -> None:
    log = ListedLog().happened(
        f"{TILL}/brand/TEA", BrandFound(key="TEA", brand=Brand(key="TEA", name="T"))
    )
    log.happened(TEA, tea()).happened(f"{TILL}/product/7", tea("7", reference="TEA"))

    models.catch_up(log)

    assert refs(models, "TEA") == [
        "till:main product:7",
        "till:main brand:TEA",
        "till:main product:TEA",
    ]


def test_what_is_there_is_meant_before_what_is_gone(models: ReadModels) -> None:
    log = ListedLog().happened(f"{TILL}/product/1", tea("1", reference="TEA"))
    log.happened(f"{TILL}/product/1", ThingGone(key="1", kind=Kind.PRODUCT))
    log.happened(f"{TILL}/product/2", tea("2", reference="TEA"))

    models.catch_up(log)

    found = reference.find(models, "TEA")
    assert [(match.ref.key, match.is_gone) for match in found] == [("2", False), ("1", True)]


def test_the_reference_of_today_is_what_counts(models: ReadModels) -> None:
    moved = ReferenceSet(key="TEA", reference="NEW", was="REF-TEA")

    models.catch_up(ListedLog().happened(TEA, tea(), moved))

    assert refs(models, "REF-TEA") == []
    assert refs(models, "NEW") == ["till:main product:TEA"]


def test_a_product_s_family_is_all_that_belongs_to_it(models: ReadModels) -> None:
    log = ListedLog().happened(TEA, tea()).happened(f"{TILL}/variant/V", variant("V"))
    log.happened(f"{TILL}/stock/TEA/V", level("TEA/V", "1", variant="V"))
    log.happened(f"{TILL}/stock/OTHER", level("OTHER", "1", product="OTHER"))

    models.catch_up(log)

    assert [match.ref for match in reference.family(models, "TEA")] == [
        Ref(Kind.PRODUCT, "TEA"),
        Ref(Kind.STOCK, "TEA/V"),
        Ref(Kind.VARIANT, "V"),
    ]


def test_a_brand_is_a_family_of_one(models: ReadModels) -> None:
    brand = BrandFound(key="B", brand=Brand(key="B", name="Brand"))

    models.catch_up(ListedLog().happened(f"{TILL}/brand/B", brand))

    assert [match.ref for match in reference.family(models, "B")] == [Ref(Kind.BRAND, "B")]
