"""What one row about a field says."""

from enum import StrEnum
from typing import Any

import msgspec

from pos2web.domain.changes import Owner
from pos2web.domain.facts import FieldSet, ThingFact
from pos2web.domain.values import Kind
from pos2web.messages import Translatable


class Form(StrEnum):
    """What a field holds, and so how its values are read, converted, written and told.

    A price is with tax at a till that says so, and without tax on a shop; a cost is without tax
    everywhere. Kilograms and centimetres are exact numbers. A mark says nothing to people.
    """

    TEXT = "text"
    TEXTS = "texts"
    PRICE = "price"
    COST = "cost"
    NUMBER = "number"
    WHOLE = "whole"
    PERCENT = "percent"
    KILOGRAMS = "kilograms"
    CENTIMETRES = "centimetres"
    FLAG = "flag"
    KEY = "key"
    KEYS = "keys"
    MARK = "mark"


REWRITTEN = frozenset(
    {Form.TEXT, Form.TEXTS, Form.PRICE, Form.COST, Form.KILOGRAMS, Form.CENTIMETRES}
)
"""What a shop may write in its own way: it cleans HTML, trims, rounds.

Stock and being on sale are not among it: there a difference is a sale or a person.
"""


class Field(msgspec.Struct, frozen=True):
    """One field of the things of one kind.

    `label` is what people call it, with its article; catalogues say it in other languages. `samples` are two values that
    differ; of texts what is written in a language. `owner` is who decides it unless the merchant
    says otherwise, None where nothing of it is ever written. `of` is the kind whose keys it holds.
    `fact` tells of a change of it; of yes and no there are two: that it fell, and that it rose.
    """

    name: str
    form: Form
    label: Translatable
    samples: tuple[Any, Any]
    owner: Owner | None = Owner.TILL
    of: Kind | None = None
    is_pinnable: bool = True
    fact: type[ThingFact] | tuple[type[ThingFact], type[ThingFact]] = FieldSet

    @property
    def is_optional(self) -> bool:
        """Whether a till or shop may say nothing of it: then it is unset."""
        return self.fact is FieldSet

    @property
    def is_echoed(self) -> bool:
        """Whether a shop's own way of writing it is no difference."""
        return self.owner is not None and self.form in REWRITTEN
