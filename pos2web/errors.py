"""Every error of ours, sorted by what the caller does next.

Pos2WebError
├── TransientError     try again later, a limited number of times
├── RecordError        hold this one record, go on with the others
├── CredentialsError   stop this connection and tell a person
├── ProtocolError      stop the run and keep the answer
├── RuleError          record nothing: the rule says no
├── ConflictError      somebody else holds it or was first: wait, or say who
├── ArchiveError       stop: what is stored is damaged
└── SettingsError      a person must mend the settings
"""


class Pos2WebError(Exception):
    """Any failure that Pos2Web foresees; its text is fit for a shopkeeper's screen."""


class TransientError(Pos2WebError):
    """The other side is busy or away; what was asked may or may not have been done."""

    def __init__(self, message: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class RecordError(Pos2WebError):
    """One record can't be read or written; the others can."""

    def __init__(self, message: str, *, ref: str) -> None:
        super().__init__(message)
        self.ref = ref


class CredentialsError(Pos2WebError):
    """The other side knows us not, or doesn't allow what we asked."""


class ProtocolError(Pos2WebError):
    """The other side answered something that we can't read; `answer` is its beginning."""

    def __init__(self, message: str, *, answer: str = "") -> None:
        super().__init__(message)
        self.answer = answer


class RuleError(Pos2WebError):
    """What was asked is against a rule of the domain."""


class ConflictError(Pos2WebError):
    """Another process holds what we need, or wrote before us."""


class ArchiveError(Pos2WebError):
    """What is stored can't be what was written."""


class SettingsError(Pos2WebError):
    """A setting is missing or wrong; the text names it and its file."""
