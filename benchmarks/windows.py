"""Sale windows: whether they are right on the nights of the clock change, and what a pass costs.

Prints a JSON line each for `windows_oracle_differences` (made-up rules whose openings differ in any
minute from those that an oracle finds by walking through the night, for three zones and both nights
of each), `windows_pass` (CPU seconds for the state and next edge of every product, with 200
different windows read before) and `windows_pass_first` (the same where each product has a window of
its own that was never read).
"""

import argparse
from datetime import UTC, date, datetime, timedelta
from time import process_time
from zoneinfo import ZoneInfo

from benchmarks.figures import Figure, show
from pos2web.domain.selling import Mode, Window
from pos2web.sale_calendar import SaleRule, openings, state_at, window_state
from tests.sale_calendar.oracle import (
    MINUTE,
    NIGHTS,
    Made,
    Night,
    made_by,
    made_up,
    night,
    text_of,
    walked,
)

PASS_GOAL_S = 1.0
PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
DAYS = ("", "Mo-Sa ", "Mo,We ", "Sa-Su ", "Oct Mo,We ", "Nov-Dec ", "Mo[1] ", "Fr ")
ENDS = ("", "; PH off", "; easter +1 day off", "; Dec 25 off", "; Su 10:00-12:00")


def differs(rules: tuple[Made, ...], when: Night) -> bool:
    """Whether any minute of a night is not as the oracle says, or any state not as the openings."""
    rule, wanted = SaleRule.parse(text_of(rules)), walked(rules, when)
    found = bytearray(len(wanted))
    for opens, closes in openings(rule, when.start, when.end, when.zone):
        first, last = (opens - when.start) // MINUTE, (closes - when.start) // MINUTE
        found[first:last] = b"\1" * (last - first)
    at = len(rule.text) * 7 % len(wanted)
    state = state_at(rule, when.start + at * MINUTE, when.zone)
    edge = next((place for place in range(at, len(wanted)) if wanted[place] != wanted[at]), None)
    is_state = state.is_open == wanted[at]
    is_edge = edge is None or state.until == when.start + edge * MINUTE
    return bytes(found) != wanted or not is_state or not is_edge


def measure_differences(rules: int) -> None:
    found, walks = 0, 0
    for key, days in NIGHTS.items():
        for day in days:
            when, chance = night(key, day), made_by(f"{key} {day}")
            found += sum(differs(made_up(chance, day), when) for _ in range(rules))
            walks += rules
    show(Figure("windows_oracle_differences", found, "differences", walks, goal=0))


def window(number: int) -> Window:
    """The window of a number: no two numbers have the same hours."""
    minutes, rest = number % 60, number // 60
    hours = f"{8 + rest // 60:02}:{minutes:02}-{14 + number % 5}:{rest % 60:02}"
    more = ",22:00-02:00" if number % 7 == 0 else ",19:00-20:00"
    text = DAYS[number % len(DAYS)] + hours + more + ENDS[number // 8 % len(ENDS)]
    closed = (date(2026, 12, 24), date(2027, 1, 2)) if number % 5 == 0 else ()
    return Window(rule=text, mode=Mode.OFFLINE, country="FR", closed_on=closed)


def pass_s(windows: list[Window], now: datetime) -> float:
    """CPU seconds to know of each window whether it is open and until when."""
    begun = process_time()
    for each in windows:
        window_state(each, now, PARIS)
    return process_time() - begun


def measure_pass(products: int, *, kept: int) -> None:
    windows = [window(number % kept) for number in range(products)]
    pass_s(windows[:kept], NOW)
    rounds = [pass_s(windows, NOW + timedelta(days=number)) for number in range(7)]
    show(Figure("windows_pass", max(rounds), "CPU s", products, goal=PASS_GOAL_S))


def measure_first(products: int) -> None:
    windows = [window(number + 200) for number in range(products)]
    first_s = pass_s(windows, NOW)
    show(Figure("windows_pass_first", first_s, "CPU s", products, goal=PASS_GOAL_S))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rules", type=int, default=10_000)
    parser.add_argument("--products", type=int, default=5_000)
    given = parser.parse_args()
    measure_pass(given.products, kept=200)
    measure_first(given.products)
    measure_differences(given.rules)


if __name__ == "__main__":
    main()
