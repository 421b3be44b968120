"""How a shop is set up."""

from decimal import Decimal
from typing import Any

import httpx
import pytest

from pos2web.adapters.prestashop.adapter import PrestashopShop
from pos2web.domain.profile import ShopProfile
from pos2web.domain.values import Kind
from pos2web.errors import CredentialsError, ProtocolError, SettingsError
from tests.adapters.prestashop.shops import (
    RIGHTS,
    SETUP,
    Script,
    refusal,
    shop_at,
    xml,
)

COUNTRY = "<countries><country><id>8</id><iso_code>FR</iso_code></country></countries>"


def nothing(_request: httpx.Request) -> httpx.Response:
    return xml("")


def shop_with(setup: dict[str, str] | None = None, **settings: Any) -> PrestashopShop:
    return shop_at(httpx.MockTransport(Script(nothing, **(setup or {}))), **settings)


def profile_with(**setup: str) -> ShopProfile:
    return shop_with(setup).profile()


def stored(**values: str) -> str:
    rows = "".join(
        f"<configuration><name>{name}</name><value>{value}</value></configuration>"
        for name, value in values.items()
    )
    return f"<configurations>{rows}</configurations>"


def without(*names: str) -> str:
    api = SETUP[""]
    for name in names:
        api = api.replace(f"<{name} {RIGHTS}/>", "")
    return api


def test_a_profile_tells_what_planning_needs() -> None:
    profile = profile_with()

    assert (profile.name, profile.version) == ("Lab", "8.1.2")
    assert (profile.languages, profile.default_language) == (("en", "fr"), "en")
    assert profile.currency == "EUR"
    assert profile.tax_rates == (Decimal(0), Decimal("5.5"), Decimal(20))
    assert profile.batch_sizes[Kind.STOCK] == 100
    assert (profile.workers, profile.limits.name_forbidden) == (4, "<>;=#{}")


def test_a_profile_costs_few_reads() -> None:
    shop = shop_with()

    shop.profile()

    assert shop.calls == 7


def test_the_first_group_on_offer_stands_for_its_rate() -> None:
    groups = (
        "<tax_rule_groups><tax_rule_group><id>3</id><active>0</active></tax_rule_group>"
        "<tax_rule_group><id>4</id><active>1</active><deleted>1</deleted></tax_rule_group>"
        "<tax_rule_group><id>5</id><active>1</active></tax_rule_group>"
        "<tax_rule_group><id>6</id><active>1</active></tax_rule_group></tax_rule_groups>"
    )
    rules = "".join(
        f"<tax_rule><id_tax_rules_group>{n}</id_tax_rules_group><id_tax>1</id_tax></tax_rule>"
        for n in (3, 4, 5, 6)
    )
    shop = shop_with({"tax_rule_groups": groups, "tax_rules": f"<tax_rules>{rules}</tax_rules>"})

    shop.profile()

    site = shop._known().site
    assert site.groups == {Decimal(20): "5", Decimal(0): "0"}
    assert site.rates == dict.fromkeys(("3", "4", "5", "6"), Decimal(20))


def test_rules_for_a_part_of_the_country_do_not_count() -> None:
    rules = (
        "<tax_rules><tax_rule><id_tax_rules_group>1</id_tax_rules_group><id_state>5</id_state>"
        "<id_tax>1</id_tax></tax_rule></tax_rules>"
    )

    assert profile_with(tax_rules=rules).tax_rates == (Decimal(0),)


def test_a_tax_that_is_off_taxes_nothing() -> None:
    taxes = "<taxes><tax><id>1</id><rate>20</rate><active>0</active></tax></taxes>"

    assert profile_with(taxes=taxes).tax_rates == (Decimal(0),)


def test_a_tax_without_a_rate_stops_the_run() -> None:
    taxes = "<taxes><tax><id>1</id><rate>much</rate><active>1</active></tax></taxes>"

    with pytest.raises(ProtocolError, match="tax 1 has no rate"):
        profile_with(taxes=taxes)


def test_british_english_is_english_and_hidden_languages_are_not_shown() -> None:
    languages = (
        "<languages><language><id>1</id><iso_code>gb</iso_code><locale>en-GB</locale>"
        "<active>1</active></language><language><id>2</id><iso_code>fr</iso_code>"
        "<active>0</active></language></languages>"
    )
    shop = shop_with({"languages": languages})

    assert shop.profile().languages == ("en",)
    assert shop._known().site.languages == {"1": "en", "2": "fr"}


def test_the_merchant_chooses_the_language_that_stands_in() -> None:
    assert shop_with(language="fr").profile().default_language == "fr"
    with pytest.raises(SettingsError, match="the shop has no language 'it'"):
        shop_with(language="it").profile()


@pytest.mark.parametrize(
    ("value", "limit"),
    [("", 2_000_000), ("0", 2_000_000), ("8", 8_000_000), ("3145728", 3_145_728), ("x", 2_000_000)],
)
def test_the_limit_of_photos_is_the_shops_own(value: str, limit: int) -> None:
    configurations = stored(PS_COUNTRY_DEFAULT="8", PS_LIMIT_UPLOAD_IMAGE_VALUE=value)

    assert profile_with(configurations=configurations).limits.image_bytes_max == limit


def test_a_key_that_may_not_read_the_settings_gets_the_defaults() -> None:
    shop = shop_with({"": without("configurations"), "countries": COUNTRY})

    profile = shop.profile()

    site = shop._known().site
    assert (profile.currency, profile.default_language) == ("EUR", "en")
    assert (site.home, site.root) == ("2", "1")


def test_the_merchant_chooses_the_country() -> None:
    shop = shop_with({"countries": COUNTRY}, country="fr")

    assert shop.profile().tax_rates is not None
    with pytest.raises(SettingsError, match="the shop knows no country 'XX'"):
        shop_with({"countries": "<countries/>"}, country="xx").profile()


def test_grams_are_understood() -> None:
    shop = shop_with({"configurations": stored(PS_COUNTRY_DEFAULT="8", PS_WEIGHT_UNIT="g")})

    assert shop._known().site.weight_units == 1000


def test_an_old_prestashop_is_named() -> None:
    old = SETUP[""].replace('patch="true" ', "")

    with pytest.raises(ProtocolError, match=r"runs PrestaShop 8\.1\.2: Pos2Web needs version 8"):
        profile_with(**{"": old})


@pytest.mark.parametrize("version", ["8.0.0", "8.0.1"])
def test_a_prestashop_that_stumbles_over_what_it_offers_is_named(version: str) -> None:
    def handle(request: httpx.Request) -> httpx.Response:
        answer = Script(nothing)(request)
        answer.headers["PSWS-Version"] = version
        return answer

    with pytest.raises(ProtocolError, match=rf"{version}: Pos2Web needs version 8\.0\.2 or later"):
        shop_at(httpx.MockTransport(handle)).profile()


def test_a_missing_right_is_named() -> None:
    with pytest.raises(CredentialsError, match="may not read taxes"):
        profile_with(**{"": without("taxes")})


def test_a_shop_without_a_currency_is_none() -> None:
    with pytest.raises(ProtocolError, match="shows no currency"):
        profile_with(currencies="<currencies/>")


def test_another_web_service_is_none_of_ours() -> None:
    with pytest.raises(ProtocolError, match="doesn't say what its web service offers"):
        profile_with(**{"": "<something/>"})


def test_a_bad_key_is_told() -> None:
    shop = shop_at(httpx.MockTransport(lambda _request: refusal(401, 20, "not active")))

    with pytest.raises(CredentialsError, match="not active"):
        shop.profile()
