"""An installation with a small till and a sandbox shop, and its command line."""

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pos2web.adapters.sandbox.catalogue import till_schema
from pos2web.adapters.sandbox.shop import ShopServer
from pos2web.cli.history.exporting import MARK
from pos2web.cli.main import run

TEAS = """
    INSERT INTO brands (id, name) VALUES (1, 'Palais des Thés');
    INSERT INTO categories (id, name_fr, name_en) VALUES (1, 'Thés', 'Teas');
    INSERT INTO products (id, reference, name_fr, name_en, price, vat_rate, brand_id) VALUES
        (1, 'TEA-01', 'Thé vert', 'Green tea', 9.90, 5.5, 1),
        (2, 'TEA-02', 'Thé noir', 'Black tea', 8.50, 5.5, 1),
        (3, 'POT-01', 'Théière', 'Teapot', 39.00, 20, 1);
    INSERT INTO product_categories (product_id, category_id) VALUES (1, 1), (2, 1), (3, 1);
    INSERT INTO stock (product_id, quantity) VALUES (1, 12), (2, 3), (3, 1);
"""


def at_once(seconds: float) -> None:
    """Waits for nobody."""
    del seconds


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON value on stdout."""
        return json.loads(self.out)


class Installation:
    """One home, with the till and the shop that it is set to."""

    def __init__(self, home: Path, till: Path, shop: Any, capture: Any) -> None:
        self.home = home
        self.till = till
        self.shop = shop
        self._capture = capture

    def __call__(self, *arguments: object, language: str = "en") -> Answer:
        """Carry out a command line in this home."""
        self._capture.readouterr()
        words = ["--home", str(self.home), "--language", language, *map(str, arguments)]
        code = run(words, sleep=at_once)
        out, err = self._capture.readouterr()
        return Answer(code=code, out=out, err=err)

    def init(self, **options: str) -> Answer:
        """Write the settings that lead to the till and the shop."""
        shop = {"url": self.shop.url, "key": self.shop.key} | options
        given = [f"--shop-option={name}={value}" for name, value in shop.items()]
        return self(
            "init",
            "--no-check",
            "--till=sql_database",
            "--shop=prestashop",
            f"--till-option=url={self.till}",
            *given,
        )

    def replace(self, before: str, after: str) -> None:
        """Change the settings."""
        file = self.home / "pos2web.toml"
        text = file.read_text(encoding="utf-8")
        assert before in text
        file.write_text(text.replace(before, after), encoding="utf-8")

    def ring_up(self, statement: str) -> None:
        """Change something at the till."""
        with closing(sqlite3.connect(self.till)) as database:
            database.executescript(statement)


def table_of(answer: str, delimiter: str) -> list[dict[str, str]]:
    """The rows of an answer in CSV, by the names of its columns."""
    assert answer.startswith(MARK)
    return list(csv.DictReader(io.StringIO(answer.removeprefix(MARK)), delimiter=delimiter))


@pytest.fixture
def fresh(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Installation]:
    """A home without settings, beside a till and a shop."""
    till = tmp_path / "till.sqlite"
    with ShopServer(tmp_path / "shop") as shop:
        installation = Installation(tmp_path / "home", till, shop, capsys)
        installation.ring_up(till_schema() + TEAS)
        yield installation


@pytest.fixture
def pos2web(fresh: Installation) -> Installation:
    """An installation that is set up and has not synced yet."""
    assert fresh.init().code == 0
    return fresh
