"""How patiently to ask again, and an HTTP sender that does so where it can do no harm."""

import random
import time
from collections.abc import Callable, Mapping

import msgspec

from pos2web.adapters.http import Body, NotReachedError, Params, Response, Sender
from pos2web.errors import TransientError

BUSY = (429, 500, 502, 503, 504)


def is_busy(response: Response) -> bool:
    """Whether the same request may well be answered better a little later."""
    return response.status in BUSY


class Backoff(msgspec.Struct, frozen=True, kw_only=True):
    """How often to ask and how long to wait in between. `jitter` gives a number from 0 to 1."""

    attempts_max: int = 5
    first_s: float = 0.5
    longest_s: float = 60.0
    jitter: Callable[[], float] = random.random
    sleep: Callable[[float], None] = time.sleep

    def pause(self, attempt: int, retry_after_s: float | None = None) -> None:
        """Wait after an attempt, counted from 1: longer each time, or as long as we are asked."""
        own_s = min(self.longest_s, self.first_s * 2 ** (attempt - 1)) * (0.5 + self.jitter() / 2)
        self.sleep(min(self.longest_s, max(own_s, retry_after_s or 0.0)))


class PatientHttp:
    """Asks again what only reads, and what certainly wasn't acted upon; nothing else.

    `again` says which answers to a reading are worth a second asking.
    """

    def __init__(
        self, http: Sender, *, backoff: Backoff, again: Callable[[Response], bool] = is_busy
    ) -> None:
        self._http = http
        self._backoff = backoff
        self._again = again

    @property
    def where(self) -> str:
        return self._http.where

    @property
    def calls(self) -> int:
        return self._http.calls

    def send(
        self,
        method: str,
        path: str,
        *,
        params: Params | None = None,
        body: Body | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        reads = method in ("GET", "HEAD")
        for attempt in range(1, self._backoff.attempts_max):
            try:
                response = self._http.send(method, path, params=params, body=body, headers=headers)
            except TransientError as error:
                if not reads and not isinstance(error, NotReachedError):
                    raise
                self._backoff.pause(attempt, error.retry_after_s)
                continue
            if not (self._again(response) if reads else response.status == 429):
                return response
            self._backoff.pause(attempt, response.retry_after_s)
        return self._http.send(method, path, params=params, body=body, headers=headers)

    def close(self) -> None:
        self._http.close()
