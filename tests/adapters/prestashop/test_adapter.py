"""The adapter as a whole."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import msgspec
import pytest

from pos2web.adapters.prestashop.adapter import api_of, open_shop
from pos2web.adapters.prestashop.settings import PrestashopSettings
from pos2web.adapters.prestashop.site import READS, WRITES
from pos2web.adapters.sandbox.shop import ShopServer
from pos2web.errors import SettingsError
from pos2web.ports import Shop
from pos2web.settings import descriptions
from tests.adapters.prestashop.shops import NOW, car, create, held, keys, scripted, xml


@pytest.mark.parametrize(
    "url", ["https://a.fr", "https://a.fr/", " https://a.fr/api", "https://a.fr/api/"]
)
def test_the_address_is_the_shops_or_its_web_services(url: str) -> None:
    assert api_of(url) == "https://a.fr/api/"


@pytest.mark.parametrize("url", ["", "a.fr", "ftp://a.fr", "https://"])
def test_an_address_that_is_none_is_a_matter_of_settings(url: str) -> None:
    with pytest.raises(SettingsError, match="is not an address"):
        open_shop(PrestashopSettings(url=url), clock=lambda: NOW)


def test_a_shop_is_set_up_once() -> None:
    shop, _ = scripted(lambda _request: xml("<products/>"))
    list(shop.look([]))
    before = shop.calls

    list(shop.look([create(car())]))

    assert shop.calls == before + 1


def test_a_shop_may_be_closed_twice() -> None:
    shop, _ = scripted(lambda _request: xml(""))

    shop.close()
    shop.close()


def test_batches_may_be_written_side_by_side(server: ShopServer, shop: Shop) -> None:
    batches = [[create(car(reference=f"P{n}-{m}")) for m in range(3)] for n in range(8)]

    with ThreadPoolExecutor(4) as workers:
        made = [key for outcomes in workers.map(shop.apply, batches) for key in keys(outcomes)]

    products = {thing.key for thing in held(shop) if getattr(thing, "reference", "")}
    assert len(set(made)) == len(made) == 24
    assert products == set(made)
    assert server.url


def test_the_key_goes_only_where_it_belongs() -> None:
    shop, script = scripted(lambda _request: xml("<products/>"))

    list(shop.look([create(car())]))

    (request,) = script.requests
    assert request.headers["authorization"] == httpx.BasicAuth("SECRET", "")._auth_header
    assert "SECRET" not in str(request.url)


def test_every_setting_is_explained_in_both_languages() -> None:
    about = descriptions()["prestashop"]
    fields = {field.name: field for field in msgspec.structs.fields(PrestashopSettings)}

    assert {setting.name for setting in about.settings} == set(fields)
    for setting in about.settings:
        assert isinstance(setting.help, dict)
        assert set(setting.help) == {"en", "fr"}
        if not setting.required:
            assert setting.default == fields[setting.name].default
            assert setting.allows(setting.default)


def test_the_rights_that_are_told_are_those_that_are_checked() -> None:
    about = descriptions()["prestashop"]

    needed = {**WRITES, **dict.fromkeys(READS, ("get",))}
    assert about.rights == {
        name: tuple(method.upper() for method in methods) for name, methods in needed.items()
    }
