"""Writes a catalogue into a till database, in the schema that Pos2Web reads by default."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path, PurePosixPath

from pos2web.adapters.sandbox.catalogue.boutique import Article, Boutique, Version, read_boutique
from pos2web.adapters.sandbox.catalogue.photos import draw_photos, photo_paths
from pos2web.errors import ConflictError, SettingsError

Row = tuple[object, ...]


def till_schema() -> str:
    """The statements that make an empty till database."""
    return files("pos2web.adapters.sql_database").joinpath("till.sql").read_text(encoding="utf-8")


def write_till(
    database: Path,
    photos: Path | None = None,
    *,
    schema: str | None = None,
    photo_scale: float = 1.0,
) -> None:
    """Make the till of Maison Lavande: a SQLite file, and its photos in a folder beside it.

    The paths of photos start from the database's folder. `photo_scale` 1 draws photos of 800
    pixels, which takes a while; less is quicker. Either the whole file is there afterwards, or
    none. Raises ConflictError when there is one.
    """
    boutique, folder = read_boutique(), photos or database.parent / "photos"
    prefix = photos_prefix(database, folder)
    with new_till(database, schema) as connection:
        draw_photos(boutique, folder, scale=photo_scale)
        fill(connection, boutique, prefix)


def photos_prefix(database: Path, photos: Path) -> PurePosixPath:
    """What the paths of photos begin with. Raises SettingsError for a folder that lies elsewhere."""
    home = database.parent.resolve()
    if not photos.resolve().is_relative_to(home):
        raise SettingsError(f"the folder of photos, {photos}, is not under {home}")
    return PurePosixPath(photos.resolve().relative_to(home).as_posix())


@contextmanager
def new_till(database: Path, schema: str | None) -> Iterator[sqlite3.Connection]:
    """An empty till, which takes its place once it has been filled."""
    if database.exists():
        raise ConflictError(f"{database} is there already: a till is never written over")
    database.parent.mkdir(parents=True, exist_ok=True)
    draft = database.with_name(f"{database.name}.new")
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(draft)) as connection:
        connection.executescript(till_schema() if schema is None else schema)
        yield connection
        connection.commit()
    draft.replace(database)


def fill(connection: sqlite3.Connection, boutique: Boutique, prefix: PurePosixPath) -> None:
    """Put every shelf, maker and article into an empty till."""
    brands = {slug: number for number, slug in enumerate(boutique.brands, start=1)}
    suppliers = {slug: number for number, slug in enumerate(boutique.suppliers, start=1)}
    shelves = {shelf.slug: number for number, shelf in enumerate(boutique.shelves, start=1)}
    insert(connection, "brands", ("id", "name"), named(brands, boutique.brands))
    insert(connection, "suppliers", ("id", "name"), named(suppliers, boutique.suppliers))
    insert(connection, "translations", ("text_fr", "text_en"), list(boutique.words.items()))
    columns = ("id", "parent_id", "name_fr", "name_en", "description_fr", "description_en")
    rows: list[Row] = [
        (
            shelves[shelf.slug],
            shelves[shelf.parent] if shelf.parent else None,
            shelf.name_fr,
            shelf.name_en,
            shelf.description_fr,
            shelf.description_en,
        )
        for shelf in boutique.shelves
    ]
    insert(connection, "categories", columns, rows)
    for number, article in enumerate(boutique.articles, start=1):
        maker = brands[article.brand], suppliers[article.supplier]
        _put_article(connection, number, article, maker)
        _put_photos(connection, number, article, prefix)
        _put_on_shelves(connection, number, [shelves[slug] for slug in article.categories])


def insert(
    connection: sqlite3.Connection, table: str, columns: tuple[str, ...], rows: Iterable[Row]
) -> None:
    """Add rows to one of the till's tables."""
    places = ", ".join("?" for _ in columns)
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608 - names of ours, values are bound
    connection.executemany(statement, rows)


def named(numbers: dict[str, int], names: dict[str, str]) -> list[Row]:
    """Rows of number and name."""
    return [(number, names[slug]) for slug, number in numbers.items()]


def _put_article(
    connection: sqlite3.Connection, number: int, article: Article, maker: tuple[int, int]
) -> None:
    texts = ("name_fr", "name_en", "summary_fr", "summary_en", "description_fr", "description_en")
    row: Row = (
        number,
        article.reference,
        article.ean,
        str(article.price),
        str(article.vat),
        str(article.weight),
        *maker,
        *(getattr(article, text) for text in texts),
    )
    columns = (
        "id",
        "reference",
        "ean",
        "price",
        "vat_rate",
        "weight_kg",
        "brand_id",
        "supplier_id",
        *texts,
    )
    insert(connection, "products", columns, [row])
    versions = article.versions()
    if not versions:
        insert(connection, "stock", ("product_id", "quantity"), [(number, article.stock)])
    for version in versions:
        _put_version(connection, number, article, version)


def _put_version(
    connection: sqlite3.Connection, number: int, article: Article, version: Version
) -> None:
    first, *more = version.options
    second = more[0] if more else (None, None)
    columns = "product_id, reference, ean, price, weight_kg, option1_name, option1_value"
    cursor = connection.execute(
        f"INSERT INTO variants ({columns}, option2_name, option2_value)"  # noqa: S608 - names of ours, values are bound
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            version.reference,
            version.ean,
            str(version.price) if version.price != article.price else None,
            str(version.weight) if version.weight != article.weight else None,
            *first,
            *second,
        ),
    )
    columns_of_stock = ("product_id", "variant_id", "quantity")
    insert(connection, "stock", columns_of_stock, [(number, cursor.lastrowid, version.stock)])


def _put_photos(
    connection: sqlite3.Connection, number: int, article: Article, prefix: PurePosixPath
) -> None:
    paths = enumerate((str(prefix / path) for path, _ in photo_paths(article)), start=1)
    columns = ("product_id", "position", "path")
    insert(connection, "images", columns, [(number, place, path) for place, path in paths])


def _put_on_shelves(connection: sqlite3.Connection, number: int, shelves: list[int]) -> None:
    insert(
        connection,
        "product_categories",
        ("product_id", "category_id", "position"),
        [(number, shelf, place) for place, shelf in enumerate(shelves, start=1)],
    )
