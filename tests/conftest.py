"""What holds for every test."""

import pytest

pytest_plugins = ["tests.chance", "tests.servers.fixtures"]


@pytest.fixture
def unmeasured(monkeypatch: pytest.MonkeyPatch) -> None:
    """The processes that this test starts are not measured for coverage: it costs half of their time,
    and one that is killed does not hand it in anyway."""
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
