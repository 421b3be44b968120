"""`/sandbox/…`: what tests and people may look at and change while the shop runs, from here only."""

import json
from collections import Counter

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from pos2web.adapters.sandbox.shop.door import Door
from pos2web.adapters.sandbox.shop.faults import Dice, Faults
from pos2web.adapters.sandbox.shop.settings import Settings

_LOOPBACK = ("127.0.0.1", "::1")


class Control:
    """The routes, and the door that they look at once it is there."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.door: Door | None = None
        self.routes = [
            Route("/sandbox/faults", self._faults, methods=["GET", "PUT", "DELETE"]),
            Route("/sandbox/counts", self._counts, methods=["GET", "DELETE"]),
            Route("/sandbox/settings", self._change, methods=["GET", "PATCH"]),
        ]

    async def _faults(self, request: Request) -> Response:
        """GET shows the faults, PUT replaces them, DELETE ends them."""
        if self.door is None or not _is_local(request):
            return PlainTextResponse("from this machine only", 403)
        try:
            if request.method == "PUT":
                faults = msgspec.json.decode(await request.body(), type=Faults)
                self.door.dice = Dice(faults)
            elif request.method == "DELETE":
                self.door.dice = Dice(Faults())
        except msgspec.ValidationError as error:
            return PlainTextResponse(str(error), 400)
        shown = msgspec.to_builtins(self.door.dice.faults) | {"drawn": dict(self.door.drawn)}
        return JSONResponse(shown)

    async def _counts(self, request: Request) -> Response:
        """GET shows how many requests came, by method and resource; DELETE starts at 0 again."""
        if self.door is None or not _is_local(request):
            return PlainTextResponse("from this machine only", 403)
        if request.method == "DELETE":
            self.door.counts.clear()
            self.door.drawn.clear()
        return JSONResponse(counted(self.door.counts))

    async def _change(self, request: Request) -> Response:
        """GET shows the settings, PATCH changes those that it names."""
        if not _is_local(request):
            return PlainTextResponse("from this machine only", 403)
        if request.method == "PATCH":
            changes = msgspec.to_builtins(self._settings) | json.loads(await request.body())
            try:
                new = msgspec.convert(changes, Settings)
            except msgspec.ValidationError as error:
                return PlainTextResponse(str(error), 400)
            for name in Settings.__struct_fields__:
                setattr(self._settings, name, getattr(new, name))
        return JSONResponse(msgspec.to_builtins(self._settings))


def _is_local(request: Request) -> bool:
    return request.client is not None and request.client.host in _LOOPBACK


def counted(counts: Counter[tuple[str, str]]) -> dict[str, object]:
    """The counts as JSON shows them: `total`, and `by` method and resource."""
    by: dict[str, dict[str, int]] = {}
    for (method, resource), count in sorted(counts.items()):
        by.setdefault(method, {})[resource or "/"] = count
    return {"total": sum(counts.values()), "by": by}
