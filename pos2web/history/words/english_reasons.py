"""Why something is held back, asked first or not done, in English."""

from pos2web.domain.reasons import Code

REASONS: dict[Code, str] = {
    Code.NO_NAME: "it has no name",
    Code.NAME_TOO_LONG: "the name {name} has {length} characters, the site takes {limit}",
    Code.NAME_FORBIDDEN: "the site refuses {characters} in the name {name}",
    Code.NO_REFERENCE: "it has no reference",
    Code.REFERENCE_TOO_LONG: "the reference has {length} characters, the site takes {limit}",
    Code.REFERENCE_FORBIDDEN: "the site refuses {characters} in the reference {reference}",
    Code.REFERENCE_SHARED: "number {others} at the till has the same reference",
    Code.EAN_NOT_DIGITS: "the barcode {ean} has more in it than digits",
    Code.EAN_LENGTH: "the barcode {ean} has {length} digits, not 8, 12 or 13",
    Code.PRICE_CURRENCY: "the price is in {currency}, the site sells in {shop_currency}",
    Code.PRICE_IMPOSSIBLE: "the price can't be right: {amount}",
    Code.PRICE_TOO_FINE: "the price has more than {limit} decimals: {amount}",
    Code.PRICE_NEGATIVE: "the price is negative: {price}",
    Code.PRICE_NOT_SHOWABLE: "the site would show {shown} instead of {wanted}",
    Code.SURCHARGE_CURRENCY: "the surcharge is in {currency}, the site sells in {shop_currency}",
    Code.SURCHARGE_IMPOSSIBLE: "the surcharge can't be right: {amount}",
    Code.SURCHARGE_TOO_FINE: "the surcharge has more than {limit} decimals: {amount}",
    Code.VARIANT_PRICE_NEGATIVE: "the price with its surcharge is negative: {price}",
    Code.WEIGHT_NEGATIVE: "the weight is negative: {weight}",
    Code.VARIANT_WEIGHT_NEGATIVE: "the weight with the extra weight is negative: {weight}",
    Code.TAX_RATE_NEGATIVE: "the VAT is negative: {tax_rate}",
    Code.TAX_RATE_UNKNOWN: "the site has no VAT of {tax_rate}, only {tax_rates}",
    Code.NO_TAX_RATES: "the site has no VAT of {tax_rate}, nor any other",
    Code.CATEGORY_HELD: "its category {categories} is held back",
    Code.CATEGORY_MISSING: "its category {categories} is not at the till",
    Code.PARENT_HELD: "its parent category {category} is held back",
    Code.PARENT_MISSING: "its parent category {category} is not at the till",
    Code.CATEGORY_WITHIN_ITSELF: "it lies within itself: {ring}",
    Code.OPTION_HELD: "its option {option} is held back",
    Code.OPTION_MISSING: "its option {option} is not at the till",
    Code.NO_OPTIONS: "it has no options",
    Code.OPTIONS_SHARED: "number {others} at the till has the same options: {options}",
    Code.OPTION_VALUE_HELD: "its option value {option_value} is held back",
    Code.OPTION_VALUE_MISSING: "its option value {option_value} is not at the till",
    Code.PRODUCT_MISSING: "its product {product} is not at the till",
    Code.VARIANT_MISSING: "its variant {variant} is not at the till",
    Code.VARIANT_ELSEWHERE: "its variant {variant} is one of product {product}",
    Code.COULD_NOT_BE_READ: "it can't be read at the till ({text})",
    Code.SHOP_SAID: "the site refused it ({text})",
    Code.WAITS_FOR: "it waits for {thing}, not on the site yet",
    Code.MANY_CREATED: (
        "{count} products would be created beside {of} ({share}, more than the {allowed} allowed)"
    ),
    Code.FEW_RECOGNISED: (
        "only {count} of the {of} products on the site were recognised "
        "({share}, less than the {allowed} expected) and {created} would be created"
    ),
    Code.MANY_TAKEN_OFF: (
        "{count} of {of} {kind} would be taken off the site "
        "({share}, more than the {allowed} allowed)"
    ),
    Code.MANY_ZEROED: (
        "{count} of {of} stocks would fall to zero on the site "
        "({share}, more than the {allowed} allowed)"
    ),
    Code.MANY_LOST: (
        "{count} of {of} products are gone from the site and would be made anew "
        "({share}, more than the {allowed} allowed)"
    ),
    Code.STOPPED: "a person stopped it",
    Code.FAILED: "{text}",
    Code.NOT_ALL_MADE: "changes that could not be made: {count}; {text}",
    Code.YIELDED: "a more urgent task was waiting",
    Code.KILLED: "Pos2Web ended before it did",
    Code.NO_PROGRESS: "no progress for {minutes}",
    Code.OVERDUE: "no run has succeeded for {minutes}",
    Code.BACKUP_BEHIND: "for {minutes} it has not taken what is new: {text}",
    Code.SUPERSEDED: (
        "what writes to this site now is {writer}; nothing is written from here any more. "
        "To write from here: pos2web take-over; otherwise end Pos2Web here"
    ),
}
"""Each word of a reason is written as its name and type ask."""
