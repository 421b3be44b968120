"""A pulse of a database: a file's stamps, or the number and the newest marks of its tables' rows."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pos2web.adapters.sql_database.adapter import SqlSettings, open_till
from pos2web.adapters.sql_database.client import Database
from pos2web.adapters.sql_database.mapping import Mapping, Names, Products, Stocks, parse_mapping
from pos2web.adapters.sql_database.pulse import TICK_NS, WAITS_MAX, of_tables, settled, stamps
from pos2web.adapters.testing.seeing import see
from pos2web.errors import ProtocolError, TransientError
from pos2web.ports import Till
from tests.adapters.sql_database.tills import Clock, till_of
from tests.adapters.sql_database.worlds import NOON, Hand

PRODUCT = Products(
    table="products",
    key="id",
    reference="reference",
    name={"fr": "name_fr"},
    price="price",
    tax_rate="vat_rate",
    changed=("updated_at",),
)
STOCK = Stocks(table="stock", product="product_id", quantity="quantity", changed=("updated_at",))


def tables_pulse(database: Path, mapping: Mapping) -> str:
    """The pulse of a database that is no file."""
    opened = Database(str(database))
    try:
        with opened.read() as reading:
            return of_tables(reading, mapping)
    finally:
        opened.close()


def add_tea(hand: Hand) -> None:
    hand.add("products", id=1, reference="TEA", name_fr="Thé", price="9.90")
    hand.add("stock", product_id=1, quantity=5)


# Files.


@pytest.fixture
def written_ahead(database: Path) -> Iterator[sqlite3.Connection]:
    """A hand in a file that is written ahead."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        yield connection


def test_a_change_that_is_only_in_the_wal_file_is_felt(
    database: Path, written_ahead: sqlite3.Connection
) -> None:
    main = database.stat().st_mtime_ns
    with till_of(database) as till:
        before = till.pulse()
        written_ahead.execute("INSERT INTO brands (id, name) VALUES (1, 'Lin')")

        assert till.pulse() != before
        assert database.stat().st_mtime_ns == main


def test_the_empty_wal_file_of_a_reader_is_no_change(
    database: Path, written_ahead: sqlite3.Connection
) -> None:
    written_ahead.close()
    with till_of(database) as till:
        before = till.pulse()
        see(till)

        assert till.pulse() == before
        assert database.with_name("till.db-wal").exists()


def test_a_file_brought_back_from_a_copy_is_felt(database: Path, tmp_path: Path) -> None:
    with till_of(database) as till:
        before = till.pulse()
        (tmp_path / "copy.db").write_bytes(database.read_bytes())
        (tmp_path / "copy.db").replace(database)

        assert till.pulse() != before


def test_a_till_without_marks_has_a_pulse_in_a_file(database: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "till.toml"
    mapping.write_text(
        '[product]\ntable = "products"\nkey = "id"\nreference = "reference"\n'
        'name.fr = "name_fr"\nprice = "price"\ntax_rate = "vat_rate"\n'
    )
    with till_of(database, mapping=str(mapping)) as till:
        assert not till.capabilities.has_feed
        assert till.pulse() is not None


def test_a_file_that_is_not_there_has_no_pulse(tmp_path: Path) -> None:
    with (
        till_of(tmp_path / "none.db") as till,
        pytest.raises(TransientError, match=r"none\.db: No such file"),
    ):
        till.pulse()


def test_a_young_stamp_is_waited_for() -> None:
    """Another write within the same tick would leave the same stamp."""
    slept: list[float] = []
    times = iter([TICK_NS + 1_000_000, 2 * TICK_NS])

    mark = settled(lambda: (TICK_NS, 4096), lambda: next(times), slept.append)

    assert (mark, slept) == (str((TICK_NS, 4096)), [(TICK_NS - 1_000_000) / 1e9])


def test_a_file_that_is_written_all_the_time_has_another_pulse_each_time() -> None:
    slept: list[float] = []
    now = iter(range(10, 1000, 10))

    marks = {settled(lambda: (10,), lambda: next(now), slept.append) for _ in range(3)}

    assert (len(marks), len(slept)) == (3, 3 * WAITS_MAX)


def test_a_stamp_of_the_future_is_not_waited_for() -> None:
    """The clock was set back, or is another machine's: it would never get old."""
    slept: list[float] = []

    assert settled(lambda: (500,), lambda: 100, slept.append) == "(500,)"
    assert slept == []


def test_stamps_are_those_of_the_file_behind_a_link(database: Path, tmp_path: Path) -> None:
    link = tmp_path / "linked.db"
    link.symlink_to(database)

    assert stamps(link) == stamps(database)


# Tables.


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE products SET price = 8",
        "UPDATE stock SET quantity = 4",
        "DELETE FROM stock",
        "INSERT INTO stock (product_id, variant_id) VALUES (1, 1)",
    ],
)
def test_newer_marks_and_other_numbers_of_rows_are_felt(
    database: Path, hand: Hand, change: str
) -> None:
    mapping = Mapping(product=PRODUCT, stock=STOCK)
    add_tea(hand)
    hand.add("variants", id=1, product_id=1)
    hand.run("UPDATE products SET updated_at = '2020-01-01'")
    hand.run("UPDATE stock SET updated_at = '2020-01-01'")
    before = tables_pulse(database, mapping)
    hand.run(change)

    assert tables_pulse(database, mapping) != before


def test_nothing_changed_leaves_it(database: Path, hand: Hand) -> None:
    mapping = Mapping(product=PRODUCT, stock=STOCK)
    add_tea(hand)

    assert tables_pulse(database, mapping) == tables_pulse(database, mapping)


def test_an_answer_that_is_watched_is_felt(database: Path, hand: Hand) -> None:
    watch = ("SELECT text_en FROM translations WHERE text_fr <> ':x'",)
    watched = Products(
        table="products",
        key="id",
        reference="reference",
        name={"fr": "name_fr"},
        price="price",
        tax_rate="vat_rate",
        changed=("updated_at",),
        watch=watch,
    )
    before = tables_pulse(database, Mapping(product=watched))
    hand.add("translations", text_fr="Taille", text_en="Size")

    assert tables_pulse(database, Mapping(product=watched)) != before


def test_what_is_made_distinct_is_seen_in_its_table() -> None:
    brands = Names(table="products", key="brand_id", name="brand_id", is_distinct=True)

    assert Mapping(product=PRODUCT, brand=brands).has_marks


def test_what_shares_a_table_with_marks_is_not_asked_for_itself(database: Path, hand: Hand) -> None:
    brands = Names(table="products", key="brand_id", name="brand_id", is_distinct=True)
    add_tea(hand)

    assert tables_pulse(database, Mapping(product=PRODUCT, brand=brands)) == tables_pulse(
        database, Mapping(product=PRODUCT)
    )


def test_one_section_without_marks_is_enough_to_have_none() -> None:
    stock = Stocks(table="stock", product="product_id", quantity="quantity")

    assert not Mapping(product=PRODUCT, stock=stock).has_marks
    assert parse_mapping(DEFAULT, "default.toml").has_marks


DEFAULT = Path("adapters/sql_database/default.toml").read_text(encoding="utf-8")


def served(url: str, mapping: str = "") -> Till:
    return open_till(SqlSettings(url=url, mapping=mapping), clock=lambda: NOON)


def test_a_server_without_marks_has_no_pulse(postgresql: str, tmp_path: Path) -> None:
    mapping = tmp_path / "till.toml"
    mapping.write_text(DEFAULT.replace('changed = ["updated_at"]', ""))

    with closing(served(postgresql, str(mapping))) as till:
        assert till.pulse() is None
        assert not till.capabilities.has_feed


def test_a_mapping_that_does_not_fit_says_so(postgresql: str, tmp_path: Path) -> None:
    mapping = tmp_path / "till.toml"
    mapping.write_text(DEFAULT.replace('table = "stock"', 'table = "levels"'))

    with (
        closing(served(postgresql, str(mapping))) as till,
        pytest.raises(ProtocolError, match="levels"),
    ):
        till.pulse()


def test_the_clock_has_no_part_in_it(database: Path) -> None:
    clock = Clock()
    with till_of(database, clock=clock) as till:
        before = till.pulse()
        clock.pass_by(hours=1)

        assert till.pulse() == before
