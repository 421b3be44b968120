"""`demo`: a sample boutique with its till and its shop, kept in step before one's eyes."""

import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import click

from pos2web.adapters.sandbox.catalogue import write_till
from pos2web.bootstrap import open_context, open_daemon
from pos2web.cli.common.exits import Exit, exit_of
from pos2web.cli.common.progress import stopping, watching
from pos2web.cli.common.refusing import writing_to
from pos2web.cli.common.reporting import ReportPrinter, exit_of_run, report_values, show_report
from pos2web.cli.common.session import Session, command_session, json_option, local
from pos2web.cli.demo.children import SANDBOX_SHOP, SANDBOX_TILL, serving
from pos2web.cli.demo.journeys import Journey, head_of, journeys
from pos2web.daemon.process import carry_on
from pos2web.engine.context import RunOptions, RunReport, SyncContext
from pos2web.engine.sync import sync
from pos2web.errors import Pos2WebError, SettingsError
from pos2web.history import because, till_wording
from pos2web.history.words.running import task_words
from pos2web.messages import message
from pos2web.settings import Home, Settings, descriptions, secrets_of, write
from pos2web.tasks.control import Control
from pos2web.tasks.running import RunningTasks
from pos2web.translation import translate

POLL_S = 0.5

JOURNEYS_MAX = 10
"""So many changes are told one by one each time."""


@dataclass(frozen=True, kw_only=True)
class DemoServers:
    """The sample boutique, served: what to open, and the till's database."""

    session: Session
    shop_url: str
    till_url: str
    database: Path


@click.command()
@click.option(
    "--home",
    "given",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the demo; `demo` in the installation's home otherwise.",
)
@click.option("--once", is_flag=True, help="Sync once and end, instead of staying.")
@click.option("--port-shop", default=0, help="Port of the sandbox shop; a free one otherwise.")
@click.option("--port-till", default=0, help="Port of the sandbox till; a free one otherwise.")
@json_option
@command_session
def demo(
    session: Session, given: Path | None, once: bool, port_shop: int, port_till: int, as_json: bool
) -> Exit:
    """Try it all: a sample boutique's till and shop, kept in step while you change things.

    What you did is kept: start it again and it goes on from there.
    """
    home = Home(path=given.absolute() if given else session.home.path / "demo")
    if home.settings.exists() and not sandbox_of(home).exists():
        raise SettingsError(
            message("{path} holds a real installation; choose another home", path=home.path)
        )
    with opened(replace(session, home=home), (port_shop, port_till)) as boutique:
        settings = boutique.session.settings()
        with stopping(session) as stop, open_context(settings) as context:
            report = first_sync(session, context, stop)
            told = ReportPrinter.of(session, context)
            if as_json:
                session.json(report_values(told, report))
            else:
                show_report(told, report)
        if once or stop.is_set():
            return exit_of_run(report)
        return stay(boutique, settings)


def sandbox_of(home: Home) -> Path:
    """Where the sandbox keeps its own things."""
    return home.path / "sandbox"


@contextmanager
def opened(session: Session, ports: tuple[int, int]) -> Iterator[DemoServers]:
    """Make what is missing, serve shop and till, and write the settings that lead there."""
    folder = sandbox_of(session.home)
    with writing_to(session, session.home.path):
        folder.mkdir(parents=True, exist_ok=True)
    database = folder / "till.sqlite"
    if not database.exists():
        session.tell("demo.making")
        write_till(database)
    port_shop, port_till = map(str, ports)
    with ExitStack() as stack:
        shop = stack.enter_context(
            serving(
                SANDBOX_SHOP,
                ["--data", str(folder / "shop"), "--port", port_shop],
                notes=folder / "shop.log",
            )
        )
        till = stack.enter_context(
            serving(
                SANDBOX_TILL,
                ["--database", str(database), "--port", port_till],
                notes=folder / "till.log",
            )
        )
        write(
            session.home,
            descriptions(),
            {
                "till": {"adapter": "sql_database", "url": f"sqlite:///{database}"},
                "shop": {"adapter": "prestashop", "url": shop["url"], "key": shop["key"]},
            },
            session.language,
        )
        yield DemoServers(
            session=session, shop_url=shop["url"], till_url=till["url"], database=database
        )


def first_sync(session: Session, context: SyncContext, stop: threading.Event) -> RunReport:
    """The first run, with its progress shown."""
    with watching(session) as progress:
        return sync(context, RunOptions(approved=True, stop=stop, progress=progress))


def stay(boutique: DemoServers, settings: Settings) -> Exit:
    """Be the daemon of the sample boutique until asked to stop, and tell what the tasks do."""
    session = boutique.session
    session.say("demo.open")
    session.say("demo.shop", url=boutique.shop_url)
    session.say("demo.till", url=boutique.till_url)
    session.say("demo.watching")
    session.say("demo.asking", home=session.home.path)
    notes = sandbox_of(session.home) / "daemon.log"
    daemon = replace(settings.daemon, port=0, notes_file=notes)
    error = carry_on(
        session.home,
        daemon,
        lambda: telling(session, settings),
        environment=os.environ,
        secrets=secrets_of(settings, descriptions()),
    )
    session.say("demo.ended")
    if error is None:
        return Exit.DONE
    session.err.print(f"pos2web: {translate(error, session.language)}", markup=False)
    return exit_of(error) if isinstance(error, Pos2WebError) else Exit.PROBLEM


@contextmanager
def telling(session: Session, settings: Settings) -> Iterator[RunningTasks]:
    """The tasks, with somebody who tells each run that did something."""
    with open_daemon(settings) as service:
        known = {task.last_run.run for task in service.overview().tasks if task.last_run}
        ended = threading.Event()
        told = partial(tell_runs, session, settings, service, known, ended)
        teller = threading.Thread(target=told, name="teller")
        teller.start()
        try:
            yield service
        finally:
            ended.set()
            teller.join()


def tell_runs(
    session: Session,
    settings: Settings,
    service: Control,
    known: set[str],
    ended: threading.Event,
) -> None:
    """Tell what runs come to, but those that are known, until it is over."""
    here, position = till_wording(session.language), head_of(settings)
    while not ended.wait(POLL_S):
        for task in service.overview().tasks:
            run = task.last_run
            if run is None or run.run in known or run.ended_at is None:
                continue
            known.add(run.run)
            if run.reason is not None and run.outcome not in ("yielded", "stopped"):
                name, why = task_words(task.name, here), because(run.reason, session.language)
                session.say("demo.trouble", at=local(run.ended_at), task=name, why=why)
        found, position = journeys(settings, session.language, position)
        tell_journeys(session, found)


def tell_journeys(session: Session, found: list[Journey]) -> None:
    """Tell what travelled: what it is, from what to what, and how long it took."""
    for each in found[:JOURNEYS_MAX]:
        seconds = each.seconds
        session.say("demo.did", at=local(each.at), sentence=each.sentence, seconds=seconds)
    if len(found) > JOURNEYS_MAX:
        session.say("more", count=len(found) - JOURNEYS_MAX)
