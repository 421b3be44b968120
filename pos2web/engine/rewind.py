"""Rewind: what would show the shop as it was at an instant."""

from pos2web.domain.decisions import Rewind
from pos2web.domain.undoing import UndoPlan, Within, rewind
from pos2web.domain.undoing.rewinding import FIELDS
from pos2web.domain.values import Kind, Ref
from pos2web.engine.installation import Installation
from pos2web.errors import RuleError
from pos2web.messages import message

REWIND = "rewind"


def rewinding(place: Installation, asked: Rewind) -> UndoPlan:
    """What would show it so, as everything is now. Writes nothing.

    Raises RuleError where nothing was recorded by then, or there is no such category or field.
    """
    if asked.to.tzinfo is None:
        raise RuleError(
            message("{to} does not say in which time zone it is", to=asked.to.isoformat())
        )
    position = place.log.position_at(asked.to)
    if position == 0:
        raise RuleError(
            message(
                "nothing is known of {to:%Y-%m-%d %H:%M:%S} UTC: it was before all of it",
                to=asked.to,
            )
        )
    if asked.field is not None and asked.field not in FIELDS:
        raise RuleError(
            message(
                "{field} can't be rewound; what can: {fields}",
                field=asked.field,
                fields=", ".join(sorted(FIELDS)),
            )
        )
    now = place.known()
    if asked.category is not None and now.at_till(Ref(Kind.CATEGORY, asked.category)) is None:
        raise RuleError(message("the till has no category {category}", category=asked.category))
    with place.past(position) as models:
        then = place.known(models)
    return rewind(then, now, Within(category=asked.category, field=asked.field))
