"""What happened, told to the people of the shop."""

from pos2web.history.names import ThingNames
from pos2web.history.persons import opened_by
from pos2web.history.planned import difference, headline, steps, values, why
from pos2web.history.sentences import because, sentence, till_wording, titled
from pos2web.history.telling import tell
from pos2web.history.wording import Names, Opened, Wording, unnamed, unopened

__all__ = [
    "Names",
    "Opened",
    "ThingNames",
    "Wording",
    "because",
    "difference",
    "headline",
    "opened_by",
    "sentence",
    "steps",
    "tell",
    "till_wording",
    "titled",
    "unnamed",
    "unopened",
    "values",
    "why",
]
