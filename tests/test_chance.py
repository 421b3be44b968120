"""Chance is the same each time, unless another is asked for."""

import pytest
from hypothesis import settings

from tests.chance import ANY, ASKED, seed_for


def test_a_test_has_its_own_seed_each_time_the_same() -> None:
    assert seed_for("test_storm", "") == seed_for("test_storm", "")
    assert seed_for("test_storm", "") != seed_for("test_drill", "")


def test_a_seed_that_is_asked_for_is_had() -> None:
    assert seed_for("test_storm", "7") == 7


def test_others_are_tried_when_any_is_asked_for() -> None:
    assert len({seed_for("test_storm", ANY) for _ in range(20)}) > 1


def test_properties_are_tried_with_the_same_examples_unless_any_is_asked_for() -> None:
    assert settings().derandomize == (ASKED != ANY)


def test_what_takes_a_seed_can_be_found(request: pytest.FixtureRequest, seed: int) -> None:
    assert request.node.get_closest_marker("chance") is not None
    assert 0 <= seed < 10**6
