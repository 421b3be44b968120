"""What was pushed to the site is taken back, and stays so until the till changes it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from pos2web.domain.changes import Owner
from pos2web.domain.connections import MAIN_SHOP, MAIN_TILL
from pos2web.domain.decisions import BufferSet, RuleOutOfStock, SetBuffer, TakeBack
from pos2web.domain.facts import (
    ChangeClaimed,
    ChangeConfirmed,
    ChangeRefused,
    Fact,
    Linked,
    PriceSet,
    ProductFound,
    ShopEchoed,
    StockCounted,
    ThingReturned,
    ThingWithdrawn,
)
from pos2web.domain.people import PersonErased
from pos2web.domain.pins import FieldPinned, FieldUnpinned, Lifting
from pos2web.domain.policy import DEFAULT_OWNERS, Policy
from pos2web.domain.run_facts import AlertTold, RunEnded, RunStarted
from pos2web.domain.selling import EVERYTHING, Buffer, OutOfStock
from pos2web.domain.streams import Stream
from pos2web.domain.things import Brand, Image, Stock
from pos2web.domain.undoing import LeftReason, UndoPlan, UndoStep, Unfit
from pos2web.domain.values import Kind, Position, Ref
from pos2web.engine import RunOptions
from pos2web.engine.installation import place_of
from pos2web.engine.undo import UNDO, record
from pos2web.engine.undoable_events import acts_of, event_named
from pos2web.errors import RuleError
from pos2web.log import Entry, Envelope, Log
from pos2web.ports import Refused
from tests.engine.retreating import (
    MARIE,
    TEA,
    decided,
    events,
    ignored,
    last,
    looked,
    now,
    product,
    recorded,
    shown,
    standing,
    taken,
)
from tests.shops.boutique import Boutique, euro, picture, shirt, tea

DEAR, CHEAP, CHEAPER = (
    {"amount": amount, "currency": "EUR"} for amount in ("9.383886", "8.436019", "7.488152")
)
TWO = Buffer(amount=Decimal(2))


@pytest.fixture
def pushed(boutique: Boutique) -> tuple[Boutique, str]:
    """A price was pushed to the site, in this run."""
    boutique.sync()
    boutique.till.put(tea(price=euro("8.90")))
    return boutique, boutique.sync().run


def why_left(taken: UndoPlan) -> list[LeftReason]:
    """Why things are left out."""
    return [left.why for left in taken.left]


def test_a_price_push_is_taken_back_and_stays_so(pushed: tuple[Boutique, str]) -> None:
    boutique, run = pushed

    taken(boutique, TakeBack(run=run))

    again, later = boutique.sync(), boutique.sync()
    assert shown(boutique, "price") == DEAR
    assert (again.writes, later.writes) == (0, 0)
    assert standing(boutique)[TEA, "price"].over == {"amount": "8.9", "currency": "EUR"}


def test_what_a_pin_changes_is_the_web_s(pushed: tuple[Boutique, str]) -> None:
    boutique, run = pushed

    recorded(boutique, TakeBack(run=run))
    plan = boutique.sync(RunOptions(dry_run=True)).plan

    assert plan is not None
    (change,) = plan.changes
    (step,) = change.fields
    assert (step.before, step.after, step.reason) == (CHEAP, DEAR, "pinned")
    assert step.owner is Owner.WEB


def test_drift_puts_a_pinned_field_back(pushed: tuple[Boutique, str]) -> None:
    boutique, run = pushed
    taken(boutique, TakeBack(run=run))
    ref, _ = boutique.the(Kind.PRODUCT, "TEA")
    boutique.shop.edit(ref, price=euro("1.00"))

    boutique.sync()

    assert shown(boutique, "price") == DEAR
    claim = last(boutique, ChangeClaimed).fact
    assert isinstance(claim, ChangeClaimed)
    assert claim.change.fields[0].reason == "changed on the site"
    assert claim.change.fields[0].owner is Owner.WEB


def test_the_till_s_next_price_goes_out_and_ends_the_pin(pushed: tuple[Boutique, str]) -> None:
    boutique, run = pushed
    taken(boutique, TakeBack(run=run))
    boutique.till.put(tea(price=euro("7.90")))

    report = boutique.sync()

    ended = last(boutique, FieldUnpinned)
    assert (report.writes, shown(boutique, "price")) == (1, CHEAPER)
    assert standing(boutique) == {}
    assert isinstance(ended.fact, FieldUnpinned)
    assert ended.fact.why is Lifting.TILL
    assert ended.run == report.run
    assert ended.cause == events(boutique, PriceSet)[-2].position


def test_another_field_of_the_till_leaves_a_pin_alone(pushed: tuple[Boutique, str]) -> None:
    boutique, run = pushed
    taken(boutique, TakeBack(run=run))
    boutique.till.put(tea(price=euro("8.90"), weight=Decimal(1)))

    boutique.sync()

    assert shown(boutique, "weight") == "1"
    assert shown(boutique, "price") == DEAR


def test_a_pin_ends_with_its_thing_at_the_till(pushed: tuple[Boutique, str]) -> None:
    boutique, run = pushed
    taken(boutique, TakeBack(run=run))
    boutique.till.remove(TEA)

    boutique.sync()

    assert standing(boutique) == {}
    assert not product(boutique).is_active


def test_who_died_after_seeing_the_till_s_change_ends_the_pin_at_the_next_start(
    pushed: tuple[Boutique, str],
) -> None:
    boutique, run = pushed
    taken(boutique, TakeBack(run=run))
    with boutique.context() as context:
        fact = PriceSet(key="p1", price=euro("7.90"), was=euro("8.90"))
        entry = Entry(stream=Stream("till:main/product/p1"), fact=fact)
        (seen,) = context.log.append([entry], Envelope(actor="till", connection=MAIN_TILL))
    boutique.till.put(tea(price=euro("7.90")))

    boutique.sync()

    assert shown(boutique, "price") == CHEAPER
    assert last(boutique, FieldUnpinned).cause == seen


def test_an_undo_is_undone(pushed: tuple[Boutique, str]) -> None:
    boutique, run = pushed
    undone = taken(boutique, TakeBack(run=run))

    again = taken(boutique, TakeBack(run=undone))
    price, pins = shown(boutique, "price"), standing(boutique)
    taken(boutique, TakeBack(run=again))

    assert (price, pins) == (CHEAP, {})
    assert shown(boutique, "price") == DEAR


def test_taken_back_twice_is_taken_back_once(pushed: tuple[Boutique, str]) -> None:
    boutique, run = pushed
    taken(boutique, TakeBack(run=run))
    head = len(events(boutique, Fact))

    second = looked(boutique, TakeBack(run=run))
    recorded(boutique, TakeBack(run=run))

    assert second.steps == ()
    assert LeftReason.ALREADY in why_left(second)
    assert len(events(boutique, Fact)) == head


def test_an_undo_is_a_run_with_its_totals(pushed: tuple[Boutique, str]) -> None:
    boutique, run = pushed

    undone = recorded(boutique, TakeBack(run=run))

    of_run = [event for event in events(boutique, Fact) if event.run == undone]
    started, pinned, ended = of_run
    assert isinstance(started.fact, RunStarted)
    assert isinstance(pinned.fact, FieldPinned)
    assert isinstance(ended.fact, RunEnded)
    assert started.fact.task == "undo"
    assert {event.actor for event in of_run} == {MARIE}
    assert (ended.fact.read, ended.fact.changed, ended.fact.held) == (2, 1, 1)
    confirmed = [
        event
        for event in events(boutique, ChangeConfirmed)
        if event.run == run and event.position == pinned.cause
    ]
    assert len(confirmed) == 1


@pytest.mark.parametrize("wanted", [ChangeConfirmed, ChangeClaimed, PriceSet])
def test_one_change_is_named_by_any_of_its_events(
    pushed: tuple[Boutique, str], wanted: type[Fact]
) -> None:
    boutique, _ = pushed

    found = looked(boutique, TakeBack(positions=(last(boutique, wanted).position,)))

    (step,) = found.steps
    assert (step.before, step.after) == (CHEAP, DEAR)


def test_one_write_that_was_named_twice_is_taken_back_once(pushed: tuple[Boutique, str]) -> None:
    boutique, _ = pushed
    at = last(boutique, ChangeConfirmed).position

    found = looked(boutique, TakeBack(positions=(at, at)))

    assert len(found.steps) == 1


def test_an_event_is_named_by_its_id_too(pushed: tuple[Boutique, str]) -> None:
    boutique, _ = pushed
    event = last(boutique, PriceSet)

    with boutique.context() as context:
        by_id, by_place = (
            event_named(context.log, name) for name in (event.id, str(event.position))
        )

        for unknown in ("0", "99999", "shop:main/product/999@1", f"{event.stream}@99"):
            with pytest.raises(RuleError, match="the log has no event"):
                event_named(context.log, unknown)

    assert by_id == by_place == event


def test_only_the_named_field_of_a_write_is_taken_back(boutique: Boutique) -> None:
    boutique.sync()
    boutique.till.put(tea(price=euro("8.90"), weight=Decimal(1)))
    boutique.sync()

    found = looked(boutique, TakeBack(positions=(last(boutique, PriceSet).position,)))

    assert [step.after for step in found.steps] == [DEAR]


def test_what_somebody_did_in_a_period_is_taken_back(boutique: Boutique) -> None:
    boutique.sync()
    decided(boutique, SetBuffer(scope=EVERYTHING, buffer=TWO))
    since = now(boutique)
    decided(boutique, SetBuffer(scope=EVERYTHING, buffer=Buffer(amount=Decimal(3))))
    boutique.till.put(tea(price=euro("8.90")))
    boutique.sync()
    until = now(boutique)
    decided(boutique, RuleOutOfStock(scope=EVERYTHING, rule=OutOfStock.HIDE))

    of_test = looked(boutique, TakeBack(actor="user:test", since=since, until=until))
    of_task = looked(boutique, TakeBack(actor="task:sync", since=since))

    assert [step.decision for step in of_test.steps] == [SetBuffer(scope=EVERYTHING, buffer=TWO)]
    assert [step.after for step in of_task.steps if step.ref == TEA] == [DEAR]


def test_decisions_are_made_anew_as_they_were(boutique: Boutique) -> None:
    boutique.sync()
    decided(boutique, SetBuffer(scope=EVERYTHING, buffer=TWO))
    boutique.sync()
    at = last(boutique, BufferSet).position

    taken(boutique, TakeBack(positions=(at,)))

    stocks = [s for s in boutique.on_shop(Kind.STOCK).values() if isinstance(s, Stock)]
    assert {stock.quantity for stock in stocks} == {Decimal(5), Decimal(3), Decimal(0)}


def test_what_somebody_changed_since_is_left_unless_one_insists(
    pushed: tuple[Boutique, str],
) -> None:
    boutique, run = pushed
    boutique.till.put(tea(price=euro("7.90")))
    boutique.sync()

    found = looked(boutique, TakeBack(run=run))
    forced = looked(boutique, TakeBack(run=run, is_forced=True))

    (conflict,) = found.conflicts
    assert found.steps == ()
    assert (conflict.ref, conflict.field, conflict.now) == (TEA, "price", CHEAPER)
    assert [step.after for step in forced.steps] == [DEAR]


def test_what_the_till_changed_since_is_left_though_nothing_was_sent_yet(
    pushed: tuple[Boutique, str],
) -> None:
    boutique, run = pushed
    boutique.till.put(tea(price=euro("7.90")))
    boutique.sync(RunOptions(dry_run=True))

    found = looked(boutique, TakeBack(run=run))

    assert [left.why for left in found.conflicts] == [LeftReason.CHANGED_SINCE]


def test_what_was_put_on_the_site_is_taken_off_and_never_deleted(boutique: Boutique) -> None:
    boutique.policy = Policy(withdrawn="delete")
    boutique.sync()
    boutique.till.put(shirt(key="p3", reference="NEW", name={"fr": "Neuf"}))
    run = boutique.sync().run

    undone = taken(boutique, TakeBack(run=run))
    was_off = not product(boutique, "NEW").is_active
    taken(boutique, TakeBack(run=undone))

    assert was_off
    assert product(boutique, "NEW").is_active


def test_what_was_taken_off_comes_back_with_its_stock(boutique: Boutique) -> None:
    boutique.sync()
    boutique.till.withdraw(TEA)
    run = boutique.sync().run
    boutique.till.put(Stock(key="p1", product="p1", quantity=Decimal(4)))

    taken(boutique, TakeBack(run=run))

    ref, found = boutique.the(Kind.PRODUCT, "TEA")
    assert getattr(found, "is_active", None)
    assert boutique.shop.contents()[Ref(Kind.STOCK, ref.key)] == Stock(
        key=ref.key, product=ref.key, quantity=Decimal(4)
    )


def test_a_first_sync_is_taken_off_the_site_and_comes_back(boutique: Boutique) -> None:
    run = boutique.sync().run

    undone = taken(boutique, TakeBack(run=run))
    held = [thing for thing in boutique.products() if thing.is_active]
    left = set(why_left(looked(boutique, TakeBack(run=run))))
    taken(boutique, TakeBack(run=undone))

    assert held == []
    assert {
        LeftReason.TILL,
        LeftReason.STOCK,
        LeftReason.PHOTO,
        LeftReason.PART,
        LeftReason.ALREADY,
    } <= left
    assert all(thing.is_active for thing in boutique.products())
    assert all(getattr(each, "is_active", False) for each in boutique.on_shop(Kind.BRAND).values())


def test_a_name_and_a_place_in_the_tree_are_taken_back(boutique: Boutique) -> None:
    boutique.sync()
    before = product(boutique)
    boutique.till.put(Brand(key="b2", name="Autre"))
    named = {"fr": "Thé noir", "en": "Black tea"}
    boutique.till.put(tea(name=named, brand="b2", categories=("c1",), ean="3760000000017"))
    run = boutique.sync().run

    taken(boutique, TakeBack(run=run))

    assert product(boutique) == before


def test_a_pin_that_names_what_is_gone_from_the_site_is_passed_over(boutique: Boutique) -> None:
    boutique.sync()
    boutique.till.put(Brand(key="b2", name="Autre"), tea(brand="b2"))
    run = boutique.sync().run
    taken(boutique, TakeBack(run=run))
    old, new = (key for key in boutique.on_shop(Kind.BRAND))
    pinned = product(boutique).brand
    boutique.till.remove(Ref(Kind.BRAND, "b1"))
    boutique.shop.remove(Ref(Kind.BRAND, old))

    report = boutique.sync()

    assert pinned == old
    assert report.outcome == "done"
    assert product(boutique).brand == new


def test_a_pin_may_name_what_only_the_site_has(boutique: Boutique) -> None:
    boutique.sync()
    ref, _ = boutique.the(Kind.PRODUCT, "TEA")
    own = boutique.shop.make(Brand(key="", name="Maison"))
    boutique.shop.edit(ref, brand=own)
    run = boutique.sync().run

    taken(boutique, TakeBack(run=run))

    assert product(boutique).brand == own


def test_what_rules_did_is_taken_back_with_the_rule(boutique: Boutique) -> None:
    boutique.sync()
    decided(boutique, RuleOutOfStock(scope=EVERYTHING, rule=OutOfStock.HIDE))
    boutique.till.put(Stock(key="p1", product="p1", quantity=Decimal(0)))
    hidden = boutique.sync().run
    boutique.till.put(Stock(key="p1", product="p1", quantity=Decimal(2)))
    back = boutique.sync().run

    left = [looked(boutique, TakeBack(run=run)) for run in (hidden, back)]

    assert [found.steps for found in left] == [(), ()]
    assert all(LeftReason.RULE in why_left(found) for found in left)


def test_what_the_till_put_back_on_sale_is_taken_off_again(boutique: Boutique) -> None:
    boutique.sync()
    boutique.till.withdraw(TEA)
    boutique.sync()
    boutique.till.put(tea())
    run = boutique.sync().run

    taken(boutique, TakeBack(run=run))

    assert not product(boutique).is_active


def test_what_a_pin_wrote_is_taken_back_with_the_pin(pushed: tuple[Boutique, str]) -> None:
    boutique, run = pushed
    recorded(boutique, TakeBack(run=run))
    wrote = boutique.sync().run

    found = looked(boutique, TakeBack(run=wrote))

    assert found.steps == ()
    assert why_left(found) == [LeftReason.PIN]


def test_a_run_in_which_the_till_ended_a_pin_pins_it_again(pushed: tuple[Boutique, str]) -> None:
    boutique, run = pushed
    taken(boutique, TakeBack(run=run))
    boutique.till.put(tea(price=euro("7.90")))
    ended = boutique.sync().run

    taken(boutique, TakeBack(run=ended))

    assert shown(boutique, "price") == DEAR
    assert standing(boutique)[TEA, "price"].over == {"amount": "7.9", "currency": "EUR"}


def test_a_photo_can_t_be_brought_back(boutique: Boutique) -> None:
    boutique.sync()
    boutique.till.photos["tea.png"] = picture("red")
    boutique.till.put(Image(key="i1", product="p1", source="tea.png", stamp="2"))
    run = boutique.sync().run

    found = looked(boutique, TakeBack(run=run))

    assert found.steps == ()
    assert LeftReason.PHOTO in why_left(found)


def test_a_variant_that_left_can_t_be_brought_back(boutique: Boutique) -> None:
    boutique.sync()
    boutique.till.remove(Ref(Kind.VARIANT, "vL"))
    run = boutique.sync().run

    assert LeftReason.DELETED in why_left(looked(boutique, TakeBack(run=run)))


def test_what_is_gone_from_a_side_is_left(pushed: tuple[Boutique, str]) -> None:
    boutique, run = pushed
    ref, _ = boutique.the(Kind.PRODUCT, "TEA")
    boutique.till.remove(TEA)
    boutique.sync()
    at_till = why_left(looked(boutique, TakeBack(run=run)))
    boutique.till.put(tea(price=euro("8.90")))
    boutique.shop.remove(ref)
    boutique.sync(RunOptions(dry_run=True))

    on_site = why_left(looked(boutique, TakeBack(run=run)))

    assert LeftReason.NOT_AT_TILL in at_till
    assert LeftReason.NOT_ON_SITE in on_site


def test_a_field_that_is_the_shop_s_by_now_is_left(pushed: tuple[Boutique, str]) -> None:
    boutique, run = pushed
    taken(boutique, TakeBack(run=run))
    owners = {**DEFAULT_OWNERS, Kind.PRODUCT: {"price": Owner.SHOP}}
    boutique.policy = Policy(owners=owners)

    report = boutique.sync()

    ref, _ = boutique.the(Kind.PRODUCT, "TEA")
    boutique.shop.edit(ref, price=euro("1.00"))
    assert (report.writes, boutique.sync().writes) == (0, 0)
    assert LeftReason.OWNER in why_left(looked(boutique, TakeBack(run=run)))


def test_a_reference_that_another_product_has_now_is_left(boutique: Boutique) -> None:
    boutique.sync()
    boutique.till.put(tea(reference="TEA-1"))
    run = boutique.sync().run
    boutique.till.put(shirt(reference="TEA"))
    boutique.sync()

    assert LeftReason.SHARED in why_left(looked(boutique, TakeBack(run=run)))


def test_the_site_s_way_of_writing_is_no_change_since(boutique: Boutique) -> None:
    boutique.sync()
    boutique.till.put(tea(name={"fr": "Thé  noir", "en": "Black tea"}))
    run = boutique.sync().run
    ref, found = boutique.the(Kind.PRODUCT, "TEA")
    seen = {"fr": "Thé noir", "en": "Black tea"}
    boutique.shop.edit(ref, name=seen)
    with boutique.context() as context:
        echo = ShopEchoed(
            key=ref.key,
            kind=Kind.PRODUCT,
            field="name",
            sent='{"en":"Black tea","fr":"Thé  noir"}',
            seen='{"en":"Black tea","fr":"Thé noir"}',
        )
        stream = f"shop:main/product/{ref.key}"
        context.log.append(
            [Entry(stream=Stream(stream), fact=echo)], Envelope(actor="t", connection=MAIN_SHOP)
        )
    boutique.sync()

    steps = looked(boutique, TakeBack(run=run)).steps

    assert found is not None
    assert [step.after for step in steps if step.ref == TEA] == [{"fr": "Thé", "en": "Tea"}]


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (Linked, LeftReason.LINK),
        (ProductFound, LeftReason.TILL),
        (StockCounted, LeftReason.TILL),
        (RunEnded, LeftReason.NOTHING),
        (AlertTold, LeftReason.MESSAGE),
        (PersonErased, LeftReason.ERASED),
        (ChangeRefused, LeftReason.NOT_MADE),
        (ThingReturned, LeftReason.SEEN),
        (ThingWithdrawn, LeftReason.SEEN),
    ],
)
def test_what_is_not_ours_to_take_back_is_named(
    boutique: Boutique, wanted: type[Fact], why: LeftReason
) -> None:
    boutique.sync()
    ref, _ = boutique.the(Kind.PRODUCT, "TEA")
    boutique.till.put(Stock(key="p1", product="p1", quantity=Decimal(1)))
    boutique.shop.edit(ref, is_active=False)
    boutique.sync(RunOptions(dry_run=True))
    boutique.shop.edit(ref, is_active=True)
    boutique.shop.fault = lambda _moment, _write: Refused(reason="no")
    boutique.sync()
    with boutique.context() as context:
        told = AlertTold(alert="models", channel="mail", told="alert/models@1")
        context.log.append(
            [Entry(stream=Stream("alert/models"), fact=told)], Envelope(actor="daemon")
        )
        erased = Entry(stream=Stream("person/p1"), fact=PersonErased(person="p1"))
        context.log.append([erased], Envelope(actor="user:marie"))
    seen = [event for event in events(boutique, wanted) if event.actor in ("till", "shop")]
    event = (seen or events(boutique, wanted))[0]

    found = looked(boutique, TakeBack(positions=(event.position,)))

    assert (found.steps, why_left(found)) == ((), [why])


def test_a_claim_that_was_refused_was_not_made(boutique: Boutique) -> None:
    boutique.sync()
    boutique.till.put(tea(price=euro("8.90")))
    boutique.shop.fault = lambda _moment, _write: Refused(reason="no")
    boutique.sync()
    claim = last(boutique, ChangeClaimed)

    found = looked(boutique, TakeBack(positions=(claim.position,)))

    assert [(left.why, left.ref) for left in found.left] == [(LeftReason.NOT_MADE, TEA)]


def test_a_claim_without_an_answer_was_not_made_as_far_as_is_known(boutique: Boutique) -> None:
    boutique.sync()
    claim = last(boutique, ChangeClaimed).fact
    with boutique.context() as context:
        envelope = Envelope(actor="task:sync", run="open", connection=MAIN_SHOP)
        (at,) = context.log.append([Entry(stream=Stream("run/open"), fact=claim)], envelope)
        context.log.append(
            [Entry(stream=Stream("run/open"), fact=BufferSet(scope=EVERYTHING, buffer=TWO))],
            envelope,
        )

    found = looked(boutique, TakeBack(positions=(at,)))

    assert why_left(found) == [LeftReason.NOT_MADE]


def test_what_was_done_by_nobody_in_particular_is_refused(boutique: Boutique) -> None:
    boutique.sync()

    for asked in (
        TakeBack(),
        TakeBack(actor=MARIE),
        TakeBack(since=datetime.fromisoformat("2026-11-24T09:00Z")),
        TakeBack(run="nobody's"),
        TakeBack(positions=(99_999,)),
    ):
        with pytest.raises(RuleError):
            looked(boutique, asked)


def test_a_run_that_never_ended_is_taken_back_as_far_as_it_came(boutique: Boutique) -> None:
    boutique.sync()
    with boutique.context() as context:
        facts: list[Fact] = [
            RunStarted(task="undo", version="1"),
            BufferSet(scope=EVERYTHING, buffer=TWO),
        ]
        envelope = Envelope(actor=MARIE, run="died", connection=MAIN_SHOP)
        context.log.append(
            [Entry(stream=Stream("shop:main/rule/all"), fact=fact) for fact in facts], envelope
        )
        context.models.catch_up(context.log)
        acts = acts_of(place_of(context, {}), TakeBack(run="died"))

    assert len(acts) == 1
    assert not isinstance(acts[0], Unfit)


class Mortal(Log):
    """A log whose process dies at its second append."""

    appends = 0

    def append(self, entries: Sequence[Entry], envelope: Envelope) -> Sequence[Position]:
        """Once, and then no more."""
        self.appends += 1
        if self.appends > 1:
            raise KeyboardInterrupt
        return super().append(entries, envelope)


def test_killed_between_two_appends_it_is_asked_for_again(boutique: Boutique) -> None:
    boutique.sync()
    boutique.till.put(tea(price=euro("8.90")), shirt(price=euro("8.90")))
    run = boutique.sync().run
    asked = TakeBack(run=run)
    steps = looked(boutique, asked)
    with boutique.context() as context:
        context.log.close()
        with Mortal.open(context.log.path, clock=boutique.clock) as mortal:
            place = replace(place_of(context, {}), log=mortal, appended_max=2)
            with pytest.raises(KeyboardInterrupt):
                record(place, steps, task=UNDO, run="died", actor=MARIE, note=ignored)
    half = standing(boutique)

    taken(boutique, asked)

    assert len(half) == 1
    assert len(standing(boutique)) == 2
    assert (shown(boutique, "price"), boutique.sync().writes) == (DEAR, 0)


def test_a_step_of_a_rule_is_about_no_field() -> None:
    step = UndoStep(decision=SetBuffer(scope=EVERYTHING, buffer=None), before=TWO, after=None)

    assert step.ref is None
