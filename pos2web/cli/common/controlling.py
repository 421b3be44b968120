"""The tasks, wherever they are: in the daemon where one runs, otherwise in this process."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from pos2web.bootstrap import open_control
from pos2web.cli.common.session import Session
from pos2web.daemon.remote import living
from pos2web.errors import ConflictError
from pos2web.tasks.control import Control


@contextmanager
def control_of(session: Session) -> Iterator[Control]:
    """What to ask of this installation's tasks, for as long as the block lasts.

    Raises ConflictError, which says who has the log, where that is no daemon that answers.
    """
    with ExitStack() as stack:
        yield living(session.home) or _here(session, stack)


def _here(session: Session, stack: ExitStack) -> Control:
    settings = session.settings()
    try:
        return stack.enter_context(open_control(settings, sleep=session.sleep))
    except ConflictError:
        # It may be a daemon that was only about to be there.
        control = living(session.home)
        if control is None:
            raise
        return control
