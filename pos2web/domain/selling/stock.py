"""The one formula of stock: what the site is told of what the till has."""

from decimal import ROUND_FLOOR, Decimal

import msgspec

from pos2web.domain.selling.records import ZERO, Buffer, Scope

HUNDRED = Decimal(100)


class Sum(msgspec.Struct, frozen=True, kw_only=True):
    """How a quantity that the site is told came about.

    sent = max(0, available - ordered - held back), rounded down where the shop knows whole pieces
    only. `ordered` are web orders that the till has not taken in yet; `scope` is whose buffer it
    is, None where there is none.
    """

    available: Decimal
    ordered: Decimal
    held_back: Decimal
    sent: Decimal
    scope: Scope | None = None
    buffer: Buffer | None = None


def told(
    available: Decimal,
    *,
    ordered: Decimal = ZERO,
    decided: tuple[Scope, Buffer] | None = None,
    is_whole: bool = True,
) -> Sum:
    """Work out what the site is told. A buffer in percent is of what is available."""
    scope, buffer = decided or (None, None)
    held_back = _held_back(max(ZERO, available), buffer)
    sent = max(ZERO, available - ordered - held_back)
    return Sum(
        available=available,
        ordered=ordered,
        held_back=held_back,
        sent=sent.to_integral_value(ROUND_FLOOR) if is_whole else sent,
        scope=scope,
        buffer=buffer,
    )


def _held_back(available: Decimal, buffer: Buffer | None) -> Decimal:
    if buffer is None:
        return ZERO
    return available * buffer.amount / HUNDRED if buffer.is_percent else buffer.amount
