"""`adapters`: what can be connected, and a new one of one's own."""

from pathlib import Path

import click

from pos2web.cli.common.exits import Exit
from pos2web.cli.common.refusing import refused, writing_to
from pos2web.cli.common.session import Session, command_session, json_option
from pos2web.cli.setup.template import NAME, make_project
from pos2web.messages import message
from pos2web.settings import Description, descriptions, words
from pos2web.translation import translate


@click.group(invoke_without_command=True)
@json_option
@command_session
def adapters(session: Session, as_json: bool) -> Exit:
    """List the systems and channels that can be connected, and what can be set for each."""
    if click.get_current_context().invoked_subcommand is not None:
        return Exit.DONE
    known = list(descriptions().values())
    if as_json:
        session.json(known)
        return Exit.DONE
    for each in known:
        show_adapter(session, each)
    return Exit.DONE


@adapters.command()
@click.argument("name")
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to make, which must not be there; `pos2web-NAME` here otherwise.",
)
@command_session
def new(session: Session, name: str, into: Path | None) -> Exit:
    """Make a project for a till of your own, called NAME: small letters, digits and _.

    It works as it is, reads CSV files from a folder, and passes its own `make test`.
    """
    folder = into or Path(f"pos2web-{name.replace('_', '-')}")
    if not NAME.fullmatch(name):
        text = message(
            "{name!r} can't be the name of an adapter: it takes small letters, digits and _, "
            "at most 40 and a letter first",
            name=name,
        )
        raise refused(session, text)
    if name in descriptions():
        raise refused(session, message("there is an adapter {name} already", name=name))
    with writing_to(session, folder):
        make_project(name, folder)
    session.say("adapters.made", folder=folder)
    return Exit.DONE


def show_adapter(session: Session, adapter: Description) -> None:
    """Say what an adapter is for, what must be allowed, and what can be set."""
    language = session.language
    title, summary = words(adapter.title, language), words(adapter.summary, language)
    session.print(f"{adapter.name} ({adapter.side}): {title}", style="bold")
    for line in (summary, ", ".join(adapter.versions)):
        if line:
            session.print(f"  {line}")
    for resource, methods in adapter.rights.items():
        session.print(f"    {resource}: {' '.join(methods)}")
    for setting in adapter.settings:
        must, meaning = " *" if setting.required else "", translate(setting.meaning, language)
        session.print(f"    {setting.name}{must}: {setting.explained(language)} ({meaning})")
