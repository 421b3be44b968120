"""`init`, `check` and `adapters`: making an installation, and seeing whether it works."""

import os
from collections.abc import Iterable
from typing import Any

import click

from pos2web.cli.common.exits import Exit
from pos2web.cli.common.refusing import writing_to
from pos2web.cli.common.session import Session, command_session, json_option
from pos2web.cli.setup.checks import findings
from pos2web.cli.setup.showing import show_finding
from pos2web.cli.setup.wizard import Wizard
from pos2web.errors import SettingsError
from pos2web.messages import message
from pos2web.ports import Finding, Severity
from pos2web.settings import descriptions, write


@click.command()
@click.option("--till", "till", help="Adapter of the till; asked for otherwise.")
@click.option("--shop", "shop", help="Adapter of the shop; asked for otherwise.")
@click.option(
    "--till-option", "till_options", multiple=True, metavar="NAME=VALUE", help="A till setting."
)
@click.option(
    "--shop-option", "shop_options", multiple=True, metavar="NAME=VALUE", help="A shop setting."
)
@click.option(
    "--prices-with-tax/--prices-without-tax", default=None, help="How the till's prices are."
)
@click.option("--currency", default="EUR", show_default=True, help="Currency of the prices.")
@click.option("--backup", "folder", help="Folder that the backups go to; asked for otherwise.")
@click.option("--force", is_flag=True, help="Replace settings that are there already.")
@click.option("--no-check", is_flag=True, help="Try nothing: neither answers nor, at the end, all.")
@command_session
def init(session: Session, *, force: bool, no_check: bool, **given: Any) -> Exit:
    """Connect a till and a shop: ask for what was not given, try it, write the settings.

    Nothing is written before the last answer. Secrets are asked for without being shown and go to a
    file that only you can read; an environment variable such as POS2WEB_SHOP_KEY goes before it, and
    nothing is asked then.
    """
    home = session.home
    if home.settings.exists() and not force:
        raise SettingsError(
            message("{settings} is there already; --force replaces it", settings=home.settings)
        )
    wizard = Wizard(session=session, tries=not no_check)
    answers = wizard.answers(given)
    with writing_to(session, home.path):
        write(home, descriptions(), answers, session.language)
    session.settings()
    session.say("init.written", file=home.settings)
    code = (
        Exit.DONE
        if no_check
        else show_findings(session, list(findings(session.settings, sleep=session.sleep)))
    )
    if wizard.has_asked:
        session.say("init.service.windows" if os.name == "nt" else "init.service", home=home.path)
    return code


@click.command()
@json_option
@command_session
def check(session: Session, as_json: bool) -> Exit:
    """Look whether everything works: settings, disk, clock, log, till, shop and channels."""
    found = list(findings(session.settings, sleep=session.sleep))
    if as_json:
        session.json({"ok": is_good(found), "findings": found})
        return Exit.DONE if is_good(found) else Exit.PROBLEM
    return show_findings(session, found)


def is_good(found: Iterable[Finding]) -> bool:
    """Whether nothing needs mending."""
    return all(finding.severity is not Severity.PROBLEM for finding in found)


def show_findings(session: Session, found: list[Finding]) -> Exit:
    """Say what was found, and what to do about it."""
    for finding in found:
        show_finding(session, finding)
    bad = sum(finding.severity is Severity.PROBLEM for finding in found)
    session.say("check.bad" if bad else "check.good", count=bad)
    return Exit.PROBLEM if bad else Exit.DONE
