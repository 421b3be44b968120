"""An error that a daemon answers can be said in the asker's language."""

import msgspec
import pytest

from pos2web.errors import Pos2WebError, RecordError, RuleError, TransientError
from pos2web.messages import message
from pos2web.translation import translate
from pos2web.web.failures import Failure, error_of, failure

UNKNOWN = message("there is no task {task!r}; there are: {slots}", task="stck", slots="stock")


@pytest.mark.parametrize(
    "error",
    [
        RuleError(UNKNOWN),
        TransientError(UNKNOWN, retry_after_s=1.0),
        RecordError(UNKNOWN, ref="product:1"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_that_was_sent_is_said_in_french_too(error: Pos2WebError) -> None:
    sent = msgspec.json.decode(msgspec.json.encode(failure(error)), type=Failure)

    back = error_of(sent)

    assert type(back) is type(error)
    assert str(back) == str(error)
    assert translate(back, "fr") == (
        "il n'y a pas de tâche «\u00a0stck\u00a0»\u00a0; il y a\u00a0: stock"
    )


def test_an_error_of_an_older_daemon_is_said_as_it_came() -> None:
    back = error_of(Failure(error="it is too late", kind="RuleError"))

    assert translate(back, "fr") == "it is too late"
