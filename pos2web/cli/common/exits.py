"""What an exit code says: the reason why a command ended, for scripts that called it."""

from enum import IntEnum

from pos2web.errors import (
    ArchiveError,
    ConflictError,
    CredentialsError,
    Pos2WebError,
    ProtocolError,
    SettingsError,
    TransientError,
)


class Exit(IntEnum):
    """The exit codes, the same for every command."""

    DONE = 0
    PROBLEM = 1
    USAGE = 2
    ASKS_FIRST = 3
    IN_USE = 4
    CREDENTIALS = 5
    SETTINGS = 6
    TRY_LATER = 7
    DAMAGED = 8
    INTERRUPTED = 130


MEANINGS: dict[Exit, str] = {
    Exit.DONE: "Done.",
    Exit.PROBLEM: "A problem was found, or the run failed; the message says what.",
    Exit.USAGE: "The command line is wrong, or what it names isn't there: a thing, a task, a run, a path.",
    Exit.ASKS_FIRST: "The run would change so much that it asks first: look at it, then `--yes`.",
    Exit.IN_USE: "Another Pos2Web has the log open, or writes to the shop; the message says which.",
    Exit.CREDENTIALS: "The till or the shop refuses the key or the password.",
    Exit.SETTINGS: "A setting is missing or wrong; the message names it and its file.",
    Exit.TRY_LATER: "The till or the shop can't be reached now.",
    Exit.DAMAGED: "What is stored, or what was answered, can't be what was written.",
    Exit.INTERRUPTED: "Stopped by a person (Ctrl-C) or by the system.",
}

OUTCOMES = {
    "done": Exit.DONE,
    "stopped": Exit.INTERRUPTED,
    "halted": Exit.ASKS_FIRST,
    "failed": Exit.PROBLEM,
}

ERRORS: tuple[tuple[type[Pos2WebError], Exit], ...] = (
    (SettingsError, Exit.SETTINGS),
    (CredentialsError, Exit.CREDENTIALS),
    (ConflictError, Exit.IN_USE),
    (TransientError, Exit.TRY_LATER),
    (ArchiveError, Exit.DAMAGED),
    (ProtocolError, Exit.DAMAGED),
)


def exit_of(error: Pos2WebError) -> Exit:
    """The code that tells a script of this error."""
    return next((code for kind, code in ERRORS if isinstance(error, kind)), Exit.PROBLEM)
