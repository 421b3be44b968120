"""What a service's answer means for the caller: pure, no calls."""

import re
from collections.abc import Mapping

from pos2web.errors import (
    CredentialsError,
    Pos2WebError,
    ProtocolError,
    TransientError,
)
from pos2web.messages import message

STATUS = re.compile(r"status code: (\d{3})")
CODE = re.compile(r"<Code>([\w.]{1,60})</Code>|\(code: ([\w.]{1,60})\)")
MESSAGE = re.compile(r"<Message>([^<]{1,200})")
SENT = re.compile(r"Error performing|HTTP error|error sending|timed out|connection", re.IGNORECASE)
REDIRECT = re.compile(r"redirect", re.IGNORECASE)
UNTRUSTED = re.compile(r"certificate|UnknownIssuer|NotValidForName")

FULL = {
    "InsufficientStorage",
    "QuotaExceeded",
    "QuotaExceededException",
    "StorageFull",
    "XMinioStorageFull",
    "XMinioAdminBucketQuotaExceeded",
}
BUSY = {
    "ConditionalRequestConflict",
    "InternalError",
    "OperationAborted",
    "RequestTimeout",
    "ServiceUnavailable",
    "SlowDown",
}
NOT_FOR_US = {
    "AccessDenied",
    "AllAccessDisabled",
    "AuthorizationHeaderMalformed",
    "InvalidAccessKeyId",
    "InvalidBucketName",
    "NoSuchBucket",
    "PermanentRedirect",
    "SignatureDoesNotMatch",
}
NOT_OFFERED = {"NotImplemented", "NotSupported"}
STATUS_MEANING: Mapping[int, type[TransientError | CredentialsError]] = {
    301: CredentialsError,
    307: CredentialsError,
    401: CredentialsError,
    403: CredentialsError,
    405: CredentialsError,
    408: TransientError,
    409: TransientError,
    425: TransientError,
    429: TransientError,
}
INSUFFICIENT_STORAGE = 507


def ours(said: str, where: str) -> Pos2WebError:
    """The error for what the library said, which has the service's answer in it."""
    if status_of(said) or code_of(said):
        return by_answer(said, where)
    if UNTRUSTED.search(said):
        return CredentialsError(
            message("{where} does not prove who it is: look at its certificate", where=where)
        )
    if REDIRECT.search(said):
        return CredentialsError(
            message("{where} is elsewhere: look at region and endpoint", where=where)
        )
    if SENT.search(said):
        return TransientError(
            message("{where} can't be talked to: {said}", where=where, said=first_line(said))
        )
    return ProtocolError(
        message("{where} answers what makes no sense", where=where), answer=first_line(said)
    )


def by_answer(said: str, where: str) -> Pos2WebError:
    """The error for an answer that has a status, or a word for what is wrong."""
    status, code, text = status_of(said), code_of(said), described(said)
    if status == INSUFFICIENT_STORAGE or code in FULL:
        return TransientError(message("{where} is full ({text})", where=where, text=text))
    if code in NOT_FOR_US:
        return CredentialsError(message("{where} does not let us ({text})", where=where, text=text))
    if code in BUSY or status >= 500:
        return TransientError(
            message("{where} has trouble of its own ({text})", where=where, text=text)
        )
    if status in STATUS_MEANING:
        return STATUS_MEANING[status](
            message("{where} does not let us now ({text})", where=where, text=text)
        )
    return ProtocolError(
        message("{where} answers what makes no sense ({text})", where=where, text=text),
        answer=first_line(said),
    )


def has_no_bucket(said: str) -> bool:
    """Whether it is the bucket that is missing, not an object."""
    return code_of(said) == "NoSuchBucket"


def offers_no_condition(said: str) -> bool:
    """Whether the service refuses `If-None-Match` itself, not what it is asked."""
    return status_of(said) == 501 or code_of(said) in NOT_OFFERED


def status_of(said: str) -> int:
    """The status of its answer; 0 where there was none."""
    found = STATUS.search(said)
    return int(found[1]) if found else 0


def code_of(said: str) -> str:
    """Its own word for what is wrong; empty where there is none."""
    found = CODE.search(said)
    return (found[1] or found[2]) if found else ""


def described(said: str) -> str:
    """Status, code and words of its answer: nothing that was sent to it."""
    status, message = status_of(said), MESSAGE.search(said)
    words = (str(status or ""), code_of(said), message[1] if message else "")
    return " ".join(filter(None, words))


def first_line(said: str) -> str:
    """What the library itself says."""
    return said.partition("\n")[0][:300]
