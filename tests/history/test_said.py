"""What was refused, or went wrong, is told in the reader's language however long ago it was."""

from datetime import UTC, datetime

import msgspec

from pos2web.domain.archive_facts import BackupDrilled
from pos2web.domain.connections import MAIN_SHOP
from pos2web.domain.facts import ChangeRefused, Fact
from pos2web.domain.reasons import Code, Reason, saying
from pos2web.domain.run_facts import RunEnded
from pos2web.domain.streams import Stream
from pos2web.domain.values import Position
from pos2web.errors import TransientError
from pos2web.history import sentence
from pos2web.history.words.alerts import alert_message
from pos2web.log import Event
from pos2web.log.codec import STANDARD
from pos2web.messages import message, sentence_of

AWAY = TransientError(
    message("cannot reach {where}: {cause}", where="boutique.example", cause="timed out")
)


def told(fact: Fact, language: str) -> str:
    """The sentence of a fact that was recorded and read again."""
    name, payload = STANDARD.names[type(fact)], STANDARD.encode(fact)
    event = Event(
        position=Position(1),
        stream=Stream("run/1"),
        version=1,
        recorded_at=datetime(2026, 11, 24, tzinfo=UTC),
        actor="daemon",
        cause=Position(0),
        run="1",
        connection=MAIN_SHOP,
        fact=STANDARD.decoders[name](payload),
    )
    return sentence(event, language).replace("\u00a0", " ")


def test_a_run_that_failed_says_why_in_both_languages() -> None:
    fact = RunEnded(task="stock", outcome="failed", reason=saying(Code.FAILED, AWAY))

    assert told(fact, "fr").endswith("a échoué : boutique.example est injoignable : délai dépassé")
    assert told(fact, "en").endswith("cannot reach boutique.example: timed out")


def test_a_change_that_was_refused_says_why_in_both_languages() -> None:
    why = message("category {shop_key} is the shop's root", shop_key="2")
    fact = ChangeRefused(change="1", reason=str(why), said=sentence_of(why))

    assert told(fact, "fr").endswith("la catégorie 2 est la racine du site")
    assert told(fact, "en").endswith("category 2 is the shop's root")


def test_a_trial_restore_that_went_wrong_says_what_in_both_languages() -> None:
    lost = message("positions {first} to {last} are missing", first=7, last=9)
    fact = BackupDrilled(
        store="usb",
        position=9,
        events=9,
        problems=(str(lost), "odd"),
        rpo_ms=1,
        rto_ms=1,
        said=(sentence_of(lost) or None, None),
    )

    assert told(fact, "fr").endswith("échoué : il manque les positions 7 à 9 ; odd")
    assert told(fact, "en").endswith("positions 7 to 9 are missing; odd")


def test_a_mail_about_what_is_wrong_is_in_the_readers_language() -> None:
    reason = saying(Code.BACKUP_BEHIND, AWAY, minutes=90)

    _, french = alert_message("backup", reason, "fr", is_over=False)
    _, english = alert_message("backup", reason, "en", is_over=False)

    assert "boutique.example est injoignable" in french
    assert "cannot reach boutique.example" in english


def test_what_was_recorded_without_it_stays_as_it_was() -> None:
    reason = Reason(Code.FAILED, {"text": "ORA-00942"})
    fact = RunEnded(task="stock", outcome="failed", reason=reason)

    assert b"said" not in msgspec.json.encode(fact)
    assert saying(Code.FAILED, "ORA-00942") == reason
    assert told(fact, "fr").endswith("a échoué : ORA-00942")
