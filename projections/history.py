"""One row for each event: who changed what, when, in which run, from what to what."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict, Unpack

import msgspec
import sqlalchemy as sa

from pos2web.domain.facts import (
    ChangeClaimed,
    ChangeConfirmed,
    ChangeLapsed,
    ChangeRefused,
    CursorMoved,
    Fact,
    Linked,
    RunEnded,
    RunStarted,
    ShopEchoed,
)
from pos2web.domain.values import Kind
from pos2web.log.instants import Instants, to_micros
from pos2web.log.records import Event
from pos2web.log.shapes import SHAPES
from projections import claims, reference
from projections.following import TILL, Handlers, connection_of, run_of
from projections.outline import outline
from projections.rows import METADATA, Batch, Database

TYPE_NAMES: dict[type[Fact], str] = {shape.fact: shape.name for shape in SHAPES}

DRY_TASK, DONE = "plan", "done"
"""What a run that only looked is called, and how it ends when it could."""

OUTCOMES = [TYPE_NAMES[fact] for fact in (ChangeConfirmed, ChangeRefused, ChangeLapsed)]

TABLE = sa.Table(
    "history",
    METADATA,
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("recorded_at", sa.Integer, nullable=False, index=True),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("run", sa.Text, nullable=False, index=True),
    sa.Column("connection", sa.Text, nullable=False),
    sa.Column("kind", sa.Text),
    sa.Column("key", sa.Text),
    sa.Column("till_key", sa.Text),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("field", sa.Text, nullable=False),
    sa.Column("before", sa.Text),
    sa.Column("after", sa.Text),
    sa.Column("cause", sa.Integer, nullable=False),
    sa.Column("event", sa.Text, nullable=False),
    sa.Index("history_key", "key", "kind", sqlite_where=sa.column("key").is_not(None)),
    sa.Index(
        "history_till_key", "till_key", "kind", sqlite_where=sa.column("till_key").is_not(None)
    ),
)


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One event in short. `event` is its id, `position` its place: the log has all of it.

    `key` is the thing's key on `connection`; where that is a shop and the event names the till's
    thing too, `till_key` is its key there.
    """

    position: int
    recorded_at: datetime
    actor: str
    run: str
    connection: str
    kind: Kind | None
    key: str | None
    till_key: str | None
    type: str
    field: str
    before: str | None
    after: str | None
    cause: int
    event: str


class Criteria(TypedDict, total=False):
    """Which lines are asked for: those that meet all that is given.

    `key` is a till's or a shop's. `reference` is what people call a product: its reference, EAN
    or key; its variants, photos, stock and what is linked to them on shops come with it. `since`
    is included, `until` is not. `text` is looked for in keys and values. `folded` leaves out what
    another line says as well: a claim that was answered, what a confirmed write made of the site,
    where a run began, that a plan was made, how far was read, and a shop's ways of writing.
    """

    kind: Kind | None
    key: str | None
    reference: str | None
    run: str | None
    actor: str | None
    connection: str | None
    field: str | None
    since: datetime | None
    until: datetime | None
    text: str | None
    before_position: int | None
    folded: bool


Place = tuple[str, Kind]
"""A connection and a kind, where keys are looked for."""


def query(database: Database, *, limit: int = 50, **criteria: Unpack[Criteria]) -> list[Line]:
    """The lines that meet the criteria, newest first; `before_position` gives the next page."""
    conditions = _what(criteria) + _when(criteria)
    if criteria.get("folded"):
        conditions += _told_once()
    if (name := criteria.get("reference")) is not None:
        conditions.append(_about(database, name))
    rows = sa.select(TABLE).where(*conditions).order_by(TABLE.c.position.desc()).limit(limit)
    with database.engine.connect() as opened:
        return [_line(row) for row in opened.execute(rows)]


def _what(criteria: Criteria) -> list[sa.ColumnElement[bool]]:
    columns = TABLE.c
    asked = {name: value for name, value in criteria.items() if value is not None}
    conditions = [
        columns[name] == asked[name]
        for name in ("kind", "run", "actor", "connection")
        if name in asked
    ]
    if "key" in asked:
        conditions.append(sa.or_(columns.key == asked["key"], columns.till_key == asked["key"]))
    if "field" in asked:
        among = sa.literal(",") + columns.field + sa.literal(",")
        conditions.append(among.contains(f",{asked['field']},", autoescape=True))
    if "text" in asked:
        searched = (columns.key, columns.till_key, columns.before, columns.after)
        conditions.append(
            sa.or_(*(column.contains(asked["text"], autoescape=True) for column in searched))
        )
    return conditions


def _told_once() -> list[sa.ColumnElement[bool]]:
    columns, claim = TABLE.c, TABLE.alias("claim")
    open_claims = sa.select(claims.SHAPE.table.c.position)
    follows_claim = sa.exists().where(
        claim.c.position == columns.cause, claim.c.type == TYPE_NAMES[ChangeClaimed]
    )
    return [
        columns.type.not_in([TYPE_NAMES[fact] for fact in (CursorMoved, RunStarted, ShopEchoed)]),
        sa.or_(
            columns.type != TYPE_NAMES[RunEnded], columns.before != DRY_TASK, columns.after != DONE
        ),
        sa.or_(columns.type != TYPE_NAMES[ChangeClaimed], columns.position.in_(open_claims)),
        sa.or_(columns.type.in_(OUTCOMES), sa.not_(follows_claim)),
    ]


def _when(criteria: Criteria) -> list[sa.ColumnElement[bool]]:
    conditions = []
    if (since := criteria.get("since")) is not None:
        conditions.append(TABLE.c.recorded_at >= to_micros(since))
    if (until := criteria.get("until")) is not None:
        conditions.append(TABLE.c.recorded_at < to_micros(until))
    if (position := criteria.get("before_position")) is not None:
        conditions.append(TABLE.c.position < position)
    return conditions


def _about(database: Database, name: str) -> sa.ColumnElement[bool]:
    """What happened to the things of this name, at the till and on every shop."""
    columns = TABLE.c
    till_keys: dict[Kind, set[str]] = {}
    shop_keys: dict[Place, set[str]] = {}
    for match in reference.family(database, name):
        if match.connection.startswith(TILL):
            till_keys.setdefault(match.ref.kind, set()).add(match.ref.key)
        else:
            shop_keys.setdefault((match.connection, match.ref.kind), set()).add(match.ref.key)
    said_of_tills = [
        sa.and_(columns.till_key.in_(keys), columns.kind == kind)
        for kind, keys in till_keys.items()
    ]
    for place, keys in _linked(database, said_of_tills).items():
        shop_keys.setdefault(place, set()).update(keys)
    at_tills = [
        sa.and_(columns.key.in_(keys), columns.kind == kind, columns.connection.startswith(TILL))
        for kind, keys in till_keys.items()
    ]
    on_shops = [
        sa.and_(columns.key.in_(keys), columns.kind == kind, columns.connection == connection)
        for (connection, kind), keys in shop_keys.items()
    ]
    return sa.or_(sa.false(), *said_of_tills, *at_tills, *on_shops)


def _linked(
    database: Database, said_of_tills: Sequence[sa.ColumnElement[bool]]
) -> dict[Place, set[str]]:
    """What was ever linked on the shops to things of the tills, and what belongs to it there."""
    columns = TABLE.c
    query = (
        sa.select(columns.connection, columns.kind, columns.key)
        .where(columns.type == TYPE_NAMES[Linked], sa.or_(sa.false(), *said_of_tills))
        .distinct()
    )
    with database.engine.connect() as opened:
        linked = [(connection, Kind(kind), key) for connection, kind, key in opened.execute(query)]
    places: dict[Place, set[str]] = {}
    for connection, kind, key in linked:
        places.setdefault((connection, kind), set()).add(key)
        if kind is Kind.PRODUCT:
            for member in reference.members_on_shop(database, connection, key):
                places.setdefault((connection, member.kind), set()).add(member.key)
    return places


def _line(row: Sequence[Any]) -> Line:
    values = dict(zip(Line.__struct_fields__, row, strict=True))
    values["recorded_at"] = Instants()[values["recorded_at"]]
    values["kind"] = None if values["kind"] is None else Kind(values["kind"])
    return Line(**values)


def _follow(batch: Batch, event: Event, fact: Fact) -> None:
    claimed = None
    if isinstance(fact, ChangeConfirmed | ChangeRefused | ChangeLapsed):
        claim = claims.answered(batch, event, fact.change)
        claimed = None if claim is None else claim.change
    said = outline(fact, claimed)
    batch.add(
        TABLE,
        (
            event.position,
            to_micros(event.recorded_at),
            event.actor,
            run_of(event),
            connection_of(event),
            said.kind,
            said.key,
            said.till_key,
            TYPE_NAMES[type(fact)],
            said.field,
            said.before,
            said.after,
            event.cause,
            event.id,
        ),
    )


HANDLERS: Handlers = dict.fromkeys(TYPE_NAMES, _follow)
