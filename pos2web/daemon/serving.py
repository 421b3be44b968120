"""The life of the daemon: open, serve, watch, end."""

import logging
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from pos2web.daemon.ending import Ending
from pos2web.daemon.presence import Presence, announced, hook_token, new_token, withdraw
from pos2web.daemon.systemd import Supervisor
from pos2web.errors import Pos2WebError, TransientError
from pos2web.messages import message
from pos2web.settings import DaemonSettings, Home
from pos2web.tasks.control import Control
from pos2web.web.access import LOOPBACK, Access
from pos2web.web.application import application
from pos2web.web.health import health
from pos2web.web.server import ANYWHERE, Server, serving

log = logging.getLogger(__name__)

LOOK_S = 1.0
"""Between two looks at the HTTP server."""

PINGS = 3
"""So often is systemd told of the heart in the time after which it would start us anew."""

CLOSING_S = 2.0
"""Of the time for ending, what is kept for closing files and connections after the runs."""


class ServedTasks(Control, Protocol):
    """Tasks that run by themselves from `start` to `close`."""

    def start(self) -> None:
        """Let the tasks run when they are due."""
        ...

    def close(self, grace_s: float) -> None:
        """Begin no more runs, stop those under way between two changes, and wait so long for it.

        Whoever waits for a run gets an answer at once.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What a daemon runs in: its home, how it is set, who may ask, who watches, what ends it."""

    home: Home
    settings: DaemonSettings
    access: Access
    supervisor: Supervisor
    ending: Ending


def access_to(home: Home, settings: DaemonSettings) -> Access:
    """Who may ask this daemon: the token is new with each, the hook's stays."""
    names = {settings.host, *settings.names} - ANYWHERE.keys()
    return Access(
        token=new_token(),
        hook_token=hook_token(home),
        names=LOOPBACK | {name.lower() for name in names},
    )


def serve(frame: Frame, open_desk: Callable[[], AbstractContextManager[ServedTasks]]) -> None:
    """Run the tasks and serve them until somebody asks for an end.

    Raises what opening the desk raises, ConflictError or SettingsError from listening, and
    TransientError when the HTTP server died.
    """
    settings, is_open = frame.settings, [False]

    def is_ready() -> bool:
        return is_open[0] and not frame.ending.asked.is_set()

    with open_desk() as service:
        app = application(service, frame.access, is_ready=is_ready)
        with serving(app, host=settings.host, port=settings.port) as server:
            try:
                service.start()
                is_open[0] = True
                _attend(frame, service, server)
            finally:
                is_open[0] = False
                frame.ending.limit()
                frame.supervisor.stopping()
                service.close(max(0.0, settings.stop_s - CLOSING_S))
    log.info("ended")


def _attend(frame: Frame, service: ServedTasks, server: Server) -> None:
    overview = service.overview()
    presence = Presence(
        pid=os.getpid(),
        url=server.url,
        token=frame.access.token,
        version=overview.version,
        started_at=overview.now,
    )
    frame.ending.last_words = lambda: withdraw(frame.home, presence.pid)
    with announced(frame.home, presence):
        frame.supervisor.ready(f"{len(overview.tasks)} tasks, {server.url}")
        log.info("ready", extra={"url": server.url, "tasks": len(overview.tasks)})
        _watch(frame, service, server)


def _watch(frame: Frame, service: ServedTasks, server: Server) -> None:
    """Until we are asked to end: see that the server lives, and tell systemd of the heart."""
    watchdog_s = frame.supervisor.watchdog_s
    look_s = min(LOOK_S, watchdog_s / PINGS) if watchdog_s else LOOK_S
    looks_a_ping = max(1, int(watchdog_s / PINGS / look_s)) if watchdog_s else 0
    looks = 0
    while not frame.ending.asked.wait(look_s):
        looks += 1
        if not server.is_serving:
            raise TransientError(message("the HTTP server has ended by itself; the notes say why"))
        if looks_a_ping and looks % looks_a_ping == 0 and _heart_beats(service):
            frame.supervisor.alive()


def _heart_beats(service: ServedTasks) -> bool:
    try:
        found = health(service.overview(), is_ready=True)
    except Pos2WebError as error:
        log.warning("the tasks don't say how they are: %s", error)
        return False
    if not found.alive:
        log.error("the tasks have stopped", extra={"wrong": [each.about for each in found.wrong]})
    return found.alive
