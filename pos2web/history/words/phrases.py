"""The words of the history: in English, and by the catalogues in every other language."""

from functools import cache
from typing import Any

import msgspec

from pos2web.domain import facts
from pos2web.domain.changes import Action
from pos2web.domain.facts import Fact
from pos2web.domain.fields import Form, every_field
from pos2web.domain.values import Kind
from pos2web.history.words.archive_phrases import ARCHIVE, ARCHIVE_SENTENCES
from pos2web.history.words.people_phrases import PEOPLE, PEOPLE_SENTENCES
from pos2web.history.words.phrasebook import Phrasebook
from pos2web.history.words.pins_phrases import PIN_SENTENCES, PINS
from pos2web.history.words.reasons_phrases import REASONS
from pos2web.history.words.rules_phrases import RULE_SENTENCES, RULES
from pos2web.history.words.tasks_phrases import TASK_SENTENCES, TASKS
from pos2web.languages import ENGLISH
from pos2web.messages import Translatable, message, message_as
from pos2web.translation import translate

SENTENCES: dict[type[Fact], str] = {
    facts.BrandFound: message("brand {name} {first}"),
    facts.SupplierFound: message("supplier {name} {first}"),
    facts.CategoryFound: message("category {name} {first}"),
    facts.OptionFound: message("option {name} {first}"),
    facts.OptionValueFound: message("value {name} of option {option} {first}"),
    facts.ProductFound: message("product {name} at {price}{net} {first}"),
    facts.VariantFound: message("variant {name} of product {product} {first}"),
    facts.ImageFound: message("photo {name} of product {product} {first}"),
    facts.StockFound: message("stock of {name} {first}: {quantity}"),
    facts.ThingWithdrawn: message("{thing} is no longer on sale{seen}"),
    facts.ThingReturned: message("{thing} is on sale again{seen}"),
    facts.ThingGone: message("{thing} is no longer there {at}"),
    facts.BrandRenamed: message("brand {before} is now called {after}{seen}"),
    facts.SupplierRenamed: message("supplier {before} is now called {after}{seen}"),
    facts.CategoryRenamed: message("category {before} is now called {after}{seen}"),
    facts.CategoryDescribed: message("the description of category {name} changed{seen}"),
    facts.CategoryMoved: message("category {name} moved from {before} to {after}{seen}"),
    facts.OptionRenamed: message("option {before} is now called {after}{seen}"),
    facts.OptionValueRenamed: message("option value {before} is now called {after}{seen}"),
    facts.OptionValueMoved: (
        message("option value {name} moved from option {before} to option {after}{seen}")
    ),
    facts.ReferenceSet: message("the reference of product {before} is now {after}{seen}"),
    facts.ProductRenamed: message("product {name} is called {after}, no longer {before}{seen}"),
    facts.ProductSummarised: message("the summary of {name} changed{seen}"),
    facts.ProductDescribed: message("the description of {name} changed{seen}"),
    facts.PriceSet: message("the price{net} of {name} went from {before} to {after}{seen}"),
    facts.TaxRateSet: message("the VAT of {name} went from {before} to {after}{seen}"),
    facts.ProductWeighed: message("the weight of {name} went from {before} to {after}{seen}"),
    facts.ProductBarcoded: message("the barcode of {name} went from {before} to {after}{seen}"),
    facts.BrandAssigned: message("the brand of {name} went from {before} to {after}{seen}"),
    facts.SupplierAssigned: message("the supplier of {name} went from {before} to {after}{seen}"),
    facts.ProductCategorised: message("{name} moved from categories {before} to {after}{seen}"),
    facts.SaleStopped: message("{thing} is still shown but can no longer be bought{seen}"),
    facts.SaleResumed: message("{thing} can be bought again{seen}"),
    facts.SaleNoteSet: message(
        "the availability note of {name} went from {before} to {after}{seen}"
    ),
    facts.VariantReferenceSet: (
        message("the reference of variant {name} went from {before} to {after}{seen}")
    ),
    facts.VariantBarcoded: message(
        "the barcode of variant {name} went from {before} to {after}{seen}"
    ),
    facts.VariantReoptioned: (
        message("the options of variant {name} went from {before} to {after}{seen}")
    ),
    facts.VariantMoved: message(
        "variant {name} moved from product {before} to product {after}{seen}"
    ),
    facts.SurchargeSet: message(
        "the surcharge{net} of variant {name} went from {before} to {after}{seen}"
    ),
    facts.WeightSurchargeSet: (
        message("the extra weight of variant {name} went from {before} to {after}{seen}")
    ),
    facts.ImageMoved: message("photo {name} moved from place {before} to place {after}{seen}"),
    facts.ImageReassigned: message(
        "photo {name} moved from product {before} to product {after}{seen}"
    ),
    facts.ImageSourceSet: message("photo {name} is now taken from {after}{seen}"),
    facts.ImageStamped: message("photo {name} may have been made again{seen}"),
    facts.ImageReplaced: message("photo {name} was replaced by another{seen}"),
    facts.StockCounted: message("the stock of {name} went from {before} to {after}{seen}"),
    facts.StockReassigned: message("the stock of {before} now counts for {after}{seen}"),
    facts.FieldSet: message("{field}{net} {of_thing}: {after} instead of {before}{seen}"),
    facts.Held: message("Pos2Web holds {thing} back: {reason}"),
    facts.Released: message("Pos2Web no longer holds {thing} back; the reason was: {reason}"),
    facts.Linked: message("{thing} is number {shop_key} on the site ({reason})"),
    facts.Unlinked: message("{thing} is no longer number {shop_key} on the site ({reason})"),
    facts.ChangeClaimed: message("Pos2Web is about to {change} on the site{steps}"),
    facts.ChangeConfirmed: message(
        "Pos2Web has {change_done}{steps}{number}, confirmed by the site"
    ),
    facts.ChangeRefused: message("the site refused to {change}: {reason}"),
    facts.ChangeLapsed: (
        message(
            "it is not known whether the site could {change}, it will be planned again: {reason}"
        )
    ),
    facts.ShopEchoed: message(
        "the site writes {field} {of_thing} its own way: {after} for {before}"
    ),
    facts.CursorMoved: message("{side}"),
    **PIN_SENTENCES,
    **RULE_SENTENCES,
    **TASK_SENTENCES,
    **ARCHIVE_SENTENCES,
    **PEOPLE_SENTENCES,
}

RECORDED: dict[str, str] = {
    str(each): each
    for each in (
        message("created"),
        message("adopted by path"),
        message("adopted by reference"),
        message("adopted by EAN"),
        message("adopted by category and name"),
        message("adopted by name"),
        message("adopted by options"),
        message("gone from the shop"),
        message("deleted by us"),
        message("adopted by content"),
        message("it is another one of the till now"),
        message("new at the till"),
        message("changed at the till"),
        message("changed on the site"),
        message("the site had it otherwise when it was recognised"),
        message("withdrawn at the till"),
        message("back on sale"),
        message("removed at the till"),
        message("belongs to another product now"),
        message("photo replaced"),
        message("not on the site"),
        message("outside its sale window"),
        message("declared sold out"),
        message("out of stock"),
        message("no longer ruled by us"),
        message("pinned"),
        message("the till's stock less what is held back"),
    )
}
"""Reasons of links, as Pos2Web records them."""

PHRASES = Phrasebook(
    code=ENGLISH,
    sentences=SENTENCES,
    quoted=message("“{text}”"),
    languages={
        "fr": message("in French"),
        "en": message("in English"),
        "de": message("in German"),
        "es": message("in Spanish"),
        "it": message("in Italian"),
        "nl": message("in Dutch"),
    },
    things={
        Kind.BRAND: message("brand {name}"),
        Kind.SUPPLIER: message("supplier {name}"),
        Kind.CATEGORY: message("category {name}"),
        Kind.OPTION: message("option {name}"),
        Kind.OPTION_VALUE: message("option value {name}"),
        Kind.PRODUCT: message("product {name}"),
        Kind.VARIANT: message("variant {name}"),
        Kind.IMAGE: message("photo {name}"),
        Kind.STOCK: message("the stock of {name}"),
    },
    of_things={
        Kind.BRAND: message("of brand {name}"),
        Kind.SUPPLIER: message("of supplier {name}"),
        Kind.CATEGORY: message("of category {name}"),
        Kind.OPTION: message("of option {name}"),
        Kind.OPTION_VALUE: message("of option value {name}"),
        Kind.PRODUCT: message("of product {name}"),
        Kind.VARIANT: message("of variant {name}"),
        Kind.IMAGE: message("of photo {name}"),
        Kind.STOCK: message("of the stock of {name}"),
    },
    fields={row.name: row.label for row in every_field()} | {"key": message("the number")},
    at_till=message("at the till"),
    at_shop=message("on the site"),
    seen_at_till=message(", seen at the till"),
    seen_on_shop=message(", seen on the site"),
    put_on_shop=message(" on the site"),
    first_at_till=(
        message("seen for the first time at the till"),
        message_as("feminine", "seen for the first time at the till"),
    ),
    first_on_shop=(
        message("seen for the first time on the site"),
        message_as("feminine", "seen for the first time on the site"),
    ),
    first_put_on_shop=message("now on the site"),
    net=message(" without tax"),
    net_fields={
        row.name: message("{field} without tax", field=row.label)
        for row in every_field()
        if row.form is Form.PRICE
    },
    till_read=message("the till was read again"),
    shop_read=message("the site was read again"),
    nothing=message("nothing"),
    root=message("the root"),
    yes=message("yes"),
    no=message("no"),
    conjunction=message(" and "),
    more=message("{count} more"),
    within=message(" in "),
    semicolon=message("; "),
    colon=message(": "),
    plurals={
        Kind.BRAND: message("brands"),
        Kind.SUPPLIER: message("suppliers"),
        Kind.CATEGORY: message("categories"),
        Kind.OPTION: message("options"),
        Kind.OPTION_VALUE: message("option values"),
        Kind.PRODUCT: message("products"),
        Kind.VARIANT: message("variants"),
        Kind.IMAGE: message("photos"),
        Kind.STOCK: message("stocks"),
    },
    numbered=message("{thing} (number {key} at the till)"),
    numbered_on_shop=message(" (number {shop_key})"),
    foreign=message("number {shop_key} on the site"),
    actions={
        Action.CREATE: message("create {thing}"),
        Action.UPDATE: message("change {what}"),
        Action.DEACTIVATE: message("take {thing} off sale"),
        Action.DELETE: message("delete {thing}"),
    },
    actions_done={
        Action.CREATE: message("created {thing}"),
        Action.UPDATE: message("changed {what}"),
        Action.DEACTIVATE: message("taken {thing} off sale"),
        Action.DELETE: message("deleted {thing}"),
    },
    switches={
        ("is_active", True): (
            message("put {thing} back on sale"),
            message_as("done", "put {thing} back on sale"),
        ),
        ("is_active", False): (message("take {thing} off sale"), message("taken {thing} off sale")),
        ("is_for_sale", True): (
            message("let customers buy {thing}"),
            message_as("done", "let customers buy {thing}"),
        ),
        ("is_for_sale", False): (
            message("stop customers from buying {thing}"),
            message("stopped customers from buying {thing}"),
        ),
    },
    some_action=message("do what was asked"),
    some_action_done=message("done what was asked"),
    step=message(": {after} instead of {before}"),
    first_step=message(": {after}"),
    rules=RULES,
    tasks=TASKS,
    archive=ARCHIVE,
    pins=PINS,
    people=PEOPLE,
    reasons=RECORDED,
    because=REASONS,
)


@cache
def phrasebook(language: str) -> Phrasebook:
    """The words in a language, in English as far as its catalogue lacks them."""
    book: Phrasebook = _translated(PHRASES, language)
    return msgspec.structs.replace(book, code=language)


def _translated(words: Any, language: str) -> Any:
    match words:
        case Translatable():
            return translate(words, language)
        case dict():
            return {name: _translated(each, language) for name, each in words.items()}
        case tuple():
            return tuple(_translated(each, language) for each in words)
        case msgspec.Struct():
            fields = msgspec.structs.asdict(words)
            return type(words)(**_translated(fields, language))
        case _:
            return words
