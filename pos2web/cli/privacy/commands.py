"""`privacy`: who is known, all that is known of somebody, and to erase it."""

import os
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from pos2web.bootstrap import read_archive
from pos2web.cli.common.deciding import answer, by_option, decide
from pos2web.cli.common.exits import Exit
from pos2web.cli.common.refusing import refuse, writing_to
from pos2web.cli.common.session import Session, command_session, json_option, local
from pos2web.cli.privacy.people import event_values, person_named, warn
from pos2web.domain.decisions import ErasePerson
from pos2web.domain.people import Customer
from pos2web.domain.wall_clock.names import folded
from pos2web.settings import zone_of
from pos2web.views.privacy.directory import CustomerView, Directory


@click.group()
def privacy() -> None:
    """People's data: who is known, what is known of them, and to erase it."""


@privacy.command("list")
@click.argument("text", required=False)
@json_option
@command_session
def list_(session: Session, text: str | None, as_json: bool) -> Exit:
    """List the people whom Pos2Web knows: all, or with TEXT in a name, e-mail, phone or number."""
    with read_archive(session.settings()) as archive:
        people, needle = Directory(archive), folded(text or "")
        found = [
            card for card in people.cards if any(needle in folded(each) for each in card.texts)
        ]
        if as_json:
            session.json([people.values(card) for card in found])
        elif found:
            session.table(session.text("privacy.columns").split(","), rows(session, people, found))
        else:
            session.say("privacy.none")
        warn(session, people)
    return Exit.DONE


def rows(
    session: Session, people: Directory, cards: list[CustomerView]
) -> Iterator[tuple[str, ...]]:
    """Customers as rows of a table."""
    zone = zone_of(session.settings().daemon.zone)
    for card in cards:
        of, seen, email = card.customer, people.persons[card.person], ""
        if people.is_erased(card.person):
            name = session.text("privacy.erased")
        elif isinstance(of, Customer):
            name, email = of.title, of.email
        else:
            name = session.text("privacy.unread")
        first, last = local(seen.first, zone), local(seen.last, zone)
        yield card.person, name, email, card.of, first, last


@privacy.command()
@click.argument("person")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write it to this new file, which only you may read.",
)
@click.option("--json", "as_json", is_flag=True, help="The same on one line.")
@command_session
def export(session: Session, person: str, out: Path | None, as_json: bool) -> Exit:
    """Give everything that is known of PERSON, in JSON: to hand to them when they ask.

    PERSON is a pseudonym that `privacy list` shows, a customer (shop:main/12), a whole name or e-mail.
    """
    with read_archive(session.settings()) as archive:
        people = Directory(archive)
        pseudonym = person_named(session, people, person)
        said = {
            "person": pseudonym,
            "is_erased": people.is_erased(pseudonym),
            "customers": [people.values(card) for card in people.cards_of(pseudonym)],
            "history": [
                event_values(session, archive, people, event)
                for event in people.events_of(pseudonym)
            ],
        }
        is_whole = not warn(session, people)
    laid_out = msgspec.json.format(msgspec.json.encode(said), indent=2)
    if out is not None:
        write(session, out, laid_out + b"\n")
    if as_json:
        session.json(said if out is None else {"person": pseudonym, "file": str(out)})
    elif out is not None:
        session.say("privacy.exported", person=pseudonym, file=out)
    else:
        click.echo(laid_out)
    return Exit.DONE if is_whole else Exit.PROBLEM


def write(session: Session, path: Path, content: bytes) -> None:
    """Write a new file that only this user may read. Raises Refusal where one is there."""
    with writing_to(session, path):
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as error:
            raise refuse(session, "privacy.file_there", file=path) from error
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)


@privacy.command()
@click.argument("person")
@click.option("--yes", "is_meant", is_flag=True, help="Without asking.")
@by_option
@json_option
@command_session
def erase(session: Session, person: str, is_meant: bool, by: str | None, as_json: bool) -> Exit:
    """Erase PERSON for ever: what is known of them can't be read any more, here and in backups.

    PERSON as for `privacy export`. The log stays as it is, and can be checked as before.
    """
    with read_archive(session.settings()) as archive:
        people = Directory(archive)
        pseudonym = person_named(session, people, person)
        title = next((card.title for card in people.cards_of(pseudonym)), pseudonym)
    if not is_meant:
        click.confirm(
            session.text("privacy.ask", title=title, person=pseudonym), abort=True, err=True
        )
    outcome = decide(session, ErasePerson(person=pseudonym), by=by)
    if not outcome.positions and not as_json:
        session.say("privacy.already", person=pseudonym)
        return Exit.DONE
    code = answer(session, outcome, as_json=as_json, acts=False)
    if not as_json:
        session.tell("privacy.backups")
    return code
