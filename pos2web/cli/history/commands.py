"""`history`: what happened, told newest first, or all of it for other programs."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from pos2web.bootstrap import look_at_archive, read_archive, utc_now
from pos2web.cli.common.deciding import actor_named
from pos2web.cli.common.exits import Exit
from pos2web.cli.common.fields import as_field
from pos2web.cli.common.instants import period
from pos2web.cli.common.naming import named
from pos2web.cli.common.refusing import refuse
from pos2web.cli.common.session import Session, command_session, json_option
from pos2web.cli.history.events import follow_history, show_events, told, told_each
from pos2web.cli.history.exporting import write_csv, write_json_lines
from pos2web.domain.values import Kind, nfc
from pos2web.domain.wall_clock.names import folded
from pos2web.history import till_wording
from pos2web.settings import Settings, zone_of
from pos2web.views.archive import Archive
from pos2web.views.history.page import every_page, newest

LIMIT = 50
"""So many are told where nothing else is said."""

LIMIT_MAX = 1_000_000_000
"""No log has more events."""

F = TypeVar("F", bound=Callable[..., Any])


def filters(command: F) -> F:
    """The options that say which events are meant."""
    for option in reversed(
        (
            click.option(
                "--kind",
                type=click.Choice([kind.value for kind in Kind]),
                help="Only this kind of thing.",
            ),
            click.option(
                "--actor", help="Only what this one did: till, shop, task:sync, user:Marie."
            ),
            click.option("--task", help="Only what this task's runs did, and what was set of it."),
            click.option("--run", help="Only what this run did."),
            click.option(
                "--field",
                callback=as_field,
                help="Only changes of this field: price, name, quantity.",
            ),
            click.option("--connection", help="Only on this side: till:main, shop:main."),
            click.option("--since", metavar="INSTANT", help="From this day or instant on."),
            click.option("--until", metavar="INSTANT", help="Before this day or instant."),
            click.option("--text", help="Only where these words, or their beginnings, are said."),
            click.option(
                "--before",
                "before_position",
                type=click.IntRange(min=1),
                help="Only what is before this event: the next page.",
            ),
        )
    ):
        command = option(command)
    return command


@click.command()
@click.argument("what", required=False)
@filters
@click.option(
    "--limit", type=click.IntRange(min=1, max=LIMIT_MAX), help="At most so many; 50 on a page."
)
@click.option("--all", "every", is_flag=True, help="Every event, not one line for each act.")
@click.option("--detail", is_flag=True, help="With its number, values, run and what led to it.")
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="All that is meant in CSV, oldest first.")
@click.option("--jsonl", "as_lines", is_flag=True, help="The same in JSON, an event on a line.")
@command_session
def history(session: Session, what: str | None, **given: Any) -> Exit:
    """Tell what happened, newest first.

    WHAT is a thing by its reference, EAN or key, KIND:REF (product:TEA-01, category:Teas), or
    task:NAME.
    """
    limit, every, detail = (given.pop(name) for name in ("limit", "every", "detail"))
    forms = {name: given.pop(name) for name in ("as_json", "as_csv", "as_lines")}
    if sum(forms.values()) > 1:
        raise refuse(session, "history.one_form")
    settings = session.settings()
    if given["actor"] is not None:
        given["actor"] = actor_named(given["actor"])
    criteria = {**given, **within(session, settings, given), "folded": not every}
    with read_archive(settings) as archive:
        follow_history(session, archive)
        criteria |= meant(session, archive, what, criteria)
        if not (forms["as_csv"] or forms["as_lines"]):
            page = newest(archive, limit or LIMIT, criteria)
            events, following = told(session, archive, page.records), page.following
            if forms["as_json"]:
                session.json({"events": events, "next": following})
            else:
                show_page(session, events, following, detail=detail)
            return Exit.DONE
    export(session, limit, criteria, as_csv=forms["as_csv"])
    return Exit.DONE


def within(session: Session, settings: Settings, given: dict[str, Any]) -> dict[str, Any]:
    """The period that is meant, as criteria. Raises Refusal."""
    zone = zone_of(settings.daemon.zone)
    since, until = period(session, given["since"], given["until"], utc_now(), zone)
    return {"since": since, "until": until}


def show_page(
    session: Session, events: list[dict[str, Any]], following: int | None, *, detail: bool
) -> None:
    """A page on a screen."""
    if not events:
        session.say("history.none")
    show_events(session, events, detail=detail)
    if following is not None:
        session.tell("history.next", next=following)


def export(session: Session, limit: int | None, criteria: dict[str, Any], *, as_csv: bool) -> None:
    """Everything that is meant, oldest first. Nobody has to wait for it: the log is let go of."""
    settings = session.settings()
    with look_at_archive(settings) as archive:
        found = every_page(archive, limit, criteria)
        events = told_each(session, archive, found)
        if as_csv:
            write_csv(events, session.language, zone_of(settings.daemon.zone))
        else:
            write_json_lines(events)


def meant(
    session: Session, archive: Archive, what: str | None, criteria: dict[str, Any]
) -> dict[str, Any]:
    """What WHAT and --task mean, as criteria."""
    found: dict[str, Any] = {}
    if criteria["task"] is not None:
        found["task"] = task_of(session, criteria["task"])
    if what is None:
        return found
    what = nfc(what).strip()
    word, colon, name = what.partition(":")
    if colon and folded(word) in ("task", "tache"):
        return {"task": task_of(session, name.strip())}
    kind, reference = named(session, archive, what)
    return found | ({} if kind is None else {"kind": kind}) | {"reference": reference}


def task_of(session: Session, name: str) -> str:
    """A task's name, where it is called as people call it in their language."""
    called = till_wording(session.language).book.tasks.names
    return next((task for task, words in called.items() if folded(words) == folded(name)), name)
