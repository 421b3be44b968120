"""`tasks run` and `tasks stop`: a run now, by the daemon or here."""

import contextlib

import click

from pos2web.cli.common.controlling import control_of
from pos2web.cli.common.exits import OUTCOMES, Exit
from pos2web.cli.common.overview import last_values, task_named
from pos2web.cli.common.progress import heeding
from pos2web.cli.common.reporting import ReportPrinter
from pos2web.cli.common.session import Session, command_session, json_option
from pos2web.cli.tasks.screens import ended
from pos2web.daemon.remote import living
from pos2web.history import till_wording
from pos2web.tasks.control import RunAsked

IDLE = "idle"
WAIT_S_MAX = 3600.0
"""So long the end of a run in the daemon is waited for."""


@click.command()
@click.argument("name")
@click.option("--yes", "approved", is_flag=True, help="Go ahead where the run would ask first.")
@click.option("--retry-held", is_flag=True, help="Ask the shop again for what it refused before.")
@click.option("--wait/--no-wait", default=True, help="Wait for its end; without, ask and be gone.")
@json_option
@command_session
def run(
    session: Session, name: str, *, approved: bool, retry_held: bool, wait: bool, as_json: bool
) -> Exit:
    """Run a task now, whether it is enabled or not: by the daemon, or here where none runs.

    Ctrl-C stops a run that is here; one of the daemon goes on, until `tasks stop`.
    """
    task = task_named(session, name)
    with control_of(session) as control:
        is_daemon = control.overview().is_daemon
        waits_s = WAIT_S_MAX if wait or not is_daemon else 0.0
        with contextlib.ExitStack() as stack:
            if not is_daemon:
                stack.enter_context(heeding(session, lambda: control.stop(task)))
            asked = control.run(task, approved=approved, retry_held=retry_held, wait_s=waits_s)
    told = ReportPrinter(session=session, here=till_wording(session.language))
    if as_json:
        last = last_values(told, asked.last)
        session.json({"task": task, "is_daemon": is_daemon, "state": asked.state, "last": last})
    elif asked.last is not None:
        session.print(ended(told, task, asked.last))
    else:
        session.say(f"tasks.{unseen(asked, waits_s)}", task=task)
    return exit_of(asked, waits_s)


def unseen(asked: RunAsked, waits_s: float) -> str:
    """What is known of a run whose end nobody saw: that it was asked for, forgotten, or goes on."""
    if not waits_s:
        return "asked"
    return "forgotten" if asked.state == IDLE else "goes_on"


def exit_of(asked: RunAsked, waits_s: float) -> Exit:
    """The code that tells a script how the run ended, if its end was waited for."""
    if asked.last is not None:
        return OUTCOMES.get(asked.last.outcome, Exit.PROBLEM)
    return {"asked": Exit.DONE, "forgotten": Exit.INTERRUPTED}.get(
        unseen(asked, waits_s), Exit.PROBLEM
    )


@click.command()
@click.argument("name")
@json_option
@command_session
def stop(session: Session, name: str, as_json: bool) -> Exit:
    """Stop a task's run in the daemon between two changes, and forget one that waits."""
    task = task_named(session, name)
    session.settings()
    control = living(session.home)
    stopped = control is not None and control.stop(task)
    if as_json:
        session.json({"task": task, "is_daemon": control is not None, "stopped": stopped})
    elif control is None:
        session.say("tasks.no_daemon")
    else:
        session.say("tasks.stopped" if stopped else "tasks.not_running", task=task)
    return Exit.DONE
