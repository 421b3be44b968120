"""By what an event can be found: who, which run and task, where, which thing and field, which words.

Each is a term: a number made of its sort and its text, the same everywhere, so that no list of
them has to be kept. Two texts may share a number, about once in 10^14 pairs.
"""

from collections.abc import Set
from functools import lru_cache
from hashlib import blake2b

from pos2web.domain.decisions import TaskFact
from pos2web.domain.evolve import FOUND
from pos2web.domain.facts import ChangeClaimed, CursorMoved, Fact, Linked, ThingFact, Unlinked
from pos2web.domain.fields import FIELDS, Form
from pos2web.domain.run_facts import RunEnded, RunPassed, RunsMissed, RunStarted
from pos2web.domain.things import KIND_OF
from pos2web.domain.values import ConnectionName, Money
from pos2web.log.records import Event
from pos2web.log.shapes import SHAPES
from pos2web.projections.following.handlers import connection_of, run_of
from pos2web.projections.history.outline import Outline
from pos2web.projections.history.outline import text as written
from pos2web.projections.subjects import FIRST_SIGHTS
from pos2web.projections.words import words

TYPE_NAMES: dict[type[Fact], str] = {shape.fact: shape.name for shape in SHAPES}

_MASK = (1 << 47) - 1
"""SQLite keeps numbers up to this one in six bytes."""

_WORDLESS = {CursorMoved, Linked, Unlinked}
"""Facts that say keys of ours, and marks that nobody looks for."""

_LOOKED_FOR = frozenset(Form) - {Form.KEY, Form.KEYS, Form.FLAG, Form.WHOLE, Form.MARK}
_SAID: dict[type[ThingFact], tuple[str, ...]] = {
    fact: tuple(
        row.name
        for row in FIELDS[KIND_OF[record]]
        if row.form in _LOOKED_FOR and row.name != "name"
    )
    for record, (fact, _) in FOUND.items()
}
"""What a first sight is found by beside the name: values that people read, no keys of other things."""

_AMOUNT_DECIMALS_MIN = 2
"""People look for an amount with its cents, however a till writes it."""

_OF_TASK = (RunStarted, RunEnded, RunPassed, RunsMissed, TaskFact)


@lru_cache(50_000)
def term(sort: str, text: str) -> int:
    """The number of a term, by its sort and its text."""
    digest = blake2b(f"{sort} {text}".encode(), digest_size=6).digest()
    return int.from_bytes(digest, "big") & _MASK


ACTOR, RUN, TASK, CONNECTION, KIND, KEY, TILL_KEY, FIELD, TYPE, WORD, BEGINNING = (
    *("actor", "run", "task", "connection", "kind", "key", "till_key", "field", "type"),
    *("word", "beginning"),
)

TOLD = term("told", "")
"""Of what is told where each act is told once."""

CLAIM = term(TYPE, TYPE_NAMES[ChangeClaimed])


def thing(sort: str, kind: str | None, key: str) -> int:
    """The term of a thing by its key: on the event's connection, or at the till."""
    return term(sort, f"{kind or ''} {key}")


def terms(event: Event, said: Outline, task: str) -> list[int]:
    """What an event is found by, but for its words; `task` is that of its run, if any."""
    origin = _origin(event.actor, connection_of(event), run_of(event), task)
    found = [*origin, *_sort(type(event.fact), said.kind, said.field)]
    if said.key is not None:
        found.append(thing(KEY, said.kind, said.key))
    if said.till_key is not None:
        found.append(thing(TILL_KEY, said.kind, said.till_key))
    return found


@lru_cache(10_000)
def _origin(actor: str, connection: ConnectionName, run: str, task: str) -> tuple[int, ...]:
    texts = ((ACTOR, actor), (CONNECTION, connection), (RUN, run), (TASK, task))
    return tuple(term(sort, text) for sort, text in texts if text)


@lru_cache(10_000)
def _sort(fact: type[Fact], kind: str | None, field: str) -> tuple[int, ...]:
    texts = [(TYPE, TYPE_NAMES[fact]), (KIND, kind or "")]
    texts += [(FIELD, each) for each in field.split(",")]
    return tuple(term(sort, text) for sort, text in texts if text)


def task_named(fact: Fact) -> str:
    """The task that a fact is about, if it is about one."""
    return fact.task if isinstance(fact, _OF_TASK) else ""


def words_of(fact: Fact, said: Outline) -> Set[str]:
    """The words in what an event says was and is; where a thing is first seen, in all that it was.

    They stay here as they are: an outline must not say in clear what is sealed in the log.
    """
    if type(fact) in _WORDLESS:
        return frozenset()
    texts = [said.before, said.after]
    if isinstance(fact, ThingFact) and type(fact) in FIRST_SIGHTS:
        record = getattr(fact, FIRST_SIGHTS[type(fact)])
        texts += [_read(value) for field in _SAID[type(fact)] if (value := getattr(record, field))]
    found = [words(text) for text in texts if text]
    return found[0] if len(found) == 1 else frozenset().union(*found)


def _read(value: object) -> str | None:
    """A value as people read it and look for it."""
    if not isinstance(value, Money):
        return written(value)
    whole, _, decimals = f"{value.amount:f}".partition(".")
    decimals = decimals.rstrip("0").ljust(_AMOUNT_DECIMALS_MIN, "0")
    return f"{whole}.{decimals} {value.currency}"
