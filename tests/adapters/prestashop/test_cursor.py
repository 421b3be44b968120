"""Up to when a shop was seen, whatever its clock on the wall does."""

from datetime import UTC, datetime

import pytest

from pos2web.adapters.http import Response
from pos2web.adapters.prestashop.cursor import Cursor, changed_from, cursor_of, seconds_of

PARIS = "Europe/Paris"


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def answer(**headers: str) -> Response:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(status=200, headers=names, body=b"")


def test_a_cursor_survives_being_kept() -> None:
    cursor = Cursor(began=1795485512, newest="2026-11-24 02:57:02")

    assert cursor_of(str(cursor)) == cursor


@pytest.mark.parametrize("text", [None, "", "2026-11-24", "4|5|", "3|soon|", "3"])
def test_what_is_no_cursor_of_ours_means_everything(text: str | None) -> None:
    assert cursor_of(text) is None


def test_after_an_upgrade_that_reads_more_of_things_everything_is_read_once() -> None:
    assert cursor_of("1|1795485512|2026-11-24 02:57:02") is None
    assert cursor_of("2|1795485512|2026-11-24 02:57:02") is None


def test_a_date_that_is_none_is_forgotten() -> None:
    assert cursor_of("3|5|0000-00-00 00:00:00") == Cursor(began=5)


def test_changes_are_sought_from_a_little_before_the_last_reading() -> None:
    cursor = Cursor(began=at("2026-07-01T10:00:00"))

    changed = changed_from(cursor, now=at("2026-07-02T10:00:00"), zone=PARIS, overlap_s=5)

    assert changed == "2026-07-01 11:59:55"


def test_the_hour_that_comes_twice_in_autumn_is_read_again() -> None:
    seen_before = Cursor(began=at("2026-10-25T00:50:00"))  # 02:50 in summer time

    changed = changed_from(seen_before, now=at("2026-10-25T01:20:00"), zone=PARIS, overlap_s=0)

    assert changed <= "2026-10-25 02:10:00"  # what changed at 01:10 UTC, in winter time


def test_spring_loses_no_change() -> None:
    seen_before = Cursor(began=at("2026-03-29T00:50:00"))  # 01:50 in winter time

    changed = changed_from(seen_before, now=at("2026-03-29T01:20:00"), zone=PARIS, overlap_s=0)

    assert changed == "2026-03-29 01:50:00"


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc"])
def test_without_a_known_zone_the_newest_date_counts(zone: str) -> None:
    cursor = Cursor(began=at("2026-07-01T10:00:00"), newest="2026-07-01 11:58:00")

    changed = changed_from(cursor, now=at("2026-07-01T10:05:00"), zone=zone, overlap_s=5)

    assert changed == "2026-07-01 11:57:55"


def test_after_a_clock_was_put_back_everything_is_read() -> None:
    cursor = Cursor(began=at("2026-07-01T10:00:00"), newest="2026-07-01 11:58:00")

    changed = changed_from(cursor, now=at("2026-07-01T09:00:00"), zone=PARIS, overlap_s=5)

    assert changed == ""


def test_a_clock_that_lags_by_a_moment_is_no_reason_to_read_everything() -> None:
    cursor = Cursor(began=at("2026-07-01T10:00:00"), newest="2026-07-01 11:58:00")

    changed = changed_from(cursor, now=at("2026-07-01T09:59:58"), zone=PARIS, overlap_s=5)

    assert changed == "2026-07-01 11:57:55"


def test_who_knows_nothing_reads_everything() -> None:
    assert changed_from(Cursor(), now=0, zone="", overlap_s=5) == ""


def test_the_shop_tells_its_time() -> None:
    date = "Tue, 24 Nov 2026 01:58:32 GMT"

    assert seconds_of(answer(access_time="1795485512", date=date)) == 1795485512
    assert seconds_of(answer(date=date)) == at("2026-11-24T01:58:32")
    assert seconds_of(answer()) == 0
    assert seconds_of(None) == 0
