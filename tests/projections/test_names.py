"""Things are found by what they were ever called."""

from pos2web.domain.facts import ProductBarcoded, ReferenceSet, ThingGone, VariantBarcoded
from pos2web.domain.values import Kind, Ref
from pos2web.projections import names
from pos2web.projections.read_models import ReadModels
from tests.projections.given import SHOP, TILL, ListedLog, tea, variant

TEA = Ref(Kind.PRODUCT, "TEA")


def test_a_thing_is_found_by_its_names_of_now_and_of_before(models: ReadModels) -> None:
    log = ListedLog().happened(
        f"{TILL}/product/TEA",
        tea(ean="376"),
        ReferenceSet(key="TEA", reference="NEW", was="REF-TEA"),
        ProductBarcoded(key="TEA", ean="377", was="376"),
        ThingGone(key="TEA", kind=Kind.PRODUCT),
    )
    models.catch_up(log)

    found = [names.find(models, name) for name in ("REF-TEA", "NEW", "376", "377")]

    assert found == [[(TILL, TEA)]] * 4
    assert names.find(models, "TEA") == names.find(models, "") == []


def test_one_name_is_of_many_things(models: ReadModels) -> None:
    log = ListedLog().happened(f"{TILL}/variant/v", variant("v", reference="A"))
    log.happened(f"{TILL}/variant/v", VariantBarcoded(key="v", ean="B", was=""))
    log.happened(f"{SHOP}/product/12", tea("12", reference="A", ean="B"))
    log.happened(f"{SHOP}/product/12", tea("12", reference="A"))
    models.catch_up(log)

    both = [(SHOP, Ref(Kind.PRODUCT, "12")), (TILL, Ref(Kind.VARIANT, "v"))]

    assert names.find(models, "A") == names.find(models, "B") == both
