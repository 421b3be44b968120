"""What customers read while something can't be bought, as it is given on a command line."""

from collections.abc import Iterable

import click

from pos2web.cli.common.refusing import refuse
from pos2web.cli.common.session import Session
from pos2web.domain.values import Texts, nfc

LANGUAGE_CHARS = 2
TEXT_CHARS_MAX = 255
"""More than a shop shows beside a button."""

message_option = click.option(
    "--message",
    multiple=True,
    metavar="LANGUAGE=TEXT",
    help="What customers read meanwhile; {opening} in it becomes the next opening.",
)


def texts_of(session: Session, given: Iterable[str]) -> Texts:
    """Texts by language, from `fr=…` and `en=…`. Raises Refusal."""
    texts: dict[str, str] = {}
    for each in given:
        language, equals, text = nfc(each).partition("=")
        language, text = language.strip().lower(), text.strip()
        is_code = len(language) == LANGUAGE_CHARS and language.isascii() and language.isalpha()
        if not (equals and is_code and 0 < len(text) <= TEXT_CHARS_MAX) or language in texts:
            raise refuse(session, "wrong.message", given=each, limit=TEXT_CHARS_MAX)
        texts[language] = text
    return texts
