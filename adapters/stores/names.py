"""Which names an object on a store may have: the same ones everywhere."""

import re
from collections.abc import Iterable

from pos2web.errors import RuleError
from pos2web.messages import message

NAME_CHARACTERS_MAX = 200
PART = re.compile(r"(?!\.{1,2}\Z)[a-z0-9._-]+")


def checked(name: str) -> str:
    """The name itself. Raises RuleError when no object may be called so."""
    if len(name) > NAME_CHARACTERS_MAX:
        raise RuleError(
            message(
                "the name of an object has at most {name_characters_max} characters, "
                "{name!r}… has {count}",
                name_characters_max=NAME_CHARACTERS_MAX,
                name=name[:40],
                count=len(name),
            )
        )
    if not is_name(name):
        raise RuleError(
            message(
                "{name!r} can't be the name of an object: it is parts of a-z, 0-9, '.', "
                "'_' and '-' between slashes, none of them '.' or '..'",
                name=name,
            )
        )
    return name


def all_checked(names: Iterable[str]) -> list[str]:
    """The names themselves, each once. Raises RuleError when one of them can't be an object's."""
    return list(dict.fromkeys(map(checked, names)))


def is_name(text: str) -> bool:
    """Whether an object may be called so."""
    parts = text.split("/")
    return len(text) <= NAME_CHARACTERS_MAX and all(PART.fullmatch(part) for part in parts)


def is_part(text: str) -> bool:
    """Whether this may stand between the slashes of a name."""
    return PART.fullmatch(text) is not None


def may_hold(folder: str, prefix: str) -> bool:
    """Whether names below this folder (which ends in a slash) can begin with `prefix`."""
    return folder.startswith(prefix) or prefix.startswith(folder)


def may_begin(prefix: str) -> bool:
    """Whether any name can begin so."""
    *parts, last = prefix.split("/")
    fits = len(prefix) <= NAME_CHARACTERS_MAX and all(map(is_part, parts))
    return fits and (not last or PART.fullmatch(f"{last}x") is not None)
