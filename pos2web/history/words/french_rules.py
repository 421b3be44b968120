"""The words of rules about selling in French."""

from pos2web.domain import decisions
from pos2web.domain.facts import Fact
from pos2web.domain.selling import Mode, OutOfStock
from pos2web.history.words.phrasebook import RulePhrases

RULE_SENTENCES: dict[type[Fact], str] = {
    decisions.BufferSet: "la réserve (tare) {of_scope} passe de {before} à {after}",
    decisions.BufferLifted: "la réserve (tare) {of_scope} est levée{formerly}",
    decisions.OutOfStockRuled: "règle de rupture de stock pour {scope}\u00a0: {after}{formerly}",
    decisions.OutOfStockRuleLifted: (
        "la règle de rupture de stock pour {scope} est levée{formerly}"
    ),
    decisions.WindowSet: "période de vente {of_scope}\u00a0: {after}{formerly}",
    decisions.WindowLifted: "la période de vente {of_scope} est levée{formerly}",
    decisions.SoldOutDeclared: "rupture déclarée pour {scope}, {after}{formerly}",
    decisions.SoldOutLifted: "fin de la rupture déclarée pour {scope}{formerly}",
}

RULES = RulePhrases(
    everything="tous les produits",
    of_everything="de tous les produits",
    out_of_stock={
        OutOfStock.HIDE: "masquer sur le site",
        OutOfStock.SHOW: "laisser sur le site, comme épuisé",
    },
    modes={
        Mode.OFFLINE: "retiré du site",
        Mode.NOT_FOR_SALE: "affiché sans pouvoir être acheté",
    },
    window="{hours}\u00a0; en dehors, {mode}{message}",
    sold_out="{until}, {mode}{message}",
    until="jusqu'au {instant}",
    until_told="jusqu'à nouvel ordre",
    message=", avec le message {text}",
    opening="[prochaine ouverture]",
    formerly=" (avant\u00a0: {before})",
)
