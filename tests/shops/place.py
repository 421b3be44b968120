"""A till, a shop behind HTTP on this machine, and one installation of Pos2Web between them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import msgspec
from lxml import etree

from pos2web.adapters.prestashop.settings import PrestashopSettings
from pos2web.adapters.sandbox.shop import ShopServer
from pos2web.adapters.sandbox.shop.server import World
from pos2web.domain.policy import Policy
from pos2web.engine import RunOptions, RunReport, SyncContext, sync
from tests.chaos.site import Element, Site, read_site
from tests.chaos.truth import Verdict, compare
from tests.shops.clocks import ShiftedClock
from tests.shops.opened import over_http
from tests.shops.till import make_till


@dataclass
class Place:
    """Where a scenario plays. `shop` is what Pos2Web is told of the shop."""

    folder: Path
    shop: PrestashopSettings
    watch: ShiftedClock = field(default_factory=ShiftedClock)
    policy: Policy = field(default_factory=Policy)

    @property
    def till(self) -> Path:
        """The till's database."""
        return self.folder / "till.sqlite"

    def ring_up(self, statement: str, *values: Any) -> None:
        """Change something at the till."""
        with closing(sqlite3.connect(self.till)) as till, till:
            till.execute("PRAGMA foreign_keys = ON")
            till.execute(statement, values)

    @contextmanager
    def context(self) -> Iterator[SyncContext]:
        """What one run works with."""
        with over_http(self.folder, self.shop, self.watch, policy=self.policy) as context:
            yield context

    def sync(self, **options: bool) -> RunReport:
        """One run."""
        with self.context() as context:
            return sync(context, RunOptions(**options))  # type: ignore[arg-type]  # options by name, as each scenario needs

    def site(self) -> Site:
        """The shop as it is now."""
        return read_site(self.shop.url, self.shop.key)

    def verdict(self, *held: str) -> Verdict:
        """Till against shop; `held` are references that are not to be as at the till."""
        return compare(self.till, self.site(), held=held)

    @property
    def by_hand(self) -> "ByHand":
        """Somebody who works on the shop without Pos2Web."""
        return ByHand(self)

    def set_shop(self, **settings: Any) -> None:
        """Tell Pos2Web something else of the shop."""
        self.shop = msgspec.structs.replace(self.shop, **settings)


@dataclass(frozen=True)
class ByHand:
    """A person who works on the shop, through its web service, without Pos2Web."""

    place: Place

    def ask(self, method: str, path: str, **request: Any) -> httpx.Response:
        """One request; it must be granted."""
        shop = self.place.shop
        url = f"{shop.url}/api/{path}"
        answer = httpx.request(method, url, auth=(shop.key, ""), timeout=30, **request)
        assert answer.is_success, f"{method} {path}: {answer.text}"
        return answer

    def add(self, resource: str, entity: str) -> str:
        """Make something; its id."""
        answer = self.ask("POST", resource, content=f"<prestashop>{entity}</prestashop>")
        return etree.fromstring(answer.content)[0].findtext("id") or ""

    def change(self, resource: str, key: str, fields: str) -> None:
        """Change some fields of something."""
        node = NODES[resource]
        entity = f"<{node}><id>{key}</id>{fields}</{node}>"
        content = f"<prestashop>{entity}</prestashop>"
        self.ask("PATCH", f"{resource}/{key}", content=content)

    def remove(self, resource: str, key: str) -> None:
        """Delete something."""
        self.ask("DELETE", f"{resource}/{key}")

    def show(self, owner: str, content: bytes) -> None:
        """Put a photo on something, as `products/1`."""
        files = {"image": ("photo.png", content, "image/png")}
        self.ask("POST", f"images/{owner}", files=files)

    def read(self, resource: str, key: str) -> Element:
        """One record."""
        answer = self.ask("GET", f"{resource}/{key}")
        return etree.fromstring(answer.content)[0]

    def find(self, resource: str, field: str, value: str) -> str:
        """The id of the one that has this in a field."""
        params = {f"filter[{field}]": value}
        found = etree.fromstring(self.ask("GET", resource, params=params).content)[0]
        assert len(found) == 1, f"{len(found)} {resource} with {field} {value}"
        return str(found[0].attrib["id"])


NODES = {
    "products": "product",
    "combinations": "combination",
    "categories": "category",
    "manufacturers": "manufacturer",
    "suppliers": "supplier",
    "product_options": "product_option",
    "product_option_values": "product_option_value",
    "stock_availables": "stock_available",
}


def spoken(field: str, *values: str) -> str:
    """A translated field; one text is that of both languages."""
    texts = values if len(values) > 1 else values * 2
    inner = "".join(
        f'<language id="{key}"><![CDATA[{value}]]></language>' for key, value in enumerate(texts, 1)
    )
    return f"<{field}>{inner}</{field}>"


@contextmanager
def serving(
    folder: Path, *, languages: tuple[str, ...] = ("fr", "en"), till: bool = True
) -> Iterator[Place]:
    """A place whose shop is served by a thread of this process."""
    watch = ShiftedClock()
    if till and not (folder / "till.sqlite").exists():
        make_till(folder / "till.sqlite")
    world = World(clock=watch.in_paris)
    with ShopServer(folder / "shop", languages=languages, world=world) as server:
        settings = PrestashopSettings(url=server.url, key=server.key, read_timeout_s=20)
        yield Place(folder, settings, watch)
