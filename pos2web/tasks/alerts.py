"""Alerts: what is wrong is told once, and once again when it is over."""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import msgspec

from pos2web.domain.facts import Fact
from pos2web.domain.reasons import Reason
from pos2web.domain.run_facts import AlertCured, AlertRaised, AlertTold
from pos2web.domain.streams import alert_stream
from pos2web.engine.context import SyncContext
from pos2web.engine.epochs import restored_at
from pos2web.errors import Pos2WebError, RecordError
from pos2web.log import Entry, Envelope, Event
from pos2web.ports import Channel, Message
from pos2web.projections import alerts
from pos2web.projections.alerts import Alert

NOTES = logging.getLogger("pos2web.alerts")

RESTS_MAX = 32
"""A channel that fails is left alone twice as often each time, up to so many times in a row."""

Worded = Callable[[str, Reason, bool], tuple[str, str]]
"""Subject and text of a message about a matter that is raised, or over."""


class Alerts:
    """Keeps what is wrong in the log, and lets every channel tell it. Any thread may ask.

    What could not be told is told later; what was over before anybody was told is told by nobody.
    All of it is known here too, since read models that stand still are one thing to be told.
    """

    def __init__(self, context: SyncContext, channels: Sequence[Channel], worded: Worded) -> None:
        self._context = context
        self._channels = channels
        self._worded = worded
        self._lock = threading.Lock()
        self._known = alerts.load(context.models)
        self._restored_at = restored_at(context.log)
        self._failures: dict[str, int] = {}
        self._rests: dict[str, int] = {}

    def standing(self) -> list[Alert]:
        """What somebody must see to now, the oldest first."""
        with self._lock:
            lasting = [one for one in self._known.values() if not one.cured]
        return sorted(lasting, key=lambda one: one.since)

    def review(self, matters: Mapping[str, Reason]) -> None:
        """Raise what is new among what is wrong now, and note what is over."""
        with self._lock:
            lasting = {name: one for name, one in self._known.items() if not one.cured}
            for name in matters.keys() - lasting.keys():
                reason = matters[name]
                event = self._record(name, AlertRaised(alert=name, reason=reason))
                self._known[name] = Alert(
                    alert=name, reason=reason, since=event.recorded_at, raised=event.id
                )
            for name in lasting.keys() - matters.keys():
                one = lasting[name]
                event = self._record(name, AlertCured(alert=name, was=one.reason))
                self._known[name] = msgspec.structs.replace(one, cured=event.id)

    def tell(self) -> None:
        """Let every channel tell what it has not told yet; for one thread at a time.

        May take as long as the channels do. Never raises for a channel's trouble.
        """
        with self._lock:
            known = list(self._known.values())
        for channel in self._channels:
            untold = [
                (one, event)
                for one in known
                if (event := _untold(one, channel.name, self._restored_at))
            ]
            if untold and not self._is_resting(channel):
                self._tell(channel, untold)

    def _tell(self, channel: Channel, untold: Sequence[tuple[Alert, str]]) -> None:
        for one, event in untold:
            try:
                channel.send(self._message(one, event))
            except RecordError as error:
                # It won't be taken another time, or was taken by some: told is told.
                NOTES.warning("%s refused to tell of %s: %s", channel.name, one.alert, error)
            except Pos2WebError as error:
                NOTES.warning("%s could not tell of %s: %s", channel.name, one.alert, error)
                self._failures[channel.name] = self._failures.get(channel.name, 0) + 1
                self._rests[channel.name] = min(RESTS_MAX, 2 ** self._failures[channel.name]) - 1
                return
            self._failures.pop(channel.name, None)
            self._note_told(one.alert, channel, event)

    def _is_resting(self, channel: Channel) -> bool:
        rests = self._rests.get(channel.name, 0)
        self._rests[channel.name] = max(0, rests - 1)
        return rests > 0

    def _message(self, one: Alert, event: str) -> Message:
        is_over = event == one.cured
        subject, text = self._worded(one.alert, one.reason, is_over)
        state = "cured" if is_over else "raised"
        return Message(
            id=f"{event} {one.since:%Y%m%dT%H%M%S.%f}",
            subject=subject,
            text=text,
            at=self._context.clock(),
            data={"alert": one.alert, "state": state},
        )

    def _note_told(self, name: str, channel: Channel, event: str) -> None:
        with self._lock:
            self._record(name, AlertTold(alert=name, channel=channel.name, told=event))
            one = self._known[name]
            self._known[name] = msgspec.structs.replace(
                one, told=(*one.told, f"{channel.name} {event}")
            )

    def _record(self, name: str, fact: Fact) -> Event:
        log, models = self._context.log, self._context.models
        envelope = Envelope(actor="daemon", connection=self._context.shop_name)
        position = log.append([Entry(stream=alert_stream(name), fact=fact)], envelope)[0]
        try:
            models.catch_up(log)
        except Pos2WebError as error:
            NOTES.error("the read models stand still: %s", error)
        return next(iter(log.read(position - 1, limit=1)))


def _untold(one: Alert, channel: str, restored_at: datetime | None) -> str | None:
    """The event that a channel has yet to tell: that it was raised, or that it is over.

    The end of what was raised before a restore may have been told by what was lost then.
    """
    if one.cured and restored_at is not None and one.since < restored_at:
        return None
    is_raise_told = f"{channel} {one.raised}" in one.told
    if not one.cured:
        return None if is_raise_told else one.raised
    is_cure_told = f"{channel} {one.cured}" in one.told
    return one.cured if is_raise_told and not is_cure_told else None
