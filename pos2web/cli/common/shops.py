"""Answers that go over all shops: one after the other, whatever became of those before."""

from collections.abc import Callable
from typing import Any

from pos2web.cli.common.exits import Exit, exit_of
from pos2web.cli.common.session import Session
from pos2web.errors import Pos2WebError
from pos2web.settings import Settings
from pos2web.translation import translate

Answered = tuple[Exit, Any]
"""How a shop's part of an answer ended, and its values for JSON."""


def over_shops(session: Session, answer: Callable[[Settings], Answered], as_json: bool) -> Exit:
    """Answer for the shop that is meant, or for each of them below its name; the worst of their ends.

    Where there are several, an error that ends one keeps no other from being answered for.
    """
    each = session.settings().per_shop()
    if len(each) == 1:
        code, values = answer(each[0])
        if as_json:
            session.json(values)
        return code
    codes, said = [], {}
    for one in each:
        name = str(one.chosen)
        if not as_json:
            session.print(session.text("shop", shop=name), style="bold")
        code, said[name] = _answered(session, one, answer)
        codes.append(code)
    if as_json:
        session.json({"shops": said})
    return max(codes)


def _answered(session: Session, one: Settings, answer: Callable[[Settings], Answered]) -> Answered:
    try:
        return answer(one)
    except Pos2WebError as error:
        session.err.print(translate(error, session.language), markup=False)
        return exit_of(error), {"error": str(error)}
