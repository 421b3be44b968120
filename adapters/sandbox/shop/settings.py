"""What a person would set in the shop's back office, changeable while it runs."""

from typing import Literal

import msgspec


class Settings(msgspec.Struct, kw_only=True):
    """The switches that a client of the web service, or a visitor, can feel."""

    shop_name: str = "Boutique d'essai"
    webservice_on: bool = True
    is_in_maintenance: bool = False
    sells_without_stock: bool = False
    last_quantities: int = 3
    """How many must be left beside the one that is taken, or they are called the last ones."""
    pace: Literal["none", "prestashop"] = "none"
    """As fast as it can, or as slow as the real one was measured."""
