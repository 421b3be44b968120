"""Then: what a sync would have had to do at an earlier moment, by what was known at it."""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec

from pos2web.domain.adoption import adopt
from pos2web.domain.breaker import lost_too_much, tripped
from pos2web.domain.changes import Change, Hold
from pos2web.domain.facts import Held
from pos2web.domain.pins import Pins, overtaken, pins_after, unpinned, values
from pos2web.domain.planning import WriteHistory, plan
from pos2web.domain.policy import Policy
from pos2web.domain.profile import ShopProfile
from pos2web.domain.reasons import Reason
from pos2web.domain.rules.ground import Side
from pos2web.domain.values import ConnectionName, Kind, Ref
from pos2web.engine.context import Calendar, RunReport
from pos2web.engine.offering import offers_at
from pos2web.engine.parts import CATALOGUE, WHOLE
from pos2web.engine.settled import RULE, SHOP
from pos2web.engine.writing import digest
from pos2web.projections import catalogue, holds, links, pins, runs, selling, site
from pos2web.projections.following.rows import Database


@dataclass(frozen=True, kw_only=True)
class AsOf:
    """What was known at an instant, and how it is to be looked at: by the settings that are given."""

    models: Database
    at: datetime
    policy: Policy
    profile: ShopProfile
    calendar: Calendar
    till_name: ConnectionName
    shop_name: ConnectionName


def plan_as_of(then: AsOf) -> RunReport:
    """What a sync would have found to do at that instant, had it seen just what was known.

    Nothing is observed, recorded or written: what was new on either side, and what became of
    writes that were under way, only shows in what was recorded afterwards. Photos that nobody had
    compared yet are planned as new ones.
    """
    models, shop = then.models, then.shop_name
    till, there = catalogue.load(models, then.till_name), site.load(models, shop)
    before = links.load(models, shop)
    linked = recognised(till, there, before)
    held = holds.of_shop(models, then.till_name, shop)
    offers = offers_at(
        then.at,
        selling.load(models, shop),
        till[Kind.CATEGORY],
        calendar=then.calendar,
        profile=then.profile,
        policy=then.policy,
    )
    found = plan(
        till,
        there,
        linked,
        profile=then.profile,
        policy=then.policy,
        told=WriteHistory(
            site.sent(models, shop), site.echoes(models, shop), site.found(models, shop)
        ),
        offers=offers,
        pins=values(standing(models, shop, till)),
        new_id=lambda: secrets.token_hex(8),
    )
    changes = tuple(change for change in found.changes if not was_refused(change, held))
    asked = msgspec.structs.replace(found, changes=changes)
    is_first = _is_first(models, shop)
    asks = tripped(asked, till, there, linked, then.policy, is_first=is_first)
    kept = {hold.ref: hold for hold in (*_by_others(held, found.changes, changes), *found.holds)}
    return RunReport(
        run="",
        outcome="done",
        reason=_lost(before, there, then.policy) or asks,
        products=len(till[Kind.PRODUCT]),
        holds=tuple(kept[ref] for ref in sorted(kept)),
        plan=asked,
    )


def recognised(till: Side, there: Side, links: Mapping[Ref, str]) -> dict[Ref, str]:
    """The links as a sync begins: without what is gone from the shop, with what it adopts."""
    linked = {ref: key for ref, key in links.items() if key in there[ref.kind]}
    for adopted in adopt(till, there, linked).adoptions:
        if adopted.instead_of is not None:
            del linked[adopted.instead_of]
        linked[adopted.ref] = adopted.shop_key
    return linked


def standing(models: Database, shop: ConnectionName, till: Side) -> Pins:
    """The pins that the till has not overtaken."""
    found = pins.load(models, shop)
    for ref, field, pin in overtaken(found, till):
        found = pins_after(found, unpinned(ref, field, pin))
    return found


def was_refused(change: Change, held: Mapping[Ref, Held]) -> bool:
    """Whether the shop had refused just this."""
    before = held.get(change.ref)
    return before is not None and before.by == SHOP and digest(change) in before.digest.split()


def _by_others(
    held: Mapping[Ref, Held], found: Iterable[Change], asked: Iterable[Change]
) -> Iterator[Hold]:
    """What was held then though no rule says so: it could not be read, or the shop had refused it."""
    refused = {change.ref for change in found} - {change.ref for change in asked}
    for ref, one in held.items():
        if ref in refused or one.by not in (RULE, SHOP):
            yield Hold(ref=ref, reason=one.reason)


def _lost(links: Mapping[Ref, str], there: Side, policy: Policy) -> Reason | None:
    """What a sync asks first when much of what was linked is gone from the shop."""
    products = {ref: key for ref, key in links.items() if ref.kind is Kind.PRODUCT}
    lost = sum(key not in there[Kind.PRODUCT] for key in products.values())
    return lost_too_much(lost, len(products), policy.breaker)


def _is_first(models: Database, shop: ConnectionName) -> bool:
    tasks = (WHOLE.task, CATALOGUE.task)
    return not any(runs.has_done(models, task=task, connection=shop) for task in tasks)
