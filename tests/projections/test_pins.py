"""The pins that stand, since when, by whom and because of what."""

from pos2web.domain.pins import FieldPinned, FieldUnpinned, Lifting, Pin
from pos2web.domain.values import ConnectionName, Kind, Ref
from pos2web.projections import pins
from pos2web.projections.read_models import ReadModels
from tests.projections.given import NOON, SHOP, ListedLog

TEA = Ref(Kind.PRODUCT, "TEA")
PIN = Pin(value="Thé", over="Tea")
STREAM = f"{SHOP}/pin/product/TEA"


def pinned(value: str) -> FieldPinned:
    """The reference of the tea, pinned."""
    return FieldPinned(key="TEA", kind=Kind.PRODUCT, field="reference", value=value, over="Tea")


def unpinned(value: str) -> FieldUnpinned:
    """No longer."""
    was = Pin(value=value, over="Tea")
    return FieldUnpinned(
        key="TEA", kind=Kind.PRODUCT, field="reference", was=was, why=Lifting.LIFTED
    )


def test_a_pin_stands_with_who_made_it(models: ReadModels) -> None:
    log = ListedLog()
    log.happened(STREAM, pinned("Thé"), run="r1", connection=SHOP)
    models.catch_up(log)

    ((about, one),) = pins.standing(models, SHOP).items()

    assert about == (TEA, "reference")
    assert (one.pin, one.position, one.run, one.since) == (PIN, 1, "r1", NOON)
    assert pins.load(models, SHOP) == {TEA: {"reference": PIN}}
    assert pins.load(models, ConnectionName("shop:other")) == {}


def test_a_pin_stands_until_it_is_lifted(models: ReadModels) -> None:
    log = ListedLog()
    log.happened(STREAM, pinned("Thé"), run="r1", connection=SHOP)
    log.happened(STREAM, unpinned("Thé"), run="r2", connection=SHOP)
    models.catch_up(log)

    assert pins.load(models, SHOP) == {}


def test_the_late_end_of_another_pin_ends_none(models: ReadModels) -> None:
    log = ListedLog()
    log.happened(STREAM, unpinned("Café"), run="r1", connection=SHOP)
    log.happened(STREAM, pinned("Thé"), run="r1", connection=SHOP)
    log.happened(STREAM, unpinned("Café"), run="r2", connection=SHOP)
    models.catch_up(log)

    assert pins.load(models, SHOP) == {TEA: {"reference": PIN}}
