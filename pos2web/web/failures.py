"""Errors of ours as they travel over HTTP, and back."""

import msgspec

from pos2web.errors import (
    ArchiveError,
    ConflictError,
    CredentialsError,
    Pos2WebError,
    ProtocolError,
    RecordError,
    RuleError,
    SettingsError,
    TransientError,
)
from pos2web.messages import Made, kept, sentence_of

STATUSES: dict[type[Pos2WebError], int] = {
    TransientError: 503,
    RecordError: 422,
    CredentialsError: 502,
    ProtocolError: 502,
    RuleError: 422,
    ConflictError: 409,
    ArchiveError: 500,
    SettingsError: 500,
    Pos2WebError: 500,
}
_KINDS = {kind.__name__: kind for kind in STATUSES}


class Failure(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An error as JSON: its text and how that was made, and the name of its class in
    `pos2web/errors.py`."""

    error: str
    kind: str
    retry_after_s: float | None = None
    ref: str = ""
    said: Made = msgspec.UNSET


def kind_of(error: Pos2WebError) -> type[Pos2WebError]:
    """The class that says what the caller does next."""
    return next(kind for kind in type(error).__mro__ if kind in STATUSES)


def failure(error: Pos2WebError) -> Failure:
    """An error, to be sent."""
    return Failure(
        error=str(error),
        kind=kind_of(error).__name__,
        retry_after_s=error.retry_after_s if isinstance(error, TransientError) else None,
        ref=error.ref if isinstance(error, RecordError) else "",
        said=sentence_of(error),
    )


def error_of(sent: Failure) -> Pos2WebError:
    """The error that was sent."""
    kind, text = _KINDS.get(sent.kind, ProtocolError), kept(sent.error, sent.said)
    if issubclass(kind, TransientError):
        return kind(text, retry_after_s=sent.retry_after_s)
    if issubclass(kind, RecordError):
        return kind(text, ref=sent.ref)
    return kind(text)
