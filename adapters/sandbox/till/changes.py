"""What may be changed of a product, by the last part of the address."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from starlette.datastructures import FormData, UploadFile

from pos2web.adapters.sandbox.till import dealings, forms, gallery
from pos2web.adapters.sandbox.till.books import Card
from pos2web.adapters.sandbox.till.pages import Visit
from pos2web.errors import RuleError


class Gallery:
    """Where the till keeps its photos: a folder under its database's."""

    def __init__(self, home: Path, photos: Path) -> None:
        self.home = home
        self._photos = photos

    def hang(self, till: sqlite3.Connection, product: int, form: FormData, visit: Visit) -> bool:
        """Keep the photo that a form sends or describes, if it does, and hang it."""
        sent = form.get("file")
        if isinstance(sent, UploadFile) and sent.filename:
            data = sent.file.read(gallery.PHOTO_MB_MAX * 1_000_000 + 1)
        elif forms.text(form, "item"):
            item, colour, motif = (forms.text(form, key) for key in ("item", "colour", "motif"))
            data = gallery.drawn(item, colour, motif, visit.say)
        else:
            return False
        path = gallery.keep(self.home, self._photos, data, visit.say)
        dealings.hang_photo(till, product, path)
        return True


class Change(NamedTuple):
    """One change under way: of which product, by which form, for whom."""

    card: Card
    form: FormData
    visit: Visit
    gallery: Gallery


def _price(till: sqlite3.Connection, change: Change) -> str:
    price = forms.price(forms.text(change.form, "price"), change.visit.say)
    dealings.reprice(till, change.card.id, price)
    return "changed"


def _name(till: sqlite3.Connection, change: Change) -> str:
    dealings.rename(till, change.card.id, forms.names(change.form, change.visit.say))
    return "changed"


def _stock(till: sqlite3.Connection, change: Change) -> str:
    variants: list[int | None] = [version.id for version in change.card.versions]
    counted = {
        variant: forms.quantity(forms.text(change.form, f"stock-{variant or ''}"), change.visit.say)
        for variant in variants or [None]
    }
    dealings.count(till, change.card.id, counted)
    return "counted"


def _photo(till: sqlite3.Connection, change: Change) -> str:
    if not change.gallery.hang(till, change.card.id, change.form, change.visit):
        raise RuleError(change.visit.say("no_photo"))
    return "changed"


def _withdraw(till: sqlite3.Connection, change: Change) -> str:
    dealings.set_on_sale(till, change.card.id, is_active=False)
    return "withdrawn_now"


def _return(till: sqlite3.Connection, change: Change) -> str:
    dealings.set_on_sale(till, change.card.id, is_active=True)
    return "returned"


def _remove(till: sqlite3.Connection, change: Change) -> str:
    if forms.text(change.form, "sure") != "yes":
        raise RuleError(change.visit.say("no_sure"))
    dealings.remove(till, change.card.id)
    return "removed"


CHANGES: dict[str, Callable[[sqlite3.Connection, Change], str]] = {
    "price": _price,
    "name": _name,
    "stock": _stock,
    "photo": _photo,
    "withdraw": _withdraw,
    "return": _return,
    "remove": _remove,
}
"""Each does it and gives the phrase that says that it is done."""
