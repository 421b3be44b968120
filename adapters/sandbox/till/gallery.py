"""The till's photos: files under the folder of its database."""

import hashlib
from pathlib import Path

from pos2web.adapters.sandbox.drawing import COLOURS, ITEMS, MOTIFS, Scene, draw
from pos2web.adapters.sandbox.photos import format_of
from pos2web.adapters.sandbox.till.words import Say
from pos2web.errors import RuleError

PHOTO_MB_MAX = 10
MEDIA_TYPES = {
    name: f"image/{name}" for name in ("jpeg", "png", "gif", "webp", "avif", "bmp", "tiff")
}
_ENDINGS = {"jpeg": "jpg"}


def content(home: Path, path: str | None, blob: bytes | None) -> tuple[bytes, str] | None:
    """A photo and its media type; None for what isn't there, lies elsewhere or is no photo."""
    try:
        data = blob if blob is not None else _inside(home, path or "").read_bytes()
    except (OSError, ValueError):
        return None
    name = format_of(data)
    return (data, MEDIA_TYPES[name]) if name else None


def keep(home: Path, photos: Path, data: bytes, say: Say) -> str:
    """Put a photo into the folder, and give its path. Raises RuleError for what is none."""
    if len(data) > PHOTO_MB_MAX * 1_000_000:
        raise RuleError(say("too_large", limit=PHOTO_MB_MAX))
    name = format_of(data)
    if name is None:
        raise RuleError(say("no_photo"))
    photos.mkdir(parents=True, exist_ok=True)
    file = photos / f"{hashlib.sha256(data).hexdigest()[:20]}.{_ENDINGS.get(name, name)}"
    if not file.exists():
        file.write_bytes(data)
    return file.resolve().relative_to(home.resolve()).as_posix()


def drawn(item: str, colour: str, motif: str, say: Say) -> bytes:
    """A photo of something that the sandbox can draw. Raises RuleError for what it can't."""
    if item not in ITEMS or colour not in COLOURS or motif not in MOTIFS:
        raise RuleError(say("no_photo"))
    return draw(Scene(item=item, colour=colour, motif=motif))


def _inside(home: Path, path: str) -> Path:
    file = (home / path).resolve()
    file.relative_to(home.resolve())
    return file
