"""Opens pictures of any origin, within limits, and refuses what is none in plain words."""

import hashlib
import struct
import warnings
import zlib
from io import BytesIO

import msgspec
from PIL import Image, UnidentifiedImageError

from pos2web.errors import RecordError
from pos2web.messages import message

PIXELS_MAX = 50_000_000
"""More than any camera of a shop makes; decoded, this many take up to 200 MB."""

READABLE = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "TIFF", "BMP")

# What Pillow's readers raise on broken files (found by feeding it 15,000 of them); a warning is an
# error where the process wants it so.
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    RuntimeError,
    LookupError,
    ArithmeticError,
    EOFError,
    struct.error,
    zlib.error,
    Warning,
    Image.DecompressionBombError,
)

# Both are the process's, and safe to set once while modules load: not around calls, with threads.
Image.MAX_IMAGE_PIXELS = PIXELS_MAX
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


class Picture(msgspec.Struct, frozen=True):
    """What a picture's header says; `format` is one of jpeg, png, gif, webp, avif, tiff, bmp."""

    format: str
    width: int
    height: int


def fingerprint(data: bytes) -> str:
    """The SHA-256 of the content, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def identify(data: bytes, *, ref: str = "photo") -> Picture:
    """Read the header only. Raises RecordError for what is no picture, or one with too many pixels."""
    image = opened(data, ref)
    return Picture(format_of(image), image.width, image.height)


def opened(data: bytes, ref: str) -> Image.Image:
    """The picture with its header read and nothing decoded yet."""
    if not data:
        raise RecordError(message("{ref} is empty: 0 bytes", ref=ref), ref=ref)
    try:
        image = Image.open(BytesIO(data), formats=READABLE)
    except UnidentifiedImageError as error:
        raise RecordError(
            message("{ref} is not a photo: {described}", ref=ref, described=_described(data)),
            ref=ref,
        ) from error
    except BROKEN as error:
        raise _broken(ref, error) from error
    if image.width * image.height > PIXELS_MAX:
        raise _too_large(ref)
    return image


def decode(image: Image.Image, ref: str) -> None:
    """Decode an opened picture. Raises RecordError when part of it is missing or wrong."""
    try:
        image.load()
    except BROKEN as error:
        raise _broken(ref, error) from error


def format_of(image: Image.Image) -> str:
    """The format's name; a JPEG with further pictures in it (MPO, of phones) is a JPEG to a shop."""
    name = (image.format or "").lower()
    return "jpeg" if name == "mpo" else name


def _too_large(ref: str) -> RecordError:
    return RecordError(
        message(
            "{ref} has more than {pixels_max} million pixels",
            ref=ref,
            pixels_max=PIXELS_MAX // 1_000_000,
        ),
        ref=ref,
    )


def _broken(ref: str, error: BaseException) -> RecordError:
    if isinstance(error, Image.DecompressionBombError | Image.DecompressionBombWarning):
        return _too_large(ref)
    if "truncated" in str(error).lower():
        return RecordError(
            message("{ref} is cut off: only its first part is there", ref=ref), ref=ref
        )
    return RecordError(message("{ref} is damaged and can't be read as a photo", ref=ref), ref=ref)


def _described(data: bytes) -> str:
    """What these bytes are instead of a picture that we read."""
    start = data[:256]
    if b"<svg" in start:
        return message("it is a drawing (SVG); JPEG, PNG, GIF or WebP is needed")
    if start[4:8] == b"ftyp":
        return message("it is HEIC or a film; JPEG, PNG, GIF or WebP is needed")
    if start.startswith(b"%PDF"):
        return message("it is a PDF; JPEG, PNG, GIF or WebP is needed")
    if start.lstrip().startswith(b"<"):
        return message("it is a web page")
    if not any(byte < 9 for byte in start):
        return message("it is text")
    return message("nothing in it looks like one")
