"""A till of somebody else's: a package of its own, installed beside Pos2Web, kept in step with a shop."""

import json
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pos2web.adapters.prestashop.adapter import open_shop
from pos2web.adapters.prestashop.settings import PrestashopSettings
from pos2web.adapters.sandbox.shop import ShopServer
from pos2web.adapters.testing.seeing import see
from pos2web.cli.setup.template import make_project
from pos2web.domain.things import Product, Stock
from tests.history.test_sentences import plain

NAME = "corner_shop"
PRODUCTS = """id,reference,name,price,tax_rate,ean
1,TEA,Thé vert,9.90,5.5,3760000000017
2,POT,Théière,39.00,20,
"""
STOCK = "id,quantity\n1,12\n2,3\n"


def carried_out(*command: object, cwd: Path | None = None) -> str:
    """What a program prints. It must end well."""
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False)  # noqa: S603 - a command of our own
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@dataclass(frozen=True)
class Corner:
    """An installation that the till's package was installed for."""

    python: Path
    folder: Path
    shop: ShopServer

    def __call__(self, *words: str) -> str:
        """What a command of Pos2Web prints."""
        home = self.folder / "home"
        program = (self.python, "-m", "pos2web", "--home", home, "--language", "fr")
        return carried_out(*program, *words)

    def sync(self) -> Any:
        """What a sync did."""
        return json.loads(self("sync", "--yes", "--json"))

    def export(self, products: str, stock: str = STOCK) -> None:
        """The till's files."""
        (self.folder / "products.csv").write_text(products, encoding="utf-8")
        (self.folder / "stock.csv").write_text(stock, encoding="utf-8")

    def on_site(self) -> tuple[dict[str, Product], dict[str, Decimal]]:
        """The site's products by reference, and the stock of each."""
        settings = PrestashopSettings(url=self.shop.url, key=self.shop.key)
        with closing(open_shop(settings, clock=lambda: datetime.now(UTC))) as shop:
            things = see(shop).things.values()
        products = {each.key: each for each in things if isinstance(each, Product)}
        stocks = {
            products[each.product].reference: each.quantity
            for each in things
            if isinstance(each, Stock)
        }
        return {each.reference: each for each in products.values()}, stocks


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of a till, as `pos2web adapters new` makes it."""
    folder = tmp_path_factory.mktemp("outside") / "project"
    make_project(NAME, folder)
    return folder


@pytest.fixture(scope="module")
def python(project: Path) -> Path:
    """The interpreter of an environment that has Pos2Web and, built and installed, the till."""
    place = project.parent
    packages = sysconfig.get_path("purelib")
    carried_out(
        *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"),
        *("--wheel-dir", place / "dist", project),
    )
    venv.create(place / "venv", with_pip=False)
    inside = next((place / "venv").glob("lib*/python*/site-packages"))
    (inside / "pos2web.pth").write_text(f"import site; site.addsitedir({packages!r})\n")
    [wheel] = (place / "dist").glob("*.whl")
    python = place / "venv" / "bin" / "python"
    carried_out(
        *(sys.executable, "-m", "pip", "--python", python, "install", "--quiet"),
        *("--no-deps", "--no-index", wheel),
    )
    return python


@pytest.fixture
def corner(python: Path, tmp_path: Path) -> Iterator[Corner]:
    """An installation that is set to the till's folder and to a shop."""
    with ShopServer(tmp_path / "shop") as shop:
        corner = Corner(python, tmp_path, shop)
        corner.export(PRODUCTS)
        corner(
            *("init", "--no-check", f"--till={NAME}", f"--till-option=folder={tmp_path}"),
            *(
                "--shop=prestashop",
                f"--shop-option=url={shop.url}",
                f"--shop-option=key={shop.key}",
            ),
        )
        yield corner


def test_a_project_made_from_the_template_passes_its_own_tests(project: Path) -> None:
    said = carried_out("make", "test", f"PYTHON={sys.executable}", cwd=project)

    assert " passed" in said
    assert "failed" not in said


def test_a_till_of_another_package_is_listed_checked_and_kept_in_step(corner: Corner) -> None:
    assert f"{NAME} (till): Dossier de fichiers CSV" in corner("adapters")
    assert f"caisse : 2 produits dans {corner.folder}" in plain(corner("check"))
    checked = json.loads(corner("check", "--json"))
    first, second = corner.sync(), corner.sync()
    corner.export(PRODUCTS.replace("9.90", "8.90"), STOCK.replace("1,12", "1,7"))
    third = corner.sync()

    products, stocks = corner.on_site()
    tills = [each for each in checked["findings"] if each["about"] == "till"]
    assert [each["severity"] for each in tills] == ["ok"]
    assert (first["writes"] > 0, second["writes"], third["writes"]) == (True, 0, 2)
    assert {name: each.name["fr"] for name, each in products.items()} == {
        "TEA": "Thé vert",
        "POT": "Théière",
    }
    assert round(products["TEA"].price.amount * Decimal("1.055"), 2) == Decimal("8.90")
    assert stocks == {"TEA": 7, "POT": 3}
