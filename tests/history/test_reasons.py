"""Why something is held back, asked first or not done, in both languages."""

import re
from pathlib import Path

import pytest

from pos2web import images
from pos2web.adapters.sql_database.photos import Folder
from pos2web.domain.reasons import Code, Reason
from pos2web.domain.values import Kind, Ref
from pos2web.errors import RecordError
from pos2web.history import because, titled
from pos2web.history.words.phrasebook import Phrasebook
from pos2web.history.words.phrases import phrasebook
from pos2web.languages import languages
from tests.domain.reason_examples import REASONS, WORDS
from tests.history.test_sentences import plain

ENGLISH_WORDS = re.compile(r"\b(the|is|its|it|at|of|not|has|than)\b")


def named(ref: Ref, connection: str | None) -> str | None:
    """Categories have names, and some products."""
    known = {"C1": "Thés", "C2": "Verts", "12": "TEA"}
    return known.get(ref.key) if connection is None else None


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("code", Code)
def test_every_reason_is_told_in_both_languages(code: Code, language: str) -> None:
    told = because(Reason(code, WORDS[code]), language)

    assert told
    assert not set(told) & set("{}")
    assert "Decimal" not in told


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: str(reason.code))
def test_no_english_is_left_in_french(reason: Reason) -> None:
    assert not ENGLISH_WORDS.search(because(reason, "fr"))


@pytest.mark.parametrize("book", [*map(phrasebook, languages())], ids=languages())
@pytest.mark.parametrize("code", Code)
def test_a_text_asks_only_for_the_words_that_the_reason_has(code: Code, book: Phrasebook) -> None:
    asked = set(re.findall(r"{(\w+)}", book.because[code]))

    assert asked == WORDS[code].keys() - {"more"}


def test_all_that_is_wrong_is_told() -> None:
    reason = Reason(Code.NO_NAME, also=(Reason(Code.NO_REFERENCE),))

    assert plain(because(reason, "fr")) == "le nom manque ; la référence manque"
    assert because(reason, "en") == "it has no name; it has no reference"


def test_things_are_called_by_their_names() -> None:
    ring = Reason(Code.CATEGORY_WITHIN_ITSELF, {"ring": ("C1", "C2", "C1")})

    assert plain(because(ring, "fr", names=named)) == (
        "elle se trouve dans elle-même : « Thés » dans « Verts » dans « Thés »"
    )


@pytest.mark.parametrize(
    ("ref", "title"),
    [
        (Ref(Kind.PRODUCT, "12"), "le produit « TEA » (n° 12 en caisse)"),
        (Ref(Kind.PRODUCT, "13"), "le produit « 13 »"),
        (Ref(Kind.OPTION, "C1"), "l'option « Thés »"),
    ],
)
def test_a_thing_is_titled_so_that_it_is_found_at_the_till(ref: Ref, title: str) -> None:
    assert plain(titled(ref, "fr", names=named)) == title


def said(text: str, language: str = "fr") -> str:
    return plain(because(Reason(Code.FAILED, {"text": text}), language))


def test_a_row_that_can_not_be_read_is_told_by_its_field() -> None:
    text = "product 12 «TEA»: price (products.price): «abc» is not a number"

    assert said(text) == "le prix : «abc» n'est pas un nombre"
    assert said(text, "en") == "price (products.price): «abc» is not a number"


def test_a_part_of_a_field_and_its_language_are_told() -> None:
    assert said("base_price: there is nothing") == "le prix : il n'y a rien"
    assert said("name.en: «1» is not a text") == "le nom (en) : «1» n'est pas un texte"


def test_what_nobody_knows_is_left_as_it_was_said() -> None:
    assert said("Property Product->ean13 is not valid") == "Property Product->ean13 is not valid"
    assert said("colour: «1» is odd") == "colour: «1» is odd"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "tea.jpg est un fichier vide"),
        (b"%PDF-1.7", "tea.jpg n'est pas une photo : c'est un PDF"),
        (b"<svg/>", "tea.jpg n'est pas une photo : c'est un dessin (SVG)"),
        (b"<html/>", "tea.jpg n'est pas une photo : c'est une page web"),
        (b"tea", "tea.jpg n'est pas une photo : c'est du texte"),
        (b"\0" * 20, "tea.jpg n'est pas une photo : rien n'y ressemble"),
    ],
)
def test_a_broken_photo_is_told_in_french(content: bytes, told: str) -> None:
    with pytest.raises(RecordError) as refusal:
        images.identify(content, ref="tea.jpg")

    assert said(str(refusal.value)).startswith(told)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("tea.jpg", "il n'y a pas de photo tea.jpg dans "),
        ("../tea.jpg", "la photo ../tea.jpg est en dehors de "),
    ],
)
def test_a_missing_photo_is_told_in_french(tmp_path: Path, source: str, told: str) -> None:
    with pytest.raises(RecordError) as refusal:
        Folder(str(tmp_path)).read(source, "image:1")

    assert said(str(refusal.value)).startswith(told)
