"""The words of the history in English."""

from pos2web.domain import facts
from pos2web.domain.changes import Action
from pos2web.domain.facts import Fact
from pos2web.domain.fields import Form, every_field
from pos2web.domain.values import Kind
from pos2web.history.words import formats
from pos2web.history.words.english_archive import ARCHIVE, ARCHIVE_SENTENCES
from pos2web.history.words.english_people import PEOPLE, PEOPLE_SENTENCES
from pos2web.history.words.english_pins import PIN_SENTENCES, PINS
from pos2web.history.words.english_reasons import REASONS
from pos2web.history.words.english_rules import RULE_SENTENCES, RULES
from pos2web.history.words.english_tasks import TASK_SENTENCES, TASKS
from pos2web.history.words.phrasebook import Phrasebook

SENTENCES: dict[type[Fact], str] = {
    facts.BrandFound: "brand {name} {first}",
    facts.SupplierFound: "supplier {name} {first}",
    facts.CategoryFound: "category {name} {first}",
    facts.OptionFound: "option {name} {first}",
    facts.OptionValueFound: "value {name} of option {option} {first}",
    facts.ProductFound: "product {name} at {price}{net} {first}",
    facts.VariantFound: "variant {name} of product {product} {first}",
    facts.ImageFound: "photo {name} of product {product} {first}",
    facts.StockFound: "stock of {name} {first}: {quantity}",
    facts.ThingWithdrawn: "{thing} is no longer on sale{seen}",
    facts.ThingReturned: "{thing} is on sale again{seen}",
    facts.ThingGone: "{thing} is no longer there {at}",
    facts.BrandRenamed: "brand {before} is now called {after}{seen}",
    facts.SupplierRenamed: "supplier {before} is now called {after}{seen}",
    facts.CategoryRenamed: "category {before} is now called {after}{seen}",
    facts.CategoryDescribed: "the description of category {name} changed{seen}",
    facts.CategoryMoved: "category {name} moved from {before} to {after}{seen}",
    facts.OptionRenamed: "option {before} is now called {after}{seen}",
    facts.OptionValueRenamed: "option value {before} is now called {after}{seen}",
    facts.OptionValueMoved: (
        "option value {name} moved from option {before} to option {after}{seen}"
    ),
    facts.ReferenceSet: "the reference of product {before} is now {after}{seen}",
    facts.ProductRenamed: "product {name} is called {after}, no longer {before}{seen}",
    facts.ProductSummarised: "the summary of {name} changed{seen}",
    facts.ProductDescribed: "the description of {name} changed{seen}",
    facts.PriceSet: "the price{net} of {name} went from {before} to {after}{seen}",
    facts.TaxRateSet: "the VAT of {name} went from {before} to {after}{seen}",
    facts.ProductWeighed: "the weight of {name} went from {before} to {after}{seen}",
    facts.ProductBarcoded: "the barcode of {name} went from {before} to {after}{seen}",
    facts.BrandAssigned: "the brand of {name} went from {before} to {after}{seen}",
    facts.SupplierAssigned: "the supplier of {name} went from {before} to {after}{seen}",
    facts.ProductCategorised: "{name} moved from categories {before} to {after}{seen}",
    facts.SaleStopped: "{thing} is still shown but can no longer be bought{seen}",
    facts.SaleResumed: "{thing} can be bought again{seen}",
    facts.SaleNoteSet: "the availability note of {name} went from {before} to {after}{seen}",
    facts.VariantReferenceSet: (
        "the reference of variant {name} went from {before} to {after}{seen}"
    ),
    facts.VariantBarcoded: "the barcode of variant {name} went from {before} to {after}{seen}",
    facts.VariantReoptioned: ("the options of variant {name} went from {before} to {after}{seen}"),
    facts.VariantMoved: "variant {name} moved from product {before} to product {after}{seen}",
    facts.SurchargeSet: "the surcharge{net} of variant {name} went from {before} to {after}{seen}",
    facts.WeightSurchargeSet: (
        "the extra weight of variant {name} went from {before} to {after}{seen}"
    ),
    facts.ImageMoved: "photo {name} moved from place {before} to place {after}{seen}",
    facts.ImageReassigned: "photo {name} moved from product {before} to product {after}{seen}",
    facts.ImageSourceSet: "photo {name} is now taken from {after}{seen}",
    facts.ImageStamped: "photo {name} may have been made again{seen}",
    facts.ImageReplaced: "photo {name} was replaced by another{seen}",
    facts.StockCounted: "the stock of {name} went from {before} to {after}{seen}",
    facts.StockReassigned: "the stock of {before} now counts for {after}{seen}",
    facts.FieldSet: "{field}{net} {of_thing}: {after} instead of {before}{seen}",
    facts.Held: "Pos2Web holds {thing} back: {reason}",
    facts.Released: "Pos2Web no longer holds {thing} back; the reason was: {reason}",
    facts.Linked: "{thing} is number {shop_key} on the site ({reason})",
    facts.Unlinked: "{thing} is no longer number {shop_key} on the site ({reason})",
    facts.ChangeClaimed: "Pos2Web is about to {change} on the site{steps}",
    facts.ChangeConfirmed: "Pos2Web has {change_done}{steps}{number}, confirmed by the site",
    facts.ChangeRefused: "the site refused to {change}: {reason}",
    facts.ChangeLapsed: (
        "it is not known whether the site could {change}, it will be planned again: {reason}"
    ),
    facts.ShopEchoed: "the site writes {field} {of_thing} its own way: {after} for {before}",
    facts.CursorMoved: "{side}",
    **PIN_SENTENCES,
    **RULE_SENTENCES,
    **TASK_SENTENCES,
    **ARCHIVE_SENTENCES,
    **PEOPLE_SENTENCES,
}

ENGLISH = Phrasebook(
    code="en",
    conventions=formats.ENGLISH,
    sentences=SENTENCES,
    quoted="“{text}”",
    languages={
        "fr": "in French",
        "en": "in English",
        "de": "in German",
        "es": "in Spanish",
        "it": "in Italian",
        "nl": "in Dutch",
    },
    things={
        Kind.BRAND: "brand {name}",
        Kind.SUPPLIER: "supplier {name}",
        Kind.CATEGORY: "category {name}",
        Kind.OPTION: "option {name}",
        Kind.OPTION_VALUE: "option value {name}",
        Kind.PRODUCT: "product {name}",
        Kind.VARIANT: "variant {name}",
        Kind.IMAGE: "photo {name}",
        Kind.STOCK: "the stock of {name}",
    },
    of_things={
        Kind.BRAND: "of brand {name}",
        Kind.SUPPLIER: "of supplier {name}",
        Kind.CATEGORY: "of category {name}",
        Kind.OPTION: "of option {name}",
        Kind.OPTION_VALUE: "of option value {name}",
        Kind.PRODUCT: "of product {name}",
        Kind.VARIANT: "of variant {name}",
        Kind.IMAGE: "of photo {name}",
        Kind.STOCK: "of the stock of {name}",
    },
    fields={row.name: row.english for row in every_field()} | {"key": "the number"},
    at_till="at the till",
    at_shop="on the site",
    seen_at_till=", seen at the till",
    seen_on_shop=", seen on the site",
    put_on_shop=" on the site",
    first_at_till=("seen for the first time at the till",) * 2,
    first_on_shop=("seen for the first time on the site",) * 2,
    first_put_on_shop="now on the site",
    net=" without tax",
    net_fields={
        row.name: f"{row.english} without tax" for row in every_field() if row.form is Form.PRICE
    },
    till_read="the till was read again",
    shop_read="the site was read again",
    nothing="nothing",
    root="the root",
    yes="yes",
    no="no",
    conjunction=" and ",
    more="{count} more",
    within=" in ",
    semicolon="; ",
    colon=": ",
    plurals={
        Kind.BRAND: "brands",
        Kind.SUPPLIER: "suppliers",
        Kind.CATEGORY: "categories",
        Kind.OPTION: "options",
        Kind.OPTION_VALUE: "option values",
        Kind.PRODUCT: "products",
        Kind.VARIANT: "variants",
        Kind.IMAGE: "photos",
        Kind.STOCK: "stocks",
    },
    numbered="{thing} (number {key} at the till)",
    numbered_on_shop=" (number {shop_key})",
    foreign="number {shop_key} on the site",
    actions={
        Action.CREATE: "create {thing}",
        Action.UPDATE: "change {what}",
        Action.DEACTIVATE: "take {thing} off sale",
        Action.DELETE: "delete {thing}",
    },
    actions_done={
        Action.CREATE: "created {thing}",
        Action.UPDATE: "changed {what}",
        Action.DEACTIVATE: "taken {thing} off sale",
        Action.DELETE: "deleted {thing}",
    },
    switches={
        ("is_active", True): ("put {thing} back on sale", "put {thing} back on sale"),
        ("is_active", False): ("take {thing} off sale", "taken {thing} off sale"),
        ("is_for_sale", True): ("let customers buy {thing}", "let customers buy {thing}"),
        ("is_for_sale", False): (
            "stop customers from buying {thing}",
            "stopped customers from buying {thing}",
        ),
    },
    some_action="do what was asked",
    some_action_done="done what was asked",
    step=": {after} instead of {before}",
    first_step=": {after}",
    rules=RULES,
    tasks=TASKS,
    archive=ARCHIVE,
    pins=PINS,
    people=PEOPLE,
    reasons={},
    because=REASONS,
)
