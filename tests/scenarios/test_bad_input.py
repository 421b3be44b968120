"""What is wrong at the till is named, held and waits; the rest goes through; mended, it goes too."""

from dataclasses import dataclass

import pytest

from pos2web.domain.policy import Breaker, Policy
from pos2web.engine.context import RunReport
from pos2web.history import because
from tests.shops.place import ByHand, Place
from tests.shops.till import photo

LONG = "Thé " * 75
NOTHING = "None"


def new_product(key: int, reference: str, name: str, price: str = "1.00") -> str:
    """One more row at the till."""
    values = f"{key}, {reference}, '{name}', {price}"
    return f"INSERT INTO products (id, reference, name_fr, price) VALUES ({values})"  # noqa: S608 - names of ours, values are bound


@dataclass(frozen=True)
class Slip:
    """Something wrong at the till: how it comes about, what is said, and how it is mended."""

    wrong: tuple[str, ...]
    told: tuple[str, ...]
    mended: tuple[str, ...]
    held: tuple[str, ...]


SLIPS = {
    "no reference": Slip(
        wrong=(new_product(20, "NULL", "Sans référence"),),
        told=("it has no reference",),
        mended=("UPDATE products SET reference = 'MENDED' WHERE id = 20",),
        held=(NOTHING,),
    ),
    "negative price": Slip(
        wrong=(new_product(21, "'NEG'", "Négatif", "-1.50"),),
        told=("the price is negative: -€1.50",),
        mended=("UPDATE products SET price = 1.50 WHERE id = 21",),
        held=("NEG",),
    ),
    "three decimals": Slip(
        wrong=(new_product(22, "'CENT'", "Au millième", "9.999"),),
        told=("the price has more than 2 decimals: €9.999",),
        mended=("UPDATE products SET price = 9.99 WHERE id = 22",),
        held=("CENT",),
    ),
    "duplicate reference": Slip(
        wrong=(new_product(23, "'TWIN'", "Un"), new_product(24, "'TWIN'", "Deux")),
        told=(
            "number 24 at the till has the same reference",
            "number 23 at the till has the same reference",
        ),
        mended=("UPDATE products SET reference = 'TWIN-2' WHERE id = 24",),
        held=("TWIN",),
    ),
    "category cycle": Slip(
        wrong=(
            "INSERT INTO categories (id, parent_id, name_fr) VALUES (20, 21, 'Un'), (21, 20, 'Deux')",
            new_product(27, "'ROUND'", "Rond"),
            "INSERT INTO product_categories VALUES (27, 21, 1)",
        ),
        told=(
            "it lies within itself: “20” in “21” in “20”",
            "it lies within itself: “21” in “20” in “21”",
            "its category “21” is held back",
        ),
        mended=("UPDATE categories SET parent_id = NULL WHERE id = 20",),
        held=("ROUND",),
    ),
    "missing photo": Slip(
        wrong=("INSERT INTO images (id, product_id, path) VALUES (20, 5, 'photos/nowhere.png')",),
        told=("it can't be read at the till (there is no photo photos/nowhere.png in {folder})",),
        mended=(),
        held=("SPOON",),
    ),
    "name of 300 characters": Slip(
        wrong=(new_product(25, "'LONG'", LONG),),
        told=(
            "the name “Thé Thé Thé Thé Thé Thé Thé Thé Thé Thé Thé Thé"
            " Thé Thé Thé…” has 299 characters, the site takes 128",
        ),
        mended=("UPDATE products SET name_fr = 'Thé' WHERE id = 25",),
        held=("LONG",),
    ),
    "signs that the shop refuses": Slip(
        wrong=(new_product(26, "'SIGNS'", "a<b>;=#{}"),),
        told=("the site refuses #, ;, < and 4 more in the name “a<b>;=#{{}}”",),
        mended=("UPDATE products SET name_fr = 'a et b' WHERE id = 26",),
        held=("SIGNS",),
    ),
}


def go_wrong(place: Place, slip: Slip) -> None:
    """Make the slip; the rest of the shop lives on."""
    for statement in slip.wrong:
        place.ring_up(statement)
    place.ring_up("UPDATE products SET price = 4.80 WHERE reference = 'CUP'")


def mend(place: Place, slip: Slip) -> None:
    """Put it right; a photo comes late, without its row being touched."""
    for statement in slip.mended:
        place.ring_up(statement)
    (place.folder / "photos" / "nowhere.png").write_bytes(photo("nowhere"))


def reasons(place: Place, told: tuple[str, ...]) -> list[str]:
    """What these texts should be with the folder that photos are looked for in."""
    return sorted(text.format(folder=place.folder) for text in told)


def said(report: RunReport) -> list[str]:
    """Why things are held, in English, without looking up names."""
    return sorted(because(hold.reason, "en") for hold in report.holds)


@pytest.mark.parametrize("what", SLIPS)
def test_each_slip_is_named_and_the_rest_goes_through(synced: Place, what: str) -> None:
    slip = SLIPS[what]
    go_wrong(synced, slip)

    report = synced.sync()
    verdict = synced.verdict(*slip.held)

    assert (report.outcome, report.reason) == ("done", None)
    assert said(report) == reasons(synced, slip.told)
    assert (verdict.duplicates, verdict.lost) == ([], [])
    assert report.held >= len(report.holds)
    assert report.read == report.changed + report.unchanged + report.held


@pytest.mark.parametrize("what", SLIPS)
def test_each_slip_once_mended_goes_through(synced: Place, what: str) -> None:
    go_wrong(synced, SLIPS[what])
    synced.sync()
    mend(synced, SLIPS[what])

    report = synced.sync()
    verdict = synced.verdict()

    assert (report.outcome, report.holds) == ("done", ())
    assert (verdict.duplicates, verdict.lost) == ([], [])
    assert synced.sync().writes == 0


def test_what_is_held_stays_held_without_being_asked_again(synced: Place) -> None:
    for slip in SLIPS.values():
        go_wrong(synced, slip)
    first = synced.sync()

    again = synced.sync()

    assert (again.outcome, again.writes) == ("done", 0)
    assert again.holds == first.holds


def test_all_slips_at_once_in_a_first_sync_and_then_mended(place: Place) -> None:
    for slip in SLIPS.values():
        go_wrong(place, slip)
    everything = tuple(text for slip in SLIPS.values() for text in slip.told)
    held = [reference for slip in SLIPS.values() for reference in slip.held]

    report = place.sync()
    first = place.verdict(*held)
    for slip in SLIPS.values():
        mend(place, slip)
    mended = place.sync(approved=True)
    last = place.verdict()

    assert said(report) == reasons(place, everything)
    assert report.held >= len(report.holds)
    assert (first.duplicates, first.lost) == ([], [])
    assert (mended.outcome, mended.holds) == ("done", ())
    assert (last.duplicates, last.lost) == ([], [])


def test_a_product_on_sale_that_goes_wrong_keeps_its_price_and_its_stock_goes_on(
    synced: Place, by_hand: ByHand
) -> None:
    synced.ring_up("UPDATE products SET price = -4.30 WHERE reference = 'CUP'")
    synced.ring_up("UPDATE stock SET quantity = 2 WHERE product_id = 4")

    report = synced.sync()
    synced.ring_up("UPDATE products SET price = 4.30 WHERE reference = 'CUP'")
    verdict = synced.verdict()

    assert said(report) == ["the price is negative: -€4.30"]
    assert (verdict.duplicates, verdict.lost) == ([], [])
    assert by_hand.find("products", "reference", "CUP")


def test_a_wrong_key_is_told_of_and_nothing_is_lost(place: Place) -> None:
    key = place.shop.key
    place.set_shop(key="NOTTHEKEYNOTTHEKEYNOTTHEKEYNOTTH")

    refused = place.sync()
    place.set_shop(key=key)
    after = place.sync()

    assert refused.outcome == "failed"
    assert "401" in str(refused.reason)
    assert "key" in str(refused.reason)
    assert place.shop.key not in str(refused.reason)
    assert after.outcome == "done"
    assert place.verdict().is_well


def test_a_shop_that_is_down_is_told_of_and_nothing_is_lost(place: Place) -> None:
    url = place.shop.url
    place.set_shop(url="http://127.0.0.1:9")

    away = place.sync()
    place.set_shop(url=url)
    after = place.sync()

    assert away.outcome == "failed"
    assert away.reason is not None
    assert because(away.reason, "en").startswith("cannot reach 127.0.0.1:9: ")
    assert after.outcome == "done"
    assert place.verdict().is_well


def test_very_much_at_once_asks_first_and_changes_nothing(synced: Place) -> None:
    synced.policy = Policy(breaker=Breaker(count_min=2))
    synced.ring_up("UPDATE products SET is_active = 0 WHERE id <> 1")

    asked = synced.sync()
    synced.ring_up("UPDATE products SET is_active = 1")
    untouched = synced.verdict()
    synced.ring_up("UPDATE products SET is_active = 0 WHERE id <> 1")
    approved = synced.sync(approved=True)

    assert asked.outcome == "halted"
    assert (asked.writes, untouched.lost) == (0, [])
    assert approved.outcome == "done"
    assert synced.verdict().is_well
