"""What a message is as a mail."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos2web.adapters.smtp.mapping import (
    CONTROLS,
    SUBJECT_CHARACTERS_MAX,
    address,
    composed,
    machine,
    message_id,
)
from pos2web.ports import Message

US, PATRON = address("Pos2Web <boutique@example.com>"), address("Élise <patron@example.com>")
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def mail(subject: str = "Stock", text: str = "À voir.", recipient: str = "") -> bytes:
    """A mail with this in it."""
    message = Message(id="1", subject=subject, text=text, at=NOON)
    return composed(message, sender=US, recipients=[address(recipient) if recipient else PATRON])


def test_a_mail_says_who_when_and_that_a_machine_wrote_it() -> None:
    parsed = message_from_bytes(mail(), policy=policy.default)

    assert {name: str(value) for name, value in parsed.items()} == {
        "Message-ID": message_id("1", US),
        "Subject": "Stock",
        "From": "Pos2Web <boutique@example.com>",
        "To": "Élise <patron@example.com>",
        "Date": "Tue, 24 Nov 2026 12:00:00 +0000",
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "quoted-printable",
    }


def test_the_same_message_has_the_same_id_under_our_domain() -> None:
    assert message_id("1", US) == message_id("1", US) != message_id("2", US)
    assert re.fullmatch(r"<[0-9a-f]{40}@example\.com>", message_id("1", US))


@settings(max_examples=150)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_subject_is_one_line_that_reads_the_same(subject: str) -> None:
    sent = mail(subject)

    parsed = message_from_bytes(sent, policy=policy.default)
    assert parsed["Subject"] == CONTROLS.sub(" ", subject).strip()
    assert parsed["From"] == str(US)
    assert max(map(len, sent.split(b"\r\n"))) <= 78


@settings(max_examples=150)
@given(st.text(st.characters(exclude_characters="\r"), max_size=300))
def test_any_text_is_sent_in_short_lines_of_ascii(text: str) -> None:
    sent = mail(text=text)

    parsed = message_from_bytes(sent, policy=policy.default)
    read = parsed.get_content().replace("\r\n", "\n")
    assert read.rstrip("\n") == text.encode("utf-8", "replace").decode().rstrip("\n")
    assert sent.isascii()
    assert max(map(len, sent.split(b"\r\n"))) <= 78


def test_a_subject_ends_somewhere() -> None:
    parsed = message_from_bytes(mail("é" * 10_000), policy=policy.default)

    assert parsed["Subject"] == "é" * SUBJECT_CHARACTERS_MAX


def test_half_a_character_is_shown_as_a_question() -> None:
    parsed = message_from_bytes(mail("thé-\udce9.jpg", "thé-\udce9.jpg"), policy=policy.default)

    assert (parsed["Subject"], parsed.get_content().strip()) == ("thé-?.jpg", "thé-?.jpg")


def test_a_recipient_outside_ascii_is_named_as_he_is() -> None:
    parsed = message_from_bytes(mail(recipient="élise@example.com"), policy=policy.default)

    assert parsed["To"] == "élise@example.com"


@pytest.mark.parametrize(
    ("text", "name", "spec"),
    [
        ("a@b.example", "", "a@b.example"),
        ("  Marie Noël <a@b.example> ", "Marie Noël", "a@b.example"),
        ('"Noël, Marie" <a@b.example>', "Noël, Marie", "a@b.example"),
        ("a+alerts@épicerie.example", "", "a+alerts@xn--picerie-9xa.example"),
        ("élise@b.example", "", "élise@b.example"),
        ("a@[127.0.0.1]", "", "a@[127.0.0.1]"),
    ],
)
def test_an_address_may_have_a_name_and_letters_of_any_language(
    text: str, name: str, spec: str
) -> None:
    found = address(text)

    assert (found.display_name, found.addr_spec) == (name, spec)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "marie",
        "marie@",
        "@example.com",
        "a@b.example, c@d.example",
        "a@b.example c@d.example",
        "a@b.example\nBcc: c@d.example",
        "a@b..example",
        f"a@{'b' * 64}.example",
        "Marie <a@b.example",
        "Marie a@b.example",
        "a@b.example>",
        "a..c@b.example",
        "a.@b.example",
        "a@b(c).example",
        "a@b.example;",
        "\x1b <a@b.example>",
        "a b@c.example",
        "all: a@b.example;",
    ],
)
def test_what_is_not_one_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not an address|is not the name"):
        address(text)


@pytest.mark.parametrize("name", ["a b", "a\r\nMAIL", "a..b", "a\x00b", "é" * 64])
def test_what_can_not_be_a_machine_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is not the name of a machine"):
        machine(name)


def test_a_machine_is_named_in_ascii() -> None:
    assert machine("courriel.épicerie.example") == "courriel.xn--picerie-9xa.example"
    assert machine("[127.0.0.1]") == "[127.0.0.1]"
    assert machine("") == ""
