"""The loop: observe, record, project, plan, apply; one verb a module."""

from pos2web.engine.drift import Drift, drift
from pos2web.engine.house import House, Options, Progress, Report, Stopped
from pos2web.engine.sync import sync

__all__ = ["Drift", "House", "Options", "Progress", "Report", "Stopped", "drift", "sync"]
