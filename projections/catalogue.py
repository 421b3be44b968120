"""What the tills hold: every thing as it was last seen, stock included."""

from pos2web.domain.things import AnyThing
from pos2web.domain.values import Kind
from projections.following import TILL
from projections.rows import Database
from projections.things import follow_things, load_things, things_shape

SHAPE = things_shape("catalogue")
HANDLERS = follow_things(SHAPE, TILL)


def load(database: Database, connection: str) -> dict[Kind, dict[str, AnyThing]]:
    """A till's things by kind and key, without those that are gone; every kind is there."""
    return load_things(database, SHAPE, connection)
