"""Processes of our own that serve beside a command, and end with it."""

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pos2web.errors import TransientError
from pos2web.messages import message

SANDBOX_SHOP = "pos2web.adapters.sandbox.shop"
SANDBOX_TILL = "pos2web.adapters.sandbox.till"
"""Modules that serve."""

START_WAIT_S = 30.0
END_WAIT_S = 10.0
LINE_CHARS_MAX = 10_000


@contextmanager
def serving(module: str, arguments: Sequence[str], *, notes: Path) -> Iterator[dict[str, Any]]:
    """Run `python -m module` and give what it says of itself: one JSON line, once it serves.

    Its notes go to a file. Ctrl-C reaches only us: the child is ended when the block is left.
    """
    with notes.open("ab") as errors:
        child = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
        )
    try:
        yield json.loads(first_line(child, module, notes))
    finally:
        end(child)


def first_line(child: subprocess.Popen[bytes], module: str, notes: Path) -> bytes:
    """What the child says first. Raises TransientError when it says nothing."""
    said: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def listen() -> None:
        if child.stdout is not None:
            said.put(child.stdout.readline(LINE_CHARS_MAX))

    threading.Thread(target=listen, daemon=True).start()
    try:
        line = said.get(timeout=START_WAIT_S)
    except queue.Empty:
        line = b""
    if not line.endswith(b"\n"):
        raise TransientError(
            message(
                "{module} did not start; its last words are in {notes}", module=module, notes=notes
            )
        )
    return line


def end(child: subprocess.Popen[bytes]) -> None:
    """Ask the child to end, and make it end when it doesn't."""
    child.terminate()
    try:
        child.wait(END_WAIT_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    for stream in (child.stdin, child.stdout):
        if stream is not None:
            stream.close()
