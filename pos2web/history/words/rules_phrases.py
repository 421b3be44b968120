"""The words of rules about selling."""

from pos2web.domain import decisions
from pos2web.domain.facts import Fact
from pos2web.domain.selling import Mode, OutOfStock
from pos2web.history.words.phrasebook import RulePhrases
from pos2web.messages import message

RULE_SENTENCES: dict[type[Fact], str] = {
    decisions.BufferSet: message("the buffer of {scope} went from {before} to {after}"),
    decisions.BufferLifted: message("the buffer of {scope} is lifted{formerly}"),
    decisions.OutOfStockRuled: message("the out-of-stock rule of {scope} is: {after}{formerly}"),
    decisions.OutOfStockRuleLifted: message("the out-of-stock rule of {scope} is lifted{formerly}"),
    decisions.WindowSet: message("the sale window of {scope} is: {after}{formerly}"),
    decisions.WindowLifted: message("the sale window of {scope} is lifted{formerly}"),
    decisions.SoldOutDeclared: message("declared sold out: {scope}, {after}{formerly}"),
    decisions.SoldOutLifted: message("no longer declared sold out: {scope}{formerly}"),
}

RULES = RulePhrases(
    everything=message("all products"),
    of_everything=message("of all products"),
    out_of_stock={
        OutOfStock.HIDE: message("hide from the site"),
        OutOfStock.SHOW: message("leave on the site, as out of stock"),
    },
    modes={
        Mode.OFFLINE: message("off the site"),
        Mode.NOT_FOR_SALE: message("shown but not for sale"),
    },
    window=message("{hours}; outside of it {mode}{message}"),
    sold_out=message("{until}, {mode}{message}"),
    until=message("until {instant}"),
    until_told=message("until further notice"),
    message=message(", with the message {text}"),
    opening=message("[next opening]"),
    formerly=message(" (before: {before})"),
)
