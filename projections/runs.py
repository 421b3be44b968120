"""Every execution of a task, with its totals; those of the changes grow while it runs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from pos2web.domain.facts import ChangeClaimed, ChangeConfirmed, ChangeLapsed, ChangeRefused, Fact
from pos2web.domain.reasons import Reason
from pos2web.domain.run_facts import RunEnded, RunStarted
from pos2web.domain.tasks import OF_INSTALLATION
from pos2web.domain.values import ConnectionName
from pos2web.log.instants import Instants, to_micros
from pos2web.log.records import Event
from pos2web.projections.following.handlers import Handlers, run_of
from pos2web.projections.following.rows import (
    METADATA,
    Batch,
    Columns,
    Database,
    TableShape,
    stored,
)


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One execution. `outcome` is empty while it is under way, or if it was killed.

    `claimed`, `confirmed`, `refused` and `lapsed` count its changes; the other totals are those
    that it ended with.
    """

    id: str
    position: int
    task: str
    version: str
    actor: str
    connection: ConnectionName
    started_at: datetime
    ended_at: datetime | None = None
    outcome: str = ""
    reason: Reason | None = None
    read: int = 0
    changed: int = 0
    unchanged: int = 0
    held: int = 0
    writes: int = 0
    calls: int = 0
    claimed: int = 0
    confirmed: int = 0
    refused: int = 0
    lapsed: int = 0


NAMES = ("task", "version", "actor", "connection")
TOTALS = ("read", "changed", "unchanged", "held", "writes", "calls")
COUNTED: dict[type[Fact], str] = {
    ChangeClaimed: "claimed",
    ChangeConfirmed: "confirmed",
    ChangeRefused: "refused",
    ChangeLapsed: "lapsed",
}


def _pack(run: Run) -> Columns:
    instants = {
        "started_at": to_micros(run.started_at),
        "ended_at": None if run.ended_at is None else to_micros(run.ended_at),
    }
    reason = {"reason": msgspec.json.encode(run.reason).decode()}
    _, *columns = (msgspec.structs.asdict(run) | instants | reason).values()
    return tuple(columns)


def _unpack(row: Sequence[Any]) -> Run:
    values = dict(zip(Run.__struct_fields__, row, strict=True))
    instants = Instants()
    values["started_at"] = instants[values["started_at"]]
    if values["ended_at"] is not None:
        values["ended_at"] = instants[values["ended_at"]]
    values["reason"] = msgspec.json.decode(values["reason"], type=Reason | None)
    return Run(**values)


SHAPE: TableShape[Run] = TableShape(
    sa.Table(
        "runs",
        METADATA,
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False, index=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in NAMES),
        sa.Column("started_at", sa.Integer, nullable=False),
        sa.Column("ended_at", sa.Integer),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in (*TOTALS, *COUNTED.values())),
    ),
    _pack,
    _unpack,
)


def latest(database: Database, count: int) -> list[Run]:
    """The last runs that were started, newest first."""
    query = sa.select(SHAPE.table).order_by(SHAPE.table.c.position.desc()).limit(count)
    with database.engine.connect() as opened:
        return [_unpack(row) for row in opened.execute(query)]


def unfinished(database: Database) -> list[Run]:
    """The runs of which no end is told: under way, or killed; oldest first."""
    columns = SHAPE.table.c
    query = sa.select(SHAPE.table).where(columns.ended_at.is_(None)).order_by(columns.position)
    with database.engine.connect() as opened:
        return [_unpack(row) for row in opened.execute(query)]


def last_of(database: Database, task: str, shop: ConnectionName) -> Run | None:
    """The last run of a shop's task, or of the installation's, that did something or ended otherwise
    than well."""
    columns = SHAPE.table.c
    query = sa.select(SHAPE.table).where(columns.task == task).order_by(columns.position.desc())
    if task not in OF_INSTALLATION:
        query = query.where(columns.connection == shop)
    with database.engine.connect() as opened:
        row = opened.execute(query.limit(1)).first()
    return None if row is None else _unpack(row)


def find(database: Database, run: str) -> Run | None:
    """One run by its id, None when there was none."""
    return next((found for _, found in stored(database, SHAPE, SHAPE.table.c.id == run)), None)


def first_connection(database: Database) -> str | None:
    """The connection of the first run that there ever was; None before it."""
    columns = SHAPE.table.c
    with database.engine.connect() as opened:
        return opened.scalar(sa.select(columns.connection).order_by(columns.position).limit(1))


def has_done(database: Database, *, task: str, connection: ConnectionName) -> bool:
    """Whether any run of this task on this connection came to its end."""
    columns = SHAPE.table.c
    query = sa.select(columns.id).where(
        columns.task == task, columns.connection == connection, columns.outcome == "done"
    )
    with database.engine.connect() as opened:
        return opened.execute(query.limit(1)).first() is not None


def _started(batch: Batch, event: Event, fact: RunStarted) -> None:
    run = Run(
        id=run_of(event),
        position=event.position,
        task=fact.task,
        version=fact.version,
        actor=event.actor,
        connection=event.connection,
        started_at=event.recorded_at,
    )
    batch.put(SHAPE, (run.id,), run)


def _ended(batch: Batch, event: Event, fact: RunEnded) -> None:
    run = batch.get(SHAPE, (run_of(event),))
    if run is None:
        return
    totals = {name: getattr(fact, name) for name in ("outcome", "reason", *TOTALS)}
    ended = msgspec.structs.replace(run, ended_at=event.recorded_at, **totals)
    batch.put(SHAPE, (run.id,), ended)


def _counted(batch: Batch, event: Event, fact: Fact) -> None:
    run = batch.get(SHAPE, (run_of(event),))
    if run is None:
        return
    name = COUNTED[type(fact)]
    counted = msgspec.structs.replace(run, **{name: getattr(run, name) + 1})
    batch.put(SHAPE, (run.id,), counted)


HANDLERS: Handlers = {RunStarted: _started, RunEnded: _ended, **dict.fromkeys(COUNTED, _counted)}
