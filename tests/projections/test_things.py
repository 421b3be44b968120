"""What the tills and the shops hold, as the log tells it."""

from decimal import Decimal

from pos2web.domain.facts import (
    PriceSet,
    ProductBarcoded,
    StockCounted,
    StockReassigned,
    ThingGone,
    ThingReturned,
    ThingWithdrawn,
)
from pos2web.domain.things import Product, Stock
from pos2web.domain.values import ConnectionName, Kind, Ref
from pos2web.projections import catalogue, site, stock
from pos2web.projections.following.rows import CACHED_ROWS_MAX, Rows
from pos2web.projections.read_models import ReadModels
from tests.projections.given import SHOP, TILL, ListedLog, euros, level, tea, teas, variant

TEA = f"{TILL}/product/TEA"


def price(after: str, was: str, key: str = "TEA") -> PriceSet:
    return PriceSet(key=key, price=euros(after), was=euros(was))


def test_a_thing_is_as_it_was_last_seen(models: ReadModels) -> None:
    models.catch_up(ListedLog().happened(TEA, tea(), price("8.90", "9.90")))

    found = catalogue.load(models, TILL)[Kind.PRODUCT]["TEA"]

    assert isinstance(found, Product)
    assert found.price == euros("8.90")
    assert found.name == {"fr": "Thé vert", "en": "Green tea"}


def test_every_kind_is_there_and_things_come_by_key(models: ReadModels) -> None:
    models.catch_up(teas(2).happened(f"{TILL}/variant/V", variant("V")))

    things = catalogue.load(models, TILL)

    assert list(things) == list(Kind)
    assert list(things[Kind.PRODUCT]) == ["0", "1"]
    assert list(things[Kind.VARIANT]) == ["V"]


def test_what_is_gone_is_no_longer_there(models: ReadModels) -> None:
    log = ListedLog().happened(TEA, tea(), ThingGone(key="TEA", kind=Kind.PRODUCT))

    models.catch_up(log)

    assert catalogue.load(models, TILL)[Kind.PRODUCT] == {}


def test_one_thing_is_found_without_the_others_until_it_is_gone(models: ReadModels) -> None:
    tea_of_till, log = Ref(Kind.PRODUCT, "TEA"), ListedLog().happened(TEA, tea())
    log.happened(f"{TILL}/stock/TEA", level("TEA", "4"))
    log.happened(f"{TILL}/stock/CUP", level("CUP", "1", product="CUP"))
    models.catch_up(log)
    there = catalogue.find(models, TILL, tea_of_till)
    counted = catalogue.stocks_of(models, TILL, "TEA")

    log.happened(TEA, ThingGone(key="TEA", kind=Kind.PRODUCT))
    log.happened(f"{TILL}/stock/TEA", ThingGone(key="TEA", kind=Kind.STOCK))
    models.catch_up(log)

    assert isinstance(there, Product)
    assert [each.quantity for each in counted] == [Decimal(4)]
    assert catalogue.find(models, TILL, tea_of_till) is None
    assert catalogue.stocks_of(models, TILL, "TEA") == ()


def test_only_the_kinds_that_are_asked_for_are_read(models: ReadModels) -> None:
    models.catch_up(teas(2).happened(f"{TILL}/variant/V", variant("V")))

    things = catalogue.load(models, TILL, Kind.VARIANT, Kind.BRAND)

    assert {kind: [*found] for kind, found in things.items()} == {
        Kind.VARIANT: ["V"],
        Kind.BRAND: [],
    }


def test_what_comes_back_is_there_as_it_came(models: ReadModels) -> None:
    log = ListedLog().happened(TEA, tea(), ThingGone(key="TEA", kind=Kind.PRODUCT))
    log.happened(TEA, tea(ean="4006381333931"))

    models.catch_up(log)

    assert catalogue.load(models, TILL)[Kind.PRODUCT]["TEA"] == tea(ean="4006381333931").product


def test_withdrawn_and_returned_are_seen(models: ReadModels) -> None:
    log = ListedLog().happened(TEA, tea(), ThingWithdrawn(key="TEA", kind=Kind.PRODUCT))
    models.catch_up(log)
    withdrawn = catalogue.load(models, TILL)[Kind.PRODUCT]["TEA"]
    log.happened(TEA, ThingReturned(key="TEA", kind=Kind.PRODUCT))

    models.catch_up(log)

    assert withdrawn == tea(is_active=False).product
    assert catalogue.load(models, TILL)[Kind.PRODUCT]["TEA"] == tea().product


def test_a_change_of_what_was_never_seen_is_nothing(models: ReadModels) -> None:
    log = ListedLog().happened(TEA, price("8.90", "9.90"), ThingGone(key="TEA", kind=Kind.PRODUCT))
    log.happened(f"{TILL}/stock/S", StockCounted(key="S", quantity=Decimal(1), was=Decimal(0)))

    models.catch_up(log)

    assert catalogue.load(models, TILL)[Kind.PRODUCT] == {}
    assert stock.load(models, TILL) == {}


def test_the_till_and_the_shop_are_kept_apart(models: ReadModels) -> None:
    log = ListedLog().happened(TEA, tea())
    log.happened(f"{SHOP}/product/12", tea("12", ean="4006381333931"))

    models.catch_up(log)

    assert list(catalogue.load(models, TILL)[Kind.PRODUCT]) == ["TEA"]
    assert list(site.load(models, SHOP)[Kind.PRODUCT]) == ["12"]
    assert catalogue.load(models, SHOP)[Kind.PRODUCT] == {}


def test_two_shops_are_kept_apart(models: ReadModels) -> None:
    log = ListedLog().happened("shop:north/product/1", tea("1"))
    log.happened("shop:south/product/1", tea("1"), price("5", "9.90", "1"))

    models.catch_up(log)

    assert site.load(models, ConnectionName("shop:north"))[Kind.PRODUCT]["1"] == tea("1").product
    assert (
        site.load(models, ConnectionName("shop:south"))[Kind.PRODUCT]["1"]
        == tea("1", price=euros("5")).product
    )


def test_the_envelope_says_whose_it_is_where_the_stream_does_not(models: ReadModels) -> None:
    models.catch_up(ListedLog().happened("product/TEA", tea(), connection=TILL))

    assert list(catalogue.load(models, TILL)[Kind.PRODUCT]) == ["TEA"]


def test_rows_that_are_not_at_hand_are_read(models: ReadModels) -> None:
    log = ListedLog().happened(TEA, tea(), ProductBarcoded(key="TEA", ean="1", was=""))
    models.catch_up(log)
    models.close()
    reopened = ReadModels.open(models.path)
    log.happened(TEA, price("8.90", "9.90"))

    reopened.catch_up(log)
    found = catalogue.load(reopened, TILL)[Kind.PRODUCT]["TEA"]
    reopened.close()

    assert found == tea(ean="1", price=euros("8.90")).product


def test_no_more_rows_than_the_limit_are_kept_at_hand(models: ReadModels) -> None:
    rows = Rows(stock.SHAPE)
    for number in range(CACHED_ROWS_MAX + 1):
        rows.put((TILL, str(number)), None)
    with models.engine.connect() as connection:
        cursor = connection.connection.cursor()

        rows.write(cursor)  # type: ignore[arg-type]  # the driver's own, which the pool hides

    assert len(rows) == 0


def test_stock_is_a_thing_and_a_level(models: ReadModels) -> None:
    log = ListedLog().happened(f"{TILL}/stock/TEA/V", level("TEA/V", "5", variant="V"))
    log.happened(f"{TILL}/stock/COCOA", level("COCOA", "2", product="COCOA"))

    models.catch_up(log)

    assert isinstance(catalogue.load(models, TILL)[Kind.STOCK]["TEA/V"], Stock)
    assert stock.load(models, TILL) == {
        "COCOA": ("COCOA", None, Decimal(2)),
        "TEA/V": ("TEA", "V", Decimal(5)),
    }
    assert list(stock.of_product(models, TILL, "TEA")) == ["TEA/V"]


def test_stock_is_as_it_was_last_counted(models: ReadModels) -> None:
    log = ListedLog().happened(f"{TILL}/stock/S", level("S", "5"))
    models.catch_up(log)
    models.catch_up(
        log.happened(
            f"{TILL}/stock/S",
            StockCounted(key="S", quantity=Decimal("3.50"), was=Decimal(5)),
            StockReassigned(
                key="S", product="COCOA", variant="V", was_product="TEA", was_variant=None
            ),
        )
    )

    assert stock.load(models, TILL) == {"S": ("COCOA", "V", Decimal("3.50"))}


def test_a_reassignment_of_unknown_stock_is_nothing(models: ReadModels) -> None:
    moved = StockReassigned(key="S", product="A", variant=None, was_product="B", was_variant=None)

    models.catch_up(ListedLog().happened(f"{TILL}/stock/S", moved))

    assert stock.load(models, TILL) == {}


def test_gone_stock_has_no_level(models: ReadModels) -> None:
    log = ListedLog().happened(f"{TILL}/stock/TEA", level("TEA", "5"))
    log.happened(TEA, tea(), ThingGone(key="TEA", kind=Kind.PRODUCT))
    models.catch_up(log)
    kept = stock.load(models, TILL)

    models.catch_up(log.happened(f"{TILL}/stock/TEA", ThingGone(key="TEA", kind=Kind.STOCK)))

    assert list(kept) == ["TEA"]
    assert stock.load(models, TILL) == {}
