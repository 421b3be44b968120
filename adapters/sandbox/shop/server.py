"""Runs the shop: in a thread of this process, or as the whole of one."""

import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from zoneinfo import ZoneInfo

import msgspec
import uvicorn
from starlette.applications import Starlette

from pos2web.adapters.sandbox.serving import HOST, at_the_end, bound
from pos2web.adapters.sandbox.shop.control import Control
from pos2web.adapters.sandbox.shop.door import Door
from pos2web.adapters.sandbox.shop.faults import Faults
from pos2web.adapters.sandbox.shop.front import Front
from pos2web.adapters.sandbox.shop.keys import DEFAULT_KEY, Key
from pos2web.adapters.sandbox.shop.seed import seed
from pos2web.adapters.sandbox.shop.settings import Settings
from pos2web.adapters.sandbox.shop.store import Clock, Store
from pos2web.adapters.sandbox.shop.webservice import WebService
from pos2web.errors import ConflictError

_STARTS_WITHIN_S = 30.0


def shop_clock() -> datetime:
    """The time that the shop's own clock on the wall shows, in Paris."""
    return datetime.now(UTC).astimezone(ZoneInfo("Europe/Paris"))


def _bound(port: int) -> socket.socket:
    try:
        return bound(port)
    except OSError as error:
        raise ConflictError(f"the sandbox shop can't have port {port}: {error.strerror}") from error


def _configuration(door: Door) -> uvicorn.Config:
    return uvicorn.Config(
        door,
        log_level="critical",
        lifespan="off",
        timeout_keep_alive=75,
        timeout_graceful_shutdown=1,
        server_header=False,
    )


class World(msgspec.Struct, frozen=True, kw_only=True):
    """What surrounds a shop; `fill` puts its first records into an empty one, before all else."""

    settings: Settings = msgspec.field(default_factory=Settings)
    clock: Clock = shop_clock
    fill: Callable[[Store], None] | None = None


class ShopServer:
    """A shop behind HTTP on this machine, with its data in `path`.

    As a context manager it serves in a thread. `url` and `key` are what a client needs. Started
    again on the same path, the shop is as it was. Raises ConflictError when the port is taken.
    """

    def __init__(
        self,
        path: Path,
        *,
        port: int = 0,
        languages: Sequence[str] = ("fr", "en"),
        keys: Mapping[str, Key] | None = None,
        faults: Faults | None = None,
        world: World | None = None,
    ) -> None:
        path.mkdir(parents=True, exist_ok=True)
        world = world or World()
        self.settings = world.settings
        self.key = next(iter(keys)) if keys else DEFAULT_KEY
        with ExitStack() as undo:
            self._socket = _bound(port)
            undo.callback(self._socket.close)
            self.store = Store(path / "shop.sqlite", world.clock)
            undo.callback(self.store.close)
            if world.fill is not None and not self.store.languages:
                world.fill(self.store)
            seed(self.store, languages, self.settings.shop_name)
            undo.pop_all()
        self.port: int = self._socket.getsockname()[1]
        host = f"{HOST}:{self.port}"
        self.url = f"http://{host}"
        self.service = WebService(self.store, keys or {DEFAULT_KEY: Key()}, self.settings, host)
        control = Control(self.settings)
        front = Front(self.store, self.settings, self.url)
        site = Starlette(routes=[*control.routes, *front.routes])
        self.door = Door(self.service, site, faults or Faults())
        control.door = self.door
        self._server = uvicorn.Server(_configuration(self.door))
        self._thread: threading.Thread | None = None

    def run(self) -> None:
        """Serve in this thread until `stop`."""
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._socket.close()
            self.store.close()

    def stop(self) -> None:
        """Let the requests under way end, then stop."""
        self._server.should_exit = True

    def wait(self) -> None:
        """Wait until the thread has ended; signals get through meanwhile."""
        while self._thread is not None and self._thread.is_alive():
            self._thread.join(0.5)

    def __enter__(self) -> "ShopServer":
        """Serve in a thread of its own; connections are taken from here on."""
        self._socket.listen(256)
        self._thread = threading.Thread(target=self.run, name="sandbox-shop", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop, and wait until the thread has ended."""
        self.stop()
        if self._thread is not None:
            self._thread.join(_STARTS_WITHIN_S)


def serve(server: ShopServer, announce: Callable[[str], None]) -> None:
    """Serve as the whole of a process, announcing address and key once, until SIGTERM or Ctrl-C."""
    at_the_end(server.stop)
    with server:
        announce(msgspec.json.encode({"url": server.url, "key": server.key}).decode())
        server.wait()
