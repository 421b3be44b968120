"""What is wrong is told once by every channel, and once again when it is over."""

from itertools import pairwise

import pytest

from pos2web.adapters.memory.channel import MemoryChannel
from pos2web.domain.reasons import Code, Reason
from pos2web.domain.run_facts import AlertCured, AlertRaised, AlertTold
from pos2web.errors import CredentialsError, RecordError, TransientError
from pos2web.tasks.alerts import RESTS_MAX, Alerts
from tests.shops.boutique import Boutique
from tests.tasks.floor import Floor, Script, floor

AWAY = Reason(Code.FAILED, {"text": "the shop is away"})
STOCK = {"task:stock": AWAY}


def worded(name: str, reason: Reason, is_over: bool) -> tuple[str, str]:
    return f"{'over' if is_over else 'wrong'}: {name}", str(reason)


def alerts_of(here: Floor, *channels: MemoryChannel) -> Alerts:
    return Alerts(here.context, channels, worded)


def subjects(channel: MemoryChannel) -> list[str]:
    return [message.subject for message in channel.told]


def test_a_matter_is_told_once_and_once_again_when_it_is_over(boutique: Boutique) -> None:
    mail, hook = MemoryChannel(name="mail"), MemoryChannel(name="hook")
    with floor(boutique, Script(name="stock")) as here:
        alerts = alerts_of(here, mail, hook)
        for matters in (STOCK, STOCK, {}, {}):
            alerts.review(matters)
            alerts.tell()

        told = [type(fact) for fact in here.facts(AlertRaised, AlertCured, AlertTold)]

    assert subjects(mail) == subjects(hook) == ["wrong: task:stock", "over: task:stock"]
    assert told == [AlertRaised, AlertTold, AlertTold, AlertCured, AlertTold, AlertTold]
    assert mail.told[0].data == {"alert": "task:stock", "state": "raised"}


def test_what_was_told_is_not_told_again_by_another_process(boutique: Boutique) -> None:
    mail = MemoryChannel(name="mail")
    with floor(boutique, Script(name="stock")) as here:
        alerts_of(here, mail).review(STOCK)
        alerts_of(here, mail).tell()
    with floor(boutique, Script(name="stock")) as here:
        alerts = alerts_of(here, mail)
        standing = [one.alert for one in alerts.standing()]
        alerts.review(STOCK)
        alerts.tell()

    assert (subjects(mail), standing) == (["wrong: task:stock"], ["task:stock"])


def test_what_was_over_before_anybody_was_told_is_told_by_nobody(boutique: Boutique) -> None:
    mail = MemoryChannel()
    with floor(boutique, Script(name="stock")) as here:
        alerts = alerts_of(here, mail)
        alerts.review(STOCK)
        alerts.review({})
        alerts.tell()

    assert mail.told == []


def test_a_matter_that_comes_back_is_told_again(boutique: Boutique) -> None:
    mail = MemoryChannel()
    with floor(boutique, Script(name="stock")) as here:
        alerts = alerts_of(here, mail)
        for matters in (STOCK, {}, STOCK):
            alerts.review(matters)
            alerts.tell()

    assert subjects(mail) == ["wrong: task:stock", "over: task:stock", "wrong: task:stock"]
    assert len({message.id for message in mail.told}) == 3


@pytest.mark.parametrize("trouble", [TransientError("away"), CredentialsError("bad password")])
def test_a_channel_that_is_away_is_tried_again_and_keeps_no_other_waiting(
    boutique: Boutique, trouble: TransientError | CredentialsError
) -> None:
    mail, hook = MemoryChannel(name="mail"), MemoryChannel(name="hook")
    mail.trouble = trouble
    with floor(boutique, Script(name="stock")) as here:
        alerts = alerts_of(here, mail, hook)
        alerts.review(STOCK)
        alerts.tell()
        mail.trouble = None
        resting = [len(mail.told) for _ in range(2) if alerts.tell() is None]  # type: ignore[func-returns-value]  # told between two looks

    assert subjects(hook) == ["wrong: task:stock"]
    assert resting == [0, 1]


def test_a_channel_that_fails_again_and_again_is_tried_less_and_less(boutique: Boutique) -> None:
    tries: list[int] = []

    class Deaf(MemoryChannel):
        rounds = 0

        def send(self, message: object) -> None:
            tries.append(self.rounds)
            raise TransientError(f"no answer to {message}")

    deaf = Deaf()
    with floor(boutique, Script(name="stock")) as here:
        alerts = alerts_of(here, deaf)
        alerts.review(STOCK)
        for deaf.rounds in range(200):
            alerts.tell()

    assert tries[:5] == [0, 2, 6, 14, 30]
    assert max(after - before for before, after in pairwise(tries)) == RESTS_MAX


def test_a_message_that_is_refused_counts_as_told(boutique: Boutique) -> None:
    mail = MemoryChannel()
    mail.trouble = RecordError("no such address", ref="shop@example.org")
    with floor(boutique, Script(name="stock")) as here:
        alerts = alerts_of(here, mail)
        alerts.review(STOCK)
        alerts.tell()
        mail.trouble = None
        alerts.tell()

        assert len(here.facts(AlertTold)) == 1
    assert mail.told == []


def test_the_oldest_matter_stands_first(boutique: Boutique) -> None:
    with floor(boutique, Script(name="stock")) as here:
        alerts = alerts_of(here)
        alerts.review(STOCK)
        here.clock.move(minutes=1)
        alerts.review({"models": AWAY, **STOCK})

        assert [one.alert for one in alerts.standing()] == ["task:stock", "models"]
