"""When something is on sale, by the clock on the wall of the shop.

The only home of the libraries for `opening_hours` and iCalendar. The latter is slow to load, so its
modules, `calendar_export` and `calendar_import`, are not named here.
"""

from pos2web.sale_calendar.builder import HourRange, SaleHours
from pos2web.sale_calendar.builder import read as read_hours
from pos2web.sale_calendar.builder import tidy as tidy_hours
from pos2web.sale_calendar.builder import write as write_hours
from pos2web.sale_calendar.evaluate import (
    HORIZON,
    OpenHours,
    OpenState,
    next_edge,
    next_opening,
    openings,
    state_at,
)
from pos2web.sale_calendar.faults import SaleRuleError, SaleRuleFault
from pos2web.sale_calendar.rule import Opening, SaleRule, countries
from pos2web.sale_calendar.window import WindowHours, check_window, is_on_sale, window_state
from pos2web.sale_calendar.words import opening_words, rule_words, told, window_words

__all__ = [
    "HORIZON",
    "HourRange",
    "OpenHours",
    "OpenState",
    "Opening",
    "SaleHours",
    "SaleRule",
    "SaleRuleError",
    "SaleRuleFault",
    "WindowHours",
    "check_window",
    "countries",
    "is_on_sale",
    "next_edge",
    "next_opening",
    "opening_words",
    "openings",
    "read_hours",
    "rule_words",
    "state_at",
    "tidy_hours",
    "told",
    "window_state",
    "window_words",
    "write_hours",
]
