"""What happened, told to the people of the shop."""

from pos2web.history.names import ThingNames
from pos2web.history.sentences import sentence
from pos2web.history.telling import tell
from pos2web.history.wording import Names

__all__ = ["Names", "ThingNames", "sentence", "tell"]
