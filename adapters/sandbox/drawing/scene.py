"""Sets a drawn thing on a table before a backdrop, and takes its photo."""

import random
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO

import msgspec
from PIL import Image, ImageChops, ImageEnhance, ImageFilter

from pos2web.adapters.sandbox.drawing.sketch import Sketch
from pos2web.adapters.sandbox.drawing.things import ITEMS
from pos2web.adapters.sandbox.drawing.tones import COLOURS, Tone, darker, lighter, mixed

SHEET_PX_MAX = 1600
GRAIN_PX = 256
SOFT = Image.Resampling.BILINEAR
FAINT = bytes(128 + (level - 128) // 18 for level in range(256))
WARM: Tone = (244, 236, 226)

VIEWS: dict[str, tuple[tuple[float, float, float], ...]] = {
    "whole": ((1.0, 0.0, 0.0),),
    "pair": ((0.62, -0.21, 0.05), (0.62, 0.2, 0.09)),
    "close": ((1.3, 0.03, -0.02),),
    "trio": ((0.46, -0.26, 0.05), (0.46, 0.26, 0.05), (0.5, 0.0, 0.14)),
}
"""How many of the thing are on the photo: for each its size, and how far it stands from the middle."""


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be on a photo. `item`, `colour`, `motif` and `view` are names from the tables."""

    item: str
    colour: str
    motif: str = "plain"
    view: str = "whole"
    width: int = 800
    height: int = 800
    is_cutout: bool = False


def draw(scene: Scene) -> bytes:
    """Take the photo, as JPEG, or as PNG without a backdrop where it is a cutout.

    The same scene gives the same bytes.
    """
    side = min(max(scene.width, scene.height), SHEET_PX_MAX)
    tone = COLOURS[scene.colour]
    thing = _lit(_sketched(scene, tone, side))
    if scene.is_cutout:
        alone = Image.new("RGBA", (side, side))
        for cast, place in _placed(thing, scene.view):
            alone.alpha_composite(cast, place)
        return _encoded(alone.resize((scene.width, scene.height)), "PNG")
    photo = _backdrop(tone, side)
    for cast, place in _placed(thing, scene.view):
        _set_down(photo, cast, place)
    return _encoded(_grained(_framed(photo, scene), scene), "JPEG")


def _sketched(scene: Scene, tone: Tone, side: int) -> Image.Image:
    """The thing drawn larger and brought down again, so that its edges are smooth."""
    sheet = Sketch(min(side * 3 // 2, SHEET_PX_MAX), tone)
    ITEMS[scene.item](sheet)
    sheet.print_motif(scene.motif)
    return sheet.ink.resize((side, side), SOFT)


def _lit(thing: Image.Image) -> Image.Image:
    """The thing with light falling on it from the left."""
    solid = ImageChops.multiply(thing.convert("RGB"), _shade(thing.width))
    solid.putalpha(thing.getchannel("A"))
    return solid


@lru_cache(maxsize=2)
def _shade(side: int) -> Image.Image:
    """Bright on the left, darker towards the right and below."""
    across = bytes(255 - round(max(0.0, column / 255 - 0.35) * 110) for column in range(256))
    down = bytes(255 - round(row / 255 * 34) for row in range(256))
    shade = ImageChops.multiply(
        Image.frombytes("L", (256, 1), across).resize((side, side), SOFT),
        Image.frombytes("L", (1, 256), down).resize((side, side), SOFT),
    )
    return shade.convert("RGB")


def _backdrop(tone: Tone, side: int) -> Image.Image:
    """A wall that takes a little of the thing's colour, and a table that is a shade darker."""
    wall = mixed(lighter(tone, 0.72), WARM, 0.5)
    glow, table = _glow_and_table(side)
    sheet = Image.new("RGB", (side, side), wall)
    sheet.paste(lighter(wall, 0.6), mask=glow)
    sheet.paste(darker(wall, 0.12), mask=table)
    return sheet


@lru_cache(maxsize=2)
def _glow_and_table(side: int) -> tuple[Image.Image, Image.Image]:
    """Where the wall is lit, and where the table stands before it."""
    glow = ImageChops.invert(Image.radial_gradient("L")).resize((side, side), SOFT)
    edge = side // 8
    table = Image.new("L", (edge, edge))
    table.paste(255, (0, round(edge * 0.66), edge, edge))
    soft = table.filter(ImageFilter.GaussianBlur(side / 240))
    return glow, soft.resize((side, side), SOFT)


def _placed(thing: Image.Image, view: str) -> Iterator[tuple[Image.Image, tuple[int, int]]]:
    """Each standing copy of the thing, cut to the sheet, with its upper left corner."""
    side = thing.width
    for number, (scale, right, down) in enumerate(VIEWS[view]):
        size = round(side * scale)
        copy = thing.resize((size, size), SOFT)
        left, top = (round((side - size) / 2 + side * step) for step in (right, down))
        cut = copy.crop(
            (max(0, -left), max(0, -top), min(size, side - left), min(size, side - top))
        )
        shown = cut if number == 0 else ImageEnhance.Brightness(cut).enhance(1 - 0.05 * number)
        yield shown, (max(0, left), max(0, top))


def _set_down(photo: Image.Image, thing: Image.Image, place: tuple[int, int]) -> None:
    """Paste the thing with the soft shadow that it casts to the right."""
    side = photo.width
    cast = Image.new("L", photo.size)
    cast.paste(thing.getchannel("A"), (place[0] + side // 60, place[1] + side // 70))
    small = cast.resize((side // 4, side // 4), SOFT).filter(ImageFilter.GaussianBlur(side / 160))
    shadow = small.resize(photo.size, SOFT).point([round(level * 0.38) for level in range(256)])
    photo.paste(darker(COLOURS["walnut"], 0.5), mask=shadow)
    photo.paste(thing, place, thing.getchannel("A"))


def _framed(photo: Image.Image, scene: Scene) -> Image.Image:
    """The square photo cut to the wanted shape, in the wanted size."""
    side, longest = photo.width, max(scene.width, scene.height)
    width, height = round(side * scene.width / longest), round(side * scene.height / longest)
    left, top = (side - width) // 2, (side - height) // 2
    cut = photo.crop((left, top, left + width, top + height))
    return cut.resize((scene.width, scene.height), Image.Resampling.LANCZOS)


def _grained(photo: Image.Image, scene: Scene) -> Image.Image:
    """The photo with the fine grain of a camera, which differs from scene to scene."""
    chance = random.Random(repr(scene))  # noqa: S311 - chance, not a secret
    levels = chance.randbytes(GRAIN_PX**2).translate(FAINT)
    tile = Image.frombytes("L", (GRAIN_PX, GRAIN_PX), levels)
    grain = Image.new("L", photo.size)
    for left in range(0, photo.width, GRAIN_PX):
        for top in range(0, photo.height, GRAIN_PX):
            grain.paste(tile, (left, top))
    return ImageChops.add(photo, grain.convert("RGB"), offset=-128)


def _encoded(photo: Image.Image, name: str) -> bytes:
    output = BytesIO()
    photo.save(output, name, quality=88)
    return output.getvalue()
