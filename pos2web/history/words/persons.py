"""People in a language's words: by their name as long as their key is there."""

from pos2web.domain.people import Customer, CustomerSeen, Erased, PersonErased, Sealed
from pos2web.errors import ArchiveError
from pos2web.history.words.wording import Opened, Wording
from pos2web.log.people import People


def opened_by(people: People) -> Opened:
    """Whoever can be read with these keys is told by name, who can't by number: a history is told
    also without a keyring."""

    def opened(sealed: Sealed, stream: str) -> Customer | Erased | None:
        try:
            return people.open(sealed, stream)
        except ArchiveError:
            return None

    return opened


def of_person(fact: CustomerSeen | PersonErased, stream: str, here: Wording) -> dict[str, str]:
    """Who was seen, or whose data were erased."""
    if isinstance(fact, PersonErased):
        return {"person": fact.person}
    phrases = here.book.people
    match here.people(fact.customer, stream):
        case Customer(title=title) if title:
            return {"customer": here.quoted(title)}
        case Erased():
            return {"customer": phrases.erased.format(key=fact.key)}
        case _:
            return {"customer": phrases.unread.format(key=fact.key)}
