"""The mark that we keep at a shop: one entry among its configurations, read back when written."""

from pos2web.adapters.prestashop.client import Client, Resource
from pos2web.adapters.prestashop.xml import Element, record, text
from pos2web.errors import CredentialsError

NEEDED = ("get", "post", "patch")
"""What a key must be allowed to do with configurations, for a mark to be kept there."""

MARKS = Resource("configurations", "configuration", ("id", "name", "value"))
_NAME = "POS2WEB_WRITER"


def read_mark(client: Client, id_shop: int) -> str | None:
    """The mark; None where there is none or the key may not see any.

    PrestaShop keeps several entries of one name where two were made at once: the oldest counts, for
    everybody. So whoever has read that his own does is never outdone by one that was made meanwhile.
    """
    try:
        found = _entries(client, _name(id_shop))
    except CredentialsError:
        return None
    return next(filter(None, _values(found)), None)


def write_mark(client: Client, id_shop: int, mark: str) -> bool:
    """Put the mark in every entry of its name, else in a new one; whether it stands in one of them.

    It is kept also where another one was made at the same time, which `read_mark` then tells. An
    empty one empties the entry, and the entry stays.
    """
    name = _name(id_shop)
    try:
        found = _entries(client, name)
        if found:
            kept = [_entry(name, mark, id=text(row, "id")) for row in found]
            client.write("PATCH", MARKS, kept)
        else:
            client.write("POST", MARKS, [_entry(name, mark)])
        return mark in _values(_entries(client, name))
    except CredentialsError:
        return False


def _name(id_shop: int) -> str:
    """Entries are those of all shops of a PrestaShop; each has a mark of its own."""
    return _NAME if id_shop == 1 else f"{_NAME}_{id_shop}"


def _entries(client: Client, name: str) -> list[Element]:
    return client.table(MARKS, {"filter[name]": f"[{name}]", "sort": "[id_ASC]"})


def _values(found: list[Element]) -> list[str]:
    return [text(row, "value") for row in found]


def _entry(name: str, mark: str, **known: str) -> Element:
    return record("configuration", [*known.items(), ("name", name), ("value", mark)])
