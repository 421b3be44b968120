"""What is wrong, as a message to people: what it is about, since when it is over, and why."""

from pos2web.domain.reasons import Reason
from pos2web.history.words.explaining import explained
from pos2web.history.words.running import matter_words
from pos2web.history.words.sentences import till_wording
from pos2web.history.words.wording import NameLookup, unnamed


def alert_message(
    name: str, reason: Reason, language: str, *, is_over: bool, names: NameLookup = unnamed
) -> tuple[str, str]:
    """Subject and text about an alert that is raised, or over; its name says the sort and of what."""
    here = till_wording(language, names)
    phrases = here.book.tasks
    matter = matter_words(name, here)
    subject, cause = matter[:1].upper() + matter[1:], explained(reason, here)
    if is_over:
        return phrases.is_well.format(subject=subject), phrases.was_wrong.format(cause=cause)
    return subject, f"{subject}{here.book.colon}{cause}."
