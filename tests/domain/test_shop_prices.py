"""A shop asks other prices than the till, exactly, and rounded as the merchant says."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos2web.domain.policy import Policy
from pos2web.domain.pricing import gross
from pos2web.domain.shop_prices import priced, shop_price, shop_surcharge
from pos2web.domain.things import Product, Variant
from pos2web.domain.values import Kind, Money
from tests.domain.boutique import SIZES, euros, product, side, variant
from tests.domain.planning.simulated_shop import SimulatedShop

amounts = st.integers(0, 1_000_000).map(lambda cents: Decimal(cents).scaleb(-2))
factors = st.integers(1, 3000).map(lambda mille: Decimal(mille).scaleb(-3))
steps = st.sampled_from([Decimal(step) for step in ("0", "0.01", "0.05", "0.10", "0.5", "1", "5")])


def asking(factor: str = "1", rounding: str = "0", **more: Any) -> Policy:
    return Policy(price_factor=Decimal(factor), price_rounding=Decimal(rounding), **more)


@pytest.mark.parametrize(
    ("factor", "rounding", "at_till", "on_site"),
    [
        ("1.1", "0", "9.90", "10.89"),
        ("1.15", "0", "9.90", "11.39"),
        ("0.8", "0.05", "9.90", "7.90"),
        ("0.8", "0.05", "9.91", "7.95"),
        ("1", "1", "9.50", "10"),
        ("1", "1", "-9.50", "-10"),
        ("1.1", "0.1", "0", "0"),
    ],
)
def test_a_price_is_multiplied_and_then_rounded(
    factor: str, rounding: str, at_till: str, on_site: str
) -> None:
    assert shop_price(euros(at_till), asking(factor, rounding)) == euros(on_site)


def test_prices_without_tax_keep_their_decimals_unless_they_are_rounded() -> None:
    policy = asking("1.1", prices_include_tax=False)

    assert shop_price(euros("9.995"), policy) == euros("10.9945")


def test_without_a_rule_every_price_is_the_tills() -> None:
    till = side(product(price=euros("9.999")))

    assert shop_price(euros("9.999"), asking()) == euros("9.999")
    assert priced(till, asking()) is till


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "12345678901234567890"])
def test_what_can_not_be_a_price_stays_for_the_rules_to_hold(amount: str) -> None:
    money = shop_price(euros(amount), asking("1.1"))

    assert str(money.amount) == amount
    assert str(shop_surcharge(euros(amount), euros("1"), asking("1.1")).amount) == amount
    assert shop_surcharge(euros("1"), euros(amount), asking("1.1")) == euros("1")


def test_a_surcharge_in_another_currency_stays_for_the_rules_to_hold() -> None:
    dollars = Money(Decimal(1), "USD")

    assert shop_surcharge(dollars, euros("1"), asking("1.1")) == dollars


def test_a_variant_without_its_product_keeps_its_surcharge() -> None:
    alone = variant("1", "9", surcharge=euros("2"))

    assert priced(side(alone), asking("1.1"))[Kind.VARIANT] == {"1": alone}


@given(price=amounts, surcharge=amounts, factor=factors, step=steps)
def test_price_and_surcharge_come_to_what_the_shop_asks_for_their_sum(
    price: Decimal, surcharge: Decimal, factor: Decimal, step: Decimal
) -> None:
    policy = Policy(price_factor=factor, price_rounding=step)
    own, more = euros(str(price)), euros(str(surcharge))

    parts = shop_price(own, policy).amount + shop_surcharge(more, own, policy).amount

    assert euros(str(parts)) == shop_price(euros(str(price + surcharge)), policy)
    assert parts % (step or Decimal("0.01")) == 0


@settings(deadline=None)
@given(price=amounts, surcharge=amounts, factor=factors, step=steps)
def test_a_site_shows_what_the_shop_asks_to_the_cent(
    price: Decimal, surcharge: Decimal, factor: Decimal, step: Decimal
) -> None:
    policy = Policy(price_factor=factor, price_rounding=step)
    shop = SimulatedShop(policy=policy)
    own, more = euros(str(price)), euros(str(surcharge))
    till = side(*SIZES, product(price=own), variant("11", "1", "Size=S", surcharge=more))

    shop.sync(till)

    shown = shop.things[Kind.PRODUCT].popitem()[1]
    added = shop.things[Kind.VARIANT].popitem()[1]
    assert isinstance(shown, Product)
    assert isinstance(added, Variant)
    both = euros(str(shown.price.amount + added.surcharge.amount))
    assert gross(shown.price, shown.tax_rate) == shop_price(own, policy)
    assert gross(both, shown.tax_rate) == shop_price(euros(str(price + surcharge)), policy)


def test_a_second_run_finds_nothing_to_do() -> None:
    shop = SimulatedShop(policy=asking("0.8", "0.05"))
    till = side(*SIZES, product(), variant("11", "1", "Size=S", surcharge=euros("2.01")))

    shop.sync(till)

    assert shop.plan(till).changes == ()


def test_a_new_factor_changes_prices_and_nothing_else() -> None:
    shop = SimulatedShop(policy=asking("1.1"))
    till = side(*SIZES, product(), variant("11", "1", "Size=S", surcharge=euros("2")))
    shop.sync(till)

    shop.policy = asking("1.2")

    assert {f.field for c in shop.plan(till).changes for f in c.fields} == {"price", "surcharge"}
