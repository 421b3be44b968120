"""What a message is as a request, and how it is signed: pure, no calls."""

import base64
import binascii
import hashlib
import hmac
from datetime import datetime
from urllib.parse import quote

import msgspec

from pos2web.messages import message
from pos2web.ports import Message

PRINTABLE = "!#$&'()*+,/:;<=>?@[]^`{|}\"\\~"
ENCODED_SECRET = "whsec_"  # noqa: S105 - what such secrets start with


def body(message: Message) -> bytes:
    """The message as JSON, in UTF-8."""
    return msgspec.json.encode(
        {
            "id": well_formed(message.id),
            "subject": well_formed(message.subject),
            "text": well_formed(message.text),
            "at": message.at,
            "data": {well_formed(k): well_formed(v) for k, v in message.data.items()},
        }
    )


def headers(message: Message, content: bytes, *, key: bytes, now: datetime) -> dict[str, str]:
    """The headers that name the message, and sign it where there is a key.

    The signature is that of Standard Webhooks 1.0.0, for which receivers find libraries.
    """
    name = quote(well_formed(message.id), safe=PRINTABLE)
    named = {"Content-Type": "application/json", "Idempotency-Key": name}
    if not key:
        return named
    timestamp = str(int(now.timestamp()))
    return named | {
        "Webhook-Id": name,
        "Webhook-Timestamp": timestamp,
        "Webhook-Signature": signature(content, key=key, name=name, timestamp=timestamp),
    }


def signature(content: bytes, *, key: bytes, name: str, timestamp: str) -> str:
    """The HMAC-SHA256 of name, timestamp and body, with a point between them."""
    signed = b".".join((name.encode("ascii"), timestamp.encode("ascii"), content))
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode("ascii")


def key_of(secret: str) -> bytes:
    """The bytes of a secret: what stands in Base64 after whsec_, or the text as it is.

    Raises ValueError when it is no Base64.
    """
    if not secret.startswith(ENCODED_SECRET):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(ENCODED_SECRET), validate=True)
    except binascii.Error:
        raise ValueError(
            message("after {encoded_secret} a secret must be Base64", encoded_secret=ENCODED_SECRET)
        ) from None


def well_formed(text: str) -> str:
    """The text without halves of characters, which names of files may hold."""
    return text.encode("utf-8", "replace").decode()
