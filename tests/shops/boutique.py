"""A small till, and a house around it, for the engine's tests."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from PIL import Image as Picture

from pos2web.adapters.memory.adapter import MemoryShop, MemoryTill
from pos2web.domain.facts import Fact
from pos2web.domain.policy import Policy
from pos2web.domain.streams import Stream
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
)
from pos2web.domain.values import Kind, Money, Ref
from pos2web.engine import RunOptions, RunReport, SyncContext, sync
from pos2web.ports import Shop, Till
from tests.shops.clocks import StillClock, TickingClock
from tests.shops.opened import opened

OPENING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def euro(amount: str) -> Money:
    """An amount in euro."""
    return Money(Decimal(amount), "EUR")


def picture(colour: str, *, side: int = 64) -> bytes:
    """A photo of two halves, so that it has a likeness of its own."""
    image = Picture.new("RGB", (side, side), colour)
    image.paste("white", (0, 0, side // 2, side // (2 + len(colour) % 3)))
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def tea(**fields: object) -> Product:
    """The product that most tests are about."""
    values: dict[str, object] = {
        "key": "p1",
        "reference": "TEA",
        "name": {"fr": "Thé", "en": "Tea"},
        "description": {"fr": "Du thé.", "en": "Tea it is."},
        "price": euro("9.90"),
        "tax_rate": Decimal("5.5"),
        "brand": "b1",
        "supplier": "s1",
        "categories": ("c2",),
        **fields,
    }
    return Product(**values)  # type: ignore[arg-type]  # values are checked by the plan


def shirt(**fields: object) -> Product:
    """The product that has variants."""
    named = {"fr": "Chemise", "en": "Shirt"}
    return tea(
        **{"key": "p2", "reference": "SHIRT", "name": named, "tax_rate": Decimal(20), **fields}
    )


def size(letter: str, surcharge: str = "0") -> Variant:
    """The shirt in one size."""
    return Variant(
        key=f"v{letter}",
        product="p2",
        reference=f"SHIRT-{letter}",
        options=(f"Taille={letter}",),
        surcharge=euro(surcharge),
    )


def goods() -> list[AnyThing]:
    """One of everything that a till can hold."""
    return [
        Brand(key="b1", name="Palais"),
        Supplier(key="s1", name="Import & Cie"),
        Category(key="c1", name={"fr": "Épicerie", "en": "Grocery"}),
        Category(key="c2", name={"fr": "Thés", "en": "Teas"}, parent="c1"),
        Option(key="Taille", name={"fr": "Taille", "en": "Size"}),
        OptionValue(key="Taille=M", option="Taille", name={"fr": "M"}),
        OptionValue(key="Taille=L", option="Taille", name={"fr": "L"}),
        tea(),
        shirt(),
        size("M"),
        size("L", "2.00"),
        Image(key="i1", product="p1", source="tea.png", stamp="1"),
        Stock(key="p1", product="p1", quantity=Decimal(5)),
        Stock(key="p2/vM", product="p2", variant="vM", quantity=Decimal(3)),
        Stock(key="p2/vL", product="p2", variant="vL", quantity=Decimal(0)),
    ]


@dataclass
class Boutique:
    """A till, a shop and a folder; `sync` opens Pos2Web on them, runs once and closes it."""

    folder: Path
    till: MemoryTill = field(default_factory=lambda: stocked_till())  # noqa: PLW0108 - defined below
    shop: MemoryShop = field(default_factory=MemoryShop)
    policy: Policy = field(default_factory=Policy)
    clock: StillClock = field(default_factory=lambda: TickingClock(OPENING))

    def sync(self, options: RunOptions | None = None, *, shop: Shop | None = None) -> RunReport:
        """One run, by a process of its own as far as the log can tell."""
        with self.context(shop=shop) as context:
            return sync(context, options or RunOptions())

    @contextmanager
    def context(
        self, *, shop: Shop | None = None, till: Till | None = None
    ) -> Iterator[SyncContext]:
        """Pos2Web, open on this till and shop."""
        sides = till or self.till, shop or self.shop
        with opened(
            self.folder, *sides, self.clock, policy=self.policy, settle_s=0.0, follow_events=20
        ) as context:
            yield context

    def facts(self, stream: str, *wanted: type[Fact]) -> list[type[Fact]]:
        """The types of the facts in one stream, of those wanted, in their order."""
        with self.context() as context:
            events = list(context.log.read_stream(Stream(stream)))
        return [type(event.fact) for event in events if isinstance(event.fact, wanted)]

    def on_shop(self, kind: Kind) -> dict[str, AnyThing]:
        """What the shop holds of one kind, by its key."""
        return {ref.key: thing for ref, thing in self.shop.contents().items() if ref.kind is kind}

    def products(self) -> list[Product]:
        """The shop's products."""
        things = self.on_shop(Kind.PRODUCT).values()
        return [thing for thing in things if isinstance(thing, Product)]

    def the(self, kind: Kind, text: str) -> tuple[Ref, AnyThing]:
        """The one thing on the shop of which the reference or name is this."""
        found = [
            (Ref(kind, key), thing)
            for key, thing in self.on_shop(kind).items()
            if text in (getattr(thing, "reference", None), french(thing))
        ]
        assert len(found) == 1, f"{len(found)} of {kind} {text}"
        return found[0]


def french(thing: AnyThing) -> str:
    """A thing's French name."""
    name = getattr(thing, "name", "")
    return name["fr"] if isinstance(name, dict) else name


def stocked_till() -> MemoryTill:
    """A till with one of everything and its photo."""
    till = MemoryTill(*goods())
    till.photos["tea.png"] = picture("green")
    return till
