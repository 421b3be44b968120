"""One example of every reason, with the words that it is given."""

from decimal import Decimal

from pos2web.domain.reasons import Code, Reason, Words
from pos2web.domain.values import Money

TEN = Money(Decimal("10.00"), "EUR")
TWO = Money(Decimal("-2.00"), "EUR")
FINE = Money(Decimal("9.999"), "EUR")
SHARES: Words = {"count": 60, "of": 100, "share": "60", "allowed": "50"}

WORDS: dict[Code, Words] = {
    Code.NO_NAME: {},
    Code.NAME_TOO_LONG: {"name": "Thé vert de", "length": 300, "limit": 128},
    Code.NAME_FORBIDDEN: {"name": "Thé <vert>", "characters": ("<", ">")},
    Code.NO_REFERENCE: {},
    Code.REFERENCE_TOO_LONG: {"length": 80, "limit": 64},
    Code.REFERENCE_FORBIDDEN: {"reference": "<TEA>", "characters": ("<", ">")},
    Code.REFERENCE_SHARED: {"others": ("2", "3", "4"), "more": 5},
    Code.EAN_NOT_DIGITS: {"ean": "376 0000"},
    Code.EAN_LENGTH: {"ean": "376", "length": 3},
    Code.PRICE_CURRENCY: {"currency": "CHF", "shop_currency": "EUR"},
    Code.PRICE_IMPOSSIBLE: {"amount": Money(Decimal("1E9"), "EUR")},
    Code.PRICE_TOO_FINE: {"amount": FINE, "limit": 2},
    Code.PRICE_NEGATIVE: {"price": TWO},
    Code.PRICE_NOT_SHOWABLE: {"shown": FINE, "wanted": TEN},
    Code.SURCHARGE_CURRENCY: {"currency": "CHF", "shop_currency": "EUR"},
    Code.SURCHARGE_IMPOSSIBLE: {"amount": Money(Decimal("1E9"), "EUR")},
    Code.SURCHARGE_TOO_FINE: {"amount": FINE, "limit": 2},
    Code.VARIANT_PRICE_NEGATIVE: {"price": TWO},
    Code.WEIGHT_NEGATIVE: {"weight": "-0.1"},
    Code.VARIANT_WEIGHT_NEGATIVE: {"weight": "-0.1"},
    Code.TAX_RATE_NEGATIVE: {"tax_rate": "-5"},
    Code.TAX_RATE_UNKNOWN: {"tax_rate": "7", "tax_rates": ("5.5", "10", "20")},
    Code.NO_TAX_RATES: {"tax_rate": "7"},
    Code.CATEGORY_HELD: {"categories": ("C1",)},
    Code.CATEGORY_MISSING: {"categories": ("C1",)},
    Code.PARENT_HELD: {"category": "C1"},
    Code.PARENT_MISSING: {"category": "C1"},
    Code.CATEGORY_WITHIN_ITSELF: {"ring": ("C1", "C2", "C1")},
    Code.OPTION_HELD: {"option": "Taille"},
    Code.OPTION_MISSING: {"option": "Taille"},
    Code.NO_OPTIONS: {},
    Code.OPTIONS_SHARED: {"options": ("Taille=M", "Couleur=Bleu"), "others": ("2",)},
    Code.OPTION_VALUE_HELD: {"option_value": "Taille=M"},
    Code.OPTION_VALUE_MISSING: {"option_value": "Taille=M"},
    Code.PRODUCT_MISSING: {"product": "TEA"},
    Code.VARIANT_MISSING: {"variant": "TEA-M"},
    Code.VARIANT_ELSEWHERE: {"variant": "TEA-M", "product": "COCOA"},
    Code.COULD_NOT_BE_READ: {"text": "there is no photo tea.jpg in photos"},
    Code.SHOP_SAID: {"text": "the shop has no tax rule of 7 %"},
    Code.WAITS_FOR: {"thing": "product:TEA"},
    Code.MANY_CREATED: SHARES,
    Code.FEW_RECOGNISED: {"count": 3, "of": 100, "share": "3", "allowed": "10", "created": 500},
    Code.MANY_TAKEN_OFF: {**SHARES, "kind": "product"},
    Code.MANY_ZEROED: SHARES,
    Code.MANY_LOST: SHARES,
    Code.STOPPED: {},
    Code.FAILED: {"text": "cannot reach boutique.example: [Errno 111] Connection refused"},
    Code.NOT_ALL_MADE: {"count": 12, "text": "boutique.example gave no answer: timed out"},
    Code.YIELDED: {},
    Code.KILLED: {},
    Code.NO_PROGRESS: {"minutes": 10},
    Code.OVERDUE: {"minutes": 185},
    Code.BACKUP_BEHIND: {"minutes": 20, "text": "backup.example can't be reached"},
    Code.SUPERSEDED: {
        "writer": f"same pos2web 1 {'0f' * 16} 3 5d0c41a2b96e07f3 2026-11-24T12:00:00Z"
    },
}

REASONS: tuple[Reason, ...] = tuple(Reason(code, words) for code, words in WORDS.items())
