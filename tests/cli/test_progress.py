"""A person sees a run move, and may stop it."""

import io
import signal
from pathlib import Path

import pytest
from rich.console import Console

from pos2web.cli.common.progress import stopping, watching
from pos2web.cli.common.session import Session
from pos2web.engine.context import Unwatched
from pos2web.settings import Home


@pytest.fixture
def session(tmp_path: Path) -> Session:
    screen = Console(file=io.StringIO(), force_terminal=True, width=100)
    return Session(home=Home(path=tmp_path), language="fr", err=screen)


def said(session: Session) -> str:
    """What was shown on the screen so far."""
    assert isinstance(session.err.file, io.StringIO)
    return session.err.file.getvalue()


def test_each_phase_has_a_bar_in_the_persons_language(session: Session) -> None:
    with watching(session) as progress:
        progress.phase("till", None)
        progress.advance(3)
        progress.phase("apply", 2)
        progress.advance()
        progress.phase("polishing", 1)

    assert "Lecture de la caisse" in said(session)
    assert "Modification du site" in said(session)
    assert "polishing" in said(session)


def test_without_a_terminal_nothing_is_shown(tmp_path: Path) -> None:
    file = io.StringIO()
    session = Session(home=Home(path=tmp_path), language="fr", err=Console(file=file))

    with watching(session) as progress:
        progress.phase("till", None)
        progress.advance()

    assert isinstance(progress, Unwatched)
    assert file.getvalue() == ""


def test_ctrl_c_asks_to_stop_and_a_second_one_aborts(session: Session) -> None:
    before = signal.getsignal(signal.SIGINT)

    with stopping(session) as stop:
        signal.raise_signal(signal.SIGINT)
        assert stop.is_set()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)

    assert "Ctrl-C de nouveau" in said(session)
    assert signal.getsignal(signal.SIGINT) is before
