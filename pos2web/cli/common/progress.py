"""Shows a run's progress on stderr, and turns Ctrl-C into a clean stop."""

import itertools
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from pos2web.cli.common.session import Session
from pos2web.cli.texts.common import TEXTS
from pos2web.engine.context import RunProgress as Watcher
from pos2web.engine.context import Unwatched


class Bars:
    """A bar for each phase of a run; the one under way moves."""

    def __init__(self, session: Session, progress: Progress) -> None:
        self._session = session
        self._progress = progress
        self._current = progress.add_task("", visible=False)

    def phase(self, name: str, total: int | None) -> None:
        """Begin a new bar; the one before it is full."""
        before = self._progress.tasks[self._current]
        done = max(before.completed, before.total or 0)
        self._progress.update(self._current, total=done, completed=done)
        known = f"phase.{name}"
        words = self._session.text(known) if known in TEXTS else name
        self._current = self._progress.add_task(words, total=total)

    def advance(self, count: int = 1) -> None:
        """Move the bar."""
        self._progress.advance(self._current, count)


@contextmanager
def watching(session: Session) -> Iterator[Watcher]:
    """Somebody to show progress to, where a person watches; nobody otherwise."""
    if not session.err.is_terminal:
        yield Unwatched()
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=session.err, transient=True) as progress:
        yield Bars(session, progress)


@contextmanager
def stopping(session: Session) -> Iterator[threading.Event]:
    """An event that Ctrl-C or a request to end sets; the second time the command is aborted."""
    stop = threading.Event()
    with heeding(session, stop.set):
        yield stop


@contextmanager
def heeding(session: Session, stop: Callable[[], object]) -> Iterator[None]:
    """Ctrl-C or a request to end asks for a stop; the second time the command is aborted."""
    requests = itertools.count()

    def ask(_number: int, _frame: FrameType | None) -> None:
        if next(requests):
            raise KeyboardInterrupt
        stop()
        session.tell("sync.stopping")

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
