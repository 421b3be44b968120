"""One thing on both sides, now and at any moment before."""

import pytest

from tests.cli.conftest import Installation


@pytest.fixture
def synced(pos2web: Installation) -> Installation:
    """An installation whose shop is in step."""
    assert pos2web("sync").code == 0
    return pos2web


def head(installation: Installation) -> int:
    """The last position."""
    return int(installation("status", "--json").json["position"])


@pytest.mark.parametrize("ref", ["TEA-01", "product:1"])
def test_show_puts_till_and_site_side_by_side(synced: Installation, ref: str) -> None:
    answer = synced("show", ref)
    (thing,) = [
        one for one in synced("show", ref, "--json").json["things"] if one["ref"] == "product:1"
    ]

    assert answer.code == 0
    assert thing["till"]["name"]["fr"] == thing["site"]["name"]["fr"] == "Thé vert"
    assert thing["stock"] == [{"key": "1", "variant": None, "till": "12", "site": "12"}]
    assert f"Number {thing['shop_key']} on the site" in answer.out
    assert "without tax" in answer.out
    assert "The stock of “TEA-01”: 12 at the till, 12 on the site" in answer.out


def test_show_says_why_a_thing_is_held(pos2web: Installation) -> None:
    pos2web.ring_up("UPDATE products SET price = -1 WHERE reference = 'TEA-02';")
    pos2web("sync")

    answer = pos2web("show", "product:2")

    assert "Held back: " in answer.out
    assert "The stock of “TEA-02”: 3 at the till, not on the site" in answer.out


def test_show_of_what_nobody_knows_is_a_problem(synced: Installation) -> None:
    assert synced("show", "COFFEE").code == 2
    assert synced("show", "COFFEE", "--json").json["things"] == []


def test_show_tells_how_it_was(synced: Installation) -> None:
    before = head(synced)
    synced.ring_up("UPDATE products SET price = 8.90, reference = 'TEA-1' WHERE id = 1;")
    synced("sync")

    now = synced("show", "TEA-1", "--json").json
    then = synced("show", "TEA-01", "--at-position", before, "--json").json
    spoken = synced("show", "TEA-1", "--at-position", before, language="fr")

    assert [one["till"]["price"]["amount"] for one in now["things"]] == ["8.90"]
    assert [one["till"]["price"]["amount"] for one in then["things"]] == ["9.90"]
    assert then["at"]["position"] == before
    assert {event["position"] <= before for event in then["events"]} == {True}
    assert spoken.code == 0
    assert f", position {before} :" in spoken.out
    assert "Le produit « TEA-01 »" in spoken.out.replace("\u202f", " ").replace("\xa0", " ")


def test_show_tells_rules_and_pins(synced: Installation) -> None:
    synced("buffer", "set", "all", "1")
    synced("buffer", "set", "TEA-01", "2")

    spoken = synced("show", "product:1")
    (thing,) = synced("show", "product:1", "--json").json["things"]

    assert "Buffer, for product “TEA-01”: 2\n" in spoken.out
    assert "Buffer, for all products: 1 (another rule decides)" in spoken.out
    assert [(rule["scope"], rule["decides"]) for rule in thing["rules"]] == [
        ("product:1", True),
        ("all", False),
    ]
    assert thing["pins"] == {}


def test_what_came_later_is_said(synced: Installation) -> None:
    before = head(synced)
    synced.ring_up(
        "INSERT INTO products (id, reference, name_fr, price, vat_rate) VALUES (9, 'NEW', 'N', 1, 20);"
    )
    synced("sync")

    answer = synced("show", "NEW", "--at-position", before)

    assert answer.code == 2
    assert "Product “NEW” (number 9 at the till) was not known yet: first seen on " in answer.err


def test_what_the_shop_numbers_as_the_till_does_something_else_is_not_mistaken_for_it(
    synced: Installation,
) -> None:
    answer = synced("show", "POT-01", "--at-position", 1)

    (line,) = answer.err.splitlines()
    assert line.startswith("Product “POT-01” (number 3 at the till) was not known yet")


def test_what_is_gone_is_said(synced: Installation) -> None:
    synced.ring_up("DELETE FROM products WHERE id = 3;")
    synced("sync")

    assert "No longer there." in synced("show", "POT-01").out


def test_a_moment_is_an_instant_or_a_position(synced: Installation) -> None:
    assert synced("show", "TEA-01", "--at", "-0min").code == 0
    both = synced("show", "TEA-01", "--at=yesterday", "--at-position=1")

    assert both.code == 2
    assert "not both" in both.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--at=2999-01-01"], "'2999-01-01' is still to come: 2999-01-01 0:00"),
        (["--at=-400d"], "Nothing had been recorded yet at "),
        (["--at=soon"], "'soon' is no instant of the past"),
        (["--at-position=999999"], "There is no position 999999 yet: the last one is "),
    ],
)
def test_a_moment_that_cannot_be_meant_is_refused(
    synced: Installation, options: list[str], said: str
) -> None:
    answer = synced("show", "TEA-01", *options)

    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


@pytest.mark.parametrize("option", ["--at=-1h", "--at-position=1"])
def test_without_a_log_there_is_no_past(pos2web: Installation, option: str) -> None:
    answer = pos2web("show", "TEA-01", option, language="fr")

    assert answer.code == 2
    assert "Rien n'est encore enregistré" in answer.err


@pytest.mark.parametrize("named", ["category:Teas", "catégorie:thes", "category:1"])
def test_what_people_call_by_its_name_is_shown_by_its_name(
    synced: Installation, named: str
) -> None:
    shown = synced("show", named)
    why = synced("why", named, "name")
    diff = synced("diff", "1", "--thing", named)

    assert (shown.code, why.code, diff.code) == (0, 0, 0)
    assert "Category “Teas”" in shown.out
    assert "Category “Teas”" in why.out
