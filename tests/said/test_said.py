"""A sentence is a text in English that can still be said in French."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from pos2web.errors import ArchiveError, SettingsError
from pos2web.said import Said, Sentence, in_language, joined, kept, plain, say, sentence_of, spoken

MISSING = "{missing}: it was listed, but is not there"


def test_a_sentence_is_its_english_text() -> None:
    text = say("{name!r} of {count:04} at {at:%H:%M}", name="tea", count=7, at=datetime.now(UTC))

    assert text.startswith("'tea' of 0007 at ")
    assert isinstance(text, str)


def test_an_error_says_the_same_to_programs_and_french_to_people() -> None:
    error = ArchiveError(say(MISSING, missing="e0001/x.age"))

    assert str(error) == "e0001/x.age: it was listed, but is not there"
    assert in_language(error, "en") == str(error)
    assert in_language(error, "fr") == "e0001/x.age\u00a0: listé, mais absent"


def test_a_sentence_within_another_is_said_in_the_same_language() -> None:
    inner = SettingsError("a backup without recipients could never be opened: name a key")
    outer = say("{name}: {error}", name="keys", error=inner)

    assert str(outer) == f"keys: {inner}"
    assert in_language(outer, "fr") == (
        "keys\u00a0: une sauvegarde sans destinataire ne pourrait jamais être ouverte\u00a0: "
        "indiquez une clé"
    )


def test_what_the_system_says_of_a_file_is_told_with_it(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file") as raised:
        (tmp_path / "gone").read_bytes()

    assert spoken(raised.value) == str(raised.value)
    assert in_language(raised.value, "fr") == (
        f"ce fichier ou ce dossier n'existe pas\u00a0: {tmp_path / 'gone'}"
    )
    assert in_language(TimeoutError(110, "Connection timed out"), "fr") == (
        "délai de connexion dépassé (erreur 110)"
    )
    assert in_language("[Errno 111] Connection refused", "fr") == "connexion refusée (erreur 111)"


def test_what_is_no_sentence_of_ours_stays_as_it_is() -> None:
    assert in_language("ORA-00942", "fr") == "ORA-00942"
    assert in_language(OSError("odd"), "fr") == "odd"
    assert in_language(OSError(), "fr") == ""
    assert sentence_of("ORA-00942") is msgspec.UNSET


NUMBERS = [
    (say("{free:.1f} GB free at {path}", free=24.8, path="/srv/1.5"), "24,8 Go libres dans /srv/1.5"),
    (say("{free:.1f} GB free at {path}", free=1024.25, path="x"), "1024,2 Go libres dans x"),
    (say("photos of up to {bytes_max:,} bytes", bytes_max=8_000_000), "photos jusqu'à 8 000 000 octets"),
    (say("the shop has no tax rule of {rate:f} %", rate=Decimal("5.5")), "règle de TVA à 5,5 %"),
    (say("{a}: {b}", a=Decimal("-0.5"), b="0.5"), "-0,5 : 0.5"),
    (say("{a}: {b}", a=1.5, b=12_000), "1,5 : 12000"),
    (say("{a}: {b}", a=float("nan"), b=float("inf")), "nan : inf"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "french"), NUMBERS)
def test_numbers_are_written_as_the_french_do(said: Said, french: str) -> None:
    content = msgspec.json.encode(sentence_of(said))
    recorded = kept(str(said), msgspec.json.decode(content, type=Sentence))

    for text in (said, recorded):
        assert (
            in_language(text, "fr").replace("\u00a0", " ").replace("\u202f", " ").endswith(french)
        )


def test_numbers_are_set_with_narrow_spaces_and_stay_as_they_are_in_english() -> None:
    said = say("photos of up to {bytes_max:,} bytes", bytes_max=8_000_000)

    assert "8\u202f000\u202f000" in in_language(said, "fr")
    assert str(said) == in_language(said, "en") == "photos of up to 8,000,000 bytes"
    assert str(say("{a}: {b}", a=Decimal("-0.5"), b=1.5)) == "-0.5: 1.5"


def test_an_instant_in_a_sentence_is_no_number() -> None:
    said = say("{now:%Y-%m-%d %H:%M:%S} UTC", now=datetime(2026, 11, 24, 9, 30, tzinfo=UTC))

    assert in_language(said, "fr") == "2026-11-24 09:30:00 UTC"


def test_a_sentence_without_french_is_told_in_english() -> None:
    unknown = say("{name} is of another age", name="x")

    assert in_language(unknown, "fr") == "x is of another age"
    assert in_language(say("{a}: {b}", a="y", b=unknown), "fr") == ("y\u00a0: x is of another age")


def test_several_sentences_are_one() -> None:
    lost = say(MISSING, missing="a")

    assert joined("; ", []) == ""
    assert joined("; ", [lost, "b"]) == f"{lost}; b"
    assert in_language(joined("; ", [lost, "b"]), "fr") == ("a\u00a0: listé, mais absent\u00a0; b")


def test_a_sentence_is_kept_and_comes_back() -> None:
    said = say(MISSING, missing=say("{names} and {count} more", names="a, b", count=3))

    content = msgspec.json.encode(sentence_of(said))
    back = kept(str(said), msgspec.json.decode(content, type=Sentence))

    assert in_language(back, "fr") == in_language(said, "fr")
    assert kept("as it was", msgspec.UNSET) == "as it was"


def test_a_template_from_elsewhere_reaches_into_nothing() -> None:
    evil = Said("evil", Sentence("{name.__class__} {name}: {other}", {"name": "x"}))

    assert in_language(evil, "fr") == "evil"
    assert in_language(say("{a}: {b}", a="a", b=evil), "fr") == (
        "a\u00a0: {name.__class__} x: {other}"
    )


def test_encoders_get_plain_text() -> None:
    assert msgspec.json.encode(say("{a}", a=1), enc_hook=plain) == b'"1"'
    with pytest.raises(NotImplementedError):
        msgspec.json.encode(object(), enc_hook=plain)
