"""The questions of `init`: each side is tried as soon as it is known, and asked for again if need be."""

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from pos2web.bootstrap import utc_now
from pos2web.cli.common.session import Session
from pos2web.cli.setup.checks import side as findings_of
from pos2web.cli.setup.showing import show_finding
from pos2web.opening import opened
from pos2web.ports import Finding, Severity
from pos2web.settings import (
    Connection,
    Description,
    Setting,
    connection_of,
    descriptions,
    secret_variable,
    store_of,
    words,
)

Values = dict[str, Any]

FOLDERS = "file"
"""The scheme of the store that keeps backups in a folder."""

NAME_CHARS_MAX = 40


@dataclass(kw_only=True)
class Wizard:
    """Who asks, and whether answers are tried; `has_asked` once a person had to answer something."""

    session: Session
    tries: bool
    has_asked: bool = field(default=False, init=False)

    def answers(self, given: Mapping[str, Any]) -> dict[str, Values]:
        """What to set in each section: what was given, and answers for what was not.

        Raises BadParameter for what is wrong in what was given; click's Abort when somebody has
        had enough of being asked.
        """
        till = self.side("till", given["till"], given["till_options"])
        shop = self.side("shop", given["shop"], given["shop_options"])
        sync = {"prices_include_tax": self.taxes(given["prices_with_tax"])}
        sections = {"till": till, "shop": shop, "sync": sync | {"currency": given["currency"]}}
        sections["alerts"] = {"language": self.session.language}
        backup = self.backup(given["folder"], shop)
        return sections if backup is None else sections | {"backup": backup}

    def side(self, side: str, adapter: str | None, options: tuple[str, ...]) -> Values:
        """One side's settings: those given, and answers where some are missing."""
        described = self.adapter(side, adapter)
        values = {"adapter": described.name} | given_values(side, described, options)
        missing = [
            setting
            for setting in described.settings
            if setting.required and setting.name not in values and not is_hidden(side, setting)
        ]
        if not missing:
            return values
        about, title = self.session.text(f"check.about.{side}"), described.title
        self.session.say("init.side", side=about, title=words(title, self.session.language))
        values |= {each.name: self.asked(side, each, values) for each in missing}
        while problems := self.trouble(side, values):
            if not self.yes("init.again"):
                return values
            named = {finding.about for finding in problems}
            for setting in described.settings:
                if setting.required or setting.is_secret or setting.name in named:
                    values[setting.name] = self.asked(side, setting, values)
        return values

    def adapter(self, side: str, name: str | None) -> Description:
        """The adapter that was given, or the only one, or the one that is chosen."""
        fitting = {name: each for name, each in descriptions().items() if side == each.side}
        if name is None and len(fitting) > 1:
            self.has_asked = True
            label = self.session.text(f"init.adapter.{side}")
            name = click.prompt(label, type=click.Choice(list(fitting)))
        chosen = name or next(iter(fitting))
        if chosen not in fitting:
            raise click.BadParameter(
                f"{chosen!r} is none of: {', '.join(fitting)}", param_hint=f"--{side}"
            )
        return fitting[chosen]

    def asked(self, side: str, setting: Setting, known: Values) -> Any:
        """The answer to a question about a setting; what was answered before is offered again."""
        self.has_asked = True
        before = known.get(setting.name, None if setting.required else setting.default)
        answer = click.prompt(
            f"{setting.explained(self.session.language)}\n"
            f"{self.session.text(f'check.about.{side}')} {setting.name}",
            default=before,
            hide_input=setting.is_secret,
            show_default=not setting.is_secret,
        )
        return taken(setting, answer)

    def trouble(self, side: str, values: Values) -> list[Finding]:
        """What is wrong with these answers, after it was shown; nothing where nothing is tried."""
        home = self.session.home
        return self.tried(
            side, lambda: connection_of(home, os.environ, descriptions(), side, values)
        )

    def tried(self, about: str, connection: Callable[[], Connection]) -> list[Finding]:
        """The problems that a connection has, after they and the warnings were shown."""
        if not self.tries:
            return []
        home = self.session.home
        self.session.say("init.trying", about=self.session.text(f"check.about.{about}"))
        found = list(
            findings_of(
                about, lambda: opened(connection(), home, clock=utc_now, sleep=self.session.sleep)
            )
        )
        for finding in found:
            show_finding(self.session, finding)
        return [finding for finding in found if finding.severity is Severity.PROBLEM]

    def taxes(self, given: bool | None) -> bool:
        """Whether the till's prices are with tax, which they are where nobody says otherwise."""
        if given is None and self.has_asked:
            return self.yes("init.taxes")
        return given is not False

    def backup(self, folder: str | None, shop: Values) -> Values | None:
        """The section about backups; None where none are wanted yet."""
        name = backup_name(str(shop.get("url", "")))
        if folder is not None:
            return backup_values(name, folder)
        while self.has_asked:
            answer = click.prompt(self.session.text("init.backup"), default="", show_default=False)
            if not answer.strip():
                return None
            values = backup_values(name, answer.strip())
            if not self.backup_trouble(values):
                return values
        return None

    def backup_trouble(self, values: Values) -> list[Finding]:
        """What is wrong with a place for backups, after it was shown."""
        home = self.session.home
        return self.tried("backup", lambda: store_of(home, os.environ, descriptions(), values))

    def yes(self, question: str) -> bool:
        """Whether somebody says yes, as is usual, in his own language or in English."""
        self.has_asked = True
        yes, no = self.session.text("init.yes_or_no").split(",")
        answer = click.prompt(
            self.session.text(question),
            default=yes,
            type=click.Choice([yes, no, yes[0], no[0]], case_sensitive=False),
            show_choices=False,
        )
        return bool(answer[0] == yes[0])


def backup_name(url: str) -> str:
    """What a shop's backups are called by default: its address, as far as a name may be that."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return re.sub(r"[^a-z0-9]+", "-", host).strip("-")[:NAME_CHARS_MAX] or "pos2web"


def backup_values(name: str, folder: str) -> Values:
    """The section about backups into a folder, which is meant as from where one is now."""
    store = next(each.name for each in descriptions().values() if each.scheme == FOLDERS)
    path = str(Path(folder).expanduser().absolute())
    return {"name": name, "store": {"adapter": store, "path": path}}


def is_hidden(side: str, setting: Setting) -> bool:
    """Whether the environment has it, so that nobody need be asked."""
    return setting.is_secret and bool(os.environ.get(secret_variable(side, setting.name)))


def given_values(side: str, described: Description, options: tuple[str, ...]) -> Values:
    """What was given as NAME=VALUE, each in its own type. Raises BadParameter."""
    settings = {setting.name: setting for setting in described.settings}
    values: Values = {}
    for option in options:
        key, equals, value = option.partition("=")
        if not equals or (key not in settings and key != "name"):
            names = ", ".join(settings)
            raise click.BadParameter(
                f"{option!r}: NAME=VALUE is wanted, NAME one of: {names}",
                param_hint=f"--{side}-option",
            )
        values[key] = taken(settings[key], value) if key in settings else value
    return values


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
