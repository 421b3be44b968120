"""The site shows the till's price to the cent, whatever the tax."""

from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pos2web.domain.pricing import cent, gross, net, shows_every_cent
from pos2web.domain.values import Money

RATES = [Decimal(rate) for rate in ("2.1", "5.5", "6", "8.5", "10", "20", "21")]
CENTS_MAX = 1_000_000
FACTOR = {rate: int(1000 + 10 * rate) for rate in RATES}

amounts = st.integers(-CENTS_MAX, CENTS_MAX).map(lambda cents: Decimal(cents).scaleb(-2))


def euros(amount: Decimal | str) -> Money:
    return Money(Decimal(amount), "EUR")


def shown(cents: int, factor: int, decimals: int) -> int:
    """Cents on the site for cents at the till, in whole numbers only: net, rounded, and back."""
    scale: int = 10 ** (decimals - 2)
    net_units = (2 * cents * scale * 1000 + factor) // (2 * factor)
    return (2 * net_units * factor + 1000 * scale) // (2 * 1000 * scale)


@pytest.mark.parametrize("rate", RATES)
def test_every_price_up_to_ten_thousand_comes_back_to_the_cent(rate: Decimal) -> None:
    factor = FACTOR[rate]

    wrong = [cents for cents in range(1, CENTS_MAX + 1) if shown(cents, factor, 6) != cents]

    assert wrong == []


@pytest.mark.parametrize("rate", RATES)
def test_prices_computed_as_money_are_those_of_whole_numbers(rate: Decimal) -> None:
    for cents in [*range(1, 2000), *range(2000, CENTS_MAX + 1, 997)]:
        price = euros(Decimal(cents).scaleb(-2))
        without = net(price, rate)

        assert without.amount.as_tuple().exponent == -6
        assert gross(without, rate) == price
        assert shown(cents, FACTOR[rate], 6) == cents


@settings(max_examples=300)
@given(price=amounts, surcharge=amounts, rate=st.sampled_from(RATES))
@example(price=Decimal("0.01"), surcharge=Decimal("-0.01"), rate=Decimal("21"))
@pytest.mark.parametrize("decimals", [3, 6])
def test_a_variant_costs_on_the_site_what_it_costs_at_the_till(
    price: Decimal, surcharge: Decimal, rate: Decimal, decimals: int
) -> None:
    parts = net(euros(price), rate, decimals).amount + net(euros(surcharge), rate, decimals).amount

    assert gross(euros(parts), rate) == euros(price + surcharge)


def test_two_decimals_are_too_few_for_some_prices() -> None:
    assert shows_every_cent("EUR", 3)
    assert not shows_every_cent("EUR", 2)
    assert gross(net(euros("0.03"), Decimal(20), 2), Decimal(20)) == euros("0.04")


def test_half_a_cent_goes_up() -> None:
    assert gross(euros("0.05"), Decimal(10)) == euros("0.06")
    assert gross(euros("-0.05"), Decimal(10)) == euros("-0.06")


def test_some_currencies_have_no_cents() -> None:
    assert cent("XPF") == 1
    assert cent("TND") == Decimal("0.001")
    assert gross(Money(Decimal(95), "XPF"), Decimal("5.5")) == Money(Decimal(100), "XPF")
