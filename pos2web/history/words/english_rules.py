"""The words of rules about selling in English."""

from pos2web.domain import decisions
from pos2web.domain.facts import Fact
from pos2web.domain.selling import Mode, OutOfStock
from pos2web.history.words.phrasebook import RulePhrases

RULE_SENTENCES: dict[type[Fact], str] = {
    decisions.BufferSet: "the buffer of {scope} went from {before} to {after}",
    decisions.BufferLifted: "the buffer of {scope} is lifted{formerly}",
    decisions.OutOfStockRuled: "the out-of-stock rule of {scope} is: {after}{formerly}",
    decisions.OutOfStockRuleLifted: "the out-of-stock rule of {scope} is lifted{formerly}",
    decisions.WindowSet: "the sale window of {scope} is: {after}{formerly}",
    decisions.WindowLifted: "the sale window of {scope} is lifted{formerly}",
    decisions.SoldOutDeclared: "declared sold out: {scope}, {after}{formerly}",
    decisions.SoldOutLifted: "no longer declared sold out: {scope}{formerly}",
}

RULES = RulePhrases(
    everything="all products",
    of_everything="of all products",
    out_of_stock={
        OutOfStock.HIDE: "hide from the site",
        OutOfStock.SHOW: "leave on the site, as out of stock",
    },
    modes={
        Mode.OFFLINE: "off the site",
        Mode.NOT_FOR_SALE: "shown but not for sale",
    },
    window="{hours}; outside of it {mode}{message}",
    sold_out="{until}, {mode}{message}",
    until="until {instant}",
    until_told="until further notice",
    message=", with the message {text}",
    opening="[next opening]",
    formerly=" (before: {before})",
)
