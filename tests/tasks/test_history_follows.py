"""A history that is far behind is worked out while the tasks run."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from pos2web.projections.following.follower import Follower
from pos2web.projections.following.progress import ATTEMPTS_MAX
from pos2web.projections.read_models import ProjectionError, ReadModels
from pos2web.tasks.alerts import Alerts
from pos2web.tasks.runner import Runner
from pos2web.tasks.service import TaskService
from pos2web.tasks.ticker import Ticker
from tests.shops.boutique import Boutique
from tests.tasks.floor import PARIS, PATIENCE_S, Garbled, floor
from tests.tasks.test_heart import told


class Daemon:
    """A desk over read models whose history has followed nothing, and its heart."""

    def __init__(self, service: TaskService, past: Follower) -> None:
        self.service = service
        self.past = past
        self.log = service.runner.context.log
        self.alerts = Alerts(service.runner.context, [], told)
        self.ticker = Ticker(service, self.alerts)

    def stumble(self) -> None:
        """The history can't follow, again and again."""
        for _ in range(ATTEMPTS_MAX):
            with pytest.raises(ProjectionError):
                self.past.catch_up(Garbled(self.log))


@pytest.fixture
def daemon(boutique: Boutique) -> Iterator[Daemon]:
    boutique.sync()
    files = (boutique.folder / "state.db", boutique.folder / "history.db")
    with floor(boutique) as here, closing(ReadModels.open(*files)) as models:
        service = TaskService(Runner(replace(here.context, models=models)), zone=PARIS)
        assert models.past is not None
        models.past.catch_up(here.context.log, upto=0)
        try:
            yield Daemon(service, models.past)
        finally:
            assert service.close(PATIENCE_S)


def test_it_comes_near_by_the_heart(daemon: Daemon) -> None:
    daemon.ticker._follow_history()

    assert daemon.past.progress.position == daemon.log.head


def test_it_comes_near_by_upkeep(daemon: Daemon) -> None:
    run = daemon.service.run("upkeep").last

    assert run is not None
    assert run.outcome == "done"
    assert daemon.past.progress.position == daemon.log.head


def test_one_that_cannot_follow_is_told_of_and_left_alone(daemon: Daemon) -> None:
    daemon.stumble()

    daemon.ticker._follow_history()
    daemon.ticker.review()

    assert daemon.past.progress.position == 0
    assert [one.alert for one in daemon.alerts.standing()] == ["models"]


def test_upkeep_makes_one_that_could_not_follow_anew(daemon: Daemon) -> None:
    daemon.stumble()

    run = daemon.service.run("upkeep").last

    assert run is not None
    assert (run.outcome, run.changed) == ("done", 1)
    assert not daemon.past.progress.is_parked
    assert daemon.past.progress.position > 0
