"""Runs that may be taken back."""

from pos2web.projections import runs
from pos2web.views.archive import Archive


def has_run(archive: Archive, run: str) -> bool:
    """Whether there was a run of this name."""
    return runs.find(archive.models, run) is not None
