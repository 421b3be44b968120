"""Why something is held back, asked first or not done,."""

from pos2web.domain.reasons import Code
from pos2web.messages import message

REASONS: dict[Code, str] = {
    Code.NO_NAME: message("it has no name"),
    Code.NAME_TOO_LONG: message("the name {name} has {length} characters, the site takes {limit}"),
    Code.NAME_FORBIDDEN: message("the site refuses {characters} in the name {name}"),
    Code.NO_REFERENCE: message("it has no reference"),
    Code.REFERENCE_TOO_LONG: message(
        "the reference has {length} characters, the site takes {limit}"
    ),
    Code.REFERENCE_FORBIDDEN: message("the site refuses {characters} in the reference {reference}"),
    Code.REFERENCE_SHARED: message("number {others} at the till has the same reference"),
    Code.EAN_NOT_DIGITS: message("the barcode {ean} has more in it than digits"),
    Code.EAN_LENGTH: message("the barcode {ean} has {length} digits, not 8, 12 or 13"),
    Code.PRICE_CURRENCY: message("the price is in {currency}, the site sells in {shop_currency}"),
    Code.PRICE_IMPOSSIBLE: message("the price can't be right: {amount}"),
    Code.PRICE_TOO_FINE: message("the price has more than {limit} decimals: {amount}"),
    Code.PRICE_NEGATIVE: message("the price is negative: {price}"),
    Code.PRICE_NOT_SHOWABLE: message("the site would show {shown} instead of {wanted}"),
    Code.SURCHARGE_CURRENCY: message(
        "the surcharge is in {currency}, the site sells in {shop_currency}"
    ),
    Code.SURCHARGE_IMPOSSIBLE: message("the surcharge can't be right: {amount}"),
    Code.SURCHARGE_TOO_FINE: message("the surcharge has more than {limit} decimals: {amount}"),
    Code.VARIANT_PRICE_NEGATIVE: message("the price with its surcharge is negative: {price}"),
    Code.WEIGHT_NEGATIVE: message("the weight is negative: {weight}"),
    Code.VARIANT_WEIGHT_NEGATIVE: message("the weight with the extra weight is negative: {weight}"),
    Code.TAX_RATE_NEGATIVE: message("the VAT is negative: {tax_rate}"),
    Code.TAX_RATE_UNKNOWN: message("the site has no VAT of {tax_rate}, only {tax_rates}"),
    Code.NO_TAX_RATES: message("the site has no VAT of {tax_rate}, nor any other"),
    Code.CATEGORY_HELD: message("its category {categories} is held back"),
    Code.CATEGORY_MISSING: message("its category {categories} is not at the till"),
    Code.PARENT_HELD: message("its parent category {category} is held back"),
    Code.PARENT_MISSING: message("its parent category {category} is not at the till"),
    Code.CATEGORY_WITHIN_ITSELF: message("it lies within itself: {ring}"),
    Code.OPTION_HELD: message("its option {option} is held back"),
    Code.OPTION_MISSING: message("its option {option} is not at the till"),
    Code.NO_OPTIONS: message("it has no options"),
    Code.OPTIONS_SHARED: message("number {others} at the till has the same options: {options}"),
    Code.OPTION_VALUE_HELD: message("its option value {option_value} is held back"),
    Code.OPTION_VALUE_MISSING: message("its option value {option_value} is not at the till"),
    Code.PRODUCT_MISSING: message("its product {product} is not at the till"),
    Code.VARIANT_MISSING: message("its variant {variant} is not at the till"),
    Code.VARIANT_ELSEWHERE: message("its variant {variant} is one of product {product}"),
    Code.COULD_NOT_BE_READ: message("it can't be read at the till ({text})"),
    Code.SHOP_SAID: message("the site refused it ({text})"),
    Code.WAITS_FOR: message("it waits for {thing}, not on the site yet"),
    Code.MANY_CREATED: (
        message(
            "{count} products would be created beside {of} ({share}, more than the {allowed} allowed)"
        )
    ),
    Code.FEW_RECOGNISED: (
        message(
            "only {count} of the {of} products on the site were recognised "
            "({share}, less than the {allowed} expected) and {created} would be created"
        )
    ),
    Code.MANY_TAKEN_OFF: (
        message(
            "{count} of {of} {kind} would be taken off the site "
            "({share}, more than the {allowed} allowed)"
        )
    ),
    Code.MANY_ZEROED: (
        message(
            "{count} of {of} stocks would fall to zero on the site "
            "({share}, more than the {allowed} allowed)"
        )
    ),
    Code.MANY_LOST: (
        message(
            "{count} of {of} products are gone from the site and would be made anew "
            "({share}, more than the {allowed} allowed)"
        )
    ),
    Code.STOPPED: message("a person stopped it"),
    Code.FAILED: message("{text}"),
    Code.NOT_ALL_MADE: message("changes that could not be made: {count}; {text}"),
    Code.YIELDED: message("a more urgent task was waiting"),
    Code.KILLED: message("Pos2Web ended before it did"),
    Code.NO_PROGRESS: message("no progress for {minutes}"),
    Code.OVERDUE: message("no run has succeeded for {minutes}"),
    Code.BACKUP_BEHIND: message("for {minutes} it has not taken what is new: {text}"),
    Code.SUPERSEDED: (
        message(
            "what writes to this site now is {writer}; nothing is written from here any more. "
            "To write from here: pos2web take-over; otherwise end Pos2Web here"
        )
    ),
}
"""Each word of a reason is written as its name and type ask."""
