"""The contract of `pos2web.ports.Channel`, as tests: subclass it and give it a `world` fixture."""

from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from pos2web.adapters.testing.channel_worlds import ChannelWorld, Received, Trouble
from pos2web.errors import CredentialsError, RecordError, TransientError
from pos2web.ports import Channel, Message, Severity

STALLED = Message(
    id="9f1c/stock/stalled",
    subject="Le stock n'avance plus",
    text="La tâche «\u00a0stock\u00a0» n'a rien fait depuis 20 minutes.\n\nÀ regarder : le site.",
    at=datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
    data={"task": "stock", "minutes": "20"},
)

TEXTS = (
    "",
    "plain",
    "9,90\u00a0€, 火, 🫖, e\u0301",
    ".\n.\n..\n.QUIT\n",
    "From here on\n>From there\n\nFrom\n",
    "  first\n\n\n   second \t\n",
    "=3D =\n=20\n?=",
    "a long line " * 500,
    "é" * 3000,
    "\n".join(f"line {number}" for number in range(1000)),
)
SUBJECTS = (
    "plain",
    "«\u00a0Thé vert\u00a0» : 9,90\u202f€",
    "a long subject that goes on and on " * 8 + "to its end",
    "un très long sujet où l'été n'en finit pas de s'étirer, là-bas à la Réunion " * 3 + "…",
    "=?utf-8?q?not_encoded?=",
    "火" * 120,
    'Re: 🫖, "tea" <tea@example.com>; (x)',
)
LINES = (
    "first\nsecond",
    "first\r\nBcc: all@example.com",
    "first\r\n\r\nsecond",
    "first\u2028second\x0bthird\x85fourth",
)
IDS = ("a b", "é/火/🫖", "first\r\nX-Second: yes", "<a@b>", '"; drop', "x" * 500)


def message(**fields: Any) -> Message:
    """The usual message with other fields."""
    return msgspec.structs.replace(STALLED, **fields)


def told(world: ChannelWorld, *messages: Message) -> list[Received]:
    """What arrives when these are told."""
    for each in messages:
        world.channel.send(each)
    return list(world.received())


def having(world: ChannelWorld, trouble: Trouble) -> AbstractContextManager[None]:
    """The trouble, or the test is skipped."""
    return world.having(trouble) or pytest.skip(f"the other end never says that {trouble}")


def unreachable(world: ChannelWorld) -> Channel:
    """A channel to nobody, or the test is skipped."""
    return world.unreachable() or pytest.skip("this channel always reaches somebody")


class ChannelContract:
    """Every promise of a channel's docstrings. `world` is a channel that has told nothing yet."""

    def test_its_name_is_the_same_all_its_life(self, world: ChannelWorld) -> None:
        before = world.channel.name

        told(world, STALLED)

        assert before
        assert world.channel.name == before

    # Telling.

    def test_what_is_told_arrives_as_it_was_told(self, world: ChannelWorld) -> None:
        received = told(world, STALLED)[0]

        assert (received.subject, received.text) == (STALLED.subject, STALLED.text)
        assert received.at == STALLED.at

    def test_it_is_told_once(self, world: ChannelWorld) -> None:
        assert len(told(world, STALLED)) == 1

    def test_messages_arrive_in_the_order_in_which_they_are_told(self, world: ChannelWorld) -> None:
        subjects = [f"number {number}" for number in range(5)]

        received = told(world, *(message(id=each, subject=each) for each in subjects))

        assert [each.subject for each in received] == subjects

    def test_the_same_told_again_arrives_under_the_same_mark(self, world: ChannelWorld) -> None:
        first, second = told(world, STALLED, STALLED)

        assert first.mark == second.mark

    @pytest.mark.parametrize("id_", IDS)
    def test_another_message_arrives_under_another_mark(
        self, world: ChannelWorld, id_: str
    ) -> None:
        first, second, third = told(world, STALLED, message(id=id_), message(id=id_ + "'"))

        assert len({first.mark, second.mark, third.mark}) == 3
        assert {first.text, second.text, third.text} == {STALLED.text}

    @pytest.mark.parametrize("text", TEXTS)
    def test_any_text_arrives_as_it_was_told(self, world: ChannelWorld, text: str) -> None:
        [received] = told(world, message(text=text))

        assert received.text == text.rstrip("\n")
        assert received.subject == STALLED.subject

    @pytest.mark.parametrize("subject", SUBJECTS)
    def test_any_subject_arrives_as_it_was_told(self, world: ChannelWorld, subject: str) -> None:
        [received] = told(world, message(subject=subject))

        assert received.subject == subject

    @pytest.mark.parametrize("subject", LINES)
    def test_a_subject_of_several_lines_is_still_a_subject(
        self, world: ChannelWorld, subject: str
    ) -> None:
        [received] = told(world, message(subject=subject))

        assert received.subject.split() == subject.split()
        assert received.text == STALLED.text

    # Trouble.

    def test_who_is_busy_may_be_told_later(self, world: ChannelWorld) -> None:
        with having(world, Trouble.BUSY), pytest.raises(TransientError):
            world.channel.send(STALLED)

    def test_who_knows_us_not_is_a_matter_of_credentials(self, world: ChannelWorld) -> None:
        with having(world, Trouble.STRANGER), pytest.raises(CredentialsError):
            world.channel.send(STALLED)

    def test_a_message_that_is_refused_is_a_matter_of_that_message(
        self, world: ChannelWorld
    ) -> None:
        with having(world, Trouble.REFUSAL), pytest.raises(RecordError) as caught:
            world.channel.send(STALLED)

        assert caught.value.ref

    @pytest.mark.parametrize("trouble", Trouble)
    def test_after_trouble_it_tells_as_before(self, world: ChannelWorld, trouble: Trouble) -> None:
        with (
            having(world, trouble),
            pytest.raises((TransientError, CredentialsError, RecordError)),
        ):
            world.channel.send(STALLED)

        assert len(told(world, STALLED)) == 1

    def test_where_nobody_listens_it_may_be_told_later(self, world: ChannelWorld) -> None:
        channel = unreachable(world)

        with pytest.raises(TransientError):
            channel.send(STALLED)
        channel.close()

    @pytest.mark.parametrize("trouble", Trouble)
    def test_its_secrets_are_in_nothing_that_it_says(
        self, world: ChannelWorld, trouble: Trouble
    ) -> None:
        said = [repr(world.channel), *map(str, world.channel.check())]
        with having(world, trouble):
            said += map(str, world.channel.check())
            with pytest.raises((TransientError, CredentialsError, RecordError)) as caught:
                world.channel.send(STALLED)
        said += [str(caught.value), repr(caught.value), repr(world.channel)]

        assert [secret for secret in world.secrets if secret in " ".join(said)] == []

    # Looking.

    def test_a_channel_in_order_has_no_problem(self, world: ChannelWorld) -> None:
        findings = list(world.channel.check())

        assert findings
        assert [each for each in findings if each.severity is Severity.PROBLEM] == []

    def test_a_check_sends_nothing(self, world: ChannelWorld) -> None:
        list(world.channel.check())

        assert list(world.received()) == []

    def test_a_check_tells_where_nobody_listens(self, world: ChannelWorld) -> None:
        channel = unreachable(world)

        severities = [each.severity for each in channel.check()]
        channel.close()

        assert Severity.PROBLEM in severities

    @pytest.mark.parametrize("trouble", Trouble)
    def test_a_check_raises_nothing_for_what_it_finds(
        self, world: ChannelWorld, trouble: Trouble
    ) -> None:
        with having(world, trouble):
            assert list(world.channel.check())

    def test_it_may_be_closed_twice(self, world: ChannelWorld) -> None:
        told(world, STALLED)

        world.channel.close()
        world.channel.close()
