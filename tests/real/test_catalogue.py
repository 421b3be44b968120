"""A shop's real catalogue with its photos, from till to site, and whatever happens to it there."""

import sqlite3
from collections import Counter
from contextlib import closing
from decimal import Decimal

from pos2web.domain.reasons import Code, Reason
from tests.chaos.site import Site, text
from tests.chaos.truth import gross
from tests.real.catalogue import VAT, Article, put
from tests.shops.place import ByHand, Place
from tests.shops.till import photo

CHAIR = "404.038.96"
"""The number that three versions of one chair share in the catalogue."""


def prices_on(site: Site) -> Counter[tuple[str, Decimal]]:
    """What customers read, by article number; the tax is looked up on the shop."""
    products = site.by_id("products")
    counted: Counter[tuple[str, Decimal]] = Counter()
    with_versions = {text(each, "id_product") for each in site.lists["combinations"]}
    for each in site.lists["combinations"]:
        product = products[text(each, "id_product")]
        rate = site.rates[text(product, "id_tax_rules_group")]
        net = Decimal(text(product, "price")) + Decimal(text(each, "price"))
        counted[text(each, "reference"), gross(net, rate)] += 1
    for key, product in products.items():
        if key not in with_versions:
            rate = site.rates[text(product, "id_tax_rules_group")]
            price = gross(Decimal(text(product, "price")), rate)
            counted[text(product, "reference"), price] += 1
    return counted


def prices_in(articles: list[Article]) -> Counter[tuple[str, Decimal]]:
    """What the catalogue asks, by article number."""
    return Counter(
        (line["sku"], Decimal(line["price"])) for article in articles for line in article.lines
    )


def give_chairs_numbers(place: Place) -> None:
    """Mend what is wrong with the catalogue."""
    place.ring_up(
        "UPDATE variants SET reference = reference || '-' || option1_value WHERE reference = ?",
        CHAIR,
    )


def test_every_product_is_on_the_shop_as_at_the_till(place: Place) -> None:
    verdict = place.verdict(CHAIR)

    assert (verdict.duplicates, verdict.lost) == ([], [])


def test_the_site_asks_the_prices_of_the_catalogue(place: Place, articles: list[Article]) -> None:
    wanted = prices_in([each for each in articles if each.lines[0]["sku"] != CHAIR])

    shown = prices_on(place.site())

    assert shown - wanted == Counter({("modern-cafe-chair", Decimal("100.00")): 1})
    assert wanted - shown == Counter()
    assert {VAT[each.first["taxCategory"]] for each in articles} == {20}


def test_brands_and_shelves_are_those_of_the_catalogue(
    place: Place, articles: list[Article]
) -> None:
    facets = [facet for article in articles for facet in article.facets]
    site = place.site()

    brands = sorted(name for key, name in site.makers.items() if key.startswith("manuf"))
    shelves = {tuple(t["fr"] for t in site.path(key)) for key in site.by_id("categories")}

    assert brands == sorted({value for facet, value in facets if facet == "brand"})
    assert shelves - {()} == {
        tuple(reversed(path[:depth]))
        for article in articles
        for path in [[value for facet, value in article.facets if facet == "category"]]
        for depth in range(1, len(path) + 1)
    }


def test_versions_that_share_a_number_are_held_and_the_rest_went_through(place: Place) -> None:
    report = place.sync()

    assert [hold.reason for hold in report.holds] == [
        Reason(Code.REFERENCE_SHARED, {"others": others})
        for others in (("46", "47"), ("45", "47"), ("45", "46"))
    ]


def test_a_second_run_finds_nothing_to_do(place: Place) -> None:
    report = place.sync()

    assert (report.outcome, report.writes, report.changed) == ("done", 0, 0)


def test_what_is_mended_at_the_till_goes_through(place: Place) -> None:
    give_chairs_numbers(place)

    report = place.sync()
    verdict = place.verdict()

    assert (report.outcome, report.holds) == ("done", ())
    assert (verdict.duplicates, verdict.lost) == ([], [])


CHANGES = (
    "UPDATE products SET price = 20.49 WHERE reference = '834444'",
    "UPDATE variants SET price = 1149.90 WHERE reference = 'L2201308'",
    "UPDATE stock SET quantity = 3 WHERE variant_id = (SELECT id FROM variants"
    " WHERE reference = 'RS0042')",
    "UPDATE stock SET quantity = -2 WHERE product_id = (SELECT id FROM products"
    " WHERE reference = 'A58477')",
    "UPDATE products SET name_fr = 'Tente à deux places', name_en = 'Tent for two'"
    " WHERE reference = '2000023510'",
    "UPDATE brands SET name = 'Nikon' WHERE name = 'Nikkon'",
    "UPDATE categories SET name_fr = 'Chaussures', name_en = 'Shoes' WHERE name_fr = 'Footwear'",
    "UPDATE categories SET parent_id = (SELECT id FROM categories WHERE name_fr = 'Home & Garden')"
    " WHERE name_fr = 'Equipment'",
    "UPDATE images SET path = 'images/other.png' WHERE path LIKE '%kelly-sikkema%'",
    "INSERT INTO images (product_id, position, path) SELECT id, 2, 'images/second.png'"
    " FROM products WHERE reference = 'tablet'",
    "DELETE FROM images WHERE path LIKE '%tommy-bebo%'",
    "DELETE FROM variants WHERE reference = 'RS0046'",
    "INSERT INTO variants (id, product_id, reference, price, option1_name, option1_value)"
    " SELECT 900, id, 'RS0038', 95, 'size', 'Size 38' FROM products"
    " WHERE reference = 'ultraboost-running-shoe'",
    "INSERT INTO stock (product_id, variant_id, quantity) SELECT product_id, id, 4 FROM variants"
    " WHERE id = 900",
    "UPDATE variants SET option2_value = '480GB SSD' WHERE reference = 'CGS480VR1063'",
    "DELETE FROM products WHERE reference = 'WRT11752P'",
)


def test_whatever_changes_at_the_till_changes_on_the_site_and_nothing_is_there_twice(
    place: Place,
) -> None:
    give_chairs_numbers(place)
    for name in ("other", "second"):
        (place.folder / "images" / f"{name}.png").write_bytes(photo(name))
    for statement in CHANGES:
        place.ring_up(statement)

    report = place.sync()
    again = place.sync()
    verdict = place.verdict()

    assert (report.outcome, report.reason, report.holds) == ("done", None, ())
    assert (verdict.duplicates, verdict.lost) == ([], [])
    assert (again.outcome, again.writes) == ("done", 0)


def test_moved_and_renamed_shelves_keep_their_ids(place: Place, by_hand: ByHand) -> None:
    shoes = by_hand.find("categories", "name", "Footwear")
    gear = by_hand.find("categories", "name", "Equipment")
    for statement in CHANGES:
        if "categories" in statement:
            place.ring_up(statement)

    place.sync()

    assert by_hand.find("categories", "name", "Chaussures") == shoes
    assert [names["fr"] for names in place.site().path(gear)] == ["Equipment", "Home & Garden"]


def test_a_product_that_comes_back_under_another_row_is_the_same_on_the_site(
    place: Place, articles: list[Article], by_hand: ByHand
) -> None:
    before = by_hand.find("products", "reference", "laptop")

    place.ring_up("DELETE FROM products WHERE reference = 'laptop'")
    gone = place.sync()
    hidden = text(by_hand.read("products", before), "active")
    with closing(sqlite3.connect(place.till)) as till, till:
        assert put(till, articles[0]) > len(articles)
    back = place.sync()
    verdict = place.verdict(CHAIR)

    assert (gone.outcome, hidden, back.outcome) == ("done", "0", "done")
    assert by_hand.find("products", "reference", "laptop") == before
    assert (verdict.duplicates, verdict.lost) == ([], [])
    assert place.sync().writes == 0
