"""What is said of a field of the site agrees with what a run would do about it, whatever happened."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos2web.adapters.memory.adapter import Moment
from pos2web.domain.changes import Action, Owner
from pos2web.domain.connections import MAIN_SHOP, MAIN_TILL
from pos2web.domain.facts import (
    ChangeClaimed,
    ChangeConfirmed,
    ChangeLapsed,
    ChangeRefused,
    Held,
    Linked,
    PriceSet,
    ProductFound,
    StockCounted,
    TaxRateSet,
)
from pos2web.domain.policy import DEFAULT_OWNERS, Policy
from pos2web.domain.selling import Window, WindowState
from pos2web.domain.streams import Stream
from pos2web.domain.things import Brand, Category, Image, Stock
from pos2web.domain.values import Kind, Ref
from pos2web.engine import RunOptions
from pos2web.engine.context import SyncContext
from pos2web.engine.sync import sync
from pos2web.history.past.as_of import Candidate, thing_at
from pos2web.history.past.past_log import PastLog
from pos2web.history.why.derivation import Conclusion, Derivation
from pos2web.history.why.desired_value import Demand
from pos2web.history.why.tracing import chain
from pos2web.log import Entry, Envelope, Log
from pos2web.ports import Outcome, Refused, Unsure, Write
from pos2web.projections import catalogue
from pos2web.projections.history import checkpoints
from pos2web.projections.read_models import ReadModels
from tests.engine.test_echo import SENT, TIDY, Rewriting
from tests.engine.test_trouble import Killed
from tests.shops.boutique import Boutique, euro, picture, shirt, size, tea

TEA, SHIRT, LARGE = (Ref(Kind.PRODUCT, "p1"), Ref(Kind.PRODUCT, "p2"), Ref(Kind.VARIANT, "vL"))
TILL, SHOP = MAIN_TILL, MAIN_SHOP


def always(_window: Window, _at: object) -> WindowState:
    """No window is ever closed."""
    return WindowState(is_open=True)


@pytest.fixture
def boutique(tmp_path: Path) -> Boutique:
    return Boutique(tmp_path)


class Teller:
    """Answers why, as of the log's end."""

    def __init__(self, log: Log, models: ReadModels, policy: Policy) -> None:
        self._log, self._models, self._policy = log, models, policy

    def __call__(self, ref: Ref, field: str, position: int | None = None) -> Derivation:
        log, models = self._log, self._models
        at = log.head if position is None else position
        instant = next(iter(log.read(at - 1, limit=1))).recorded_at.astimezone(UTC)
        past = PastLog(log, at, instant, till=TILL, shop=SHOP, models=models)
        sides = thing_at(past, models, Candidate(TILL, ref, past.side(TILL, ref).known))
        demand = Demand(past=past, sides=sides, policy=self._policy, state=always)
        return chain(log, models, demand, field)


@contextmanager
def asking(boutique: Boutique) -> Iterator[Teller]:
    """Somebody who answers, with the history at hand."""
    folder = boutique.folder
    with (
        Log.open(folder / "log.sqlite", clock=boutique.clock, read_only=True) as log,
        closing(ReadModels.open(folder / "asked.db", folder / "asked-history.db")) as models,
    ):
        models.catch_up(log)
        yield Teller(log, models, boutique.policy)


def planned(context: SyncContext) -> tuple[set[tuple[Ref, str]], set[Ref]]:
    """The fields that a run would write of what is on the site, and what it would make or hold."""
    report = sync(context, RunOptions(dry_run=True))
    assert report.plan is not None
    fields, absent = set(), {hold.ref for hold in report.plan.holds}
    for change in report.plan.changes:
        if change.action is Action.CREATE or change.shop_key is None:
            absent.add(change.ref)
        fields |= {(change.ref, step.field) for step in change.fields}
    return fields, absent


MEDDLING: dict[str, Callable[[Boutique], object]] = {
    "a price at the till": lambda b: b.till.put(tea(price=euro("8.90"))),
    "a price at the till that comes to the same": lambda b: b.till.put(tea(price=euro("9.90"))),
    "a tax rate": lambda b: b.till.put(tea(tax_rate=Decimal(20))),
    "a name at the till": lambda b: b.till.put(tea(name={"fr": "Thé vert", "en": "Tea"})),
    "texts that go": lambda b: b.till.put(tea(description={})),
    "a brand that goes": lambda b: b.till.put(tea(brand=None)),
    "another category": lambda b: b.till.put(tea(categories=("c1",))),
    "a weight": lambda b: b.till.put(tea(weight=Decimal("0.5"))),
    "an EAN": lambda b: b.till.put(tea(ean="4006381333931")),
    "a reference": lambda b: b.till.put(tea(reference="TEA-2")),
    "a withdrawal": lambda b: b.till.withdraw(TEA),
    "a surcharge": lambda b: b.till.put(size("L", "3.00")),
    "a count": lambda b: b.till.put(Stock(key="p1", product="p1", quantity=Decimal(2))),
    "a category moved": lambda b: b.till.put(
        Category(key="c2", name={"fr": "Thés", "en": "Teas"}, parent=None)
    ),
    "a brand renamed": lambda b: b.till.put(Brand(key="b1", name="Le Palais")),
    "a negative price": lambda b: b.till.put(tea(price=euro("-1"))),
    "a price on the site": lambda b: b.shop.edit(b.the(Kind.PRODUCT, "TEA")[0], price=euro("1")),
    "a name on the site": lambda b: b.shop.edit(
        b.the(Kind.PRODUCT, "TEA")[0], name={"fr": "Solde", "en": "Sale"}
    ),
    "off the site": lambda b: b.shop.edit(b.the(Kind.PRODUCT, "TEA")[0], is_active=False),
    "no categories on the site": lambda b: b.shop.edit(
        b.the(Kind.PRODUCT, "SHIRT")[0], categories=()
    ),
    "a brand on the site": lambda b: b.shop.edit(b.the(Kind.BRAND, "Palais")[0], name="Autre"),
    "gone from the site": lambda b: b.shop.remove(b.the(Kind.PRODUCT, "TEA")[0]),
}


def verdicts(context: SyncContext, policy: Policy) -> dict[tuple[Ref, str], Derivation]:
    """What is said of every field of everything that the till has."""
    why = Teller(context.log, context.models, policy)
    till = catalogue.load(context.models, TILL)
    things = [Ref(kind, key) for kind, known in till.items() for key in known]
    return {(ref, field): why(ref, field) for ref in things for field in DEFAULT_OWNERS[ref.kind]}


@given(st.lists(st.sampled_from(sorted(MEDDLING)), min_size=1, max_size=4))
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
def test_what_is_said_to_be_right_is_what_no_run_would_write(
    tmp_path_factory: pytest.TempPathFactory, meddling: list[str]
) -> None:
    boutique = Boutique(tmp_path_factory.mktemp("boutique"))
    boutique.sync()
    for each in meddling:
        try:
            MEDDLING[each](boutique)
        except (AssertionError, KeyError):
            continue  # Somebody else has changed what it would change.

    with boutique.context() as context:
        fields, absent = planned(context)
        said = verdicts(context, boutique.policy)

    wrong = {
        about
        for about, found in said.items()
        if found.state in (Conclusion.NOT_WRITTEN, Conclusion.OTHERWISE)
    }
    assert {about for about in wrong if about[0] not in absent} == {
        about for about in fields if about[0] not in absent
    }


def test_after_a_sync_everything_is_as_it_should_be(boutique: Boutique) -> None:
    boutique.sync()
    boutique.sync()

    with boutique.context() as context:
        said = verdicts(context, boutique.policy)

    assert [about for about, found in said.items() if not found.is_right] == []
    assert {found.state for found in said.values()} <= {
        Conclusion.AS_WRITTEN,
        Conclusion.AS_FOUND,
        Conclusion.LEFT_ALONE,
    }


def test_the_chain_of_a_price(boutique: Boutique) -> None:
    boutique.sync()
    boutique.till.put(tea(price=euro("8.90"), tax_rate=Decimal(20)))
    report = boutique.sync()

    with asking(boutique) as why:
        found = why(TEA, "price")

    assert found.seen is not None
    assert found.rate_seen is not None
    assert found.claim is not None
    assert found.outcome is not None
    assert (type(found.seen.fact), type(found.rate_seen.fact)) == (PriceSet, TaxRateSet)
    assert isinstance(found.outcome.fact, ChangeConfirmed)
    assert (found.claim.run, found.outcome.cause) == (report.run, found.claim.position)
    assert found.conversion is not None
    assert str(found.conversion.sent.amount) == "7.416667"
    assert found.conversion.shown == euro("8.90")
    assert (found.state, found.link is not None) == (Conclusion.AS_WRITTEN, True)


def test_a_surcharge_is_converted_with_the_rate_of_its_product(boutique: Boutique) -> None:
    boutique.sync()

    with asking(boutique) as why:
        found = why(LARGE, "surcharge")

    assert found.conversion is not None
    assert (found.conversion.rate, str(found.conversion.sent.amount)) == (Decimal(20), "1.666667")
    assert (found.rate_seen, found.is_right) == (None, True)


def test_prices_without_tax_are_not_converted(boutique: Boutique) -> None:
    boutique.policy = Policy(prices_include_tax=False)
    boutique.sync()

    with asking(boutique) as why:
        found = why(TEA, "price")

    assert (found.conversion, found.state) == (None, Conclusion.AS_WRITTEN)


def test_what_somebody_changed_on_the_site_stands_beside_what_was_written(
    boutique: Boutique,
) -> None:
    boutique.sync()
    boutique.shop.edit(boutique.the(Kind.PRODUCT, "TEA")[0], price=euro("1"))
    with boutique.context() as context:
        sync(context, RunOptions(dry_run=True))

    with asking(boutique) as why:
        found = why(TEA, "price")

    assert found.claim is not None
    assert found.shown is not None
    assert (found.shown.actor, found.shown.cause) == ("shop", 0)
    assert found.shown.position > found.claim.position
    assert (found.state, found.is_right) == (Conclusion.OTHERWISE, False)


def test_what_the_site_made_of_a_text_stands_beside_what_was_written(boutique: Boutique) -> None:
    boutique.shop = Rewriting(TIDY)
    boutique.sync()

    with asking(boutique) as why:
        found = why(TEA, "description")

    assert (found.state, found.on_till, found.on_site) == (Conclusion.AS_WRITTEN, SENT, TIDY)
    assert found.claim is not None
    assert found.outcome is not None
    assert isinstance(found.outcome.fact, ChangeConfirmed)
    assert found.echo is not None
    assert found.shown is not None
    assert (found.shown.actor, found.shown.cause) == ("shop", found.claim.position)


def test_what_was_on_the_site_before_us_was_never_written(boutique: Boutique) -> None:
    boutique.shop.make(Brand(key="", name="Palais"))
    boutique.sync()

    with asking(boutique) as why:
        found = why(Ref(Kind.BRAND, "b1"), "name")

    assert (found.claim, found.outcome, found.state) == (None, None, Conclusion.AS_FOUND)
    assert found.link is not None
    assert isinstance(found.link.fact, Linked)


def refusing(reason: str, action: Action) -> Callable[[Moment, Write], Outcome | None]:
    """A shop that says no to changes of the tea."""

    def fault(at: Moment, write: Write) -> Outcome | None:
        is_tea = getattr(write.thing, "reference", "") == "TEA" and write.action is action
        return Refused(reason=reason) if at is Moment.BEFORE and is_tea else None

    return fault


def test_a_refusal_is_told_with_what_was_refused(boutique: Boutique) -> None:
    boutique.sync()
    boutique.till.put(tea(price=euro("8.90")))
    boutique.shop.fault = refusing("too cheap", Action.UPDATE)
    boutique.sync()

    with asking(boutique) as why:
        found = why(TEA, "price")
        other = why(TEA, "name")

    assert found.claim is not None
    assert found.attempt is not None
    assert found.failed is not None
    assert found.claim.position < found.attempt.position < found.failed.position
    assert found.failed.fact == ChangeRefused(change=found.attempted.id, reason="too cheap")  # type: ignore[union-attr]  # it is there
    assert found.held is not None
    assert found.held_at is not None
    assert isinstance(found.held_at.fact, Held)
    assert (found.state, found.keeper) == (Conclusion.NOT_WRITTEN, None)
    assert (other.attempt, other.state) == (None, Conclusion.AS_WRITTEN)


def test_a_creation_that_was_refused_is_told_too(boutique: Boutique) -> None:
    boutique.shop.fault = refusing("no tea here", Action.CREATE)
    boutique.sync()

    with asking(boutique) as why:
        found = why(TEA, "price")
        photo = why(Ref(Kind.IMAGE, "i1"), "fingerprint")

    assert found.failed is not None
    assert isinstance(found.failed.fact, ChangeRefused)
    assert (found.claim, found.state, found.on_site) == (None, Conclusion.KEPT_OFF, None)
    assert (photo.state, photo.held is not None) == (Conclusion.KEPT_OFF, True)


def test_a_write_of_unknown_fate_is_told_as_open(boutique: Boutique) -> None:
    boutique.sync()
    boutique.till.put(tea(price=euro("8.90")))

    def killed(_at: Moment, _write: Write) -> Outcome | None:
        raise Killed

    boutique.shop.fault = killed
    with pytest.raises(Killed):
        boutique.sync()

    with asking(boutique) as why:
        found = why(TEA, "price")

    assert found.attempt is not None
    assert isinstance(found.attempt.fact, ChangeClaimed)
    assert (found.failed, found.state) == (None, Conclusion.NOT_WRITTEN)


def test_a_write_that_lapsed_is_told(boutique: Boutique) -> None:
    boutique.sync()
    boutique.till.put(tea(price=euro("8.90")))
    boutique.shop.fault = lambda at, _write: Unsure(reason="?") if at is Moment.BEFORE else None
    boutique.sync()

    with asking(boutique) as why:
        found = why(TEA, "price")

    assert found.failed is not None
    assert isinstance(found.failed.fact, ChangeLapsed)


def test_without_the_history_failures_are_not_looked_for(boutique: Boutique) -> None:
    boutique.shop.fault = refusing("no tea here", Action.CREATE)
    boutique.sync()

    with boutique.context() as context:
        found = Teller(context.log, context.models, boutique.policy)(TEA, "price")

    assert (found.attempt, found.state) == (None, Conclusion.KEPT_OFF)


def test_what_hangs_on_something_that_is_held_is_held_with_it(boutique: Boutique) -> None:
    boutique.till.put(shirt(price=euro("-1")))
    boutique.sync()

    with asking(boutique) as why:
        variant, stock = why(LARGE, "reference"), why(Ref(Kind.STOCK, "p2/vL"), "quantity")

    assert variant.state is stock.state is Conclusion.KEPT_OFF
    assert stock.keeper == SHIRT
    assert variant.held is not None


def test_what_is_not_on_the_site_yet_will_be(boutique: Boutique) -> None:
    with boutique.context() as context:
        sync(context, RunOptions(dry_run=True))

    with asking(boutique) as why:
        states = {
            why(ref, "name" if ref.kind is Kind.PRODUCT else "reference").state
            for ref in (TEA, SHIRT, LARGE)
        }

    assert states == {Conclusion.NOT_THERE}


def test_what_the_till_withdrew_before_it_was_put_there_stays_off(boutique: Boutique) -> None:
    boutique.till.withdraw(TEA)
    boutique.till.put(Category(key="c9", name={"fr": "Vieux"}, is_active=False))
    boutique.sync()

    with asking(boutique) as why:
        assert why(TEA, "price").state is Conclusion.KEPT_OFF
        assert why(Ref(Kind.IMAGE, "i1"), "fingerprint").state is Conclusion.KEPT_OFF
        assert why(Ref(Kind.CATEGORY, "c9"), "name").state is Conclusion.KEPT_OFF


def test_what_is_gone_from_the_till_is_off_the_site(boutique: Boutique) -> None:
    boutique.sync()
    boutique.till.remove(TEA)
    with boutique.context() as context:
        sync(context, RunOptions(dry_run=True))
    with asking(boutique) as why:
        before = why(TEA, "is_active").state, why(TEA, "price").state
    boutique.sync()
    with asking(boutique) as why:
        after = why(TEA, "is_active").state

    assert before[0] is not Conclusion.AS_WRITTEN
    assert before[1] is Conclusion.AS_WRITTEN
    assert after in (Conclusion.AS_WRITTEN, Conclusion.KEPT_OFF)


def test_what_is_withdrawn_but_kept_is_left_alone(boutique: Boutique) -> None:
    boutique.policy = Policy(withdrawn="keep")
    boutique.sync()
    boutique.till.withdraw(TEA)
    boutique.sync()

    with asking(boutique) as why:
        found = why(TEA, "is_active")

    assert (found.on_till, found.on_site, found.is_right) == (False, True, True)


def test_stock_that_is_not_managed_is_left_alone(boutique: Boutique) -> None:
    boutique.policy = Policy(manages_stock=False)
    boutique.sync()

    with asking(boutique) as why:
        found = why(Ref(Kind.STOCK, "p1"), "quantity")

    assert found.state is Conclusion.LEFT_ALONE
    assert found.sum is not None
    assert found.sum.sent == 5


def test_a_field_of_the_shop_and_one_at_creation_are_left_alone(boutique: Boutique) -> None:
    owners = {Kind.PRODUCT: {"name": Owner.SHOP, "description": Owner.CREATION}}
    boutique.policy = Policy(owners=owners)
    boutique.sync()
    boutique.till.put(tea(name={"fr": "X"}, description={"fr": "Y"}))
    boutique.sync()

    with asking(boutique) as why:
        assert why(TEA, "name").state is Conclusion.LEFT_ALONE
        found = why(TEA, "description")

    assert found.claim is not None
    assert found.state is Conclusion.LEFT_ALONE


def test_the_past_is_told_as_it_was(boutique: Boutique) -> None:
    boutique.sync()
    with boutique.context() as context:
        head = context.log.head
    boutique.till.put(tea(price=euro("8.90")))
    boutique.sync()

    with asking(boutique) as why:
        then, now = why(TEA, "price", head), why(TEA, "price")

    assert then.seen is not None
    assert isinstance(then.seen.fact, ProductFound)
    assert (then.on_till, now.on_till) == (euro("9.90"), euro("8.90"))
    assert (then.state, now.state) == (Conclusion.AS_WRITTEN, Conclusion.AS_WRITTEN)


def test_a_long_stream_is_not_read_from_its_beginning(boutique: Boutique) -> None:
    boutique.sync()
    stock = Stock(key="p1", product="p1", quantity=Decimal(8))
    with boutique.context() as context:
        facts = [
            StockCounted(key="p1", quantity=Decimal(count % 7), was=Decimal(5))
            for count in range(410)
        ]
        entries = [Entry(Stream(f"{TILL}/stock/p1"), fact) for fact in facts]
        context.log.append(entries, Envelope("till", "", TILL))
    boutique.till.put(stock)
    boutique.sync()

    read: list[str] = []
    with asking(boutique) as why:
        original = why._log.read_stream

        def counted(stream: str, **options: Any) -> Any:
            for event in original(Stream(stream), **options):
                read.append(stream)
                yield event

        why._log.read_stream = counted  # type: ignore[method-assign]  # to count
        found = why(Ref(Kind.STOCK, "p1"), "quantity")

    assert found.is_right
    assert found.on_till == stock.quantity
    assert len(read) < 3 * checkpoints.EVERY


def test_a_photo_and_a_photo_replaced(boutique: Boutique) -> None:
    boutique.sync()
    photo = Ref(Kind.IMAGE, "i1")
    with asking(boutique) as why:
        before = why(photo, "fingerprint")
    boutique.till.photos["tea.png"] = picture("red")
    boutique.till.put(Image(key="i1", product="p1", source="tea.png", stamp="2"))
    with boutique.context() as context:
        sync(context, RunOptions(dry_run=True))
    with asking(boutique) as why:
        after = why(photo, "fingerprint")

    assert (before.state, after.state) == (Conclusion.AS_WRITTEN, Conclusion.NOT_WRITTEN)
