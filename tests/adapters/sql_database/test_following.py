"""Whoever follows the feed knows in the end what a whole reading shows."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import event

from pos2web.adapters.testing.seeing import Seen, see
from pos2web.domain.things import AnyThing
from pos2web.domain.values import Ref
from tests.adapters.sql_database.tills import Clock, till_of
from tests.adapters.sql_database.worlds import Hand

STEPS = 25
OVERLAP_S = 60


class Follower:
    """Keeps what observations say, as a log does."""

    def __init__(self) -> None:
        self.known: dict[Ref, AnyThing] = {}
        self.cursor: str | None = None

    def learn(self, seen: Seen, *, crashes: bool) -> None:
        """Take everything in; a crash keeps only what came before some cursor, and that cursor."""
        self.known |= seen.things
        named = set(seen.named)
        gone = [ref for ref in self.known if ref.kind in seen.complete and ref not in named]
        for ref in gone:
            del self.known[ref]
        self.cursor = seen.cursors[0] if crashes else seen.cursor


def reprice(hand: Hand, chance: Random) -> None:
    hand.run(
        "UPDATE products SET price = :p WHERE id = :id",
        p=chance.randint(1, 99),
        id=chance.randint(1, 8),
    )


def sell(hand: Hand, chance: Random) -> None:
    hand.set(
        "stock",
        {"product_id": chance.randint(1, 8), "variant_id": None},
        quantity=chance.randint(0, 9),
    )


def add(hand: Hand, chance: Random) -> None:
    hand.set(
        "products", {"id": chance.randint(1, 8)}, reference=f"R{chance.randint(1, 99)}", price=5
    )


def strike(hand: Hand, chance: Random) -> None:
    hand.run("DELETE FROM products WHERE id = :id", id=chance.randint(1, 8))


def shelve(hand: Hand, chance: Random) -> None:
    place = {"product_id": chance.randint(1, 8), "category_id": chance.randint(1, 3)}
    hand.set("product_categories", place, position=chance.randint(1, 3))


def unshelve(hand: Hand, chance: Random) -> None:
    hand.run("DELETE FROM product_categories WHERE product_id = :id", id=chance.randint(1, 8))


def vary(hand: Hand, chance: Random) -> None:
    options = {"option1_name": "Taille", "option1_value": chance.choice("SML")}
    hand.set("variants", {"id": chance.randint(1, 5)}, product_id=chance.randint(1, 8), **options)


ACTS: tuple[Callable[[Hand, Random], None], ...] = (
    reprice,
    sell,
    add,
    strike,
    shelve,
    unshelve,
    vary,
)


def keep_time(hand: Hand, clock: Clock, chance: Random) -> None:
    """Let the database's marks follow our clock, some of them committed late."""

    def mark(*_: str) -> str:
        late = timedelta(seconds=chance.choice((0, 0, 0, 20, OVERLAP_S - 10)))
        return f"{clock() - late:%Y-%m-%d %H:%M:%S}.000"

    def on_connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.create_function("strftime", 2, mark)

    event.listen(hand.engine, "connect", on_connect)


@pytest.mark.parametrize("seed", range(12))
def test_following_the_feed_ends_where_a_whole_reading_does(hand: Hand, seed: int) -> None:
    chance, clock, follower = Random(seed), Clock(), Follower()  # noqa: S311 - a test's dice
    keep_time(hand, clock, chance)
    with till_of(str(hand.engine.url), clock=clock, overlap_s=OVERLAP_S) as till:
        for _ in range(STEPS):
            for _ in range(chance.randint(0, 3)):
                chance.choice(ACTS)(hand, chance)
            clock.pass_by(seconds=chance.choice((0, 0, 1, 30, 100)))
            follower.learn(see(till, follower.cursor), crashes=chance.random() < 0.2)
            clock.pass_by(seconds=chance.choice((0, 1)))

        assert follower.known == see(till).things
