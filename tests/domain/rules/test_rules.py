"""What is held back, and why."""

from decimal import Decimal

import msgspec
import pytest

from pos2web.domain.policy import Policy
from pos2web.domain.profile import Limits, ShopProfile
from pos2web.domain.reasons import Code, Reason, Word
from pos2web.domain.rules import Ground, Verdict, judge
from pos2web.domain.things import (
    AnyThing,
    Brand,
    Image,
    Option,
    OptionValue,
    Stock,
    Supplier,
)
from pos2web.domain.values import Kind, Money, Ref
from tests.domain.boutique import (
    LARGE,
    SIZE,
    SIZES,
    SMALL,
    category,
    euros,
    fr,
    photo,
    product,
    side,
    stock,
    variant,
)

PROFILE = ShopProfile(
    name="Le site",
    version="8.1",
    languages=("fr", "en"),
    default_language="fr",
    currency="EUR",
    tax_rates=(Decimal("5.5"), Decimal(10), Decimal(20)),
    limits=Limits(
        name_chars_max=20,
        reference_chars_max=8,
        name_forbidden="<>;=#{}",
        reference_forbidden="<>",
    ),
)


def verdict(
    *things: AnyThing,
    linked: tuple[Ref, ...] = (),
    profile: ShopProfile = PROFILE,
    policy: Policy | None = None,
) -> Verdict:
    links = dict.fromkeys(linked, "900")
    return judge(Ground(side(*things), links, profile=profile, policy=policy or Policy()))


def found(verdict: Verdict) -> dict[str, list[Reason]]:
    """Each held thing with all of its reasons, one by one."""
    return {
        str(hold.ref): [
            msgspec.structs.replace(each, also=()) for each in (hold.reason, *hold.reason.also)
        ]
        for hold in verdict.holds
    }


def reasons(*things: AnyThing, linked: tuple[Ref, ...] = ()) -> dict[str, list[Reason]]:
    return found(verdict(*things, linked=linked))


def why(code: Code, **words: Word) -> Reason:
    return Reason(code, words)


def test_a_sound_product_goes_on() -> None:
    assert reasons(product(), *SIZES, variant("11", "1", "Size=S"), stock("1", "3", "11")) == {}


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"reference": " "}, why(Code.NO_REFERENCE)),
        ({"reference": "TEA-GREEN-1"}, why(Code.REFERENCE_TOO_LONG, length=11, limit=8)),
        (
            {"reference": "<TEA>"},
            why(Code.REFERENCE_FORBIDDEN, reference="<TEA>", characters=("<", ">")),
        ),
        ({"price": euros("-1.00")}, why(Code.PRICE_NEGATIVE, price=euros("-1.00"))),
        ({"price": euros("9.999")}, why(Code.PRICE_TOO_FINE, amount=euros("9.999"), limit=2)),
        (
            {"price": Money(Decimal("9.90"), "CHF")},
            why(Code.PRICE_CURRENCY, currency="CHF", shop_currency="EUR"),
        ),
        ({"price": euros("Infinity")}, why(Code.PRICE_IMPOSSIBLE, amount=euros("Infinity"))),
        ({"price": euros("1E9")}, why(Code.PRICE_IMPOSSIBLE, amount=euros("1E9"))),
        ({"name": {}}, why(Code.NO_NAME)),
        (
            {"name": fr("Thé" * 10)},
            why(Code.NAME_TOO_LONG, name="Thé" * 10, length=30, limit=20),
        ),
        (
            {"name": fr("Thé <vert> #1 {x}")},
            why(
                Code.NAME_FORBIDDEN,
                name="Thé <vert> #1 {x}",
                characters=("#", "<", ">"),
                more=2,
            ),
        ),
        ({"ean": "376 0000"}, why(Code.EAN_NOT_DIGITS, ean="376 0000")),
        ({"ean": "376"}, why(Code.EAN_LENGTH, ean="376", length=3)),
        (
            {"tax_rate": Decimal("8.50")},
            why(Code.TAX_RATE_UNKNOWN, tax_rate="8.50", tax_rates=("5.5", "10", "20")),
        ),
        ({"tax_rate": Decimal(-5)}, why(Code.TAX_RATE_NEGATIVE, tax_rate="-5")),
        ({"weight": Decimal("-0.1")}, why(Code.WEIGHT_NEGATIVE, weight="-0.1")),
        ({"categories": ("9",)}, why(Code.CATEGORY_MISSING, categories=("9",))),
    ],
)
def test_a_product_that_the_shop_would_refuse_is_held(
    fault: dict[str, object], reason: Reason
) -> None:
    assert reasons(msgspec.structs.replace(product(), **fault)) == {"product:1": [reason]}


def test_all_that_is_wrong_is_said_at_once() -> None:
    held = reasons(product(reference="", price=euros("-1")))

    assert held == {
        "product:1": [why(Code.NO_REFERENCE), why(Code.PRICE_NEGATIVE, price=euros("-1"))]
    }


def test_a_shop_without_taxes_says_so() -> None:
    untaxed = msgspec.structs.replace(PROFILE, tax_rates=())

    assert found(verdict(product(), profile=untaxed)) == {
        "product:1": [why(Code.NO_TAX_RATES, tax_rate="5.5")]
    }


def test_a_shop_that_takes_any_tax_takes_any_tax() -> None:
    free = msgspec.structs.replace(PROFILE, tax_rates=None)

    assert verdict(product(tax_rate=Decimal("8.5")), profile=free).holds == ()


def test_prices_without_tax_may_have_many_decimals() -> None:
    policy = Policy(prices_include_tax=False)

    assert verdict(product(price=euros("9.12345")), policy=policy).holds == ()


def test_a_shop_of_two_decimals_must_not_show_a_cent_too_much() -> None:
    profile = msgspec.structs.replace(PROFILE, limits=Limits(price_decimals=2))
    cheap = product(price=euros("0.03"), tax_rate=Decimal(20))

    assert found(verdict(cheap, profile=profile)) == {
        "product:1": [why(Code.PRICE_NOT_SHOWABLE, shown=euros("0.04"), wanted=euros("0.03"))]
    }
    assert verdict(product(price=euros("12"), tax_rate=Decimal(20)), profile=profile).holds == ()


def test_products_that_share_a_reference_are_held_but_the_linked_one() -> None:
    held = reasons(
        product("1"), product("2"), product("3", "TEA "), linked=(Ref(Kind.PRODUCT, "2"),)
    )

    assert held == {
        "product:1": [why(Code.REFERENCE_SHARED, others=("2", "3"))],
        "product:3": [why(Code.REFERENCE_SHARED, others=("1", "2"))],
    }


def test_what_is_withdrawn_is_not_judged() -> None:
    withdrawn = product(reference="", is_active=False)

    assert reasons(withdrawn, variant("11"), Brand(key="7", name="", is_active=False)) == {}


def test_what_is_withdrawn_but_kept_on_the_site_is_judged() -> None:
    kept = verdict(
        product(reference="", is_active=False),
        linked=(Ref(Kind.PRODUCT, "1"),),
        policy=Policy(withdrawn="keep"),
    )

    assert len(kept.holds) == 1


def test_one_sound_category_is_enough() -> None:
    nameless = category("4", "")

    assert reasons(category("3", "Thés"), product(categories=("3", "4"))) == {}
    assert reasons(nameless, product(categories=("4",))) == {
        "category:4": [why(Code.NO_NAME)],
        "product:1": [why(Code.CATEGORY_HELD, categories=("4",))],
    }


def test_categories_within_themselves_are_held_and_what_lies_below_them() -> None:
    ring = category("1", "Thés", "2"), category("2", "Verts", "1")

    assert reasons(*ring, category("3", "Sencha", "2"), category("4", "Cafés")) == {
        "category:1": [why(Code.CATEGORY_WITHIN_ITSELF, ring=("1", "2", "1"))],
        "category:2": [why(Code.CATEGORY_WITHIN_ITSELF, ring=("2", "1", "2"))],
        "category:3": [why(Code.PARENT_HELD, category="2")],
    }


def test_a_category_without_its_parent_is_held() -> None:
    assert reasons(category("1", "Thés", "9")) == {
        "category:1": [why(Code.PARENT_MISSING, category="9")]
    }


def test_brands_suppliers_and_options_need_names() -> None:
    held = reasons(
        Brand(key="7", name=" "), Supplier(key="8", name="<Dupont>"), Option(key="Size", name={})
    )

    assert held == {
        "brand:7": [why(Code.NO_NAME)],
        "supplier:8": [why(Code.NAME_FORBIDDEN, name="<Dupont>", characters=("<", ">"))],
        "option:Size": [why(Code.NO_NAME)],
    }


def test_option_values_need_their_option() -> None:
    held = reasons(
        SMALL, Option(key="Colour", name={}), OptionValue(key="r", option="Colour", name=fr("R"))
    )

    assert held == {
        "option:Colour": [why(Code.NO_NAME)],
        "option_value:Size=S": [why(Code.OPTION_MISSING, option="Size")],
        "option_value:r": [why(Code.OPTION_HELD, option="Colour")],
    }


def test_a_variant_must_be_sound_by_itself() -> None:
    held = reasons(
        product(weight=Decimal("0.1")),
        *SIZES,
        variant("11"),
        variant("12", "1", "Size=XL"),
        variant("13", "1", "Size=S", surcharge=euros("-10.00"), weight_surcharge=Decimal(-1)),
        variant("14", "1", "Size=L", surcharge=euros("0.001"), ean="1", reference="TOO-LONG-A"),
        variant("15", "9", "Size=S"),
    )

    assert held == {
        "variant:11": [why(Code.NO_OPTIONS)],
        "variant:12": [why(Code.OPTION_VALUE_MISSING, option_value="Size=XL")],
        "variant:13": [
            why(Code.VARIANT_PRICE_NEGATIVE, price=euros("-0.10")),
            why(Code.VARIANT_WEIGHT_NEGATIVE, weight="-0.9"),
        ],
        "variant:14": [
            why(Code.REFERENCE_TOO_LONG, length=10, limit=8),
            why(Code.EAN_LENGTH, ean="1", length=1),
            why(Code.SURCHARGE_TOO_FINE, amount=euros("0.001"), limit=2),
        ],
        "variant:15": [why(Code.PRODUCT_MISSING, product="9")],
    }


def test_a_variant_of_a_held_option_value_is_held() -> None:
    nameless = OptionValue(key="Size=M", option="Size", name={})

    held = reasons(product(), SIZE, nameless, variant("11", "1", "Size=M"))

    assert held["variant:11"] == [why(Code.OPTION_VALUE_HELD, option_value="Size=M")]


def test_variants_must_differ() -> None:
    twins = variant("11", "1", "Size=S"), variant("12", "1", "Size=S", reference="A")
    other = variant("13", "1", "Size=L", reference="A")

    assert reasons(product(), *SIZES, *twins, other, linked=(Ref(Kind.VARIANT, "11"),)) == {
        "variant:12": [
            why(Code.OPTIONS_SHARED, options=("Size=S",), others=("11",)),
            why(Code.REFERENCE_SHARED, others=("13",)),
        ],
        "variant:13": [why(Code.REFERENCE_SHARED, others=("12",))],
    }


def test_what_belongs_to_a_held_product_is_held_with_it_in_silence() -> None:
    judged = verdict(
        product(reference=""), *SIZES, variant("11", "1", "Size=S"), photo("21"), stock("1", "3")
    )

    assert [hold.ref for hold in judged.holds] == [Ref(Kind.PRODUCT, "1")]
    assert judged.held[Kind.VARIANT] == {"11"}
    assert judged.held[Kind.IMAGE] == {"21"}
    assert judged.held[Kind.STOCK] == {"1"}


def test_the_stock_of_a_held_product_that_is_on_sale_goes_on() -> None:
    judged = verdict(product(price=euros("-1")), stock("1", "3"), linked=(Ref(Kind.PRODUCT, "1"),))

    assert judged.held[Kind.PRODUCT] == {"1"}
    assert judged.held[Kind.STOCK] == set()


def test_photos_and_stock_of_nothing_are_held() -> None:
    astray = Stock(key="s", product="2", variant="11", quantity=Decimal(1))
    held = reasons(
        product(),
        product("2", "MUG"),
        SIZE,
        LARGE,
        variant("11", "1", "Size=L"),
        photo("21", "9"),
        Image(key="22", product="9"),
        stock("9", "1"),
        stock("1", "1", "99"),
        astray,
    )

    assert held == {
        "image:21": [why(Code.PRODUCT_MISSING, product="9")],
        "image:22": [why(Code.PRODUCT_MISSING, product="9")],
        "stock:1/99": [why(Code.VARIANT_MISSING, variant="99")],
        "stock:9": [why(Code.PRODUCT_MISSING, product="9")],
        "stock:s": [why(Code.VARIANT_ELSEWHERE, variant="11", product="1")],
    }


def test_long_texts_are_kept_by_their_beginning() -> None:
    held = reasons(product(name=fr("x" * 300)))

    assert held["product:1"] == [why(Code.NAME_TOO_LONG, name="x" * 59 + "…", length=300, limit=20)]
