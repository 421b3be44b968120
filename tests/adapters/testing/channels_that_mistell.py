"""Channels that break one promise each; the kit must tell every one of them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any

import msgspec

from pos2web.adapters.memory.channel import MemoryChannel
from pos2web.errors import CredentialsError, Pos2WebError, RecordError, TransientError
from pos2web.ports import Finding, Message, Severity

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def changed(message: Message, **fields: Any) -> Message:
    """The message with other fields."""
    return msgspec.structs.replace(message, **fields)


class ChangesItsName(MemoryChannel):
    @property
    def name(self) -> str:
        return f"alerts:{len(self.told)}"


class ForgetsTheInstant(MemoryChannel):
    def send(self, message: Message) -> None:
        super().send(changed(message, at=message.at.replace(minute=0)))


class TellsTwice(MemoryChannel):
    def send(self, message: Message) -> None:
        super().send(message)
        super().send(message)


class TellsTheLastFirst(MemoryChannel):
    def send(self, message: Message) -> None:
        super().send(message)
        self.told.insert(0, self.told.pop())


class MarksEachTelling(MemoryChannel):
    """Makes a new mark for what it tells again."""

    def __init__(self) -> None:
        super().__init__()
        self._numbers = count()

    def send(self, message: Message) -> None:
        super().send(changed(message, id=f"{message.id}#{next(self._numbers)}"))


class MarksBySubject(MemoryChannel):
    """Takes messages of one subject for the same."""

    def send(self, message: Message) -> None:
        super().send(changed(message, id=message.subject))


class CutsLongIds(MemoryChannel):
    def send(self, message: Message) -> None:
        super().send(changed(message, id=message.id[:100]))


class StopsAtADot(MemoryChannel):
    """Takes a line that is a dot for the end of the text."""

    def send(self, message: Message) -> None:
        lines = message.text.split("\n")
        end = lines.index(".") if "." in lines else len(lines)
        super().send(changed(message, text="\n".join(lines[:end])))


class CutsSubjects(MemoryChannel):
    def send(self, message: Message) -> None:
        super().send(changed(message, subject=message.subject[:76]))


class LetsHeadersIn(MemoryChannel):
    """Takes the second line of a subject for one of the text."""

    def send(self, message: Message) -> None:
        subject, _, rest = message.subject.partition("\n")
        super().send(changed(message, subject=subject, text=rest + message.text))


class AnswersAlike(MemoryChannel):
    """Raises the same, whatever is wrong."""

    error: Pos2WebError = TransientError("something is wrong")

    def send(self, message: Message) -> None:
        if self.trouble is not None:
            raise self.error
        super().send(message)


class RefusesEverybody(AnswersAlike):
    error = RecordError("refused", ref="alerts:memory")


class NamesNothing(AnswersAlike):
    """Doesn't say what was refused."""

    error = RecordError("refused", ref="")


class GivesUp(MemoryChannel):
    """Never tells anything again after trouble."""

    gave_up = False

    def send(self, message: Message) -> None:
        if not self.gave_up:
            self.gave_up = self.trouble is not None
            super().send(message)


class KeepsAndTells(MemoryChannel):
    """Says that it failed, and tells it all the same."""

    def send(self, message: Message) -> None:
        self.told.append(message)
        if self.trouble is not None:
            raise self.trouble


class SaysItsPassword(MemoryChannel):
    def send(self, message: Message) -> None:
        if self.trouble is not None:
            raise CredentialsError("PASSWORD is not the password")
        super().send(message)


class ChecksNothing(MemoryChannel):
    def check(self) -> Iterator[Finding]:
        return iter(())


class ComplainsAlways(MemoryChannel):
    def check(self) -> Iterator[Finding]:
        yield Finding(severity=Severity.PROBLEM, about=self.name, text="who knows")


class ChecksByTelling(MemoryChannel):
    def check(self) -> Iterator[Finding]:
        if self.trouble is None:
            self.told.append(Message(id="check", subject="check", text="", at=NOON))
        return super().check()


class ChecksByRaising(MemoryChannel):
    def check(self) -> Iterator[Finding]:
        if self.trouble is not None:
            raise self.trouble
        return super().check()


class BreaksOnSecondClose(MemoryChannel):
    is_closed = False

    def close(self) -> None:
        if self.is_closed:
            raise ValueError("closed already")
        self.is_closed = True


class SilentWhenDeaf(MemoryChannel):
    """Takes messages that nobody hears."""

    def send(self, message: Message) -> None:
        self.told.append(message)


class ContentWhenDeaf(MemoryChannel):
    """Finds nothing wrong with nobody there."""

    def check(self) -> Iterator[Finding]:
        yield Finding(severity=Severity.OK, about=self.name, text="all is well")


CAUGHT_BY: dict[type[MemoryChannel], str] = {
    ChangesItsName: "test_its_name_is_the_same_all_its_life",
    ForgetsTheInstant: "test_what_is_told_arrives_as_it_was_told",
    TellsTwice: "test_it_is_told_once",
    TellsTheLastFirst: "test_messages_arrive_in_the_order_in_which_they_are_told",
    MarksEachTelling: "test_the_same_told_again_arrives_under_the_same_mark",
    MarksBySubject: "test_another_message_arrives_under_another_mark",
    CutsLongIds: "test_another_message_arrives_under_another_mark",
    StopsAtADot: "test_any_text_arrives_as_it_was_told",
    CutsSubjects: "test_any_subject_arrives_as_it_was_told",
    LetsHeadersIn: "test_a_subject_of_several_lines_is_still_a_subject",
    RefusesEverybody: "test_who_is_busy_may_be_told_later",
    AnswersAlike: "test_who_knows_us_not_is_a_matter_of_credentials",
    NamesNothing: "test_a_message_that_is_refused_is_a_matter_of_that_message",
    GivesUp: "test_after_trouble_it_tells_as_before",
    KeepsAndTells: "test_after_trouble_it_tells_as_before",
    SaysItsPassword: "test_its_secrets_are_in_nothing_that_it_says",
    ChecksNothing: "test_a_channel_in_order_has_no_problem",
    ComplainsAlways: "test_a_channel_in_order_has_no_problem",
    ChecksByTelling: "test_a_check_sends_nothing",
    ChecksByRaising: "test_a_check_raises_nothing_for_what_it_finds",
    BreaksOnSecondClose: "test_it_may_be_closed_twice",
}
"""Each broken channel with the test that is made to tell it."""

DEAF_CAUGHT_BY: dict[type[MemoryChannel], str] = {
    SilentWhenDeaf: "test_where_nobody_listens_it_may_be_told_later",
    ContentWhenDeaf: "test_a_check_tells_where_nobody_listens",
}
"""Each channel that is broken only where nobody listens."""
