"""An installation with several tills and shops is set section by section."""

from decimal import Decimal

import pytest

from pos2web.domain.changes import Owner
from pos2web.domain.values import Kind
from pos2web.errors import SettingsError
from pos2web.settings import Home, read
from tests.settings.conftest import ADAPTERS, SHOP, TILL, Reading

BOUTIQUE = '[shops.boutique]\nadapter = "market"\nurl = "https://boutique.example"\n'
OUTLET = '[shops.outlet]\nadapter = "market"\nurl = "https://outlet.example"\n'
KEYS = {"POS2WEB_SHOPS_BOUTIQUE_KEY": "B", "POS2WEB_SHOPS_OUTLET_KEY": "O"}
TWO_TILLS = """
    [tills.paris]
    adapter = "register"
    file = "paris.sqlite"
    [tills.lyon]
    adapter = "register"
    file = "lyon.sqlite"
"""


def test_several_shops_hang_on_the_only_till(reading: Reading) -> None:
    settings = reading(TILL + BOUTIQUE + OUTLET, KEYS)

    assert [str(one.shop.name) for one in settings.each] == ["shop:boutique", "shop:outlet"]
    assert [str(one.till.name) for one in settings.each] == ["till:main", "till:main"]
    assert [one.shop.options["key"] for one in settings.each] == ["B", "O"]
    assert settings.has_several


def test_a_second_shop_is_added_beside_the_first(reading: Reading) -> None:
    settings = reading(TILL + SHOP + OUTLET, {"POS2WEB_SHOP_KEY": "A", **KEYS})

    assert settings.names == ("main", "outlet")
    assert [one.shop.name for one in settings.per_shop()] == ["shop:main", "shop:outlet"]


def test_each_shop_says_which_till_it_hangs_on(reading: Reading) -> None:
    text = TWO_TILLS + BOUTIQUE + 'till = "lyon"\n' + OUTLET + 'till = "paris"\n'

    settings = reading(text, KEYS)

    assert [str(one.till.name) for one in settings.each] == ["till:lyon", "till:paris"]


def test_a_shop_has_prices_owners_and_limits_of_its_own_and_the_rest_from_all(
    reading: Reading,
) -> None:
    text = f"""
        {TILL}{BOUTIQUE}{OUTLET}
        [shops.outlet.sync]
        price_factor = 0.8
        [shops.outlet.sync.owners.product]
        summary = "shop"
        [shops.outlet.sync.breaker]
        count_min = 1
        [sync]
        price_factor = 1.1
        price_rounding = 0.05
        [sync.owners.product]
        description = "shop"
    """

    boutique, outlet = (one.policy for one in reading(text, KEYS).each)

    assert (boutique.price_factor, outlet.price_factor) == (Decimal("1.1"), Decimal("0.8"))
    assert outlet.price_rounding == boutique.price_rounding == Decimal("0.05")
    assert outlet.owner(Kind.PRODUCT, "description") is Owner.SHOP
    assert outlet.owner(Kind.PRODUCT, "summary") is Owner.SHOP
    assert boutique.owner(Kind.PRODUCT, "summary") is Owner.TILL
    assert (boutique.breaker.count_min, outlet.breaker.count_min) == (5, 1)


def test_secrets_of_each_shop_stand_in_their_file(reading: Reading, home: Home) -> None:
    reading(TILL + BOUTIQUE + OUTLET, KEYS)
    home.secrets.write_text('[shops.boutique]\nkey = "B"\n[shops.outlet]\nkey = "O"\n')
    home.secrets.chmod(0o600)

    settings = read(home, {}, ADAPTERS)

    assert [one.shop.options["key"] for one in settings.each] == ["B", "O"]


def test_a_name_with_a_dash_has_a_variable_that_can_be_set(reading: Reading) -> None:
    text = TILL + OUTLET.replace("outlet]", "big-outlet]")

    assert reading(text, {"POS2WEB_SHOPS_BIG_OUTLET_KEY": "O"}).shop.options["key"] == "O"


def test_who_is_meant_is_to_be_said_where_there_are_several(reading: Reading, home: Home) -> None:
    settings = reading(TILL + BOUTIQUE + OUTLET, KEYS)

    with pytest.raises(
        SettingsError, match=r"say which one .*--shop NAME; there are: boutique, outlet"
    ):
        _ = settings.policy
    assert read(home, KEYS, ADAPTERS, "outlet").shop.name == "shop:outlet"
    with pytest.raises(SettingsError, match=r"outlett: there is no such shop \(is outlet meant"):
        read(home, KEYS, ADAPTERS, "outlett")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TWO_TILLS + OUTLET, r"\[shops\.outlet\] till is missing; there are: paris, lyon"),
        (TWO_TILLS + OUTLET + 'till = "pari"\n', r"\[shops\.outlet\] pari: .* \(is paris meant"),
        (TILL + '[shops.Outlet]\nadapter = "market"\n', r"\[shops\.Outlet\] a name has small"),
        (TILL + "[shops]\noutlet = 1\n", r"shops\.outlet must be a section"),
        (TILL + OUTLET + BOUTIQUE + 'name = "outlet"\n', r"has the name of another shop"),
        (TILL + OUTLET + "workers = 9\n", r"\[shops\.outlet\] workers must be a whole number"),
        (TILL + OUTLET + 'adapt = "x"\n', r"\[shops\.outlet\] adapt: there is no such setting"),
        (TILL + OUTLET + "sync = 1\n", r"shops\.outlet\.sync must be a section"),
        (
            TILL + OUTLET + "[shops.outlet.sync]\nprice_factor = 0\n",
            r"\[shops\.outlet\.sync\] price_factor must be a number",
        ),
        (
            TILL + OUTLET + '[shops.outlet.sync.owners.product]\nprice = "me"\n',
            r"\[shops\.outlet\.sync\.owners\.product\] price must be one of",
        ),
        (OUTLET, r"section \[till\] is missing"),
        (TWO_TILLS, r"section \[shop\] is missing"),
    ],
)
def test_what_is_wrong_is_named_with_its_section(reading: Reading, text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        reading(text, KEYS)


def test_a_secret_of_a_shop_that_is_not_there_is_named(reading: Reading, home: Home) -> None:
    reading(TILL + OUTLET, KEYS)
    home.secrets.write_text('[shops.outlett]\nkey = "O"\n')
    home.secrets.chmod(0o600)

    with pytest.raises(SettingsError, match=r"\[shops\] outlett: .* \(is outlet meant"):
        read(home, {}, ADAPTERS)
