"""Draws the photos of the sample catalogue: a thing to sell, softly lit, before a plain backdrop."""

from pos2web.images.drawing.scene import VIEWS, Scene, draw
from pos2web.images.drawing.sketch import MOTIFS
from pos2web.images.drawing.things import ITEMS
from pos2web.images.drawing.tones import COLOURS

__all__ = ["COLOURS", "ITEMS", "MOTIFS", "VIEWS", "Scene", "draw"]
