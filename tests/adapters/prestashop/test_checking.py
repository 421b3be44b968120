"""What a person is told of a shop before the first run."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from pos2web.adapters.prestashop.adapter import open_shop
from pos2web.adapters.prestashop.settings import PrestashopSettings
from pos2web.adapters.sandbox.shop import Key, ShopServer
from pos2web.ports import Finding, Severity, Shop
from pos2web.translation import translate
from tests.adapters.prestashop.shops import SETUP, Script, recorded, refusal, shop_at, xml


def findings(shop: Shop, about: str) -> list[Finding]:
    return [finding for finding in shop.check() if finding.about == about]


def set_up(**setup: str) -> Shop:
    return shop_at(httpx.MockTransport(Script(lambda _request: xml(""), **setup)))


def test_a_shop_in_order_has_no_problem(server: ShopServer) -> None:
    settings = PrestashopSettings(url=server.url, key=server.key)
    shop = open_shop(settings, clock=lambda: datetime.now(UTC))

    found = list(shop.check())

    assert {finding.severity for finding in found} == {Severity.OK}
    assert found[0].text.endswith("answers, PrestaShop 8.1.2")
    assert "tax rates on offer: 0 %, 2.1 %" in "; ".join(finding.text for finding in found)
    french = "; ".join(translate(finding.text, "fr") for finding in found)
    assert "taux de TVA proposés\u00a0: 0\u00a0%, 2,1\u00a0%" in french
    assert found[-1].about == "notes"
    shop.close()


@pytest.mark.parametrize(
    ("answer", "text", "remedy"),
    [
        (httpx.ConnectError("refused"), "cannot reach shop.test", "See that the shop is up"),
        (recorded("09-errors/44"), "webservice is disabled", "has the web service on"),
        (recorded("09-errors/02"), "Authentification key is not active", "Copy the key again"),
        (recorded("09-errors/45"), "its address or id_shop is wrong", "the shop's own address"),
        (httpx.Response(200, text="<html>"), "isn't XML", "the shop's own address"),
    ],
)
def test_a_shop_that_cannot_be_used_is_told_with_a_remedy(
    answer: httpx.Response | Exception, text: str, remedy: str
) -> None:
    def handle(_request: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    (finding,) = shop_at(httpx.MockTransport(handle)).check()

    assert finding.severity is Severity.PROBLEM
    assert text in finding.text
    assert remedy in finding.remedy
    assert translate(finding.remedy, "fr").startswith(("Vérifiez", "Recopiez", "Donnez"))
    assert "Advanced parameters" not in translate(finding.remedy, "fr")


def test_no_finding_tells_the_key() -> None:
    shop = shop_at(httpx.MockTransport(lambda _request: refusal(401, 20, "not active")))

    assert "SECRET" not in str(list(shop.check()))


def test_missing_rights_are_named(server: ShopServer) -> None:
    rights = {"products": ("GET", "POST"), "images": ("GET",)}
    server.service.keys["N" * 32] = Key(rights=rights)  # type: ignore[index]  # a dictionary in truth
    shop = open_shop(
        PrestashopSettings(url=server.url, key="N" * 32), clock=lambda: datetime.now(UTC)
    )

    found = list(shop.check())

    (missing, optional) = [finding for finding in found if finding.about == "rights"]
    assert missing.severity is Severity.PROBLEM
    assert "products (PATCH, DELETE)" in missing.text
    assert "images (POST, PUT, DELETE)" in missing.text
    assert "taxes (GET)" in missing.text
    assert optional.severity is Severity.WARNING
    assert "may not read configurations" in optional.text
    shop.close()


def test_an_old_prestashop_is_named() -> None:
    shop = set_up(**{"": SETUP[""].replace('patch="true" ', "")})

    (finding,) = findings(shop, "version")

    assert finding.text == "PrestaShop 8.1.2 can't change parts of a record"
    assert finding.remedy == "Update the shop to PrestaShop 8.0.2 or later."


@pytest.mark.parametrize(
    ("apart_s", "severity"), [(30, Severity.OK), (600, Severity.WARNING), (-600, Severity.WARNING)]
)
def test_clocks_that_differ_are_told(apart_s: int, severity: Severity) -> None:
    told = datetime.fromtimestamp(1795485512, UTC)

    def handle(_request: httpx.Request) -> httpx.Response:
        answer = recorded("01-root-and-schemas/01")
        answer.headers["Access-Time"] = "1795485512"
        return answer

    shop = open_shop(
        PrestashopSettings(url="http://shop.test", key="K"),
        clock=lambda: told + timedelta(seconds=apart_s),
        transport=httpx.MockTransport(handle),
    )

    (finding,) = findings(shop, "clock")

    assert finding.severity is severity


def test_a_shop_that_tells_no_time_is_not_blamed() -> None:
    assert findings(set_up(), "clock") == []


def test_a_set_up_that_cannot_be_used_is_told() -> None:
    shop = set_up(currencies="<currencies/>")

    (finding,) = findings(shop, "set-up")

    assert finding.severity is Severity.PROBLEM
    assert "shows no currency" in finding.text


def stored(**settings: str) -> str:
    rows = "".join(
        f"<configuration><name>{name}</name><value>{value}</value></configuration>"
        for name, value in settings.items()
    )
    return f"<configurations>{rows}</configurations>"


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({}, []),
        ({"PS_LAST_QTIES": "0", "PS_STOCK_MANAGEMENT": "1"}, []),
        (
            {"PS_LAST_QTIES": "3", "PS_STOCK_MANAGEMENT": "1"},
            [(Severity.OK, "notes on availability are read where more than 3 are left")],
        ),
        (
            {"PS_LAST_QTIES": "3", "PS_STOCK_MANAGEMENT": "0"},
            [
                (
                    Severity.WARNING,
                    "the shop doesn't manage stock: it shows no notes on availability",
                )
            ],
        ),
    ],
)
def test_where_notes_on_availability_are_not_read_is_told(
    settings: dict[str, str], told: list[tuple[Severity, str]]
) -> None:
    country = {"PS_COUNTRY_DEFAULT": "8"}

    found = findings(set_up(configurations=stored(**country, **settings)), "notes")

    assert [(finding.severity, finding.text) for finding in found] == told


def test_rights_in_order_are_told() -> None:
    (finding,) = findings(set_up(), "rights")

    assert finding.text == "the key may do all that is needed"
