"""`find`: the things of the till by their names and references, or parts of them."""

from typing import Any

import click
import msgspec

from pos2web.bootstrap import read_archive
from pos2web.cli.common.exits import Exit
from pos2web.cli.common.naming import not_found
from pos2web.cli.common.reporting import ReportPrinter
from pos2web.cli.common.session import Session, command_session, json_option
from pos2web.history.words import formats
from pos2web.history.words.wording import text_in
from pos2web.views.find.finding import FoundThing, search

LIMIT = 20


@click.command()
@click.argument("text")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=LIMIT,
    show_default=True,
    help="Show at most so many (not in JSON).",
)
@json_option
@command_session
def find(session: Session, text: str, limit: int, as_json: bool) -> Exit:
    """Find things of the till: TEXT is a reference, an EAN or a name, or a part of one.

    Products, categories, brands and suppliers by their names in any language, variants by their
    references; capitals and accents don't matter. What is most like TEXT comes first.
    """
    with read_archive(session.settings()) as archive:
        found = search(archive, text)
        told = ReportPrinter.of(session, archive)
        if as_json:
            session.json({"text": text, "found": [found_values(one) for one in found]})
        elif found:
            rows = [row(told, one) for one in found[:limit]]
            session.table(session.text("find.columns").split(","), rows)
            if len(found) > limit:
                session.say("more", count=len(found) - limit)
        else:
            raise not_found(session, archive, text, name="find.none")
    return Exit.DONE if found else Exit.USAGE


def row(told: ReportPrinter, one: FoundThing) -> tuple[str, ...]:
    """One thing as a row: what to type to mean it, what kind it is, its name and its price."""
    price = "" if one.price is None else formats.amount(one.price, told.here.book.code)
    sold = "" if one.is_active else told.session.text("find.withdrawn")
    kind = told.here.book.plurals[one.ref.kind]
    name = text_in(one.names, told.session.language)
    return (one.reference or str(one.ref), kind, name, price, sold)


def found_values(one: FoundThing) -> dict[str, Any]:
    """One thing, for JSON."""
    values: dict[str, Any] = msgspec.to_builtins(one)
    return values | {"ref": str(one.ref)}
