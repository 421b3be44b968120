"""What is sold and by which rules, as the read models know it, at an instant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import cast
from zoneinfo import ZoneInfo

from pos2web.domain.selling import (
    Offers,
    RuleLevel,
    Scope,
    Selling,
    SellingInstant,
    Window,
    WindowState,
)
from pos2web.domain.things import AnyThing, Brand, Category, Product, Stock, Variant
from pos2web.domain.values import Kind, Ref
from pos2web.engine.calendar import WallCalendar
from pos2web.projections import catalogue, selling
from pos2web.projections.read_models import ReadModels
from pos2web.settings import Settings, zone_of
from pos2web.views.archive import Archive


@dataclass(frozen=True, kw_only=True)
class SellingCatalogue:
    """The till's things, and the rules about selling them, at the instant `now`."""

    settings: Settings
    archive: Archive
    selling: Selling
    zone: ZoneInfo
    now: datetime

    @classmethod
    def of(cls, settings: Settings, archive: Archive, now: datetime) -> "SellingCatalogue":
        """As the read models have it."""
        return cls(
            settings=settings,
            archive=archive,
            selling=selling.load(archive.models, settings.shop.name),
            zone=zone_of(settings.daemon.zone),
            now=now,
        )

    @property
    def models(self) -> ReadModels:
        """What is known now."""
        return self.archive.models

    @cached_property
    def categories(self) -> Mapping[str, Category]:
        """The till's categories, by key."""
        return cast("Mapping[str, Category]", self._of_kind(Kind.CATEGORY))

    @cached_property
    def brands(self) -> Mapping[str, Brand]:
        """The till's brands, by key."""
        return cast("Mapping[str, Brand]", self._of_kind(Kind.BRAND))

    def _of_kind(self, kind: Kind) -> Mapping[str, AnyThing]:
        return catalogue.load(self.models, self.settings.till.name, kind)[kind]

    @cached_property
    def calendar(self) -> WallCalendar:
        """Reads windows by the clock on the wall."""
        return WallCalendar(self.zone)

    @cached_property
    def offers(self) -> Offers:
        """What the site should offer now. Every shop so far counts whole pieces."""
        moment = SellingInstant(
            now=self.now,
            state_of=lambda _scope, window: self.state(window),
            told=lambda message, opens_at: self.calendar.worded(message, opens_at, self.now),
            midnight=self.calendar.midnight(self.now),
        )
        return Offers(
            self.selling,
            moment,
            categories=self.categories,
            manages_stock=self.settings.policy.manages_stock,
        )

    def state(self, window: Window) -> WindowState:
        """Whether a window is open now. Raises RuleError when it can't be read."""
        return self.calendar.state(window, self.now)

    def product_of(self, scope: Scope) -> Product | None:
        """The product that is meant, or whose variant is; None where it is something else."""
        if scope.level not in (RuleLevel.PRODUCT, RuleLevel.VARIANT):
            return None
        thing = self._thing(Ref(Kind(scope.level), scope.key))
        if isinstance(thing, Variant):
            thing = self._thing(Ref(Kind.PRODUCT, thing.product))
        return thing if isinstance(thing, Product) else None

    def _thing(self, ref: Ref) -> AnyThing | None:
        return catalogue.find(self.models, self.settings.till.name, ref)

    def stocks_of(self, product: Product) -> tuple[Stock, ...]:
        """The till's stocks of a product and its variants."""
        return catalogue.stocks_of(self.models, self.settings.till.name, product.key)

    def window_of(self, scope: Scope) -> tuple[Scope, Window] | None:
        """The window that decides about a product, or the one that is set for something else."""
        product = self.product_of(scope)
        if product is not None:
            return self.offers.reach.decide(self.selling.windows, product)
        window = self.selling.windows.get(scope)
        return None if window is None else (scope, window)
