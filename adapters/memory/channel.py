"""A channel in memory: the reference, and what tests listen to."""

from collections.abc import Iterator

from pos2web.errors import Pos2WebError
from pos2web.messages import message, message_of
from pos2web.ports import Finding, Message, Severity


class MemoryChannel:
    """Keeps what it was told in `told`. While there is `trouble`, that is raised instead."""

    def __init__(self, *, name: str = "alerts:memory") -> None:
        self.told: list[Message] = []
        self.trouble: Pos2WebError | None = None
        self._name = name

    @property
    def name(self) -> str:
        return self._name

    def send(self, message: Message) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.told.append(message)

    def check(self) -> Iterator[Finding]:
        if self.trouble is not None:
            yield Finding(
                severity=Severity.PROBLEM, about=self._name, text=message_of(self.trouble)
            )
            return
        yield Finding(
            severity=Severity.OK,
            about=self._name,
            text=message("{count} messages in memory", count=len(self.told)),
        )

    def close(self) -> None:
        """Nothing is held open."""
