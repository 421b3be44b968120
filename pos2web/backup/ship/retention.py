"""What may go from a store: only what no restore to an instant inside the window needs. Pure.

A window is a number of rolling days before now, with a day's grace. The log of the epoch that
writes stays whole for ever. A clock that went back removes less, and one that ran ahead is not
believed further than the store's own.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import TypeVar

from pos2web.backup.epochs.epoch_chain import EpochChain, last_stored
from pos2web.backup.restore.points import Holdings
from pos2web.backup.store.layout import (
    EpochObject,
    KeyringObject,
    ListedObject,
    LogObject,
    Meaning,
    SettingsObject,
    SnapshotObject,
    name_of,
)

WINDOWS = {"daily": timedelta(days=1), "weekly": timedelta(days=7), "monthly": timedelta(days=30)}
"""How far back each offer goes."""

GRACE = timedelta(days=1)
"""So much longer everything stays: for a clock that is a little off, and who restores just then."""

SPARE = timedelta(hours=1)
"""So long a piece stays that others cover by now: a restore may be about to fetch it."""


T = TypeVar("T", SnapshotObject, SettingsObject)


@dataclass(frozen=True)
class Removal:
    """An object that may go, and why."""

    name: str
    reason: str


def prunable(holdings: Holdings, offer: str, now: datetime) -> list[Removal]:
    """What may go now, in the order in which it should: whoever is cut off in the middle leaves
    a store without gaps."""
    seen = last_stored(holdings.listing)
    if seen is None:
        return []
    begins = min(now, seen) - WINDOWS[offer] - GRACE
    removals = list(_keyrings(holdings))
    for life in holdings.lives:
        if _is_over(holdings, life, begins):
            removals += _whole_life(holdings, life)
        else:
            removals += _superseded(life, begins, seen)
    return removals


def _keyrings(holdings: Holdings) -> Iterator[Removal]:
    """An older keyring still has the keys of people who were erased since."""
    newest = holdings.people
    for each in holdings.listing.of(KeyringObject):
        if each != newest:
            yield Removal(each.name, "a newer keyring is there")


def _is_over(holdings: Holdings, life: EpochChain, begins: datetime) -> bool:
    """Whether no instant inside the window falls into this life, nor does a newer one need it."""
    if life.ends is None or life.ends >= begins:
        return False
    return not any(
        holdings.parent(newer) is life and _leans_on_parent(holdings, newer, begins)
        for newer in holdings.lives
    )


def _leans_on_parent(holdings: Holdings, life: EpochChain, begins: datetime) -> bool:
    """Whether a restore would look beyond this life for its log, or for the settings as they were
    when the window began: those may lie several epochs back, and are found by way of all of them.
    """
    if not life.is_whole:
        return True
    if any(each.what.at <= begins for each in life.settings):
        return False
    return any(older.settings for older in holdings.line(life) if older is not life)


def _whole_life(holdings: Holdings, life: EpochChain) -> Iterator[Removal]:
    """All of it: the end of the log first, its claim last, so that what is left is a shorter one."""
    reason = f"epoch {life.epoch.number} ended before the window"
    state: tuple[ListedObject[SnapshotObject | SettingsObject], ...] = (
        *life.settings,
        *life.snapshots,
    )
    log = (*reversed(life.beyond), *life.spare, *reversed(life.chain))
    groups: tuple[Sequence[ListedObject[Meaning]], ...] = (state, log, life.dictionaries)
    for each in chain.from_iterable(groups):
        yield Removal(each.name, reason)
    if life.is_claimed:
        yield Removal(
            name_of(holdings.listing.installation, EpochObject(life.epoch.number)), reason
        )


def _superseded(life: EpochChain, begins: datetime, seen: datetime) -> Iterator[Removal]:
    for snapshot in _outlived(life.snapshots, begins):
        yield Removal(snapshot.name, "a newer snapshot is older than the window")
    for settings in _outlived(life.settings, begins):
        yield Removal(settings.name, "newer settings are older than the window")
    settled = [link.what for link in life.chain if link.stored.stored_at <= seen - SPARE]
    for span in life.spare:
        if _covers(settled, span.what):
            yield Removal(span.name, "others hold the same part of the log")


def _outlived(objects: Sequence[ListedObject[T]], begins: datetime) -> Sequence[ListedObject[T]]:
    """All that are older than another one from before the window; they are in order of time."""
    before = sum(each.what.at <= begins for each in objects)
    return objects[: max(0, before - 1)]


def _covers(settled: Sequence[LogObject], span: LogObject) -> bool:
    """Whether some of these, which are in order, hold all positions of a span."""
    next_position = span.first
    for each in settled[bisect_left(settled, next_position, key=lambda link: link.last) :]:
        if each.first > next_position or next_position > span.last:
            break
        next_position = each.last + 1
    return next_position > span.last
