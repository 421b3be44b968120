"""The sample catalogue, and the large ones made up by chance."""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from stdnum import ean

from pos2web.adapters.sandbox.catalogue import (
    Boutique,
    Shelf,
    generate_till,
    read_boutique,
    scene_of,
    till_schema,
    write_till,
)
from pos2web.errors import ConflictError, SettingsError
from pos2web.images import identify


@pytest.fixture(scope="module")
def boutique() -> Boutique:
    return read_boutique()


@pytest.fixture(scope="module")
def till(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    folder = tmp_path_factory.mktemp("boutique")
    write_till(folder / "till.db", photo_scale=0.05)
    with closing(sqlite3.connect(folder / "till.db")) as connection:
        yield connection


def ask(connection: sqlite3.Connection, question: str) -> list[tuple[object, ...]]:
    return connection.execute(question).fetchall()


def depth(shelf: Shelf, shelves: dict[str, Shelf]) -> int:
    return 1 if shelf.parent is None else 1 + depth(shelves[shelf.parent], shelves)


def test_the_boutique_is_large_enough_to_show_everything(boutique: Boutique) -> None:
    shelves = {shelf.slug: shelf for shelf in boutique.shelves}

    assert len(boutique.articles) >= 60
    assert sum(bool(article.options) for article in boutique.articles) >= 15
    assert len(boutique.brands) >= 8
    assert len(boutique.suppliers) >= 3
    assert len(shelves) >= 12
    assert max(depth(shelf, shelves) for shelf in boutique.shelves) >= 3
    assert {article.vat for article in boutique.articles} == {
        Decimal("5.5"),
        Decimal(10),
        Decimal(20),
    }


def test_every_article_is_whole_in_both_languages(boutique: Boutique) -> None:
    for article in boutique.articles:
        for name in (article.name_fr, article.name_en):
            assert 0 < len(name) <= 128
            assert not set(name) & set("<>;=#{}")
        for text in (article.summary_fr, article.summary_en, article.description_fr):
            assert re.fullmatch(r"(<(p|ul)>.+</\2>)+", text)
        assert article.description_en.startswith("<p>")
        assert 1 <= len(article.photos) <= 3


def test_references_are_unique_and_eans_are_valid_and_internal(boutique: Boutique) -> None:
    articles = boutique.articles
    versions = [version for article in articles for version in article.versions()]
    references = Counter(
        [*(one.reference for one in articles), *(one.reference for one in versions)]
    )
    eans = Counter([*(one.ean for one in articles), *(one.ean for one in versions)])

    assert set(references.values()) == set(eans.values()) == {1}
    assert all(ean.is_valid(code) and code.startswith("2") for code in eans)


def test_every_variant_has_its_stock_and_sells_for_something(boutique: Boutique) -> None:
    for article in boutique.articles:
        versions = article.versions()
        if isinstance(article.stock, tuple):
            assert [version.stock for version in versions] == list(article.stock)
        assert all(version.price > 0 and version.weight > 0 for version in versions)


def test_one_photo_is_large_one_upright_and_one_cut_out(boutique: Boutique) -> None:
    scenes = [scene_of(article, photo) for article in boutique.articles for photo in article.photos]

    assert len({repr(scene) for scene in scenes}) == len(scenes)
    assert any(scene.width > 4000 for scene in scenes)
    assert any(scene.height > scene.width for scene in scenes)
    assert any(scene.is_cutout for scene in scenes)


def test_the_till_holds_the_whole_boutique(till: sqlite3.Connection, boutique: Boutique) -> None:
    counted = {
        table: ask(till, f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608 - names of ours, values are bound
        for table in ("products", "variants", "images", "categories", "brands", "suppliers")
    }

    assert counted == {
        "products": len(boutique.articles),
        "variants": sum(len(article.versions()) for article in boutique.articles),
        "images": sum(len(article.photos) for article in boutique.articles),
        "categories": len(boutique.shelves),
        "brands": len(boutique.brands),
        "suppliers": len(boutique.suppliers),
    }


def test_every_row_of_the_till_leads_somewhere(till: sqlite3.Connection) -> None:
    assert ask(till, "PRAGMA foreign_key_check") == []
    assert ask(till, "SELECT id FROM products WHERE brand_id IS NULL OR supplier_id IS NULL") == []
    orphans = "SELECT id FROM products WHERE id NOT IN (SELECT product_id FROM stock)"
    assert ask(till, orphans) == []


def test_a_surcharge_makes_the_variants_own_price(till: sqlite3.Connection) -> None:
    question = (
        "SELECT v.option1_value, v.price, v.weight_kg FROM variants v JOIN products p"
        " ON p.id = v.product_id WHERE p.reference = 'TAB-PLA-FOU' ORDER BY v.id"
    )

    assert ask(till, question) == [
        ("Petit", None, None),
        ("Moyen", 42, 2.2),
        ("Grand", 51.5, 2.85),
    ]


def test_every_photo_of_the_till_is_a_picture(till: sqlite3.Connection) -> None:
    folder = Path(str(ask(till, "PRAGMA database_list")[0][2])).parent

    formats = {
        identify((folder / str(path)).read_bytes()).format
        for (path,) in ask(till, "SELECT path FROM images")
    }

    assert formats == {"jpeg", "png"}


def test_a_till_is_never_written_over(tmp_path: Path) -> None:
    database = tmp_path / "till.db"
    database.write_bytes(b"takings")

    with pytest.raises(ConflictError, match=r"till\.db is there already"):
        write_till(database, tmp_path / "photos")

    assert database.read_bytes() == b"takings"


def test_photos_lie_beside_the_database(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"the folder of photos, .*, is not under"):
        write_till(tmp_path / "till" / "till.db", tmp_path / "elsewhere")


def test_a_till_that_could_not_be_finished_is_not_there(tmp_path: Path) -> None:
    database = tmp_path / "till.db"

    with pytest.raises(sqlite3.OperationalError):
        generate_till(database, products=3, schema="CREATE TABLE brands (id, name)")

    assert not database.exists()


def test_large_catalogues_are_as_large_as_asked_and_the_same_again(tmp_path: Path) -> None:
    dumps = []
    for name in ("one.db", "two.db"):
        generate_till(tmp_path / name, products=300, variants_share=0.4, seed=7)
        with closing(sqlite3.connect(tmp_path / name)) as connection:
            dumps.append(ask(connection, "SELECT id, name_fr, price FROM products"))
            variants = ask(connection, "SELECT DISTINCT product_id FROM variants")
            assert ask(connection, "PRAGMA foreign_key_check") == []
            assert all(
                ean.is_valid(str(code)) for (code,) in ask(connection, "SELECT ean FROM variants")
            )

    assert dumps[0] == dumps[1]
    assert len(dumps[0]) == 300
    assert 80 <= len(variants) <= 160


def test_large_catalogues_may_have_photos(tmp_path: Path) -> None:
    generate_till(
        tmp_path / "till.db", products=50, photos=tmp_path / "photos", schema=till_schema()
    )

    with closing(sqlite3.connect(tmp_path / "till.db")) as connection:
        paths = [str(path) for (path,) in ask(connection, "SELECT path FROM images")]

    assert len(paths) == 50
    assert all((tmp_path / path).exists() for path in paths)
