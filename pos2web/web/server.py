"""Serves an application in a thread of its own; the home of uvicorn."""

import errno
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from pos2web.errors import ConflictError, SettingsError
from pos2web.messages import message

CONNECTIONS_MAX = 64
STOP_WAIT_S = 3.0
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - how to reach it from here


class Server:
    """An application that is being served, at `url` as seen from this machine."""

    def __init__(self, app: ASGIApp, bound: socket.socket) -> None:
        host, port = bound.getsockname()[:2]
        near = ANYWHERE.get(host, host)
        self.url = f"http://[{near}]:{port}" if ":" in near else f"http://{near}:{port}"
        self._bound = bound
        self._server = uvicorn.Server(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                lifespan="off",
                ws="none",
                limit_concurrency=CONNECTIONS_MAX,
                timeout_keep_alive=15,
                timeout_graceful_shutdown=1,
                server_header=False,
                proxy_headers=False,
            )
        )
        self._thread = threading.Thread(target=self._run, name="http", daemon=True)

    @property
    def is_serving(self) -> bool:
        """Whether the thread still lives."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Serve; connections are taken from here on."""
        self._bound.listen(128)
        self._thread.start()

    def stop(self) -> None:
        """Let what is under way end for a moment, then stop."""
        self._server.should_exit = True
        self._thread.join(STOP_WAIT_S)

    def _run(self) -> None:
        try:
            self._server.run(sockets=[self._bound])
        finally:
            self._bound.close()


@contextmanager
def serving(app: ASGIApp, *, host: str, port: int) -> Iterator[Server]:
    """Serve it; any free port where that is 0.

    Raises ConflictError when the port is taken, SettingsError when there can't be such an address.
    """
    server = Server(app, _bound(host, port))
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _bound(host: str, port: int) -> socket.socket:
    # With the protocol named, asyncio turns off the delay that costs 40 ms an answer.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # Elsewhere it would let two servers share one port.
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
    except (OSError, UnicodeError) as error:
        bound.close()
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            text = message(
                "port {port} of {host} is taken; choose another one: [daemon] port, or --port",
                port=port,
                host=host,
            )
            raise ConflictError(text) from error
        raise SettingsError(
            message(
                "cannot listen on {host}, port {port}: {error}", host=host, port=port, error=error
            )
        ) from error
    return bound
