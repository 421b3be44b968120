"""The sample catalogue's photos."""

from itertools import combinations

import pytest

from pos2web.adapters.sandbox.drawing import COLOURS, ITEMS, MOTIFS, VIEWS, Scene, draw
from pos2web.images import Picture, identify, likeness
from tests.images.making import decoded

SIDE = 96


def mug(
    colour: str = "sage", motif: str = "plain", view: str = "whole", width: int = SIDE
) -> bytes:
    return draw(Scene(item="mug", colour=colour, motif=motif, view=view, width=width, height=SIDE))


@pytest.mark.parametrize("item", ITEMS)
def test_every_thing_can_be_drawn_and_stands_on_the_photo(item: str) -> None:
    cutout = draw(Scene(item=item, colour="sage", width=SIDE, height=SIDE, is_cutout=True))

    left, top, right, bottom = decoded(cutout).getchannel("A").getbbox() or (0, 0, 0, 0)

    assert identify(cutout) == Picture("png", SIDE, SIDE)
    assert right - left > SIDE * 0.3
    assert bottom - top > SIDE * 0.3


def test_the_same_scene_gives_the_same_photo() -> None:
    assert mug() == mug()


def test_a_photo_has_the_size_and_shape_that_was_asked_for() -> None:
    assert identify(mug(width=64)) == Picture("jpeg", 64, SIDE)


def test_things_in_other_colours_are_other_photos() -> None:
    seen = [likeness(mug(colour)) for colour in COLOURS]

    assert not any(one.resembles(other) for one, other in combinations(seen, 2))


def test_things_with_other_motifs_or_seen_otherwise_are_other_photos() -> None:
    motifs = [likeness(mug(motif=motif)) for motif in MOTIFS]
    views = [likeness(mug(view=view)) for view in VIEWS]

    assert not any(one.resembles(other) for one, other in combinations(motifs, 2))
    assert not any(one.resembles(other) for one, other in combinations(views, 2))
