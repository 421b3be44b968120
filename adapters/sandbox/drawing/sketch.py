"""A transparent sheet on which one thing is drawn, in coordinates from 0 to 100."""

from collections.abc import Callable, Sequence

from PIL import Image, ImageChops, ImageDraw

from pos2web.adapters.sandbox.drawing.tones import LEAF, Tone, darker, lighter, mixed

Point = tuple[float, float]
Box = tuple[float, float, float, float]

CURVE_STEPS = 10
PLAIN = "plain"


class Sketch:
    """Shapes laid over each other. What is drawn as `body` is where a motif may be printed."""

    def __init__(self, side_px: int, tone: Tone) -> None:
        self.tone = tone
        self.ink = Image.new("RGBA", (side_px, side_px))
        self._body = Image.new("L", (side_px, side_px))
        self._scale = side_px / 100
        self._pen = ImageDraw.Draw(self.ink)
        self._body_pen = ImageDraw.Draw(self._body)

    def polygon(self, points: Sequence[Point], tone: Tone, *, body: bool = False) -> None:
        """A shape with straight edges."""
        placed = [(x * self._scale, y * self._scale) for x, y in points]
        self._pen.polygon(placed, fill=tone)
        self._body_pen.polygon(placed, fill=255 if body else 0)

    def blob(self, points: Sequence[Point], tone: Tone, *, body: bool = False) -> None:
        """A closed shape that runs softly through its points."""
        self.polygon(curve(points), tone, body=body)

    def ellipse(self, box: Box, tone: Tone, *, body: bool = False) -> None:
        """An ellipse that fills the box."""
        self._pen.ellipse(self._placed(box), fill=tone)
        self._body_pen.ellipse(self._placed(box), fill=255 if body else 0)

    def block(self, box: Box, tone: Tone, *, radius: float = 0, body: bool = False) -> None:
        """A rectangle with rounded corners."""
        round_px = radius * self._scale
        self._pen.rounded_rectangle(self._placed(box), round_px, fill=tone)
        self._body_pen.rounded_rectangle(self._placed(box), round_px, fill=255 if body else 0)

    def line(self, points: Sequence[Point], tone: Tone, width: float) -> None:
        """A line with round ends, straight from point to point."""
        placed = [(x * self._scale, y * self._scale) for x, y in points]
        self._pen.line(placed, fill=tone, width=round(width * self._scale), joint="curve")
        for x, y in (placed[0], placed[-1]):
            half = width * self._scale / 2
            self._pen.ellipse((x - half, y - half, x + half, y + half), fill=tone)

    def ring(self, box: Box, tone: Tone, width: float) -> None:
        """The outline of an ellipse."""
        self._pen.ellipse(self._placed(box), outline=tone, width=round(width * self._scale))

    def erase(self, box: Box) -> None:
        """An elliptic hole, through which the backdrop is seen."""
        self._pen.ellipse(self._placed(box), fill=(0, 0, 0, 0))
        self._body_pen.ellipse(self._placed(box), fill=0)

    def print_motif(self, name: str) -> None:
        """Cover the body with a motif, one of `MOTIFS`."""
        if name == PLAIN:
            return
        layer = Sketch(self.ink.width, self.tone)
        _PATTERNS[name](layer)
        mask = ImageChops.multiply(self._body, layer.ink.getchannel("A"))
        self.ink.paste(layer.ink, mask=mask)

    def _placed(self, box: Box) -> Box:
        left, top, right, bottom = (length * self._scale for length in box)
        return left, top, right, bottom


def curve(points: Sequence[Point]) -> list[Point]:
    """A closed Catmull-Rom spline through the points."""
    count = len(points)
    return [
        _between([points[(start + step) % count] for step in (-1, 0, 1, 2)], part / CURVE_STEPS)
        for start in range(count)
        for part in range(CURVE_STEPS)
    ]


def _between(four: Sequence[Point], part: float) -> Point:
    """Part of the way from the second of four points to the third."""
    x, y = (
        0.5
        * (
            2 * b
            + (c - a) * part
            + (2 * a - 5 * b + 4 * c - d) * part**2
            + (3 * b - a - 3 * c + d) * part**3
        )
        for a, b, c, d in zip(*four, strict=True)
    )
    return x, y


def _stripes(layer: Sketch) -> None:
    for y in range(0, 100, 7):
        layer.block((0, y, 100, y + 2.4), lighter(layer.tone, 0.6))


def _columns(layer: Sketch) -> None:
    for x in range(0, 100, 6):
        layer.block((x, 0, x + 2, 100), darker(layer.tone, 0.18))


def _dots(layer: Sketch) -> None:
    for row in range(17):
        for column in range(17):
            x, y = column * 6.2 + (3.1 if row % 2 else 0), row * 6.2
            layer.ellipse((x - 1.3, y - 1.3, x + 1.3, y + 1.3), lighter(layer.tone, 0.65))


def _check(layer: Sketch) -> None:
    for step in range(0, 100, 10):
        layer.block((step, 0, step + 4, 100), lighter(layer.tone, 0.25))
    for step in range(0, 100, 10):
        layer.block((0, step, 100, step + 4), mixed(layer.tone, (255, 255, 255), 0.45))


def _sprig(layer: Sketch) -> None:
    """Lavender, as on nearly everything that this boutique sells."""
    stalk, flower = darker(LEAF, 0.1), (138, 108, 184)
    for x, top in ((42, 44), (50, 39), (58, 45)):
        layer.line([(50 + (x - 50) * 0.3, 70), (x, top)], stalk, 0.7)
        for step in range(5):
            y = top + step * 3
            for side in (-1.4, 1.4):
                layer.ellipse((x + side - 1.5, y - 1.7, x + side + 1.5, y + 1.7), flower)


def _band(layer: Sketch) -> None:
    layer.block((0, 50, 100, 60), lighter(layer.tone, 0.55))
    layer.block((0, 62, 100, 63.5), lighter(layer.tone, 0.55))


_PATTERNS: dict[str, Callable[[Sketch], None]] = {
    "stripes": _stripes,
    "columns": _columns,
    "dots": _dots,
    "check": _check,
    "sprig": _sprig,
    "band": _band,
}

MOTIFS = (PLAIN, *_PATTERNS)
"""What may be printed on a thing."""
