"""What changes at a till in a database is seen, at a cost that follows the changes."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from msgspec import UNSET

from pos2web.adapters.sql_database.spool import Spool
from pos2web.adapters.testing.seeing import see
from pos2web.domain.things import Option, OptionValue, Product, Stock, Variant
from pos2web.domain.values import Kind, Ref
from tests.adapters.sql_database.tills import Clock, seen_in, till_of
from tests.adapters.sql_database.worlds import Hand

TEA = Ref(Kind.PRODUCT, "1")


def settled_cursor(database: Path, clock: Clock) -> str | None:
    """A cursor of two readings with enough time between them."""
    with till_of(database, clock=clock) as till:
        first = see(till).cursor
        clock.pass_by(hours=1)
        return see(till, first).cursor


def add_products(hand: Hand, count: int) -> None:
    with hand.engine.begin() as connection:
        for number in range(1, count + 1):
            connection.exec_driver_sql(
                "INSERT INTO products (id, reference, name_fr, price) VALUES (?, ?, ?, '9.90')",
                (number, f"R{number}", f"Thé {number}"),
            )
            connection.exec_driver_sql(
                "INSERT INTO stock (product_id, quantity) VALUES (?, 3)", (number,)
            )


def test_ten_thousand_products_are_named_and_only_the_changed_are_whole(
    database: Path, hand: Hand
) -> None:
    add_products(hand, 10_000)
    clock = Clock()
    cursor = settled_cursor(database, clock)
    hand.run("UPDATE products SET price = 8.5 WHERE id IN (5, 9000)")
    hand.run("UPDATE stock SET quantity = 2 WHERE product_id = 77")
    hand.run("DELETE FROM products WHERE id = 1")

    with till_of(database, clock=clock) as till:
        pages = list(till.observe(cursor))

    things = [(type(thing), thing.key) for page in pages for thing in page.things]
    unchanged = [ref for page in pages for ref in page.unchanged]
    assert sorted(things, key=str) == [(Product, "5"), (Product, "9000"), (Stock, "77")]
    assert len(unchanged) == 9_997 + 9_999
    assert TEA not in unchanged
    assert max(len(page.unchanged) for page in pages) == 500


def test_many_changes_are_read_in_one_go(database: Path, hand: Hand) -> None:
    add_products(hand, 3_000)
    clock = Clock()
    cursor = settled_cursor(database, clock)
    hand.run("UPDATE products SET price = 8.5 WHERE id > 500")

    seen = seen_in(database, cursor, clock=clock)

    assert len(seen.things) == 2_500


def test_a_settings_change_of_pages_alone_keeps_the_cursor(database: Path, hand: Hand) -> None:
    add_products(hand, 3)
    clock = Clock()
    cursor = settled_cursor(database, clock)

    assert seen_in(database, cursor, clock=clock, page_size=1).things == {}


def test_a_category_taken_from_a_product_is_seen_even_without_a_trigger(
    database: Path, hand: Hand
) -> None:
    add_products(hand, 1)
    hand.add("categories", id=1, name_fr="Thés")
    hand.add("product_categories", product_id=1, category_id=1)
    hand.run("DROP TRIGGER product_categories_removed")
    clock = Clock()
    cursor = settled_cursor(database, clock)
    hand.run("DELETE FROM product_categories")

    tea = seen_in(database, cursor, clock=clock).things[TEA]

    assert isinstance(tea, Product)
    assert tea.categories == ()


def test_a_new_price_of_a_product_moves_its_variants_surcharges(database: Path, hand: Hand) -> None:
    add_products(hand, 1)
    hand.add("variants", id=1, product_id=1, price="12.40")
    clock = Clock()
    cursor = settled_cursor(database, clock)
    hand.run("UPDATE products SET price = '10.00'")

    variant = seen_in(database, cursor, clock=clock).things[Ref(Kind.VARIANT, "1")]

    assert isinstance(variant, Variant)
    assert str(variant.surcharge.amount) == "2.40"


def test_what_a_mapping_watches_is_seen(database: Path, hand: Hand, tmp_path: Path) -> None:
    add_products(hand, 2)
    hand.run("CREATE TABLE vat (rate NUMERIC)")
    hand.run("INSERT INTO vat VALUES (20)")
    (tmp_path / "vat.toml").write_text("""
[product]
table = "products"
key = "id"
reference = "reference"
name.fr = "name_fr"
price = "price"
tax_rate = "(SELECT rate FROM vat)"
changed = ["updated_at"]
watch = ["SELECT rate FROM vat"]
""")
    clock = Clock()
    mapping = str(tmp_path / "vat.toml")
    with till_of(database, clock=clock, mapping=mapping) as till:
        first = see(till)
        clock.pass_by(hours=1)
        second = see(till, first.cursor)
        quiet = see(till, second.cursor)
        hand.run("UPDATE vat SET rate = 10")
        changed = see(till, quiet.cursor)

    assert (len(quiet.things), len(changed.things)) == (0, 2)


def test_options_are_those_that_variants_have_with_their_translations(
    database: Path, hand: Hand
) -> None:
    add_products(hand, 1)
    hand.add("variants", id=1, product_id=1, option1_name="Taille", option1_value="Grand")
    hand.add("variants", id=2, product_id=1, option2_name="Taille", option2_value="Grand")
    hand.add("translations", text_fr="Grand", text_en="Large")

    things = seen_in(database).things

    assert things[Ref(Kind.OPTION, "Taille")] == Option(key="Taille", name={"fr": "Taille"})
    assert things[Ref(Kind.OPTION_VALUE, "Taille=Grand")] == OptionValue(
        key="Taille=Grand", option="Taille", name={"fr": "Grand", "en": "Large"}
    )


def test_a_file_that_was_replaced_is_seen_though_its_row_is_the_same(
    database: Path, hand: Hand, tmp_path: Path
) -> None:
    add_products(hand, 1)
    hand.add("images", id=1, product_id=1, path="tea.png")
    photo = tmp_path / "tea.png"
    photo.write_bytes(b"red")
    first = seen_in(database)
    photo.write_bytes(b"new")
    os.utime(photo, ns=(1, 1))

    second = seen_in(database, first.cursor)

    image = Ref(Kind.IMAGE, "1")
    assert second.things[image] != first.things[image]


def test_a_till_is_not_locked_while_its_pages_are_worked_on(database: Path, hand: Hand) -> None:
    add_products(hand, 3)
    with till_of(database, page_size=1) as till:
        pages = till.observe(None)
        next(pages)

        with closing(sqlite3.connect(database, timeout=0)) as cashier:
            cashier.execute("UPDATE products SET price = 1")
            cashier.commit()

        assert len(list(pages)) > 3


def test_what_was_read_much_of_is_given_back_in_order() -> None:
    with closing(Spool(bytes)) as spool:
        for number in range(20):
            spool.add(bytes([number]) * 1_000_000)

        assert [kept[0] for kept in spool] == list(range(20))


def test_a_till_of_an_older_schema_is_read_without_what_came_since(
    database: Path, hand: Hand
) -> None:
    hand.add("products", id=1, reference="TEA", name_fr="Thé", price="9.90", vat_rate="20", upc="1")
    hand.run("ALTER TABLE products DROP COLUMN mpn")

    before = seen_in(database)
    hand.run("ALTER TABLE products ADD COLUMN mpn TEXT")
    hand.run("UPDATE products SET mpn = 'KT-1'")
    after = seen_in(database, before.cursor)

    old, new = (seen.things[TEA] for seen in (before, after))
    assert isinstance(old, Product)
    assert isinstance(new, Product)
    assert (old.upc, old.mpn, new.mpn) == ("1", UNSET, "KT-1")


def test_an_empty_cell_says_that_there_is_nothing_and_none_says_nothing(
    database: Path, hand: Hand
) -> None:
    hand.add("products", id=1, reference="TEA", name_fr="Thé", price="9.90", vat_rate="20", mpn="")

    tea = seen_in(database).things[TEA]

    assert isinstance(tea, Product)
    assert (tea.mpn, tea.upc) == ("", UNSET)
