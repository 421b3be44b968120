"""Photos by path, by content and by address."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from uuid import UUID

import pytest

from pos2web.adapters.sql_database.addresses import fetch
from pos2web.adapters.sql_database.photos import as_one_of
from pos2web.adapters.testing.seeing import see
from pos2web.domain.things import Image
from pos2web.errors import RecordError, TransientError
from tests.adapters.sql_database.tills import seen_in, till_of
from tests.adapters.sql_database.worlds import Hand, SqlTillWorld


@pytest.fixture
def product(hand: Hand) -> Hand:
    hand.add("products", id=1, reference="TEA", name_fr="Thé", price="9.90")
    return hand


def shown(database: Path) -> Image:
    """The one image that the till shows."""
    [image] = [each for each in seen_in(database).things.values() if isinstance(each, Image)]
    return image


def read(database: Path | str, image: Image, folder: str = "") -> bytes:
    with till_of(database, images_folder=folder) as till:
        return till.open_image(image)


def at(source: str) -> Image:
    return Image(key="1", product="1", source=source)


def test_paths_start_at_the_databases_folder(database: Path, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "tea.png").write_bytes(b"red")

    assert read(database, at("photos/tea.png")) == b"red"
    assert read(database, at(r"photos\tea.png")) == b"red"


def test_paths_start_at_the_folder_that_is_set(database: Path, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "tea.png").write_bytes(b"red")

    assert read(database, at("tea.png"), str(tmp_path / "photos")) == b"red"


@pytest.mark.parametrize("path", ["../secret.png", "/etc/hostname", "way/out.png"])
def test_nothing_outside_the_folder_is_read(database: Path, tmp_path: Path, path: str) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(b"secret")
    (folder / "way").symlink_to(tmp_path)
    (tmp_path / "out.png").write_bytes(b"secret")

    with pytest.raises(RecordError, match="is outside"):
        read(database, at(path), str(folder))


def test_a_file_that_is_not_there_is_named(database: Path) -> None:
    with pytest.raises(RecordError, match=r"there is no photo tea\.png in ") as caught:
        read(database, at("tea.png"))

    assert caught.value.ref == "image:1"


def test_a_folder_is_no_photo(database: Path, tmp_path: Path) -> None:
    (tmp_path / "tea.png").mkdir()

    with pytest.raises(RecordError, match=r"the photo tea\.png can't be read"):
        read(database, at("tea.png"))


def test_without_a_folder_there_are_no_files(postgresql: str) -> None:
    with pytest.raises(RecordError, match=r"there is no photo tea\.png in no folder"):
        read(postgresql, at("tea.png"))


def test_a_file_that_comes_later_is_seen(database: Path, product: Hand, tmp_path: Path) -> None:
    product.add("images", id=1, product_id=1, path="tea.png")
    before = shown(database)
    (tmp_path / "tea.png").write_bytes(b"red")

    after = shown(database)

    assert before.stamp == ""
    assert after.stamp.startswith("3-")


def test_a_content_is_read_from_the_database(database: Path, product: Hand) -> None:
    product.add("images", id=1, product_id=1, content=b"red")

    image = shown(database)

    assert image.source == "blob:1"
    assert read(database, image) == b"red"


def test_a_content_that_was_replaced_has_another_stamp(database: Path, product: Hand) -> None:
    product.add("images", id=1, product_id=1, content=b"red", updated_at="2026-01-01")
    before = shown(database)
    product.run("UPDATE images SET content = x'00'")

    assert shown(database).stamp != before.stamp


def test_a_content_that_is_gone_is_named(database: Path, product: Hand) -> None:
    product.add("images", id=2, product_id=1, content=None)

    with pytest.raises(RecordError, match="there is no content of photo 1"):
        read(database, at("blob:1"))


def test_a_content_is_read_from_postgresql(postgresql_world: SqlTillWorld) -> None:
    hand = postgresql_world.hand
    hand.add("products", id=1, price=1)
    hand.add("images", id=1, product_id=1, content=b"red")

    [image] = [x for x in see(postgresql_world.till).things.values() if isinstance(x, Image)]

    assert postgresql_world.till.open_image(image) == b"red"


@pytest.mark.parametrize(
    ("key", "cell", "wanted"),
    [
        ("7", 1, 7),
        ("7", Decimal(1), Decimal(7)),
        (str(UUID(int=7)), UUID(int=1), UUID(int=7)),
        ("7", "1", "7"),
    ],
)
def test_a_key_is_looked_for_as_its_column_holds_keys(
    key: str, cell: object, wanted: object
) -> None:
    assert as_one_of(key, cell) == wanted


BLOBS = """
[product]
table = "products"
key = "id"
reference = "reference"
name.fr = "name_fr"
price = "price"
tax_rate = "vat_rate"
[image]
table = "images"
key = "id"
product = "product_id"
blob = "content"
"""


def test_a_content_without_a_stamp_is_told_apart_by_itself(
    database: Path, product: Hand, tmp_path: Path
) -> None:
    (tmp_path / "blobs.toml").write_text(BLOBS)
    product.add("images", id=1, product_id=1, content=b"red")
    mapping = str(tmp_path / "blobs.toml")
    first = seen_in(database, mapping=mapping)
    product.run("UPDATE images SET content = x'726564'")
    same = seen_in(database, first.cursor, mapping=mapping)
    product.run("UPDATE images SET content = x'00'")

    assert same.things == {}
    assert len(seen_in(database, same.cursor, mapping=mapping).things) == 1


class Gallery(BaseHTTPRequestHandler):
    """A web site with photos."""

    def do_GET(self) -> None:
        status, content = {
            "/tea.png?v=2": (200, b"red"),
            "/large.png": (200, b"x" * 100),
            "/busy.png": (200, b""),
        }.get(self.path, (404, b"none"))
        if self.path in ("/moved.png", "/round.png"):
            self.send_response(302)
            self.send_header("Location", "/tea.png?v=2" if "moved" in self.path else self.path)
        elif self.path == "/busy.png":
            self.close_connection = True
            return
        else:
            self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


@contextmanager
def gallery() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Gallery) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_an_address_is_fetched(database: Path, product: Hand) -> None:
    with gallery() as site:
        product.add("images", id=1, product_id=1, url=f"{site}/tea.png?v=2")

        image = shown(database)

        assert image.source == f"{site}/tea.png?v=2"
        assert read(database, image) == b"red"


def test_a_photo_that_moved_is_followed() -> None:
    with gallery() as site:
        assert fetch(f"{site}/moved.png", bytes_max=50, ref="image:1") == b"red"


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/none.png", "answer 404"),
        ("/large.png", "more than 50 bytes"),
        ("/round.png", "from address to address"),
    ],
)
def test_an_address_that_gives_no_photo_is_named(path: str, why: str) -> None:
    with gallery() as site, pytest.raises(RecordError, match=why) as caught:
        fetch(f"{site}{path}", bytes_max=50, ref="image:1")

    assert path in str(caught.value)


def test_an_address_that_is_none_is_named() -> None:
    with pytest.raises(RecordError, match="the photo's address http:/// is none"):
        fetch("http:///", bytes_max=50, ref="image:1")


def test_a_site_that_does_not_answer_is_tried_later() -> None:
    with gallery() as site, pytest.raises(TransientError):
        fetch(f"{site}/busy.png", bytes_max=50, ref="image:1")
