"""The words of people and their data in English."""

from pos2web.domain import people
from pos2web.domain.facts import Fact
from pos2web.history.words.phrasebook import PeoplePhrases

PEOPLE_SENTENCES: dict[type[Fact], str] = {
    people.CustomerSeen: "customer {customer} seen {at}",
    people.PersonErased: "the data of person {person} are erased",
}

PEOPLE = PeoplePhrases(erased="(erased, number {key})", unread="number {key}")
