"""Serves the till's pages on this machine."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import msgspec
import uvicorn

from pos2web.adapters.sandbox.serving import HOST, at_the_end, bound
from pos2web.adapters.sandbox.till.app import Clock, build
from pos2web.adapters.sandbox.till.database import prepare

STOP_WAIT_S = 30.0


def utc_now() -> datetime:
    """This instant by the system's clock."""
    return datetime.now(UTC)


class TillServer:
    """A till behind HTTP, over a database in the default schema.

    As a context manager it serves in a thread of its own, at `url`. New photos go into the folder
    `photos`, which must lie under the database's (`photos` beside it, unless told otherwise).
    Raises OSError when there is no such database, or the port is taken.
    """

    def __init__(
        self, database: Path, photos: Path | None = None, *, port: int = 0, clock: Clock = utc_now
    ) -> None:
        prepare(database)
        self.database = database
        self._socket = bound(port)
        self.url = f"http://{HOST}:{self._socket.getsockname()[1]}"
        self._server = uvicorn.Server(
            uvicorn.Config(
                build(database, photos or database.parent / "photos", clock),
                log_level="critical",
                lifespan="off",
                ws="none",
                timeout_graceful_shutdown=1,
                server_header=False,
            )
        )
        self._thread = threading.Thread(target=self._run, name="sandbox-till", daemon=True)

    def stop(self) -> None:
        """Let the requests under way end, then stop."""
        self._server.should_exit = True

    def wait(self) -> None:
        """Wait until it has stopped; signals get through meanwhile."""
        while self._thread.is_alive():
            self._thread.join(0.5)

    def __enter__(self) -> "TillServer":
        """Serve; connections are taken from here on."""
        self._socket.listen(128)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop, and wait until it has."""
        self.stop()
        self._thread.join(STOP_WAIT_S)

    def _run(self) -> None:
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._socket.close()


def serve(server: TillServer, announce: Callable[[str], None]) -> None:
    """Serve as the whole of a process, announcing the address once, until SIGTERM or Ctrl-C."""
    at_the_end(server.stop)
    with server:
        said = {"url": server.url, "database": str(server.database)}
        announce(msgspec.json.encode(said).decode())
        server.wait()
