"""Rules about selling drawn by chance, for the tills of `catalogues`."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from pos2web.domain.selling import (
    EVERYTHING,
    Buffer,
    Mode,
    OutOfStock,
    RuleLevel,
    Scope,
    SoldOut,
    Window,
)
from tests.domain.planning.catalogues import KEYS, Chance
from tests.domain.planning.simulated_shop import NOON, SimulatedShop

MESSAGES: list[dict[str, str]] = [{}, {"fr": "De retour"}, {"fr": "Ici", "en": "Here"}]
UNTIL = [None, NOON, NOON + timedelta(hours=2)]


def ruled(chance: Chance, shop: SimulatedShop) -> None:
    """Other rules stand on the shop from now on, at another moment."""
    shop.now = NOON + timedelta(hours=chance.random.randint(-1, 3))
    windows = {scope: window(chance) for scope in scopes(chance)}
    shop.rule(
        buffers={scope: buffer(chance) for scope in scopes(chance, *RuleLevel)},
        out_of_stock={scope: chance.random.choice([*OutOfStock]) for scope in scopes(chance)},
        windows=windows,
        sold_out={scope: sold_out(chance) for scope in scopes(chance)},
        closed=[scope for scope in windows if chance.random.random() < 0.5],
    )


def scopes(chance: Chance, *levels: RuleLevel) -> list[Scope]:
    """A few things that rules are about."""
    among = [*(levels or (RuleLevel.ALL, RuleLevel.CATEGORY, RuleLevel.BRAND, RuleLevel.PRODUCT))]
    drawn = [chance.random.choice(among) for _ in range(chance.random.randint(0, 2))]
    return [EVERYTHING if level is RuleLevel.ALL else keyed(chance, level) for level in drawn]


def keyed(chance: Chance, level: RuleLevel) -> Scope:
    keys = ("11", "12", "13") if level is RuleLevel.VARIANT else KEYS
    return Scope(level, chance.one(*keys))


def buffer(chance: Chance) -> Buffer:
    return Buffer(amount=Decimal(chance.one("0", "1", "50")), is_percent=chance.mostly())


def shown(chance: Chance) -> dict[str, Any]:
    return {
        "mode": chance.random.choice([*Mode]),
        "message": chance.random.choice(MESSAGES),
    }


def window(chance: Chance) -> Window:
    return Window(rule="Mo 10:00-11:00", **shown(chance))


def sold_out(chance: Chance) -> SoldOut:
    return SoldOut(until=chance.random.choice(UNTIL), **shown(chance))
