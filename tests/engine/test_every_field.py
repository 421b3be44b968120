"""Every field of which a till may say nothing, from the till to the site and back in time.

All of them go at once, and each is looked at: whoever adds one has it tried here.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pos2web.adapters.memory.adapter import MemoryShop
from pos2web.adapters.memory.rules import PROFILE
from pos2web.adapters.testing.samples import sample
from pos2web.domain.changes import FieldChange
from pos2web.domain.connections import is_till
from pos2web.domain.decisions import TakeBack
from pos2web.domain.facts import ChangeClaimed, FieldSet
from pos2web.domain.fields import MAY_BE_UNSAID, OPTIONAL, Field, Form
from pos2web.domain.plain import plain
from pos2web.domain.pricing import net
from pos2web.domain.things import Product
from pos2web.domain.values import Kind
from pos2web.history.words.sentences import sentence
from pos2web.projections import catalogue, site
from pos2web.projections.following.handlers import connection_of
from pos2web.translation import translate
from tests.engine.retreating import TEA, events, product, standing, taken
from tests.shops.boutique import Boutique, tea

RATE = Decimal("5.5")
LANGUAGES = ("en", "fr")
ROWS = OPTIONAL[Kind.PRODUCT]
Values = dict[str, Any]
"""By field."""


def said(place: int = 0) -> Values:
    """One of both samples of each field, as the till says it."""
    return {row.name: sample(row, LANGUAGES, place) for row in ROWS}


def plainly(values: Values) -> Values:
    return {name: plain(value) for name, value in values.items()}


def sent(place: int = 0) -> Values:
    """What the site should show of that, plain: its prices are without tax."""

    def of(row: Field, value: Any) -> Any:
        return plain(net(value, RATE) if row.form is Form.PRICE else value)

    values = said(place)
    return {row.name: of(row, values[row.name]) for row in ROWS}


def shown(boutique: Boutique) -> Values:
    """What the site shows of each, plain."""
    return {row.name: plain(getattr(product(boutique), row.name)) for row in ROWS}


def pushed(boutique: Boutique, place: int = 0) -> str:
    """The till says something of every field, and it goes out; the run."""
    boutique.till.put(tea(**said(place)))
    return boutique.sync().run


def written(boutique: Boutique) -> dict[str, FieldChange]:
    """The steps of the last write."""
    claim = events(boutique, ChangeClaimed)[-1].fact
    assert isinstance(claim, ChangeClaimed)
    return {step.field: step for step in claim.change.fields}


@pytest.fixture
def synced(boutique: Boutique) -> Boutique:
    """A boutique whose till says nothing more of its tea than it must."""
    boutique.sync()
    return boutique


def test_what_the_till_says_reaches_the_site_once(synced: Boutique) -> None:
    pushed(synced)

    assert shown(synced) == sent()
    assert synced.sync().writes == 0


def test_a_new_product_is_made_with_all_that_is_said(boutique: Boutique) -> None:
    pushed(boutique)

    assert shown(boutique) == sent()
    assert boutique.sync().writes == 0


def test_a_change_is_one_event_of_its_field_with_the_value_before(synced: Boutique) -> None:
    pushed(synced)
    pushed(synced, 1)

    assert shown(synced) == sent(1)
    facts = [event.fact for event in events(synced, FieldSet) if is_till(connection_of(event))]
    before, after = plainly(said()), plainly(said(1))
    assert facts[len(ROWS) :] == [
        FieldSet(
            key="p1",
            kind=Kind.PRODUCT,
            field=row.name,
            value=after[row.name],
            was=before[row.name],
        )
        for row in ROWS
    ]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_change_is_told_by_the_name_of_its_field(synced: Boutique, language: str) -> None:
    pushed(synced)

    told = {
        event.fact.field: sentence(event, language).casefold()
        for event in events(synced, FieldSet)
        if isinstance(event.fact, FieldSet)
    }

    labels = {row.name: translate(row.label, language).casefold() for row in ROWS}
    assert told.keys() == labels.keys()
    assert {name for name, text in told.items() if not text.startswith(labels[name])} == set()


def test_what_somebody_changes_on_the_site_is_put_back(synced: Boutique) -> None:
    pushed(synced)
    ref, _ = synced.the(Kind.PRODUCT, "TEA")
    synced.shop.edit(ref, **said(1))

    synced.sync()

    assert shown(synced) == sent()
    assert {step.reason for step in written(synced).values()} == {"changed on the site"}
    assert written(synced).keys() == said().keys()


def test_a_change_is_taken_back_and_stays_so(synced: Boutique) -> None:
    pushed(synced)

    taken(synced, TakeBack(run=pushed(synced, 1)))

    assert synced.sync().writes == 0
    assert shown(synced) == sent()
    pins = standing(synced)
    assert {name: pins[TEA, name].over for name in said()} == plainly(said(1))


def test_the_first_that_was_said_of_a_field_is_taken_back_too(synced: Boutique) -> None:
    taken(synced, TakeBack(run=pushed(synced)))

    assert {name: value for name, value in shown(synced).items() if value} == {}
    assert synced.sync().writes == 0


def test_what_the_till_no_longer_says_stays_on_the_site(synced: Boutique) -> None:
    pushed(synced)
    synced.till.put(tea())

    report = synced.sync()

    assert report.writes == 0
    assert shown(synced) == sent()


def test_what_the_till_never_said_is_the_sites(synced: Boutique) -> None:
    ref, _ = synced.the(Kind.PRODUCT, "TEA")
    synced.shop.edit(ref, **said(1))
    synced.till.put(tea(weight=Decimal(1)))

    synced.sync()

    assert product(synced).weight == 1
    assert shown(synced) == plainly(said(1))


def test_a_shop_without_a_place_for_a_field_is_not_asked_for_it(tmp_path: Path) -> None:
    shop = MemoryShop(msgspec.structs.replace(PROFILE, lacks=MAY_BE_UNSAID))
    boutique = Boutique(tmp_path, shop=shop)

    pushed(boutique)

    assert {name: value for name, value in shown(boutique).items() if value is not None} == {}
    assert boutique.sync().writes == 0


def test_the_read_models_made_anew_from_the_log_say_the_same(
    synced: Boutique, tmp_path: Path
) -> None:
    pushed(synced)
    pushed(synced, 1)
    before = known(synced)

    for file in tmp_path.glob("**/models.sqlite*"):
        file.unlink()

    assert known(synced) == before
    assert [plainly({name: getattr(each, name) for name in said()}) for each in before] == [
        plainly(said(1)),
        sent(1),
    ]


def known(boutique: Boutique) -> list[Product]:
    """The tea as the read models have it: at the till, and on the shop."""
    shop_ref, _ = boutique.the(Kind.PRODUCT, "TEA")
    with boutique.context() as context:
        context.models.catch_up(context.log)
        till = catalogue.load(context.models, context.till_name)[Kind.PRODUCT]["p1"]
        shop = site.load(context.models, context.shop_name)[Kind.PRODUCT][shop_ref.key]
    assert isinstance(till, Product)
    assert isinstance(shop, Product)
    return [till, shop]
