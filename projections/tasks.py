"""How the tasks of each shop are set where somebody set them otherwise, and when each did well last.

A task's facts name the task; the shop whose it is, is the connection in their envelope. So what was
recorded when there was one shop means that one.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from pos2web.domain.connections import NO_CONNECTION
from pos2web.domain.decisions import (
    MissedRunsRuled,
    TaskDisabled,
    TaskEnabled,
    TaskFact,
    TaskScheduled,
)
from pos2web.domain.run_facts import RunEnded, RunPassed, RunsMissed
from pos2web.domain.schedules.period import Period
from pos2web.domain.tasks import OF_INSTALLATION, MissedRunsPolicy
from pos2web.domain.values import ConnectionName
from pos2web.log.instants import Instants, to_micros
from pos2web.log.records import Event
from pos2web.projections.following.handlers import Handlers, connection_of
from pos2web.projections.following.rows import (
    METADATA,
    Batch,
    Columns,
    Database,
    TableShape,
    stored,
)


class TaskRow(msgspec.Struct, frozen=True, kw_only=True):
    """One task; None where nobody set it, or it never did well.

    `last_ended_at`: up to when its due runs are accounted for, by a run or as missed. `passed`
    counts runs that found nothing to do.
    """

    is_enabled: bool | None = None
    periods: tuple[Period, ...] | None = None
    missed: MissedRunsPolicy | None = None
    passed: int = 0
    last_success_at: datetime | None = None
    last_ended_at: datetime | None = None


_decode_periods = msgspec.json.Decoder(tuple[Period, ...] | None).decode


def _micros(instant: datetime | None) -> int | None:
    return None if instant is None else to_micros(instant)


def _pack(row: TaskRow) -> Columns:
    return (
        row.is_enabled,
        msgspec.json.encode(row.periods).decode(),
        row.missed,
        row.passed,
        _micros(row.last_success_at),
        _micros(row.last_ended_at),
    )


def _unpack(row: Sequence[Any]) -> TaskRow:
    _, _, is_enabled, periods, missed, passed, success, ended = row
    instants = Instants()
    return TaskRow(
        is_enabled=None if is_enabled is None else bool(is_enabled),
        periods=_decode_periods(periods),
        missed=None if missed is None else MissedRunsPolicy(missed),
        passed=passed,
        last_success_at=None if success is None else instants[success],
        last_ended_at=None if ended is None else instants[ended],
    )


SHAPE: TableShape[TaskRow] = TableShape(
    sa.Table(
        "tasks",
        METADATA,
        sa.Column("connection", sa.Text, primary_key=True),
        sa.Column("task", sa.Text, primary_key=True),
        sa.Column("is_enabled", sa.Integer),
        sa.Column("periods", sa.Text, nullable=False),
        sa.Column("missed", sa.Text),
        sa.Column("passed", sa.Integer, nullable=False),
        sa.Column("last_success_at", sa.Integer),
        sa.Column("last_ended_at", sa.Integer),
    ),
    _pack,
    _unpack,
)


def load(database: Database, shop: ConnectionName) -> dict[str, TaskRow]:
    """Every task of a shop, and of the whole installation, of which anything is known, by name."""
    of_shop = SHAPE.table.c.connection.in_((shop, NO_CONNECTION))
    return {task: row for (_, task), row in stored(database, SHAPE, of_shop)}


def _key(event: Event, task: str) -> tuple[ConnectionName, str]:
    return NO_CONNECTION if task in OF_INSTALLATION else connection_of(event), task


def _change(batch: Batch, event: Event, task: str, **values: Any) -> None:
    key = _key(event, task)
    row = batch.get(SHAPE, key) or TaskRow()
    batch.put(SHAPE, key, msgspec.structs.replace(row, **values))


def _switched(batch: Batch, event: Event, fact: TaskFact) -> None:
    _change(batch, event, fact.task, is_enabled=isinstance(fact, TaskEnabled))


def _scheduled(batch: Batch, event: Event, fact: TaskScheduled) -> None:
    _change(batch, event, fact.task, periods=fact.periods)


def _ruled(batch: Batch, event: Event, fact: MissedRunsRuled) -> None:
    _change(batch, event, fact.task, missed=fact.missed)


def _ended(batch: Batch, event: Event, fact: RunEnded) -> None:
    at = event.recorded_at
    if fact.outcome == "done":
        _change(batch, event, fact.task, last_success_at=at, last_ended_at=at)
    else:
        _change(batch, event, fact.task, last_ended_at=at)


def _passed(batch: Batch, event: Event, fact: RunPassed) -> None:
    key = _key(event, fact.task)
    row, at = batch.get(SHAPE, key) or TaskRow(), event.recorded_at
    passed = row.passed + fact.runs
    _change(batch, event, fact.task, passed=passed, last_success_at=at, last_ended_at=at)


def _missed(batch: Batch, event: Event, fact: RunsMissed) -> None:
    _change(batch, event, fact.task, last_ended_at=event.recorded_at)


HANDLERS: Handlers = {
    TaskEnabled: _switched,
    TaskDisabled: _switched,
    TaskScheduled: _scheduled,
    MissedRunsRuled: _ruled,
    RunEnded: _ended,
    RunPassed: _passed,
    RunsMissed: _missed,
}
