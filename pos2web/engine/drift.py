"""Drift: the till against the site, field by field, with nothing written to the shop."""

from dataclasses import dataclass
from typing import Any

from pos2web.domain.changes import Action, Change, Owner
from pos2web.domain.values import Ref
from pos2web.engine.context import RunOptions, RunReport, SyncContext
from pos2web.engine.sync import sync

MISSING = "not on the site"


@dataclass(frozen=True, kw_only=True)
class Drift:
    """One field that the site shows otherwise than it should.

    `till` is what the site should show; `site` what it shows (None where the thing is missing).
    `field` is empty when the whole thing is missing, or should be.
    """

    ref: Ref
    shop_key: str | None
    field: str
    till: Any
    site: Any
    reason: str
    owner: Owner


def drift(context: SyncContext, options: RunOptions | None = None) -> tuple[RunReport, list[Drift]]:
    """Observe both sides and say where they differ. Records what is seen, writes nothing."""
    given = options or RunOptions()
    dry = RunOptions(dry_run=True, stop=given.stop, progress=given.progress)
    report = sync(context, dry)
    changes = report.plan.changes if report.plan is not None else ()
    return report, [found for change in changes for found in differences(change)]


def differences(change: Change) -> list[Drift]:
    """A planned change as what is wrong today."""
    if change.action is Action.CREATE:
        return [whole(change, till=change.key, site=None, reason=MISSING)]
    if change.action is Action.DELETE:
        return [whole(change, till=None, site=change.shop_key, reason="removed at the till")]
    return [
        Drift(
            ref=change.ref,
            shop_key=change.shop_key,
            field=step.field,
            till=step.after,
            site=step.before,
            reason=step.reason,
            owner=step.owner,
        )
        for step in change.fields
    ]


def whole(change: Change, *, till: str | None, site: str | None, reason: str) -> Drift:
    """A thing that is on one side only."""
    return Drift(
        ref=change.ref,
        shop_key=change.shop_key,
        field="",
        till=till,
        site=site,
        reason=reason,
        owner=Owner.TILL,
    )
