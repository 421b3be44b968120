"""What may be set: the records that say it, and the check of what was given against them."""

import difflib
import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Literal

import msgspec

from pos2web.errors import SettingsError
from pos2web.messages import in_both, message

Words = str | dict[str, str]
"""One text, or one for each language."""

Values = dict[str, Any]
"""Settings by name, checked, with the default of what was not given (None: it has none)."""

MEANING = {
    "text": message("a text"),
    "secret": message("a text"),
    "whole": message("a whole number"),
    "number": message("a number"),
    "exact": message("a number"),
    "yes_no": message("true or false"),
    "list": message("a list of texts"),
    "path": message("a path (one that is not absolute starts at the home)"),
    "table": message("a table"),
}

NUMBERS = ("whole", "number", "exact")


class Setting(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One setting. Those of type `secret` live apart, in `secrets.toml` or the environment; an `exact`
    number is a Decimal.

    `help` is one text, or one for each language with at least `en`.
    """

    name: str
    help: Words
    type: Literal[
        "text", "secret", "whole", "number", "exact", "yes_no", "list", "path", "table"
    ] = "text"
    default: Any = None
    required: bool = False
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None

    def explained(self, language: str = "en") -> str:
        """What it means, in this language where there are words in it."""
        return words(self.help, language)

    @property
    def is_secret(self) -> bool:
        """Whether nobody else may read it."""
        return self.type == "secret"

    @property
    def meaning(self) -> str:
        """What it may be, in words."""
        if self.choices:
            return message("one of {choices}", choices=", ".join(self.choices))
        if self.minimum is not None and self.maximum is not None:
            return message(
                "{meaning} from {minimum:g} to {maximum:g}",
                meaning=MEANING[self.type],
                minimum=self.minimum,
                maximum=self.maximum,
            )
        if self.minimum is not None:
            return message(
                "{meaning}, {minimum:g} or more",
                meaning=MEANING[self.type],
                minimum=self.minimum,
            )
        return MEANING[self.type]

    def allows(self, value: object) -> bool:
        """Whether this may be its value."""
        if self.choices:
            return value in self.choices
        if isinstance(value, bool):
            return self.type == "yes_no"
        if isinstance(value, int | float | Decimal):
            return self._allows_number(value)
        if isinstance(value, list):
            return self.type == "list" and all(isinstance(each, str) for each in value)
        if isinstance(value, dict):
            return self.type == "table"
        return isinstance(value, str) and self.type in ("text", "path", "secret")

    def _allows_number(self, value: float | Decimal) -> bool:
        is_meant = self.type in ("number", "exact") or isinstance(value, int)
        if not (is_meant and self.type in NUMBERS and math.isfinite(value)):
            return False
        exact = Decimal(str(value))
        is_over = self.minimum is None or exact >= Decimal(str(self.minimum))
        return is_over and (self.maximum is None or exact <= Decimal(str(self.maximum)))

    def typed(self, value: Any) -> Any:
        """An allowed value as it is handed on: numbers in the type that is meant."""
        if self.type == "exact" and isinstance(value, int | float):
            return Decimal(str(value))
        return float(value) if self.type == "number" and isinstance(value, Decimal) else value


def checked(
    given: Mapping[str, Any], settings: Iterable[Setting], *, file: object, section: str
) -> Values:
    """The values of a section. Raises SettingsError naming file, section and setting."""
    described = {setting.name: setting for setting in settings}
    for name, value in given.items():
        if name not in described:
            raise SettingsError(
                message(
                    "{file}: [{section}] {unknown}",
                    file=file,
                    section=section,
                    unknown=unknown("setting", name, described),
                )
            )
        if not described[name].allows(value):
            wanted = described[name].meaning
            shown = message("what is there") if described[name].is_secret else _shown(value)
            raise SettingsError(
                message(
                    "{file}: [{section}] {name} must be {wanted}, not {shown}",
                    file=file,
                    section=section,
                    name=name,
                    wanted=wanted,
                    shown=shown,
                )
            )
    for setting in described.values():
        if setting.required and given.get(setting.name) in (None, ""):
            raise SettingsError(
                message(
                    "{file}: [{section}] {name} is missing: {explained}",
                    file=file,
                    section=section,
                    name=setting.name,
                    explained=in_both(setting.explained(), setting.explained("fr")),
                )
            )
    return {
        name: setting.typed(given.get(name, setting.default)) for name, setting in described.items()
    }


def _shown(value: object) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else repr(value)


def words(said: Words, language: str) -> str:
    """The text in this language, in English where there is none."""
    return said if isinstance(said, str) else said.get(language, said.get("en", ""))


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """Say that there is no such name, which one may be meant, and which ones there are."""
    near = difflib.get_close_matches(name, list(known), n=1)
    return message(
        "{name}: there is no such {what}{meant}; there are: {known}",
        name=name,
        what=what,
        meant=message(" (is {near} meant?)", near=near[0]) if near else "",
        known=", ".join(known) or message("none"),
    )
