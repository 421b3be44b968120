"""Shops to test against: recorded answers, scripted answers, and writes to send."""

import tarfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import msgspec
import zstandard

from pos2web.adapters.prestashop.adapter import PrestashopShop, open_shop
from pos2web.adapters.prestashop.mapping import Site
from pos2web.adapters.prestashop.settings import PrestashopSettings
from pos2web.domain.changes import Action
from pos2web.domain.things import AnyThing, Product, Variant, kind_of
from pos2web.domain.values import Money, ShopKey
from pos2web.ports import Outcome, Page, Shop, Write

RECORDINGS = Path(__file__).parent / "recordings" / "prestashop-8.1.2.tar.zst"
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
Answering = Callable[[httpx.Request], httpx.Response]

SITE = Site(
    languages={"1": "en", "2": "fr"},
    default_language="en",
    currency="EUR",
    home="2",
    root="1",
    rates={"1": Decimal(20), "2": Decimal("5.5")},
    groups={Decimal(20): "1", Decimal("5.5"): "2", Decimal(0): "0"},
)

_numbers = count(1)


@cache
def _recordings() -> dict[str, bytes]:
    with (
        RECORDINGS.open("rb") as packed,
        zstandard.ZstdDecompressor().stream_reader(packed) as plain,
        tarfile.open(fileobj=plain, mode="r|") as archive,
    ):
        return {
            member.name: content.read()
            for member in archive
            if (content := archive.extractfile(member)) is not None
        }


def recorded(step: str) -> httpx.Response:
    """The answer of a recorded step, named by the beginning of its path: `04-combinations/15`."""
    name = next(
        name
        for name in sorted(_recordings())
        if name.startswith(step) and name.endswith(".response.http")
    )
    head, _, body = _recordings()[name].replace(b"\r\n", b"\n").partition(b"\n\n")
    first, *lines = head.decode().split("\n")
    headers = dict(line.split(": ", 1) for line in lines if ": " in line)
    for changed in ("Transfer-Encoding", "Content-Length", "Content-Encoding"):
        headers.pop(changed, None)
    return httpx.Response(int(first.split()[1]), headers=headers, content=body)


def xml(inner: str, status: int = 200) -> httpx.Response:
    """An answer of the web service."""
    return httpx.Response(
        status,
        headers={"Content-Type": "text/xml;charset=utf-8", "PSWS-Version": "8.1.2"},
        text=f'<?xml version="1.0" encoding="UTF-8"?>\n<prestashop>{inner}</prestashop>',
    )


def refusal(status: int, code: int, message: str = "no") -> httpx.Response:
    """An error of the web service."""
    error = f"<error><code>{code}</code><message>{message}</message></error>"
    return xml(f"<errors>{error}</errors>", status)


RIGHTS = 'get="true" post="true" put="true" patch="true" delete="true" head="true"'
NAMES = [
    "manufacturers",
    "suppliers",
    "categories",
    "product_options",
    "product_option_values",
    "products",
    "combinations",
    "images",
    "stock_availables",
    "languages",
    "currencies",
    "tax_rule_groups",
    "tax_rules",
    "taxes",
    "configurations",
    "countries",
]
SETUP: dict[str, str] = {
    "": f'<api shopName="Lab">{"".join(f"<{name} {RIGHTS}/>" for name in NAMES)}</api>',
    "configurations": (
        "<configurations>"
        "<configuration><name>PS_LANG_DEFAULT</name><value>1</value></configuration>"
        "<configuration><name>PS_CURRENCY_DEFAULT</name><value>1</value></configuration>"
        "<configuration><name>PS_COUNTRY_DEFAULT</name><value>8</value></configuration>"
        "<configuration><name>PS_HOME_CATEGORY</name><value>2</value></configuration>"
        "<configuration><name>PS_TIMEZONE</name><value>Europe/Paris</value></configuration>"
        "</configurations>"
    ),
    "languages": (
        "<languages>"
        "<language><id>1</id><locale>en-US</locale><active>1</active></language>"
        "<language><id>2</id><locale>fr-FR</locale><active>1</active></language>"
        "</languages>"
    ),
    "currencies": "<currencies><currency><id>1</id><iso_code>EUR</iso_code></currency></currencies>",
    "taxes": (
        "<taxes><tax><id>1</id><rate>20.000</rate><active>1</active></tax>"
        "<tax><id>2</id><rate>5.500</rate><active>1</active></tax></taxes>"
    ),
    "tax_rules": (
        "<tax_rules>"
        "<tax_rule><id>1</id><id_tax_rules_group>1</id_tax_rules_group><id_tax>1</id_tax></tax_rule>"
        "<tax_rule><id>2</id><id_tax_rules_group>2</id_tax_rules_group><id_tax>2</id_tax></tax_rule>"
        "</tax_rules>"
    ),
    "tax_rule_groups": (
        "<tax_rule_groups>"
        "<tax_rule_group><id>1</id><active>1</active></tax_rule_group>"
        "<tax_rule_group><id>2</id><active>1</active></tax_rule_group>"
        "</tax_rule_groups>"
    ),
}


class Script:
    """A shop that is set up, and otherwise answers as told; it remembers what it was asked."""

    def __init__(self, answer: Answering, **setup: str) -> None:
        self.requests: list[httpx.Request] = []
        self._answer = answer
        self._setup = SETUP | setup

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/api/")
        if path in self._setup:
            return xml(self._setup[path])
        self.requests.append(request)
        return self._answer(request)

    @property
    def asked(self) -> list[str]:
        """Methods and paths, in order."""
        return [
            f"{request.method} {request.url.path.removeprefix('/api/')}"
            for request in self.requests
        ]


def scripted(answer: Answering, **settings: Any) -> tuple[PrestashopShop, Script]:
    """A shop that answers as told, and what it remembers."""
    script = Script(answer)
    return shop_at(httpx.MockTransport(script), **settings), script


def shop_at(transport: httpx.BaseTransport, **settings: Any) -> PrestashopShop:
    """An adapter that speaks through this transport."""
    chosen = PrestashopSettings(url="http://shop.test", key="SECRET", **settings)
    shop = open_shop(chosen, clock=lambda: NOW, transport=transport)
    assert isinstance(shop, PrestashopShop)
    return shop


def in_turn(*answers: httpx.Response | Exception) -> Answering:
    """Each of these answers once, in this order; an error is raised."""
    left = list(answers)

    def answer(_request: httpx.Request) -> httpx.Response:
        following = left.pop(0)
        if isinstance(following, Exception):
            raise following
        return following

    return answer


def write_of(
    action: Action,
    thing: AnyThing,
    *fields: str,
    before: AnyThing | None = None,
    content: bytes | None = None,
) -> Write:
    """A write of this thing: of these fields, or of all."""
    return Write(
        id=f"change-{next(_numbers)}",
        action=action,
        kind=kind_of(thing),
        shop_key=ShopKey(thing.key) if thing.key else None,
        thing=thing,
        fields=frozenset(fields or thing.__struct_fields__) - {"key"},
        before=before,
        content=content,
    )


def create(thing: AnyThing, content: bytes | None = None) -> Write:
    """The making of this thing."""
    return write_of(Action.CREATE, thing, content=content)


def update(thing: AnyThing, *fields: str) -> Write:
    """A change of these fields."""
    return write_of(Action.UPDATE, thing, *fields)


def delete(thing: AnyThing) -> Write:
    """The end of this thing."""
    return write_of(Action.DELETE, thing)


def deactivate(thing: AnyThing) -> Write:
    """The withdrawal of this thing."""
    return write_of(Action.DEACTIVATE, thing)


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def car(key: str = "", reference: str = "CAR", **fields: Any) -> Product:
    """A product with all that it needs."""
    whole: dict[str, Any] = {
        "name": {"en": "Wooden car", "fr": "Voiture en bois"},
        "price": eur("16.528926"),
        "tax_rate": Decimal(20),
    }
    return Product(key=key, reference=reference, **{**whole, **fields})


def as_made(product: Product) -> Product:
    """A car with what the shop fills in by itself where nothing is said."""
    slug = {"en": "wooden-car", "fr": "voiture-en-bois"}
    return msgspec.structs.replace(product, slug=slug, minimum_quantity=1, condition="new")


def red(product: str, *options: str, key: str = "", **fields: Any) -> Variant:
    """A version of a product."""
    whole: dict[str, Any] = {"surcharge": eur("0"), "reference": "CAR-RED"}
    return Variant(key=key, product=product, options=options, **{**whole, **fields})


def keys(outcomes: Iterable[Outcome]) -> list[str]:
    """The shop's keys of what was done; fails on anything else."""
    return [outcome.shop_key for outcome in outcomes]  # type: ignore[union-attr]  # anything but Done fails here


def things(pages: Iterable[Page]) -> list[AnyThing]:
    """All things of some pages."""
    return [thing for page in pages for thing in page.things]


def held(shop: Shop) -> list[AnyThing]:
    """All that a shop holds."""
    return things(shop.observe(None))
