"""What fields that rules lend showed before we wrote them."""

from typing import Any

import pytest

from pos2web.domain.changes import Action
from pos2web.domain.facts import (
    ChangeClaimed,
    ChangeConfirmed,
    Fact,
    ShopEchoed,
    ThingGone,
    Unlinked,
)
from pos2web.domain.planning import canonical
from pos2web.domain.values import Kind, Ref, ShopKey
from pos2web.projections import site
from pos2web.projections.read_models import ReadModels
from tests.projections.given import SHOP, ListedLog, change, dump, tea

TWELVE = Ref(Kind.PRODUCT, "12")
OWN, BACK = {"fr": "Sur commande"}, {"fr": "De retour"}
STOPPED = (True, False)


def write(log: ListedLog, **steps: tuple[Any, Any]) -> ListedLog:
    """One more write that the shop confirmed."""
    written = change(f"c{log.head}", Action.UPDATE, Kind.PRODUCT, "TEA", "12", **steps)
    log.happened("run/r1", ChangeClaimed(change=written))
    return log.happened("run/r1", ChangeConfirmed(change=written.id, shop_key=ShopKey("12")))


def found(models: ReadModels, log: ListedLog) -> dict[str, Any] | None:
    models.catch_up(log)
    return site.found(models, SHOP).get(TWELVE)


def test_what_was_there_before_us_is_kept(models: ReadModels) -> None:
    log = write(ListedLog(), is_for_sale=STOPPED, sale_note=(OWN, BACK))

    assert found(models, log) == {"is_for_sale": True, "sale_note": OWN}


def test_only_of_fields_that_rules_lend(models: ReadModels) -> None:
    assert found(models, write(ListedLog(), ean=("1", "2"), is_active=STOPPED)) is None


def test_what_we_wrote_ourselves_is_not_found(models: ReadModels) -> None:
    log = write(ListedLog(), sale_note=(OWN, BACK))

    assert found(models, write(log, sale_note=(BACK, {"fr": "Bientôt"}))) == {"sale_note": OWN}


def test_nor_is_it_with_texts_that_we_never_sent(models: ReadModels) -> None:
    log = write(ListedLog(), sale_note=(OWN, BACK))
    shown = BACK | {"nl": ""}

    assert found(models, write(log, sale_note=(shown, OWN))) == {"sale_note": OWN}


def test_nor_is_a_shop_s_way_of_writing_it(models: ReadModels) -> None:
    shown = {"fr": "De retour."}
    echo = ShopEchoed(
        key="12",
        kind=Kind.PRODUCT,
        field="sale_note",
        sent=canonical(BACK),
        seen=canonical(shown),
    )
    log = write(ListedLog(), sale_note=(OWN, BACK)).happened(f"{SHOP}/product/12", echo)

    assert found(models, write(log, sale_note=(shown, OWN))) == {"sale_note": OWN}


def test_what_a_person_wrote_meanwhile_is_found(models: ReadModels) -> None:
    log = write(ListedLog(), sale_note=(OWN, BACK))

    assert found(models, write(log, sale_note=({"fr": "En congé"}, BACK))) == {
        "sale_note": {"fr": "En congé"}
    }


def test_what_we_made_showed_nothing_before(models: ReadModels) -> None:
    made = change("c1", Action.CREATE, shop_key=None, is_for_sale=(None, False))
    log = ListedLog().happened("run/r1", ChangeClaimed(change=made))

    assert (
        found(models, log.happened("run/r1", ChangeConfirmed(change="c1", shop_key=ShopKey("12"))))
        is None
    )


@pytest.mark.parametrize(
    ("stream", "end"),
    [
        (f"{SHOP}/product/12", ThingGone(key="12", kind=Kind.PRODUCT)),
        (
            f"{SHOP}/link/product/TEA",
            Unlinked(
                key="TEA", kind=Kind.PRODUCT, shop_key=ShopKey("12"), why="gone from the shop"
            ),
        ),
    ],
)
def test_what_is_gone_or_unlinked_showed_nothing(
    models: ReadModels, stream: str, end: Fact
) -> None:
    log = write(ListedLog().happened(f"{SHOP}/product/12", tea("12")), is_for_sale=STOPPED)

    assert found(models, log.happened(stream, end)) is None


def test_what_was_deleted_showed_nothing(models: ReadModels) -> None:
    log = write(ListedLog(), is_for_sale=STOPPED)
    log.happened("run/r1", ChangeClaimed(change=change("d", Action.DELETE)))

    assert (
        found(models, log.happened("run/r1", ChangeConfirmed(change="d", shop_key=ShopKey("12"))))
        is None
    )


def test_what_was_found_comes_out_the_same_when_rebuilt(models: ReadModels) -> None:
    log = write(ListedLog(), is_for_sale=STOPPED, sale_note=(OWN, BACK))
    models.catch_up(write(log, sale_note=(OWN, BACK)))
    first = dump(models)["found"]

    models.rebuild(log)

    assert dump(models)["found"] == first
