"""Generated periods of every form."""

from hypothesis import strategies as st

from pos2web.domain.schedules import Period, PeriodError, Range, checked

DAY_MIN = 1440

months = st.lists(st.integers(1, 12), unique=True, max_size=12)
weekdays = st.lists(st.integers(1, 7), unique=True, max_size=7)
month_days = st.lists(
    st.integers(-31, 31).filter(bool) | st.sampled_from([-2, -1, 1, 29, 31]),
    unique=True,
    max_size=8,
)
minutes = st.integers(0, DAY_MIN - 1) | st.sampled_from([0, 90, 120, 150, 180, 1410, 1439])
intervals = st.integers(1, DAY_MIN) | st.sampled_from([1, 5, 15, 30, 60, 90, 120])


@st.composite
def ranges(draw: st.DrawFn) -> tuple[Range, ...]:
    """Up to three ranges that follow each other, the last perhaps past midnight."""
    ends = sorted(draw(st.lists(minutes, unique=True, min_size=2, max_size=6)))
    found = [Range(*pair) for pair in zip(ends[::2], ends[1::2], strict=False)]
    if draw(st.booleans()):
        past = Range(ends[-1], DAY_MIN + draw(st.integers(0, ends[-1] - 1)))
        found = [part for part in found if part.last < ends[-1]] + [past]
    return tuple(found)


def sensible(period: Period) -> Period | None:
    try:
        return checked(period)
    except PeriodError:
        return None


days = {
    "weekdays": weekdays.map(tuple),
    "month_days": st.just(()) | month_days.map(tuple),
    "months": st.just(()) | months.map(tuple),
    "is_either": st.booleans(),
}
at_times = st.builds(
    Period, times=st.lists(minutes, unique=True, min_size=1, max_size=6).map(tuple), **days
)
at_intervals = st.builds(Period, every_min=intervals, ranges=st.just(()) | ranges(), **days)
periods = (at_times | at_intervals).map(sensible).filter(bool)
every_day = {name: st.just(()) for name in ("weekdays", "month_days", "months")}
