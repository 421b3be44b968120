"""The words of people and their data."""

from pos2web.domain import people
from pos2web.domain.facts import Fact
from pos2web.history.words.phrasebook import PeoplePhrases
from pos2web.messages import message

PEOPLE_SENTENCES: dict[type[Fact], str] = {
    people.CustomerSeen: message("customer {customer} seen {at}"),
    people.PersonErased: message("the data of person {person} are erased"),
}

PEOPLE = PeoplePhrases(erased=message("(erased, number {key})"), unread=message("number {key}"))
