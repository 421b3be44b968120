"""Which kind of picture some bytes are: both sides of the sandbox look no further."""

from io import BytesIO

from PIL import Image

PIXELS_MAX = 50_000_000
READABLE = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "TIFF", "BMP")
UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    LookupError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


def format_of(data: bytes) -> str | None:
    """jpeg, png, gif, webp, avif, tiff or bmp, by the header alone; None for anything else.

    None too for more pixels than a photo has.
    """
    try:
        with Image.open(BytesIO(data), formats=READABLE) as image:
            size, name = image.width * image.height, (image.format or "").lower()
    except UNREADABLE:
        return None
    return None if size > PIXELS_MAX else {"mpo": "jpeg"}.get(name, name)
