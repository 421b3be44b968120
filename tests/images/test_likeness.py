"""When two files count as the same photo."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from pos2web.images import fit, likeness
from tests.images.making import cutout, encoded, photo


@settings(max_examples=25)
@given(
    seed=st.integers(0, 10**6),
    quality=st.integers(60, 95),
    side=st.integers(300, 640),
    name=st.sampled_from(["JPEG", "WEBP", "PNG"]),
)
def test_a_photo_is_known_again_after_the_shop_encoded_it_anew(
    seed: int, quality: int, side: int, name: str
) -> None:
    image = photo(seed, (640, 480))
    ours = likeness(encoded(image, quality=95))

    theirs = likeness(encoded(image.resize((side, side * 3 // 4)), name, quality=quality))

    assert ours.resembles(theirs)
    assert theirs.resembles(ours)


@settings(max_examples=25)
@given(seeds=st.lists(st.integers(0, 10**6), min_size=2, max_size=2, unique=True))
def test_different_photos_are_told_apart(seeds: list[int]) -> None:
    one, other = (likeness(encoded(photo(seed))) for seed in seeds)

    assert not one.resembles(other)


def test_plain_pictures_are_told_apart_by_their_colour() -> None:
    plain = [
        likeness(encoded(Image.new("RGB", (400, 400), colour)))
        for colour in ("white", "ivory", "red", "crimson", "navy", "black")
    ]

    assert not any(one.resembles(other) for one, other in combinations(plain, 2))


def test_the_same_mug_with_another_motif_is_another_photo() -> None:
    mug, other = photo(), photo()
    ImageDraw.Draw(other).ellipse((100, 100, 116, 116), fill="white", outline="black")

    assert not likeness(encoded(mug)).resembles(likeness(encoded(other)))


def test_the_same_colours_in_another_shape_are_another_photo() -> None:
    wide, high = (Image.new("RGB", size, "red") for size in ((400, 300), (300, 400)))

    assert not likeness(encoded(wide)).resembles(likeness(encoded(high)))


def test_a_transparent_picture_resembles_itself_on_white() -> None:
    data = encoded(cutout(), "PNG")
    flat = fit(data, bytes_max=10**6, side_max=4000, formats=["jpeg"])

    assert likeness(data).resembles(likeness(flat))


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_turned_photo_resembles_itself_upright(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = encoded(photo(), exif=exif)
    upright = fit(data, bytes_max=10**6, side_max=300, formats=["jpeg"])

    assert likeness(data).resembles(likeness(upright))
