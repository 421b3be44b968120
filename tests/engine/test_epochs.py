"""The epochs of an installation, and ids that none shares with another."""

from pathlib import Path

import pytest

from pos2web.domain.archive_facts import EpochBegan
from pos2web.domain.facts import ChangeClaimed
from pos2web.domain.streams import INSTALLATION
from pos2web.engine.epochs import begin, begun, change_ids, epochs, restored_at, take_over
from pos2web.errors import TransientError
from tests.engine.houses import restored
from tests.shops.boutique import Boutique


def test_a_new_log_begins_its_first_epoch_once(boutique: Boutique) -> None:
    with boutique.context() as context:
        assert epochs(context.log) == []
        first = begun(context.log)
        again = begun(context.log)
        (event,) = context.log.read_stream(INSTALLATION)

    assert (first.number, first.why, first) == (1, "installed", again)
    assert (event.actor, event.run) == ("daemon", "")


def test_only_a_restore_is_one(boutique: Boutique) -> None:
    with boutique.context() as context:
        begun(context.log)
        assert restored_at(context.log) is None
        begin(context.log, EpochBegan(number=2, id="b", why="restored"), actor="user:Zoé")
        begin(context.log, EpochBegan(number=3, id="c", why="moved"), actor="user:Zoé")

        assert restored_at(context.log) == epochs(context.log)[1].began_at


def test_the_ids_of_changes_are_those_of_an_epoch(boutique: Boutique, tmp_path: Path) -> None:
    boutique.sync()
    new = restored(boutique, tmp_path / "new")

    with boutique.context() as old_house, new.context() as new_house:
        before = {
            event.fact.change.id
            for event in old_house.log.read()
            if isinstance(event.fact, ChangeClaimed)
        }
        old_ids, new_ids = change_ids(old_house.log), change_ids(new_house.log)
        lost, given = {old_ids() for _ in range(100)}, {new_ids() for _ in range(100)}

    assert {one.partition(".")[0] for one in before} == {"0"}
    assert {one.partition(".")[0] for one in lost} == {"1"}
    assert {one.partition(".")[0] for one in given} == {"2"}
    assert len(lost | given) == 200


def test_a_shop_that_is_away_cannot_be_taken_over(boutique: Boutique) -> None:
    def away() -> str | None:
        raise TransientError("the shop is away")

    boutique.sync()
    boutique.shop.read_mark = away  # type: ignore[method-assign]  # until it is back
    with boutique.context() as context:
        with pytest.raises(TransientError):
            take_over(context, actor="user:Zoé")

        assert len(epochs(context.log)) == 1
