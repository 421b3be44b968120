"""Makes a photo fit what a shop accepts, changing it only when it must."""

from collections.abc import Collection, Iterator
from io import BytesIO

from PIL import Image

from pos2web.errors import RecordError
from pos2web.images.colours import in_srgb, on_white, turn_of
from pos2web.images.reading import decode, format_of, opened
from pos2web.messages import message

LOSSY = ("jpeg", "webp", "avif")
QUALITIES = (90, 82, 74, 66, 58, 50)
SHRINK = 0.8
SIDE_MIN = 32


def fit(
    data: bytes, *, bytes_max: int, side_max: int, formats: Collection[str], ref: str = "photo"
) -> bytes:
    """The photo within the limits: its own bytes if it already is, else made anew from it.

    The same photo and limits give the same bytes. What is made anew stands upright, shows the
    first picture of an animation, and carries no metadata (place, camera, owner). Raises
    RecordError when it can't be read or can't be made to fit.
    """
    image = opened(data, ref)
    allowed = frozenset(name.lower() for name in formats)
    if format_of(image) in allowed and len(data) <= bytes_max and max(image.size) <= side_max:
        image.draft(None, (1, 1))
        decode(image, ref)
        return data
    for candidate in _candidates(_prepared(image, side_max, ref), allowed):
        if len(candidate) <= bytes_max:
            return candidate
    raise RecordError(
        message(
            "{ref} can't be made to fit {bytes_max} bytes as {allowed}",
            ref=ref,
            bytes_max=bytes_max,
            allowed=", ".join(sorted(allowed)),
        ),
        ref=ref,
    )


def _prepared(image: Image.Image, side_max: int, ref: str) -> Image.Image:
    image.draft(None, (side_max * 2, side_max * 2))
    decode(image, ref)
    turn = turn_of(image)
    smaller = _shrunk(in_srgb(image), side_max)
    return smaller if turn is None else smaller.transpose(turn)


def _shrunk(image: Image.Image, side_max: int) -> Image.Image:
    side = max(image.size)
    if side <= side_max:
        return image
    width, height = (max(1, round(length * side_max / side)) for length in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _candidates(image: Image.Image, allowed: frozenset[str]) -> Iterator[bytes]:
    """Ever smaller encodings, best first: transparent, then on white, then with fewer pixels."""
    if image.mode == "RGBA" and "png" in allowed:
        yield _encoded(image, "png")
    flat = on_white(image)
    while True:
        yield from _encodings(flat, allowed)
        if max(flat.size) <= SIDE_MIN:
            return
        flat = _shrunk(flat, max(SIDE_MIN, int(max(flat.size) * SHRINK)))


def _encodings(image: Image.Image, allowed: frozenset[str]) -> Iterator[bytes]:
    for name in LOSSY:
        if name in allowed:
            yield from (_encoded(image, name, quality=quality) for quality in QUALITIES)
            return
    yield from (_encoded(image, name) for name in ("png", "gif") if name in allowed)


def _encoded(image: Image.Image, name: str, **options: int) -> bytes:
    output = BytesIO()
    if name == "jpeg":
        image.save(output, "JPEG", optimize=True, progressive=True, **options)
    else:
        image.save(output, name.upper(), **options)
    return output.getvalue()
