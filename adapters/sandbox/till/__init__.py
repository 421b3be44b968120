"""The sandbox till: a page to sell, reprice and restock on, over a till database."""

from pos2web.adapters.sandbox.till.server import TillServer

__all__ = ["TillServer"]
