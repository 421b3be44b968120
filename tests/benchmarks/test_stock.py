"""How stock is changed to measure it."""

import random
from contextlib import closing
from pathlib import Path

from benchmarks.stock import sell
from pos2web.adapters.sandbox.catalogue import generate_till
from tests.adapters.sql_database.worlds import Hand


def test_so_many_levels_are_another_one(tmp_path: Path) -> None:
    till = tmp_path / "till.sqlite"
    generate_till(till, products=30, variants_share=0.0)
    with closing(Hand(f"sqlite:///{till}")) as hand:
        before = {row[0]: row[3] for row in hand.rows()["stock"]}
        sell(till, 7, random.Random(1))  # noqa: S311 - chance, not a secret
        after = {row[0]: row[3] for row in hand.rows()["stock"]}

    assert sum(before[row] != after[row] for row in before) == 7
