"""Opens what a sync works with: the log, its read models, a till and a shop."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import httpx

from pos2web.adapters.prestashop.adapter import open_shop
from pos2web.adapters.prestashop.settings import PrestashopSettings
from pos2web.adapters.sql_database.adapter import SqlSettings, open_till
from pos2web.adapters.wrappers.patience import Backoff
from pos2web.adapters.wrappers.retrying import RetryingShop, RetryingTill
from pos2web.domain.policy import Policy
from pos2web.engine import SyncContext
from pos2web.log import Log
from pos2web.ports import Clock, Shop, Till
from pos2web.projections.read_models import ReadModels

QUICK = Backoff(attempts_max=2, first_s=0.01, longest_s=0.05)


@contextmanager
def opened(
    folder: Path, till: Till, shop: Shop, clock: Clock, *, waits_s: float = 0.0, **more: Any
) -> Iterator[SyncContext]:
    """A log and read models in a folder, between a till and a shop; `more` is the context's own.

    `waits_s` is how long another process is waited for that has the log.
    """
    with (
        Log.open(folder / "log.sqlite", clock=clock, waits_s=waits_s) as log,
        closing(ReadModels.open(folder / "models.sqlite")) as models,
    ):
        around = {"policy": Policy(), "settle_s": 0.05, **more}
        yield SyncContext(log=log, models=models, till=till, shop=shop, clock=clock, **around)


@contextmanager
def over_http(
    folder: Path,
    shop: PrestashopSettings,
    clock: Clock,
    *,
    backoff: Backoff = QUICK,
    transport: httpx.BaseTransport | None = None,
    till: Path | None = None,
    **more: Any,
) -> Iterator[SyncContext]:
    """As `opened`, between a `till` (the folder's `till.sqlite`) and a PrestaShop, both retried."""
    with ExitStack() as stack:
        settings = SqlSettings(url=f"sqlite:///{till or folder / 'till.sqlite'}")
        source = stack.enter_context(closing(open_till(settings, clock=clock)))
        site = stack.enter_context(closing(open_shop(shop, clock=clock, transport=transport)))
        yield stack.enter_context(
            opened(
                folder,
                RetryingTill(source, backoff=backoff),
                RetryingShop(site, backoff=backoff),
                clock,
                **more,
            )
        )
