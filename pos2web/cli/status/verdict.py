"""The verdict that `status` opens with, in a person's words."""

from typing import Any

from pos2web.cli.common.overview import ago
from pos2web.cli.common.reporting import ReportPrinter
from pos2web.history.words.running import matter_words
from pos2web.tasks.control import Overview
from pos2web.views.status.standing import InstallationStatus
from pos2web.views.status.verdict import Gravity, Matter, MatterSort, verdict

STYLES = {Gravity.WELL: "bold green", Gravity.HEALING: "bold yellow", Gravity.YOURS: "bold red"}


def verdict_values(
    told: ReportPrinter, stands: InstallationStatus, overview: Overview
) -> dict[str, Any]:
    """The verdict for JSON."""
    found = verdict(stands, overview)
    return {
        "state": found.gravity.name.lower(),
        "matters": [
            {
                "sort": one.sort,
                "about": one.about or None,
                "count": one.count,
                "since": one.since,
                "sentence": matter_sentence(told, one),
            }
            | told.reason_values(one.reason)
            for one in found.matters
        ],
    }


def show_verdict(told: ReportPrinter, stands: InstallationStatus, overview: Overview) -> None:
    """One line: all is well, or the worst that isn't, since when, and how much else there is."""
    found, text = verdict(stands, overview), told.session.text
    if not found.matters:
        told.session.print(text("verdict.well"), style=STYLES[found.gravity])
        return
    worst, *others = found.matters
    said = matter_sentence(told, worst)
    if worst.since is not None:
        said = f"{said} ({ago(told.session, worst.since, overview.now)})"
    line = text(f"verdict.{found.gravity.name.lower()}", what=said)
    if others:
        line = f"{line} {text('verdict.others', count=len(others))}"
    told.session.print(line, style=STYLES[found.gravity])


def matter_sentence(told: ReportPrinter, one: Matter) -> str:
    """What is the matter, as the middle of a sentence."""
    here, because = told.here, told.because(one.reason)
    if one.sort is MatterSort.ALERT:
        return f"{matter_words(one.about, here)}{here.book.colon}{because}"
    task = here.quoted(here.book.tasks.names.get(one.about, one.about))
    return told.session.text(f"matter.{one.sort}", task=task, reason=because, count=one.count)
