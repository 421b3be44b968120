"""The plan itself: what each thing of the till needs, then what is no longer there, in order."""

from collections.abc import Callable, Iterator, Mapping

from pos2web.domain.changes import Action, Change, Plan
from pos2web.domain.planning.makings import makings
from pos2web.domain.planning.removals import removals
from pos2web.domain.planning.situation import Echoes, Sent, Situation
from pos2web.domain.planning.steps import Step
from pos2web.domain.planning.stock import restockings
from pos2web.domain.policy import Policy
from pos2web.domain.profile import ShopProfile
from pos2web.domain.rules.ground import Side
from pos2web.domain.values import Ref


def plan(  # noqa: PLR0913 - everything that is known, by name
    till: Side,
    site: Side,
    links: Mapping[Ref, str],
    *,
    profile: ShopProfile,
    policy: Policy,
    new_id: Callable[[], str],
    sent: Sent | None = None,
    echoes: Echoes | None = None,
) -> Plan:
    """Work out the writes that make the shop show what the till holds, in their order.

    `sent` and `echoes` are by the shop's thing: the last value of each field that we wrote, and
    the JSON texts of what we sent and what the shop shows for it. Only linked things of the shop
    are ever changed. What is held without a reason of its own is held with what it belongs to:
    held = read - changed - unchanged. The stock of a held product goes on where it is linked.

    The same input gives the same plan, but for the ids. A thing that changed its product is
    deleted and made again, in this order, under the same till key.
    """
    situation = Situation(till, site, links, profile=profile, policy=policy)
    steps = sorted(_steps(situation, sent or {}, echoes or {}), key=lambda step: step.rank)
    changed = {step.ref for step in steps if step.ref.key in situation.till[step.ref.kind]}
    read = sum(len(things) for things in situation.till.values())
    held = sum(len(keys) for keys in situation.verdict.held.values())
    return Plan(
        changes=tuple(_change(step, new_id()) for step in steps),
        holds=situation.verdict.holds,
        unchanged=read - held - len(changed),
    )


def _steps(situation: Situation, sent: Sent, echoes: Echoes) -> Iterator[Step]:
    yield from makings(situation, sent, echoes)
    if situation.policy.manages_stock:
        yield from restockings(situation, sent, echoes)
    yield from removals(situation)


def _change(step: Step, change_id: str) -> Change:
    return Change(
        id=change_id,
        action=Action(step.action),
        kind=step.ref.kind,
        key=step.ref.key,
        shop_key=step.shop_key,
        fields=step.fields,
    )
