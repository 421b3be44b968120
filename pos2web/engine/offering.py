"""Offering: what the site should offer at an instant, by the rules and the merchant's calendar."""

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from pos2web.domain.policy import Policy
from pos2web.domain.profile import ShopProfile
from pos2web.domain.selling import Moment, Offers, Selling
from pos2web.domain.things import AnyThing, Category
from pos2web.domain.values import Kind
from pos2web.engine.house import Calendar
from pos2web.engine.world import World


def offers_now(world: World, profile: ShopProfile) -> Offers:
    """The rules as they stand now, for what is at the till."""
    house = world.house
    shelves = world.till[Kind.CATEGORY]
    return offers_at(
        house.clock(),
        world.selling,
        shelves,
        calendar=house.calendar,
        profile=profile,
        policy=house.policy,
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
    moment = Moment(
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
