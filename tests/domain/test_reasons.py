"""Reasons as notes show them."""

from pos2web.domain.reasons import Code, Reason, saying
from pos2web.errors import TransientError
from pos2web.messages import message
from pos2web.translation import translate


def test_a_reason_is_noted_with_its_words_and_what_else_there_is() -> None:
    nameless = Reason(Code.NO_NAME)
    stuck = Reason(Code.NO_PROGRESS, {"minutes": 10}, also=(nameless,))

    assert str(stuck) == "no_progress (minutes 10); no_name"


def test_a_reason_remembers_how_its_text_was_made() -> None:
    away = TransientError(message("cannot reach {where}: {cause}", where="shop", cause="timed out"))

    reason = saying(Code.BACKUP_BEHIND, away, minutes=5)

    assert reason.words == {"minutes": 5, "text": "cannot reach shop: timed out"}
    assert translate(reason.text, "fr") == "shop est injoignable\u00a0: délai dépassé"


def test_words_of_others_are_a_reasons_text_as_they_are() -> None:
    reason = saying(Code.FAILED, "ORA-00942")

    assert reason == Reason(Code.FAILED, {"text": "ORA-00942"})
    assert translate(reason.text, "fr") == "ORA-00942"
