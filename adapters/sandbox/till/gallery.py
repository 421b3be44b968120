"""The till's photos: files under the folder of its database."""

from pathlib import Path

from pos2web.adapters.sandbox.till.words import Say
from pos2web.errors import RecordError, RuleError
from pos2web.images import fingerprint, identify
from pos2web.images.drawing import COLOURS, ITEMS, MOTIFS, Scene, draw

PHOTO_MB_MAX = 10
MEDIA_TYPES = {
    name: f"image/{name}" for name in ("jpeg", "png", "gif", "webp", "avif", "bmp", "tiff")
}
_ENDINGS = {"jpeg": "jpg"}


def content(home: Path, path: str | None, blob: bytes | None) -> tuple[bytes, str] | None:
    """A photo and its media type; None for what isn't there, lies elsewhere or is no photo."""
    try:
        data = blob if blob is not None else _inside(home, path or "").read_bytes()
        return data, MEDIA_TYPES[identify(data).format]
    except (OSError, ValueError, RecordError):
        return None


def keep(home: Path, photos: Path, data: bytes, say: Say) -> str:
    """Put a photo into the folder, and give its path. Raises RuleError for what is none."""
    if len(data) > PHOTO_MB_MAX * 1_000_000:
        raise RuleError(say("too_large", limit=PHOTO_MB_MAX))
    try:
        name = identify(data).format
    except RecordError as error:
        raise RuleError(say("no_photo")) from error
    photos.mkdir(parents=True, exist_ok=True)
    file = photos / f"{fingerprint(data)[:20]}.{_ENDINGS.get(name, name)}"
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
