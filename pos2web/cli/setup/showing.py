"""A finding on a screen: what it is about, how grave it is, and what to do."""

from pos2web.cli.common.session import Session
from pos2web.cli.texts.common import TEXTS
from pos2web.ports import Finding, Severity
from pos2web.translation import translate

MARKS = {
    Severity.OK: ("✓", "green"),
    Severity.WARNING: ("!", "yellow"),
    Severity.PROBLEM: ("✗", "red"),
}


def show_finding(session: Session, finding: Finding) -> None:
    """One finding, with its remedy below it where it has one."""
    mark, style = MARKS[finding.severity]
    text, about = translate(finding.text, session.language), about_words(session, finding.about)
    session.print(f"{mark} {session.text('check.line', about=about, text=text)}", style=style)
    if finding.remedy:
        session.print(f"    → {translate(finding.remedy, session.language)}")


def about_words(session: Session, about: str) -> str:
    """What a finding is about, in the person's language; a connection's own name as it is."""
    name = f"check.about.{about}"
    return session.text(name) if name in TEXTS else about
