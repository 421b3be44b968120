"""What a shop already holds is recognised, and never made twice."""

from pos2web.domain.adoption import Adopted, adopt
from pos2web.domain.rules.ground import Side
from pos2web.domain.things import AnyThing, Brand, Category, Option, OptionValue, Product, Supplier
from pos2web.domain.values import Kind, Ref
from tests.domain.boutique import (
    LARGE,
    PALAIS,
    SIZE,
    SIZES,
    SMALL,
    TEAS,
    category,
    fr,
    product,
    side,
    variant,
)


def adopted(till: Side, *site: AnyThing, links: dict[Ref, str] | None = None) -> Adopted:
    return adopt(till, side(*site), links or {})


def pairs(found: Adopted) -> dict[str, tuple[str, str]]:
    return {str(each.ref): (each.shop_key, each.how) for each in found.adoptions}


def test_a_product_is_known_by_its_reference_although_it_is_hidden() -> None:
    found = adopted(side(product("1", "TEA")), product("41", " TEA ", is_active=False))

    assert pairs(found) == {"product:1": ("41", "adopted by reference")}


def test_the_exact_reference_goes_before_one_in_other_letters() -> None:
    found = adopted(side(product("1", "TEA")), product("40", "tea"), product("41", "TEA"))

    assert pairs(found) == {"product:1": ("41", "adopted by reference")}
    assert pairs(adopted(side(product("1", "TEA")), product("40", "Tea"))) == {
        "product:1": ("40", "adopted by reference")
    }


def test_a_product_is_known_by_its_ean_when_the_reference_is_another() -> None:
    found = adopted(
        side(product("1", "TEA", ean="3760000000017")),
        product("41", "OLD", ean="3760000000017"),
    )

    assert pairs(found) == {"product:1": ("41", "adopted by EAN")}


def test_a_name_counts_only_in_the_same_category_and_without_a_reference() -> None:
    till = side(TEAS, product("1", "TEA", categories=("3",)))
    shelf = category("30", "THÉS ")

    alike = product("41", "", categories=("30",))
    elsewhere = product("42", "")
    marked = product("43", "OTHER", categories=("30",))

    assert pairs(adopted(till, shelf, elsewhere, marked)) == {
        "category:3": ("30", "adopted by path")
    }
    assert pairs(adopted(till, shelf, elsewhere, alike))["product:1"] == (
        "41",
        "adopted by category and name",
    )
    assert "product:1" not in pairs(adopted(till, alike))
    assert "product:1" in pairs(adopted(side(product("1", "TEA")), elsewhere))


def test_of_two_on_the_site_the_lower_number_is_taken_and_it_is_said() -> None:
    found = adopted(side(product("1", "TEA")), product("10", "TEA"), product("9", "TEA"))

    assert pairs(found) == {"product:1": ("9", "adopted by reference")}
    assert [each.reason for each in found.ambiguous] == [
        "the site has 2 (adopted by reference): 9, 10; 9 was taken"
    ]


def test_one_on_the_site_is_only_taken_once() -> None:
    found = adopted(side(product("1", "TEA"), product("2", "TEA")), product("41", "TEA"))

    assert pairs(found) == {"product:1": ("41", "adopted by reference")}
    assert found.ambiguous[0].ref == Ref(Kind.PRODUCT, "2")


def test_what_is_linked_is_left_alone_on_both_sides() -> None:
    links = {Ref(Kind.PRODUCT, "1"): "41"}
    till = side(product("1", "TEA"), product("2", "TEA"))

    assert adopted(till, product("41", "TEA"), product("42", "MUG"), links=links) == Adopted()


def test_a_link_to_what_is_gone_from_the_shop_is_no_link() -> None:
    links = {Ref(Kind.PRODUCT, "1"): "41"}

    found = adopted(side(product("1", "TEA")), product("42", "TEA"), links=links)

    assert pairs(found) == {"product:1": ("42", "adopted by reference")}


def test_a_product_put_back_at_the_till_under_another_key_is_the_same_on_the_site() -> None:
    links = {Ref(Kind.PRODUCT, "1"): "41"}

    found = adopted(side(product("2", "TEA")), product("41", "TEA"), links=links)

    assert found.adoptions[0].shop_key == "41"
    assert found.adoptions[0].instead_of == Ref(Kind.PRODUCT, "1")


def test_brands_and_suppliers_are_known_by_name_in_any_letters() -> None:
    till = side(PALAIS, Supplier(key="8", name="Cafe\u0301s Dupont"))

    found = adopted(till, Brand(key="70", name=" PALAIS "), Supplier(key="80", name="Cafés dupont"))

    assert pairs(found) == {
        "brand:7": ("70", "adopted by name"),
        "supplier:8": ("80", "adopted by name"),
    }


def test_categories_are_known_by_their_path_in_any_language() -> None:
    till = side(category("2", "Verts", "1"), category("1", "Thés"), category("3", "Verts"))
    teas = Category(key="50", name={"en": "Teas", "fr": "Thés"})
    found = adopted(till, teas, category("49", "Verts", "60"), category("51", "Verts", "50"))

    assert pairs(found) == {
        "category:1": ("50", "adopted by path"),
        "category:2": ("51", "adopted by path"),
    }


def test_a_category_within_itself_does_not_keep_the_others_from_being_found() -> None:
    till = side(category("1", "A", "2"), category("2", "B", "1"), TEAS)

    assert pairs(adopted(till, category("50", "Thés"))) == {"category:3": ("50", "adopted by path")}


def test_options_are_known_by_name_and_their_values_by_option_and_name() -> None:
    size = Option(key="5", name={"en": "Size", "fr": "taille"})
    values = (
        OptionValue(key="51", option="5", name=fr("s")),
        OptionValue(key="52", option="6", name=fr("L")),
    )

    found = adopted(side(*SIZES), size, *values)

    assert pairs(found) == {
        "option:Size": ("5", "adopted by name"),
        "option_value:Size=S": ("51", "adopted by name"),
    }


def test_variants_are_known_within_their_product_by_reference_ean_or_options() -> None:
    till = side(
        product("1", "TEA"),
        product("2", "MUG"),
        SIZE,
        SMALL,
        LARGE,
        variant("11", "1", "Size=S", reference="TEA-S"),
        variant("12", "1", "Size=L", ean="3760000000017"),
        variant("13", "1", "Size=S", "Size=L"),
        variant("14", "2", "Size=S", reference="TEA-S"),
        variant("15", "1"),
    )
    site = (
        product("41", "TEA"),
        Option(key="5", name=fr("Taille")),
        OptionValue(key="51", option="5", name=fr("S")),
        OptionValue(key="52", option="5", name=fr("L")),
        variant("61", "41", reference="tea-s"),
        variant("62", "41", ean="3760000000017"),
        variant("63", "41", "52", "51"),
        variant("64", "99", "51", reference="TEA-S"),
    )

    found = pairs(adopted(till, *site))

    assert found["variant:11"] == ("61", "adopted by reference")
    assert found["variant:12"] == ("62", "adopted by EAN")
    assert found["variant:13"] == ("63", "adopted by options")
    assert {"variant:14", "variant:15"}.isdisjoint(found)


def test_an_empty_shop_has_nothing_to_adopt() -> None:
    assert adopt(side(product(), *SIZES, PALAIS), {}, {}) == Adopted()


def test_an_empty_till_adopts_nothing() -> None:
    site: dict[str, Product] = {"41": product("41")}

    assert adopt({}, {Kind.PRODUCT: site}, {Ref(Kind.PRODUCT, "1"): "41"}) == Adopted()
