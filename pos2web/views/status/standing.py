"""Where the installation stands: who writes, how the last sync went, what each side holds."""

from collections import Counter
from datetime import datetime

import msgspec

from pos2web.domain.epochs import Epoch
from pos2web.domain.reasons import Reason
from pos2web.domain.values import Kind, Ref
from pos2web.engine.sync import TASK
from pos2web.projections import catalogue, claims, epochs, holds, links, runs, site
from pos2web.projections.runs import Run
from pos2web.settings import Settings
from pos2web.views.archive import Archive

RUNS_SEARCHED = 100


class KindCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many things of a kind there are; `linked` is None of stock, which has no links of its own:
    it goes with its product or variant."""

    till: int
    site: int
    linked: int | None


class Superseded(msgspec.Struct, frozen=True, kw_only=True):
    """Another installation writes to the shop in place of this one."""

    since: datetime
    reason: Reason


class InstallationStatus(msgspec.Struct, frozen=True, kw_only=True):
    """Where the installation stands at a position of the log. `holder` says which other process has
    the log open, `unresolved` of how many writes the shop has yet to say what became of them."""

    position: int
    holder: str
    last_sync: Run | None
    counts: dict[Kind, KindCount]
    held: tuple[tuple[Ref, Reason], ...]
    unresolved: int
    epoch: Epoch | None
    superseded: Superseded | None


def standing(settings: Settings, archive: Archive, position: int) -> InstallationStatus:
    """Where the installation stands, by the read models."""
    models, till, shop = archive.models, settings.till.name, settings.shop.name
    held, refusal = holds.of_shop(models, till, shop), epochs.refusal(models, shop)
    return InstallationStatus(
        position=position,
        holder=archive.holder,
        last_sync=_last_sync(archive),
        counts=_counts(settings, archive),
        held=tuple((ref, held[ref].reason) for ref in sorted(held)),
        unresolved=len(claims.unresolved(models)),
        epoch=epochs.current(models),
        superseded=None
        if refusal is None
        else Superseded(since=refusal.since, reason=refusal.reason),
    )


def _last_sync(archive: Archive) -> Run | None:
    latest = runs.latest(archive.models, RUNS_SEARCHED)
    return next((run for run in latest if run.task == TASK), None)


def _counts(settings: Settings, archive: Archive) -> dict[Kind, KindCount]:
    models, till, shop = archive.models, settings.till.name, settings.shop.name
    linked = Counter(ref.kind for ref in links.load(models, shop))
    at_till, on_site = catalogue.load(models, till), site.load(models, shop)
    return {
        kind: KindCount(
            till=len(at_till.get(kind, {})),
            site=len(on_site.get(kind, {})),
            linked=None if kind is Kind.STOCK else linked[kind],
        )
        for kind in Kind
    }
