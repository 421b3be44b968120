"""How a photo is made to fit a shop's limits."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from pos2web.errors import RecordError
from pos2web.images import Picture, fit, identify
from tests.images.making import HEIGHT, WIDTH, cutout, decoded, encoded, photo

Pixel = tuple[int, ...]


CORNERS = ((8, 8), (72, 8), (8, 56), (72, 56))
TAKEN_AS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def corners() -> Image.Image:
    """A picture with another colour in each corner."""
    image = Image.new("RGB", (80, 64))
    for (x, y), colour in zip(CORNERS, ("red", "lime", "blue", "white"), strict=True):
        image.paste(colour, (x - 8, y - 8, x + 8, y + 8))
    return image


def fitted(
    data: bytes,
    *,
    bytes_max: int = 2_000_000,
    side_max: int = 4000,
    formats: tuple[str, ...] = ("jpeg", "png"),
) -> bytes:
    return fit(data, bytes_max=bytes_max, side_max=side_max, formats=formats, ref="mug")


def near(one: object, other: object, by: int = 12) -> bool:
    assert isinstance(one, tuple)
    assert isinstance(other, tuple)
    return all(abs(mine - theirs) <= by for mine, theirs in zip(one, other, strict=True))


@pytest.mark.parametrize("name", ["JPEG", "PNG", "GIF", "WEBP"])
def test_a_photo_within_the_limits_stays_as_it_is(name: str) -> None:
    data = encoded(photo(), name)

    assert fitted(data, formats=("jpeg", "png", "gif", "webp")) == data


def test_a_large_photo_is_made_smaller_in_its_own_shape() -> None:
    small = fitted(encoded(photo(size=(900, 600))), side_max=300)

    assert identify(small) == Picture("jpeg", 300, 200)


def test_a_heavy_photo_loses_quality_before_pixels() -> None:
    heavy = encoded(photo(), quality=98)

    light = fitted(heavy, bytes_max=len(heavy) // 3)

    assert len(light) <= len(heavy) // 3
    assert identify(light) == Picture("jpeg", WIDTH, HEIGHT)


def test_where_quality_is_not_enough_the_photo_loses_pixels() -> None:
    light = fitted(encoded(photo()), bytes_max=1500)

    assert len(light) <= 1500
    assert identify(light).width < WIDTH


def test_what_can_never_fit_is_refused() -> None:
    with pytest.raises(RecordError, match="mug can't be made to fit 100 bytes as jpeg, png"):
        fitted(encoded(photo()), bytes_max=100)


def test_a_shop_without_any_format_that_we_write_is_said_so() -> None:
    with pytest.raises(RecordError, match="can't be made to fit 2000000 bytes as jxl"):
        fitted(encoded(photo()), formats=("jxl",))


def test_a_transparent_picture_keeps_its_transparency_as_png() -> None:
    small = fitted(encoded(cutout(), "PNG"), side_max=100)

    assert identify(small).format == "png"
    assert decoded(small).convert("RGBA").getpixel((2, 2)) == (0, 0, 0, 0)


@pytest.mark.parametrize(("bytes_max", "formats"), [(2000, ("jpeg", "png")), (10**6, ("jpeg",))])
def test_where_a_transparent_png_cannot_be_it_stands_on_white(
    bytes_max: int, formats: tuple[str, ...]
) -> None:
    flat = fitted(encoded(cutout(), "PNG"), bytes_max=bytes_max, formats=formats)

    assert identify(flat).format == "jpeg"
    assert near(decoded(flat).getpixel((4, 4)), (255, 255, 255))


def test_a_png_that_only_could_be_transparent_becomes_a_jpeg() -> None:
    small = fitted(encoded(photo().convert("RGBA"), "PNG"), side_max=100)

    assert identify(small).format == "jpeg"


@pytest.mark.parametrize("name", ["WEBP", "AVIF", "TIFF", "BMP", "GIF"])
def test_a_format_that_the_shop_does_not_take_is_made_a_jpeg(name: str) -> None:
    image = Image.new("RGB", (64, 48), (200, 40, 90))

    again = fitted(encoded(image, name), formats=("jpeg",))

    assert identify(again) == Picture("jpeg", 64, 48)
    assert near(decoded(again).getpixel((30, 20)), (200, 40, 90))


@pytest.mark.parametrize("wanted", ["png", "webp", "gif", "avif"])
def test_without_jpeg_another_format_serves(wanted: str) -> None:
    assert identify(fitted(encoded(photo(), "BMP"), formats=(wanted,))).format == wanted


def test_of_an_animation_the_first_picture_is_sent() -> None:
    red, blue = (Image.new("RGB", (40, 40), colour) for colour in ("red", "blue"))
    animation = encoded(red, "GIF", save_all=True, append_images=[blue])

    assert near(decoded(fitted(animation)).getpixel((9, 9)), (255, 0, 0))


@pytest.mark.parametrize(
    ("image", "shown"),
    [
        (Image.new("CMYK", (16, 16), (0, 255, 255, 0)), (255, 0, 0)),
        (Image.new("I;16", (16, 16), 0x8000), (128, 128, 128)),
        (Image.new("F", (16, 16), 3.5), (0, 0, 0)),
        (Image.new("L", (16, 16), 77), (77, 77, 77)),
        (Image.new("1", (16, 16), 1), (255, 255, 255)),
        (Image.new("RGB", (16, 16), (10, 200, 30)).quantize(4), (10, 200, 30)),
    ],
    ids=["cmyk", "16 bit", "float", "grey", "black and white", "palette"],
)
def test_unusual_colours_look_the_same(image: Image.Image, shown: Pixel) -> None:
    again = fitted(encoded(image, "TIFF"), formats=("jpeg",))

    assert near(decoded(again).getpixel((8, 8)), shown, by=4)


def test_sixteen_bit_values_beyond_their_range_are_stretched() -> None:
    image = Image.new("I", (16, 16), 0)
    image.paste(100_000, (8, 0, 16, 16))

    again = decoded(fitted(encoded(image, "TIFF"), formats=("png",)))

    assert (again.getpixel((2, 8)), again.getpixel((14, 8))) == ((0, 0, 0), (255, 255, 255))


def test_a_transparent_palette_stands_on_white() -> None:
    image = Image.new("P", (16, 16), 0)
    image.putpalette([200, 0, 0, 0, 0, 200])
    data = encoded(image, "PNG", transparency=b"\x00\xff")

    assert near(decoded(fitted(data, formats=("jpeg",))).getpixel((8, 8)), (255, 255, 255))


def test_colours_follow_the_pictures_own_profile() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = Image.new("RGB", (16, 16), (10, 200, 30))

    by_a_wrong_one = fitted(encoded(image, "PNG", icc_profile=lab), formats=("jpeg",))
    by_a_right_one = fitted(encoded(image, "PNG", icc_profile=srgb), formats=("jpeg",))

    assert near(decoded(by_a_wrong_one).getpixel((8, 8)), (10, 200, 30))
    assert near(decoded(by_a_right_one).getpixel((8, 8)), (10, 200, 30))


@pytest.mark.parametrize("name", ["PNG", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_made_anew_stands_upright(orientation: int, name: str) -> None:
    upright = corners()
    exif = Image.Exif()
    exif[0x0112] = orientation
    taken = upright if orientation == 1 else upright.transpose(TAKEN_AS[orientation])

    again = decoded(fitted(encoded(taken, name, exif=exif), formats=("jpeg",)))

    assert again.size == upright.size
    for place in CORNERS:
        assert near(again.getpixel(place), upright.getpixel(place))


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("note", [b"Exif\x00\x00MM\x00\x2a\xff\xff", b"Exif\x00\x00nonsense"])
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_broken_camera_note_is_no_reason_to_refuse(note: bytes, name: str) -> None:
    data = encoded(photo(), name, exif=note)

    assert identify(fitted(data, side_max=80)) == Picture("jpeg", 80, 60)


def test_what_is_made_anew_says_nothing_of_place_camera_or_owner() -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[0x001D] = "SecretPlace"
    data = encoded(photo(), exif=exif, comment=b"SecretOwner")
    assert data.count(b"Secret") == 3

    again = fitted(data, side_max=80)

    assert b"Secret" not in again
    assert not decoded(again).getexif()


@settings(max_examples=25)
@given(
    width=st.integers(1, 200),
    height=st.integers(1, 200),
    name=st.sampled_from(["JPEG", "PNG", "BMP"]),
    side_max=st.integers(1, 220),
    bytes_max=st.integers(1200, 60_000),
)
def test_what_comes_out_is_within_the_limits_and_fits_again_unchanged(
    width: int, height: int, name: str, side_max: int, bytes_max: int
) -> None:
    data = encoded(photo(size=(width, height)), name)

    out = fitted(data, side_max=side_max, bytes_max=bytes_max)

    seen = identify(out)
    assert len(out) <= bytes_max
    assert max(seen.width, seen.height) <= side_max
    assert fitted(out, side_max=side_max, bytes_max=bytes_max) == out


def test_many_threads_make_the_same_bytes() -> None:
    data = encoded(photo(size=(600, 400)))

    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(lambda _: fitted(data, side_max=100), range(12)))

    assert len(made) == 1
