"""Settings are read once, checked wholly, and wrong ones are named."""

from decimal import Decimal

import pytest

from pos2web.domain.changes import Owner
from pos2web.domain.policy import DEFAULT_OWNERS, Breaker, Policy
from pos2web.domain.values import Kind
from pos2web.errors import SettingsError
from pos2web.settings import Home, read
from tests.settings.conftest import ADAPTERS, SHOP, TILL, Reading


def test_what_is_not_set_is_as_usual(reading: Reading, home: Home) -> None:
    settings = reading(TILL + SHOP)

    assert settings.policy == Policy()
    assert settings.policy.owners == DEFAULT_OWNERS
    assert settings.till.name == "till:main"
    assert settings.shop.name == "shop:main"
    assert settings.shop.options["workers"] == 4
    file = str(home.path / "till.sqlite")
    assert settings.till.options == {"file": file, "columns": None, "currency": "EUR"}


def test_every_decision_of_the_merchant_can_be_set(reading: Reading) -> None:
    sync = """
        [sync]
        prices_include_tax = false
        currency = "CHF"
        text_language = "de"
        withdrawn = "keep"
        manages_stock = false
        [sync.owners.product]
        description = "shop"
        [sync.breaker]
        create_share_max = 1
        count_min = 20
    """

    policy = reading(TILL + SHOP + sync).policy

    assert policy.owner(Kind.PRODUCT, "description") is Owner.SHOP
    assert policy.owner(Kind.PRODUCT, "name") is Owner.TILL
    assert policy.breaker == Breaker(create_share_max=1, count_min=20)
    assert (policy.currency, policy.text_language, policy.withdrawn) == ("CHF", "de", "keep")
    assert not policy.prices_include_tax
    assert not policy.manages_stock


def test_prices_are_set_exactly_as_they_are_written(reading: Reading) -> None:
    policy = reading(TILL + SHOP + "[sync]\nprice_factor = 1.1\nprice_rounding = 0.05\n").policy

    assert (policy.price_factor, policy.price_rounding) == (Decimal("1.1"), Decimal("0.05"))
    assert reading(TILL + SHOP + "[sync]\nprice_factor = 2\n").policy.price_factor == Decimal(2)


def test_the_till_need_not_be_told_again_what_stands_under_sync(reading: Reading) -> None:
    sync = '[sync]\ncurrency = "CHF"\n'

    assert reading(TILL + SHOP + sync).till.options["currency"] == "CHF"
    assert reading(TILL + 'currency = "EUR"\n' + SHOP + sync).till.options["currency"] == "EUR"


def test_a_connection_may_have_another_name(reading: Reading) -> None:
    settings = reading(TILL + 'name = "paris"\n' + SHOP)

    assert settings.till.name == "till:paris"


def test_secrets_are_read_from_their_own_file(reading: Reading, home: Home) -> None:
    home.path.mkdir()
    home.secrets.write_text('[shop]\nkey = "XYZ"\n')
    home.secrets.chmod(0o600)

    settings = reading(TILL + SHOP, {})

    assert settings.shop.options["key"] == "XYZ"
    assert "XYZ" not in repr(settings)


def test_the_environment_goes_before_the_file_of_secrets(reading: Reading, home: Home) -> None:
    home.path.mkdir()
    home.secrets.write_text('[shop]\nkey = "XYZ"\n')
    home.secrets.chmod(0o600)

    settings = reading(TILL + SHOP, {"POS2WEB_SHOP_KEY": "ABC"})

    assert settings.shop.options["key"] == "ABC"


def test_secrets_that_others_can_read_are_refused(reading: Reading, home: Home) -> None:
    home.path.mkdir()
    home.secrets.write_text('[shop]\nkey = "XYZ"\n')
    home.secrets.chmod(0o644)

    with pytest.raises(SettingsError, match="chmod 600") as error:
        reading(TILL + SHOP)

    assert "XYZ" not in str(error.value)


def test_a_home_without_settings_says_how_to_make_them(home: Home) -> None:
    with pytest.raises(SettingsError, match=r"pos2web\.toml is not there; make it with: .* init"):
        read(home, {}, ADAPTERS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SHOP, r"section \[till\] is missing"),
        (TILL + SHOP + "[synch]\n", r"synch: there is no such section \(is sync meant\?\)"),
        ("till = 1\n", r"till must be a section"),
        ("[till\n", r"can't be read"),
        (TILL + '[shop]\nurl = "x"\n', r"\[shop\] adapter is missing"),
        (
            TILL + '[shop]\nadapter = "markt"\n',
            r"markt: there is no such adapter for a shop \(is market meant\?\); there are: market$",
        ),
        ('[till]\nadapter = "market"\n' + SHOP, r"there are: register$"),
        (TILL + '[shop]\nadapter = "market"\n', r"\[shop\] url is missing: The shop's address"),
        (TILL + SHOP + "worker = 2\n", r"\[shop\] worker: .* \(is workers meant\?\)"),
        (TILL + SHOP + "workers = 9\n", r"workers must be a whole number from 1 to 8, not 9"),
        (TILL + SHOP + "workers = true\n", r"workers must be a whole number"),
        (TILL + SHOP + "workers = 2.5\n", r"workers must be a whole number"),
        (TILL + SHOP + "timeout_s = 0\n", r"timeout_s must be a number, 1 or more, not 0"),
        (TILL + SHOP + "url = 3\n".replace("url", "languages"), r"must be a list of texts"),
        (TILL + SHOP + "languages = [1]\n", r"languages must be a list of texts"),
        (TILL + 'columns = "x"\n' + SHOP, r"\[till\] columns must be a table"),
        (TILL + SHOP + 'key = "ABC"\n', r"\[shop\] key is a secret: move it to .*secrets\.toml"),
        (TILL + SHOP + '[sync]\nwithdrawn = "hide"\n', r"one of deactivate, delete, keep"),
        (TILL + SHOP + "[sync]\nmanages_stock = 1\n", r"must be true or false, not 1"),
        (TILL + SHOP + "[sync]\nbreaker = 1\n", r"sync\.breaker must be a section"),
        (TILL + SHOP + "[sync.breaker]\nzero_share_max = 2\n", r"a number from 0 to 1, not 2"),
        (TILL + SHOP + "[sync.owners.produit]\n", r"produit: there is no such kind"),
        (TILL + SHOP + "[sync.owners]\nproduct = 1\n", r"sync\.owners\.product must be a section"),
        (
            TILL + SHOP + '[sync.owners.product]\nprice = "merchant"\n',
            r"\[sync\.owners\.product\] price must be one of till, web, shop, creation",
        ),
        (
            TILL + SHOP + "[sync]\nprice_factor = 0\n",
            r"price_factor must be a number from 0\.001 to 1000",
        ),
        (TILL + SHOP + "[sync]\nprice_factor = nan\n", r"price_factor must be a number .* not NaN"),
        (TILL + SHOP + "[sync]\nprice_rounding = -0.5\n", r"a number from 0 to 1000, not -0\.5"),
        (TILL + SHOP + "[log]\nwait_s = -1\n", r"\[log\] wait_s must be a number from 0 to 3600"),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_allowed(
    reading: Reading, home: Home, text: str, said: str
) -> None:
    with pytest.raises(SettingsError, match=said) as error:
        reading(text)

    assert str(home.path) in str(error.value)


def test_an_unknown_secret_is_named_and_its_value_is_not(reading: Reading, home: Home) -> None:
    home.path.mkdir()
    home.secrets.write_text('[shop]\nkeys = "XYZ"\n')
    home.secrets.chmod(0o600)

    with pytest.raises(SettingsError, match="keys: there is no such secret") as error:
        reading(TILL + SHOP)

    assert "XYZ" not in str(error.value)


def test_a_secret_of_the_wrong_type_is_not_shown(reading: Reading, home: Home) -> None:
    home.path.mkdir()
    home.secrets.write_text("[shop]\nkey = 12345\n")
    home.secrets.chmod(0o600)

    with pytest.raises(SettingsError, match="key must be a text, not what is there"):
        reading(TILL + SHOP, {})


def test_a_file_that_is_too_large_to_be_settings_is_refused(reading: Reading) -> None:
    with pytest.raises(SettingsError, match="has more than 1000000 bytes"):
        reading("#" * 1_000_001)
