"""What people call things, looked up in the read models."""

from collections.abc import Callable
from functools import partial
from typing import assert_never

from pos2web.domain.things import (
    AnyThing,
    Brand,
    Category,
    Image,
    Option,
    OptionValue,
    Product,
    Stock,
    Supplier,
    Variant,
)
from pos2web.domain.values import ConnectionName, Kind, Ref
from pos2web.history.words.wording import text_in
from pos2web.projections import reference
from pos2web.projections.following.rows import Database

Look = Callable[[ConnectionName | None, Ref], AnyThing | None]
"""A connection's thing, any till's when None is given."""


class ThingNames:
    """Names of now, of gone things too: a product's reference, other things' names.

    Each thing is looked up once: for one screen or one answer, not for the life of a process.
    `look` finds things elsewhere than in the read models, as they were.
    """

    def __init__(self, database: Database, language: str, *, look: Look | None = None) -> None:
        self._look = look or partial(reference.known, database)
        self._language = language
        self._found: dict[tuple[Ref, ConnectionName | None], str | None] = {}

    def __call__(self, ref: Ref, connection: ConnectionName | None) -> str | None:
        """The name of a connection's thing, of any till's when None is given."""
        asked = (ref, connection)
        if asked not in self._found:
            thing = self._look(connection, ref)
            self._found[asked] = None if thing is None else self._name(thing, connection)
        return self._found[asked]

    def _name(self, thing: AnyThing, connection: ConnectionName | None) -> str | None:
        match thing:
            case Product():
                return thing.reference or text_in(thing.name, self._language)
            case Variant():
                return thing.reference or self._by_options(thing, connection)
            case Image():
                return self._within(thing.product, str(thing.position), connection)
            case Stock():
                return self(_counted(thing), connection)
            case Brand() | Supplier():
                return thing.name
            case Category() | Option() | OptionValue():
                return text_in(thing.name, self._language)
            case _:
                assert_never(thing)

    def _by_options(self, variant: Variant, connection: ConnectionName | None) -> str:
        options = [Ref(Kind.OPTION_VALUE, key) for key in variant.options]
        chosen = ", ".join(self(ref, connection) or ref.key for ref in options)
        return self._within(variant.product, chosen, connection)

    def _within(self, product: str, which: str, connection: ConnectionName | None) -> str:
        return f"{self(Ref(Kind.PRODUCT, product), connection) or product} ({which})"


def _counted(stock: Stock) -> Ref:
    if stock.variant is None:
        return Ref(Kind.PRODUCT, stock.product)
    return Ref(Kind.VARIANT, stock.variant)
