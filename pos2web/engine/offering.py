"""Offering: what the site should offer at an instant, by the rules and the merchant's calendar."""

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from pos2web.domain.policy import Policy
from pos2web.domain.profile import ShopProfile
from pos2web.domain.selling import Offers, Selling, SellingInstant
from pos2web.domain.things import AnyThing, Category
from pos2web.domain.values import Kind
from pos2web.engine.context import Calendar
from pos2web.engine.state import SyncState


def offers_now(world: SyncState, profile: ShopProfile) -> Offers:
    """The rules as they stand now, for what is at the till."""
    context = world.context
    shelves = world.till[Kind.CATEGORY]
    return offers_at(
        context.clock(),
        world.selling,
        shelves,
        calendar=context.calendar,
        profile=profile,
        policy=context.policy,
    )


def offers_at(
    now: datetime,
    selling: Selling,
    shelves: Mapping[str, AnyThing],
    *,
    calendar: Calendar,
    profile: ShopProfile,
    policy: Policy,
) -> Offers:
    """Some rules at an instant, for a till with these categories."""
    moment = SellingInstant(
        now=now,
        state_of=lambda _scope, window: calendar.state(window, now),
        told=lambda message, opens_at: calendar.worded(message, opens_at, now),
        midnight=calendar.midnight(now),
    )
    return Offers(
        selling,
        moment,
        categories=cast("Mapping[str, Category]", shelves),
        is_whole=profile.limits.quantity_is_whole,
        manages_stock=policy.manages_stock,
    )
