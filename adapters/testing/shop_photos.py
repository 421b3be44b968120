"""The part of a shop's contract that is about photos."""

import msgspec
import pytest

from pos2web.adapters.testing.bench import Bench
from pos2web.adapters.testing.samples import BLUE, RED
from pos2web.domain.things import Image
from pos2web.errors import RecordError
from pos2web.ports import Refused


def photo_of(product: str, position: int = 1) -> Image:
    """A photo to be sent."""
    return Image(key="", product=product, position=position, fingerprint=f"photo-{position}")


class ShopPhotos:
    """What photos promise. `bench` holds the shop."""

    def test_a_photo_is_sent_and_can_be_read(self, bench: Bench) -> None:
        product = bench.make(bench.product())

        key = bench.make(photo_of(product), RED)

        [image] = bench.images(product)
        assert (image.key, image.product) == (key, product)
        assert bench.shop.read_image(image)

    def test_photos_are_in_the_order_in_which_they_were_sent(self, bench: Bench) -> None:
        product = bench.make(bench.product())

        keys = [bench.make(photo_of(product, place), RED) for place in (1, 2, 3)]

        assert [image.key for image in bench.images(product)] == keys

    def test_a_replaced_photo_is_another_one(self, bench: Bench) -> None:
        product = bench.make(bench.product())
        thing = photo_of(product)
        bench.make(thing, RED)
        [before] = bench.images(product)
        red = bench.shop.read_image(before)

        changed = msgspec.structs.replace(thing, key=before.key, fingerprint="blue")
        key = bench.done(bench.update(changed, "fingerprint", content=BLUE))

        [after] = bench.images(product)
        assert after.key == key
        assert bench.shop.read_image(after) != red

    def test_a_removed_photo_leaves_the_others(self, bench: Bench) -> None:
        product = bench.make(bench.product())
        first, second = (bench.make(photo_of(product, place), RED) for place in (1, 2))
        gone = msgspec.structs.replace(photo_of(product), key=first)

        bench.done(bench.deletion(gone))

        assert [image.key for image in bench.images(product)] == [second]
        assert bench.done(bench.deletion(gone)) == first

    def test_a_photo_that_is_not_there_is_a_matter_of_that_photo(self, bench: Bench) -> None:
        product = bench.make(bench.product())
        gone = msgspec.structs.replace(photo_of(product), key=bench.make(photo_of(product), RED))
        bench.done(bench.deletion(gone))

        with pytest.raises(RecordError):
            bench.shop.read_image(gone)

    def test_what_is_no_photo_is_refused_and_leaves_nothing(self, bench: Bench) -> None:
        product = bench.make(bench.product())

        [outcome] = bench.apply(bench.creation(photo_of(product), bench.world.refused_photo))

        assert isinstance(outcome, Refused)
        assert bench.images(product) == []
