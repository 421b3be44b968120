"""Looks whether a store can be used, by using it a little."""

import secrets
from collections.abc import Iterator
from contextlib import suppress

from pos2web.errors import Pos2WebError, ProtocolError, RecordError
from pos2web.messages import message, message_of
from pos2web.ports import BackupStore, Finding, Severity

CONTENT = b"Pos2Web looks whether this store can be used. This may be deleted."


def tried(store: BackupStore, *, remedy: str) -> Iterator[Finding]:
    """Put an object, put it once more, read, find and delete it; yield what is wrong, or that
    nothing is. Raises nothing of ours, and leaves nothing where it may delete."""
    name = f"check-{secrets.token_hex(8)}"
    try:
        put_twice(store, name)
        read_and_found(store, name)
        store.delete([name])
        if any(store.list(name)):
            raise ProtocolError(
                message(
                    "{name} still has {object}, which was deleted", name=store.name, object=name
                )
            )
    except Pos2WebError as error:
        with suppress(Pos2WebError):
            store.delete([name])
        yield finding(store, Severity.PROBLEM, message_of(error), remedy=remedy)
        return
    yield finding(
        store, Severity.OK, message("{name} can be written, read and deleted from", name=store.name)
    )


def put_twice(store: BackupStore, name: str) -> None:
    """Raises ProtocolError when it isn't told first that it is new, and then that it is taken."""
    if not store.put(name, CONTENT) or store.put(name, CONTENT):
        raise ProtocolError(message("{name} is wrong about which objects it has", name=store.name))


def read_and_found(store: BackupStore, name: str) -> None:
    """Raises ProtocolError when what was put isn't what is there."""
    try:
        is_whole = store.get(name) == CONTENT
    except RecordError:
        is_whole = False
    if not is_whole:
        raise ProtocolError(
            message("{name} gives back something else than it was given", name=store.name)
        )
    if [each.name for each in store.list(name)] != [name]:
        raise ProtocolError(message("{name} does not list what it was given", name=store.name))


def finding(store: BackupStore, severity: Severity, text: str, *, remedy: str = "") -> Finding:
    """What was found about this store."""
    return Finding(severity=severity, about=store.name, text=text, remedy=remedy)
