"""Streams: what each stream of the log is called, built and read here and nowhere else.

The names are for ever, since old logs hold them:

    till:main/product/12            a thing of a till or a shop, by its key there
    till:main/cursor                how far a connection was observed
    shop:main/link/product/12       which thing of a shop a till's thing is, by the till's key
    shop:main/hold/product/12       why a till's thing is kept off a shop, or no longer is
    shop:main/pin/product/12        the pins of a till's thing on a shop
    shop:main/rule/category:7       the rules about selling of one scope on a shop
    shop:main/customer/31           a customer of a connection
    person/…, run/…, task/…, alert/…, backup/…      a person, a run, a task, an alert, a store
    installation                    what concerns all of it
"""

from typing import NewType

from pos2web.domain.connections import is_shop, is_till
from pos2web.domain.selling.records import Scope
from pos2web.domain.values import ConnectionName, Kind, Ref

Stream = NewType("Stream", str)
"""The name of a stream of the log: made by the functions of this module alone."""

INSTALLATION = Stream("installation")
"""What concerns the whole installation."""

_RUN = "run/"


def thing_stream(connection: ConnectionName, kind: Kind, key: str) -> Stream:
    """What a till or a shop showed of one of its things, and what is held of it."""
    return Stream(f"{connection}/{kind}/{key}")


def cursor_stream(connection: ConnectionName) -> Stream:
    """How far a connection was observed."""
    return Stream(f"{connection}/cursor")


def link_stream(shop: ConnectionName, ref: Ref) -> Stream:
    """Which thing of a shop a till's thing is."""
    return Stream(f"{shop}/link/{ref.kind}/{ref.key}")


def hold_stream(shop: ConnectionName, ref: Ref) -> Stream:
    """Why a till's thing is kept off a shop. Before there could be several shops it was recorded in
    the thing's own stream, as is still what can't be read at the till."""
    return Stream(f"{shop}/hold/{ref.kind}/{ref.key}")


def pin_stream(shop: ConnectionName, ref: Ref) -> Stream:
    """The pins of a till's thing on a shop."""
    return Stream(f"{shop}/pin/{ref.kind}/{ref.key}")


def rule_stream(shop: ConnectionName, scope: Scope) -> Stream:
    """The rules about selling of one scope on a shop."""
    return Stream(f"{shop}/rule/{scope}")


def customer_stream(connection: ConnectionName, key: str) -> Stream:
    """One customer of a till or a shop."""
    return Stream(f"{connection}/customer/{key}")


def person_stream(person: str) -> Stream:
    """What becomes of a person's data, by their pseudonym."""
    return Stream(f"person/{person}")


def run_stream(run: str) -> Stream:
    """One run: its start, its claims and what became of them, its end."""
    return Stream(f"{_RUN}{run}")


def task_stream(task: str) -> Stream:
    """How a task is set, and its runs that have no stream of their own."""
    return Stream(f"task/{task}")


def alert_stream(alert: str) -> Stream:
    """When an alert was raised, told and cured."""
    return Stream(f"alert/{alert}")


def backup_stream(store: str) -> Stream:
    """What becomes of the backups on one store, by its name in the settings."""
    return Stream(f"backup/{store}")


def connection_in(stream: Stream) -> ConnectionName | None:
    """The till or shop that a stream belongs to; None where it belongs to none."""
    if not is_till(stream) and not is_shop(stream):
        return None
    return ConnectionName(stream.partition("/")[0])


def run_in(stream: Stream) -> str | None:
    """The run whose own stream it is; None for any other."""
    return stream.removeprefix(_RUN) if stream.startswith(_RUN) else None


def event_id(stream: Stream, version: int) -> str:
    """The name of an event for ever, the same in every copy of the log."""
    return f"{stream}@{version}"


def event_in(event: str) -> tuple[Stream, str]:
    """The stream and the version that an event's name tells."""
    stream, _, version = event.rpartition("@")
    return Stream(stream), version
