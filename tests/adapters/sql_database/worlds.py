"""A till database of the default schema, and hands that write in it as a merchant's program does."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

from msgspec import UNSET
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text

from pos2web.adapters.sql_database.adapter import SqlSettings, open_till
from pos2web.adapters.sql_database.mapping import Things, load_mapping
from pos2web.adapters.sql_database.photos import BYTES_MAX
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
    Variant,
    kind_of,
)
from pos2web.domain.values import Kind, Money, Ref
from pos2web.ports import Till

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TABLES = {
    Kind.BRAND: "brands",
    Kind.SUPPLIER: "suppliers",
    Kind.CATEGORY: "categories",
    Kind.PRODUCT: "products",
    Kind.VARIANT: "variants",
    Kind.IMAGE: "images",
}


class Hand:
    """Writes in a database of the default schema."""

    def __init__(self, url: str) -> None:
        self.engine: Engine = create_engine(url, pool_size=1)
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _hurry)

    def close(self) -> None:
        """Put the pen down."""
        self.engine.dispose()

    def run(self, statement: str, **values: Any) -> int:
        """Run one statement and say how many rows it touched."""
        with self.engine.begin() as connection:
            return int(connection.execute(text(statement), values).rowcount)

    def script(self, name: str) -> None:
        """Run one of the adapter's own scripts."""
        script = files("pos2web.adapters.sql_database").joinpath(name).read_text(encoding="utf-8")
        with self.engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            if self.engine.dialect.name == "sqlite":
                driver.executescript(f"BEGIN; {script} COMMIT;")
            else:
                driver.execute(script)
                driver.commit()

    def set(self, table: str, where: Mapping[str, Any], **fields: Any) -> None:
        """Change the row, or add it where there is none."""
        with self.engine.begin() as connection:
            found = " AND ".join(
                f"{name} IS NULL" if value is None else f"{name} = :{name}"
                for name, value in where.items()
            )
            changes = ", ".join(f"{name} = :{name}" for name in fields)
            values = {**where, **fields}
            update = text(f"UPDATE {table} SET {changes} WHERE {found}")  # noqa: S608 - our own names
            if not connection.execute(update, _bound(update, values)).rowcount:
                self._insert(connection, table, values)

    def add(self, table: str, **fields: Any) -> None:
        """Add a row."""
        with self.engine.begin() as connection:
            self._insert(connection, table, fields)

    def _insert(self, connection: Connection, table: str, values: Mapping[str, Any]) -> None:
        names, places = ", ".join(values), ", ".join(f":{name}" for name in values)
        connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), values)  # noqa: S608 - names of ours, values are bound

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """All that the database holds."""
        with self.engine.connect() as connection:
            return {
                table: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}"))]  # noqa: S608 - names of ours, values are bound
                for table in inspect(connection).get_table_names()
            }


def _hurry(connection: Any, _record: object) -> None:
    """Don't wait for the disk: no test takes the power away."""
    connection.execute("PRAGMA synchronous = OFF")


def _bound(statement: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in statement.compile().params}


DEFAULT = load_mapping("")


def optional_cells(thing: AnyThing) -> dict[str, Any]:
    """The cells that say what a till may also say nothing of, by column."""
    kind, cells = kind_of(thing), dict[str, Any]()
    section = DEFAULT.of(kind)
    assert isinstance(section, Things)
    for name, columns in section.fields.items():
        value = getattr(thing, name)
        if isinstance(columns, dict):
            cells |= {column: (value or {}).get(code) for code, column in columns.items()}
        else:
            cells[columns] = cell(value)
    return cells


def cell(value: Any) -> Any:
    """A value as a driver takes it; NULL where nothing is said."""
    match value:
        case Money():
            return str(value.amount)
        case Decimal():
            return str(value)
        case _:
            return None if value is UNSET else value


class SqlTillWorld:
    """A till database and its merchant."""

    photo_bytes_max = BYTES_MAX

    def __init__(self, hand: Hand, url: str, folder: Path, *, nowhere: str) -> None:
        self.hand = hand
        self.folder = folder
        self._nowhere = nowhere
        self.till: Till = open_till(
            SqlSettings(url=url, images_folder=str(folder)), clock=lambda: NOON
        )

    def put(self, *things: AnyThing) -> None:
        for thing in things:
            self._put(thing)

    def put_photo(self, image: Image, content: bytes) -> None:
        path = f"{image.key}.png"
        (self.folder / path).write_bytes(content)
        fields = {"product_id": int(image.product), "position": image.position, "path": path}
        self.hand.set("images", {"id": int(image.key)}, **fields)

    def lose_photo(self, image: Image) -> None:
        (self.folder / f"{image.key}.png").unlink()

    def remove(self, ref: Ref) -> None:
        for table in ("stock", "images", "variants", "product_categories"):
            self.hand.run(f"DELETE FROM {table} WHERE product_id = :id", id=int(ref.key))  # noqa: S608 - names of ours, values are bound
        self.hand.run(f"DELETE FROM {TABLES[ref.kind]} WHERE id = :id", id=int(ref.key))  # noqa: S608 - names of ours, values are bound

    def spoil(self, ref: Ref) -> None:
        """A price that is none: PostgreSQL takes no other, SQLite any text."""
        assert ref.kind is Kind.PRODUCT
        self.hand.run("UPDATE products SET price = 'NaN' WHERE id = :id", id=int(ref.key))

    def state(self) -> object:
        return self.hand.rows()

    def unreachable(self) -> Till:
        return open_till(SqlSettings(url=self._nowhere), clock=lambda: NOON)

    def _put(self, thing: AnyThing) -> None:
        match thing:
            case Brand() | Supplier():
                table = "brands" if isinstance(thing, Brand) else "suppliers"
                fields: dict[str, Any] = {"name": thing.name, "is_active": thing.is_active}
                self.hand.set(table, {"id": int(thing.key)}, **fields)
            case Category():
                self._put_category(thing)
            case Product():
                self._put_product(thing)
            case Variant():
                self._put_variant(thing)
            case Stock():
                where = {"product_id": int(thing.product), "variant_id": number(thing.variant)}
                self.hand.set("stock", where, quantity=str(thing.quantity))
            case Option() | OptionValue() | Image():
                pass

    def _put_category(self, thing: Category) -> None:
        self.hand.set(
            "categories",
            {"id": int(thing.key)},
            parent_id=number(thing.parent),
            name_fr=thing.name["fr"],
            name_en=thing.name.get("en"),
            is_active=thing.is_active,
        )

    def _put_product(self, thing: Product) -> None:
        texts = {
            f"{field}_{language}": getattr(thing, field).get(language)
            for field in ("name", "summary", "description")
            for language in ("fr", "en")
        }
        self.hand.set(
            "products",
            {"id": int(thing.key)},
            reference=thing.reference,
            ean=thing.ean,
            price=str(thing.price.amount),
            vat_rate=str(thing.tax_rate),
            weight_kg=str(thing.weight),
            brand_id=number(thing.brand),
            supplier_id=number(thing.supplier),
            is_active=thing.is_active,
            **texts,
            **optional_cells(thing),
        )
        self.hand.run("DELETE FROM product_categories WHERE product_id = :id", id=int(thing.key))
        for place, category in enumerate(thing.categories):
            fields = {"product_id": int(thing.key), "category_id": int(category)}
            self.hand.add("product_categories", position=place, **fields)

    def _put_variant(self, thing: Variant) -> None:
        pairs = [value.split("=") for value in thing.options]
        options = {
            f"option{place}_{part}": pair[side]
            for place, pair in enumerate(pairs, start=1)
            for side, part in enumerate(("name", "value"))
        }
        with self.hand.engine.connect() as connection:
            query = text("SELECT price FROM products WHERE id = :id")
            base = connection.execute(query, {"id": int(thing.product)}).scalar_one()
        self.hand.set(
            "variants",
            {"id": int(thing.key)},
            product_id=int(thing.product),
            reference=thing.reference,
            ean=thing.ean,
            price=str(type(thing.surcharge.amount)(str(base)) + thing.surcharge.amount),
            **options,
        )


def number(key: str | None) -> int | None:
    """A key as this schema has it."""
    return None if key is None else int(key)
