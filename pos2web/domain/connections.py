"""Connections: what a configured till or shop is called in the log: its side, then its own name."""

from pos2web.domain.values import ConnectionName

TILL, SHOP = "till", "shop"
"""The sides: what we read, and what we write to."""

MAIN_TILL, MAIN_SHOP = ConnectionName("till:main"), ConnectionName("shop:main")
"""What the connections of an installation of one till and one shop are called unless set."""

NO_CONNECTION = ConnectionName("")
"""The connection of what is about none, or about all of them."""


def connection_named(side: str, name: str) -> ConnectionName:
    """A connection by its side, or the section of its settings, and its own name there."""
    return ConnectionName(f"{side}:{name}")


def own_name(connection: ConnectionName) -> str:
    """A connection's name without its side."""
    return connection.partition(":")[2]


def is_till(connection: str) -> bool:
    """Whether it is a till's name."""
    return connection.startswith("till:")


def is_shop(connection: str) -> bool:
    """Whether it is a shop's name."""
    return connection.startswith("shop:")
