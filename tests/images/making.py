"""Makes the pictures that the tests feed in."""

import random
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 320, 240


def photo(seed: int = 1, size: tuple[int, int] = (WIDTH, HEIGHT)) -> Image.Image:
    """A picture with as much going on in it as a photo; another one for another seed."""
    chance = random.Random(seed)  # noqa: S311 - chance, not a secret
    image = Image.new("RGB", size, _colour(chance))
    draw = ImageDraw.Draw(image)
    for _ in range(25):
        x, y, side = chance.randrange(size[0]), chance.randrange(size[1]), chance.randrange(8, 80)
        draw.ellipse((x, y, x + side, y + side), fill=_colour(chance))
    return image


def cutout(seed: int = 1) -> Image.Image:
    """The same picture with its left half transparent."""
    image = photo(seed).convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, WIDTH // 2, HEIGHT))
    return image


def encoded(image: Image.Image, name: str = "JPEG", **options: Any) -> bytes:
    """The picture as a file."""
    output = BytesIO()
    image.save(output, name, **options)
    return output.getvalue()


def decoded(data: bytes) -> Image.Image:
    """The file as a picture, pixels and all."""
    image = Image.open(BytesIO(data))
    image.load()
    return image


def _colour(chance: random.Random) -> tuple[int, int, int]:
    return chance.randrange(256), chance.randrange(256), chance.randrange(256)
