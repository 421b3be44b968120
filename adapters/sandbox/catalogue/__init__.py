"""Maison Lavande: the sample catalogue, and large ones made up by chance."""

from pos2web.adapters.sandbox.catalogue.boutique import Article, Boutique, Shelf, read_boutique
from pos2web.adapters.sandbox.catalogue.generating import generate_till
from pos2web.adapters.sandbox.catalogue.photos import draw_photos, scene_of
from pos2web.adapters.sandbox.catalogue.writing import till_schema, write_till

__all__ = [
    "Article",
    "Boutique",
    "Shelf",
    "draw_photos",
    "generate_till",
    "read_boutique",
    "scene_of",
    "till_schema",
    "write_till",
]
