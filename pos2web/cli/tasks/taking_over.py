"""`take-over`: from now on this installation is the one that writes to the shop."""

import click

from pos2web.cli.common.deciding import answer, by_option, decide
from pos2web.cli.common.exits import Exit
from pos2web.cli.common.session import Session, command_session, json_option
from pos2web.domain.decisions import TakeOver


@click.command("take-over")
@by_option
@json_option
@command_session
def take_over(session: Session, by: str | None, as_json: bool) -> Exit:
    """Let this installation write to the shop, whichever did before; that one stops."""
    return answer(session, decide(session, TakeOver(), by=by), as_json=as_json)
