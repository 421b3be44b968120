"""What people call things."""

import pytest

from pos2web.domain.facts import BrandFound, CategoryFound, ImageFound, OptionValueFound, ThingGone
from pos2web.domain.things import Brand, Category, Image, OptionValue
from pos2web.domain.values import Kind, Ref
from pos2web.history import ThingNames
from pos2web.projections.read_models import ReadModels
from tests.projections.given import SHOP, TILL, ListedLog, level, tea, variant

MEDIUM = OptionValue(key="Size=M", option="Size", name={"fr": "Moyen", "en": "Medium"})


@pytest.fixture
def names(models: ReadModels) -> ThingNames:
    """A till with a tea and what belongs to it, and a shop with one of the same."""
    log = ListedLog().happened(f"{TILL}/product/TEA", tea())
    log.happened(f"{TILL}/product/BARE", tea("BARE", reference=""))
    log.happened(f"{TILL}/variant/V", variant("V", options=("Size=M", "Hue=?")))
    log.happened(f"{TILL}/variant/W", variant("W", product="LOST", reference="REF-W"))
    log.happened(f"{TILL}/variant/X", variant("X", product="LOST"))
    log.happened(f"{TILL}/option_value/Size=M", OptionValueFound(key="Size=M", option_value=MEDIUM))
    log.happened(
        f"{TILL}/image/i", ImageFound(key="i", image=Image(key="i", product="TEA", position=2))
    )
    log.happened(f"{TILL}/stock/TEA", level("TEA", "1"))
    log.happened(f"{TILL}/stock/TEA/V", level("TEA/V", "1", variant="V"))
    log.happened(f"{TILL}/brand/B", BrandFound(key="B", brand=Brand(key="B", name="Kusmi")))
    shelf = Category(key="C", name={"en": "Drinks"})
    log.happened(f"{TILL}/category/C", CategoryFound(key="C", category=shelf))
    log.happened(f"{SHOP}/product/12", tea("12"))
    models.catch_up(log)
    return ThingNames(models, "fr")


@pytest.mark.parametrize(
    ("kind", "key", "name"),
    [
        (Kind.PRODUCT, "TEA", "REF-TEA"),
        (Kind.PRODUCT, "BARE", "Thé vert"),
        (Kind.VARIANT, "W", "REF-W"),
        (Kind.VARIANT, "V", "REF-TEA (Moyen, Hue=?)"),
        (Kind.VARIANT, "X", "LOST (Moyen)"),
        (Kind.OPTION_VALUE, "Size=M", "Moyen"),
        (Kind.IMAGE, "i", "REF-TEA (2)"),
        (Kind.STOCK, "TEA", "REF-TEA"),
        (Kind.STOCK, "TEA/V", "REF-TEA (Moyen, Hue=?)"),
        (Kind.BRAND, "B", "Kusmi"),
        (Kind.CATEGORY, "C", "Drinks"),
        (Kind.PRODUCT, "LOST", None),
    ],
)
def test_things_have_names(names: ThingNames, kind: Kind, key: str, name: str | None) -> None:
    assert names(Ref(kind, key), TILL) == name


def test_a_shop_s_things_have_names_too(names: ThingNames) -> None:
    assert names(Ref(Kind.PRODUCT, "12"), SHOP) == "REF-12"
    assert names(Ref(Kind.PRODUCT, "12"), TILL) is None


def test_any_till_s_name_will_do_where_none_is_said(names: ThingNames) -> None:
    assert names(Ref(Kind.PRODUCT, "TEA"), None) == "REF-TEA"


def test_what_is_gone_keeps_its_name(models: ReadModels) -> None:
    gone = ThingGone(key="TEA", kind=Kind.PRODUCT)
    models.catch_up(ListedLog().happened(f"{TILL}/product/TEA", tea(), gone))

    assert ThingNames(models, "fr")(Ref(Kind.PRODUCT, "TEA"), TILL) == "REF-TEA"


def test_a_thing_that_is_there_gives_its_name_before_one_that_is_gone(models: ReadModels) -> None:
    log = ListedLog().happened("till:a/product/1", tea("1", reference="OLD"))
    log.happened("till:a/product/1", ThingGone(key="1", kind=Kind.PRODUCT))
    log.happened("till:b/product/1", tea("1", reference="NEW"))

    models.catch_up(log)

    assert ThingNames(models, "fr")(Ref(Kind.PRODUCT, "1"), None) == "NEW"


def test_each_thing_is_looked_up_once(models: ReadModels) -> None:
    names = ThingNames(models, "fr")
    before = names(Ref(Kind.PRODUCT, "TEA"), TILL)

    models.catch_up(ListedLog().happened(f"{TILL}/product/TEA", tea()))

    assert before is None
    assert names(Ref(Kind.PRODUCT, "TEA"), TILL) is None
    assert ThingNames(models, "fr")(Ref(Kind.PRODUCT, "TEA"), TILL) == "REF-TEA"
