"""Tells whether two files show the same photo, whatever was done to its size and encoding."""

import msgspec
from PIL import Image

from pos2web.images.colours import in_srgb, on_white, turn_of
from pos2web.images.reading import decode, opened

GRID = 32
MEAN_MAX = 2.0
CELL_MAX = 18
ASPECT_MAX = 0.02


class Likeness(msgspec.Struct, frozen=True):
    """A photo looked at from afar: the mean colours of a grid laid over it, and its shape."""

    cells: bytes
    aspect: float

    def resembles(self, other: "Likeness") -> bool:
        """Whether both are so near that they are encodings of one photo.

        Stays true through a shop's re-encoding and resizing. Of two photos of one product it is
        false if any spot clearly differs: rather would it miss a photo than take one for another.
        """
        wider, narrower = max(self.aspect, other.aspect), min(self.aspect, other.aspect)
        if wider > narrower * (1 + ASPECT_MAX):
            return False
        steps = [abs(mine - theirs) for mine, theirs in zip(self.cells, other.cells, strict=True)]
        return max(steps) <= CELL_MAX and sum(steps) <= MEAN_MAX * len(steps)


def likeness(data: bytes, *, ref: str = "photo") -> Likeness:
    """Look at a photo from afar. Raises RecordError when it can't be read."""
    image = opened(data, ref)
    image.draft(None, (GRID * 8, GRID * 8))
    decode(image, ref)
    turn = turn_of(image)
    flat = on_white(in_srgb(image))
    upright = flat if turn is None else flat.transpose(turn)
    cells = upright.resize((GRID, GRID), Image.Resampling.BILINEAR)
    return Likeness(cells.tobytes(), upright.width / upright.height)
