"""Schedules: when a task runs, read from words, told in words, and turned into instants."""

from pos2web.domain.schedules.faults import PeriodError, PeriodFault
from pos2web.domain.schedules.grammar import parse
from pos2web.domain.schedules.period import Period, Range, checked
from pos2web.domain.schedules.times import MissedRuns, next_run, runs_between, runs_missed
from pos2web.domain.schedules.words import words

__all__ = [
    "MissedRuns",
    "Period",
    "PeriodError",
    "PeriodFault",
    "Range",
    "checked",
    "next_run",
    "parse",
    "runs_between",
    "runs_missed",
    "words",
]
