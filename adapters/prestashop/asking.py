"""Asking a shop for one batch: what is never sent, and what a failed request means."""

from collections.abc import Callable, Sequence

import msgspec

from pos2web.adapters.http import NotReachedError
from pos2web.adapters.prestashop.client import Answer, Client
from pos2web.adapters.prestashop.settings import PrestashopSettings
from pos2web.adapters.prestashop.site import Setup
from pos2web.adapters.prestashop.xml import Element
from pos2web.errors import ProtocolError, RecordError, TransientError
from pos2web.messages import message, message_of
from pos2web.ports import Outcome, Refused, Unsure, Untried, Write

MUMBLED = Unsure(reason=message("the shop said yes in a way that can't be read"))


class Asked(msgspec.Struct, frozen=True):
    """Whom to ask, and what is known of them: `types` of products as we last saw or made them."""

    client: Client
    setup: Setup
    settings: PrestashopSettings
    types: dict[str, str] = msgspec.field(default_factory=dict)


def asked(ask: Callable[[], Answer]) -> Answer | Unsure | Untried:
    """The shop's answer; or, where there is none, what that means for every write in it."""
    try:
        return ask()
    except NotReachedError as error:
        return Untried(reason=message_of(error))
    except (TransientError, ProtocolError) as error:
        return Unsure(reason=message_of(error))


def fitting(
    writes: Sequence[Write],
    made: Callable[[Write], Element],
    sent: Callable[[Sequence[Write], Sequence[Element]], list[Outcome]],
) -> list[Outcome]:
    """Send those that can be made into records; what can't be is Refused without asking."""
    outcomes: dict[str, Outcome] = {}
    ready: list[tuple[Write, Element]] = []
    for write in writes:
        try:
            ready.append((write, made(write)))
        except RecordError as error:
            outcomes[write.id] = Refused(reason=message_of(error))
    if ready:
        fit, records = zip(*ready, strict=True)
        answered = sent(fit, records)
        outcomes |= {write.id: outcome for write, outcome in zip(fit, answered, strict=True)}
    return [outcomes[write.id] for write in writes]
