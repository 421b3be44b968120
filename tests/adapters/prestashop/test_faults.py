"""A shop in trouble: whatever happens, no outcome claims more than is known."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from pos2web.adapters.prestashop.adapter import open_shop
from pos2web.adapters.prestashop.settings import PrestashopSettings
from pos2web.adapters.sandbox.shop import Fault, Faults, ShopServer
from pos2web.adapters.wrappers.patience import Backoff
from pos2web.domain.things import Product
from pos2web.ports import Done, Outcome, Shop, Unsure, Untried
from tests.adapters.prestashop.shops import NOW, car, create, held, things

EXPECTED: dict[Fault, type[Outcome]] = {
    Fault.LATE: Unsure,
    Fault.DEAF: Unsure,
    Fault.BROKEN_AFTER: Unsure,
    Fault.BROKEN_BEFORE: Unsure,
    Fault.DROPPED_AFTER: Unsure,
    Fault.DROPPED_BEFORE: Unsure,
    Fault.CUT: Unsure,
    Fault.TRUNCATED: Unsure,
    Fault.PAGE: Unsure,
    Fault.BUSY: Untried,
    Fault.AWAY: Unsure,
    Fault.SLOW: Done,
}
PATIENCE = Backoff(attempts_max=20, sleep=lambda _seconds: None)
FEW_FAULTS = Faults(
    methods=("GET",),
    retry_after_s=0,
    broken_before=0.1,
    dropped_before=0.1,
    truncated=0.1,
    page=0.1,
    busy=0.1,
)


@pytest.fixture
def troubled(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Shop]:
    """A shop on which every POST meets one fault."""
    calm = Faults(methods=("POST",), delay_s=1.0, slow_s=0.01)
    faults = msgspec.structs.replace(calm, **{request.param: 1.0})
    with ShopServer(tmp_path / "shop", faults=faults) as server:
        waits_s = 0.5 if request.param in (Fault.LATE, Fault.DEAF) else 30.0
        settings = PrestashopSettings(url=server.url, key=server.key, read_timeout_s=waits_s)
        shop = open_shop(settings, clock=lambda: NOW, patience=PATIENCE)
        shop.profile()
        yield shop
        shop.close()


@pytest.mark.parametrize("troubled", list(Fault), indirect=True, ids=str)
def test_an_outcome_never_claims_more_than_is_known(
    troubled: Shop, request: pytest.FixtureRequest
) -> None:
    fault = request.node.callspec.params["troubled"]
    writes = [create(car(reference="A")), create(car(reference="B"))]

    outcomes = troubled.apply(writes)

    assert [type(outcome) for outcome in outcomes] == [EXPECTED[fault]] * 2


def test_every_fault_is_expected() -> None:
    assert set(EXPECTED) == set(Fault)


def test_with_patience_a_shop_in_trouble_is_read_whole(tmp_path: Path) -> None:
    with ShopServer(tmp_path / "shop", faults=Faults(seed=7, retry_after_s=0)) as server:
        settings = PrestashopSettings(url=server.url, key=server.key, page_size=2)
        shop = open_shop(settings, clock=lambda: NOW, patience=PATIENCE)
        shop.apply([create(car(reference=f"P{n}")) for n in range(9)])
        server.door.dice.faults = FEW_FAULTS

        products = [thing for thing in held(shop) if isinstance(thing, Product)]

        assert len(products) == 9
        assert len(things(shop.look([create(car(reference="P3"))]))) == 1
        shop.close()
