"""The systemd unit that comes with us, made to fit a machine."""

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

NAME = "pos2web.service"


def unit(command: Sequence[str], *, home: Path, user: str) -> str:
    """The unit with this command, which may write in this home only, as this user."""
    ours = {
        "ExecStart": " ".join(map(_quoted, command)),
        "ReadWritePaths": _quoted(str(home)),
        "User": _escaped(user),
    }
    lines = files("pos2web.daemon").joinpath(NAME).read_text(encoding="utf-8").splitlines()
    names = (line.partition("=")[0] for line in lines)
    made = (
        f"{name}={ours[name]}" if name in ours else line
        for name, line in zip(names, lines, strict=True)
    )
    return "\n".join([*made, ""])


def _quoted(word: str) -> str:
    """A word as systemd.syntax(7) reads it back."""
    return '"' + _escaped(word).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _escaped(word: str) -> str:
    return word.replace("%", "%%").replace("$", "$$")
