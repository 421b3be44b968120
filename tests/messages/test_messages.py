"""A sentence is a text in English that can still be said in French."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from pos2web.errors import ArchiveError, SettingsError
from pos2web.messages import (
    Sentence,
    Translatable,
    joined,
    kept,
    message,
    message_of,
    plain,
    sentence_of,
)
from pos2web.translation import translate

MISSING = "{missing}: it was listed, but is not there"


def test_a_sentence_is_its_english_text() -> None:
    text = message(
        "{name!r} of {count:04} at {at:%H:%M}", name="tea", count=7, at=datetime.now(UTC)
    )

    assert text.startswith("'tea' of 0007 at ")
    assert isinstance(text, str)


def test_an_error_says_the_same_to_programs_and_french_to_people() -> None:
    error = ArchiveError(message(MISSING, missing="e0001/x.age"))

    assert str(error) == "e0001/x.age: it was listed, but is not there"
    assert translate(error, "en") == str(error)
    assert translate(error, "fr") == "e0001/x.age\u00a0: listé, mais absent"


def test_a_sentence_within_another_is_said_in_the_same_language() -> None:
    inner = SettingsError(message("a backup without recipients could never be opened: name a key"))
    outer = message("{name}: {error}", name="keys", error=inner)

    assert str(outer) == f"keys: {inner}"
    assert translate(outer, "fr") == (
        "keys\u00a0: une sauvegarde sans destinataire ne pourrait jamais être ouverte\u00a0: "
        "indiquez une clé"
    )


def test_what_the_system_says_of_a_file_is_told_with_it(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file") as raised:
        (tmp_path / "gone").read_bytes()

    assert message_of(raised.value) == str(raised.value)
    assert translate(raised.value, "fr") == (
        f"ce fichier ou ce dossier n'existe pas\u00a0: {tmp_path / 'gone'}"
    )
    assert translate(TimeoutError(110, "Connection timed out"), "fr") == (
        "délai de connexion dépassé (erreur 110)"
    )
    assert translate("[Errno 111] Connection refused", "fr") == "connexion refusée (erreur 111)"


def test_what_is_no_sentence_of_ours_stays_as_it_is() -> None:
    assert translate("ORA-00942", "fr") == "ORA-00942"
    assert translate(OSError("odd"), "fr") == "odd"
    assert translate(OSError(), "fr") == ""
    assert sentence_of("ORA-00942") is msgspec.UNSET


NUMBERS = [
    (message("{free:.1f} GB free at {path}", free=24.8, path="/srv/1.5"), "24,8 Go libres dans /srv/1.5"),
    (message("{free:.1f} GB free at {path}", free=1024.25, path="x"), "1024,2 Go libres dans x"),
    (message("photos of up to {bytes_max:,} bytes", bytes_max=8_000_000), "photos jusqu'à 8 000 000 octets"),
    (message("the shop has no tax rule of {rate:f} %", rate=Decimal("5.5")), "règle de TVA à 5,5 %"),
    (message("{a}: {b}", a=Decimal("-0.5"), b="0.5"), "-0,5 : 0.5"),
    (message("{a}: {b}", a=1.5, b=12_000), "1,5 : 12000"),
    (message("{a}: {b}", a=float("nan"), b=float("inf")), "nan : inf"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "french"), NUMBERS)
def test_numbers_are_written_as_the_french_do(said: Translatable, french: str) -> None:
    content = msgspec.json.encode(sentence_of(said))
    recorded = kept(str(said), msgspec.json.decode(content, type=Sentence))

    for text in (said, recorded):
        assert translate(text, "fr").replace("\u00a0", " ").replace("\u202f", " ").endswith(french)


def test_numbers_are_set_with_narrow_spaces_and_stay_as_they_are_in_english() -> None:
    said = message("photos of up to {bytes_max:,} bytes", bytes_max=8_000_000)

    assert "8\u202f000\u202f000" in translate(said, "fr")
    assert str(said) == translate(said, "en") == "photos of up to 8,000,000 bytes"
    assert str(message("{a}: {b}", a=Decimal("-0.5"), b=1.5)) == "-0.5: 1.5"


def test_an_instant_in_a_sentence_is_no_number() -> None:
    said = message("{now:%Y-%m-%d %H:%M:%S} UTC", now=datetime(2026, 11, 24, 9, 30, tzinfo=UTC))

    assert translate(said, "fr") == "2026-11-24 09:30:00 UTC"


def test_a_sentence_without_french_is_told_in_english() -> None:
    unknown = message("{name} is of another age", name="x")

    assert translate(unknown, "fr") == "x is of another age"
    assert translate(message("{a}: {b}", a="y", b=unknown), "fr") == (
        "y\u00a0: x is of another age"
    )


def test_several_sentences_are_one() -> None:
    lost = message(MISSING, missing="a")

    assert joined("; ", []) == ""
    assert joined("; ", [lost, "b"]) == f"{lost}; b"
    assert translate(joined("; ", [lost, "b"]), "fr") == ("a\u00a0: listé, mais absent\u00a0; b")


def test_a_sentence_is_kept_and_comes_back() -> None:
    said = message(MISSING, missing=message("{names} and {count} more", names="a, b", count=3))

    content = msgspec.json.encode(sentence_of(said))
    back = kept(str(said), msgspec.json.decode(content, type=Sentence))

    assert translate(back, "fr") == translate(said, "fr")
    assert kept("as it was", msgspec.UNSET) == "as it was"


def test_a_template_from_elsewhere_reaches_into_nothing() -> None:
    evil = Translatable("evil", Sentence("{name.__class__} {name}: {other}", {"name": "x"}))

    assert translate(evil, "fr") == "evil"
    assert translate(message("{a}: {b}", a="a", b=evil), "fr") == (
        "a\u00a0: {name.__class__} x: {other}"
    )


def test_encoders_get_plain_text() -> None:
    assert msgspec.json.encode(message("{a}", a=1), enc_hook=plain) == b'"1"'
    with pytest.raises(NotImplementedError):
        msgspec.json.encode(object(), enc_hook=plain)
