"""The languages that Pos2Web speaks, and which of them a person reads."""

from collections.abc import Mapping

LANGUAGES = ("fr", "en")

VARIABLES = ("POS2WEB_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""Where the environment says it; the first that is set decides."""


def language(given: str | None, environment: Mapping[str, str]) -> str:
    """The language that was given, or the environment's; English where we don't speak that."""
    named = given or next((environment[name] for name in VARIABLES if environment.get(name)), "")
    return next((code for code in LANGUAGES if named.lower().startswith(code)), "en")
