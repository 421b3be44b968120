"""Values as plain JSON."""

from decimal import Decimal

import pytest

from pos2web.domain.plain import same
from pos2web.domain.planning import canonical, plain
from pos2web.domain.planning.desired import desired
from pos2web.domain.planning.situation import Situation
from pos2web.domain.policy import Policy
from pos2web.domain.values import Money
from tests.domain.boutique import euros, product, side, stock
from tests.domain.planning.simulated_shop import PROFILE


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("10.00"), '"10"'),
        (Decimal("1E+3"), '"1000"'),
        (Decimal("-0.00"), '"0"'),
        (euros("9.90"), '{"amount":"9.9","currency":"EUR"}'),
        ({"fr": "Thé", "en": "Tea"}, '{"en":"Tea","fr":"Thé"}'),
        (("3", "1"), '["3","1"]'),
        (None, "null"),
    ],
)
def test_equal_values_have_one_text(value: object, text: str) -> None:
    assert canonical(value) == text
    assert canonical(plain(value)) == text


def test_the_first_of_several_keys_counts_and_the_order_of_the_rest_does_not() -> None:
    assert same(("1", "2", "3"), ("1", "3", "2"))
    assert not same(("1", "2"), ("2", "1"))
    assert not same(Money(Decimal(1), "EUR"), Money(Decimal(1), "CHF"))


def test_stock_is_desired_as_the_shop_may_sell_it() -> None:
    situation = Situation(side(product("1")), {}, {}, profile=PROFILE, policy=Policy())

    assert desired(situation, stock("1", "2.5"), None) == stock("1", "2")
