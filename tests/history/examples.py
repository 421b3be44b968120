"""One example of every fact, of a tea shop; the documentation shows their sentences."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from pos2web.domain import archive_facts, decisions, facts, people, pins, run_facts
from pos2web.domain.facts import Fact, ThingFact
from pos2web.domain.reasons import Code, Reason
from pos2web.domain.schedules import parse
from pos2web.domain.selling import (
    EVERYTHING,
    Buffer,
    Mode,
    OutOfStock,
    RuleLevel,
    Scope,
    SoldOut,
    Window,
)
from pos2web.domain.streams import Stream
from pos2web.domain.tasks import MissedRunsPolicy
from pos2web.domain.things import (
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
from pos2web.domain.values import ConnectionName, Kind, Position, ShopKey
from pos2web.log.records import Event
from pos2web.projections.subjects import kind_of_fact
from tests.projections.given import NOON, SHOP, TILL, change, euros

TEA = Product(
    key="TEA",
    reference="TEA",
    name={"fr": "Thé vert", "en": "Green tea"},
    price=euros("9.90"),
    tax_rate=Decimal("5.5"),
)
MEDIUM = Variant(key="TEA-M", product="TEA", options=("Taille=M",), surcharge=euros("0"))
NEGATIVE = Reason(Code.PRICE_NEGATIVE, {"price": euros("-1")})
PRICE_CHANGE = change(
    price=({"amount": "9.9", "currency": "EUR"}, {"amount": "8.9", "currency": "EUR"})
)

GREEN = Scope(RuleLevel.CATEGORY, "GREEN")
EVENINGS = Window(rule="Mo-Fr 19:00-22:00", mode=Mode.OFFLINE)
MORNINGS = Window(
    rule="Mo-Fr 08:00-11:00",
    mode=Mode.NOT_FOR_SALE,
    country="FR",
    valid_to=date(2026, 12, 31),
    message={"fr": "De retour {opening}", "en": "Back {opening}"},
)
SOLD_OUT = SoldOut(until=datetime(2026, 3, 9, 7, tzinfo=UTC))
UNREACHABLE = Reason(
    Code.FAILED, {"text": "cannot reach boutique.example: [Errno 111] Connection refused"}
)

AT_TILL: tuple[ThingFact, ...] = (
    facts.BrandFound(key="KUSMI", brand=Brand(key="KUSMI", name="Kusmi")),
    facts.SupplierFound(key="S1", supplier=Supplier(key="S1", name="Grossiste du Port")),
    facts.CategoryFound(
        key="C1", category=Category(key="C1", name={"fr": "Boissons", "en": "Drinks"})
    ),
    facts.OptionFound(
        key="Taille", option=Option(key="Taille", name={"fr": "Taille", "en": "Size"})
    ),
    facts.OptionValueFound(
        key="Taille=M", option_value=OptionValue(key="Taille=M", option="Taille", name={"fr": "M"})
    ),
    facts.ProductFound(key="TEA", product=TEA),
    facts.VariantFound(key="TEA-M", variant=MEDIUM),
    facts.ImageFound(key="tea.jpg", image=Image(key="tea.jpg", product="TEA")),
    facts.StockFound(key="TEA", stock=Stock(key="TEA", product="TEA", quantity=Decimal(1250))),
    facts.ThingWithdrawn(key="TEA", kind=Kind.PRODUCT),
    facts.ThingReturned(key="TEA", kind=Kind.PRODUCT),
    facts.ThingGone(key="C1", kind=Kind.CATEGORY),
    facts.BrandRenamed(key="KUSMI", name="Kusmi Tea", was="Kusmi"),
    facts.SupplierRenamed(key="S1", name="Port & Fils", was="Grossiste du Port"),
    facts.CategoryRenamed(
        key="C1", name={"fr": "Thés", "en": "Teas"}, was={"fr": "Boissons", "en": "Drinks"}
    ),
    facts.CategoryDescribed(key="C1", description={"fr": "Tous nos thés"}, was={}),
    facts.CategoryMoved(key="C1", parent="ROOT", was=None),
    facts.OptionRenamed(key="Taille", name={"fr": "Format"}, was={"fr": "Taille"}),
    facts.OptionValueRenamed(key="Taille=M", name={"fr": "Moyen"}, was={"fr": "M"}),
    facts.OptionValueMoved(key="Taille=M", option="Format", was="Taille"),
    facts.ReferenceSet(key="TEA", reference="TEA-1", was="TEA"),
    facts.ProductRenamed(
        key="TEA",
        name={"fr": "Thé vert bio", "en": "Organic green tea"},
        was={"fr": "Thé vert", "en": "Green tea"},
    ),
    facts.ProductSummarised(key="TEA", summary={"fr": "Un thé"}, was={}),
    facts.ProductDescribed(key="TEA", description={"fr": "Un thé"}, was={}),
    facts.PriceSet(key="TEA", price=euros("8.90"), was=euros("9.90")),
    facts.TaxRateSet(key="TEA", tax_rate=Decimal(20), was=Decimal("5.5")),
    facts.ProductWeighed(key="TEA", weight=Decimal("0.25"), was=Decimal("0.1")),
    facts.ProductBarcoded(key="TEA", ean="4006381333931", was=""),
    facts.BrandAssigned(key="TEA", brand="KUSMI", was=None),
    facts.SupplierAssigned(key="TEA", supplier=None, was="S1"),
    facts.ProductCategorised(key="TEA", categories=("C1", "C2"), was=("C2",)),
    facts.VariantReferenceSet(key="TEA-M", reference="TEA-M", was=""),
    facts.VariantBarcoded(key="TEA-M", ean="4006381333931", was=""),
    facts.VariantReoptioned(key="TEA-M", options=("Taille=L",), was=("Taille=M",)),
    facts.VariantMoved(key="TEA-M", product="COCOA", was="TEA"),
    facts.SurchargeSet(key="TEA-M", surcharge=euros("1.5"), was=euros("0")),
    facts.WeightSurchargeSet(key="TEA-M", weight_surcharge=Decimal("0.05"), was=Decimal(0)),
    facts.ImageMoved(key="tea.jpg", position=1, was=2),
    facts.ImageReassigned(key="tea.jpg", product="COCOA", was="TEA"),
    facts.ImageSourceSet(key="tea.jpg", source="photos/tea.jpg", was="tea.jpg"),
    facts.ImageStamped(key="tea.jpg", stamp="2026-03-02", was="2026-03-01"),
    facts.ImageReplaced(key="tea.jpg", fingerprint="b" * 64, was="a" * 64),
    facts.StockCounted(key="TEA", quantity=Decimal(3), was=Decimal(5)),
    facts.StockReassigned(
        key="7", product="TEA", variant="TEA-M", was_product="TEA", was_variant=None
    ),
    facts.FieldSet(key="TEA", kind=Kind.PRODUCT, field="mpn", value="KT-1", was=None),
    facts.Held(key="TEA", kind=Kind.PRODUCT, reason=NEGATIVE),
    facts.Released(key="TEA", kind=Kind.PRODUCT, was=NEGATIVE),
)
ON_SHOP: tuple[ThingFact, ...] = (
    facts.Linked(key="TEA", kind=Kind.PRODUCT, shop_key=ShopKey("12"), how="created"),
    facts.Unlinked(key="TEA", kind=Kind.PRODUCT, shop_key=ShopKey("12"), why="gone from the shop"),
    facts.ShopEchoed(key="12", kind=Kind.PRODUCT, field="reference", sent='"TEA "', seen='"TEA"'),
    facts.SaleStopped(key="12"),
    facts.SaleResumed(key="12"),
    facts.SaleNoteSet(key="12", sale_note={"fr": "De retour lundi", "en": "Back Monday"}, was={}),
)
DEARER = {"amount": "9.383886", "currency": "EUR"}
DEAREST = {"amount": "9.5", "currency": "EUR"}
PINNED: tuple[ThingFact, ...] = (
    pins.FieldPinned(
        key="TEA",
        kind=Kind.PRODUCT,
        field="price",
        value=DEARER,
        over={"amount": "8.9", "currency": "EUR"},
        was=pins.Pin(value=DEAREST),
    ),
    pins.FieldUnpinned(
        key="TEA",
        kind=Kind.PRODUCT,
        field="price",
        was=pins.Pin(value=DEARER),
        why=pins.Lifting.TILL,
    ),
)
IN_RUN: tuple[Fact, ...] = (
    facts.ChangeClaimed(change=PRICE_CHANGE),
    facts.ChangeConfirmed(change="c1", shop_key=ShopKey("12")),
    facts.ChangeRefused(change="c1", reason="the shop has no tax rule of 7 %"),
    facts.ChangeLapsed(change="c1", reason="the shop was asked and does not hold it"),
    run_facts.RunStarted(task="sync", version="0.1.0"),
    run_facts.RunEnded(
        task="sync", outcome="done", read=120, changed=3, unchanged=116, held=1, writes=3
    ),
    run_facts.RunPassed(task="stock", runs=14, read=120, held=1, calls=2),
)
OF_TASKS: tuple[Fact, ...] = (
    run_facts.RunsMissed(
        task="stock", count=14, since=NOON - timedelta(minutes=15), made_up=True, why="away"
    ),
    decisions.TaskEnabled(task="images"),
    decisions.TaskDisabled(task="images"),
    decisions.TaskScheduled(
        task="stock",
        periods=(parse("every 5 minutes from 8:00 to 15:00 then from 19:00 to 22:00"),),
        was=(parse("every minute"),),
    ),
    decisions.MissedRunsRuled(
        task="stock", missed=MissedRunsPolicy.SKIP, was=MissedRunsPolicy.ONCE
    ),
)
OF_ALERTS: tuple[Fact, ...] = (
    run_facts.AlertRaised(alert="task:availability", reason=UNREACHABLE),
    run_facts.AlertCured(alert="task:availability", was=UNREACHABLE),
    run_facts.AlertTold(
        alert="task:availability", channel="mail", told="alert/task:availability@1"
    ),
)
OF_EPOCHS: tuple[Fact, ...] = (
    archive_facts.EpochBegan(
        number=2,
        id="5d0c41a2b96e07f3",
        why="restored",
        source="s3://sauvegardes/boutique",
        position=12345,
        at=NOON,
    ),
)
OF_BACKUPS: tuple[Fact, ...] = (
    archive_facts.BackedUp(
        store="usb", position=12345, at=NOON, objects=1250, stored_bytes=4_520_000, pruned=3
    ),
    archive_facts.BackupDrilled(
        store="usb", position=12345, events=12345, problems=(), rpo_ms=400, rto_ms=12_300
    ),
)
OF_PEOPLE: tuple[Fact, ...] = (
    people.CustomerSeen(key="12", customer=people.Sealed(person="9c1d4f60aa27be35", box="AQ==")),
    people.PersonErased(person="9c1d4f60aa27be35"),
)
DECIDED: tuple[Fact, ...] = (
    decisions.BufferSet(
        scope=GREEN,
        buffer=Buffer(amount=Decimal(10), is_percent=True),
        was=Buffer(amount=Decimal(2)),
    ),
    decisions.BufferLifted(scope=EVERYTHING, was=Buffer(amount=Decimal(2))),
    decisions.OutOfStockRuled(scope=EVERYTHING, rule=OutOfStock.HIDE),
    decisions.OutOfStockRuleLifted(scope=EVERYTHING, was=OutOfStock.HIDE),
    decisions.WindowSet(scope=GREEN, window=MORNINGS, was=EVENINGS),
    decisions.WindowLifted(scope=GREEN, was=MORNINGS),
    decisions.SoldOutDeclared(scope=Scope(RuleLevel.PRODUCT, "TEA"), sold_out=SOLD_OUT),
    decisions.SoldOutLifted(scope=Scope(RuleLevel.PRODUCT, "TEA"), was=SOLD_OUT),
)


def event(fact: Fact, stream: str, connection: str) -> Event:
    return Event(
        Position(1),
        Stream(stream),
        1,
        NOON,
        "catalogue",
        Position(0),
        "r1",
        ConnectionName(connection),
        fact,
    )


EXAMPLES: tuple[Event, ...] = (
    *(event(fact, f"{TILL}/{kind_of_fact(fact)}/{fact.key}", TILL) for fact in AT_TILL),
    *(event(fact, f"{SHOP}/{kind_of_fact(fact)}/{fact.key}", SHOP) for fact in ON_SHOP),
    *(event(fact, "run/r1", SHOP) for fact in IN_RUN),
    *(event(fact, "task/stock", SHOP) for fact in OF_TASKS),
    *(event(fact, "alert/task:availability", SHOP) for fact in OF_ALERTS),
    *(event(fact, f"{SHOP}/rule/category:GREEN", SHOP) for fact in DECIDED),
    *(event(fact, "installation", "") for fact in OF_EPOCHS),
    *(event(fact, "backup/usb", "") for fact in OF_BACKUPS),
    *(event(fact, f"{SHOP}/pin/product/TEA", SHOP) for fact in PINNED),
    *(event(fact, f"{SHOP}/customer/12", SHOP) for fact in OF_PEOPLE),
    event(facts.CursorMoved(cursor="2026-03-02 12:00"), f"{TILL}/cursor", TILL),
)
"""In the order of the log's table of types but for those that tell of no thing."""
