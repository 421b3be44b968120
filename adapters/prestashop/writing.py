"""Writes one batch to a shop and says for each write what became of it.

What a batch's answer proves is little: PrestaShop stops at the first bad record and keeps those
before it. So a refused batch of several is Unsure throughout, and the caller looks, then asks
again one by one. A write asked alone is Refused when the shop's code says that it looked at the
record before it saved anything; a create refused in any other way is looked up by its mark.
"""

from collections.abc import Mapping, Sequence
from functools import partial

from pos2web.adapters.prestashop.asking import MUMBLED, Asked, asked, fitting
from pos2web.adapters.prestashop.client import Answer, Client, Resource
from pos2web.adapters.prestashop.levels import apply_levels
from pos2web.adapters.prestashop.mapping import RESOURCES
from pos2web.adapters.prestashop.photos import write_photo
from pos2web.adapters.prestashop.records import (
    LABELS,
    PRODUCT_TYPE,
    leave_own_labels,
    record_of,
    show_at_home,
)
from pos2web.adapters.prestashop.variants import announce, remember
from pos2web.adapters.prestashop.xml import Element, add, ids, record, text
from pos2web.domain.changes import Action
from pos2web.domain.things import Product, Variant
from pos2web.domain.values import Kind
from pos2web.errors import CredentialsError, ProtocolError, RecordError, TransientError
from pos2web.messages import message, message_of
from pos2web.ports import Done, Outcome, Refused, Unsure, Untried, Write

LOOKED_FIRST = frozenset({41, 84, 85, 88, 89, 90, 93})
"""Codes of HTTP 400 that PrestaShop gives before it saves the record at hand."""

GONE = frozenset({87, 92, 131})
"""Codes for an id that doesn't exist, or not on this shop: to delete, to change, to show."""

VALUES = "product_option_values"

WITHOUT_SWITCH = (Kind.OPTION, Kind.OPTION_VALUE, Kind.VARIANT, Kind.IMAGE)
"""Kinds that have nothing to be switched off: to deactivate them is to delete them."""


def apply(shop: Asked, writes: Sequence[Write]) -> list[Outcome]:
    """Write a batch of one kind and one action. Raises CredentialsError, nothing being done."""
    if not writes:
        return []
    kind, action = writes[0].kind, writes[0].action
    if kind is Kind.STOCK:
        return apply_levels(shop, writes)
    if action is Action.DELETE or (action is Action.DEACTIVATE and kind in WITHOUT_SWITCH):
        return _delete(shop, writes)
    if kind is Kind.IMAGE:
        return _photos(shop, writes)
    if kind is Kind.VARIANT and action is Action.CREATE:
        return _create_variants(shop, writes)
    return _save(shop, writes)


def _save(
    shop: Asked, writes: Sequence[Write], leading: frozenset[str] = frozenset()
) -> list[Outcome]:
    """Save what these writes say; `leading` are those of the variants to be shown first."""
    try:
        at_home, labelled = _at_home(shop, writes), _labelled(shop, writes)
    except (TransientError, ProtocolError) as error:
        return [Untried(reason=message_of(error))] * len(writes)
    made = partial(_record, shop, at_home, labelled, leading)
    return fitting(writes, made, partial(_send, shop))


def _record(
    shop: Asked,
    at_home: frozenset[str],
    labelled: Mapping[str, Element],
    leading: frozenset[str],
    write: Write,
) -> Element:
    _keep_roots(shop, write)
    row = record_of(write, shop.setup.site)
    key = write.shop_key or ""
    if key in at_home:
        show_at_home(row, shop.setup.site)
    if key in labelled:
        leave_own_labels(row, labelled[key])
    if write.id in leading:
        add(row, "default_on", "1")
    return row


def _at_home(shop: Asked, writes: Sequence[Write]) -> frozenset[str]:
    """The products of these that get other shelves, and that people put on the first page too."""
    moved = _changing(writes, "categories")
    shelved = Resource("products", "product", ("id",), ("categories",))
    found = [row for rows in shop.client.find(shelved, "id", moved) for row in rows]
    home = shop.setup.site.home
    return frozenset(text(row, "id") for row in found if home in ids(row, "categories"))


def _labelled(shop: Asked, writes: Sequence[Write]) -> dict[str, Element]:
    """What the shop shows of the labels of those products of these that get another note."""
    labels = Resource("products", "product", ("id", *LABELS))
    noted = _changing(writes, "sale_note")
    return {text(row, "id"): row for rows in shop.client.find(labels, "id", noted) for row in rows}


def _changing(writes: Sequence[Write], field: str) -> list[str]:
    """The products on the shop of which this field changes."""
    return [
        write.shop_key or ""
        for write in writes
        if write.kind is Kind.PRODUCT and write.action is Action.UPDATE and field in write.fields
    ]


def _send(shop: Asked, writes: Sequence[Write], records: Sequence[Element]) -> list[Outcome]:
    resource = RESOURCES[writes[0].kind]
    method = "POST" if writes[0].action is Action.CREATE else "PATCH"
    answer = asked(lambda: shop.client.write(method, resource, records))
    if not isinstance(answer, Answer):
        return [answer] * len(writes)
    if answer.is_success:
        return _saved(shop, writes, answer)
    if len(writes) == 1:
        return [_alone(shop, writes[0], answer)]
    return [
        Unsure(
            reason=message(
                "of {count} one was refused: {words}", count=len(writes), words=answer.words
            )
        )
    ] * len(writes)


def _saved(shop: Asked, writes: Sequence[Write], answer: Answer) -> list[Outcome]:
    """Believe a success only when it names the records that were sent, in their order."""
    keys = [text(row, "id") for row in answer.records or ()]
    if writes[0].action is Action.CREATE:
        is_right = len(keys) == len(writes) and all(keys) and len(set(keys)) == len(keys)
    else:
        is_right = keys == [write.shop_key for write in writes]
    if not is_right:
        return [MUMBLED] * len(writes)
    if writes[0].kind is Kind.PRODUCT and writes[0].action is Action.CREATE:
        shop.types.update(dict.fromkeys(keys, PRODUCT_TYPE))
    return [Done(shop_key=key) for key in keys]


def _alone(shop: Asked, write: Write, answer: Answer) -> Outcome:
    if not answer.errors:
        return Unsure(reason=answer.words)
    if answer.codes & GONE and write.action is Action.DEACTIVATE:
        return Done(shop_key=write.shop_key or "")
    if answer.codes & GONE:
        return Refused(
            reason=message(
                "{thing} is no longer on the shop", thing=f"{write.kind} {write.shop_key}"
            )
        )
    if write.action is Action.UPDATE or answer.codes & LOOKED_FIRST:
        return Refused(reason=answer.words)
    return _looked_up(shop, write, answer.words)


def _looked_up(shop: Asked, write: Write, reason: str) -> Outcome:
    """Whether a create that was refused has been saved all the same: some are."""
    try:
        found = _made_by(shop.client, write)
    except (TransientError, ProtocolError, CredentialsError) as error:
        return Unsure(reason=message("{reason}; then {error}", reason=reason, error=error))
    if len(found) > 1:
        return Unsure(
            reason=message(
                "{reason}; and the shop holds {count} like it", reason=reason, count=len(found)
            )
        )
    return Done(shop_key=found[0]) if found else Refused(reason=reason)


def _made_by(client: Client, write: Write) -> list[str]:
    """The ids of all that could be what this create made."""
    thing, resource = write.thing, RESOURCES[write.kind]
    if isinstance(thing, Product):
        marks = Resource(resource.name, resource.tag, ("id", "reference"))
        pages = client.find(marks, "reference", [thing.reference])
        return [text(row, "id") for rows in pages for row in rows]
    if isinstance(thing, Variant):
        option_keys = sorted(thing.options)
        pages = client.find(resource, "id_product", [thing.product])
        found = [row for rows in pages for row in rows]
        return [text(row, "id") for row in found if sorted(ids(row, VALUES)) == option_keys]
    return []


def _create_variants(shop: Asked, writes: Sequence[Write]) -> list[Outcome]:
    leading = announce(shop, writes)
    if isinstance(leading, Untried):
        return [leading] * len(writes)
    return remember(shop, writes, _save(shop, writes, leading))


def _photos(shop: Asked, writes: Sequence[Write]) -> list[Outcome]:
    outcomes: list[Outcome] = []
    for write in writes:
        try:
            outcomes.append(write_photo(shop.client, write))
        except CredentialsError as error:
            if not outcomes:
                raise
            outcomes.append(Untried(reason=message_of(error)))
    return outcomes


def _delete(shop: Asked, writes: Sequence[Write]) -> list[Outcome]:
    kind = writes[0].kind
    if kind is Kind.IMAGE:
        return _photos(shop, writes)
    return fitting(writes, partial(_doomed, shop), partial(_send_deletes, shop))


def _doomed(shop: Asked, write: Write) -> Element:
    _keep_roots(shop, write)
    return record(RESOURCES[write.kind].tag, [("id", write.shop_key or "")])


def _send_deletes(
    shop: Asked, writes: Sequence[Write], records: Sequence[Element]
) -> list[Outcome]:
    keys = [text(row, "id") for row in records]
    deleted = _deleted(shop.client, RESOURCES[writes[0].kind], keys)
    return [Done(shop_key=key) if deleted is None else deleted for key in keys]


def _deleted(client: Client, resource: Resource, keys: Sequence[str]) -> Outcome | None:
    """None when all of these are gone, else what is to be said of each."""
    answer = _ask_delete(client, resource, keys)
    if not isinstance(answer, Answer) or not answer.codes & GONE:
        return _verdict(answer)
    if len(keys) == 1:
        return None
    bare = Resource(resource.name, resource.tag, ("id",))
    try:
        left = [text(row, "id") for rows in client.find(bare, "id", keys) for row in rows]
    except (TransientError, ProtocolError) as error:
        return Untried(reason=message_of(error))
    return _verdict(_ask_delete(client, resource, left)) if left else None


def _ask_delete(
    client: Client, resource: Resource, keys: Sequence[str]
) -> Answer | Unsure | Untried:
    if len(keys) == 1:
        return asked(lambda: client.delete(f"{resource.name}/{keys[0]}"))
    return asked(lambda: client.delete(resource.name, keys))


def _verdict(answer: Answer | Unsure | Untried) -> Outcome | None:
    """Of a delete that is all or nothing: when one has gone meanwhile, nothing was done."""
    if not isinstance(answer, Answer):
        return answer
    if answer.is_success:
        return None if answer.is_believable else MUMBLED
    if answer.codes & GONE:
        return Untried(reason=answer.words)
    return Refused(reason=answer.words) if answer.errors else Unsure(reason=answer.words)


def _keep_roots(shop: Asked, write: Write) -> None:
    """PrestaShop would delete Home, and everything below it, without a question."""
    site = shop.setup.site
    if write.kind is Kind.CATEGORY and write.shop_key in (site.home, site.root):
        raise RecordError(
            message("category {shop_key} is the shop's root", shop_key=write.shop_key),
            ref="category",
        )
