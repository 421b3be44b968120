"""Wrappers: each speaks the port that it wraps and changes one thing."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pytest

from pos2web.adapters.http import Body, NotReachedError, Params, Response
from pos2web.adapters.pace import Pace
from pos2web.adapters.wrappers.dry_run import DryRunShop
from pos2web.adapters.wrappers.logged import LoggedShop, LoggedTill
from pos2web.adapters.wrappers.patience import Backoff, PatientHttp
from pos2web.adapters.wrappers.rate_limited import RateLimitedShop
from pos2web.adapters.wrappers.retrying import RetryingShop, RetryingTill
from pos2web.domain.changes import Action
from pos2web.domain.profile import ShopProfile
from pos2web.domain.things import Brand, Image
from pos2web.domain.values import Kind
from pos2web.errors import CredentialsError, RecordError, TransientError
from pos2web.ports import (
    Done,
    Finding,
    Outcome,
    Page,
    Refused,
    Severity,
    Shop,
    Till,
    TillCapabilities,
    Unsure,
    Untried,
    Write,
)

PROFILE = ShopProfile(
    name="Lab", version="8", languages=("fr",), default_language="fr", currency="EUR"
)
BRAND = Brand(key="1", name="A")
PAGE = Page(things=(BRAND,))
LAST = Page(complete=(Kind.BRAND,), cursor="7")
IMAGE = Image(key="5", product="1")
FINDING = Finding(severity=Severity.OK, about="shop", text="fine")
BUSY = TransientError("busy")


def writes(count: int) -> list[Write]:
    return [
        Write(
            id=f"w{n}",
            action=Action.CREATE,
            kind=Kind.BRAND,
            shop_key=None,
            thing=BRAND,
            fields=frozenset({"name"}),
        )
        for n in range(count)
    ]


class Scripted:
    """A till and a shop that fail as told, then work. Each entry of `fails` is met once."""

    def __init__(
        self, *fails: Exception, outcomes: Sequence[Sequence[Outcome]] = (), calls_each: int = 1
    ) -> None:
        self.fails = list(fails)
        self.outcomes = [list(batch) for batch in outcomes]
        self.applied: list[list[str]] = []
        self.closed = 0
        self.mark = "before"
        self.calls_each = calls_each
        self._calls = 0

    @property
    def calls(self) -> int:
        return self._calls

    @property
    def capabilities(self) -> TillCapabilities:
        return TillCapabilities(has_feed=True)

    def profile(self) -> ShopProfile:
        self._ask()
        return PROFILE

    def observe(self, since: str | None) -> Iterator[Page]:
        assert since in (None, "7")
        self._calls += self.calls_each
        yield PAGE
        self._ask()
        yield LAST

    def look(self, looked: Sequence[Write]) -> Iterator[Page]:
        assert looked
        self._ask()
        yield PAGE

    def apply(self, batch: Sequence[Write]) -> list[Outcome]:
        self._ask()
        self.applied.append([write.id for write in batch])
        if self.outcomes:
            return self.outcomes.pop(0)
        return [Done(shop_key="1") for _ in batch]

    def read_image(self, image: Image) -> bytes:
        self._ask()
        return image.key.encode()

    def read_mark(self) -> str | None:
        self._ask()
        return self.mark

    def write_mark(self, mark: str) -> bool:
        self._ask()
        self.mark = mark
        return True

    def pulse(self) -> str | None:
        self._ask()
        return "42"

    def open_image(self, image: Image) -> bytes:
        return self.read_image(image)

    def check(self) -> Iterator[Finding]:
        yield FINDING

    def close(self) -> None:
        self.closed += 1

    def _ask(self) -> None:
        self._calls += self.calls_each
        if self.fails:
            raise self.fails.pop(0)


class Sleep:
    """Remembers how long it was asked to sleep."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)


def backoff(sleep: Sleep | None = None, **settings: Any) -> Backoff:
    return Backoff(jitter=lambda: 1.0, sleep=sleep or Sleep(), **settings)


def every_wrapper(inner: Scripted) -> list[Shop]:
    return [
        RetryingShop(inner, backoff=backoff()),
        RateLimitedShop(inner),
        DryRunShop(inner),
        LoggedShop(inner, name="shop:main"),
    ]


@pytest.mark.parametrize("which", range(4))
def test_what_a_wrapper_does_not_change_passes_through(which: int) -> None:
    inner = Scripted()
    shop = every_wrapper(inner)[which]

    assert shop.profile() == PROFILE
    assert list(shop.observe(None)) == [PAGE, LAST]
    assert list(shop.look(writes(1))) == [PAGE]
    assert shop.read_image(IMAGE) == b"5"
    assert shop.read_mark() == "before"
    assert list(shop.check()) == [FINDING]
    assert shop.calls == inner.calls
    shop.close()
    assert inner.closed == 1


@pytest.mark.parametrize("which", range(4))
def test_wrappers_fit_into_one_another(which: int) -> None:
    wrapped = DryRunShop(LoggedShop(RetryingShop(RateLimitedShop(Scripted())), name="shop:main"))

    assert every_wrapper(Scripted())[which].profile() == wrapped.profile()


@pytest.mark.parametrize("which", range(2))
def test_tills_are_wrapped_too(which: int) -> None:
    inner = Scripted()
    wrappers: list[Till] = [
        RetryingTill(inner, backoff=backoff()),
        LoggedTill(inner, name="till:main"),
    ]
    till = wrappers[which]

    assert till.capabilities.has_feed
    assert till.pulse() == "42"
    assert list(till.observe("7")) == [PAGE, LAST]
    assert till.open_image(IMAGE) == b"5"
    assert list(till.check()) == [FINDING]
    till.close()
    assert inner.closed == 1


def test_a_pulse_is_neither_asked_twice_nor_noted(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    inner = Scripted(BUSY)
    till = LoggedTill(RetryingTill(inner, backoff=backoff()), name="till:main")

    with pytest.raises(TransientError):
        till.pulse()

    assert till.pulse() == "42"
    assert (inner.calls, caplog.records) == (2, [])


# Retrying.


def test_a_reading_is_asked_again_with_longer_and_longer_pauses() -> None:
    sleep = Sleep()
    shop = RetryingShop(Scripted(BUSY, BUSY, BUSY), backoff=backoff(sleep))

    assert shop.profile() == PROFILE
    assert sleep.slept == [0.5, 1.0, 2.0]


def test_the_other_sides_wish_is_respected_within_limits() -> None:
    sleep = Sleep()
    patient = backoff(sleep, longest_s=10)
    wishes = [TransientError("busy", retry_after_s=wish) for wish in (7.0, 3600.0)]

    RetryingShop(Scripted(*wishes), backoff=patient).profile()

    assert sleep.slept == [7.0, 10.0]


def test_pauses_differ_so_that_not_all_come_back_at_once() -> None:
    sleep = Sleep()
    quick = Backoff(jitter=lambda: 0.0, sleep=sleep)

    RetryingShop(Scripted(BUSY), backoff=quick).profile()

    assert sleep.slept == [0.25]


def test_patience_ends() -> None:
    inner = Scripted(*[BUSY] * 9)

    with pytest.raises(TransientError):
        RetryingShop(inner, backoff=backoff(attempts_max=3)).profile()

    assert inner.calls == 3


def test_other_errors_are_not_asked_again() -> None:
    inner = Scripted(CredentialsError("no"))

    with pytest.raises(CredentialsError):
        RetryingShop(inner, backoff=backoff()).profile()

    assert inner.calls == 1


def test_an_observation_begins_anew() -> None:
    shop = RetryingShop(Scripted(BUSY), backoff=backoff())

    assert list(shop.observe(None)) == [PAGE, PAGE, LAST]


def test_an_observation_that_always_fails_fails() -> None:
    till = RetryingTill(Scripted(*[BUSY] * 3), backoff=backoff(attempts_max=3))

    with pytest.raises(TransientError):
        list(till.observe(None))


def test_a_look_is_whole_or_begins_anew() -> None:
    shop = RetryingShop(Scripted(BUSY), backoff=backoff())

    assert list(shop.look(writes(1))) == [PAGE]


def test_only_what_was_not_tried_is_written_again() -> None:
    first: list[Outcome] = [
        Done(shop_key="1"),
        Untried(reason="away"),
        Unsure(reason="?"),
        Refused(reason="no"),
    ]
    inner = Scripted(outcomes=[first, [Done(shop_key="2")]])

    outcomes = RetryingShop(inner, backoff=backoff()).apply(writes(4))

    assert outcomes == [Done(shop_key="1"), Done(shop_key="2"), *first[2:]]
    assert inner.applied == [["w0", "w1", "w2", "w3"], ["w1"]]


def test_writes_that_never_get_through_stay_untried() -> None:
    away: list[Outcome] = [Untried(reason="away")]
    inner = Scripted(outcomes=[away] * 9)

    assert RetryingShop(inner, backoff=backoff(attempts_max=3)).apply(writes(1)) == away
    assert len(inner.applied) == 3


def test_a_write_that_raises_is_not_written_again() -> None:
    inner = Scripted(CredentialsError("no right"))

    with pytest.raises(CredentialsError):
        RetryingShop(inner, backoff=backoff()).apply(writes(1))

    assert inner.calls == 1


# Marks.


@pytest.mark.parametrize("which", range(4))
def test_a_mark_is_kept_but_by_who_writes_nothing(which: int) -> None:
    inner = Scripted()
    shop = every_wrapper(inner)[which]

    is_kept = shop.write_mark("ours")

    assert is_kept is not isinstance(shop, DryRunShop)
    assert inner.mark == ("ours" if is_kept else "before")


def test_a_mark_is_asked_for_again_when_the_shop_is_busy() -> None:
    shop = RetryingShop(Scripted(BUSY, BUSY), backoff=backoff())

    assert (shop.write_mark("ours"), shop.read_mark()) == (True, "ours")


def test_that_there_is_no_place_for_a_mark_is_noted(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")

    assert not LoggedShop(DryRunShop(Scripted()), name="shop:main").write_mark("ours")
    assert caplog.messages == ["shop:main: mark 'ours' has no place"]


# Patience over HTTP.


class Wire:
    """Answers requests as told."""

    def __init__(self, *answers: int | Exception) -> None:
        self.left = list(answers)
        self.sent: list[str] = []

    @property
    def where(self) -> str:
        return "shop.test"

    @property
    def calls(self) -> int:
        return len(self.sent)

    def send(
        self,
        method: str,
        path: str,
        *,
        params: Params | None = None,
        body: Body | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        assert (params, body, headers) == (None, None, None)
        self.sent.append(f"{method} {path}")
        answer = self.left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return Response(status=answer, headers={}, body=b"")

    def close(self) -> None:
        self.sent.append("closed")


@pytest.mark.parametrize(
    ("method", "answers", "status"),
    [
        ("GET", [503, 200], 200),
        ("GET", [TransientError("lost"), 200], 200),
        ("GET", [NotReachedError("away"), 200], 200),
        ("GET", [429, 429, 200], 200),
        ("GET", [404], 404),
        ("GET", [500, 500, 500], 500),
        ("POST", [NotReachedError("away"), 201], 201),
        ("POST", [429, 201], 201),
        ("POST", [503], 503),
        ("PATCH", [500], 500),
    ],
)
def test_only_what_can_do_no_harm_is_sent_again(
    method: str, answers: list[int | Exception], status: int
) -> None:
    wire = Wire(*answers)
    http = PatientHttp(wire, backoff=backoff(attempts_max=3))

    assert http.send(method, "products").status == status
    assert (http.calls, http.where) == (len(answers), "shop.test")


def test_a_write_that_may_have_been_done_is_not_sent_again() -> None:
    wire = Wire(TransientError("lost"), 201)

    with pytest.raises(TransientError):
        PatientHttp(wire, backoff=backoff()).send("POST", "products")

    assert wire.calls == 1


def test_what_asking_again_will_not_mend_is_not_asked_again() -> None:
    wire = Wire(500, 200)
    http = PatientHttp(wire, backoff=backoff(), again=lambda _response: False)

    assert http.send("GET", "products").status == 500
    http.close()
    assert wire.sent[-1] == "closed"


# Pace.


class Stopwatch:
    """A pace whose clock only sleeping moves."""

    def __init__(self, calls_per_s_max: float | None = None) -> None:
        self.now = 0.0
        self.pace = Pace(
            calls_per_s_max=calls_per_s_max, sleep=self._sleep, monotonic=lambda: self.now
        )

    def _sleep(self, seconds: float) -> None:
        self.now += seconds


def test_every_request_of_a_call_counts() -> None:
    watch = Stopwatch(calls_per_s_max=2)
    shop = RateLimitedShop(Scripted(calls_each=6), pace=watch.pace)

    shop.profile()
    shop.profile()

    assert watch.now == pytest.approx(3.0)


class Crossed(Scripted):
    """A shop that is asked for something else, as by another thread, while it is being asked."""

    meanwhile: Callable[[], object] = staticmethod(lambda: None)

    def profile(self) -> ShopProfile:
        self.meanwhile()
        return super().profile()


def test_requests_that_cross_are_paid_for_once() -> None:
    watch = Stopwatch(calls_per_s_max=1)
    inner = Crossed()
    shop = RateLimitedShop(inner, pace=watch.pace)
    inner.meanwhile = lambda: shop.read_image(IMAGE)

    shop.profile()
    watch.pace.wait()

    assert inner.calls == 2
    assert watch.now == pytest.approx(2.0)


def test_too_many_means_to_wait_before_the_next_call() -> None:
    watch = Stopwatch()
    shop = RateLimitedShop(Scripted(TransientError("busy", retry_after_s=5)), pace=watch.pace)

    with pytest.raises(TransientError):
        shop.profile()
    shop.profile()

    assert watch.now == pytest.approx(5.0)
    assert watch.pace.calls_per_s is not None


def test_a_failure_of_another_sort_slows_nobody_down() -> None:
    watch = Stopwatch()
    shop = RateLimitedShop(Scripted(BUSY), pace=watch.pace)

    with pytest.raises(TransientError):
        shop.profile()

    assert watch.pace.calls_per_s is None


def test_writes_are_paced_too() -> None:
    watch = Stopwatch(calls_per_s_max=1)
    shop = RateLimitedShop(Scripted(), pace=watch.pace)

    for _ in range(3):
        shop.apply(writes(1))

    assert watch.now == pytest.approx(2.0)


# Dry run.


def test_a_dry_run_writes_nothing() -> None:
    inner = Scripted()

    outcomes = DryRunShop(inner).apply(writes(2))

    assert outcomes == [Untried(reason="dry run: nothing is written")] * 2
    assert inner.applied == []


# Logging.


def test_what_became_of_writes_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    inner = Scripted(outcomes=[[Done(shop_key="1"), Refused(reason="no name")]])
    shop = LoggedShop(inner, name="shop:main")

    with caplog.at_level(logging.DEBUG, logger="pos2web.adapters.wrappers.logged"):
        shop.apply(writes(2))

    assert "shop:main: create 2 brand: {'Done': 1, 'Refused': 1}" in caplog.messages
    assert "shop:main: w1: no name" in caplog.messages


def test_what_was_seen_is_counted(caplog: pytest.LogCaptureFixture) -> None:
    shop = LoggedShop(Scripted(), name="shop:main")

    with caplog.at_level(logging.INFO, logger="pos2web.adapters.wrappers.logged"):
        list(shop.observe(None))

    assert caplog.messages == ["shop:main: observe: 1 things, 0 unchanged, 0 unreadable"]


def test_a_failure_is_logged_and_raised(caplog: pytest.LogCaptureFixture) -> None:
    shop = LoggedShop(Scripted(RecordError("no photo 5", ref="image:5")), name="shop:main")

    with caplog.at_level(logging.WARNING), pytest.raises(RecordError):
        shop.read_image(IMAGE)

    assert caplog.messages == ["shop:main: photo 5 failed: no photo 5"]


def test_nothing_to_write_is_logged_as_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="pos2web.adapters.wrappers.logged"):
        assert LoggedShop(Scripted(), name="shop:main").apply([]) == []

    assert "shop:main: apply nothing: {}" in caplog.messages
