"""The plan itself: what each thing of the till needs, then what is no longer there, in order."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from pos2web.domain.changes import Action, Change, Plan
from pos2web.domain.planning.makings import makings
from pos2web.domain.planning.pinned import UNPINNED, Pinned
from pos2web.domain.planning.removals import removals
from pos2web.domain.planning.situation import Aim, Situation, WriteHistory
from pos2web.domain.planning.steps import PlanStep
from pos2web.domain.planning.stock import restockings
from pos2web.domain.policy import Policy
from pos2web.domain.profile import ShopProfile
from pos2web.domain.rules.ground import Side
from pos2web.domain.selling import Offers
from pos2web.domain.values import Kind, Ref, ShopKey, TillKey

UNTOLD = WriteHistory({}, {}, {})
EVERYTHING = Aim()
COUNTED = frozenset({Kind.PRODUCT, Kind.STOCK})
"""Who makes products counts their first stock, too."""


def plan(  # noqa: PLR0913 - everything that is known, by name
    till: Side,
    site: Side,
    links: Mapping[Ref, str],
    *,
    profile: ShopProfile,
    policy: Policy,
    new_id: Callable[[], str],
    told: WriteHistory | None = None,
    offers: Offers | None = None,
    pins: Pinned = UNPINNED,
    aim: Aim = EVERYTHING,
) -> Plan:
    """Work out the writes that make the shop show what the till holds, in their order.

    Only linked things of the shop are ever changed. What is held without a reason of its own is held with what it belongs to:
    held = read - changed - unchanged. The stock of a held product goes on where it is linked.

    `pins` are fields that the shop shows at another value than the till's. `aim` leaves out what somebody else sees to; what is held is said of everything all the same.

    The same input gives the same plan, but for the ids. A thing that changed its product is
    deleted and made again, in this order, under the same till key.
    """
    situation = Situation(
        till, site, links, profile=profile, policy=policy, offers=offers, pins=pins
    )
    steps = sorted(_steps(situation, told or UNTOLD, aim), key=lambda step: step.rank)
    return Plan(
        changes=tuple(_change(step, new_id()) for step in steps),
        holds=situation.verdict.holds,
        as_is=_as_is(situation, steps),
    )


def _as_is(situation: Situation, steps: list[PlanStep]) -> dict[Kind, int]:
    """How many things of each kind are neither held nor changed."""
    changed = {step.ref for step in steps if step.ref.key in situation.till[step.ref.kind]}
    busy = Counter(ref.kind for ref in changed)
    held = situation.verdict.held
    return {
        kind: len(things) - len(held[kind]) - busy[kind] for kind, things in situation.till.items()
    }


def _steps(situation: Situation, told: WriteHistory, aim: Aim) -> Iterator[PlanStep]:
    yield from makings(situation, told, aim)
    if situation.policy.manages_stock and aim.kinds & COUNTED:
        yield from restockings(situation, told)
    if aim.kinds - {Kind.STOCK}:
        yield from (step for step in removals(situation) if step.ref.kind in aim.kinds)


def _change(step: PlanStep, change_id: str) -> Change:
    return Change(
        id=change_id,
        action=Action(step.action),
        kind=step.ref.kind,
        key=TillKey(step.ref.key),
        shop_key=None if step.shop_key is None else ShopKey(step.shop_key),
        fields=step.fields,
    )
