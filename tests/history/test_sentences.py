"""Every event as a sentence that a shopkeeper understands."""

import string
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from pos2web.domain import facts, run_facts
from pos2web.domain.changes import Action, FieldChange
from pos2web.domain.facts import Fact
from pos2web.domain.reasons import Code, Reason
from pos2web.domain.things import Variant
from pos2web.domain.values import Kind, Money, Ref, ShopKey
from pos2web.history.words.phrasebook import Phrasebook
from pos2web.history.words.phrases import phrasebook
from pos2web.history.words.sentences import sentence
from pos2web.history.words.wording import Wording, unnamed
from pos2web.languages import languages
from pos2web.log.records import Event
from tests.history.examples import EXAMPLES, MEDIUM, PRICE_CHANGE, event
from tests.history.examples import TEA as GREEN_TEA
from tests.projections.given import SHOP, TILL, ListedLog, change, euros
from tests.projections.random_facts import FACTS, logs

FRENCH = phrasebook("fr")
BOOKS = pytest.mark.parametrize("book", [*map(phrasebook, languages())], ids=languages())
TEA = f"{TILL}/product/TEA"


def every_fact(fact: type[Fact] = Fact) -> set[type[Fact]]:
    """Whatever the domain's facts are, down to those that have none below them."""
    ours = [b for b in fact.__subclasses__() if b.__module__.startswith("pos2web.domain.")]
    return {each for below in ours for each in every_fact(below)} or {fact}


def told(fact: Fact, language: str = "en", **known: Any) -> str:
    return sentence(event(fact, TEA, TILL), language, **known)


def in_run(fact: Fact, language: str = "en", **known: Any) -> str:
    return sentence(event(fact, "run/r1", SHOP), language, **known)


def plain(text: str) -> str:
    """Without the spaces that do not break."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@BOOKS
def test_every_fact_has_its_sentence(book: Phrasebook) -> None:
    assert set(book.sentences) == every_fact() == set(FACTS)


@BOOKS
def test_every_kind_and_action_has_its_words(book: Phrasebook) -> None:
    assert set(book.things) == set(book.of_things) == set(book.plurals) == set(Kind)
    assert set(book.actions) == set(book.actions_done) == set(Action)


def test_every_fact_has_an_example() -> None:
    assert {type(example.fact) for example in EXAMPLES} == every_fact()


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: type(example.fact).__name__)
def test_every_sentence_is_whole(example: Event, language: str) -> None:
    text = sentence(example, language, change=PRICE_CHANGE)

    assert text[0] == text[0].upper()
    assert not set(text) & set("{}")
    assert "None" not in text


@settings(max_examples=60)
@given(logs())
def test_whatever_happens_can_be_told(log: ListedLog) -> None:
    for happened in log.events:
        for language in languages():
            assert sentence(happened, language)


@BOOKS
def test_no_sentence_asks_for_words_that_nobody_has(book: Phrasebook) -> None:
    known = {"name", "thing", "of_thing", "at", "before", "after", "reason", "shop_key", "field"}
    known |= {"option", "price", "product", "quantity", "change", "change_done", "steps"}
    known |= {"task", "version", "outcome", "detail", "side", "net", "number"}
    known |= {"seen", "first", "first_f", "scope", "of_scope", "formerly"}
    known |= {"missed", "matter", "channel", "times"}
    known |= {"began", "epoch", "store", "upto", "objects", "size", "pruned", "drilled"}
    known |= {"customer", "person"}

    asked = {
        word for text in book.sentences.values() for _, word, _, _ in string.Formatter().parse(text)
    }

    assert asked - {None} <= known


def test_a_price_is_told_as_shopkeepers_write_it() -> None:
    fact = facts.PriceSet(key="TEA", price=euros("8.90"), was=euros("9.90"))

    assert told(fact, "fr") == (
        "Le prix de «\u00a0TEA\u00a0» passe de 9,90\u202f€ à 8,90\u202f€, vu en caisse"
    )
    assert told(fact, "en") == "The price of “TEA” went from €9.90 to €8.90, seen at the till"


def test_it_says_where_it_was_seen() -> None:
    fact = facts.ThingGone(key="12", kind=Kind.PRODUCT)

    assert sentence(event(fact, f"{SHOP}/product/12", SHOP), "fr").endswith("sur le site")
    assert sentence(event(facts.CursorMoved(cursor="9"), f"{SHOP}/cursor", SHOP), "en") == (
        "The site was read again"
    )


def on_site(fact: Fact, language: str, *, actor: str) -> str:
    happened = msgspec.structs.replace(event(fact, f"{SHOP}/product/12", SHOP), actor=actor)
    return plain(sentence(happened, language))


def test_amounts_on_the_site_are_without_tax() -> None:
    price = facts.PriceSet(key="12", price=euros("8.090909"), was=euros("8.636364"))
    surcharge = facts.SurchargeSet(key="12", surcharge=euros("1"), was=euros("2"))

    assert on_site(price, "fr", actor="shop") == (
        "Le prix hors taxe de « 12 » passe de 8,636364 € à 8,090909 €, vu sur le site"
    )
    assert on_site(price, "en", actor="shop") == (
        "The price without tax of “12” went from €8.636364 to €8.090909, seen on the site"
    )
    assert on_site(surcharge, "fr", actor="shop").startswith("Le supplément hors taxe de la")


def test_what_we_wrote_ourselves_was_not_seen_by_chance() -> None:
    price = facts.PriceSet(key="12", price=euros("8"), was=euros("9"))
    found = facts.ProductFound(key="12", product=msgspec.structs.replace(GREEN_TEA, key="12"))

    assert on_site(price, "fr", actor="task:sync").endswith("passe de 9,00 € à 8,00 € sur le site")
    assert on_site(price, "en", actor="task:sync").endswith("from €9.00 to €8.00 on the site")
    assert on_site(found, "fr", actor="task:sync") == (
        "Produit « TEA » à 9,90 € hors taxe désormais sur le site"
    )
    assert on_site(found, "fr", actor="shop") == (
        "Produit « TEA » à 9,90 € hors taxe vu pour la première fois sur le site"
    )


def test_people_s_names_stand_for_keys() -> None:
    asked = []

    def names(ref: Ref, connection: str | None) -> str | None:
        asked.append((str(ref), connection))
        return {"TEA": "REF-TEA", "C1": "Drinks"}.get(ref.key)

    fact = facts.ProductCategorised(key="TEA", categories=("C1", "C2"), was=())

    assert told(fact, names=names) == (
        "“REF-TEA” moved from categories nothing to “Drinks” and “C2”, seen at the till"
    )
    assert ("category:C1", TILL) in asked


def test_the_till_s_name_is_used_for_what_is_done_to_the_shop() -> None:
    asked = []

    def names(ref: Ref, connection: str | None) -> str | None:
        asked.append((str(ref), connection))
        return None

    in_run(facts.ChangeClaimed(change=PRICE_CHANGE), names=names)

    assert set(asked) == {("product:TEA", None)}


def test_the_text_of_the_reader_s_language_is_shown() -> None:
    was, now = {"fr": "Thé", "en": "Tea"}, {"fr": "Thé vert", "en": "Green tea"}
    fact = facts.CategoryRenamed(key="C", name=now, was=was)

    assert "“Tea” is now called “Green tea”" in told(fact, "en")
    assert "Thé vert" in told(fact, "fr")


def test_a_text_that_changed_in_another_language_only_is_shown_in_that() -> None:
    fact = facts.CategoryRenamed(key="C", name={"fr": "B", "en": "T"}, was={"fr": "A", "en": "T"})

    assert "“A” is now called “B”" in told(fact, "en")


def test_a_text_that_did_not_change_is_shown_as_it_is() -> None:
    fact = facts.CategoryRenamed(key="C", name={"en": "T"}, was={"en": "T"})

    assert "“T” is now called “T”" in told(fact, "en")


def test_a_long_text_is_cut() -> None:
    fact = facts.BrandRenamed(key="B", name="x" * 100, was="")

    assert f"Brand nothing is now called “{'x' * 79}…”" in told(fact)


def test_a_variant_without_reference_is_called_by_its_options() -> None:
    with_reference = msgspec.structs.replace(MEDIUM, reference="TEA-M")
    without: Variant = msgspec.structs.replace(MEDIUM, options=("Size=M", "Colour=Red"))

    assert "Variant “TEA-M” of" in told(facts.VariantFound(key="V", variant=with_reference))
    assert "Variant “Size=M” and “Colour=Red” of" in told(
        facts.VariantFound(key="V", variant=without)
    )


def change_told(action: Action, **steps: tuple[Any, Any]) -> str:
    made = msgspec.structs.replace(change(**steps), action=action)  # type: ignore[arg-type]  # fields by name, as each example needs
    return in_run(facts.ChangeClaimed(change=made))


def test_a_claim_says_what_will_be_done() -> None:
    price = ({"amount": "9.9", "currency": "EUR"}, {"amount": "8.9", "currency": "EUR"})

    assert change_told(Action.UPDATE, price=price) == (
        "Pos2Web is about to change the price without tax of product “TEA” on the site: "
        "€8.90 instead of €9.90"
    )
    assert change_told(Action.UPDATE, ean=("", "1"), name=({}, {"en": "T"})) == (
        "Pos2Web is about to change the barcode and the name of product “TEA” on the site"
    )
    assert change_told(Action.CREATE, ean=(None, "1")) == (
        "Pos2Web is about to create product “TEA” on the site"
    )
    assert change_told(Action.DEACTIVATE, is_active=(True, False)) == (
        "Pos2Web is about to take product “TEA” off sale on the site"
    )
    assert change_told(Action.DELETE) == ("Pos2Web is about to delete product “TEA” on the site")


def test_what_is_made_is_told_with_its_number_on_the_site() -> None:
    made = msgspec.structs.replace(change(ean=(None, "1")), action=Action.CREATE)
    confirmed = facts.ChangeConfirmed(change="c1", shop_key=ShopKey("12"))

    assert plain(in_run(confirmed, "fr", change=made)) == (
        "Pos2Web a créé le produit « TEA » (n° 12), confirmé par le site"
    )


def test_a_level_is_told_in_one_word() -> None:
    level = msgspec.structs.replace(change(quantity=("5", "3")), kind=Kind.STOCK)
    first = msgspec.structs.replace(change(quantity=(None, "3")), kind=Kind.STOCK)

    assert plain(in_run(facts.ChangeClaimed(change=level), "fr")) == (
        "Pos2Web va modifier le stock de « TEA » sur le site : 3 au lieu de 5"
    )
    assert plain(in_run(facts.ChangeClaimed(change=first), "fr")).endswith("sur le site : 3")


def test_fingerprints_are_not_for_people() -> None:
    assert change_told(Action.UPDATE, fingerprint=("a" * 64, "b" * 64)) == (
        "Pos2Web is about to change the content of product “TEA” on the site"
    )


def test_a_thing_that_only_the_site_knows_is_called_by_its_number_there() -> None:
    assert Wording(FRENCH, unnamed, TILL).value("categories", ["#5"]) == "n° 5 du site"


def test_an_echo_that_is_no_json_is_shown_as_it_is() -> None:
    echoed = facts.ShopEchoed(key="TEA", kind=Kind.PRODUCT, field="name", sent="a", seen="")

    assert told(echoed) == (
        "The site writes the name of product “TEA” its own way: nothing for “a”"
    )


def test_texts_of_a_claim_are_shown_in_a_language_in_which_they_differ() -> None:
    renamed = change_told(Action.UPDATE, name=({"fr": "A", "en": "T"}, {"fr": "B", "en": "T"}))

    assert renamed.endswith(": “B” in French instead of “A”")


SWITCHES = [
    ("is_active", True, "remettre en vente le produit « TEA » sur le site", "put product “TEA” back on sale on the site"),
    ("is_active", False, "retirer de la vente le produit « TEA » sur le site", "take product “TEA” off sale on the site"),
    ("is_for_sale", True, "permettre d'acheter le produit « TEA » sur le site", "let customers buy product “TEA” on the site"),
    ("is_for_sale", False, "empêcher d'acheter le produit « TEA » sur le site", "stop customers from buying product “TEA” on the site"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "after", "french", "english"), SWITCHES)
def test_a_switch_is_told_by_what_it_does(
    field: str, after: bool, french: str, english: str
) -> None:
    step = FieldChange(field=field, before=not after, after=after, reason="changed at the till")
    claimed = facts.ChangeClaimed(change=msgspec.structs.replace(change(), fields=(step,)))

    assert plain(in_run(claimed, "fr")) == f"Pos2Web va {french}"
    assert in_run(claimed) == f"Pos2Web is about to {english}"


def test_a_switch_that_was_made_is_told_by_what_it_did() -> None:
    switched = change(is_for_sale=(True, False))
    confirmed = facts.ChangeConfirmed(change="c1", shop_key=ShopKey("12"))

    assert plain(in_run(confirmed, "fr", change=switched)) == (
        "Pos2Web a empêché d'acheter le produit « TEA », confirmé par le site"
    )
    assert in_run(confirmed, change=switched) == (
        "Pos2Web has stopped customers from buying product “TEA”, confirmed by the site"
    )


def test_an_outcome_says_of_what_where_the_claim_is_known() -> None:
    confirmed = facts.ChangeConfirmed(change="c1", shop_key=ShopKey("12"))
    refused = facts.ChangeRefused(change="c1", reason="too long")

    assert in_run(confirmed, change=PRICE_CHANGE) == (
        "Pos2Web has changed the price without tax of product “TEA”: €8.90 instead of €9.90, "
        "confirmed by the site"
    )
    assert in_run(confirmed) == "Pos2Web has done what was asked, confirmed by the site"
    assert in_run(refused, "fr") == (
        "Le site a refusé de faire ce qui était demandé\u00a0: too long"
    )


def test_a_run_says_its_totals_or_why_it_did_not_do() -> None:
    done = run_facts.RunEnded(task="catalogue", outcome="done", read=5, changed=2, unchanged=3)
    wrong_key = Reason(Code.FAILED, {"text": "the key is wrong"})
    failed = run_facts.RunEnded(task="sync", outcome="failed", reason=wrong_key)
    odd = run_facts.RunEnded(task="catalogue", outcome="vanished", reason=Reason(Code.STOPPED))

    assert in_run(done) == (
        "Task “catalogue” is done: 5 read, 2 changed, 3 unchanged, 0 held, 0 written"
    )
    assert in_run(failed) == "The sync failed: the key is wrong"
    assert in_run(odd) == "Task “catalogue” vanished: a person stopped it"


def test_known_reasons_are_told_in_the_reader_s_language() -> None:
    linked = facts.Linked(
        key="TEA", kind=Kind.PRODUCT, shop_key=ShopKey("12"), how="adopted by EAN"
    )

    assert in_run(linked, "fr") == (
        "Le produit «\u00a0TEA\u00a0» correspond au numéro 12 du site (reconnu par son code-barres)"
    )


VALUES: list[tuple[str, Any, str]] = [
    ("price", euros("1234.5"), "1 234,50 €"),
    ("price", {"amount": "8.25", "currency": "CHF"}, "8,25 CHF"),
    ("tax_rate", Decimal("5.5"), "5,5 %"),
    ("tax_rate", "20", "20 %"),
    ("weight", "0.25", "0,25 kg"),
    ("weight_surcharge", Decimal("-0.05"), "-0,05 kg"),
    ("quantity", "12", "12"),
    ("quantity", Decimal("1.50"), "1,5"),
    ("position", 2, "2"),
    ("is_active", True, "oui"),
    ("is_active", False, "non"),
    ("parent", None, "la racine"),
    ("brand", None, "rien"),
    ("ean", "", "rien"),
    ("name", {}, "rien"),
    ("name", {"fr": "", "en": "Tea"}, "« Tea »"),
    ("name", {"fr": "Thé", "en": "Tea"}, "« Thé »"),
    ("categories", [], "rien"),
    ("categories", ["a", "b", "c"], "« a », « b » et « c »"),
    ("fingerprint", "abc", "« abc »"),
    ("quantity", "many", "« many »"),
    ("price", {"amount": "much", "currency": "EUR"}, "« much EUR »"),
]


@pytest.mark.parametrize(("field", "value", "text"), VALUES)
def test_values_are_written_as_people_do(field: str, value: Any, text: str) -> None:
    wording = Wording(FRENCH, unnamed, TILL)

    assert plain(wording.value(field, value)) == text


def test_a_field_without_words_is_called_by_its_name() -> None:
    assert Wording(FRENCH, unnamed, TILL).field("stamina") == "stamina"


def test_what_is_no_fact_has_no_words() -> None:
    with pytest.raises(AssertionError, match="no words for Fact"):
        in_run(Fact())


def test_a_language_without_a_catalogue_is_told_in_english() -> None:
    found = facts.BrandRenamed(key="1", name="Lin", was="Lin & Cie")

    assert told(found, "nl") == told(found, "en")


def test_money_of_any_kind_is_told() -> None:
    yen = facts.PriceSet(key="TEA", price=Money(Decimal(900), "JPY"), was=Money(Decimal(-1), "XTS"))

    assert "from -1.00\u202fXTS to ¥900.00" in told(yen)
