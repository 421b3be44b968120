"""Looking up how what a site shows in one field came about.

By the thing's own streams, so that it takes as long as the thing has events, not as the log has.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from pos2web.domain.changes import Change, FieldChange, Owner
from pos2web.domain.decisions import BufferSet, OutOfStockRuled, SoldOutDeclared, WindowSet
from pos2web.domain.evolve import fields_of
from pos2web.domain.facts import (
    ChangeClaimed,
    ChangeConfirmed,
    Fact,
    Held,
    Linked,
    ShopEchoed,
    TaxRateSet,
    ThingGone,
)
from pos2web.domain.pins import FieldPinned
from pos2web.domain.pricing import gross
from pos2web.domain.shop_prices import has_price_rule
from pos2web.domain.streams import hold_stream, link_stream, pin_stream, rule_stream, thing_stream
from pos2web.domain.values import ConnectionName, Kind, Money, Ref
from pos2web.history.why.derivation import Conclusion, Conversion, Derivation, RuleStep, change_of
from pos2web.history.why.desired_value import PRICES, Demand
from pos2web.history.words.sentences import SHOP
from pos2web.log import Log
from pos2web.log.records import Event
from pos2web.projections.history import checkpoints
from pos2web.projections.history.finding import Record, read, records
from pos2web.projections.history.outline import OUTCOMES
from pos2web.projections.read_models import ReadModels
from pos2web.projections.subjects import FIRST_SIGHTS

ATTEMPTS_MAX = 20
"""So many events of a thing are looked through for a write that failed."""

RULED = {
    "is_active": ("sold_out", "windows", "out_of_stock"),
    "is_for_sale": ("sold_out", "windows"),
    "sale_note": ("sold_out", "windows"),
    "quantity": ("buffers",),
}
"""Sorts of rules that have a say in a field."""

MADE: dict[str, type[Fact]] = {
    "sold_out": SoldOutDeclared,
    "windows": WindowSet,
    "out_of_stock": OutOfStockRuled,
    "buffers": BufferSet,
}
"""The facts that make rules, by their sort."""

Wanted = Callable[[Event], bool]


def chain(log: Log, models: ReadModels, demand: Demand, field: str) -> Derivation:
    """The chain of one field of a till's thing, as of the moment that is meant."""
    return _Tracing(log, models, demand, field).chain()


@dataclass(frozen=True)
class _Tracing:
    """Looks up the events of one field of one thing."""

    log: Log
    models: ReadModels
    demand: Demand
    field: str

    @property
    def ref(self) -> Ref:
        return self.demand.sides.ref

    def chain(self) -> Derivation:
        demand, past, sides, field = self.demand, self.demand.past, self.demand.sides, self.field
        seen = self._last(past.till, self.ref, lambda event: _says(event.fact, field))
        ours = shown = echo = None
        if sides.shop_key is not None:
            there = Ref(self.ref.kind, sides.shop_key)
            shown = self._last(past.shop, there, lambda event: _says(event.fact, field))
            ours = shown
            if shown is not None and not _is_write(shown):
                ours = self._last(
                    past.shop, there, lambda event: _is_write(event) and _says(event.fact, field)
                )
            echo = self._last(past.shop, there, self._is_echo)
        claim = self._claim(ours)
        keeper, held, held_at = self._held()
        attempt, failed = self._attempt(claim)
        pinned = self._pinned()
        is_echo = echo is not None and (seen is None or seen.position < echo.position)
        found = Derivation(
            ref=self.ref,
            field=field,
            owner=demand.policy.owner(self.ref.kind, field),
            seen=seen,
            rate_seen=self._rate_seen(),
            asked=self._asked(),
            conversion=self._conversion(),
            sum=demand.sum if field == "quantity" else None,
            pin=sides.pins.get(field),
            pinned=pinned,
            taken_back=self._taken_back(pinned),
            keeper=keeper,
            held=held,
            held_at=held_at,
            rules=tuple(self._rules()),
            link=self._link(),
            claim=claim,
            outcome=None if claim is None or ours is None else self._outcome(claim, ours),
            attempt=attempt,
            failed=failed,
            echo=echo if is_echo else None,
            shown=shown,
            on_till=getattr(None if sides.till is None else sides.till.thing, field, None),
            on_site=getattr(demand.shown, field, None),
        )
        return msgspec.structs.replace(found, state=self._state(found))

    # What was seen.

    def _last(self, connection: ConnectionName, ref: Ref, wanted: Wanted) -> Event | None:
        """The last event of a thing that is wanted; most often it is near the stream's end."""
        past, stream = self.demand.past, thing_stream(connection, ref.kind, ref.key)
        passed = checkpoints.find(self.models, connection, ref, past.position)
        if passed is not None:
            near = _last_of(past.events(stream, after=passed.version), wanted)
            if near is not None:
                return near
        return _last_of(past.events(stream), wanted)

    def _is_echo(self, event: Event) -> bool:
        return isinstance(event.fact, ShopEchoed) and event.fact.field == self.field

    def _rate_seen(self) -> Event | None:
        """Where the rate comes from that a price is converted at, if it was ever another one."""
        product = self.demand.product
        if self._conversion() is None or product is None:
            return None
        ref = Ref(Kind.PRODUCT, product.key)
        return self._last(
            self.demand.past.till, ref, lambda event: isinstance(event.fact, TaxRateSet)
        )

    def _asked(self) -> Money | None:
        """What this shop asks for the till's price, where it has a rule about prices."""
        price = getattr(self.demand.thing, self.field, None)
        if self.field not in PRICES or not isinstance(price, Money):
            return None
        return self.demand.asked(price) if has_price_rule(self.demand.policy) else None

    def _conversion(self) -> Conversion | None:
        """The till's price as the site is told it, where the till's are with tax."""
        demand = self.demand
        price, rate = getattr(demand.thing, self.field, None), demand.rate
        if self.field not in PRICES or not demand.policy.prices_include_tax:
            return None
        if not isinstance(price, Money) or rate is None:
            return None
        sent = demand.converted(demand.asked(price))
        return Conversion(price, rate, sent, gross(sent, rate))

    # What was ruled.

    def _rules(self) -> Iterator[RuleStep]:
        """The rules that decide, those that something has a say by: stock has its product's."""
        past, sorts = self.demand.past, RULED.get(self.field, ())
        for ruled in self.demand.sides.rules:
            if ruled.sort in sorts and ruled.decides:
                events = past.events(rule_stream(past.shop, ruled.scope))
                made = MADE[ruled.sort]
                yield RuleStep(ruled, _last_of(events, lambda event: type(event.fact) is made))  # noqa: B023 - it is called at once

    def _pinned(self) -> Event | None:
        if self.field not in self.demand.sides.pins:
            return None
        past = self.demand.past
        events = past.events(pin_stream(past.shop, self.ref))
        return _last_of(events, self._is_pin)

    def _taken_back(self, pinned: Event | None) -> Record | None:
        if pinned is None or pinned.cause == 0:
            return None
        return next(iter(read(self.log, [pinned.cause])), None)

    def _is_pin(self, event: Event) -> bool:
        return isinstance(event.fact, FieldPinned) and event.fact.field == self.field

    def _held(self) -> tuple[Ref | None, Held | None, Event | None]:
        """What keeps it off the site, or as it is there: itself, or what it hangs on."""
        past = self.demand.past
        for ref in (self.ref, *self.demand.keepers):
            held = past.held(ref)
            if held is not None:
                at = _last_of(past.events(hold_stream(past.shop, ref)), _is_hold)
                at = at or self._last(past.till, ref, _is_hold)
                return (None if ref == self.ref else ref), held, at
        return None, None, None

    # What was written.

    def _link(self) -> Event | None:
        ref = self.demand.linked
        past = self.demand.past
        events = past.events(link_stream(past.shop, ref))
        last = _last_of(events, lambda _event: True)
        return last if last is not None and isinstance(last.fact, Linked) else None

    def _claim(self, ours: Event | None) -> Event | None:
        """The write of ours that the site's value came from; None when it showed that by itself."""
        if ours is None or ours.cause == 0:
            return None
        claim = next(iter(self.log.read(ours.cause - 1, limit=1)))
        change = change_of(claim)
        return None if self._step(change) is None else claim

    def _outcome(self, claim: Event, ours: Event) -> Event | None:
        """What became of a claim: it is recorded together with what the site showed then."""
        change, log = change_of(claim), self.log
        first, last = log.boundary(ours.position - 1), log.next_boundary(ours.position - 1)
        for event in log.read(first, upto=last):
            if isinstance(event.fact, OUTCOMES) and change and event.fact.change == change.id:
                return event
        return None

    def _attempt(self, claim: Event | None) -> tuple[Event | None, Event | None]:
        """A later write that was refused, lapsed, or of which nothing is known yet; and its end."""
        if self.models.past is None:
            return None, None
        found = records(
            self.models,
            self.log,
            kind=self.ref.kind,
            key=self.ref.key,
            field=self.field,
            connection=self.demand.past.shop,
            after_position=0 if claim is None else claim.position,
            before_position=self.demand.past.position + 1,
            limit=ATTEMPTS_MAX,
        )
        for record in found:
            fact, change = record.event.fact, record.change
            if isinstance(fact, ChangeClaimed) and fact.change.ref == self.ref:
                return record.event, None
            if isinstance(fact, OUTCOMES) and change is not None and change.ref == self.ref:
                if isinstance(fact, ChangeConfirmed):
                    return None, None
                claimed = next(iter(self.log.read(record.event.cause - 1, limit=1)))
                return claimed, record.event
        return None, None

    def _step(self, change: Change | None) -> FieldChange | None:
        fields = () if change is None else change.fields
        return next((step for step in fields if step.field == self.field), None)

    # What comes of it.

    def _state(self, found: Derivation) -> Conclusion:
        """What is to be said of the site: whether it shows what it should."""
        demand, owner = self.demand, found.owner
        if demand.shown is None:
            return (
                Conclusion.NOT_THERE
                if demand.should_be_there and not found.held
                else Conclusion.KEPT_OFF
            )
        if not demand.is_ours(self.field) or (owner is Owner.CREATION and found.claim is None):
            return Conclusion.LEFT_ALONE
        echo = found.echo.fact if found.echo is not None else None
        ways = (echo.sent, echo.seen) if isinstance(echo, ShopEchoed) else None
        is_met = demand.is_met(self.field, self._step(found.change), ways)
        is_ours = found.claim is not None and (found.shown is None or found.shown.cause > 0)
        if is_met is None:
            return Conclusion.AS_WRITTEN if is_ours else Conclusion.LEFT_ALONE
        if is_met:
            return Conclusion.AS_WRITTEN if is_ours else Conclusion.AS_FOUND
        if owner is Owner.CREATION:
            return Conclusion.LEFT_ALONE
        return Conclusion.NOT_WRITTEN if is_ours else Conclusion.OTHERWISE


def _is_write(event: Event) -> bool:
    """Whether it is what a site shows by our write; what it made of that comes after."""
    return event.cause > 0 and event.actor != SHOP


def _says(fact: Any, field: str) -> bool:
    if type(fact) in FIRST_SIGHTS:
        return True
    if isinstance(fact, ThingGone):
        return field == "is_active"
    return field in fields_of(fact)


def _last_of(events: Iterator[Event], wanted: Wanted) -> Event | None:
    found = None
    for event in events:
        if wanted(event):
            found = event
    return found


def _is_hold(event: Event) -> bool:
    return isinstance(event.fact, Held)
