"""Stock: the shop makes the rows by itself, so that every write sets the quantity of one."""

from collections.abc import Sequence
from functools import partial

import msgspec

from pos2web.adapters.prestashop.asking import MUMBLED, Asked, asked, fitting
from pos2web.adapters.prestashop.client import Answer
from pos2web.adapters.prestashop.mapping import RESOURCES
from pos2web.adapters.prestashop.reading import row_key, stock_rows
from pos2web.adapters.prestashop.records import stock_record
from pos2web.adapters.prestashop.xml import Element, text, whole
from pos2web.domain.changes import Action
from pos2web.domain.things import Stock, stock_key
from pos2web.domain.values import Kind
from pos2web.errors import ProtocolError, RecordError, TransientError
from pos2web.messages import message, message_of
from pos2web.ports import Done, Outcome, Refused, Unsure, Untried, Write


def apply_levels(shop: Asked, writes: Sequence[Write]) -> list[Outcome]:
    """Set quantities: the shop makes the rows by itself, so that creates are updates too."""
    levels = [_level(write) for write in writes]
    try:
        rows = stock_rows(shop.client, shop.settings, {level.product for level in levels})
    except (TransientError, ProtocolError) as error:
        return [Untried(reason=message_of(error))] * len(writes)
    found = {row_key(row): row for row in rows}
    varied = {text(row, "id_product") for row in rows if row_key(row) != text(row, "id_product")}
    settled = {write.id: _without_row(write, found, varied) for write in writes}
    asking = [write for write in writes if settled[write.id] is None]
    answered = fitting(asking, partial(_stock_record, shop, found), partial(_send_stock, shop))
    settled |= {write.id: outcome for write, outcome in zip(asking, answered, strict=True)}
    return [outcome for outcome in settled.values() if outcome is not None]


def _without_row(write: Write, found: dict[str, Element], varied: set[str]) -> Outcome | None:
    """What becomes of a write without a row; None when it is to be sent, or to be refused.

    What a product as a whole has can't be set before its last variant has gone.
    """
    level = _level(write)
    if level.key in found:
        return None
    if _is_end(write):
        return Done(shop_key=level.key)
    if level.variant is None and level.product in varied:
        return Untried(reason=message("the shop counts {key} by its variants still", key=level.key))
    return None


def _stock_record(shop: Asked, found: dict[str, Element], write: Write) -> Element:
    level = _level(write)
    row = found.get(level.key)
    if row is None:
        raise RecordError(
            message("the shop has no stock row for {key}", key=level.key), ref=f"stock:{level.key}"
        )
    is_torn_off = whole(row, "id_shop") == 0 and whole(row, "id_shop_group") == 0
    return stock_record(
        text(row, "id"), level, id_shop=shop.settings.id_shop if is_torn_off else None
    )


def _send_stock(shop: Asked, writes: Sequence[Write], records: Sequence[Element]) -> list[Outcome]:
    resource = RESOURCES[Kind.STOCK]
    answer = asked(lambda: shop.client.write("PATCH", resource, records))
    if not isinstance(answer, Answer):
        return [answer] * len(writes)
    if answer.is_success:
        expected = [text(row, "id") for row in records]
        if [text(row, "id") for row in answer.records or ()] != expected:
            return [MUMBLED] * len(writes)
        return [Done(shop_key=_key(write)) for write in writes]
    if len(writes) == 1 and answer.errors:
        return [Refused(reason=answer.words)]
    return [
        Unsure(
            reason=message(
                "of {count} one was refused: {words}", count=len(writes), words=answer.words
            )
        )
    ] * len(writes)


def _level(write: Write) -> Stock:
    """What the row shall say, under its own key; of what is withdrawn, nothing is left."""
    thing = write.thing
    if not isinstance(thing, Stock):
        raise TypeError(f"a {type(thing).__name__} is no stock")
    quantity = thing.quantity * 0 if _is_end(write) else thing.quantity
    key = stock_key(thing.product, thing.variant)
    return msgspec.structs.replace(thing, key=key, quantity=quantity)


def _key(write: Write) -> str:
    return _level(write).key


def _is_end(write: Write) -> bool:
    return write.action in (Action.DELETE, Action.DEACTIVATE)
