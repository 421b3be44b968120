"""What is peculiar to a webhook: its form, its signature, and what answers mean."""

import base64
import hashlib
import hmac
import json
import logging
from contextlib import closing

import pytest

from pos2web.adapters.testing.channel import STALLED, message
from pos2web.adapters.webhook.mapping import key_of
from pos2web.adapters.webhook.settings import WebhookSettings
from pos2web.errors import (
    CredentialsError,
    Pos2WebError,
    RecordError,
    SettingsError,
    TransientError,
)
from pos2web.ports import Channel, Finding, Severity
from tests.adapters.webhook.receiver import HOST, Posted, Receiver
from tests.adapters.webhook.worlds import NOW, SECRET, TOKEN, channel_to


def posted(receiver: Receiver, path: str = "/hook", *, secret: str = "") -> Posted:
    """What arrives when the usual message is told."""
    with closing(channel_to(receiver.url + path, secret=secret)) as channel:
        channel.send(STALLED)
    return receiver.posted[-1]


def checked(url: str) -> list[Finding]:
    """What a check of this address finds."""
    with closing(channel_to(url)) as channel:
        return list(channel.check())


def is_genuine(request: Posted, secret: str) -> bool:
    """What a receiver does, as docs/adapters/webhook.md tells him to."""
    signed = b"%s.%s.%s" % (
        request.headers["webhook-id"].encode(),
        request.headers["webhook-timestamp"].encode(),
        request.body,
    )
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).digest()
    expected = "v1," + base64.b64encode(digest).decode()
    return hmac.compare_digest(request.headers["webhook-signature"], expected)


def test_a_message_is_posted_as_json(receiver: Receiver) -> None:
    request = posted(receiver)

    assert (request.method, request.path) == ("POST", "/hook")
    assert request.headers["content-type"] == "application/json"
    assert request.headers["idempotency-key"] == STALLED.id
    assert json.loads(request.body) == {
        "id": STALLED.id,
        "subject": STALLED.subject,
        "text": STALLED.text,
        "at": "2026-11-24T09:30:00Z",
        "data": {"task": "stock", "minutes": "20"},
    }


@pytest.mark.parametrize("path", ["/", "/a/b?x=1&y=%2F", "/hook:1", "/~é", "/a/?", "/a//b"])
def test_it_goes_to_the_address_as_it_was_given(receiver: Receiver, path: str) -> None:
    shown = path.replace("é", "%C3%A9").removesuffix("?")

    assert posted(receiver, path).path.removesuffix("?") == shown


def test_an_address_without_a_path_is_the_servers_own(receiver: Receiver) -> None:
    assert posted(receiver, "").path == "/"
    assert posted(receiver, "?x=1").path == "/?x=1"


# Signatures.


def test_without_a_secret_nothing_is_signed(receiver: Receiver) -> None:
    assert [name for name in posted(receiver).headers if name.startswith("webhook-")] == []


def test_a_receiver_can_tell_that_a_message_is_ours(receiver: Receiver) -> None:
    request = posted(receiver, secret="clé")  # noqa: S106 - made up for the test

    assert request.headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert is_genuine(request, "clé")
    assert not is_genuine(request, "another")


def test_the_signature_is_the_one_that_libraries_know(receiver: Receiver) -> None:
    request = posted(receiver, secret=SECRET)
    by_hand = hmac.new(
        b"pos2web",
        f"{STALLED.id}.{int(NOW.timestamp())}.".encode() + request.body,
        hashlib.sha256,
    ).digest()

    assert request.headers["webhook-id"] == STALLED.id
    assert request.headers["webhook-signature"] == "v1," + base64.b64encode(by_hand).decode()


def test_an_id_that_no_header_can_hold_is_encoded(receiver: Receiver) -> None:
    with closing(channel_to(receiver.url)) as channel:
        channel.send(message(id="é\r\nX: 1% a"))

    [request] = receiver.posted
    assert request.headers["idempotency-key"] == "%C3%A9%0D%0AX:%201%25%20a"
    assert json.loads(request.body)["id"] == "é\r\nX: 1% a"


def test_half_a_character_is_shown_as_a_question(receiver: Receiver) -> None:
    with closing(channel_to(receiver.url)) as channel:
        channel.send(message(text="thé-\udce9.jpg", data={"file": "\udce9"}))

    said = json.loads(receiver.posted[0].body)
    assert (said["text"], said["data"]) == ("thé-?.jpg", {"file": "?"})


# Answers.


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_good_answer_is_good(receiver: Receiver, status: int) -> None:
    receiver.status = status

    assert posted(receiver).body


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (301, RecordError),
        (400, RecordError),
        (401, CredentialsError),
        (403, CredentialsError),
        (404, RecordError),
        (408, TransientError),
        (409, RecordError),
        (410, RecordError),
        (425, TransientError),
        (429, TransientError),
        (500, TransientError),
        (503, TransientError),
    ],
)
def test_an_answer_says_what_to_do_next(
    receiver: Receiver, status: int, error: type[Pos2WebError]
) -> None:
    receiver.status = status
    receiver.answer = TOKEN.encode()

    with pytest.raises(error, match=HOST) as caught:
        posted(receiver, f"/{TOKEN}")

    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize("status", [408, 429, 503])
def test_a_receiver_may_say_when_to_come_back(receiver: Receiver, status: int) -> None:
    receiver.status, receiver.headers = status, {"Retry-After": "7"}

    with pytest.raises(TransientError) as caught:
        posted(receiver)

    assert caught.value.retry_after_s == 7


def test_an_answer_that_has_no_end_is_not_read(receiver: Receiver) -> None:
    receiver.status, receiver.answer = 200, b"x" * 200_000

    with pytest.raises(RecordError, match="answered more than 100000 bytes"):
        posted(receiver)


def test_an_address_is_not_in_the_programs_log(
    receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        posted(receiver, f"/{TOKEN}", secret=SECRET)

    assert TOKEN not in caplog.text
    assert SECRET not in caplog.text


# Looking.


@pytest.mark.parametrize(
    ("status", "severity"),
    [
        (204, Severity.OK),
        (404, Severity.OK),
        (405, Severity.OK),
        (301, Severity.PROBLEM),
        (502, Severity.WARNING),
    ],
)
def test_a_check_asks_for_a_head(receiver: Receiver, status: int, severity: Severity) -> None:
    receiver.status = status

    [finding] = checked(f"{receiver.url}/hook:1?{TOKEN}")

    assert finding.severity is severity
    assert [head.path for head in receiver.heads] == [f"/hook:1?{TOKEN}"]
    assert TOKEN not in str(finding)


def test_messages_that_anybody_can_read_are_warned_of(receiver: Receiver) -> None:
    by_another_name = receiver.url.replace(HOST, "0.0.0.0")  # noqa: S104 - a way to say this machine

    assert [each.severity for each in checked(by_another_name)] == [Severity.OK, Severity.WARNING]


# Settings.


def opened(url: str = "https://hook.example", secret: str = "") -> Channel:
    return channel_to(url, secret=secret)


@pytest.mark.parametrize(
    "url",
    [
        "",
        f"hook.example/{TOKEN}",
        f"ftp://hook.example/{TOKEN}",
        f"file:///{TOKEN}",
        f"https:///{TOKEN}",
        f"https://[::1/{TOKEN}",
        f"https://hook.example:port/{TOKEN}",
        f"https://user:{TOKEN}@hook.example/",
        f"https://hook.example/{TOKEN}\r\nX: 1",
        f"https://hook.example/{TOKEN} x",
        f"https://hook.example/{TOKEN * 200}",
    ],
)
def test_what_is_no_address_is_refused_and_not_shown(url: str) -> None:
    with pytest.raises(SettingsError) as caught:
        opened(url)

    assert TOKEN not in str(caught.value)


def test_a_secret_that_is_no_base64_is_refused_and_not_shown() -> None:
    with pytest.raises(SettingsError, match="must be Base64") as caught:
        opened(secret="whsec_not-base64!")  # noqa: S106 - made up for the test

    assert "not-base64!" not in str(caught.value)


def test_a_secret_is_its_text_unless_it_says_that_it_is_encoded() -> None:
    assert key_of("clé") == "clé".encode()
    assert key_of("whsec_cG9zMndlYg==") == b"pos2web"
    assert key_of("") == b""


def test_settings_show_neither_address_nor_secret() -> None:
    assert TOKEN not in repr(WebhookSettings(url=TOKEN, secret=TOKEN))
