"""What people change on the site: in our fields it is put back, in theirs it is left alone."""

from pos2web.engine import drift
from tests.chaos.site import ids, text
from tests.shops.place import ByHand, Place, spoken
from tests.shops.till import photo


def meddle(hand: ByHand) -> None:
    """Change fields that the till owns, on things of every kind."""
    cup = hand.find("products", "reference", "CUP")
    hand.change(
        "products", cup, f"<price>1</price><active>0</active>{spoken('name', 'Solde', 'Sale')}"
    )
    hand.change("products", hand.find("products", "reference", "POT"), "<weight>9</weight>")
    black = hand.find("combinations", "reference", "POT-BLACK")
    hand.change("combinations", black, "<price>5</price>")
    row = hand.find("stock_availables", "id_product_attribute", black)
    hand.change("stock_availables", row, "<quantity>99</quantity>")
    brand = hand.find("manufacturers", "name", "Émile Henry")
    hand.change("manufacturers", brand, "<name>Autre</name>")
    teas = hand.find("categories", "name", "Thés")
    hand.change("categories", teas, f"<id_parent>2</id_parent>{spoken('name', 'Tisanes')}")
    value = hand.find("product_option_values", "name", "Rouge")
    hand.change("product_option_values", value, spoken("name", "Vermillon"))
    (image,) = ids(hand.read("products", cup), "images/image")
    hand.remove("images", f"products/{cup}/{image}")


def test_what_the_till_owns_is_put_back(synced: Place, by_hand: ByHand) -> None:
    meddle(by_hand)

    report = synced.sync()
    verdict = synced.verdict()

    assert (report.outcome, report.reason) == ("done", None)
    assert (verdict.duplicates, verdict.lost) == ([], [])
    assert synced.sync().writes == 0


def test_drift_sees_every_field_and_writes_nothing(synced: Place, by_hand: ByHand) -> None:
    meddle(by_hand)

    with synced.context() as context:
        report, found = drift(context)

    assert report.writes == 0
    assert {(str(each.ref.kind), each.field) for each in found} >= {
        ("product", "name"),
        ("product", "price"),
        ("product", "is_active"),
        ("product", "weight"),
        ("variant", "surcharge"),
        ("stock", "quantity"),
        ("brand", "name"),
        ("category", "name"),
        ("category", "parent"),
        ("option_value", "name"),
        ("image", ""),
    }
    assert synced.verdict().lost


def test_drift_finds_nothing_on_a_site_that_is_in_step(synced: Place) -> None:
    with synced.context() as context:
        report, found = drift(context)

    assert (report.outcome, found) == ("done", [])


def test_what_the_shop_owns_is_left_alone(synced: Place, by_hand: ByHand) -> None:
    cup = by_hand.find("products", "reference", "CUP")
    table = by_hand.find("categories", "name", "Table")
    ours = f"{spoken('meta_title', 'La tasse', 'The cup')}{spoken('link_rewrite', 'ma-tasse')}"
    by_hand.change("products", cup, f"{ours}<on_sale>1</on_sale>")
    by_hand.change("categories", table, spoken("meta_title", "Arts de la table"))
    by_hand.show(f"categories/{table}", photo("a banner"))
    banner = by_hand.ask("GET", f"images/categories/{table}").content
    synced.ring_up("UPDATE products SET price = 5.20, name_fr = 'Grande tasse' WHERE id = 4")
    synced.ring_up("UPDATE categories SET name_fr = 'À table' WHERE id = 3")

    report = synced.sync()
    product, site = by_hand.read("products", cup), synced.site()

    assert report.outcome == "done"
    assert site.texts(product, "meta_title") == {"fr": "La tasse", "en": "The cup"}
    assert site.texts(product, "link_rewrite") == {"fr": "ma-tasse", "en": "ma-tasse"}
    assert text(product, "on_sale") == "1"
    shelf = by_hand.read("categories", table)
    assert site.texts(shelf, "meta_title")["fr"] == "Arts de la table"
    assert by_hand.ask("GET", f"images/categories/{table}").content == banner
    assert synced.verdict().is_well


def test_what_the_shop_made_itself_is_left_alone(synced: Place, by_hand: ByHand) -> None:
    gifts = by_hand.add(
        "categories",
        f"<category><id_parent>2</id_parent><active>1</active>{spoken('name', 'Cadeaux')}"
        f"{spoken('link_rewrite', 'cadeaux')}</category>",
    )
    voucher = by_hand.add(
        "products",
        "<product><reference>VOUCHER</reference><price>20</price><state>1</state>"
        f"<active>1</active>{spoken('name', 'Bon cadeau')}</product>",
    )
    maker = by_hand.add(
        "manufacturers", "<manufacturer><name>Maison</name><active>1</active></manufacturer>"
    )

    report = synced.sync()

    assert (report.outcome, report.writes) == ("done", 0)
    assert text(by_hand.read("products", voucher), "active") == "1"
    assert text(by_hand.read("categories", gifts), "id_parent") == "2"
    assert text(by_hand.read("manufacturers", maker), "name") == "Maison"


def test_a_photo_that_the_shop_added_stays(synced: Place, by_hand: ByHand) -> None:
    cup = by_hand.find("products", "reference", "CUP")
    by_hand.show(f"products/{cup}", photo("by the shop"))
    synced.ring_up("UPDATE images SET path = 'photos/pot.png' WHERE product_id = 4")

    report = synced.sync()

    assert report.outcome == "done"
    assert len(ids(by_hand.read("products", cup), "images/image")) == 2


def test_what_was_deleted_on_the_site_is_made_again_once(synced: Place, by_hand: ByHand) -> None:
    by_hand.remove("products", by_hand.find("products", "reference", "POT"))

    report = synced.sync()
    verdict = synced.verdict()

    assert (report.outcome, report.reason) == ("done", None)
    assert (verdict.duplicates, verdict.lost) == ([], [])
