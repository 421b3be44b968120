"""The loop: observe, record, project, plan, apply; one verb a module."""

from pos2web.engine.context import RunOptions, RunProgress, RunReport, RunStopped, SyncContext
from pos2web.engine.drift import Drift, drift
from pos2web.engine.sync import sync

__all__ = [
    "Drift",
    "RunOptions",
    "RunProgress",
    "RunReport",
    "RunStopped",
    "SyncContext",
    "drift",
    "sync",
]
