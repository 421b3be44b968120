"""Turns what the till knows into pages."""

from collections.abc import Mapping
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from pos2web.adapters.sandbox.till.words import LANGUAGES, Say, amount, as_typed, speaking

_TEMPLATES = Environment(
    loader=PackageLoader("pos2web.adapters.sandbox.till"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class Visit(NamedTuple):
    """Whom a page is for: their language, and what was just done for them."""

    language: str
    say: Say
    done: str = ""


def visit_of(request: Request) -> Visit:
    """The language asked for, else the one chosen before, else French."""
    asked = request.query_params.get("lang", request.cookies.get("lang", ""))
    language = asked if asked in LANGUAGES else LANGUAGES[0]
    say = speaking(language)
    return Visit(language, say, _done(request, say))


def page(
    name: str, visit: Visit, values: Mapping[str, object], *, status: int = 200
) -> HTMLResponse:
    """A page made from its template, in the visitor's language from now on."""
    html = _TEMPLATES.get_template(name).render(
        say=visit.say,
        language=visit.language,
        other_language=next(code for code in LANGUAGES if code != visit.language),
        done=visit.done,
        euros=lambda value: amount(value, visit.language),
        typed=lambda value: as_typed(value, visit.language),
        **values,
    )
    answer = HTMLResponse(html, status)
    answer.set_cookie("lang", visit.language, httponly=True, samesite="strict")
    return answer


def refusal(visit: Visit, reason: str, *, status: int = 400) -> HTMLResponse:
    """A page that says what can't be done, and why."""
    return page("refused.html", visit, {"reason": reason}, status=status)


def _done(request: Request, say: Say) -> str:
    """The sentence that a redirect asked to be shown: a phrase of ours with its values filled in."""
    key = request.query_params.get("done", "")
    if key not in {"added", "changed", "counted", "removed", "returned", "sold", "withdrawn_now"}:
        return ""
    values = {name: request.query_params.get(name, "") for name in ("name", "number", "total")}
    return say(key, **values)


def on_refusal(request: Request, error: Exception) -> HTMLResponse:
    """Answer for the rules of the till."""
    return refusal(visit_of(request), str(error))


def on_missing(request: Request, error: Exception) -> HTMLResponse:  # noqa: ARG001 - the signature is given
    """Answer for what isn't there."""
    visit = visit_of(request)
    return refusal(visit, visit.say("no_page"), status=404)
