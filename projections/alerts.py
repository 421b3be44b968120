"""What somebody must see to, since when, and which channels told them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from pos2web.domain.reasons import Reason
from pos2web.domain.run_facts import AlertCured, AlertRaised, AlertTold
from pos2web.log.instants import Instants, to_micros
from pos2web.log.records import Event
from pos2web.projections.following.handlers import Handlers
from pos2web.projections.following.rows import (
    METADATA,
    Batch,
    Columns,
    Database,
    TableShape,
    stored,
)


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """One matter: raised, and perhaps cured since; kept until every channel told the end of it.

    `raised` and `cured` are the ids of those events (`cured` empty while it lasts), which `told`
    lists with the channel that told them: `channel event`.
    """

    alert: str
    reason: Reason
    since: datetime
    raised: str
    cured: str = ""
    told: tuple[str, ...] = ()

    @property
    def told_by(self) -> tuple[str, ...]:
        """The channels that told that it was raised."""
        return tuple(
            channel
            for channel, _, event in (told.partition(" ") for told in self.told)
            if event == self.raised
        )


def _pack(alert: Alert) -> Columns:
    return (
        msgspec.json.encode(alert.reason).decode(),
        to_micros(alert.since),
        alert.raised,
        alert.cured,
        msgspec.json.encode(alert.told).decode(),
    )


def _unpack(row: Sequence[Any]) -> Alert:
    alert, reason, since, raised, cured, told = row
    return Alert(
        alert=alert,
        reason=msgspec.json.decode(reason, type=Reason),
        since=Instants()[since],
        raised=raised,
        cured=cured,
        told=msgspec.json.decode(told, type=tuple[str, ...]),
    )


SHAPE: TableShape[Alert] = TableShape(
    sa.Table(
        "alerts",
        METADATA,
        sa.Column("alert", sa.Text, primary_key=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("since", sa.Integer, nullable=False),
        sa.Column("raised", sa.Text, nullable=False),
        sa.Column("cured", sa.Text, nullable=False),
        sa.Column("told", sa.Text, nullable=False),
    ),
    _pack,
    _unpack,
)


def load(database: Database) -> dict[str, Alert]:
    """Every matter that was raised, the last time each; those that are cured too."""
    return {key[0]: alert for key, alert in stored(database, SHAPE)}


def standing(database: Database) -> list[Alert]:
    """What somebody must see to now, the oldest first."""
    lasting = [alert for alert in load(database).values() if not alert.cured]
    return sorted(lasting, key=lambda alert: alert.since)


def _raised(batch: Batch, event: Event, fact: AlertRaised) -> None:
    alert = Alert(alert=fact.alert, reason=fact.reason, since=event.recorded_at, raised=event.id)
    batch.put(SHAPE, (fact.alert,), alert)


def _cured(batch: Batch, event: Event, fact: AlertCured) -> None:
    alert = batch.get(SHAPE, (fact.alert,))
    if alert is not None:
        batch.put(SHAPE, (fact.alert,), msgspec.structs.replace(alert, cured=event.id))


def _told(batch: Batch, event: Event, fact: AlertTold) -> None:
    del event
    alert = batch.get(SHAPE, (fact.alert,))
    if alert is not None:
        told = (*alert.told, f"{fact.channel} {fact.told}")
        batch.put(SHAPE, (fact.alert,), msgspec.structs.replace(alert, told=told))


HANDLERS: Handlers = {AlertRaised: _raised, AlertCured: _cured, AlertTold: _told}
