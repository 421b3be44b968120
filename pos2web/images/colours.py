"""Brings any decoded picture to 8 bits a channel in sRGB, upright, with nothing hidden in it."""

from io import BytesIO

from PIL import Image, ImageCms

from pos2web.images.reading import BROKEN

WHITE = (255, 255, 255)
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def turn_of(image: Image.Image) -> Image.Transpose | None:
    """How the camera's note says that a decoded picture must be turned; None when it is upright.

    To be asked after decoding: a PNG's note may stand at its end, and TIFFs turn themselves.
    """
    try:
        orientation = image.getexif().get(_ORIENTATION)
    except BROKEN:  # The pixels may be well although the note is not.
        return None
    return _TURNS.get(orientation) if isinstance(orientation, int) else None


def in_srgb(image: Image.Image) -> Image.Image:
    """A picture as RGB, or RGBA where some of it is transparent, without its metadata."""
    pil_mode = "RGBA" if image.has_transparency_data else "RGB"
    plain = _in_eight_bits(image)
    if plain.mode != "CMYK":
        plain = plain.convert(pil_mode)
    plain = (_by_profile(plain) or plain).convert(pil_mode)
    if pil_mode == "RGBA" and plain.getchannel("A").getextrema() == (255, 255):
        plain = plain.convert("RGB")
    plain.info = {}
    return plain


def on_white(image: Image.Image) -> Image.Image:
    """The picture without transparency, as on a white page."""
    if image.mode == "RGB":
        return image
    page = Image.new("RGB", image.size, WHITE)
    page.paste(image, mask=image.getchannel("A"))
    return page


def _in_eight_bits(image: Image.Image) -> Image.Image:
    if image.mode in {"I", "F"} or image.mode.startswith("I;16"):
        return _from_wide(image)
    return image


def _from_wide(image: Image.Image) -> Image.Image:
    """Sixteen bits are shifted to eight; what is wider has no agreed range and is stretched."""
    wide = image.convert("F")
    low, high = (float(bound) for bound in wide.getextrema()[:2])  # type: ignore[arg-type]  # one band has two numbers
    if image.mode != "F" and low >= 0 and high <= 65_535:
        low, high = 0.0, 65_535.0
    scale = 255 / (high - low) if high > low else 0.0
    return wide.point(lambda value: value * scale + (0.5 - low * scale)).convert("L")


def _by_profile(image: Image.Image) -> Image.Image | None:
    """The picture's colours by its own profile; None when it has none that can be used."""
    profile = image.info.get("icc_profile")
    if not isinstance(profile, bytes):
        return None
    try:
        return ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB" if image.mode == "CMYK" else image.mode,
        )
    except (ImageCms.PyCMSError, *BROKEN):  # A wrong profile is no reason to refuse the photo.
        return None
