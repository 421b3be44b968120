"""Tasks that run by themselves: a desk with its lanes open and its heart beating."""

import time
from collections.abc import Sequence

import msgspec

from pos2web.domain.decisions import Decision
from pos2web.ports import Channel
from pos2web.tasks.alerts import Alerts, Worded
from pos2web.tasks.control import Overview, RunAsked
from pos2web.tasks.service import TaskService, alert_view
from pos2web.tasks.shipping import Shipping
from pos2web.tasks.ticker import Ticker


class RunningTasks:
    """A desk between `start` and `close`; what can be asked is in `Control`."""

    def __init__(
        self,
        service: TaskService,
        channels: Sequence[Channel],
        worded: Worded,
        shipping: Shipping | None = None,
    ) -> None:
        self._service = service
        self._shipping = shipping
        self._alerts = Alerts(service.runner.context, channels, worded)
        watch = None if shipping is None else shipping.matters
        self._ticker = Ticker(service, self._alerts, watch=watch)

    def start(self) -> None:
        """Let the tasks run when they are due."""
        self._service.open_lanes()
        self._service.tick()
        self._ticker.start()
        if self._shipping is not None:
            self._shipping.start()

    def close(self, grace_s: float) -> None:
        """Begin no more runs, stop those under way between two changes, and wait so long for it."""
        until = time.monotonic() + grace_s
        self._service.stop_all()
        self._ticker.close(grace_s)
        self._service.close(max(0.0, until - time.monotonic()))
        if self._shipping is not None:
            self._shipping.close(max(0.0, until - time.monotonic()))

    def overview(self) -> Overview:
        """How everything stands."""
        views = tuple(alert_view(one) for one in self._alerts.standing())
        backup = None if self._shipping is None else self._shipping.view()
        return msgspec.structs.replace(self._service.overview(), alerts=views, backup=backup)

    def run(
        self, task: str, *, approved: bool = False, retry_held: bool = False, wait_s: float = 0.0
    ) -> RunAsked:
        """Run a task now, and wait so long for its end."""
        return self._service.run(task, approved=approved, retry_held=retry_held, wait_s=wait_s)

    def stop(self, task: str) -> bool:
        """Stop its run between two changes."""
        return self._service.stop(task)

    def decide(self, decision: Decision, *, actor: str, shop: str | None = None) -> list[int]:
        """Record what somebody decided, and act on it."""
        positions = self._service.decide(decision, actor=actor, shop=shop)
        if positions:
            self._ticker.set_timers()
        return positions

    def hint(self, source: str) -> None:
        """Look at the till at once."""
        self._service.hint(source)
