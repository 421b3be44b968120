"""What is held back, in the words that the shopkeeper reads."""

from decimal import Decimal

import msgspec
import pytest

from pos2web.domain.policy import Policy
from pos2web.domain.profile import Limits, ShopProfile
from pos2web.domain.rules import Ground, Verdict, judge
from pos2web.domain.things import (
    AnyThing,
    Brand,
    Image,
    Option,
    OptionValue,
    Product,
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


def reasons(*things: AnyThing, linked: tuple[Ref, ...] = ()) -> list[str]:
    return [hold.reason for hold in verdict(*things, linked=linked).holds]


def test_a_sound_product_goes_on() -> None:
    assert reasons(product(), *SIZES, variant("11", "1", "Size=S"), stock("1", "3", "11")) == []


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"reference": " "}, 'product "Thé vert" (row 1): it has no reference'),
        (
            {"reference": "TEA-GREEN-1"},
            'product "TEA-GREEN-1" (row 1): the reference has 11 characters, the shop takes 8',
        ),
        (
            {"reference": "<TEA>"},
            'product "<TEA>" (row 1): the shop refuses < and > in the reference "<TEA>"',
        ),
        (
            {"price": euros("-1.00")},
            'product "TEA" (row 1): the price is negative: -1.00 EUR',
        ),
        (
            {"price": euros("9.999")},
            'product "TEA" (row 1): the price has more than 2 decimals: 9.999 EUR',
        ),
        (
            {"price": Money(Decimal("9.90"), "CHF")},
            'product "TEA" (row 1): the price is in CHF, the shop sells in EUR',
        ),
        ({"price": euros("NaN")}, 'product "TEA" (row 1): the price can\'t be right: NaN EUR'),
        ({"price": euros("1E9")}, 'product "TEA" (row 1): the price can\'t be right: 1E+9 EUR'),
        ({"name": {}}, 'product "TEA" (row 1): it has no name'),
        (
            {"name": fr("Thé" * 10)},
            'product "TEA" (row 1): the name "ThéThéThéThéThéThéThéThéThéThé" has 30 characters, '
            "the shop takes 20",
        ),
        (
            {"name": fr("Thé <vert> #1 {x}")},
            'product "TEA" (row 1): the shop refuses #, <, > and 2 more in the name '
            '"Thé <vert> #1 {x}"',
        ),
        (
            {"ean": "376 0000"},
            'product "TEA" (row 1): the EAN "376 0000" has more in it than digits',
        ),
        (
            {"ean": "376"},
            'product "TEA" (row 1): the EAN "376" has 3 digits, not 8, 12 or 13',
        ),
        (
            {"tax_rate": Decimal("8.50")},
            'product "TEA" (row 1): the shop has no tax of 8.50 %, only 5.5, 10 and 20',
        ),
        ({"tax_rate": Decimal(-5)}, 'product "TEA" (row 1): the tax rate is negative: -5 %'),
        (
            {"weight": Decimal("-0.1")},
            'product "TEA" (row 1): the weight is negative: -0.1 kg',
        ),
        ({"categories": ("9",)}, 'product "TEA" (row 1): its category "9" is not at the till'),
    ],
)
def test_a_product_that_the_shop_would_refuse_is_held(
    fault: dict[str, object], reason: str
) -> None:
    assert reasons(msgspec.structs.replace(product(), **fault)) == [reason]


def test_all_that_is_wrong_is_said_at_once() -> None:
    assert reasons(product(reference="", price=euros("-1"))) == [
        'product "Thé vert" (row 1): it has no reference; the price is negative: -1 EUR'
    ]


def test_a_shop_without_taxes_says_so() -> None:
    untaxed = msgspec.structs.replace(PROFILE, tax_rates=())

    assert verdict(product(), profile=untaxed).holds[0].reason.endswith("of 5.5 %, only none")


def test_a_shop_that_takes_any_tax_takes_any_tax() -> None:
    free = msgspec.structs.replace(PROFILE, tax_rates=None)

    assert verdict(product(tax_rate=Decimal("8.5")), profile=free).holds == ()


def test_prices_without_tax_may_have_many_decimals() -> None:
    policy = Policy(prices_include_tax=False)

    assert verdict(product(price=euros("9.12345")), policy=policy).holds == ()


def test_a_shop_of_two_decimals_must_not_show_a_cent_too_much() -> None:
    profile = msgspec.structs.replace(PROFILE, limits=Limits(price_decimals=2))
    cheap = product(price=euros("0.03"), tax_rate=Decimal(20))

    assert verdict(cheap, profile=profile).holds[0].reason == (
        'product "TEA" (row 1): the shop would show 0.04 EUR instead of 0.03 EUR'
    )
    assert verdict(product(price=euros("12"), tax_rate=Decimal(20)), profile=profile).holds == ()


def test_products_that_share_a_reference_are_held_but_the_linked_one() -> None:
    held = reasons(
        product("1"), product("2"), product("3", "TEA "), linked=(Ref(Kind.PRODUCT, "2"),)
    )

    assert held == [
        'product "TEA" (row 1): its reference is also that of row 2 and 3',
        'product "TEA" (row 3): its reference is also that of row 1 and 2',
    ]


def test_what_is_withdrawn_is_not_judged() -> None:
    withdrawn = product(reference="", is_active=False)

    assert reasons(withdrawn, variant("11"), Brand(key="7", name="", is_active=False)) == []


def test_what_is_withdrawn_but_kept_on_the_site_is_judged() -> None:
    kept = verdict(
        product(reference="", is_active=False),
        linked=(Ref(Kind.PRODUCT, "1"),),
        policy=Policy(withdrawn="keep"),
    )

    assert len(kept.holds) == 1


def test_one_sound_category_is_enough() -> None:
    nameless = category("4", "")

    assert reasons(category("3", "Thés"), product(categories=("3", "4"))) == []
    assert reasons(nameless, product(categories=("4",))) == [
        'category "4": it has no name',
        'product "TEA" (row 1): its category "4" is held',
    ]


def test_categories_within_themselves_are_held_and_what_lies_below_them() -> None:
    ring = category("1", "Thés", "2"), category("2", "Verts", "1")

    assert reasons(*ring, category("3", "Sencha", "2"), category("4", "Cafés")) == [
        'category "Thés" (row 1): it lies within itself: "Thés" in "Verts" in "Thés"',
        'category "Verts" (row 2): it lies within itself: "Verts" in "Thés" in "Verts"',
        'category "Sencha" (row 3): its parent category "Verts" is held',
    ]


def test_a_category_without_its_parent_is_held() -> None:
    assert reasons(category("1", "Thés", "9")) == [
        'category "Thés" (row 1): its parent category "9" is not at the till'
    ]


def test_brands_suppliers_and_options_need_names() -> None:
    held = reasons(
        Brand(key="7", name=" "), Supplier(key="8", name="<Dupont>"), Option(key="Size", name={})
    )

    assert held == [
        'brand " " (row 7): it has no name',
        'supplier "<Dupont>" (row 8): the shop refuses < and > in the name "<Dupont>"',
        'option "Size": it has no name',
    ]


def test_option_values_need_their_option() -> None:
    held = reasons(
        SMALL, Option(key="Colour", name={}), OptionValue(key="r", option="Colour", name=fr("R"))
    )

    assert held == [
        'option "Colour": it has no name',
        'option value "S" (row Size=S): its option "Size" is not at the till',
        'option value "R" (row r): its option "Colour" is held',
    ]


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

    assert held == [
        'variant "11": it has no options',
        'variant "12": its option value "Size=XL" is not at the till',
        'variant "13": the price with its surcharge is negative: -0.10 EUR; '
        "the weight with its surcharge is negative: -0.9 kg",
        'variant "TOO-LONG-A" (row 14): the reference has 10 characters, the shop takes 8; '
        'the EAN "1" has 1 digits, not 8, 12 or 13; '
        "the surcharge has more than 2 decimals: 0.001 EUR",
        'variant "15": its product "9" is not at the till',
    ]


def test_a_variant_of_a_held_option_value_is_held() -> None:
    nameless = OptionValue(key="Size=M", option="Size", name={})

    assert reasons(product(), SIZE, nameless, variant("11", "1", "Size=M"))[1] == (
        'variant "11": its option value "Size=M" is held'
    )


def test_variants_must_differ() -> None:
    twins = variant("11", "1", "Size=S"), variant("12", "1", "Size=S", reference="A")
    other = variant("13", "1", "Size=L", reference="A")

    assert reasons(product(), *SIZES, *twins, other, linked=(Ref(Kind.VARIANT, "11"),)) == [
        'variant "A" (row 12): its options (Size=S) are also those of row 11; '
        "its reference is also that of row 13",
        'variant "A" (row 13): its reference is also that of row 12',
    ]


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

    assert held == [
        'image "21.jpg" (row 21): its product "9" is not at the till',
        'image "22": its product "9" is not at the till',
        'stock "1/99": its variant "99" is not at the till',
        'stock "9": its product "9" is not at the till',
        'stock "s": its variant "11" is one of product "1"',
    ]


def test_long_labels_are_quoted_by_their_beginning() -> None:
    long = Product(
        key="1", reference="", name=fr("x" * 300), price=euros("1"), tax_rate=Decimal(10)
    )

    assert reasons(long)[0].startswith(f'product "{"x" * 59}…" (row 1): ')
