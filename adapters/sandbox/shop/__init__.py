"""A shop that speaks PrestaShop 8.1.2's web service over HTTP, with its quirks, and a shop front."""

from pos2web.adapters.sandbox.shop.faults import Fault, Faults
from pos2web.adapters.sandbox.shop.keys import DEFAULT_KEY, Key
from pos2web.adapters.sandbox.shop.server import ShopServer, World, serve
from pos2web.adapters.sandbox.shop.settings import Settings

__all__ = ["DEFAULT_KEY", "Fault", "Faults", "Key", "Settings", "ShopServer", "World", "serve"]
