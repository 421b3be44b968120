"""`demo`: a sample boutique with its till and its shop, kept in step before one's eyes."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import click

from pos2web.bootstrap import SANDBOX_SHOP, SANDBOX_TILL, make_sample_till, open_house
from pos2web.cli.children import serving, stamp
from pos2web.cli.exits import Exit, exit_of_run
from pos2web.cli.progress import stopping, watching
from pos2web.cli.reporting import Telling, report_values, show_report
from pos2web.cli.session import Session, command_session, json_option
from pos2web.engine.house import House, Options, Report, Unwatched
from pos2web.engine.sync import sync
from pos2web.errors import SettingsError
from pos2web.settings import Home, descriptions, write

POLL_S = 1.0
FAILED_PAUSE_S = 5.0


@dataclass(frozen=True, kw_only=True)
class Boutique:
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
        raise SettingsError(f"{home.path} holds a real installation; choose another home")
    with (
        stopping(session) as stop,
        opened(replace(session, home=home), (port_shop, port_till)) as boutique,
        open_house(boutique.session.settings()) as house,
    ):
        seen = stamp(boutique.database)
        report = first_sync(session, house, stop)
        told = Telling.of(session, house)
        if as_json:
            session.json(report_values(told, report))
        else:
            show_report(told, report)
        if not once:
            stay(boutique, house, stop, seen)
            return Exit.DONE
    return exit_of_run(report)


def sandbox_of(home: Home) -> Path:
    """Where the sandbox keeps its own things."""
    return home.path / "sandbox"


@contextmanager
def opened(session: Session, ports: tuple[int, int]) -> Iterator[Boutique]:
    """Make what is missing, serve shop and till, and write the settings that lead there."""
    folder = sandbox_of(session.home)
    folder.mkdir(parents=True, exist_ok=True)
    database = folder / "till.sqlite"
    if not database.exists():
        session.tell("demo.making")
        make_sample_till(database)
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
            till={"adapter": "sql_database", "url": f"sqlite:///{database}"},
            shop={"adapter": "prestashop", "url": shop["url"], "key": shop["key"]},
        )
        yield Boutique(
            session=session, shop_url=shop["url"], till_url=till["url"], database=database
        )


def first_sync(session: Session, house: House, stop: threading.Event) -> Report:
    """The first run, with its progress shown."""
    with watching(session) as progress:
        return sync(house, Options(approved=True, stop=stop, progress=progress))


def stay(boutique: Boutique, house: House, stop: threading.Event, seen: tuple[int, ...]) -> None:
    """Sync whenever the till's database differs from what was seen, until asked to stop."""
    session = boutique.session
    session.say("demo.open")
    session.say("demo.shop", url=boutique.shop_url)
    session.say("demo.till", url=boutique.till_url)
    session.say("demo.watching")
    while not stop.wait(POLL_S):
        now = stamp(boutique.database)
        if now == seen:
            continue
        seen = now
        report = sync(house, Options(approved=True, stop=stop, progress=Unwatched()))
        if report.writes or report.outcome == "failed":
            show_report(Telling.of(session, house), report)
        if report.outcome == "failed":
            seen = ()
            stop.wait(FAILED_PAUSE_S)
    session.say("demo.ended")
