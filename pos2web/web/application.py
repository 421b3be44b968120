"""The addresses of the daemon, and what happens at each."""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from pos2web.domain.values import nfc
from pos2web.errors import Pos2WebError, TransientError
from pos2web.messages import message
from pos2web.tasks.control import Control
from pos2web.web import answers
from pos2web.web.access import Access
from pos2web.web.bodies import HINT_BYTES_MAX, Decided, Hint, RunWanted, received, record
from pos2web.web.guard import Guard
from pos2web.web.health import health
from pos2web.web.metrics import exposition

OVERVIEW_WAIT_S = 10.0
"""An overview that takes longer tells of a lock that nobody gives back."""

WAITING_MAX = 8
"""So many may wait for the end of a run at once; each holds a thread."""

Endpoint = Callable[[Request], Awaitable[Response]]


class Routes:
    """What answers at each address."""

    def __init__(
        self,
        control: Control,
        access: Access,
        is_ready: Callable[[], bool],
        overview_wait_s: float = OVERVIEW_WAIT_S,
    ) -> None:
        self._control = control
        self._access = access
        self._is_ready = is_ready
        self._overview_wait_s = overview_wait_s
        self._waiting = asyncio.Semaphore(WAITING_MAX)

    async def healthz(self, _request: Request) -> Response:
        """Say whether the daemon is well, and what is wrong."""
        try:
            async with asyncio.timeout(self._overview_wait_s):
                overview = await run_in_threadpool(self._control.overview)
        except TimeoutError as error:
            raise TransientError(
                message("the tasks don't say how they are"), retry_after_s=10
            ) from error
        found = health(overview, is_ready=self._is_ready())
        return answers.json(found, 200 if found.is_well else 503)

    async def readyz(self, _request: Request) -> Response:
        """Say whether everything is open."""
        is_ready = self._is_ready()
        return answers.json({"ready": is_ready}, 200 if is_ready else 503)

    async def metrics(self, request: Request) -> Response:
        """Tell Prometheus."""
        overview = await run_in_threadpool(self._control.overview)
        found = health(overview, is_ready=self._is_ready())
        content, media_type = exposition(overview, found, request.headers.get("accept", ""))
        return Response(content, headers={"content-type": media_type})

    async def overview(self, _request: Request) -> Response:
        """Say how everything stands."""
        return answers.json(await run_in_threadpool(self._control.overview))

    async def run(self, request: Request) -> Response:
        """Run a task, and wait for its end where that is wanted."""
        task, wanted = _task(request), record(await received(request), RunWanted)

        def run() -> object:
            return self._control.run(
                task,
                approved=wanted.approved,
                retry_held=wanted.retry_held,
                wait_s=wanted.wait_s,
            )

        if not wanted.wait_s:
            return answers.json(await run_in_threadpool(run))
        if self._waiting.locked():
            raise TransientError(
                message("{waiting_max} others wait for a run already", waiting_max=WAITING_MAX),
                retry_after_s=10,
            )
        async with self._waiting:
            return answers.json(await run_in_threadpool(run))

    async def stop(self, request: Request) -> Response:
        """Stop a task's run."""
        was_there = await run_in_threadpool(self._control.stop, _task(request))
        return answers.json({"stopped": was_there})

    async def decide(self, request: Request) -> Response:
        """Record a decision."""
        decided = record(await received(request), Decided)
        positions = await run_in_threadpool(
            self._control.decide, decided.decision, actor=decided.actor, shop=decided.shop
        )
        return answers.json({"positions": positions})

    async def hint(self, request: Request) -> Response:
        """Hear from another command that something changed at the till."""
        told = record(await received(request), Hint)
        await run_in_threadpool(self._control.hint, told.source)
        return answers.json({"heard": True}, 202)

    async def hook(self, request: Request) -> Response:
        """Hear from a till that something changed there, whatever else it says."""
        shown = request.headers.get("x-pos2web-token") or request.query_params.get("token", "")
        if not self._access.hints(shown):
            raise HTTPException(401, "the hook's token is missing or another one")
        await received(request, HINT_BYTES_MAX)
        await run_in_threadpool(self._control.hint, "webhook")
        return answers.json({"heard": True}, 202)

    def private(self, endpoint: Endpoint) -> Endpoint:
        """An endpoint for those who may control us only."""

        async def admitted(request: Request) -> Response:
            if not self._access.controls(request.headers.get("authorization", "")):
                challenge = {"www-authenticate": "Bearer"}
                raise HTTPException(401, "the daemon's token is missing or another one", challenge)
            return await endpoint(request)

        return admitted

    def routes(self) -> list[Route]:
        """Every address, and how it may be asked."""
        return [
            Route("/healthz", self.healthz),
            Route("/readyz", self.readyz),
            Route("/metrics", self.metrics),
            Route("/hooks/till", self.hook, methods=["POST"]),
            Route("/api/overview", self.private(self.overview)),
            Route("/api/tasks/{name}/run", self.private(self.run), methods=["POST"]),
            Route("/api/tasks/{name}/stop", self.private(self.stop), methods=["POST"]),
            Route("/api/decisions", self.private(self.decide), methods=["POST"]),
            Route("/api/hints", self.private(self.hint), methods=["POST"]),
        ]


def application(
    control: Control,
    access: Access,
    *,
    is_ready: Callable[[], bool],
    overview_wait_s: float = OVERVIEW_WAIT_S,
) -> ASGIApp:
    """All that the daemon answers over HTTP."""
    rooms = Routes(control, access, is_ready, overview_wait_s)
    inner = Starlette(
        routes=rooms.routes(),
        exception_handlers={
            HTTPException: answers.on_refusal,
            Pos2WebError: answers.on_error,
            Exception: answers.on_bug,
        },
    )
    return Guard(inner, access)


def _task(request: Request) -> str:
    return nfc(request.path_params["name"])
