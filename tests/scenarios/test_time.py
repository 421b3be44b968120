"""Clocks that are wrong, or are put right."""

from datetime import timedelta

import pytest

from tests.shops.place import Place

LEAPS = [timedelta(hours=hours) for hours in (-30, -3, 3, 30)]


@pytest.mark.parametrize("leap", LEAPS, ids=str)
def test_nothing_is_lost_or_twice_when_the_clock_leaps_between_two_runs(
    synced: Place, leap: timedelta
) -> None:
    for price, ahead in (("5.10", leap), ("5.20", timedelta()), ("5.30", leap / 2)):
        synced.watch.ahead = ahead
        synced.ring_up("UPDATE products SET price = ? WHERE reference = 'CUP'", price)
        synced.ring_up("UPDATE stock SET quantity = quantity + 1 WHERE variant_id = 2")
        report = synced.sync()
        verdict = synced.verdict()

        assert (report.outcome, report.reason) == ("done", None)
        assert (verdict.duplicates, verdict.lost) == ([], [])
        assert synced.sync().writes == 0


@pytest.mark.parametrize("leap", LEAPS, ids=str)
def test_what_happens_on_the_site_is_seen_whatever_its_clock_shows(
    synced: Place, leap: timedelta
) -> None:
    synced.sync()
    synced.watch.ahead = leap
    hand = synced.by_hand
    hand.change("products", hand.find("products", "reference", "CUP"), "<price>1</price>")

    report = synced.sync()

    assert report.outcome == "done"
    assert synced.verdict().lost == []
