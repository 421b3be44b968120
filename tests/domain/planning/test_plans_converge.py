"""Carrying out a plan leaves nothing to plan, whatever the till holds and people do on the site."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from pos2web.domain.changes import Action
from pos2web.domain.planning import Aim
from pos2web.domain.policy import Policy
from pos2web.domain.rules import Ground, judge
from pos2web.domain.rules.ground import Side
from pos2web.domain.things import Brand, Category, Product
from pos2web.domain.values import Kind, Ref
from tests.domain.planning.catalogues import Chance, catalogue, changed
from tests.domain.planning.rules import ruled
from tests.domain.planning.simulated_shop import SimulatedShop

sensible = settings(max_examples=250)
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
    settle(shop, later)
    assert shop.plan(later).changes == ()


def settle(shop: SimulatedShop, till: Side) -> None:
    """Sync; and again where a product was deleted: until then its reference was in use, so that
    another product with it was held, which is made now."""
    made = shop.sync(till)
    if any(each.action is Action.DELETE and each.kind is Kind.PRODUCT for each in made.changes):
        shop.sync(till)


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


def test_what_a_deletion_sets_free_is_taken_by_the_next_run() -> None:
    chance, shop = Chance(123318), SimulatedShop(policy=Policy(withdrawn="delete"))
    shop.sync(till := catalogue(chance))
    later = changed(chance, till)
    meddle(chance, shop)

    deleted = shop.sync(later)
    made = shop.sync(later)

    assert [(each.action, each.key) for each in deleted.changes][-1] == (Action.DELETE, "1")
    assert [(each.action, each.key) for each in made.changes] == [(Action.CREATE, "2")]
    assert shop.plan(later).changes == ()


@sensible
@given(seed=seeds, policy=policies)
def test_a_second_run_finds_nothing_to_do_whatever_is_ruled(seed: int, policy: Policy) -> None:
    chance, shop = Chance(seed), SimulatedShop(policy=policy)
    till = catalogue(chance)

    for _ in range(4):
        ruled(chance, shop)
        settle(shop, till)
        assert shop.plan(till).changes == ()
        meddle_with_sale(chance, shop)
        till = changed(chance, till)


def meddle_with_sale(chance: Chance, shop: SimulatedShop) -> None:
    """People hide products on the site, take them off sale and write notes."""
    for key, product in shop.things[Kind.PRODUCT].items():
        assert isinstance(product, Product)
        edits: list[dict[str, object]] = [
            {},
            {"is_active": not product.is_active},
            {"is_for_sale": not product.is_for_sale},
            {"sale_note": chance.random.choice([{}, {"fr": "Sur commande"}])},
        ]
        shop.things[Kind.PRODUCT][key] = msgspec.structs.replace(
            product, **chance.random.choice(edits)
        )


@sensible
@given(seed=seeds)
def test_without_rules_the_site_is_as_if_there_had_never_been_any(seed: int) -> None:
    chance, shop = Chance(seed), SimulatedShop()
    till = catalogue(chance)
    shop.sync(till)
    meddle_with_sale(chance, shop)
    shop.sync(till)
    before = sold_as(shop)

    for _ in range(3):
        ruled(chance, shop)
        shop.sync(till)
    shop.rule()
    shop.sync(till)

    assert sold_as(shop) == before


@sensible
@given(seed=seeds)
def test_what_is_made_under_rules_is_sold_freely_without_them(seed: int) -> None:
    chance, shop = Chance(seed), SimulatedShop()
    till = catalogue(chance)
    ruled(chance, shop)
    shop.sync(till)

    shop.rule()
    shop.sync(till)

    for product in shop.things[Kind.PRODUCT].values():
        assert isinstance(product, Product)
        assert (product.is_active, product.is_for_sale) == (True, True)
        assert not texts(product.sale_note)


def sold_as(shop: SimulatedShop) -> dict[str, object]:
    """How products are offered and how many there are; an empty text is as good as none."""
    products = {
        key: (product.is_active, product.is_for_sale, texts(product.sale_note))
        for key, product in shop.things[Kind.PRODUCT].items()
        if isinstance(product, Product)
    }
    return {**products, "stock": shop.things[Kind.STOCK]}


def texts(note: dict[str, str]) -> dict[str, str]:
    return {language: text for language, text in note.items() if text}


@sensible
@given(seed=seeds)
def test_the_offers_alone_are_what_a_whole_run_makes_of_them(seed: int) -> None:
    chance, shop = Chance(seed), SimulatedShop()
    till = catalogue(chance)
    shop.sync(till)
    ruled(chance, shop)

    shop.sync(till, aim=Aim(kinds=frozenset(), offers=True))

    left = shop.plan(till).changes
    assert {change.kind for change in left} <= {Kind.STOCK}


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
