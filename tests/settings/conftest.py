"""An installation's home to write settings into, and adapters to choose from."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pos2web.settings import Description, Home, Setting, Settings, read

ADAPTERS = {
    "register": Description(
        name="register",
        title="Register",
        side="till",
        summary="A till.",
        settings=(
            Setting(name="file", type="path", required=True, help="The till's database."),
            Setting(name="columns", type="table", help="Columns by field."),
            Setting(name="currency", help="Currency of the prices."),
        ),
    ),
    "market": Description(
        name="market",
        title="Market",
        side="shop",
        summary="A shop.",
        settings=(
            Setting(name="url", required=True, help="The shop's address."),
            Setting(name="key", type="secret", required=True, help="The key."),
            Setting(name="workers", type="whole", default=4, minimum=1, maximum=8, help="Hands."),
            Setting(name="languages", type="list", help="Languages."),
            Setting(name="timeout_s", type="number", default=30.0, minimum=1, help="Seconds."),
        ),
    ),
    "pigeon": Description(
        name="pigeon",
        title="Pigeon",
        side="channel",
        summary="A messenger.",
        settings=(
            Setting(name="loft", required=True, help="Where it flies to."),
            Setting(name="map", type="path", help="The way there."),
            Setting(name="whistle", type="secret", help="What it comes back to."),
        ),
    ),
    "attic": Description(
        name="attic",
        title="Attic",
        side="store",
        summary="A place under the roof.",
        settings=(
            Setting(name="shelf", required=True, help="Where on it."),
            Setting(name="padlock", type="secret", help="Its number."),
        ),
    ),
}
TILL = '[till]\nadapter = "register"\nfile = "till.sqlite"\n'
SHOP = '[shop]\nadapter = "market"\nurl = "https://boutique.example"\n'
Reading = Callable[..., Settings]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(path=tmp_path / "home")


@pytest.fixture
def reading(home: Home) -> Reading:
    """Settings as read from this text, with a shop key in the environment."""

    def read_text(text: str, environment: dict[str, str] | None = None) -> Settings:
        home.path.mkdir(exist_ok=True)
        home.settings.write_text(text, encoding="utf-8")
        usual = {"POS2WEB_SHOP_KEY": "ABC"}
        return read(home, usual if environment is None else environment, ADAPTERS)

    return read_text
