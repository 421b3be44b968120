"""A world that is kept from run to run: it knows what one made anew would know, and finds the same."""

import os
from pathlib import Path

import pytest

from pos2web.domain.values import Kind
from pos2web.engine import RunReport
from pos2web.engine.state import SyncState
from tests.engine.keeping import PARTS, Chances, Keeper, both

SEEDS = int(os.environ.get("POS2WEB_SEEDS", "20"))


def told(report: RunReport) -> dict[str, object]:
    """What a run came to, as far as it doesn't tell when and by whom."""
    names = ("outcome", "reason", "read", "changed", "unchanged", "held", "writes", "holds")
    return {name: getattr(report, name) for name in names}


def is_whole(report: RunReport) -> bool:
    return report.read == report.changed + report.unchanged + report.held


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_kept_world_finds_what_one_made_anew_finds(tmp_path: Path, seed: int) -> None:
    chances = Chances(seed)
    with both(tmp_path) as (kept, fresh):
        for _ in range(14):
            for _ in range(chances.dice.randrange(3)):
                act = chances.act()
                act(kept)
                act(fresh)
            part = chances.dice.choice(PARTS)

            found, expected = kept.run(part), fresh.run(part)

            assert told(found) == told(expected), part.task
            assert is_whole(found)
            assert kept.shop.contents() == fresh.shop.contents()
            assert kept.known(kept.runner.state) == kept.known(SyncState(kept.context))


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happened_each_part_comes_to_rest(tmp_path: Path, seed: int) -> None:
    with both(tmp_path) as (kept, _):
        chances = Chances(seed)
        for _ in range(10):
            chances.act()(kept)
            kept.run(chances.dice.choice(PARTS))
        chances.mend()(kept)
        chances.change_photo()(kept)
        settle(kept)

        head = kept.context.log.head
        reports = [kept.run(part) for part in PARTS[:4]]

        assert [report.writes for report in reports] == [0] * 4
        assert kept.runner.till.view.unread == {}
        assert kept.context.log.head == head


def settle(kept: Keeper) -> None:
    """Run everything until nothing is left to do."""
    for _ in range(3):
        for part in PARTS[:4]:
            kept.run(part)
    assert kept.boutique.on_shop(Kind.CATEGORY)
