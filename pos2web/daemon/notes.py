"""Notes what happens, on stderr or in files of limited size; the only home of structlog."""

import json
import logging
import os
import shutil
import sys
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path
from urllib.parse import quote

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from pos2web.errors import SettingsError
from pos2web.messages import message

log = logging.getLogger(__name__)

FILES_KEPT = 5
SECRET_CHARS_MIN = 6
"""Shorter ones would hide half of the text, and are no secrets."""

CHATTY = ("apscheduler", "uvicorn", "httpx", "httpcore", "asyncio", "tzlocal")
"""They note every step of theirs; only their warnings are worth a line."""


@contextmanager
def noting(
    style: str, *, file: Path | None = None, bytes_max: int = 0, secrets: Collection[str] = ()
) -> Iterator[None]:
    """Note what any module logs, as `console` lines or as `json`, until the block ends.

    None of the secrets appears. Raises SettingsError where the file can't be written.
    """
    root = logging.getLogger()
    handler = _to_file(file, bytes_max) if file else logging.StreamHandler(sys.stderr)
    handler.setFormatter(_formatter(style, secrets, colours=file is None and sys.stderr.isatty()))
    before, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in CHATTY}
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    hook, threading.excepthook = threading.excepthook, _note_broken
    logging.captureWarnings(capture=True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        yield
    finally:
        logging.captureWarnings(capture=False)
        threading.excepthook = hook
        root.handlers[:] = before
        root.setLevel(level)
        for name, old in levels.items():
            logging.getLogger(name).setLevel(old)
        handler.close()


def _note_broken(broken: threading.ExceptHookArgs) -> None:
    """Note what ended a thread; Python would only print it."""
    name = broken.thread.name if broken.thread else "unknown"
    trace = broken.exc_traceback
    error = broken.exc_value or broken.exc_type()
    log.critical("thread %s broke", name, exc_info=(broken.exc_type, error, trace))


def _formatter(style: str, secrets: Collection[str], *, colours: bool) -> logging.Formatter:
    is_json = style == "json"
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True)
        if is_json
        else structlog.processors.TimeStamper(fmt="%Y-%m-%d %H:%M:%S", utc=False),
    ]
    # Tracebacks without the values of variables: those may be secrets or people's names.
    last: list[Processor] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(default=str)]
        if is_json
        else [
            structlog.dev.ConsoleRenderer(
                colors=colours, exception_formatter=structlog.dev.plain_traceback
            )
        ]
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *last,
            _hiding(secrets),
        ],
    )


def _hiding(secrets: Collection[str]) -> Processor:
    forms = {
        form for secret in secrets if len(secret) >= SECRET_CHARS_MIN for form in _forms(secret)
    }

    def hide(_logger: WrappedLogger, _method: str, line: EventDict | str) -> str:
        text = str(line)
        for form in forms:
            text = text.replace(form, "•••")
        return text

    return hide


def _forms(secret: str) -> Iterator[str]:
    """How it would stand in a line: as it is, or as JSON, Python and addresses write it."""
    yield secret
    yield json.dumps(secret)[1:-1]
    yield json.dumps(secret, ensure_ascii=False)[1:-1]
    yield repr(secret)[1:-1]
    yield quote(secret)


def _to_file(file: Path, bytes_max: int) -> logging.Handler:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _begin(file)
        handler = RotatingFileHandler(
            file, maxBytes=bytes_max, backupCount=FILES_KEPT, encoding="utf-8"
        )
    except OSError as error:
        raise SettingsError(
            message("{file}: the notes can't be written there: {error}", file=file, error=error)
        ) from error

    def put_aside(source: str, destination: str) -> None:
        shutil.move(source, destination)
        _begin(Path(source))

    handler.rotator = put_aside
    return handler


def _begin(file: Path) -> None:
    """Make it so that only its owner reads it, from its first byte on."""
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
