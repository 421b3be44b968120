"""People: what is known of a customer, and the sealed form in which alone facts hold it."""

from typing import NamedTuple

import msgspec

from pos2web.domain.facts import Fact


class Address(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where somebody lives or wants something sent; `country` is an ISO 3166 code of two letters."""

    name: str = ""
    company: str = ""
    lines: tuple[str, ...] = ()
    postcode: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    phone: str = ""


class Customer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="customer"):
    """Somebody who buys, as a side shows them; `language` is an ISO 639-1 code. Texts are NFC."""

    name: str = ""
    email: str = ""
    phone: str = ""
    company: str = ""
    addresses: tuple[Address, ...] = ()
    language: str = ""

    @property
    def title(self) -> str:
        """What one calls them: their name, else what there is; empty where there is nothing."""
        return self.name or self.company or self.email


Personal = Customer
"""What may be sealed. Its JSON names its kind in `type`: more kinds may follow."""


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """Personal data that only the key of `person` opens, a pseudonym without meaning.

    `box` is base64. It opens only under that pseudonym and in the stream that it was sealed for.
    """

    person: str
    box: str


class Erased(NamedTuple):
    """What there is to see of somebody whose key was destroyed."""

    person: str


class CustomerSeen(Fact, frozen=True, kw_only=True):
    """A customer of the envelope's connection, by their key there: as first seen, or as they are
    by now."""

    key: str
    customer: Sealed


class PersonErased(Fact, frozen=True, kw_only=True):
    """Nobody can read any more what the log holds of this person."""

    person: str
