"""What a sync would have had to do at an earlier moment is what it had to do at that moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from pos2web.domain.changes import Change
from pos2web.domain.connections import MAIN_SHOP, MAIN_TILL
from pos2web.domain.decisions import SoldOutDeclared, WindowSet
from pos2web.domain.facts import Fact, Held, Linked
from pos2web.domain.pins import FieldPinned, said
from pos2web.domain.policy import Policy
from pos2web.domain.profile import ShopProfile, profile_of
from pos2web.domain.reasons import Code, Reason
from pos2web.domain.selling import EVERYTHING, Mode, SoldOut, Window
from pos2web.domain.streams import Stream
from pos2web.domain.things import Brand
from pos2web.domain.values import Kind, Ref
from pos2web.engine import RunOptions, RunReport
from pos2web.engine.calendar import WallCalendar
from pos2web.engine.plan_as_of import AsOf, plan_as_of, recognised
from pos2web.engine.settled import READING, SHOP
from pos2web.engine.writing import digest
from pos2web.log import Entry, Envelope
from pos2web.projections.read_models import ReadModels
from pos2web.projections.snapshots.files import models_at
from tests.shops.boutique import Boutique, shirt, tea

DRY = RunOptions(dry_run=True)


@contextmanager
def known(boutique: Boutique, position: int | None = None) -> Iterator[ReadModels]:
    """The state at a position, the last one if none is said."""
    with boutique.context() as context:
        at = context.log.head if position is None else position
        with models_at(context.log, boutique.folder / "snapshots", at) as models:
            yield models


def then(boutique: Boutique, position: int | None = None, **said: Any) -> RunReport:
    """What a sync would have had to do at a position."""
    with known(boutique, position) as models:
        asked = AsOf(
            models=models,
            at=boutique.clock.now,
            policy=boutique.policy,
            profile=boutique.shop.profile(),
            calendar=WallCalendar(ZoneInfo("UTC")),
            till_name=MAIN_TILL,
            shop_name=MAIN_SHOP,
        )
        return plan_as_of(replace(asked, **said))


def planned(report: RunReport) -> list[Change]:
    """The changes, but for their ids."""
    assert report.plan is not None
    return [msgspec.structs.replace(change, id="") for change in report.plan.changes]


def record(boutique: Boutique, stream: str, *facts: Fact) -> None:
    """Append what a test says happened."""
    with boutique.context() as context:
        envelope = Envelope("user:Marie", "", MAIN_SHOP)
        context.log.append([Entry(Stream(stream), fact) for fact in facts], envelope)


@pytest.fixture
def boutique(tmp_path: Path) -> Boutique:
    return Boutique(tmp_path)


def synced(boutique: Boutique) -> Boutique:
    """Till and shop in step."""
    assert boutique.sync(RunOptions(approved=True)).outcome == "done"
    return boutique


def test_before_the_first_sync_everything_was_to_be_made(boutique: Boutique) -> None:
    report = boutique.sync(DRY)

    looked = then(boutique)

    assert planned(looked) == planned(report)
    assert planned(looked) != []
    assert (looked.holds, looked.products) == (report.holds, report.products)


def test_after_a_sync_nothing_was_to_be_done(boutique: Boutique) -> None:
    assert planned(then(synced(boutique))) == []


def test_what_changed_at_the_till_was_to_be_written(boutique: Boutique) -> None:
    synced(boutique)
    boutique.till.put(tea(price=msgspec.structs.replace(tea().price, amount=Decimal(8))))
    report = boutique.sync(DRY)
    with boutique.context() as context:
        before = context.log.head
    boutique.sync()

    assert planned(then(boutique, before)) == planned(report)
    assert len(planned(report)) == 1
    assert planned(then(boutique)) == []


def test_nothing_is_recorded_by_looking(boutique: Boutique) -> None:
    synced(boutique)
    with boutique.context() as context:
        head = context.log.head

    then(boutique)

    with boutique.context() as context:
        assert context.log.head == head


def test_what_the_shop_held_already_would_have_been_adopted(boutique: Boutique) -> None:
    synced(boutique)
    with boutique.context() as context:
        links = [e.position for e in context.log.read() if isinstance(e.fact, Linked)]
        shown = context.log.head
    fresh = Boutique(boutique.folder / "fresh", till=boutique.till, shop=boutique.shop)
    fresh.folder.mkdir()
    fresh.sync(DRY)
    with fresh.context() as context:
        first = next(e.position for e in context.log.read() if isinstance(e.fact, Linked))

    assert links
    assert shown
    assert {change.kind for change in planned(then(fresh, first - 1))} <= {Kind.IMAGE}


def test_what_was_gone_from_the_shop_was_to_be_made_again(boutique: Boutique) -> None:
    synced(boutique)
    ref, _ = boutique.the(Kind.BRAND, "Palais")
    boutique.shop.remove(ref)
    report = boutique.sync(DRY)

    assert planned(then(boutique)) == planned(report)


def test_windows_and_what_is_sold_out_count_at_that_instant(boutique: Boutique) -> None:
    synced(boutique)
    window = Window(rule="Nov 24 09:00-24:00", mode=Mode.OFFLINE)
    record(boutique, "shop:main/rule/all", WindowSet(scope=EVERYTHING, window=window))

    open_then = then(boutique, at=datetime(2026, 11, 24, 10, tzinfo=UTC))
    closed_then = then(boutique, at=datetime(2026, 11, 25, 10, tzinfo=UTC))

    assert planned(open_then) == []
    assert {change.kind for change in planned(closed_then)} == {Kind.PRODUCT}

    record(boutique, "shop:main/rule/all", SoldOutDeclared(scope=EVERYTHING, sold_out=SoldOut()))
    sold_out = then(boutique, at=datetime(2026, 11, 24, 10, tzinfo=UTC))
    assert {step.field for change in planned(sold_out) for step in change.fields} == {"is_for_sale"}


def test_pins_count_until_the_till_overtakes_them(boutique: Boutique) -> None:
    synced(boutique)
    over, value = said(tea(), "name"), {"fr": "Infusion", "en": "Infusion"}
    pin = FieldPinned(key="p1", kind=Kind.PRODUCT, field="name", value=value, over=over)
    record(boutique, "shop:main/pin/product/p1", pin)

    (change,) = planned(then(boutique))
    assert [step.field for step in change.fields] == ["name"]

    overtaken = msgspec.structs.replace(pin, over={"fr": "Tisane"}, was=pin.pin)
    record(boutique, "shop:main/pin/product/p1", overtaken)
    assert planned(then(boutique)) == []


def test_what_the_shop_refused_stays_held(boutique: Boutique) -> None:
    synced(boutique)
    boutique.till.put(tea(price=msgspec.structs.replace(tea().price, amount=Decimal(8))))
    report = boutique.sync(DRY)
    assert report.plan is not None
    (change,) = report.plan.changes
    why = Reason(Code.STOPPED)
    refused = Held(key="p1", kind=Kind.PRODUCT, reason=why, by=SHOP, digest=digest(change))
    unread = Held(key="p2", kind=Kind.PRODUCT, reason=why, by=READING)
    record(boutique, "till:main/product/p1", refused, unread)

    looked = then(boutique)

    assert planned(looked) == []
    assert [hold.ref for hold in looked.holds] == [Ref(Kind.PRODUCT, "p1"), Ref(Kind.PRODUCT, "p2")]


def test_what_was_let_go_by_the_shop_is_no_hold_then(boutique: Boutique) -> None:
    synced(boutique)
    held = Held(key="p1", kind=Kind.PRODUCT, reason=Reason(Code.STOPPED), by=SHOP, digest="x")
    record(boutique, "till:main/product/p1", held)

    assert then(boutique).holds == ()


def test_it_would_have_asked_first(boutique: Boutique) -> None:
    synced(boutique)
    breaker = msgspec.structs.replace(Policy().breaker, count_min=0)
    boutique.policy = Policy(breaker=breaker)
    boutique.till.withdraw(Ref(Kind.PRODUCT, "p1"))
    taken_off = boutique.sync(DRY)

    assert taken_off.reason is not None
    assert then(boutique).reason == taken_off.reason

    for ref in [ref for ref in boutique.shop.contents() if ref.kind is Kind.PRODUCT]:
        boutique.shop.remove(ref)
    lost = boutique.sync(DRY)

    assert lost.outcome == "halted"
    assert then(boutique).reason == lost.reason


def test_a_link_goes_to_who_took_the_place_of_what_is_gone() -> None:
    nothing: dict[Kind, dict[str, Any]] = {kind: {} for kind in Kind}
    till = nothing | {Kind.PRODUCT: {"p9": tea(key="p9")}}
    there = nothing | {Kind.PRODUCT: {"12": tea(key="12")}}

    linked = recognised(till, there, {Ref(Kind.PRODUCT, "p1"): "12"})

    assert linked == {Ref(Kind.PRODUCT, "p9"): "12"}


def test_a_shop_that_is_away_is_known_by_its_things() -> None:
    nothing: dict[Kind, dict[str, Any]] = {kind: {} for kind in Kind}
    some = nothing | {Kind.PRODUCT: {"1": shirt(name={"en": "Shirt", "de": "Hemd"})}}
    brands = nothing | {Kind.PRODUCT: {"1": Brand(key="1", name="B")}}

    assert profile_of(nothing, Policy()).languages == ("fr",)
    assert profile_of(brands, Policy()).languages == ("fr",)
    german = profile_of(some, Policy())
    assert german == ShopProfile(
        name="", version="", languages=("de", "en"), default_language="de", currency="EUR"
    )
    assert profile_of(some, Policy(text_language="en")).default_language == "en"
