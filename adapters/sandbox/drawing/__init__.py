"""Draws the photos of the sample catalogue: a thing to sell, softly lit, before a plain backdrop."""

from pos2web.adapters.sandbox.drawing.scene import VIEWS, Scene, draw
from pos2web.adapters.sandbox.drawing.sketch import MOTIFS
from pos2web.adapters.sandbox.drawing.things import ITEMS
from pos2web.adapters.sandbox.drawing.tones import COLOURS

__all__ = ["COLOURS", "ITEMS", "MOTIFS", "VIEWS", "Scene", "draw"]
