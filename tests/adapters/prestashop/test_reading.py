"""What is seen of a shop, on the sandbox that bites like the real one."""

from decimal import Decimal
from itertools import count

import httpx
import msgspec
import pytest

from pos2web.adapters.prestashop.adapter import open_shop
from pos2web.adapters.prestashop.cursor import cursor_of
from pos2web.adapters.prestashop.settings import PrestashopSettings
from pos2web.adapters.sandbox.shop import ShopServer
from pos2web.domain.things import (
    AnyThing,
    Brand,
    Category,
    Image,
    Option,
    OptionValue,
    Product,
    Stock,
    Supplier,
    kind_of,
)
from pos2web.domain.values import Kind, Ref
from pos2web.ports import Page, Shop
from tests.adapters.prestashop.photos import JPEG
from tests.adapters.prestashop.shops import (
    NOW,
    as_made,
    car,
    create,
    delete,
    held,
    keys,
    red,
    scripted,
    things,
    update,
    xml,
)


def made(shop: Shop, *new: AnyThing) -> list[str]:
    return keys(shop.apply([create(thing) for thing in new]))


def of(kind: Kind, found: list[AnyThing]) -> list[AnyThing]:
    return [thing for thing in found if kind_of(thing) is kind]


def cursor_after(pages: list[Page]) -> str:
    assert pages[-1].cursor is not None
    return pages[-1].cursor


def test_everything_that_was_made_is_seen(shop: Shop) -> None:
    brand, other = made(shop, Brand(key="", name="A"), Brand(key="", name="B"))
    (supplier,) = made(shop, Supplier(key="", name="C"))
    (shelf,) = made(shop, Category(key="", name={"fr": "Jouets", "en": "Toys"}))
    product = car(
        brand=brand,
        supplier=supplier,
        categories=(shelf,),
        summary={"fr": "Petite", "en": "Small"},
        description={"fr": "<p>Belle</p>", "en": "<p>Nice</p>"},
        weight=Decimal("0.35"),
        ean="4006381333931",
    )

    (key,) = made(shop, product)

    found = held(shop)
    assert [thing.key for thing in of(Kind.BRAND, found)] == [brand, other]
    assert of(Kind.PRODUCT, found) == [as_made(msgspec.structs.replace(product, key=key))]
    assert of(Kind.CATEGORY, found) == [Category(key=shelf, name={"fr": "Jouets", "en": "Toys"})]


def test_kinds_come_in_their_order_and_each_is_complete(shop: Shop) -> None:
    made(shop, car(reference="A"), car(reference="B"), car(reference="C"))

    pages = list(shop.observe(None))

    assert [kind for page in pages for kind in page.complete] == list(Kind)
    seen = [list(Kind).index(kind_of(thing)) for thing in things(pages)]
    assert seen == sorted(seen)
    assert [page.cursor is not None for page in pages].index(True) == len(pages) - 1


def test_of_a_product_with_variants_only_their_stock_counts(shop: Shop) -> None:
    plain, varied = made(shop, car(reference="A"), car(reference="B"))
    (size,) = made(shop, Option(key="", name={"fr": "Taille", "en": "Size"}))
    (large,) = made(shop, OptionValue(key="", option=size, name={"fr": "L", "en": "L"}))
    (variant,) = made(shop, red(varied, large))

    stock = of(Kind.STOCK, held(shop))

    assert stock == [
        Stock(key=plain, product=plain, quantity=Decimal(0)),
        Stock(key=f"{varied}/{variant}", product=varied, variant=variant, quantity=Decimal(0)),
    ]


def test_what_has_not_changed_is_only_named(server: ShopServer) -> None:
    settings = PrestashopSettings(url=server.url, key=server.key, overlap_s=-60)
    shop = open_shop(settings, clock=lambda: NOW)
    first, second = made(shop, car(reference="A"), car(reference="B"))
    pages = list(shop.observe(None))

    again = list(shop.observe(cursor_after(pages)))

    named = [ref for page in again for ref in page.unchanged]
    assert named == [Ref(Kind.PRODUCT, first), Ref(Kind.PRODUCT, second)]
    assert of(Kind.PRODUCT, things(again)) == []
    assert Kind.PRODUCT in [kind for page in again for kind in page.complete]
    shop.close()


def test_what_changed_is_seen_whole_and_what_is_gone_is_not_named(shop: Shop) -> None:
    first, second = made(shop, car(reference="A"), car(reference="B"))
    cursor = cursor_after(list(shop.observe(None)))
    shop.apply([update(car(first, reference="A", weight=Decimal(2)), "weight")])
    shop.apply([delete(car(second, reference="B"))])

    again = list(shop.observe(cursor))

    (seen,) = of(Kind.PRODUCT, things(again))
    assert isinstance(seen, Product)
    assert (seen.key, seen.weight) == (first, Decimal(2))
    assert Ref(Kind.PRODUCT, second) not in [ref for page in again for ref in page.unchanged]


def test_photos_of_what_changed_are_seen(shop: Shop) -> None:
    (product,) = made(shop, car())
    cursor = cursor_after(list(shop.observe(None)))
    (photo,) = keys(shop.apply([create(Image(key="", product=product), content=JPEG)]))
    shop.apply([update(car(product, weight=Decimal(2)), "weight")])

    again = things(shop.observe(cursor))

    assert of(Kind.IMAGE, again) == [Image(key=photo, product=product)]


def test_where_the_shop_lists_photos_those_of_unchanged_products_are_seen_too() -> None:
    photo = "<associations><categories/><images><image><id>5</id></image></images></associations>"
    old, new = "2026-11-23 10:00:00", "2026-11-24 02:30:00"
    listed = "".join(
        f"<product><id>{n}</id><date_upd>{date}</date_upd>{photo}</product>"
        for n, date in enumerate((old, new, "0000-00-00 00:00:00"), start=1)
    )
    shop = told(products=f"<products>{listed}</products>")

    pages = list(shop.observe("3|0|2026-11-24 00:00:00"))

    assert [ref for page in pages for ref in page.unchanged] == [Ref(Kind.PRODUCT, "1")]
    assert len(of(Kind.IMAGE, things(pages))) == 3
    assert Kind.IMAGE in [kind for page in pages for kind in page.complete]


def test_a_strange_cursor_means_everything(shop: Shop) -> None:
    made(shop, car())

    assert len(of(Kind.PRODUCT, things(shop.observe("from another program")))) == 1


def test_a_reading_in_which_nothing_changed_costs_little(server: ShopServer) -> None:
    settings = PrestashopSettings(url=server.url, key=server.key, overlap_s=-60)
    shop = open_shop(settings, clock=lambda: NOW)
    for start in range(0, 200, 20):
        made(shop, *(car(reference=f"P{n}") for n in range(start, start + 20)))
    pages = list(shop.observe(None))
    before = shop.calls

    list(shop.observe(cursor_after(pages)))

    assert shop.calls - before <= 10
    shop.close()


def products(*rows: str) -> str:
    inner = "<associations><categories/><images/></associations>"
    return f"<products>{''.join(f'<product>{row}{inner}</product>' for row in rows)}</products>"


def told(**lists: str) -> Shop:
    def answer(request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/api/")
        return xml(lists.get(path, f"<{path}/>"))

    return scripted(answer)[0]


def test_a_record_that_cannot_be_read_blocks_no_other() -> None:
    shop = told(products=products("<id>1</id><price>dear</price>", "<id>2</id><price>1</price>"))

    pages = list(shop.observe(None))

    assert [thing.key for thing in of(Kind.PRODUCT, things(pages))] == ["2"]
    (unreadable,) = [found for page in pages for found in page.unreadable]
    assert unreadable.ref == Ref(Kind.PRODUCT, "1")


def test_leftovers_of_what_is_gone_are_not_shown() -> None:
    values = "<associations><product_option_values/></associations>"
    shop = told(
        products=products("<id>1</id>"),
        combinations=(
            "<combinations>"
            f"<combination><id>5</id><id_product>1</id_product>{values}</combination>"
            f"<combination><id>6</id><id_product>9</id_product>{values}</combination>"
            "</combinations>"
        ),
        stock_availables=stock(("1", "0", "1"), ("1", "5", "1"), ("1", "7", "1"), ("9", "0", "1")),
    )

    found = held(shop)

    assert [thing.key for thing in of(Kind.VARIANT, found)] == ["5"]
    assert [thing.key for thing in of(Kind.STOCK, found)] == ["1/5"]


def stock(*rows: tuple[str, str, str]) -> str:
    found = "".join(
        f"<stock_available><id>{n}</id><id_product>{product}</id_product>"
        f"<id_product_attribute>{variant}</id_product_attribute><id_shop>{id_shop}</id_shop>"
        f"<quantity>{n}</quantity></stock_available>"
        for n, (product, variant, id_shop) in enumerate(rows, start=1)
    )
    return f"<stock_availables>{found}</stock_availables>"


def test_the_stock_of_another_shop_is_not_ours() -> None:
    shop = told(
        products=products("<id>1</id>", "<id>2</id>"),
        stock_availables=stock(("1", "0", "2"), ("2", "0", "0")),
    )

    assert [thing.key for thing in of(Kind.STOCK, held(shop))] == ["2"]


def test_a_stock_that_is_no_number_is_told_of() -> None:
    shop = told(
        products=products("<id>1</id>"),
        stock_availables=stock(("1", "0", "1")).replace("<quantity>1", "<quantity>many"),
    )

    (unreadable,) = [found for page in shop.observe(None) for found in page.unreadable]

    assert unreadable.ref == Ref(Kind.STOCK, "1")


def test_a_reading_begins_when_nothing_of_products_had_been_asked() -> None:
    clock, asked_at = count(1_000), dict[str, int]()

    def answer(request: httpx.Request) -> httpx.Response:
        name = request.url.path.removeprefix("/api/")
        asked_at[name] = next(clock)
        found = xml(f"<{name}/>")
        found.headers["Access-Time"] = str(asked_at[name])
        return found

    shop, _ = scripted(answer)

    cursor = cursor_of(cursor_after(list(shop.observe(None))))

    assert cursor is not None
    assert asked_at["manufacturers"] <= cursor.began < asked_at["products"]


def test_who_may_ask_one_thing_at_a_time_sees_the_same(server: ShopServer, shop: Shop) -> None:
    made(shop, Brand(key="", name="A"), Brand(key="", name="B"))
    made(shop, car(reference="A"), car(reference="B"), car(reference="C"))
    settings = PrestashopSettings(url=server.url, key=server.key, workers=1)
    alone = open_shop(settings, clock=lambda: NOW)

    seen = held(alone)

    assert seen == held(shop)
    alone.close()


def test_to_look_finds_all_that_could_be_what_was_made(shop: Shop) -> None:
    twins = made(shop, car(reference="A"), car(reference="A"))
    (by_ean,) = made(shop, car(reference="B", ean="4006381333931"))
    made(shop, car(reference="C"))

    found = things(shop.look([create(car(reference="A", ean="4006381333931"))]))

    assert sorted(thing.key for thing in found) == sorted([*twins, by_ean])


def test_to_look_finds_what_was_written_to_and_not_what_is_gone(shop: Shop) -> None:
    first, second = made(shop, car(reference="A"), car(reference="B"))
    shop.apply([delete(car(second, reference="B"))])

    found = things(shop.look([update(car(first, reference="A")), update(car(second))]))

    assert [thing.key for thing in found] == [first]


def test_to_look_never_says_that_it_saw_everything(shop: Shop) -> None:
    (product,) = made(shop, car())
    writes = [
        create(Brand(key="", name="A")),
        update(Stock(key=product, product=product, quantity=Decimal(1))),
        create(Image(key="", product=product)),
        create(red(product, "1")),
    ]

    pages = list(shop.look(writes))

    assert [page.complete for page in pages if page.complete] == []
    assert [thing.key for thing in of(Kind.STOCK, things(pages))] == [product]


def test_to_look_finds_photos_and_variants_of_the_product(shop: Shop) -> None:
    (product,) = made(shop, car())
    (photo,) = keys(shop.apply([create(Image(key="", product=product), content=JPEG)]))
    (variant,) = made(shop, red(product, "1"))

    found = things(shop.look([create(Image(key="", product=product)), create(red(product, "1"))]))

    assert sorted((kind_of(thing), thing.key) for thing in found) == [
        (Kind.IMAGE, photo),
        (Kind.PRODUCT, product),
        (Kind.VARIANT, variant),
    ]


def test_a_product_that_a_look_shows_comes_with_all_of_its_photos(shop: Shop) -> None:
    (product,) = made(shop, car())
    new = [Image(key="", product=product, position=place) for place in (1, 2)]
    photos = keys(shop.apply([create(image, content=JPEG) for image in new]))

    found = things(shop.look([update(car(product), "price")]))

    assert [thing.key for thing in of(Kind.IMAGE, found)] == photos


@pytest.mark.parametrize("id_shop", ["1", "0"])
def test_our_own_stock_row_comes_before_the_groups(id_shop: str) -> None:
    rows = stock(("1", "0", "0"), ("1", "0", id_shop))
    shop = told(stock_availables=rows)

    (level,) = things(shop.look([update(Stock(key="1", product="1", quantity=Decimal(9)))]))

    assert isinstance(level, Stock)
    assert level.quantity == (2 if id_shop == "1" else 1)
