"""What happened, told to the people of the shop."""

from pos2web.history.words.names import ThingNames
from pos2web.history.words.persons import opened_by
from pos2web.history.words.planned import difference, headline, reason_of, steps, values
from pos2web.history.words.sentences import because, sentence, till_wording, titled
from pos2web.history.words.telling import tell
from pos2web.history.words.wording import NameLookup, Opened, Wording, unnamed, unopened

__all__ = [
    "NameLookup",
    "Opened",
    "ThingNames",
    "Wording",
    "because",
    "difference",
    "headline",
    "opened_by",
    "reason_of",
    "sentence",
    "steps",
    "tell",
    "till_wording",
    "titled",
    "unnamed",
    "unopened",
    "values",
]
