"""How the history follows the log: by what each event is found, and what runs and was linked meanwhile.

What events say is read from the log, where alone it is.
"""

import sqlalchemy as sa

from pos2web.domain.connections import is_shop
from pos2web.domain.facts import ChangeClaimed, CursorMoved, Fact, Linked, ShopEchoed, ThingFact
from pos2web.domain.pins import PinFact
from pos2web.domain.run_facts import AlertTold, RunEnded, RunPassed, RunStarted
from pos2web.log.records import Event
from pos2web.projections import claims
from pos2web.projections.following.handlers import Handlers, connection_of, run_of
from pos2web.projections.following.rows import HISTORY, Batch, TableShape
from pos2web.projections.history.outline import OUTCOMES, outline
from pos2web.projections.history.postings import Postings
from pos2web.projections.history.terms import CLAIM, TOLD, TYPE_NAMES, task_named, terms, words_of

DRY_TASK, ASKED_TASK, DONE = "plan", "sync", "done"
"""What a run that only looked is called, and one that somebody asked for, and how one ends that could."""

ASIDE = {CursorMoved, RunStarted, RunPassed, ShopEchoed, AlertTold, ChangeClaimed}
"""What is no act: it is said by another line, or changed nothing."""

BY_TASK = "task:"
"""What the names of actors begin with that are tasks."""

RUNNING: TableShape[str] = TableShape(
    sa.Table(
        "running",
        HISTORY,
        sa.Column("run", sa.Text, primary_key=True),
        sa.Column("task", sa.Text, nullable=False),
    ),
    lambda task: (task,),
    lambda row: str(row[1]),
)
"""The task of each run that has not ended."""


LINKED: TableShape[int] = TableShape(
    sa.Table(
        "linked",
        HISTORY,
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("connection", sa.Text, primary_key=True),
        sa.Column("shop_key", sa.Text, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    ),
    lambda position: (position,),
    lambda row: int(row[4]),
)
"""Where each thing of the till was linked last to each of the shops' things that it ever was."""


def _follow(batch: Batch, event: Event, fact: Fact) -> None:
    claim = None
    if isinstance(fact, OUTCOMES):
        claim = claims.answered(batch, event, fact.change, claims.OF_HISTORY)
    change = None if claim is None else claim.change
    said = outline(fact, change, of_shop=is_shop(connection_of(event)))
    if isinstance(fact, Linked):
        key = (fact.kind, fact.key, connection_of(event), fact.shop_key)
        batch.put(LINKED, key, event.position)
    postings = batch.kept(Postings)
    found_by = terms(event, said, _task(batch, event, fact))
    if _is_told(postings, event):
        found_by.append(TOLD)
    postings.add(event.position, found_by, words_of(fact, said))


def _task(batch: Batch, event: Event, fact: Fact) -> str:
    """The task that it is about, or that it happened in, or whose doing it is.

    What runs is kept meanwhile.
    """
    run, named, running = run_of(event), task_named(fact), None
    if isinstance(fact, RunStarted):
        batch.put(RUNNING, (run,), fact.task)
    elif run:
        running = batch.get(RUNNING, (run,))
        if isinstance(fact, RunEnded):
            batch.drop(RUNNING, (run,))
    actor = event.actor
    by = actor.removeprefix(BY_TASK) if actor.startswith(BY_TASK) else ""
    return named or running or by


def _is_told(postings: Postings, event: Event) -> bool:
    """Whether a line is told where each act is told once; a claim is while it is open."""
    fact = event.fact
    if type(fact) in ASIDE:
        return False
    if isinstance(fact, RunEnded):
        return not _found_nothing(fact, event.actor)
    if event.cause and isinstance(fact, ThingFact) and not isinstance(fact, PinFact):
        return not postings.has(CLAIM, event.cause)
    return True


def _found_nothing(fact: RunEnded, actor: str) -> bool:
    """Whether a run only looked, or was a task's that found nothing to do by itself."""
    if fact.outcome != DONE:
        return False
    is_alone = actor.startswith(BY_TASK) and fact.task != ASKED_TASK
    return fact.task == DRY_TASK or (is_alone and not (fact.changed or fact.writes))


HANDLERS: Handlers = dict.fromkeys(TYPE_NAMES, _follow)
