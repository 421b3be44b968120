"""What PrestaShop makes of a configuration that is written."""

import re

from pos2web.adapters.sandbox.shop.rules import Rules
from pos2web.adapters.sandbox.shop.store import Record, Store

_TAG = re.compile(r"<[^\s<>][^<>]*>")


def _as_kept(_store: Store, record: Record) -> None:
    """Tags go from the value, without a word; an entry of no shop's own has shop 0."""
    record["value"] = _TAG.sub("", record["value"] or "")
    for name in ("id_shop_group", "id_shop"):
        record[name] = record[name] or 0


RULES = {"configurations": Rules(prepare=_as_kept)}
