"""The place: a log, its read models, and whose they are; what looking back needs, with or without a house."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from pos2web.domain.policy import Policy
from pos2web.domain.tasks import TaskSetting
from pos2web.domain.undoing import CurrentState
from pos2web.domain.values import ConnectionName
from pos2web.engine.context import SyncContext
from pos2web.log import Log
from pos2web.projections import catalogue, links, pins, selling, site
from pos2web.projections.following.rows import Database
from pos2web.projections.read_models import ReadModels
from pos2web.projections.snapshots.files import models_at


@dataclass(frozen=True, kw_only=True)
class Installation:
    """Log and read models of one till and one shop. `tasks` are how the tasks are set now.

    `appended_max`: so many events go into the log at once; who was killed between two such appends
    asks for the rest again.
    """

    log: Log
    models: ReadModels
    policy: Policy
    till_name: ConnectionName
    shop_name: ConnectionName
    tasks: Mapping[str, TaskSetting] = field(default_factory=dict)
    appended_max: int = 1_000

    def known(self, models: Database | None = None) -> CurrentState:
        """What these read models know; those of now unless others are given."""
        source = models or self.models
        return CurrentState(
            till=catalogue.load(source, self.till_name),
            site=site.load(source, self.shop_name),
            links=links.load(source, self.shop_name),
            policy=self.policy,
            pins=pins.load(source, self.shop_name),
            selling=selling.load(source, self.shop_name),
            tasks=self.tasks,
            echoes=site.echoes(source, self.shop_name),
        )

    def known_pins(self) -> CurrentState:
        """The pins alone: enough to lift one, and quickly read."""
        standing = pins.load(self.models, self.shop_name)
        return CurrentState(till={}, site={}, links={}, policy=self.policy, pins=standing)

    def past(self, position: int) -> AbstractContextManager[ReadModels]:
        """The read models as they were at a position."""
        return models_at(self.log, self.models.path.with_name("snapshots"), position)


def place_of(context: SyncContext, tasks: Mapping[str, TaskSetting]) -> Installation:
    """The place that a house stands on."""
    return Installation(
        log=context.log,
        models=context.models,
        policy=context.policy,
        till_name=context.till_name,
        shop_name=context.shop_name,
        tasks=tasks,
    )
