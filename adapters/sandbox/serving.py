"""What shop and till share: a port of this machine, and how one ends that is a process of its own."""

import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

HOST = "127.0.0.1"


def bound(port: int) -> socket.socket:
    """A socket at a port of this machine, any that is free for 0. Raises OSError."""
    # With the protocol named, asyncio turns off the delay that costs 40 ms an answer.
    line = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        line.bind((HOST, port))
    except OSError:
        line.close()
        raise
    return line


def at_the_end(stop: Callable[[], None]) -> None:
    """Stop at SIGTERM or Ctrl-C; outside the main thread signals are another's."""

    def stopped(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature is given
        stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(ValueError):
            signal.signal(number, stopped)


def announce(line: str) -> None:
    """Say where it is: the one line on stdout."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
