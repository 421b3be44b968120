"""Ways to tell people are listed and looked at like the till and the shop."""

import json

import pytest

from tests.adapters.webhook.receiver import Receiver
from tests.cli.conftest import Installation

WEBHOOK = '[alerts.hook]\nadapter = "webhook"\n'


def hook_to(pos2web: Installation, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set a webhook to this address."""
    pos2web.replace("[log]", f"{WEBHOOK}\n[log]")
    monkeypatch.setenv("POS2WEB_ALERTS_HOOK_URL", url)


def test_adapters_lists_ways_to_tell_people(fresh: Installation) -> None:
    answer = fresh("adapters", "--json")
    spoken = fresh("adapters", language="fr")

    sides = {each["name"]: each["side"] for each in answer.json}
    assert (sides["smtp"], sides["webhook"]) == ("channel", "channel")
    assert "smtp (channel): Courriel" in spoken.out
    assert "Le serveur de courriel" in spoken.out


def test_no_side_can_be_a_channel(fresh: Installation) -> None:
    answer = fresh("init", "--no-check", "--till=smtp", "--shop=prestashop")

    assert answer.code == 2
    assert "'smtp' is none of" in answer.err


def test_a_check_looks_at_every_channel(
    pos2web: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook_to(pos2web, f"{pos2web.shop.url}/hook", monkeypatch)

    answer = pos2web("check", "--json")

    found = {each["about"]: each for each in answer.json["findings"]}
    assert found["alerts:hook"]["severity"] == "ok"
    assert answer.code == 0


def test_a_channel_where_nobody_listens_is_a_problem(
    pos2web: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook_to(pos2web, "http://127.0.0.1:1/T0KEN", monkeypatch)

    answer = pos2web("check")

    assert answer.code == 1
    assert "alerts:hook: cannot reach 127.0.0.1:1" in answer.out
    assert "T0KEN" not in answer.out + answer.err


def test_a_channel_that_can_not_be_opened_is_a_finding(
    pos2web: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook_to(pos2web, "nowhere", monkeypatch)

    answer = pos2web("check")

    assert answer.code == 1
    assert "url is not an address" in answer.out


def test_a_test_message_goes_through_every_channel(
    pos2web: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Receiver() as receiver:
        hook_to(pos2web, f"{receiver.url}/hook", monkeypatch)

        answer = pos2web("alerts", "test")

    (posted,) = receiver.posted
    assert answer.code == 0
    assert "✓ alerts:hook (webhook): sent" in answer.out
    assert "This is a test" in json.loads(posted.body)["text"]


def test_a_channel_that_fails_stops_no_other(
    pos2web: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Receiver() as receiver:
        hook_to(pos2web, "nowhere", monkeypatch)
        pos2web.replace("[log]", '[alerts.other]\nadapter = "webhook"\n\n[log]')
        monkeypatch.setenv("POS2WEB_ALERTS_OTHER_URL", receiver.url)

        answer = pos2web("alerts", "test", "--json")
        spoken = pos2web("alerts", "test", language="fr")

    bad, good = answer.json["channels"]
    assert (answer.code, answer.json["ok"], len(receiver.posted)) == (1, False, 2)
    assert (bad["channel"], bad["ok"], good["ok"]) == ("alerts:hook", False, True)
    assert "url is not an address" in bad["reason"]
    assert "✗ alerts:hook (webhook)" in spoken.out


def test_without_a_channel_it_is_said_how_to_add_one(pos2web: Installation) -> None:
    answer = pos2web("alerts", "test")

    assert answer.code == 6
    assert "no channel is set up: add [alerts.NAME]" in answer.err
