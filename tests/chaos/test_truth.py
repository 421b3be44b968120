"""The comparison has teeth: whatever is wrong on a shop is told of."""

from collections.abc import Callable

import pytest

from tests.chaos.site import text
from tests.shops.place import ByHand, Place, spoken
from tests.shops.till import photo

Slip = Callable[[ByHand], object]


def test_a_shop_in_step_with_its_till_is_well(synced: Place) -> None:
    verdict = synced.verdict()

    assert (verdict.duplicates, verdict.lost) == ([], [])


def second_product(hand: ByHand) -> None:
    hand.add(
        "products",
        "<product><reference>CUP</reference><price>1</price><state>1</state>"
        f"{spoken('name', 'Une autre')}</product>",
    )


def second_combination(hand: ByHand) -> None:
    key = hand.find("combinations", "reference", "POT-RED-S")
    first = hand.read("combinations", key)
    values = "".join(
        f"<product_option_value><id>{text(value, 'id')}</id></product_option_value>"
        for value in first.findall("associations/product_option_values/product_option_value")
    )
    hand.add(
        "combinations",
        f"<combination><id_product>{text(first, 'id_product')}</id_product>"
        "<minimal_quantity>1</minimal_quantity><reference>POT-OTHER</reference><associations>"
        f"<product_option_values>{values}</product_option_values></associations></combination>",
    )


def second_photo(hand: ByHand) -> None:
    hand.show(f"products/{product(hand, 'CUP')}", photo("photos/cup.png"))


def product(hand: ByHand, reference: str) -> str:
    return hand.find("products", "reference", reference)


def second_category(hand: ByHand) -> None:
    hand.add(
        "categories",
        f"<category><active>1</active><id_parent>2</id_parent>{spoken('name', 'Table')}"
        f"{spoken('link_rewrite', 'table')}</category>",
    )


def second_value(hand: ByHand) -> None:
    option = hand.find("product_options", "name", "Couleur")
    hand.add(
        "product_option_values",
        f"<product_option_value><id_attribute_group>{option}</id_attribute_group>"
        f"{spoken('name', 'Rouge')}</product_option_value>",
    )


DOUBLES: dict[str, Slip] = {
    "product CUP": second_product,
    "category ('2', 'Table')": second_category,
    "brand ('', 'Émile Henry')": lambda hand: hand.add(
        "manufacturers", "<manufacturer><name>Émile Henry</name></manufacturer>"
    ),
    "supplier ('', 'Grossiste du Sud')": lambda hand: hand.add(
        "suppliers", "<supplier><name>Grossiste du Sud</name></supplier>"
    ),
    "combination ": second_combination,
    "option value ": second_value,
    "photo of CUP": second_photo,
}


@pytest.mark.parametrize("told", DOUBLES)
def test_what_is_there_twice_is_told_of(synced: Place, by_hand: ByHand, told: str) -> None:
    DOUBLES[told](by_hand)

    duplicates = synced.verdict().duplicates

    assert [line for line in duplicates if line.startswith(told)]


def change(reference: str, fields: str) -> Slip:
    return lambda hand: hand.change("products", product(hand, reference), fields)


def change_combination(fields: str) -> Slip:
    return lambda hand: hand.change(
        "combinations", hand.find("combinations", "reference", "POT-BLACK"), fields
    )


def wrong_stock(hand: ByHand) -> None:
    row = hand.find("stock_availables", "id_product", product(hand, "SPOON"))
    hand.change("stock_availables", row, "<quantity>59</quantity>")


def wrong_stock_of_a_version(hand: ByHand) -> None:
    combination = hand.find("combinations", "reference", "POT-BLACK")
    row = hand.find("stock_availables", "id_product_attribute", combination)
    hand.change("stock_availables", row, "<quantity>8</quantity>")


def other_photo(hand: ByHand) -> None:
    key = product(hand, "CUP")
    (image,) = hand.read("products", key).findall("associations/images/image")
    hand.remove("images", f"products/{key}/{text(image, 'id')}")
    hand.show(f"products/{key}", photo("something else"))


def no_photo(hand: ByHand) -> None:
    key = product(hand, "POT")
    (image,) = hand.read("products", key).findall("associations/images/image")
    hand.remove("images", f"products/{key}/{text(image, 'id')}")


def rename(resource: str, name: str, *new: str) -> Slip:
    return lambda hand: hand.change(
        resource, hand.find(resource, "name", name), spoken("name", *new)
    )


def move_category(hand: ByHand) -> None:
    key = hand.find("categories", "name", "Théières")
    hand.change("categories", key, "<id_parent>2</id_parent>")


SLIPS: dict[str, Slip] = {
    "CUP price": change("CUP", "<price>3.57</price>"),
    "CUP tax": change("CUP", "<id_tax_rules_group>2</id_tax_rules_group>"),
    "CUP name in fr": change("CUP", spoken("name", "Mug", "Cup")),
    "CUP name in en": change("CUP", spoken("name", "Tasse", "Mug")),
    "TEA-GREEN summary in en": change("TEA-GREEN", spoken("description_short", "Frais", "?")),
    "TEA-BLACK description in en": change("TEA-BLACK", spoken("description", "Corsé", "?")),
    "CUP weight": change("CUP", "<weight>0.3</weight>"),
    "CUP EAN": change("CUP", "<ean13>3760000000055</ean13>"),
    "CUP active": change("CUP", "<active>0</active>"),
    "CUP manufacturers": change("CUP", "<id_manufacturer>1</id_manufacturer>"),
    "POT suppliers": change("POT", "<id_supplier>0</id_supplier>"),
    "CUP main category": change("CUP", "<id_category_default>3</id_category_default>"),
    "product SPOON is not on the shop": change("SPOON", "<reference>SPOONS</reference>"),
    "struck out OLD active": change("SPOON", "<reference>OLD</reference>"),
    "POT POT-BLACK price": change_combination("<price>0</price>"),
    "POT POT-BLACK weight": change_combination("<weight>1</weight>"),
    "POT variants": change_combination("<reference>POT-BLUE</reference>"),
    "POT POT-BLACK options": rename("product_option_values", "Noir", "Noir", "Dark"),
    "POT POT-RED-S options": rename("product_options", "Couleur", "Couleur", "Color"),
    "SPOON stock": wrong_stock,
    "POT POT-BLACK stock": wrong_stock_of_a_version,
    "CUP photos not shown": other_photo,
    "CUP photos too many": second_photo,
    "POT photos not shown": no_photo,
    "TEA-BLACK main category in en": rename("categories", "Thés", "Thés", "Tea"),
    "POT main category": move_category,
}


@pytest.mark.parametrize("told", SLIPS)
def test_what_is_wrong_is_told_of(synced: Place, by_hand: ByHand, told: str) -> None:
    SLIPS[told](by_hand)

    lost = synced.verdict().lost

    assert [line for line in lost if line.startswith(told)]


def test_a_missing_version_is_told_of(synced: Place, by_hand: ByHand) -> None:
    by_hand.remove("combinations", by_hand.find("combinations", "reference", "POT-RED-L"))

    lost = synced.verdict().lost

    assert [line for line in lost if line.startswith("POT variants")]


def test_a_missing_product_is_told_of(synced: Place, by_hand: ByHand) -> None:
    by_hand.remove("products", product(by_hand, "TEA-GREEN"))

    assert "product TEA-GREEN is not on the shop" in synced.verdict().lost
