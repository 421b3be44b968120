"""An event loop in a thread of its own, for code that waits for it."""

import asyncio
from collections.abc import Coroutine
from threading import Lock, Thread
from typing import Any, TypeVar

T = TypeVar("T")


class Loop:
    """Runs coroutines for other threads; it starts with the first one."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: Thread | None = None

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """What it gives. Whoever asks waits; each coroutine has its own limits."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._running()).result()

    @property
    def is_running(self) -> bool:
        """Whether it has started, and has not been stopped."""
        return self._loop is not None

    def stop(self) -> None:
        """End what still runs; may be called twice."""
        with self._lock:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop is not None and thread is not None:
            asyncio.run_coroutine_threadsafe(_cancelled(), loop).result()
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = Thread(target=self._loop.run_forever, name="sftp-store", daemon=True)
                self._thread.start()
            return self._loop


async def _cancelled() -> None:
    left = [each for each in asyncio.all_tasks() if each is not asyncio.current_task()]
    for each in left:
        each.cancel()
    await asyncio.gather(*left, return_exceptions=True)
