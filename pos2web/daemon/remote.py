"""The tasks of a daemon in another process, asked over HTTP on this machine."""

import http.client
import os
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

import msgspec

from pos2web.daemon.presence import Presence, find
from pos2web.domain.decisions import Decision
from pos2web.errors import Pos2WebError, ProtocolError, TransientError
from pos2web.messages import message
from pos2web.settings import Home
from pos2web.tasks.control import Control, Overview, RunAsked
from pos2web.web.bodies import Decided, Hint, RunWanted
from pos2web.web.failures import Failure, error_of

ANSWER_WAIT_S = 30.0
GREETING_WAIT_S = 5.0
ANSWER_BYTES_MAX = 16_000_000

T = TypeVar("T")


class StopAnswer(msgspec.Struct, frozen=True):
    """Whether there was a run to stop."""

    stopped: bool


class Recorded(msgspec.Struct, frozen=True):
    """Where a decision stands in the log."""

    positions: list[int]


class RemoteControl:
    """Asks a daemon what a `Control` is asked; its errors come out as they went in there.

    Raises TransientError when it gives no answer, ProtocolError for one that we can't read.
    Any thread may use it.
    """

    def __init__(self, presence: Presence, *, answer_wait_s: float = ANSWER_WAIT_S) -> None:
        self._where = presence.url
        self._token = presence.token
        self._answer_wait_s = answer_wait_s

    def overview(self) -> Overview:
        """How everything stands."""
        return self._ask("GET", "/api/overview", Overview)

    def run(
        self, task: str, *, approved: bool = False, retry_held: bool = False, wait_s: float = 0.0
    ) -> RunAsked:
        """Run a task now; wait so long for its end."""
        wanted = RunWanted(approved=approved, retry_held=retry_held, wait_s=wait_s)
        path = f"/api/tasks/{quote(task, safe='')}/run"
        return self._ask("POST", path, RunAsked, wanted, wait_s=wait_s)

    def stop(self, task: str) -> bool:
        """Stop its run."""
        return self._ask("POST", f"/api/tasks/{quote(task, safe='')}/stop", StopAnswer).stopped

    def decide(self, decision: Decision, *, actor: str, shop: str | None = None) -> list[int]:
        """Record what somebody decided."""
        decided = Decided(decision=decision, actor=actor, shop=shop)
        return self._ask("POST", "/api/decisions", Recorded, decided).positions

    def hint(self, source: str) -> None:
        """Say that something changed at the till."""
        self._ask("POST", "/api/hints", Any, Hint(source=source))

    def _ask(
        self, method: str, path: str, kind: type[T], body: object = None, *, wait_s: float = 0.0
    ) -> T:
        address = urlsplit(self._where)
        connection = http.client.HTTPConnection(
            address.hostname or "", address.port, timeout=self._answer_wait_s + wait_s
        )
        headers = {"authorization": f"Bearer {self._token}", "connection": "close"}
        try:
            content = None if body is None else msgspec.json.encode(body)
            connection.request(method, path, content, headers)
            answer = connection.getresponse()
            said = answer.read(ANSWER_BYTES_MAX + 1)
            if answer.length and len(said) <= ANSWER_BYTES_MAX:
                raise http.client.IncompleteRead(said, answer.length)
        except (OSError, http.client.HTTPException) as error:
            raise TransientError(
                message(
                    "the daemon at {where} gave no answer: {error}", where=self._where, error=error
                )
            ) from error
        finally:
            connection.close()
        if answer.status >= 400:
            raise error_of(self._read(said, Failure))
        return self._read(said, kind)

    def _read(self, said: bytes, kind: type[T]) -> T:
        try:
            return msgspec.json.decode(said, type=kind)
        except (msgspec.DecodeError, UnicodeError) as error:
            begin = said[:200].decode("utf-8", "replace")
            text = message(
                "what {where} answered can't be read: {error}", where=self._where, error=error
            )
            raise ProtocolError(text, answer=begin) from error


def living(home: Home) -> Control | None:
    """The daemon of this home, if one runs and answers; None otherwise.

    What a dead one left behind is recognised: its process is gone, or who listens at its
    address doesn't know its token.
    """
    presence = find(home)
    if presence is None or not _is_process(presence.pid):
        return None
    try:
        RemoteControl(presence, answer_wait_s=GREETING_WAIT_S).overview()
    except Pos2WebError:
        return None
    return RemoteControl(presence)


def _is_process(pid: int) -> bool:
    if os.name != "posix":
        return True  # There, this question would end the process. The token tells.
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
