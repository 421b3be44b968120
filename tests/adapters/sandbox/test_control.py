"""The sandbox's own addresses: counts and settings."""

import httpx

from pos2web.adapters.sandbox.shop import ShopServer
from tests.adapters.sandbox.talk import codes, product, xml


def test_requests_are_counted_by_method_and_resource(client: httpx.Client) -> None:
    client.get("/api/products")
    client.get("/api/products/1")
    client.post("/api/products", content=xml(product()))
    client.get("/api/")

    counts = client.get("/sandbox/counts").json()

    assert counts == {"total": 4, "by": {"GET": {"/": 1, "products": 2}, "POST": {"products": 1}}}


def test_counting_starts_again_when_asked(client: httpx.Client) -> None:
    client.get("/api/products")

    client.delete("/sandbox/counts")

    assert client.get("/sandbox/counts").json()["total"] == 0


def test_the_web_service_is_switched_off_as_in_the_back_office(client: httpx.Client) -> None:
    client.patch("/sandbox/settings", json={"webservice_on": False}).raise_for_status()

    answer = client.get("/api/products")

    assert (answer.status_code, codes(answer)) == (503, ["22"])
    assert client.get("/sandbox/settings").json()["webservice_on"] is False


def test_a_setting_of_the_wrong_kind_is_refused(client: httpx.Client, shop: ShopServer) -> None:
    answer = client.patch("/sandbox/settings", json={"is_in_maintenance": "perhaps"})

    assert answer.status_code == 400
    assert not shop.settings.is_in_maintenance
