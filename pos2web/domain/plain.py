"""Values of fields as plain JSON, and when two of them are the same."""

from decimal import Decimal
from typing import Any

import msgspec

from pos2web.domain.values import Money, nfc


def plain(value: Any) -> Any:
    """A field's value as plain JSON; equal values give equal JSON, 10.00 as 10; nothing said is null."""
    match value:
        case Decimal():
            return f"{value.normalize() + 0:f}"
        case Money():
            return {"amount": plain(value.amount), "currency": value.currency}
        case tuple():
            return list(value)
        case msgspec.UnsetType():
            return None
        case _:
            return value


def canonical(value: Any) -> str:
    """The one JSON text of a value."""
    return msgspec.json.encode(plain(value), order="deterministic").decode()


_NOTHING = (None, msgspec.UNSET)


def same(want: Any, have: Any) -> bool:
    """Whether a shop that shows `have` shows what it should.

    Nothing said and an empty text are the same to customers. Texts in other languages than ours don't count, nor does the order of keys after the first.
    """
    if want == have:
        return True
    if want in _NOTHING or have in _NOTHING:
        return not want and not have
    match want, have:
        case str(), str():
            return nfc(want) == nfc(have)
        case dict(), dict():
            return all(nfc(text) == nfc(have.get(name, "")) for name, text in want.items())
        case tuple(), tuple():
            return want[:1] == have[:1] and set(want) == set(have)
        case _:
            return False
