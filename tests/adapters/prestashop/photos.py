"""Photos to send."""

from io import BytesIO

from PIL import Image


def photo(colour: str, form: str = "JPEG") -> bytes:
    """A small photo of one colour."""
    content = BytesIO()
    Image.new("RGB", (40, 40), colour).save(content, form)
    return content.getvalue()


JPEG = photo("red")
