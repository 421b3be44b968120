"""Prices worked out on request: `price[NAME][use_tax]=1` adds an element NAME to each product."""

import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from pos2web.adapters.sandbox.shop.schema import Resource
from pos2web.adapters.sandbox.shop.store import Record, Store, php_integer

_ASKED = re.compile(r"price\[(\w+)\]\[(\w+)\]")
_CENT = Decimal("0.01")
_HUNDRED = Decimal(100)

_RATE = """
SELECT rate FROM tax_rules JOIN taxes ON taxes.id = id_tax
WHERE id_tax_rules_group = ? ORDER BY tax_rules.id LIMIT 1
"""


def tax_rate(store: Store, group: object) -> Decimal:
    """The rate, in percent, that a tax group means in the shop's own country."""
    return Decimal(store.one(_RATE, (php_integer(group),)) or 0)


def with_tax(price: Decimal, rate: Decimal) -> Decimal:
    """The price that a visitor sees, to the cent."""
    return (price * (1 + rate / _HUNDRED)).quantize(_CENT, ROUND_HALF_UP)


def reduced(store: Store, product: int, price: Decimal) -> Decimal:
    """The price after the product's own reduction, if it has one for everybody."""
    rows = store.rows(
        "SELECT reduction, reduction_type FROM specific_prices WHERE id_product = ?"
        " AND id_group = 0 AND id_customer = 0 AND from_quantity <= 1 AND \"from\" LIKE '0000%'",
        (product,),
    )
    for reduction, kind in rows:
        amount = Decimal(reduction)
        price = price * (1 - amount) if kind == "percentage" else max(price - amount, Decimal(0))
    return price


def asked_prices(parameters: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The prices that a request asks for, with the options of each."""
    asked: dict[str, dict[str, str]] = {}
    for name, value in parameters.items():
        match = _ASKED.fullmatch(name)
        if match is not None:
            asked.setdefault(match[1], {})[match[2]] = value
    return asked


def add_prices(
    store: Store, resource: Resource, records: Sequence[Record], parameters: Mapping[str, str]
) -> None:
    """Put the prices that were asked for into the products."""
    asked = asked_prices(parameters)
    if not asked or resource.name != "products":
        return
    for record in records:
        whole = store.get("products", record["id"]) or record
        record["prices"] = {name: _price(store, whole, options) for name, options in asked.items()}


def _price(store: Store, record: Record, options: Mapping[str, str]) -> str:
    price = Decimal(record["price"])
    if options.get("use_reduction", "1") == "1":
        price = reduced(store, record["id"], price)
    if options.get("use_tax", "1") == "1":
        price = with_tax(price, tax_rate(store, record["id_tax_rules_group"]))
    return f"{price.quantize(_CENT, ROUND_HALF_UP)}0000"
