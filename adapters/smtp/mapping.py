"""What a message is as a mail: pure, no calls."""

import hashlib
import re
from collections.abc import Sequence
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8

from pos2web.messages import message
from pos2web.ports import Message

# The standard library's parser of addresses fails on some texts and finds two in others.
ADDRESS = re.compile(
    r"""(?: "?(?P<name>[^"<>@]*)"?\s*< )?(?P<spec>[^\s@<>()\[\]\\,;:"]+@[^\s@<>]+)(?(name)>)""",
    re.VERBOSE,
)
DOMAIN = re.compile(r"[A-Za-z0-9._-]+|\[[0-9A-Za-z:.]+\]")
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
PLAIN_SUBJECT = re.compile(r"(?!.*=\?)[ -~]{1,60}")
"""A subject that needs no encoding, nor a second line."""

SUBJECT_CHARACTERS_MAX = 500


def address(text: str) -> Address:
    """The one address in `marie@example.com` or `Marie <marie@example.com>`, its domain in ASCII.

    Raises ValueError when there is none, or more than one.
    """
    found = ADDRESS.fullmatch(text.strip())
    if found is None or CONTROLS.search(text):
        raise ValueError(message("{text!r} is not an address", text=text))
    local, domain = found["spec"].rsplit("@", 1)
    domain = in_ascii(domain)
    if not all(local.split(".")) or not DOMAIN.fullmatch(domain):
        raise ValueError(message("{text!r} is not an address", text=text))
    return Address((found["name"] or "").strip(), username=local, domain=domain)


def is_ascii(address: Address) -> bool:
    """Whether every server takes it, as far as its letters go."""
    return address.addr_spec.isascii()


def machine(name: str) -> str:
    """The name of a machine, in ASCII. Raises ValueError when it can't be one."""
    if re.search(r"\s", name) or CONTROLS.search(name):
        raise ValueError(message("{name!r} is not the name of a machine", name=name))
    return in_ascii(name)


def in_ascii(name: str) -> str:
    """The name of a machine or a domain as it is written in ASCII. Raises ValueError."""
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ValueError(
            message("{name!r} is not the name of a machine: {error}", name=name, error=error)
        ) from error


def composed(message: Message, *, sender: Address, recipients: Sequence[Address]) -> bytes:
    """The mail as it is sent."""
    mail = EmailMessage(policy=SMTP if all(map(is_ascii, recipients)) else SMTPUTF8)
    mail["From"] = sender
    mail["To"] = tuple(recipients)
    mail["Date"] = message.at
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(well_formed(message.text), cte="quoted-printable")
    # Apart, since EmailMessage (of Python 3.11) loses spaces where it folds a long subject, decodes
    # what looks as if it were encoded already, and folds a Message-ID that is long.
    apart = f"Message-ID: {message_id(message.id, sender)}\r\nSubject: {subject(message)}\r\n"
    return apart.encode("ascii") + mail.as_bytes()


def message_id(id_: str, sender: Address) -> str:
    """A Message-ID made of the message's own id: told again, a mail program sees that it is one message."""
    digest = hashlib.sha256(well_formed(id_).encode()).hexdigest()
    return f"<{digest[:40]}@{sender.domain}>"


def subject(message: Message) -> str:
    """The subject on one line, encoded where it must be."""
    line = CONTROLS.sub(" ", well_formed(message.subject)).strip()[:SUBJECT_CHARACTERS_MAX]
    if PLAIN_SUBJECT.fullmatch(line):
        return line
    return Header(line, "utf-8", header_name="Subject").encode(linesep="\r\n")


def well_formed(text: str) -> str:
    """The text without halves of characters, which names of files may hold."""
    return text.encode("utf-8", "replace").decode()
