"""What is peculiar to mail: refused addresses, encryption, passwords, lost lines."""

import re
import socket
import ssl
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pos2web.adapters.smtp.adapter import open_channel
from pos2web.adapters.smtp.settings import SmtpSettings
from pos2web.adapters.testing.channel import STALLED
from pos2web.errors import (
    CredentialsError,
    Pos2WebError,
    RecordError,
    SettingsError,
    TransientError,
)
from pos2web.ports import Channel, Severity
from tests.adapters.smtp.mailroom import HOST, PASSWORD, USER, Answers, Mailroom
from tests.adapters.smtp.worlds import SETTINGS, channel_to, closed_port

PATRON, TECHNICIAN = "patron@example.com", "technicien@example.com"

PLAIN = "in-ascii"


def severities(channel: Channel) -> list[Severity]:
    """How bad what a check finds is."""
    return [each.severity for each in channel.check()]


# Who gets it.


def test_one_mail_goes_to_all_recipients(room: Mailroom) -> None:
    channel_to(room).send(STALLED)

    [mail] = room.mails
    assert (mail.sender, mail.recipients) == ("boutique@example.com", [PATRON, TECHNICIAN])


def test_where_one_recipient_is_refused_the_other_gets_it(room: Mailroom) -> None:
    room.answers = Answers(rcpt={PATRON: "550 5.1.1 no such mailbox"})

    with pytest.raises(RecordError) as caught:
        channel_to(room).send(STALLED)

    assert caught.value.ref == PATRON
    assert re.search(r"patron@example\.com \(550 5\.1\.1 no such mailbox\)", str(caught.value))
    assert [mail.recipients for mail in room.mails] == [[TECHNICIAN]]


def test_where_all_are_refused_all_are_named(room: Mailroom) -> None:
    room.answers = Answers(rcpt={"*": "550 no such mailbox"})

    with pytest.raises(RecordError) as caught:
        channel_to(room).send(STALLED)

    assert caught.value.ref == f"{PATRON}, {TECHNICIAN}"


def test_where_all_are_refused_and_one_for_now_only_it_may_be_told_later(room: Mailroom) -> None:
    room.answers = Answers(rcpt={PATRON: "550 nobody", TECHNICIAN: "450 4.2.0 greylisted"})

    with pytest.raises(TransientError, match="greylisted"):
        channel_to(room).send(STALLED)


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        (Answers(mail="451 4.7.1 later"), TransientError),
        (Answers(mail="421 4.3.2 closing"), TransientError),
        (Answers(mail="553 5.1.8 unknown sender"), RecordError),
        (Answers(mail="530 5.7.0 who are you?"), CredentialsError),
        (Answers(rcpt={"*": "530 5.7.0 who are you?"}), CredentialsError),
        (Answers(rcpt={"*": "421 4.3.2 closing"}), TransientError),
        (Answers(data="451 4.3.2 later"), TransientError),
        (Answers(data="554 5.7.1 looks like spam"), RecordError),
        (Answers(hangs_up_after_data=True), TransientError),
    ],
)
def test_what_a_server_answers_says_what_to_do_next(
    room: Mailroom, answers: Answers, error: type[Pos2WebError]
) -> None:
    room.answers = answers

    with pytest.raises(error, match=f"{HOST}:{room.port}"):
        channel_to(room).send(STALLED)


def test_letters_outside_ascii_are_allowed_where_the_server_takes_them(room: Mailroom) -> None:
    channel = channel_to(room, recipients=("élise@épicerie.example", PATRON))

    channel.send(STALLED)

    [mail] = room.mails
    assert mail.recipients == ["élise@xn--picerie-9xa.example", PATRON]
    assert "SMTPUTF8" in mail.options
    assert severities(channel) == [Severity.OK]


def test_where_it_does_not_the_others_get_it() -> None:
    with Mailroom(enable_SMTPUTF8=False) as room:
        channel = channel_to(room, recipients=("élise@example.com", PATRON))

        with pytest.raises(RecordError, match="only addresses in ASCII") as caught:
            channel.send(STALLED)

        assert caught.value.ref == "élise@example.com"
        assert [mail.recipients for mail in room.mails] == [[PATRON]]
        assert severities(channel) == [Severity.PROBLEM]


def test_where_nobody_is_left_nothing_is_sent() -> None:
    with Mailroom(enable_SMTPUTF8=False) as room:
        with pytest.raises(RecordError):
            channel_to(room, recipients=("élise@example.com",)).send(STALLED)

        assert room.mails == []


# Encryption and passwords.


def test_a_conversation_may_be_encrypted_from_its_start(
    encryption: ssl.SSLContext, ca_file: Path
) -> None:
    with Mailroom(encryption=encryption, auth_require_tls=False) as room:
        channel = channel_to(
            room, security="tls", user=USER, password=PASSWORD, ca_file=str(ca_file)
        )

        channel.send(STALLED)

        assert len(room.mails) == 1
        assert room.known == [USER]


def test_a_server_that_can_not_prove_who_it_is_gets_nothing(safe_room: Mailroom) -> None:
    channel = channel_to(safe_room, security="starttls", user=USER, password=PASSWORD)

    with pytest.raises(CredentialsError, match="does not prove who it is"):
        channel.send(STALLED)

    assert severities(channel) == [Severity.PROBLEM]


def test_a_certificate_for_another_name_proves_nothing(safe_room: Mailroom, ca_file: Path) -> None:
    channel = channel_to(safe_room, host="localhost", security="starttls", ca_file=str(ca_file))

    with pytest.raises(CredentialsError, match="does not prove who it is"):
        channel.send(STALLED)


def test_without_encryption_where_it_was_asked_for_nothing_is_said(room: Mailroom) -> None:
    channel = channel_to(room, security="starttls", user=USER, password=PASSWORD)

    with pytest.raises(CredentialsError, match="STARTTLS"):
        channel.send(STALLED)

    assert room.mails == []


def test_encryption_that_the_other_side_does_not_speak_may_be_tried_later(room: Mailroom) -> None:
    with pytest.raises(TransientError):
        channel_to(room, security="tls").send(STALLED)


@pytest.mark.parametrize("password", ["wrong", "fausse clé"])
def test_a_wrong_password_is_told_and_never_shown(
    safe_room: Mailroom, ca_file: Path, password: str
) -> None:
    channel = channel_to(
        safe_room, security="starttls", user=USER, password=password, ca_file=str(ca_file)
    )

    with pytest.raises(CredentialsError, match=r"refuses this user and password \(535 5\.7\.8\)"):
        channel.send(STALLED)

    [finding] = channel.check()
    assert finding.severity is Severity.PROBLEM
    assert password not in f"{finding} {channel!r}"


def test_a_password_in_ascii_is_known(encryption: ssl.SSLContext, ca_file: Path) -> None:
    with Mailroom(tls_context=encryption, require_starttls=True, auth_required=True) as room:
        room.know("marie", PLAIN)
        channel = channel_to(
            room, security="starttls", user="marie", password=PLAIN, ca_file=str(ca_file)
        )

        channel.send(STALLED)

        assert len(room.mails) == 1


def test_a_server_that_has_no_passwords_is_told_from_one_that_refuses(room: Mailroom) -> None:
    with pytest.raises(CredentialsError, match="AUTH"):
        channel_to(room, user="marie", password=PLAIN).send(STALLED)


def test_settings_do_not_show_the_password() -> None:
    assert PASSWORD not in repr(msgspec.structs.replace(SETTINGS, password=PASSWORD))


# Lines that are lost.


class Rude:
    """A server that greets so and hangs up, or never greets at all."""

    def __init__(self, greeting: bytes | None) -> None:
        self._listening = socket.create_server((HOST, 0))
        self.port = self._listening.getsockname()[1]
        self._greeting = greeting
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        with self._listening.accept()[0] as line:
            if self._greeting is None:
                self._done.wait(30)
            else:
                line.sendall(self._greeting)

    def close(self) -> None:
        self._done.set()
        self._thread.join()
        self._listening.close()


@pytest.mark.parametrize(
    ("greeting", "error"),
    [
        (b"", TransientError),
        (b"421 too busy\r\n", TransientError),
        (b"554 no mail from your network\r\n", CredentialsError),
        (b"220 hello\r\n", TransientError),
        (b"HTTP/1.1 400 Bad Request\r\n", Pos2WebError),
    ],
)
def test_a_greeting_says_what_to_do_next(greeting: bytes, error: type[Pos2WebError]) -> None:
    with closing(Rude(greeting)) as server, pytest.raises(error):
        opened(port=server.port).send(STALLED)


def test_a_server_that_says_nothing_is_not_waited_for() -> None:
    with closing(Rude(None)) as server, pytest.raises(TransientError, match="timed out"):
        opened(port=server.port, timeout_s=0.05).send(STALLED)


def test_how_a_server_says_goodbye_changes_nothing(room: Mailroom) -> None:
    room.answers = Answers(hangs_up_at_quit=True)

    channel_to(room).send(STALLED)

    assert len(room.mails) == 1


# Looking.


def test_a_check_asks_who_would_be_refused_and_sends_nothing(room: Mailroom) -> None:
    room.answers = Answers(rcpt={PATRON: "550 no such mailbox"})

    [finding] = channel_to(room).check()

    assert finding.severity is Severity.PROBLEM
    assert PATRON in finding.text
    assert TECHNICIAN not in finding.text
    assert room.mails == []


def test_a_check_asks_whether_we_may_be_the_sender(room: Mailroom) -> None:
    room.answers = Answers(mail="553 5.7.1 that is not your address")

    [finding] = channel_to(room).check()

    assert finding.severity is Severity.PROBLEM
    assert "boutique@example.com" in finding.text


def test_mails_that_anybody_can_read_are_warned_of(room: Mailroom) -> None:
    with_another_name = channel_to(room, host="0.0.0.0")  # noqa: S104 - a way to say this machine

    assert severities(with_another_name) == [Severity.OK, Severity.WARNING]


# Settings.


def opened(**settings: Any) -> Channel:
    """A channel with these settings."""
    return open_channel(msgspec.structs.replace(SETTINGS, **settings), name="alerts:mail")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"sender": "Pos2Web"}, "'Pos2Web' is not an address"),
        ({"sender": "épicerie@example.com"}, "sender must be in ASCII"),
        ({"recipients": ()}, "1 to 50 addresses, not 0"),
        ({"recipients": (PATRON,) * 51}, "1 to 50 addresses, not 51"),
        ({"recipients": ("a@b.example, c@d.example",)}, "is not an address"),
        ({"host": "smtp.example\r\n"}, "is not the name of a machine"),
        ({"host": "smtp..example"}, "is not the name of a machine"),
        ({"helo": "my shop"}, "is not the name of a machine"),
        ({"ca_file": "not-there.pem"}, "not-there.pem holds no certificates"),
        ({"ca_file": __file__}, "holds no certificates"),
    ],
)
def test_settings_that_can_not_be_are_named(settings: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingsError, match=f"settings of alerts:mail: .*{said}"):
        opened(**settings)


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_the_port_is_the_usual_one(security: Any, port: int) -> None:
    settings = SmtpSettings(host="smtp.example", sender="", recipients=(), security=security)

    assert settings.where == f"smtp.example:{port}"


def test_we_call_ourselves_as_we_are_told_to(room: Mailroom) -> None:
    channel_to(room, helo="caisse.example").send(STALLED)
    channel_to(room).send(STALLED)

    assert room.greeted[0] == "caisse.example"
    assert room.greeted[1]


def test_nobody_there_is_a_matter_of_later() -> None:
    with pytest.raises(TransientError, match="can't be talked to"):
        opened(port=closed_port()).send(STALLED)


def test_several_threads_may_mail_at_once(room: Mailroom) -> None:
    channel = channel_to(room)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(channel.send, [STALLED] * 12))

    assert len(room.mails) == 12
