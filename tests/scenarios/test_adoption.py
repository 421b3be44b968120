"""A shop that was filled by hand holds half of the catalogue; nobody told Pos2Web."""

import httpx

from tests.chaos.site import ids, text
from tests.shops.place import ByHand, Place, spoken
from tests.shops.till import photo


def shelf(hand: ByHand, name: str, parent: str = "2") -> str:
    return hand.add(
        "categories",
        f"<category><id_parent>{parent}</id_parent><active>1</active>{spoken('name', name)}"
        f"{spoken('link_rewrite', 'a-shelf')}</category>",
    )


def article(hand: ByHand, name: str, category: str, fields: str = "") -> str:
    return hand.add(
        "products",
        f"<product><state>1</state><active>1</active><price>3</price>"
        f"<id_tax_rules_group>1</id_tax_rules_group><id_category_default>{category}"
        f"</id_category_default>{fields}{spoken('name', name)}<associations><categories>"
        f"<category><id>{category}</id></category></categories></associations></product>",
    )


def version(hand: ByHand, product: str, values: list[str], reference: str = "") -> str:
    inner = "".join(f"<product_option_value><id>{v}</id></product_option_value>" for v in values)
    return hand.add(
        "combinations",
        f"<combination><id_product>{product}</id_product><minimal_quantity>1</minimal_quantity>"
        f"<reference>{reference}</reference><price>0</price><associations><product_option_values>"
        f"{inner}</product_option_values></associations></combination>",
    )


def option(hand: ByHand, name: str, *values: str) -> list[str]:
    key = hand.add(
        "product_options",
        f"<product_option><group_type>select</group_type>{spoken('name', name)}"
        f"{spoken('public_name', name)}</product_option>",
    )
    return [
        hand.add(
            "product_option_values",
            f"<product_option_value><id_attribute_group>{key}</id_attribute_group>"
            f"{spoken('name', value)}</product_option_value>",
        )
        for value in values
    ]


def fill(hand: ByHand) -> dict[str, str]:
    """Half of the catalogue, as a merchant would have typed it; what became of each, by mark."""
    brand = hand.add("manufacturers", "<manufacturer><name>palais des thés</name></manufacturer>")
    grocery = shelf(hand, "Épicerie")
    teas = shelf(hand, "Thés", grocery)
    table = shelf(hand, "Table")
    green = article(
        hand,
        "Thé vert de Chine",
        teas,
        f"<reference>TEA-GREEN</reference><id_manufacturer>{brand}</id_manufacturer>",
    )
    hand.show(f"products/{green}", photo("photos/green.png"))
    cup = article(hand, "Mug", table, "<ean13>3760000000048</ean13>")
    spoon = article(hand, "Cuillère à thé", table)
    teapot = article(hand, "Théière", table, "<reference>pot</reference>")
    red, black = option(hand, "Couleur", "Rouge", "Noir")
    small, large = option(hand, "Taille", "0,8 L", "1,2 L")
    return {
        "brand": brand,
        "teas": teas,
        "TEA-GREEN": green,
        "CUP": cup,
        "SPOON": spoon,
        "POT": teapot,
        "POT-BLACK": version(hand, teapot, [black, small]),
        "POT-RED-L": version(hand, teapot, [red, large], "POT-RED-L"),
    }


def count(place: Place) -> dict[str, int]:
    return {resource: len(found) for resource, found in place.site().lists.items()}


def test_what_the_shop_holds_already_is_taken_over_and_nothing_is_made_twice(
    place: Place, by_hand: ByHand
) -> None:
    made = fill(by_hand)

    report = place.sync()
    verdict = place.verdict()

    assert (report.outcome, report.reason, report.holds) == ("done", None, ())
    assert (verdict.duplicates, verdict.lost) == ([], [])
    for reference in ("TEA-GREEN", "CUP", "SPOON", "POT"):
        assert by_hand.find("products", "reference", reference) == made[reference]
    for reference in ("POT-BLACK", "POT-RED-L"):
        assert by_hand.find("combinations", "reference", reference) == made[reference]
    assert by_hand.find("manufacturers", "name", "Palais des Thés") == made["brand"]
    assert by_hand.find("categories", "name", "Thés") == made["teas"]


def test_only_what_was_missing_is_made(place: Place, by_hand: ByHand) -> None:
    fill(by_hand)

    place.sync()

    made = count(place)
    assert (made["products"], made["combinations"]) == (5, 3)
    assert (made["categories"], made["manufacturers"], made["suppliers"]) == (6, 2, 1)
    assert (made["product_options"], made["product_option_values"]) == (2, 4)


def test_a_second_run_over_an_adopted_shop_finds_nothing_to_do(
    place: Place, by_hand: ByHand
) -> None:
    fill(by_hand)
    place.sync()

    again = place.sync()

    assert (again.outcome, again.writes) == ("done", 0)


def test_the_photo_that_the_shop_shows_already_is_not_sent_again(
    place: Place, by_hand: ByHand
) -> None:
    made = fill(by_hand)
    before = ids(by_hand.read("products", made["TEA-GREEN"]), "images/image")

    place.sync()

    after = ids(by_hand.read("products", made["TEA-GREEN"]), "images/image")
    assert len(after) == 2
    assert after[: len(before)] == before


def test_a_shop_adopted_anew_after_the_log_was_lost_is_left_as_it_is(synced: Place) -> None:
    for name in ("log.sqlite", "models.sqlite"):
        for file in synced.folder.glob(f"{name}*"):
            file.unlink()

    report = synced.sync()
    verdict = synced.verdict()

    assert (report.outcome, report.writes) == ("done", 0)
    assert (verdict.duplicates, verdict.lost) == ([], [])


def test_two_of_the_same_reference_on_the_shop_are_not_made_three(
    place: Place, by_hand: ByHand
) -> None:
    table = shelf(by_hand, "Table")
    for name in ("Tasse", "Tasse bis"):
        article(by_hand, name, table, "<reference>CUP</reference>")

    place.sync()

    cups = [p for p in place.site().lists["products"] if text(p, "reference") == "CUP"]
    assert len(cups) == 2


def test_a_photo_of_which_the_shop_has_no_file_holds_nobody_up(
    place: Place, by_hand: ByHand
) -> None:
    fill(by_hand)
    cup = by_hand.find("products", "ean13", "3760000000048")
    shop = place.shop
    url, broken = f"{shop.url}/api/images/products/{cup}", b"\xff\xd8 no picture"
    files = {"image": ("photo.jpg", broken, "image/jpeg")}
    refused = httpx.post(url, auth=(shop.key, ""), timeout=30, files=files)
    (orphan,) = ids(by_hand.read("products", cup), "images/image")

    report = place.sync()

    assert refused.status_code == 400
    assert (report.outcome, report.reason) == ("done", None)
    assert orphan in ids(by_hand.read("products", cup), "images/image")
    assert place.sync().writes == 0
