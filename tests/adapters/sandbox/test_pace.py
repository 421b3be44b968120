"""The pace of the real shop: its arithmetic beside what was measured, and how it is kept."""

import asyncio

import httpx
import pytest

from pos2web.adapters.sandbox.shop import ShopServer
from pos2web.adapters.sandbox.shop.__main__ import main
from pos2web.adapters.sandbox.shop.answer import Answer
from pos2web.adapters.sandbox.shop.pace import Pace, Service, Workers, prestashop
from pos2web.adapters.sandbox.shop.webservice import Request
from tests.adapters.sandbox.talk import add, product, xml

PACE = Pace(workers=2, service=(Service(method="*", resource="*", base_ms=100, source="made up"),))


def asked(method: str, path: str, display: str | None = None) -> Request:
    parameters = {} if display is None else {"display": display}
    return Request(method=method, path=path, parameters=parameters, headers={})


class Watch:
    """A clock that moves only while somebody waits or works; it keeps how many waited at once."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []
        self.waiting = self.waiting_max = 0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.waiting += 1
        self.waiting_max = max(self.waiting_max, self.waiting)
        await asyncio.sleep(0)
        self.waiting -= 1

    def work(self, seconds: float) -> Answer:
        self.now += seconds
        return Answer()


@pytest.mark.parametrize(
    ("request_", "items", "measured_ms"),
    [
        (asked("GET", "products/1"), 1, 8.15),
        (asked("GET", "products", "full"), 50, 62.1),
        (asked("GET", "products", "[id,reference,date_upd]"), 120, 14.6),
        (asked("PATCH", "stock_availables/1"), 1, 8.2),
        (asked("PATCH", "stock_availables"), 10, 8.8),
        (asked("PATCH", "stock_availables"), 50, 20.0),
        (asked("PATCH", "stock_availables"), 100, 35.5),
        (asked("PUT", "stock_availables/1"), 1, 9.8),
        (asked("PATCH", "products/1"), 1, 28.2),
        (asked("PATCH", "products"), 50, 881.3),
        (asked("POST", "products"), 1, 35.0),
        (asked("POST", "products"), 20, 517.9),
        (asked("POST", "combinations"), 1, 10.8),
        (asked("POST", "categories"), 1, 17.9),
        (asked("POST", "manufacturers"), 1, 12.8),
        (asked("POST", "images/products/1"), 1, 64.2),
        (asked("DELETE", "images/products/1/1"), 0, 10.2),
        (asked("HEAD", "products"), 0, 7.1),
    ],
)
def test_each_kind_of_request_takes_what_was_measured(
    request_: Request, items: int, measured_ms: float
) -> None:
    modelled_ms = prestashop().service_s(request_, Answer(items=items)) * 1000

    assert modelled_ms == pytest.approx(measured_ms, rel=0.16)


@pytest.mark.parametrize(
    ("method", "resource", "measured"),
    [("PATCH", "stock_availables", 234.1), ("PATCH", "products", 66.6), ("POST", "products", 53.4)],
)
def test_eight_at_once_get_through_as_on_the_real_shop(
    method: str, resource: str, measured: float
) -> None:
    assert prestashop().throughput(method, resource) == pytest.approx(measured, rel=0.2)


def test_no_more_are_served_at_once_than_there_are_workers() -> None:
    watch = Watch()

    async def five() -> None:
        workers = Workers(PACE, clock=watch, sleep=watch.sleep)
        waiting = (workers.serve(asked("GET", "shops"), lambda _: Answer()) for _ in range(5))
        await asyncio.gather(*waiting)

    asyncio.run(five())

    assert watch.waits == [0.1] * 5
    assert watch.waiting_max == PACE.workers


@pytest.mark.parametrize(("worked_s", "waited_s"), [(0.03, 0.07), (0.25, 0.0)])
def test_the_work_itself_is_part_of_the_time(worked_s: float, waited_s: float) -> None:
    watch = Watch()
    workers = Workers(PACE, clock=watch, sleep=watch.sleep)

    asyncio.run(workers.serve(asked("GET", "shops"), lambda _: watch.work(worked_s)))

    assert watch.waits == [pytest.approx(waited_s)]


def test_every_record_read_or_written_counts(shop: ShopServer, client: httpx.Client) -> None:
    for _ in range(3):
        add(client, "products", product())

    listed = Request(
        method="GET",
        path="products",
        parameters={"ws_key": shop.key, "output_format": "JSON"},
        headers={"host": shop.service.host},
    )

    assert shop.service.answer(listed).items == 3


def test_the_pace_is_set_while_the_shop_runs(shop: ShopServer, client: httpx.Client) -> None:
    client.patch("/sandbox/settings", json={"pace": "prestashop"}).raise_for_status()

    answer = client.post("/api/products", content=xml(product()))

    assert answer.status_code == 201
    assert shop.settings.pace == "prestashop"
    assert answer.elapsed.total_seconds() > 0.03  # no machine is too slow for a lower bound


def test_a_pace_that_is_not_known_is_refused(
    client: httpx.Client, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = client.patch("/sandbox/settings", json={"pace": "magento"})

    assert answer.status_code == 400
    with pytest.raises(SystemExit):
        main(["--data", "unused", "--pace", "magento"])
    assert "magento" in capsys.readouterr().err
