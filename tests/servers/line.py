"""The line to a server, which can be cut: at once, or in the middle of what is sent."""

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from typing import Self

from tests.servers.processes import HOST, PAUSE_S, START_S_MAX

AT_ONCE_BYTES = 65536
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
FULL = (
    b"HTTP/1.1 507 Insufficient Storage\r\nContent-Type: application/xml\r\nConnection: close\r\n"
    b"Content-Length: 116\r\n\r\n"
    b'<?xml version="1.0"?><Error><Code>XMinioStorageFull</Code>'
    b"<Message>Storage backend has no room.</Message></Error>   "
)


class Line:
    """Takes what comes to its `port` on to a server's port, and the answers back."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._lock = threading.Lock()
        self._doing = threading.Lock()
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._after: tuple[int, Callable[[], None]] | None = None
        self._room: int | None = None
        self._listener: socket.socket | None = None
        self.port = 0

    def __enter__(self) -> Self:
        self.up()
        return self

    def __exit__(self, *_error: object) -> None:
        self.down()
        for each in self._threads:
            each.join(timeout=30)

    def up(self) -> None:
        """Take calls."""
        listener = self._listening()
        self.port = listener.getsockname()[1]
        self._listener = listener
        self._run(lambda: self._take_calls(listener))

    def _listening(self) -> socket.socket:
        """A socket that takes calls, on the port that it had before; somebody may have it for a while."""
        until = time.monotonic() + START_S_MAX
        while True:
            listener = socket.socket()
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind((HOST, self.port))
            except OSError:
                listener.close()
                if time.monotonic() > until:
                    raise
                time.sleep(PAUSE_S)
            else:
                listener.listen(100)
                return listener

    def down(self) -> None:
        """Refuse all calls, and end those that are under way; may be done twice."""
        if self._listener is not None:
            with suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        self.hang_up()

    def hang_up(self) -> None:
        """End all calls that are under way."""
        with self._lock:
            ended, self._open = self._open, []
        for each in ended:
            hang_up(each)

    @contextmanager
    def cut(self) -> Iterator[None]:
        """While it lasts, nobody is answered."""
        self.down()
        yield
        self.up()

    @contextmanager
    def doing_after(self, bytes_: int, do: Callable[[], None]) -> Iterator[None]:
        """While it lasts, this is done as soon as so much was sent to the server in one call.

        Whatever was begun has been done when it ends.
        """
        self._after = bytes_, do
        try:
            yield
        finally:
            with self._doing:
                self._after = None

    def dying_after(self, bytes_: int) -> AbstractContextManager[None]:
        """While it lasts, all calls end as soon as so much was sent to the server in one."""
        return self.doing_after(bytes_, self.hang_up)

    @contextmanager
    def having_room_for(self, bytes_: int) -> Iterator[None]:
        """While it lasts, who puts more over HTTP is told that there is no room for it."""
        self._room = bytes_
        yield
        self._room = None

    def _take_calls(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                try:
                    server = socket.create_connection((HOST, self._server_port), timeout=30)
                except OSError:
                    hang_up(client)
                    continue
                server.settimeout(None)
                for each in (client, server):
                    each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                with self._lock:
                    self._open += [client, server]
                self._run(partial(self._send, client, server))
                self._run(partial(answer, server, client))

    def _run(self, job: Callable[[], None]) -> None:
        thread = threading.Thread(target=job, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _send(self, client: socket.socket, server: socket.socket) -> None:
        sent = 0
        with suppress(OSError):
            while part := client.recv(AT_ONCE_BYTES):
                if self._room is not None and asked_for(part) > self._room:
                    self._refuse(client, part)
                    break
                sent += len(part)
                with self._doing:
                    if self._after is not None and sent > self._after[0]:
                        self._after[1]()
                server.sendall(part)
        hang_up(server)
        hang_up(client)

    def _refuse(self, client: socket.socket, part: bytes) -> None:
        head, _, body = part.partition(b"\r\n\r\n")
        missing = asked_for(head) - len(body)
        while missing > 0 and (more := client.recv(AT_ONCE_BYTES)):
            missing -= len(more)
        client.sendall(FULL)


def answer(server: socket.socket, client: socket.socket) -> None:
    """Bring the answers back, until one of both is gone."""
    with suppress(OSError):
        while part := server.recv(AT_ONCE_BYTES):
            client.sendall(part)
    hang_up(client)


def asked_for(part: bytes) -> int:
    """How many bytes are to be put, when a request to put begins here."""
    found = LENGTH.search(part) if part.startswith(b"PUT ") else None
    return int(found[1]) if found else 0


def hang_up(line: socket.socket) -> None:
    """End a call, in both directions."""
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    line.close()
