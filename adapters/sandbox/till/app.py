"""The till's addresses, and what happens at each."""

import re
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from pos2web.adapters.sandbox.till import books, dealings, forms, gallery
from pos2web.adapters.sandbox.till.changes import CHANGES, Change, Gallery
from pos2web.adapters.sandbox.till.database import reading, writing
from pos2web.adapters.sandbox.till.drawables import drawables
from pos2web.adapters.sandbox.till.guard import Guard
from pos2web.adapters.sandbox.till.pages import Visit, on_missing, on_refusal, page, visit_of
from pos2web.adapters.sandbox.till.words import amount
from pos2web.errors import RuleError

FIELDS_MAX = 400

Clock = Callable[[], datetime]


class Counter:
    """The till's pages over one database."""

    def __init__(self, database: Path, photos: Path, clock: Clock) -> None:
        self._database = database
        self._gallery = Gallery(database.parent, photos)
        self._clock = clock

    def front(self, request: Request) -> Response:
        """The products, the ticket and what was sold last."""
        visit = visit_of(request)
        asked = request.query_params
        wanted = books.Wanted(
            search=forms.text(asked, "q")[: forms.NAME_MAX],
            shelf=_number(asked.get("shelf", "")),
            page=_number(asked.get("page", "")) or 0,
        )
        with reading(self._database) as till:
            cards, has_more = books.cards(till, wanted, visit.language)
            values = {
                "cards": cards,
                "has_more": has_more,
                "wanted": wanted,
                "shelves": books.shelves(till, visit.language),
                "tickets": books.tickets(till),
            }
        return page("counter.html", visit, values)

    def product(self, request: Request) -> Response:
        """One product, with everything that may be changed of it."""
        visit = visit_of(request)
        with reading(self._database) as till:
            card = _asked_for(till, request, visit)
            photos = books.photos(till, card.id)
        return page(
            "product.html", visit, {"card": card, "photos": photos, **drawables(visit.language)}
        )

    def new(self, request: Request) -> Response:
        """The form for a new product."""
        visit = visit_of(request)
        with reading(self._database) as till:
            shelves = books.shelves(till, visit.language)
        values = {"shelves": shelves, "rates": forms.VAT_RATES, **drawables(visit.language)}
        return page("new.html", visit, values)

    def photo(self, request: Request) -> Response:
        """The content of a photo."""
        with reading(self._database) as till:
            found = books.photo(till, request.path_params["image"])
        shown = None if found is None else gallery.content(self._gallery.home, *found)
        if shown is None:
            raise HTTPException(404)
        headers = {"cache-control": "private, max-age=300"}
        return Response(shown[0], media_type=shown[1], headers=headers)

    def sell(self, request: Request, form: FormData) -> Response:
        """Ring up the ticket."""
        visit = visit_of(request)
        lines = forms.lines(form.getlist("line"), visit.say)
        at = self._clock()
        with writing(self._database) as till:
            number, total = dealings.sell(till, lines, visit.say, language=visit.language, at=at)
        return _back("/", "sold", number=str(number), total=amount(total, visit.language))

    def add(self, request: Request, form: FormData) -> Response:
        """Put a new product on a shelf."""
        visit = visit_of(request)
        draft = forms.draft(form, visit.say)
        with writing(self._database) as till:
            product = dealings.add(till, draft, visit.say)
            self._gallery.hang(till, product, form, visit)
        return _back(f"/products/{product}", "added", name=draft.name_fr)

    def change(self, request: Request, form: FormData) -> Response:
        """Change one thing of a product."""
        visit = visit_of(request)
        change = CHANGES.get(request.path_params["what"])
        if change is None:
            raise HTTPException(404)
        with writing(self._database) as till:
            card = _asked_for(till, request, visit)
            done = change(till, Change(card, form, visit, self._gallery))
        return _back("/" if done == "removed" else f"/products/{card.id}", done, name=card.name)


def build(database: Path, photos: Path, clock: Clock) -> ASGIApp:
    """The whole till as an ASGI application."""
    counter = Counter(database, photos, clock)
    routes = [
        Route("/", counter.front),
        Route("/new", counter.new),
        Route("/products/{product:int}", counter.product),
        Route("/photos/{image:int}", counter.photo),
        Route("/sales", _with_form(counter.sell), methods=["POST"]),
        Route("/products", _with_form(counter.add), methods=["POST"]),
        Route("/products/{product:int}/{what}", _with_form(counter.change), methods=["POST"]),
        Mount("/static", StaticFiles(packages=[("pos2web.adapters.sandbox.till", "static")])),
    ]
    answers = {RuleError: on_refusal, 404: on_missing, 405: on_missing}
    return Guard(Starlette(routes=routes, exception_handlers=answers))


def _with_form(
    deal: Callable[[Request, FormData], Response],
) -> Callable[[Request], Awaitable[Response]]:
    async def read_and_deal(request: Request) -> Response:
        async with request.form(max_files=1, max_fields=FIELDS_MAX) as form:
            return await run_in_threadpool(deal, request, form)

    return read_and_deal


def _asked_for(till: sqlite3.Connection, request: Request, visit: Visit) -> books.Card:
    card = books.card(till, request.path_params["product"], visit.language)
    if card is None:
        raise HTTPException(404)
    return card


def _back(path: str, done: str, **values: str) -> Response:
    """Send the browser to a page that says what was done."""
    return RedirectResponse(f"{path}?{urlencode({'done': done, **values})}", 303)


def _number(typed: str) -> int | None:
    return int(typed) if re.fullmatch(r"[0-9]{1,9}", typed) else None
