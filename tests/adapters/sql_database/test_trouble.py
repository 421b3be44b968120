"""What goes wrong with a database is told as what to do about it, and nothing is ever written."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from pos2web.adapters.sql_database.adapter import SqlSettings, open_till
from pos2web.adapters.sql_database.client import Database, UnknownNameError, as_ours
from pos2web.errors import CredentialsError, ProtocolError, SettingsError, TransientError
from tests.adapters.sql_database.tills import Clock, seen_in
from tests.adapters.sql_database.worlds import Hand


def test_a_locked_database_is_tried_again_later(database: Path) -> None:
    error = sqlite3.OperationalError("database is locked")

    ours = as_ours(OperationalError("SELECT 1", {}, error), f"the database {database}")

    assert isinstance(ours, TransientError)
    assert str(ours) == f"the database {database}: database is locked"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(TransientError, match=r"there is no file .*none\.db"):
        seen_in(tmp_path / "none.db")


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "till.db").write_text("not a database, whatever its name says" * 40)

    with pytest.raises(ProtocolError, match=r"till\.db: file is not a database"):
        seen_in(tmp_path / "till.db")


def ask(url: str, query: str) -> None:
    """Read what a query answers."""
    with closing(Database(url)) as till, till.read() as reading:
        list(reading.rows(text(query)))


def test_nothing_can_be_written(database: Path) -> None:
    with pytest.raises(TransientError, match="readonly"):
        ask(str(database), "DELETE FROM products RETURNING id")


def test_nothing_can_be_written_in_postgresql(postgresql: str) -> None:
    with pytest.raises(ProtocolError, match="read-only"):
        ask(postgresql, "SELECT nextval('products_id_seq')")


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("ALTER TABLE products DROP COLUMN ean", "product.ean: table products has no column ean"),
        ("ALTER TABLE stock RENAME TO stocks", "stock.table: there is no table stock"),
        (
            "ALTER TABLE product_categories RENAME COLUMN category_id TO category",
            "product.categories.category: table product_categories has no column category_id",
        ),
        (
            "ALTER TABLE brands RENAME COLUMN updated_at TO changed_at",
            "brand.changed: table brands has no column updated_at",
        ),
        ("DROP TABLE translations", "variant.options.0.option_name.en: «(SELECT"),
    ],
)
def test_what_a_mapping_names_and_is_not_there_is_told_by_place(
    database: Path, hand: Hand, damage: str, told: str
) -> None:
    hand.add("products", price=1)
    for name in ("brands_touched", "stock_touched"):
        hand.run(f"DROP TRIGGER {name}")
    hand.run(damage)

    with pytest.raises(ProtocolError) as caught:
        seen_in(database)

    assert told in str(caught.value)


def test_a_near_name_is_proposed(database: Path, hand: Hand) -> None:
    hand.add("products", price=1)
    hand.run("ALTER TABLE products RENAME COLUMN reference TO references_")

    with pytest.raises(ProtocolError, match=r"Is references_ meant\?"):
        seen_in(database)


def test_a_column_that_is_not_there_is_told_in_postgresql_too(
    postgresql: str, tmp_path: Path
) -> None:
    (tmp_path / "own.toml").write_text("""
[product]
table = "products"
key = "id"
reference = "Referenz"
name.fr = "name_fr"
price = "price::numeric"
tax_rate = "vat_rate"
""")

    with pytest.raises(ProtocolError, match=r"product\.reference: table products has no column"):
        seen_in(postgresql, mapping=str(tmp_path / "own.toml"))


class AnswerError(Exception):
    """What a driver raises, with the code of its database."""

    def __init__(self, message: str, *, sqlstate: str = "", number: int | None = None) -> None:
        super().__init__(*([message] if number is None else [number, message]))
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (AnswerError("password authentication failed", sqlstate="28P01"), CredentialsError),
        (AnswerError("permission denied for table products", sqlstate="42501"), CredentialsError),
        (AnswerError("Access denied for user", number=1045), CredentialsError),
        (AnswerError("connection failed: password authentication failed"), CredentialsError),
        (AnswerError("relation does not exist", sqlstate="42P01"), UnknownNameError),
        (AnswerError("Unknown column", number=1054), UnknownNameError),
        (AnswerError("syntax error", sqlstate="42601"), ProtocolError),
    ],
)
def test_a_drivers_error_becomes_what_to_do(answer: AnswerError, expected: type[Exception]) -> None:
    ours = as_ours(DBAPIError("SELECT 1", {}, answer), "the till")

    assert type(ours) is expected


def test_a_lost_connection_is_tried_again_later() -> None:
    lost = DBAPIError("SELECT 1", {}, AnswerError("gone"), connection_invalidated=True)

    assert isinstance(as_ours(lost, "the till"), TransientError)


def test_a_server_that_does_not_answer_is_tried_again_later() -> None:
    with pytest.raises(TransientError, match=r"the database till at 127\.0\.0\.1"):
        seen_in("postgresql+psycopg://me:secret@127.0.0.1:1/till")


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"url": "sqlite://"}, "url: name the SQLite file"),
        ({"url": "abacus://here"}, "url: "),
        ({"url": "oracle+oracledb://me@here/till"}, "url: the driver oracledb is not installed"),
        ({"url": "till.db", "time_zone": "Mars"}, "time_zone: there is no zone 'Mars'"),
        ({"url": "till.db", "mapping": "none.toml"}, "the mapping none.toml can't be read"),
    ],
)
def test_wrong_settings_are_told_by_name(settings: dict[str, str], told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        open_till(SqlSettings(**settings), clock=Clock())  # type: ignore[arg-type]  # wrong on purpose

    assert str(caught.value).startswith(told)


def test_a_password_is_in_no_message() -> None:
    with pytest.raises(TransientError) as caught:
        seen_in("postgresql+psycopg://me@127.0.0.1:1/till", password="s3cret")  # noqa: S106 - made up for the test

    assert "s3cret" not in str(caught.value)


def test_a_database_with_a_journal_beside_it_is_read_while_it_is_written(
    database: Path,
) -> None:
    with closing(sqlite3.connect(database)) as cashier:
        cashier.execute("PRAGMA journal_mode = WAL")
        cashier.execute("INSERT INTO products (id, price) VALUES (1, 1)")
        cashier.commit()
        cashier.execute("INSERT INTO products (id, price) VALUES (2, 1)")

        assert [ref.key for ref in seen_in(database).things] == ["1"]

    assert [ref.key for ref in seen_in(database).things] == ["1"]


def test_the_words_of_a_database_are_told_without_its_numbers() -> None:
    denied = DBAPIError("SELECT 1", {}, AnswerError("Access denied for user", number=1045))

    assert str(as_ours(denied, "the till")) == "the till: Access denied for user"


def test_mysql_is_spoken_to_by_the_driver_that_we_bring() -> None:
    with pytest.raises(TransientError, match=r"the database till at 127\.0\.0\.1: Can't connect"):
        seen_in("mysql://me@127.0.0.1:1/till")
