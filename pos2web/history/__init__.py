"""What happened, told to the people of the shop."""

from pos2web.history.names import ThingNames
from pos2web.history.planned import difference, headline, steps, values, why
from pos2web.history.sentences import because, sentence, till_wording, titled
from pos2web.history.telling import tell
from pos2web.history.wording import Names, Wording, unnamed

__all__ = [
    "Names",
    "ThingNames",
    "Wording",
    "because",
    "difference",
    "headline",
    "sentence",
    "steps",
    "tell",
    "till_wording",
    "titled",
    "unnamed",
    "values",
    "why",
]
