"""What can be drawn, by name."""

from collections.abc import Callable

from pos2web.adapters.sandbox.drawing import home, pantry, wardrobe, workshop
from pos2web.adapters.sandbox.drawing.sketch import Sketch

ITEMS: dict[str, Callable[[Sketch], None]] = {
    **home.ITEMS,
    **wardrobe.ITEMS,
    **pantry.ITEMS,
    **workshop.ITEMS,
}
"""Each draws its thing in the sheet's own colour, standing at about 80 of 100."""
