"""`fleet`: many installations on one store, as a reseller sees them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import click

from pos2web.backup.fleet import Member
from pos2web.backup.fleet import fleet as members_of
from pos2web.bootstrap import utc_now
from pos2web.cli.backup.commands import size
from pos2web.cli.backup.restoring import restore
from pos2web.cli.common.exits import Exit
from pos2web.cli.common.overview import ago
from pos2web.cli.common.session import Session, command_session, json_option
from pos2web.opening import store_at
from pos2web.ports import BackupStore

LATE = timedelta(days=1, hours=6)
"""The daily backup moves a store at least once a day."""


@click.group()
def fleet() -> None:
    """Many installations on one store, as a reseller sees them."""


@fleet.command("list")
@click.argument("source")
@json_option
@command_session
def list_(session: Session, source: str, as_json: bool) -> Exit:
    """List the installations on a store, what is late or failed first. It needs no key.

    Ends with 1 where one of them needs somebody.
    """
    with opened(source) as store:
        members = sorted(members_of(store), key=lambda each: (not needs_somebody(each), each.name))
    if as_json:
        session.json({"installations": [member_values(each) for each in members]})
    elif not members:
        session.say("fleet.none", source=source)
    else:
        columns = session.text("fleet.columns").split(",")
        session.table(columns, [shown(session, each) for each in members])
    return Exit.PROBLEM if any(needs_somebody(each) for each in members) else Exit.DONE


@fleet.command("restore")
@click.argument("source")
@click.argument("name")
@click.pass_context
def restore_(context: click.Context, /, source: str, name: str, **given: Any) -> Any:
    """Bring one installation of a store back on this machine, as `restore` does."""
    return context.invoke(restore, source=source, name=name, **given)


restore_.params += [each for each in restore.params if each.name not in ("source", "name")]


@contextmanager
def opened(source: str) -> Iterator[BackupStore]:
    """The store at an address."""
    store = store_at(source, os.environ)
    try:
        yield store
    finally:
        store.close()


def is_late(member: Member) -> bool:
    """Whether its backup did not move for too long."""
    age = member.age(utc_now())
    return age is None or age > LATE


def needs_somebody(member: Member) -> bool:
    """Whether it is late, its last drill failed, or nobody can read how that went."""
    drill, is_damaged = member.manifest.drill, member.is_card_damaged
    return is_late(member) or is_damaged or (drill is not None and drill.problems > 0)


def member_values(member: Member) -> dict[str, Any]:
    """One installation, for JSON; ages in seconds."""
    manifest, age = member.manifest, member.age(utc_now())
    return {
        "name": member.name,
        "offer": manifest.offer,
        "last_backup_at": member.stored_at,
        "age_s": None if age is None else round(age.total_seconds()),
        "is_late": is_late(member),
        "epoch": member.epoch,
        "position": member.position,
        "until": member.until,
        "objects": member.objects,
        "size": member.size,
        "drill": manifest.drill and {"at": manifest.drill.at, "problems": manifest.drill.problems},
        "program": manifest.program,
        "recipients": manifest.recipients,
        "is_card_damaged": member.is_card_damaged,
    }


def shown(session: Session, member: Member) -> tuple[object, ...]:
    """One installation's line."""
    manifest, now = member.manifest, utc_now()
    moved = session.text("fleet.never")
    if member.stored_at is not None:
        moved = ago(session, member.stored_at, now)
        if is_late(member):
            moved = session.text("fleet.late", ago=moved)
    drill = session.text("fleet.never")
    if manifest.drill is not None:
        how = "fleet.drill_bad" if manifest.drill.problems else "fleet.drill_well"
        drill = session.text(
            how, count=manifest.drill.problems, ago=ago(session, manifest.drill.at, now)
        )
    return (
        member.name,
        session.text("fleet.card_damaged") if member.is_card_damaged else manifest.offer,
        moved,
        member.position,
        size(member.size),
        drill,
        manifest.program,
    )
