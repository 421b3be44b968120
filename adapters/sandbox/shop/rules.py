"""What a resource does beyond keeping a row: one entry for each that does more."""

from collections.abc import Callable, Sequence

import msgspec

from pos2web.adapters.sandbox.shop.store import Record, Store

Items = Sequence[dict[str, str]]


def nothing(store: Store, record: Record) -> None:
    """Do nothing more."""


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """Steps around a write.

    `complete` works on a POST before its validation, `prepare` on every write after it; `added`,
    `updated` and `removed` run in the transaction of the write. A setter takes the place of a
    plain field, an association's keeper that of a plain list; None ignores it.
    """

    complete: Callable[[Store, Record], None] = nothing
    prepare: Callable[[Store, Record], None] = nothing
    added: Callable[[Store, Record], None] = nothing
    updated: Callable[[Store, Record], None] = nothing
    removed: Callable[[Store, Record], None] = nothing
    setters: dict[str, Callable[[Store, Record, str], None]] = {}
    associations: dict[str, Callable[[Store, Record, Items], None] | None] = {}
