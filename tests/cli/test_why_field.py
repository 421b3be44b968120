"""Why the site shows what it does in a field: from the till's event to the write and its answer."""

import pytest

from pos2web.bootstrap import utc_now
from pos2web.domain.changes import Action, Change, FieldChange
from pos2web.domain.connections import MAIN_SHOP
from pos2web.domain.facts import ChangeClaimed, ChangeRefused
from pos2web.domain.streams import Stream
from pos2web.domain.values import Kind, ShopKey, TillKey
from pos2web.log import Entry, Envelope, Log
from tests.cli.conftest import Installation
from tests.history.test_sentences import plain

NEW_PHOTO = (
    "INSERT INTO images (id, product_id, content) VALUES (7, 1, "
    "x'89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540000000"
    "0049454e44ae426082')"
)
"""The smallest of PNG photos."""


@pytest.fixture
def synced(pos2web: Installation) -> Installation:
    assert pos2web("sync", "--yes").code == 0
    return pos2web


def chain_of(pos2web: Installation, ref: str, field: str, *words: str) -> dict[str, object]:
    """The one chain of what is meant."""
    answer = pos2web("why", ref, field, "--json", *words)
    assert answer.code == 0, answer.err
    (found,) = answer.json["chains"]
    values: dict[str, object] = found
    return values


def test_a_price_is_told_from_the_till_to_the_answer_of_the_shop(synced: Installation) -> None:
    synced.ring_up("UPDATE products SET price = 8.90 WHERE id = 1")
    synced("sync")

    values = chain_of(synced, "product:TEA-01", "price")
    screen = plain(synced("why", "TEA-01", "price", language="fr").out)

    assert values["owner"] == "till"
    assert values["state"] == "as_written"
    assert values["conversion"] == {
        "till": {"amount": "8.90", "currency": "EUR"},
        "rate": "5.5",
        "sent": {"amount": "8.436019", "currency": "EUR"},
        "shown": {"amount": "8.90", "currency": "EUR"},
    }
    seen, claim, outcome = values["seen"], values["claim"], values["outcome"]
    assert isinstance(seen, dict)
    assert isinstance(claim, dict)
    assert isinstance(outcome, dict)
    assert (seen["actor"], claim["actor"]) == ("till", "task:sync")
    assert seen["position"] < claim["position"] < outcome["position"]
    assert outcome["cause"] == claim["position"]
    assert (
        "8,90 € TTC, TVA 5,5 % : le site reçoit 8,436019 € hors taxe, et montre 8,90 €." in screen
    )
    assert "La caisse décide de ce champ" in screen
    assert "comme écrit" in screen


def test_what_was_not_written_yet_is_said(synced: Installation) -> None:
    synced.ring_up("UPDATE products SET name_fr = 'Thé de Chine' WHERE id = 1")
    synced("plan")

    values = chain_of(synced, "TEA-01", "name")

    assert values["state"] == "not_written"
    assert "is not written there yet" in synced("why", "TEA-01", "name").out


def test_the_past_is_told_as_it_was(synced: Installation) -> None:
    before = synced("status", "--json").json["position"]
    synced.ring_up("UPDATE products SET price = 7 WHERE id = 1")
    synced("sync")

    then = chain_of(synced, "TEA-01", "price", "--at-position", str(before))
    now = chain_of(synced, "TEA-01", "price")

    assert then["till"] == {"amount": "9.90", "currency": "EUR"}
    assert now["till"] == {"amount": "7.00", "currency": "EUR"}


def test_a_field_that_the_site_decides_is_its_own(synced: Installation) -> None:
    text = '\n[sync.owners.product]\ndescription = "shop"\n'
    with (synced.home / "pos2web.toml").open("a") as file:
        file.write(text)

    values = chain_of(synced, "TEA-01", "description")

    assert (values["owner"], values["state"]) == ("shop", "left_alone")


def test_what_is_off_the_site_by_a_rule_names_the_rule(synced: Installation) -> None:
    synced("sold-out", "set", "product:TEA-01", "--mode", "offline")
    synced("tasks", "run", "availability")

    values = chain_of(synced, "TEA-01", "online")

    assert values["site"] is False
    rules = values["rules"]
    assert isinstance(rules, list)
    assert [rule["sort"] for rule in rules] == ["sold_out"]
    assert "Declared sold out: product “TEA-01”" in synced("why", "TEA-01", "online").out


def test_what_is_held_says_why_and_is_not_there(pos2web: Installation) -> None:
    pos2web.ring_up("UPDATE products SET price = -1 WHERE id = 2")
    pos2web("sync", "--yes")

    values = chain_of(pos2web, "TEA-02", "price")
    screen = pos2web("why", "TEA-02", "price").out

    assert (values["state"], values["is_right"]) == ("kept_off", True)
    assert isinstance(values["held"], dict)
    assert values["held"]["code"] == "price_negative"
    assert "Held back: " in screen
    assert "It is not on the site, as long as it is held back." in screen


def test_a_pin_is_told(synced: Installation) -> None:
    synced.ring_up("UPDATE products SET price = 5 WHERE id = 1")
    synced("sync")
    claim = chain_of(synced, "TEA-01", "price")["claim"]
    assert isinstance(claim, dict)
    assert synced("undo", str(claim["position"]), "--yes").code == 0

    values = chain_of(synced, "TEA-01", "price")

    assert values["pin"]
    assert "Pinned at " in synced("why", "TEA-01", "price").out


def test_what_somebody_changed_on_the_site_is_not_ours(synced: Installation) -> None:
    values = chain_of(synced, "brand:1", "name")

    assert values["state"] == "as_written"
    assert values["conversion"] is None


def test_what_is_no_field_is_refused(synced: Installation) -> None:
    nonsense, elsewhere = synced("why", "TEA-01", "mood"), synced("why", "brand:1", "price")
    unknown, late = (
        synced("why", "NOPE", "price"),
        synced("why", "TEA-01", "sale", "--at", "2100-01-01"),
    )

    assert (nonsense.code, elsewhere.code, unknown.code, late.code) == (2, 2, 2, 2)
    assert "'mood' is none of" in nonsense.err
    assert "price is not a field" in elsewhere.err
    assert "NOPE" in unknown.err


def texts(pos2web: Installation, ref: str, field: str, language: str = "fr") -> list[str]:
    """The sentences of a chain."""
    answer = pos2web("why", ref, field, "--json", language=language)
    return [plain(step["sentence"]) for step in answer.json["chains"][0]["steps"]]


def test_each_step_says_which_event_it_is(synced: Installation) -> None:
    synced.ring_up("UPDATE products SET price = 8.90 WHERE id = 1")
    synced("sync")

    steps = chain_of(synced, "TEA-01", "price")["steps"]

    assert isinstance(steps, list)
    assert [step["sort"] for step in steps] == [
        "seen",
        "owner",
        "conversion",
        "claim",
        "outcome",
        "end",
    ]
    events = [step for step in steps if step["position"]]
    assert [step["actor"] for step in events] == ["till", "task:sync", "task:sync"]
    assert all(step["at"].endswith("Z") for step in events)


def test_a_price_of_this_shop_alone_says_what_it_asks_and_by_which_rule(
    synced: Installation,
) -> None:
    settings = synced.home / "pos2web.toml"
    rule = "[sync]\nprice_factor = 1.1\nprice_rounding = 0.5\n"
    settings.write_text(settings.read_text().replace("[sync]\n", rule))
    synced("sync", "--yes")

    values = chain_of(synced, "TEA-01", "price")
    screen = plain(synced("why", "TEA-01", "price", language="fr").out)

    conversion = values["conversion"]
    assert isinstance(conversion, dict)
    assert conversion["shown"] == {"amount": "11.00", "currency": "EUR"}
    assert values["state"] == "as_written"
    assert (
        "Le prix de la caisse multiplié par 1,1, arrondi à un multiple de 0,5 : "
        "ce site demande 11,00 €." in screen
    )


def test_a_write_says_its_step_its_reason_and_its_run(synced: Installation) -> None:
    synced.ring_up("UPDATE products SET price = 8.90, vat_rate = 20 WHERE id = 1")
    run = synced("sync", "--json").json["run"]

    claim = texts(synced, "TEA-01", "price")[4]

    assert claim == (
        "Pos2Web va modifier le prix hors taxe et la TVA du produit « TEA-01 » sur le site "
        f"(9,383886 € → 7,416667 € ; changé en caisse ; exécution {run})"
    )


def test_a_write_of_what_nobody_can_read_says_no_values(synced: Installation) -> None:
    synced.ring_up(NEW_PHOTO)
    synced("sync")

    claim = texts(synced, "image:7", "fingerprint")[2]

    assert claim.startswith("Pos2Web va créer la photo")
    assert "(nouveau en caisse ; exécution " in claim


def test_why_it_is_not_on_the_site(synced: Installation) -> None:
    synced.ring_up(
        "INSERT INTO products (id, reference, name_fr, name_en, price, vat_rate, brand_id)"
        " VALUES (8, 'NEW', 'Thé', 'Tea', 1, 5.5, 1),"
        " (9, 'NEG', 'Thé', 'Tea', -1, 5.5, 1);"
        "INSERT INTO stock (product_id, quantity) VALUES (9, 12);"
    )
    synced("plan")

    assert texts(synced, "NEW", "online")[-1] == (
        "Il n'est pas sur le site ; la tâche « catalogue » l'y mettra."
    )
    assert texts(synced, "produit:NEG", "online")[-2:] == [
        "Retenu : le prix est négatif : -1,00 €.",
        "Il n'est pas sur le site, tant qu'il est retenu.",
    ]
    stock = plain(synced("why", "NEG", "stock", language="fr").out)
    assert (
        "Retenu avec ce dont il dépend (Le produit « NEG » (n° 9 en caisse)) : le prix est négatif"
        in stock
    )


def test_what_the_till_never_put_on_sale_is_said(synced: Installation) -> None:
    synced.ring_up(
        "INSERT INTO products (id, reference, name_fr, name_en, price, vat_rate, is_active)"
        " VALUES (8, 'OLD', 'Thé', 'Tea', 1, 5.5, 0)"
    )
    synced("sync")

    assert texts(synced, "OLD", "price", "en")[-1] == (
        "It is not on the site: the till does not have it on sale."
    )


def test_a_write_that_was_refused_or_is_open_is_a_step(synced: Installation) -> None:
    dearer = FieldChange(
        field="price",
        before={"amount": "9.383886", "currency": "EUR"},
        after={"amount": "9.5", "currency": "EUR"},
        reason="changed at the till",
    )
    change = Change(
        id="c9",
        action=Action.UPDATE,
        kind=Kind.PRODUCT,
        key=TillKey("1"),
        shop_key=ShopKey("1"),
        fields=(dearer,),
    )
    envelope = Envelope(actor="task:sync", run="r9", connection=MAIN_SHOP)
    with Log.open(synced.home / "log.db", clock=utc_now) as log:
        (at,) = log.append([Entry(Stream("run/r9"), ChangeClaimed(change=change))], envelope)
    still_open = texts(synced, "TEA-01", "price", "en")
    refusal = ChangeRefused(change="c9", reason="the shop has no tax rule of 7 %")
    with Log.open(synced.home / "log.db", clock=utc_now) as log:
        log.append([Entry(Stream("run/r9"), refusal, at)], envelope)

    refused = texts(synced, "TEA-01", "price")

    assert still_open[-3].startswith("Pos2Web is about to change the price without tax")
    assert still_open[-2] == "The site has not answered yet."
    assert refused[-3].endswith("(changé en caisse ; exécution r9)")
    assert refused[-2].startswith("Le site a refusé de modifier le prix hors taxe du produit")
    assert refused[-2].endswith("le site n'a pas de règle de TVA à 7 %")


def test_a_window_that_is_closed_says_so_and_who_ruled_it(synced: Installation) -> None:
    synced(
        "windows",
        "set",
        "category:Thés",
        "--rule=2999 Dec 24 10:00-12:00",
        "--mode=offline",
        "--by=Marie",
    )

    values = chain_of(synced, "TEA-01", "online")
    said = texts(synced, "TEA-01", "online")

    rules = values["rules"]
    assert isinstance(rules, list)
    assert rules[0]["made"]["actor"] == "user:Marie"
    assert said[2].startswith("Marie : Période de vente de la catégorie « Thés »")
    assert said[2].endswith("En ce moment : fermé.")
    assert said[-1] == (
        "Le site l'affiche ; la suite n'y est pas encore écrite, la tâche « périodes de vente » "
        "le fera."
    )


def test_an_empty_stock_that_hides_says_so(synced: Installation) -> None:
    synced.ring_up("UPDATE stock SET quantity = 0 WHERE product_id = 1")
    synced("out-of-stock", "set", "all", "hide")
    synced("sync", "--yes")

    empty, left = texts(synced, "TEA-01", "online", "en"), texts(synced, "TEA-02", "online", "en")

    assert empty[2].endswith("The site can sell none of it.")
    assert empty[-1] == "The site does not show it, as it was written: that is as it should be."
    assert left[2].endswith("There are some to sell.")


@pytest.mark.parametrize(
    ("field", "language", "meant", "end"),
    [
        (
            "online",
            "fr",
            "(retiré de la vente en caisse ; ",
            "Le site ne l'affiche pas, comme écrit : ",
        ),
        (
            "online",
            "en",
            "(withdrawn at the till; ",
            "The site does not show it, as it was written: ",
        ),
        (
            "is_for_sale",
            "fr",
            "",
            "Il peut être acheté sur le site : aucune règle de Pos2Web n'en dit autrement.",
        ),
        (
            "is_for_sale",
            "en",
            "",
            "It can be bought on the site: no rule of Pos2Web says otherwise.",
        ),
    ],
)
def test_yes_and_no_are_said_as_people_say_them(
    synced: Installation, field: str, language: str, meant: str, end: str
) -> None:
    synced.ring_up("UPDATE products SET is_active = 0 WHERE id = 1")
    synced("sync", "--yes")

    said = texts(synced, "TEA-01", field, language)

    assert meant in said[-3]
    assert said[-1].startswith(end)


def test_a_product_that_was_made_online_says_so(synced: Installation) -> None:
    said = texts(synced, "TEA-01", "online")

    assert "(en ligne ; nouveau en caisse ; " in said[-3]
    assert said[-1] == "Le site l'affiche, comme écrit : c'est bien cela."


def test_a_text_is_shown_in_the_language_that_was_changed(synced: Installation) -> None:
    synced.ring_up("UPDATE products SET name_fr = 'Thé de Chine' WHERE id = 1")
    synced("sync")

    english, french = texts(synced, "TEA-01", "name", "en"), texts(synced, "TEA-01", "name")

    assert english[0].endswith(
        "is called “Thé de Chine” in French, no longer “Thé vert”, seen at the till"
    )
    assert "on the site: “Thé de Chine” in French instead of “Thé vert” (changed" in english[2]
    assert english[-1].startswith("The site shows “Thé de Chine” in French, as it was written")
    assert french[-1].startswith("Le site montre « Thé de Chine », comme écrit")


def test_a_rule_that_leaves_a_field_as_it_is_says_so(synced: Installation) -> None:
    hours = "--rule=2999 Dec 24 10:00-12:00"
    synced("windows", "set", "category:Thés", hours, "--mode=offline", "--by=Marie")
    synced("tasks", "run", "availability")

    said = texts(synced, "TEA-01", "is_for_sale", "en")

    assert said[2].endswith("At that moment: closed.")
    assert said[-1] == "It can be bought on the site: these rules leave that as it is."


def test_a_pin_says_since_when_by_whom_and_because_of_what(synced: Installation) -> None:
    synced.ring_up("UPDATE products SET price = 5 WHERE id = 1")
    synced("sync")
    claim = chain_of(synced, "TEA-01", "price")["claim"]
    assert isinstance(claim, dict)
    synced("undo", str(claim["position"]), "--yes", "--by=Marie")

    values = chain_of(synced, "TEA-01", "price")
    said = texts(synced, "TEA-01", "price")

    pinned = values["pinned"]
    assert isinstance(pinned, dict)
    assert (pinned["actor"], values["is_right"]) == ("user:Marie", True)
    assert said[3].startswith("Marie : Épinglé à 9,383886 € hors taxe")
    assert said[4].startswith("à cause de : Pos2Web a modifié le prix hors taxe")


def test_stock_is_told_as_it_was(synced: Installation) -> None:
    before = synced("status", "--json").json["position"]
    synced.ring_up("UPDATE stock SET quantity = 4 WHERE product_id = 1")
    synced("sync")

    then = synced("why", "TEA-01", "stock", "--at-position", before, "--json").json
    now = synced("why", "TEA-01", "stock", "--json").json

    assert then["at"]["position"] == before
    assert [each["stocks"][0]["site"] for each in (then, now)] == ["12", "4"]
    assert synced("why", "TEA-01", "sale", "--at-position", before).code == 2
