"""What an error of SSH means for the caller: pure, no calls."""

import asyncssh

from pos2web.errors import CredentialsError, Pos2WebError, ProtocolError, TransientError
from pos2web.messages import message

LOST = (
    asyncssh.ConnectionLost,
    asyncssh.SFTPConnectionLost,
    asyncssh.SFTPNoConnection,
    asyncssh.ChannelOpenError,
    ConnectionError,
)
"""The conversation is over, though another one may go well."""

Kinds = tuple[type[Exception], ...]
MEANING: tuple[tuple[Kinds, type[Pos2WebError], str], ...] = (
    (
        (asyncssh.PermissionDenied,),
        CredentialsError,
        message("{where} does not let us in (look at user, key and password): {said}"),
    ),
    (
        (asyncssh.SFTPPermissionDenied, asyncssh.SFTPWriteProtect),
        CredentialsError,
        message("{where} does not let us do that: {said}"),
    ),
    (
        (asyncssh.SFTPNoSpaceOnFilesystem, asyncssh.SFTPQuotaExceeded),
        TransientError,
        message("{where} is full: {said}"),
    ),
    (
        (
            asyncssh.SFTPBadMessage,
            asyncssh.ProtocolError,
            asyncssh.KeyExchangeFailed,
            asyncssh.ProtocolNotSupported,
            asyncssh.ServiceNotAvailable,
        ),
        ProtocolError,
        message("{where} answers what makes no sense: {said}"),
    ),
    (
        LOST,
        TransientError,
        "{where} can't be talked to: {said}",
    ),
    (
        (asyncssh.SFTPError,),
        TransientError,
        message(
            "{where} could not do it, and does not say why (is a quota reached, is its disk full?): {said}"
        ),
    ),
)
"""What follows from an error: the first that fits."""


def ours(error: Exception, where: str) -> Pos2WebError:
    """The error for one of SSH's, of SFTP's or of the line."""
    if isinstance(error, Pos2WebError):
        return error
    said = reason_of(error)
    for kinds, kind, template in MEANING:
        if isinstance(error, kinds):
            return kind(message(template, where=where, said=said))
    return TransientError(message("{where} can't be talked to: {said}", where=where, said=said))


def reason_of(error: Exception) -> str:
    """What is said, on one line."""
    if isinstance(error, TimeoutError):
        return message("it does not answer in time")
    said = error.reason if isinstance(error, asyncssh.Error) else str(error)
    return " ".join(said.split())[:200] or type(error).__name__
