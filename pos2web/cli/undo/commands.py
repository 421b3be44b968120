"""`undo`, `rewind` and `pins`: what was pushed to the site, taken back until the till says otherwise."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import click
import msgspec

from pos2web.bootstrap import read_archive, utc_now
from pos2web.cli.common.controlling import control_of
from pos2web.cli.common.deciding import actor_named, actor_of, answer, by_option, decide
from pos2web.cli.common.exits import OUTCOMES, Exit
from pos2web.cli.common.fields import as_field
from pos2web.cli.common.instants import period, shown
from pos2web.cli.common.moments import point_at
from pos2web.cli.common.naming import named
from pos2web.cli.common.overview import last_values, overview_of
from pos2web.cli.common.progress import heeding
from pos2web.cli.common.refusing import refuse
from pos2web.cli.common.reporting import ReportPrinter
from pos2web.cli.common.scopes import scope_of
from pos2web.cli.common.selling_screen import SellingScreen
from pos2web.cli.common.session import Session, command_session, json_option
from pos2web.cli.tasks.runs import WAIT_S_MAX
from pos2web.cli.tasks.screens import ended
from pos2web.cli.undo.pins import pin_rows, pin_values
from pos2web.cli.undo.screens import Screen
from pos2web.domain.connections import own_name
from pos2web.domain.decisions import LiftPin, Retreat, Rewind, Simple, TakeBack
from pos2web.domain.undoing.rewinding import FIELDS
from pos2web.engine.installation import Installation
from pos2web.engine.rewind import rewinding
from pos2web.engine.undo import undoing
from pos2web.engine.undoable_events import event_named
from pos2web.errors import RuleError
from pos2web.history import till_wording
from pos2web.settings import zone_of
from pos2web.tasks.control import Control, LastRun, RunAsked
from pos2web.tasks.table import TASKS, concerns
from pos2web.views.archive import Archive
from pos2web.views.undo.pins import pins_named
from pos2web.views.undo.runs import has_run

PINS, STOCK = "catalogue", "stock"
"""The tasks that see to pins, and to the stock of what comes back on sale."""

yes_option = click.option("--yes", "is_meant", is_flag=True, help="Do it; without, only show it.")


@click.command()
@click.argument("event", nargs=-1)
@click.option("--run", metavar="RUN", help="Take back all that this run did.")
@click.option("--actor", metavar="NAME", help="Take back what this one did: Marie, task:sync.")
@click.option("--since", metavar="INSTANT", help="With --actor: from then on.")
@click.option("--until", metavar="INSTANT", help="With --actor: before then.")
@click.option("--force", is_flag=True, help="Also where somebody changed it since.")
@yes_option
@by_option
@json_option
@command_session
def undo(session: Session, *, is_meant: bool, by: str | None, as_json: bool, **asked: Any) -> Exit:
    """Take back one change, a run, or what somebody did: EVENT is a position or an event's id.

    What the till owns is pinned on the site at its former value, until the till changes it again or
    the pin is lifted. Nothing is deleted, and no message is sent again.
    """
    with read_archive(session.settings()) as archive:
        wanted = wanted_back(session, archive, asked)
        looked = look(session, archive, wanted, as_json=as_json)
    return carry_out(session, looked, is_meant=is_meant, by=by, as_json=as_json)


@click.command(  # -2h is an instant, not an option
    context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]}
)
@click.argument("instant")
@click.option("--shop", metavar="NAME", help="The shop; there is one in an installation.")
@click.option("--category", metavar="NAME", help="Only what is in this category of the till.")
@click.option("--field", type=click.Choice(sorted(FIELDS)), help="Only this field.")
@yes_option
@by_option
@json_option
@command_session
def rewind(
    session: Session, instant: str, *, is_meant: bool, by: str | None, as_json: bool, **asked: Any
) -> Exit:
    """Show the site as it was at INSTANT: by pins, and by the rules about selling of then.

    The till, stock and photos stay as they are.
    """
    settings = session.settings()
    name = asked["shop"]
    if name not in (None, settings.shop.name, own_name(settings.shop.name)):
        raise refuse(session, "rewind.no_shop", shop=name, known=settings.shop.name)
    with read_archive(settings) as archive:
        point = point_at(session, archive, instant)
        category = category_named(session, archive, asked["category"])
        wanted = Rewind(to=point.at, category=category, field=asked["field"])
        if not as_json:
            at = shown(point.at, zone_of(settings.daemon.zone))
            session.say("rewind.then", at=at, position=point.position)
        looked = look(session, archive, wanted, as_json=as_json)
    return carry_out(session, looked, is_meant=is_meant, by=by, as_json=as_json)


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What was asked, what it comes to for JSON, and what would be decided."""

    asked: Retreat
    values: dict[str, Any]
    decisions: Sequence[Simple]


def wanted_back(session: Session, archive: Archive, asked: dict[str, Any]) -> TakeBack:
    """What is to be taken back, as it was typed. Raises Refusal."""
    zone, now = zone_of(session.settings().daemon.zone), utc_now()
    since, until = period(session, asked["since"], asked["until"], now, zone)
    run, actor = asked["run"] or "", asked["actor"] or ""
    ways = [bool(asked["event"]), bool(run), bool(actor and since)]
    if sum(ways) != 1 or (not actor and (since or until)):
        raise refuse(session, "undo.nothing_named")
    if run and not has_run(archive, run):
        raise refuse(session, "undo.no_run", run=run)
    return TakeBack(
        positions=tuple(position_of(session, archive, name) for name in asked["event"]),
        run=run,
        actor=actor_named(actor),
        since=since,
        until=until,
        is_forced=asked["force"],
    )


def position_of(session: Session, archive: Archive, name: str) -> int:
    """The place of an event that was named. Raises Refusal."""
    try:
        return event_named(archive.log, name).position
    except RuleError as error:
        raise refuse(session, "undo.no_event", event=name) from error


def category_named(session: Session, archive: Archive, name: str | None) -> str | None:
    """The till's key of a category. Raises Refusal."""
    if name is None:
        return None
    screen = SellingScreen.of(session, session.settings(), archive)
    return scope_of(screen, f"category:{name}").key


def look(session: Session, archive: Archive, asked: Retreat, *, as_json: bool) -> Looked:
    """Work out what takes it back and show it; nothing is recorded."""
    settings = session.settings()
    overview = overview_of(session, settings, archive)
    place = Installation(
        log=archive.log,
        models=archive.models,
        policy=settings.policy,
        till_name=settings.till.name,
        shop_name=settings.shop.name,
        tasks={view.name: view.setting for view in overview.tasks},
    )
    is_undo = isinstance(asked, TakeBack)
    taken = undoing(place, asked) if isinstance(asked, TakeBack) else rewinding(place, asked)
    told = ReportPrinter.of(session, archive)
    here = msgspec.structs.replace(told.here, zone=zone_of(settings.daemon.zone))
    told = ReportPrinter(session=session, here=here)
    screen = Screen(told=told, known=place.known(), shop=place.shop_name)
    if not as_json:
        screen.show(taken, name="undo" if is_undo else "rewind")
    decisions = [step.decision for step in taken.steps]
    return Looked(asked=asked, values=screen.values(taken), decisions=decisions)


def carry_out(
    session: Session, looked: Looked, *, is_meant: bool, by: str | None, as_json: bool
) -> Exit:
    """Record it if it is meant, and bring the shop in step; say what became of that."""
    if not (is_meant and looked.decisions):
        if as_json:
            session.json({"applied": False, **looked.values})
        elif looked.decisions:
            session.tell("undo.preview")
        return Exit.DONE
    actor = actor_of(session, by)
    with control_of(session) as control:
        is_daemon = control.overview().is_daemon
        positions = control.decide(looked.asked, actor=actor, shop=session.shop)
        asked = [run_now(session, control, task, is_daemon) for task in tasks_after(looked)]
    run = run_of(session, positions)
    if as_json:
        told = ReportPrinter(session=session, here=till_wording(session.language))
        ran = [{"task": one.task, "last": last_values(told, one.last)} for one in asked]
        session.json(
            {
                "applied": True,
                **looked.values,
                "run": run,
                "positions": positions,
                "is_daemon": is_daemon,
                "tasks": ran,
            }
        )
    else:
        report(session, asked, run)
    return worst(asked)


def tasks_after(looked: Looked) -> list[str]:
    """The tasks that have to do something about it, in order.

    What comes back on sale is told its stock after it is there.
    """
    names = [task.name for task in TASKS if concerns(task, looked.decisions)]
    if PINS in names:
        return [PINS, STOCK, *(name for name in names if name not in (PINS, STOCK))]
    return names


def run_now(session: Session, control: Control, task: str, is_daemon: bool) -> RunAsked:
    """Run a task here, stoppable, or in the daemon, and wait for its end."""
    with ExitStack() as stack:
        if not is_daemon:
            stack.enter_context(heeding(session, lambda: control.stop(task)))
        return control.run(task, wait_s=WAIT_S_MAX)


def run_of(session: Session, positions: Sequence[int]) -> str:
    """The run that recorded it; empty where there was nothing left to record."""
    if not positions:
        return ""
    with read_archive(session.settings()) as archive:
        return next(iter(archive.log.read(positions[0] - 1, limit=1))).run


def report(session: Session, asked: Sequence[RunAsked], run: str) -> None:
    """Say how the runs went, which of them ask first, and how to go back on all of it."""
    told = ReportPrinter(session=session, here=till_wording(session.language))
    telling = [one for one in asked if not found_nothing(one.last)]
    if asked and not telling:
        session.say("undo.shown")
    for one in telling:
        if one.last is not None:
            session.print(ended(told, one.task, one.last))
            if one.last.outcome == "halted":
                session.tell("undo.halted", task=one.task)
        else:
            session.say("tasks.goes_on", task=one.task)
    if run:
        session.say("undo.recorded", run=run)


def found_nothing(last: LastRun | None) -> bool:
    """Whether a run that went well had nothing to write: a daemon may have been quicker."""
    return last is not None and last.outcome == "done" and not (last.changed or last.writes)


def worst(asked: Sequence[RunAsked]) -> Exit:
    """The code that tells a script of the run that went worst."""
    codes = [
        Exit.PROBLEM if one.last is None else OUTCOMES.get(one.last.outcome, Exit.PROBLEM)
        for one in asked
    ]
    return max(codes, default=Exit.DONE)


@click.group()
def pins() -> None:
    """Values that the site shows until the till changes them, whatever the till says now."""


@pins.command("list")
@json_option
@command_session
def list_(session: Session, as_json: bool) -> Exit:
    """List the pins: of what, at which value, since when and by whom."""
    settings = session.settings()
    with read_archive(settings) as archive:
        screen = SellingScreen.of(session, settings, archive)
        if as_json:
            session.json(pin_values(screen))
        elif rows := [*pin_rows(screen)]:
            session.table(session.text("pins.columns").split(","), rows)
        else:
            session.say("pins.none")
    return Exit.DONE


@pins.command()
@click.argument("ref", required=False)
@click.argument("field", required=False, callback=as_field)
@click.option("--all", "every", is_flag=True, help="Lift every pin.")
@by_option
@json_option
@command_session
def lift(
    session: Session,
    ref: str | None,
    field: str | None,
    *,
    every: bool,
    by: str | None,
    as_json: bool,
) -> Exit:
    """Let the till decide again of what is pinned of REF, or of one FIELD of it.

    REF is a reference, an EAN, KIND:KEY or a key.
    """
    if (ref is None) != every:
        raise refuse(session, "pins.which")
    settings = session.settings()
    with read_archive(settings) as archive:
        name = None if ref is None else named(session, archive, ref)
        meant = pins_named(settings, archive, name, field)
    if not meant and not every:
        asked = " ".join(filter(None, [ref, field]))
        raise refuse(session, "pins.not_there", asked=asked)
    lifted = [LiftPin(kind=of.kind, key=of.key, field=name) for of, name in meant]
    return answer(session, decide(session, *lifted, by=by), as_json=as_json)
