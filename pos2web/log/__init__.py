"""The append-only truth: everything that was seen and done, by whom, when and because of what."""

from pos2web.log.codec import Codec
from pos2web.log.log import Log
from pos2web.log.records import Entry, Envelope, Event, VerificationReport
from pos2web.log.subscription import Subscription

__all__ = ["Codec", "Entry", "Envelope", "Event", "Log", "Subscription", "VerificationReport"]
