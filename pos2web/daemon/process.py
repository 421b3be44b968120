"""The daemon as the whole of a process: its notes, its signals, and the error that ended it."""

import logging
import os
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager

from pos2web.daemon.ending import Ending, heeding
from pos2web.daemon.memory import keep_small
from pos2web.daemon.notes import noting
from pos2web.daemon.serving import Frame, ServedTasks, access_to, serve
from pos2web.daemon.systemd import Supervisor
from pos2web.errors import Pos2WebError
from pos2web.settings import DaemonSettings, Home

log = logging.getLogger(__name__)


def carry_on(
    home: Home,
    settings: DaemonSettings,
    open_desk: Callable[[], AbstractContextManager[ServedTasks]],
    *,
    environment: Mapping[str, str],
    secrets: Collection[str] = (),
) -> Exception | None:
    """Be the daemon until somebody asks for an end: None; or until an error, which was noted.

    Only for the main thread. Raises SettingsError where nothing can be noted.
    """
    keep_small()
    access = access_to(home, settings)
    ending = Ending(settings.stop_s)
    frame = Frame(
        home=home,
        settings=settings,
        access=access,
        supervisor=Supervisor.of(environment, os.getpid()),
        ending=ending,
    )
    noted = noting(
        settings.notes,
        file=settings.notes_file,
        bytes_max=settings.notes_bytes_max,
        secrets={*secrets, access.token, access.hook_token},
    )
    with noted, heeding(ending):
        try:
            serve(frame, open_desk)
        except Pos2WebError as error:
            log.error("ended: %s", error)
            return error
        except Exception as error:
            log.exception("ended by a mistake of ours")
            return error
        finally:
            ending.settle()
    return None
