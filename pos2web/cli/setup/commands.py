"""`init`, `check` and `adapters`: making an installation, and seeing whether it works."""

import os
import tomllib
from collections.abc import Iterable
from typing import Any

import click

from pos2web.cli.common.exits import Exit
from pos2web.cli.common.refusing import writing_to
from pos2web.cli.common.session import Session, command_session, json_option
from pos2web.cli.setup.checks import findings
from pos2web.cli.texts.common import TEXTS, text
from pos2web.errors import SettingsError
from pos2web.ports import Finding, Severity
from pos2web.said import in_language, say
from pos2web.settings import Setting, descriptions, secret_variable, write

MARKS = {
    Severity.OK: ("✓", "green"),
    Severity.WARNING: ("!", "yellow"),
    Severity.PROBLEM: ("✗", "red"),
}


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
    "--prices-with-tax/--prices-without-tax", default=True, help="How the till's prices are."
)
@click.option("--currency", default="EUR", show_default=True, help="Currency of the prices.")
@click.option("--force", is_flag=True, help="Replace settings that are there already.")
@click.option("--no-check", is_flag=True, help="Do not run `check` afterwards.")
@command_session
def init(session: Session, *, force: bool, no_check: bool, **given: Any) -> Exit:
    """Write the settings of an installation, asking for what was not given.

    Secrets are asked for without being shown and go to a file that only you can read; an
    environment variable such as POS2WEB_SHOP_KEY goes before it, and nothing is asked then.
    """
    home = session.home
    if home.settings.exists() and not force:
        raise SettingsError(
            say("{settings} is there already; --force replaces it", settings=home.settings)
        )
    till, shop = (
        connection(side, given[side], given[f"{side}_options"], session.language)
        for side in ("till", "shop")
    )
    sync = {"prices_include_tax": given["prices_with_tax"], "currency": given["currency"]}
    with writing_to(session, home.path):
        write(home, descriptions(), till=till, shop=shop, sync=sync)
    session.settings()
    session.say("init.written", file=home.settings)
    return (
        Exit.DONE
        if no_check
        else show_findings(session, list(findings(session.settings, sleep=session.sleep)))
    )


def connection(
    side: str, adapter: str | None, given: tuple[str, ...], language: str
) -> dict[str, Any]:
    """One side's settings: those given, and answers to questions about those that are missing."""
    fitting = {name: each for name, each in descriptions().items() if side == each.side}
    name = adapter or click.prompt(
        text(f"init.adapter.{side}", language), type=click.Choice(list(fitting))
    )
    if name not in fitting:
        raise click.BadParameter(
            f"{name!r} is none of: {', '.join(fitting)}", param_hint=f"--{side}"
        )
    settings = {setting.name: setting for setting in fitting[name].settings}
    values: dict[str, Any] = {"adapter": name}
    for option in given:
        key, equals, value = option.partition("=")
        if not equals or (key not in settings and key != "name"):
            names = ", ".join(settings)
            raise click.BadParameter(
                f"{option!r}: NAME=VALUE is wanted, NAME one of: {names}",
                param_hint=f"--{side}-option",
            )
        values[key] = taken(settings[key], value) if key in settings else value
    for setting in settings.values():
        if setting.required and setting.name not in values:
            values |= asked(side, setting, language)
    return values


def asked(side: str, setting: Setting, language: str) -> dict[str, Any]:
    """The answer to a question about a setting; {} where the environment has it."""
    if setting.is_secret and os.environ.get(secret_variable(side, setting.name)):
        return {}
    answer = click.prompt(
        f"{setting.explained(language)}\n{side} {setting.name}", hide_input=setting.is_secret
    )
    return {setting.name: taken(setting, answer)}


def taken(setting: Setting, value: str) -> Any:
    """A value as it was typed, in its own type."""
    if setting.type in ("text", "path", "secret"):
        return value
    if setting.type == "list":
        return [part.strip() for part in value.split(",") if part.strip()]
    try:
        return tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        return value


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


def about_words(session: Session, about: str) -> str:
    """What a finding is about, in the person's language; a connection's own name as it is."""
    name = f"check.about.{about}"
    return session.text(name) if name in TEXTS else about


def show_findings(session: Session, found: list[Finding]) -> Exit:
    """Say what was found, and what to do about it."""
    for finding in found:
        mark, style = MARKS[finding.severity]
        text = in_language(finding.text, session.language)
        session.print(
            f"{mark} {session.text('check.line', about=about_words(session, finding.about), text=text)}",
            style=style,
        )
        if finding.remedy:
            session.print(f"    → {in_language(finding.remedy, session.language)}")
    bad = sum(finding.severity is Severity.PROBLEM for finding in found)
    session.say("check.bad" if bad else "check.good", count=bad)
    return Exit.PROBLEM if bad else Exit.DONE
