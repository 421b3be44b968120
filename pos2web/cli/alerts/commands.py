"""`alerts test`: send a message that means nothing, to see that trouble would be told of."""

from dataclasses import dataclass
from uuid import uuid4

import click

from pos2web.bootstrap import utc_now
from pos2web.cli.common.exits import Exit
from pos2web.cli.common.session import Session, command_session, json_option
from pos2web.cli.texts.common import text
from pos2web.errors import Pos2WebError, SettingsError
from pos2web.messages import message
from pos2web.opening import open_channel
from pos2web.ports import Message
from pos2web.settings import Connection, Settings
from pos2web.translation import translate


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What became of a test message in one channel; `error` is None where it was taken."""

    channel: Connection
    error: Pos2WebError | None


@click.group()
def alerts() -> None:
    """Messages that tell people of trouble."""


@alerts.command()
@json_option
@command_session
def test(session: Session, as_json: bool) -> Exit:
    """Send a test message through every channel, and say what became of each."""
    settings = session.settings()
    if not settings.channels:
        raise SettingsError(
            message("{file}: no channel is set up: add [alerts.NAME]", file=settings.home.settings)
        )
    trial_message = test_message(settings.alerts.language)
    trials = [tried(settings, channel, trial_message) for channel in settings.channels]
    is_good = all(trial.error is None for trial in trials)
    if as_json:
        session.json(
            {"ok": is_good, "channels": [values(trial, session.language) for trial in trials]}
        )
    else:
        for trial in trials:
            show(session, trial)
    return Exit.DONE if is_good else Exit.PROBLEM


def test_message(language: str) -> Message:
    """What is sent, in the language in which people are told of trouble."""
    return Message(
        id=f"test-{uuid4().hex}",
        subject=text("alerts.test.subject", language),
        text=text("alerts.test.text", language),
        at=utc_now(),
        data={"alert": "test", "state": "test"},
    )


def tried(settings: Settings, connection: Connection, message: Message) -> Trial:
    """Send a message through one channel; whatever is wrong with it stops no other."""
    try:
        channel = open_channel(connection, settings.home, clock=utc_now)
        try:
            channel.send(message)
        finally:
            channel.close()
    except Pos2WebError as error:
        return Trial(channel=connection, error=error)
    return Trial(channel=connection, error=None)


def values(trial: Trial, language: str) -> dict[str, object]:
    """A trial, for JSON."""
    reason = "" if trial.error is None else translate(trial.error, language)
    return {
        "channel": trial.channel.name,
        "adapter": trial.channel.adapter,
        "ok": trial.error is None,
        "reason": reason,
    }


def show(session: Session, trial: Trial) -> None:
    """A trial on a screen."""
    about = {"channel": trial.channel.name, "adapter": trial.channel.adapter}
    if trial.error is None:
        session.print(f"✓ {session.text('alerts.sent', **about)}", style="green")
    else:
        reason = translate(trial.error, session.language)
        session.print(f"✗ {session.text('alerts.not_sent', **about, reason=reason)}", style="red")
