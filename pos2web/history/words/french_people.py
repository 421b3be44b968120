"""The words of people and their data in French."""

from pos2web.domain import people
from pos2web.domain.facts import Fact
from pos2web.history.words.phrasebook import PeoplePhrases

PEOPLE_SENTENCES: dict[type[Fact], str] = {
    people.CustomerSeen: "client {customer} vu {at}",
    people.PersonErased: "les données de la personne {person} sont effacées",
}

PEOPLE = PeoplePhrases(erased="effacé (n° {key})", unread="n° {key}")
