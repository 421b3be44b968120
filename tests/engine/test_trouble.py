"""Timeouts, refusals, kills and stops: nothing twice, nothing lost, and a reason for everything."""

import random
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

import pytest

from pos2web.adapters.memory.adapter import MemoryShop, MemoryTill, Moment
from pos2web.domain.changes import Action
from pos2web.domain.facts import ChangeClaimed, ChangeConfirmed, ChangeLapsed, Held, Released
from pos2web.domain.reasons import Code, Reason
from pos2web.domain.run_facts import RunEnded
from pos2web.domain.things import Brand, Image, Product, Stock
from pos2web.domain.values import Kind, Ref
from pos2web.engine import RunOptions, drift
from pos2web.errors import CredentialsError, ProtocolError, TransientError
from pos2web.ports import Outcome, Page, Refused, Unsure, Untried, Write
from pos2web.projections import claims
from tests.shops.boutique import Boutique, euro, picture, shirt, tea


class Killed(BaseException):
    """Stands for SIGKILL: nothing in the engine may catch it."""


def once(
    strike: Callable[[Moment, Write], Outcome | None],
) -> Callable[[Moment, Write], Outcome | None]:
    """The same fault, at its first striking only."""
    struck: list[Outcome] = []

    def fault(moment: Moment, write: Write) -> Outcome | None:
        outcome = None if struck else strike(moment, write)
        if outcome is not None:
            struck.append(outcome)
        return outcome

    return fault


def count_of(boutique: Boutique, kind: Kind) -> int:
    return len(boutique.on_shop(kind))


@pytest.mark.parametrize("moment", list(Moment))
@pytest.mark.parametrize("kind", list(Kind))
def test_a_write_of_unknown_fate_is_neither_repeated_nor_lost(
    boutique: Boutique, kind: Kind, moment: Moment
) -> None:
    boutique.shop.fault = once(
        lambda at, write: Unsure(reason="no answer") if (at, write.kind) == (moment, kind) else None
    )

    report = boutique.sync()

    assert report.outcome == "done"
    assert [count_of(boutique, kind) for kind in Kind] == [1, 1, 2, 1, 2, 2, 2, 1, 3]
    assert boutique.sync().writes == 0


@pytest.mark.parametrize("moment", list(Moment))
@pytest.mark.parametrize("kind", list(Kind))
def test_a_kill_in_mid_write_leaves_no_duplicate(
    boutique: Boutique, kind: Kind, moment: Moment
) -> None:
    def kill(at: Moment, write: Write) -> None:
        if (at, write.kind) == (moment, kind):
            raise Killed

    boutique.shop.fault = kill
    with pytest.raises(Killed):
        boutique.sync()
    boutique.shop.fault = lambda _at, _write: None

    boutique.sync()

    assert [count_of(boutique, kind) for kind in Kind] == [1, 1, 2, 1, 2, 2, 2, 1, 3]
    assert boutique.sync().writes == 0


@pytest.mark.parametrize("seed", range(8))
def test_random_faults_on_every_write_end_in_the_same_shop(boutique: Boutique, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test's dice

    def fault(_moment: Moment, _write: Write) -> Outcome | None:
        answers: list[Outcome | None] = [
            Unsure(reason="?"),
            Untried(reason="busy"),
            None,
            None,
            None,
        ]
        return (
            chance.choice(answers)
            if _moment is Moment.BEFORE
            else chance.choice([answers[0], None])
        )

    boutique.shop.fault = fault
    for _ in range(4):
        boutique.sync()
    boutique.shop.fault = lambda _at, _write: None

    boutique.sync()

    assert [count_of(boutique, kind) for kind in Kind] == [1, 1, 2, 1, 2, 2, 2, 1, 3]
    assert boutique.sync().writes == 0


def test_every_claim_has_an_outcome_in_the_end(boutique: Boutique) -> None:
    boutique.shop.fault = once(lambda at, _w: Unsure(reason="?") if at is Moment.AFTER else None)

    boutique.sync()

    with boutique.context() as context:
        facts = [event.fact for event in context.log.read()]
        assert claims.unresolved(context.models) == []
    claimed = {fact.change.id for fact in facts if isinstance(fact, ChangeClaimed)}
    settled = [f.change for f in facts if isinstance(f, ChangeConfirmed | ChangeLapsed)]
    assert sorted(settled) == sorted(claimed)


def test_what_the_shop_refuses_is_held_and_the_rest_goes_through(boutique: Boutique) -> None:
    boutique.shop.fault = lambda at, write: (
        Refused(reason="no shirts here")
        if at is Moment.BEFORE and getattr(write.thing, "reference", "") == "SHIRT"
        else None
    )

    report = boutique.sync()

    reasons = {str(hold.ref): hold.reason for hold in report.holds}
    assert reasons["product:p2"] == Reason(Code.SHOP_SAID, {"text": "no shirts here"})
    assert reasons["variant:vM"] == Reason(Code.WAITS_FOR, {"thing": "product:p2"})
    assert boutique.the(Kind.PRODUCT, "TEA")
    assert report.read == report.changed + report.unchanged + report.held


def test_a_refused_thing_is_not_asked_again_until_it_differs(boutique: Boutique) -> None:
    asked: list[str] = []

    def refuse(at: Moment, write: Write) -> Outcome | None:
        if at is Moment.BEFORE and write.kind is Kind.BRAND:
            asked.append(write.id)
            return Refused(reason="no brands here")
        return None

    boutique.shop.fault = refuse
    boutique.sync()
    second = boutique.sync()
    asked_twice = len(asked)
    boutique.till.put(Brand(key="b1", name="Palais des Thés"))
    boutique.sync()

    assert (asked_twice, len(asked)) == (1, 2)
    assert second.writes == 0
    assert second.holds[0].reason == Reason(Code.SHOP_SAID, {"text": "no brands here"})


def test_a_refused_thing_can_be_asked_again_by_hand(boutique: Boutique) -> None:
    boutique.shop.fault = once(
        lambda at, write: (
            Refused(reason="not now") if at is Moment.BEFORE and write.kind is Kind.BRAND else None
        )
    )
    boutique.sync()

    report = boutique.sync(RunOptions(retry_held=True))

    assert (report.held, count_of(boutique, Kind.BRAND)) == (0, 1)


def test_a_hold_is_recorded_once_and_released_once(boutique: Boutique) -> None:
    boutique.till.put(tea(price=euro("-1")))
    boutique.sync()
    boutique.sync()
    boutique.till.put(tea())
    boutique.sync()

    assert boutique.facts("shop:main/hold/product/p1", Held, Released) == [Held, Released]


def test_one_negative_price_does_not_keep_the_others_off(boutique: Boutique) -> None:
    boutique.till.put(tea(price=euro("-1")))

    report = boutique.sync()

    held = {str(hold.ref): hold.reason for hold in report.holds}
    assert held["product:p1"].code is Code.PRICE_NEGATIVE
    assert boutique.the(Kind.PRODUCT, "SHIRT")
    assert report.read == report.changed + report.unchanged + report.held


def test_a_missing_photo_is_held_and_sent_when_it_comes(boutique: Boutique) -> None:
    content = boutique.till.photos.pop("tea.png")
    missing = boutique.sync()
    boutique.till.photos["tea.png"] = content

    report = boutique.sync()

    assert [str(hold.ref) for hold in missing.holds] == ["image:i1"]
    assert "tea.png" in str(missing.holds[0].reason)
    assert (report.held, count_of(boutique, Kind.IMAGE)) == (0, 1)


def test_a_broken_photo_is_held_and_what_the_site_shows_stays(boutique: Boutique) -> None:
    boutique.sync()
    boutique.till.photos["tea.png"] = b"no picture"
    boutique.till.put(Image(key="i1", product="p1", source="tea.png", stamp="2"))

    report = boutique.sync()

    assert [str(hold.ref) for hold in report.holds] == ["image:i1"]
    assert (report.writes, count_of(boutique, Kind.IMAGE)) == (0, 1)


def test_a_row_that_cannot_be_read_stays_held_until_it_is_mended(boutique: Boutique) -> None:
    boutique.till.spoil(Ref(Kind.PRODUCT, "p1"), 'product "TEA": the price «abc» is no number')
    first, second = boutique.sync(), boutique.sync()
    boutique.till.put(tea())

    mended = boutique.sync()

    reasons = [{str(h.ref): h.reason for h in r.holds}.get("product:p1") for r in (first, second)]
    said = Reason(Code.COULD_NOT_BE_READ, {"text": 'product "TEA": the price «abc» is no number'})
    assert reasons == [said] * 2
    assert (mended.held, count_of(boutique, Kind.PRODUCT)) == (0, 2)


def test_a_shop_that_is_away_ends_the_run_and_loses_nothing(boutique: Boutique) -> None:
    boutique.shop.fault = lambda at, _write: (
        Untried(reason="the shop can't be reached") if at is Moment.BEFORE else None
    )
    away = boutique.sync()
    boutique.shop.fault = lambda _at, _write: None

    report = boutique.sync()

    assert (away.outcome, away.writes) == ("failed", 0)
    assert away.read == away.changed + away.unchanged + away.held == 0
    assert away.reason is not None
    assert away.reason.code is Code.NOT_ALL_MADE
    assert away.reason.words["text"] == "the shop can't be reached"
    assert (report.outcome, boutique.sync().writes) == ("done", 0)


class Refusing(MemoryShop):
    """A shop that fails as a whole."""

    error: Exception | None = None

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        if self.error is not None and writes[0].kind is Kind.PRODUCT:
            raise self.error
        return super().apply(writes)


@pytest.mark.parametrize(
    "error",
    [
        CredentialsError("the key has no right to write products"),
        ProtocolError("the shop answers nonsense"),
    ],
)
def test_a_shop_that_cannot_be_spoken_to_stops_the_run(
    boutique: Boutique, error: Exception
) -> None:
    shop = boutique.shop = Refusing()
    shop.error = error

    report = boutique.sync()

    assert (report.outcome, report.reason) == ("failed", Reason(Code.FAILED, {"text": str(error)}))
    assert report.failure is error
    assert count_of(boutique, Kind.BRAND) == 1


def test_a_batch_that_times_out_as_a_whole_is_looked_for(boutique: Boutique) -> None:
    shop = boutique.shop = Refusing()
    shop.error = TransientError("no answer within 30 s")

    failing = boutique.sync()
    shop.error = None
    report = boutique.sync()

    assert failing.outcome == "failed"
    assert "no answer within 30 s" in str(failing.reason)
    assert (report.outcome, count_of(boutique, Kind.PRODUCT)) == ("done", 2)


def test_a_till_that_is_away_is_said_and_nothing_is_written(boutique: Boutique) -> None:
    class Away(MemoryTill):
        def observe(self, since: str | None) -> Iterator[Page]:
            del since
            raise TransientError("the till's database is locked")

    boutique.till = Away()

    report = boutique.sync()

    said = Reason(Code.FAILED, {"text": "the till's database is locked"})
    assert (report.outcome, report.reason) == ("failed", said)
    assert (report.read, report.held) == (0, 0)
    assert not boutique.shop.contents()


def test_a_run_can_be_stopped_between_two_changes_and_goes_on_later(boutique: Boutique) -> None:
    options = RunOptions()

    def stop(at: Moment, write: Write) -> None:
        if at is Moment.AFTER and write.kind is Kind.PRODUCT:
            options.stop.set()

    boutique.shop.fault = stop
    stopped = boutique.sync(options)
    boutique.shop.fault = lambda _at, _write: None

    report = boutique.sync()

    assert (stopped.outcome, stopped.held) == ("stopped", 0)
    assert stopped.read == stopped.changed + stopped.unchanged == stopped.writes > 0
    assert (report.outcome, count_of(boutique, Kind.PRODUCT)) == ("done", 2)
    assert boutique.sync().writes == 0


def test_every_run_says_in_the_log_how_it_ended(boutique: Boutique) -> None:
    report = boutique.sync()

    with boutique.context() as context:
        ends = [event.fact for event in context.log.read() if isinstance(event.fact, RunEnded)]
    assert [(end.outcome, end.writes, end.read) for end in ends] == [
        ("done", report.writes, report.read)
    ]


class Cleaning(MemoryShop):
    """A shop that rewrites what it is given."""

    def make(self, thing: object) -> str:
        if isinstance(thing, Product):
            thing = tea(**{**fields_of(thing), "description": {"fr": "<p>x</p>", "en": "<p>x</p>"}})
        return super().make(thing)  # type: ignore[arg-type]  # a product or what it was


def fields_of(product: Product) -> dict[str, object]:
    return {name: getattr(product, name) for name in product.__struct_fields__}


def test_a_shop_that_writes_texts_in_its_own_way_is_not_written_to_for_ever(
    boutique: Boutique,
) -> None:
    boutique.shop = Cleaning()
    boutique.sync()

    report = boutique.sync()

    assert report.writes == 0


def test_a_persons_edit_after_such_a_rewriting_is_still_put_back(boutique: Boutique) -> None:
    boutique.shop = Cleaning()
    boutique.sync()
    ref, _ = boutique.the(Kind.PRODUCT, "TEA")
    boutique.shop.edit(ref, description={"fr": "Promo !", "en": "Sale!"})

    report = boutique.sync()

    _, product = boutique.the(Kind.PRODUCT, "TEA")
    assert isinstance(product, Product)
    assert (report.writes, product.description["fr"]) == (1, "Du thé.")


def test_drift_names_each_field_that_differs_and_writes_nothing(boutique: Boutique) -> None:
    boutique.sync()
    ref, _ = boutique.the(Kind.PRODUCT, "TEA")
    boutique.shop.edit(ref, price=euro("1.00"))
    boutique.till.put(shirt(key="p3", reference="NEW", name={"fr": "Nouveau"}))

    with boutique.context() as context:
        report, found = drift(context)

    assert [(str(one.ref), one.field) for one in found] == [
        ("product:p3", ""),
        ("product:p1", "price"),
    ]
    assert report.writes == 0


def test_a_deleted_variant_that_is_found_deleted_after_a_doubt_is_done(boutique: Boutique) -> None:
    boutique.sync()
    boutique.till.remove(Ref(Kind.VARIANT, "vM"))
    boutique.till.remove(Ref(Kind.STOCK, "p2/vM"))
    boutique.shop.fault = once(
        lambda at, write: (
            Unsure(reason="?") if at is Moment.AFTER and write.action is Action.DELETE else None
        )
    )

    report = boutique.sync()

    assert (report.outcome, report.writes, count_of(boutique, Kind.VARIANT)) == ("done", 1, 1)
    assert boutique.sync().writes == 0


def test_stock_is_never_read_back_to_the_till(boutique: Boutique) -> None:
    boutique.sync()
    stock, _ = next(iter(boutique.on_shop(Kind.STOCK).items()))
    boutique.shop.edit(Ref(Kind.STOCK, stock), quantity=Decimal(99))

    boutique.sync()

    assert Decimal(99) not in [
        thing.quantity
        for thing in boutique.on_shop(Kind.STOCK).values()
        if isinstance(thing, Stock)
    ]


def test_photos_that_cannot_be_fitted_are_held_when_they_would_be_sent(boutique: Boutique) -> None:
    boutique.till.photos["tea.png"] = picture("green")[:-30]

    report = boutique.sync()

    assert [str(hold.ref) for hold in report.holds] == ["image:i1"]
    assert count_of(boutique, Kind.IMAGE) == 0
