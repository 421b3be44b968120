"""Two shops side by side: one run by a world that is kept, one by a world made anew each time."""

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from pos2web.adapters.memory.adapter import MemoryShop, Moment, no_fault
from pos2web.adapters.memory.rules import PROFILE
from pos2web.domain.decisions import (
    DeclareSoldOut,
    RuleOutOfStock,
    SellingDecision,
    SetBuffer,
    SetWindow,
    rule_on_selling,
)
from pos2web.domain.selling import (
    EVERYTHING,
    Buffer,
    Mode,
    OutOfStock,
    RuleLevel,
    Scope,
    SoldOut,
    Window,
    WindowState,
)
from pos2web.domain.streams import Stream
from pos2web.domain.things import Image, Product, Stock
from pos2web.domain.values import Kind, Ref, Texts
from pos2web.engine import RunOptions, RunReport, SyncContext, sync
from pos2web.engine.parts import AVAILABILITY, CATALOGUE, IMAGES, STOCK, WHOLE, Part
from pos2web.engine.state import SyncState
from pos2web.log import Entry, Envelope
from pos2web.ports import Outcome, Refused, Unsure, Untried, Write
from pos2web.projections import selling
from pos2web.tasks.runner import Runner
from tests.shops.boutique import OPENING, Boutique, euro, picture, stocked_till, tea
from tests.shops.clocks import StillClock

HOUR = timedelta(hours=1)
PARTS = (CATALOGUE, STOCK, AVAILABILITY, IMAGES, STOCK, AVAILABILITY, CATALOGUE, WHOLE)
ONE_BY_ONE = msgspec.structs.replace(PROFILE, workers=1)
SCOPES = (EVERYTHING, Scope(RuleLevel.PRODUCT, "p1"), Scope(RuleLevel.CATEGORY, "c1"))
MESSAGE = {"fr": "Retour {opening}", "en": "Back {opening}"}


class EvenHours:
    """Every window is open in even hours; messages name the day."""

    def state(self, window: Window, now: datetime) -> WindowState:
        del window
        edge = now.replace(minute=0, second=0, microsecond=0) + HOUR
        is_open = now.hour % 2 == 0
        return WindowState(is_open=is_open, until=edge, opens_at=None if is_open else edge)

    def worded(self, message: Texts, opens_at: datetime | None, now: datetime) -> Texts:
        opening = f"{opens_at:%H:%M} {now:%d}" if opens_at else "?"
        return {name: text.replace("{opening}", opening) for name, text in message.items()}

    def midnight(self, now: datetime) -> datetime:
        return datetime(now.year, now.month, now.day, tzinfo=UTC) + 24 * HOUR


def rule(context: SyncContext, *decisions: SellingDecision) -> None:
    """Record what somebody decided about selling."""
    for decision in decisions:
        context.models.catch_up(context.log)
        facts = rule_on_selling(selling.load(context.models, context.shop_name), decision)
        stream = f"{context.shop_name}/rule/{decision.scope}"
        envelope = Envelope(actor="user:test", connection=context.shop_name)
        context.log.append([Entry(stream=Stream(stream), fact=fact) for fact in facts], envelope)


@dataclass
class Keeper:
    """A boutique that is open: its parts run over one world, or each over its own."""

    boutique: Boutique
    context: SyncContext
    is_kept: bool
    runner: Runner = field(init=False)

    def __post_init__(self) -> None:
        self.runner = Runner(self.context)

    @property
    def shop(self) -> MemoryShop:
        """The shop in memory."""
        return self.boutique.shop

    def run(self, part: Part, options: RunOptions | None = None) -> RunReport:
        """One run of a part."""
        given = options or RunOptions()
        if self.is_kept:
            return self.runner.sync(part, given)
        return sync(self.context, replace(given, part=part))

    def rule(self, decision: SellingDecision) -> None:
        """Somebody decides about selling."""
        rule(self.context, decision)
        self.runner.rules_changed()

    def known(self, world: SyncState) -> dict[str, Any]:
        """What a world knows."""
        names = ("till", "site", "links", "held", "cursors", "selling")
        shared = {"unread": world.of_till.view.unread, "cursor": world.of_till.cursor}
        return shared | {name: getattr(world, name) for name in names}


@contextmanager
def keeping(boutique: Boutique, *, is_kept: bool = True) -> Iterator[Keeper]:
    """Open a boutique whose windows are open in even hours."""
    boutique.shop = MemoryShop(ONE_BY_ONE)
    with boutique.context() as context:
        yield Keeper(boutique, replace(context, calendar=EvenHours()), is_kept)


@contextmanager
def both(folder: Path) -> Iterator[tuple[Keeper, Keeper]]:
    """The same boutique twice: one that is kept, one that is not."""
    with ExitStack() as stack:
        pair = []
        for name in ("kept", "fresh"):
            (folder / name).mkdir()
            boutique = Boutique(folder / name, till=stocked_till(), clock=StillClock(OPENING))
            pair.append(stack.enter_context(keeping(boutique, is_kept=name == "kept")))
        yield pair[0], pair[1]


Act = Callable[[Keeper], None]


class Chances:
    """What may happen in a boutique: merchants, customers, the clock, and the network."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - a test's dice

    def act(self) -> Act:
        """Something that happens; the same to whom it happens to."""
        return self.dice.choice(
            [
                self.price,
                self.count,
                self.count,
                self.withdraw,
                self.bring,
                self.strike,
                self.spoil,
                self.mend,
                self.lose_photo,
                self.change_photo,
                self.edit_site,
                self.sell_on_site,
                self.delete_on_site,
                self.rule,
                self.rule,
                self.wait,
                self.wait,
                self.fail,
            ]
        )()

    def price(self) -> Act:
        amount = self.dice.choice(["9.90", "8.90", "7.50", "-1"])
        return lambda one: one.boutique.till.put(tea(price=euro(amount)))

    def count(self) -> Act:
        key, variant = self.dice.choice([("p1", None), ("p2/vM", "vM"), ("p2/vL", "vL")])
        quantity = Decimal(self.dice.choice([0, 0, 1, 7]))
        stock = Stock(key=key, product=key[:2], variant=variant, quantity=quantity)
        return lambda one: one.boutique.till.put(stock)

    def withdraw(self) -> Act:
        return lambda one: one.boutique.till.put(tea(is_active=False))

    def bring(self) -> Act:
        n = self.dice.randrange(3)
        product = tea(key=f"n{n}", reference=f"N{n}", name={"fr": f"Thé {n}"})
        stock = Stock(key=f"n{n}", product=f"n{n}", quantity=Decimal(4))
        image = Image(key=f"j{n}", product=f"n{n}", source="tea.png", stamp="1")
        return lambda one: one.boutique.till.put(product, stock, image)

    def strike(self) -> Act:
        n = self.dice.randrange(3)
        refs = (Ref(Kind.STOCK, f"n{n}"), Ref(Kind.IMAGE, f"j{n}"), Ref(Kind.PRODUCT, f"n{n}"))
        count = self.dice.choice([1, 2, 3])

        def struck(one: Keeper) -> None:
            for ref in refs[:count]:
                one.boutique.till.remove(ref)

        return struck

    def spoil(self) -> Act:
        ref = self.dice.choice(
            [Ref(Kind.PRODUCT, "p1"), Ref(Kind.STOCK, "p1"), Ref(Kind.CATEGORY, "c2")]
        )
        return lambda one: one.boutique.till.spoil(ref, "no number")

    def mend(self) -> Act:
        def mended(one: Keeper) -> None:
            till = one.boutique.till
            contents = till.contents()
            for ref in (Ref(Kind.PRODUCT, "p1"), Ref(Kind.STOCK, "p1"), Ref(Kind.CATEGORY, "c2")):
                till.put(contents[ref])

        return mended

    def lose_photo(self) -> Act:
        stamp = str(self.dice.randrange(4))

        def lost(one: Keeper) -> None:
            one.boutique.till.photos.clear()
            one.boutique.till.put(Image(key="i1", product="p1", source="tea.png", stamp=stamp))

        return lost

    def change_photo(self) -> Act:
        colour, stamp = self.dice.choice(["green", "blue", "red"]), str(self.dice.randrange(4))

        def changed(one: Keeper) -> None:
            one.boutique.till.photos["tea.png"] = picture(colour)
            one.boutique.till.put(Image(key="i1", product="p1", source="tea.png", stamp=stamp))

        return changed

    def edit_site(self) -> Act:
        fields: dict[str, Any] = self.dice.choice(
            [{"price": euro("1.00")}, {"is_active": False}, {"is_for_sale": False}]
        )
        return lambda one: self._on_site(
            one, Kind.PRODUCT, lambda ref: one.shop.edit(ref, **fields)
        )

    def sell_on_site(self) -> Act:
        return lambda one: self._on_site(
            one, Kind.STOCK, lambda ref: one.shop.edit(ref, quantity=Decimal(1))
        )

    def delete_on_site(self) -> Act:
        kind = self.dice.choice([Kind.PRODUCT, Kind.IMAGE, Kind.VARIANT])
        return lambda one: self._on_site(one, kind, one.shop.remove)

    def _on_site(self, one: Keeper, kind: Kind, act: Callable[[Ref], None]) -> None:
        refs = sorted(ref for ref in one.shop.contents() if ref.kind is kind)
        if refs:
            act(refs[0])

    def rule(self) -> Act:
        scope = self.dice.choice(SCOPES)
        mode = self.dice.choice(list(Mode))
        until = self.dice.choice([None, datetime(2026, 11, 25, 1, 0, tzinfo=UTC)])
        window = Window(rule="even hours", mode=mode, message=MESSAGE)
        sold_out = SoldOut(until=until, mode=mode, message=MESSAGE)
        decisions: list[SellingDecision] = [
            SetBuffer(scope=scope, buffer=Buffer(amount=Decimal(2))),
            SetBuffer(scope=scope, buffer=None),
            RuleOutOfStock(scope=scope, rule=OutOfStock.HIDE),
            RuleOutOfStock(scope=scope, rule=None),
            SetWindow(scope=scope, window=window),
            SetWindow(scope=scope, window=None),
            DeclareSoldOut(scope=scope, sold_out=sold_out),
            DeclareSoldOut(scope=scope, sold_out=None),
        ]
        decision = self.dice.choice(decisions)
        return lambda one: one.rule(decision)

    def wait(self) -> Act:
        minutes = self.dice.choice([1, 5, 61, 61, 600, -30])

        def waited(one: Keeper) -> None:
            one.boutique.clock.now += timedelta(minutes=minutes)

        return waited

    def fail(self) -> Act:
        answers: list[Outcome] = [
            Unsure(reason="no answer"),
            Untried(reason="busy"),
            Refused(reason="no"),
        ]
        answer, moment = self.dice.choice(answers), self.dice.choice(list(Moment))
        at, lasts = self.dice.randrange(4), self.dice.choice([1, 1, 6])
        if isinstance(answer, Refused | Untried):
            moment = Moment.BEFORE

        def failing(one: Keeper) -> None:
            met: list[Write] = []

            def fault(now: Moment, write: Write) -> Outcome | None:
                if now is not moment:
                    return None
                met.append(write)
                if len(met) == at + lasts:
                    one.shop.fault = no_fault
                return answer if len(met) > at else None

            one.shop.fault = fault

        return failing


def product_of(one: Keeper, reference: str) -> Product:
    """The shop's product of this reference."""
    _, product = one.boutique.the(Kind.PRODUCT, reference)
    assert isinstance(product, Product)
    return product
