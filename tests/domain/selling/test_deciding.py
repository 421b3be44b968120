"""Which rule decides: the most specific one that reaches a product or variant."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos2web.domain.selling import EVERYTHING, Reach, RuleLevel, Scope
from tests.domain.boutique import category, product

SHELVES = {
    each.key: each
    for each in (
        category("DRINKS", "Boissons"),
        category("TEAS", "Thés", parent="DRINKS"),
        category("GREEN", "Thés verts", parent="TEAS"),
        category("GIFTS", "Cadeaux", parent="SHOP"),
    )
}
TEA = product("1", brand="7", categories=("GREEN", "GIFTS"))
REACH = Reach(SHELVES)
IN_ORDER = [
    Scope(RuleLevel.VARIANT, "11"),
    Scope(RuleLevel.PRODUCT, "1"),
    Scope(RuleLevel.BRAND, "7"),
    Scope(RuleLevel.CATEGORY, "GREEN"),
    Scope(RuleLevel.CATEGORY, "TEAS"),
    Scope(RuleLevel.CATEGORY, "DRINKS"),
    Scope(RuleLevel.CATEGORY, "GIFTS"),
    Scope(RuleLevel.CATEGORY, "SHOP"),
    EVERYTHING,
]


def test_the_most_specific_comes_first() -> None:
    assert [*REACH.scopes(TEA, "11")] == IN_ORDER


@pytest.mark.parametrize("first", range(len(IN_ORDER)))
def test_of_all_the_rules_that_stand_the_most_specific_decides(first: int) -> None:
    rules = {scope: str(scope) for scope in reversed(IN_ORDER[first:])}

    assert REACH.decide(rules, TEA, "11") == (IN_ORDER[first], str(IN_ORDER[first]))


def test_a_product_has_no_variant_s_rules() -> None:
    rules = {Scope(RuleLevel.VARIANT, "11"): "a", EVERYTHING: "b"}

    assert REACH.decide(rules, TEA) == (EVERYTHING, "b")


def test_without_brand_and_category_what_holds_for_everything_decides() -> None:
    bare = product("2", brand=None, categories=())

    assert [*REACH.scopes(bare)] == [Scope(RuleLevel.PRODUCT, "2"), EVERYTHING]


def test_where_no_rule_reaches_none_decides() -> None:
    assert REACH.decide({}, TEA) is None
    assert REACH.decide({Scope(RuleLevel.BRAND, "8"): "a"}, TEA) is None


def test_a_category_within_itself_is_met_once() -> None:
    ring = {
        "A": category("A", "A", parent="B"),
        "B": category("B", "B", parent="A"),
    }

    scopes = [*Reach(ring).scopes(product("2", categories=("A",)))]

    assert [scope.key for scope in scopes] == ["2", "A", "B", ""]


@settings(max_examples=200)
@given(
    parents=st.dictionaries(st.sampled_from("ABCD"), st.none() | st.sampled_from("ABCDE")),
    categories=st.lists(st.sampled_from("ABCDE"), unique=True).map(tuple),
    ruled=st.sets(st.sampled_from("ABCDE")),
)
def test_however_categories_hang_together_the_first_ruled_one_decides(
    parents: dict[str, str | None], categories: tuple[str, ...], ruled: set[str]
) -> None:
    shelves = {key: category(key, key, parent=parent) for key, parent in parents.items()}
    reach, tea = Reach(shelves), product("1", categories=categories)
    rules = {Scope(RuleLevel.CATEGORY, key): key for key in ruled}

    decided = reach.decide(rules, tea)

    reached = [scope for scope in reach.scopes(tea) if scope in rules]
    assert (decided and decided[0]) == (reached[0] if reached else None)


def test_a_scope_says_what_it_is_about() -> None:
    assert [str(scope) for scope in IN_ORDER[-2:]] == ["category:SHOP", "all"]
