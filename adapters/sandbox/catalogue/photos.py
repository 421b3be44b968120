"""Takes the photos of the sample catalogue."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pos2web.adapters.sandbox.catalogue.boutique import Article, Boutique
from pos2web.adapters.sandbox.drawing import VIEWS, Scene, draw

THREADS = 2
SHAPES = {"large": (4200, 4200), "portrait": (600, 900)}


def scene_of(article: Article, photo: str, scale: float = 1.0) -> Scene:
    """What one of the article's photos shows, and how large it is."""
    colour, *words = photo.split()
    width, height = next((SHAPES[word] for word in words if word in SHAPES), (800, 800))
    return Scene(
        item=article.item,
        colour=colour,
        motif=article.motif,
        view=next((word for word in words if word in VIEWS), "whole"),
        width=round(width * scale),
        height=round(height * scale),
        is_cutout="cutout" in words,
    )


def photo_paths(article: Article, scale: float = 1.0) -> Iterator[tuple[str, Scene]]:
    """Each photo's path under the photos folder, and what it shows."""
    for number, photo in enumerate(article.photos, start=1):
        scene = scene_of(article, photo, scale)
        yield f"{article.reference.lower()}-{number}.{'png' if scene.is_cutout else 'jpg'}", scene


def draw_photos(boutique: Boutique, folder: Path, *, scale: float = 1.0) -> int:
    """Draw every photo into the folder, and say how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [pair for article in boutique.articles for pair in photo_paths(article, scale)]
    with ThreadPoolExecutor(THREADS) as threads:
        for data, (path, _) in zip(
            threads.map(draw, [scene for _, scene in wanted]), wanted, strict=True
        ):
            (folder / path).write_bytes(data)
    return len(wanted)
