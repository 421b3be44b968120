"""`sandbox`: a shop and a till of our own, to try things on and to test against."""

from pathlib import Path

import click

from pos2web.adapters.sandbox.catalogue import write_till
from pos2web.cli.common.exits import Exit
from pos2web.cli.common.progress import stopping
from pos2web.cli.common.refusing import writing_to
from pos2web.cli.common.session import Session, command_session
from pos2web.cli.demo.children import SANDBOX_SHOP, SANDBOX_TILL, serving

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder where it keeps its things; `sandbox` in the home otherwise.",
)
port_option = click.option("--port", default=0, help="Port to listen on; a free one otherwise.")


@click.group()
def sandbox() -> None:
    """A shop and a till to try things on; they listen on this machine only."""


@sandbox.command()
@data_option
@port_option
@command_session
def shop(session: Session, data: Path | None, port: int) -> Exit:
    """Serve a shop in PrestaShop's dialect, with pages to look at, until Ctrl-C.

    The first line on stdout is JSON: its address and its web service key.
    """
    folder = data or session.home.path / "sandbox"
    return serve(session, SANDBOX_SHOP, ["--data", str(folder / "shop")], folder, port)


@sandbox.command()
@data_option
@port_option
@command_session
def till(session: Session, data: Path | None, port: int) -> Exit:
    """Serve a till with the sample catalogue, to change prices and ring up sales, until Ctrl-C.

    The first line on stdout is JSON: its address and its database.
    """
    folder = data or session.home.path / "sandbox"
    make(session, folder)
    database = folder / "till.sqlite"
    if not database.exists():
        write_till(database)
    return serve(session, SANDBOX_TILL, ["--database", str(database)], folder, port)


def make(session: Session, folder: Path) -> None:
    """Make the folder that was asked for. Raises Refusal where none can be."""
    with writing_to(session, folder):
        folder.mkdir(parents=True, exist_ok=True)


def serve(session: Session, module: str, arguments: list[str], folder: Path, port: int) -> Exit:
    """Run one of them until somebody asks to stop."""
    make(session, folder)
    notes = folder / f"{module.rpartition('.')[2]}.log"
    with (
        stopping(session) as stop,
        serving(module, [*arguments, "--port", str(port)], notes=notes) as said,
    ):
        session.json(said)
        stop.wait()
    return Exit.DONE
