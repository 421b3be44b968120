"""A desk that is served on this machine, and somebody who asks it."""

import ssl
from collections.abc import Iterator

import httpx
import pytest

from pos2web.web.access import Access
from pos2web.web.application import application
from pos2web.web.server import Server, serving
from tests.daemon.desk import FakeDesk

ACCESS = Access(token="t0ken-of-the-daemon", hook_token="t0ken-of-the-hook")  # noqa: S106 - opens nothing but this test's server
BEARER = {"authorization": f"Bearer {ACCESS.token}"}


TLS = ssl.create_default_context()
"""Not needed here, and yet made anew for every client otherwise, which takes its time."""


class Readiness:
    """Whether the daemon says that it is ready."""

    is_ready = True

    def __call__(self) -> bool:
        return self.is_ready


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[FakeDesk, Readiness, Server]]:
    """One server for all tests of a module, since each takes a moment to stop."""
    service, readiness = FakeDesk(), Readiness()
    app = application(service, ACCESS, is_ready=readiness, overview_wait_s=0.5)
    with serving(app, host="127.0.0.1", port=0) as server:
        yield service, readiness, server


@pytest.fixture
def service(served: tuple[FakeDesk, Readiness, Server]) -> Iterator[FakeDesk]:
    """The desk, as if nothing had been asked of it yet."""
    one = served[0]
    one.begin()
    yield one
    one.hang.set()


@pytest.fixture
def readiness(served: tuple[FakeDesk, Readiness, Server]) -> Iterator[Readiness]:
    yield served[1]
    served[1].is_ready = True


@pytest.fixture
def server(served: tuple[FakeDesk, Readiness, Server], service: FakeDesk) -> Server:
    assert service.asked == []
    return served[2]


@pytest.fixture
def stranger(server: Server) -> Iterator[httpx.Client]:
    """Somebody without a token."""
    with httpx.Client(base_url=server.url, timeout=30, verify=TLS, trust_env=False) as client:
        yield client


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    """Somebody who may control."""
    with httpx.Client(
        base_url=server.url, timeout=30, verify=TLS, trust_env=False, headers=BEARER
    ) as one:
        yield one
