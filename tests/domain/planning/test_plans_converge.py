"""Carrying out a plan leaves nothing to plan, whatever the till holds and people do on the site."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from pos2web.domain.policy import Policy
from pos2web.domain.rules import Ground, judge
from pos2web.domain.things import Brand, Category, Product
from pos2web.domain.values import Kind, Ref
from tests.domain.planning.catalogues import Chance, catalogue, changed
from tests.domain.planning.simulated_shop import SimulatedShop

sensible = settings(max_examples=250, derandomize=True, deadline=None, database=None)
seeds = st.integers(0, 10**9)
policies = st.builds(
    Policy,
    prices_include_tax=st.booleans(),
    withdrawn=st.sampled_from(["deactivate", "delete", "keep"]),
)


@sensible
@given(seed=seeds, policy=policies)
def test_a_second_run_finds_nothing_to_do(seed: int, policy: Policy) -> None:
    chance, shop = Chance(seed), SimulatedShop(policy=policy)
    till = catalogue(chance)

    shop.sync(till)
    assert shop.plan(till).changes == ()

    later = changed(chance, till)
    meddle(chance, shop)
    shop.sync(later)
    assert shop.plan(later).changes == ()


def meddle(chance: Chance, shop: SimulatedShop) -> None:
    """People rename, hide and remove things on the site."""
    for kind in (Kind.BRAND, Kind.CATEGORY, Kind.PRODUCT):
        for key, thing in list(shop.things[kind].items()):
            assert isinstance(thing, Brand | Category | Product)
            edits: list[dict[str, object]] = [
                {},
                {"name": "Autre" if isinstance(thing, Brand) else {"fr": "Autre"}},
                {"is_active": not thing.is_active},
            ]
            shop.things[kind][key] = msgspec.structs.replace(thing, **chance.random.choice(edits))
            if kind is Kind.BRAND and not chance.mostly():
                del shop.things[kind][key]


@sensible
@given(seed=seeds)
def test_everything_read_is_changed_unchanged_or_held(seed: int) -> None:
    chance, shop = Chance(seed), SimulatedShop()
    till = catalogue(chance)
    shop.sync(till)
    later = changed(chance, till)

    verdict = judge(Ground(later, shop.links, profile=shop.profile, policy=shop.policy))
    plan = shop.plan(later)

    held = {Ref(kind, key) for kind, keys in verdict.held.items() for key in keys}
    touched = {change.ref for change in plan.changes if change.key in later[change.kind]}
    assert not held & touched
    assert {hold.ref for hold in plan.holds} <= held
    assert len(touched) + plan.unchanged + len(held) == sum(map(len, later.values()))


@sensible
@given(seed=seeds)
def test_what_is_not_linked_is_never_touched(seed: int) -> None:
    chance, shop = Chance(seed), SimulatedShop()
    strangers = catalogue(chance)
    for kind, things in strangers.items():
        shop.things[kind].update(things)

    shop.sync(catalogue(chance))

    for kind, things in strangers.items():
        assert {key: shop.things[kind][key] for key in things} == things


@sensible
@given(seed=seeds)
def test_the_same_input_gives_the_same_plan(seed: int) -> None:
    till = catalogue(Chance(seed))
    shuffled = {kind: dict(reversed(things.items())) for kind, things in till.items()}

    assert SimulatedShop().plan(shuffled).changes == SimulatedShop().plan(till).changes
