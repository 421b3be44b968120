"""A channel that needs no setting and never fails: a line in the program's own log."""

import logging
import re
from collections.abc import Iterator

from pos2web.messages import message
from pos2web.ports import Finding, Message, Severity

NAME = "alerts:log"
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")

log = logging.getLogger(__name__)


class LogChannel:
    """Warns of each message under its subject; the rest of it goes with the record."""

    @property
    def name(self) -> str:
        return NAME

    def send(self, message: Message) -> None:
        log.warning(
            "%s",
            CONTROLS.sub(" ", message.subject),  # so that it can't look like a line of its own
            extra={
                "told": message.id,
                "text": message.text,
                "at": message.at,
                "data": message.data,
            },
        )

    def check(self) -> Iterator[Finding]:
        yield Finding(
            severity=Severity.OK, about=NAME, text=message("the program's log takes everything")
        )

    def close(self) -> None:
        """The log is not ours to close."""
