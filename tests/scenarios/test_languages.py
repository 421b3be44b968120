"""A shop speaks more languages than the till."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shops.place import ByHand, Place, serving


@pytest.fixture
def trilingual(tmp_path: Path) -> Iterator[Place]:
    """A shop in French, English and German, in step with a till that has no German."""
    with serving(tmp_path, languages=("fr", "en", "de")) as place:
        assert place.sync().outcome == "done"
        yield place


def names(place: Place, reference: str) -> dict[str, str]:
    hand = ByHand(place)
    product = hand.read("products", hand.find("products", "reference", reference))
    return place.site().texts(product, "name")


def test_the_tills_own_language_stands_in_for_german(trilingual: Place) -> None:
    assert names(trilingual, "CUP") == {"fr": "Tasse", "en": "Cup", "de": "Tasse"}
    assert names(trilingual, "SPOON") == dict.fromkeys(("fr", "en", "de"), "Cuillère à thé")
    assert trilingual.verdict().lost == []


def test_a_text_changed_in_one_language_blanks_no_other(trilingual: Place) -> None:
    trilingual.ring_up("UPDATE products SET name_en = 'Mug', description_fr = 'Belle' WHERE id = 4")

    report = trilingual.sync()

    assert report.outcome == "done"
    assert names(trilingual, "CUP") == {"fr": "Tasse", "en": "Mug", "de": "Tasse"}
    assert trilingual.verdict().lost == []
    assert trilingual.sync().writes == 0
