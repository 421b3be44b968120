"""Who changed what, when, from what to what."""

from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pos2web.domain.changes import Action
from pos2web.domain.decisions import TaskDisabled
from pos2web.domain.facts import (
    ChangeClaimed,
    ChangeConfirmed,
    ChangeRefused,
    CursorMoved,
    Fact,
    Held,
    ImageFound,
    Linked,
    PriceSet,
    ProductBarcoded,
    ProductCategorised,
    ProductRenamed,
    Released,
    ShopEchoed,
    StockCounted,
    StockReassigned,
    ThingFact,
    ThingGone,
    ThingReturned,
    ThingWithdrawn,
    Unlinked,
)
from pos2web.domain.pins import FieldPinned
from pos2web.domain.reasons import Code, Reason
from pos2web.domain.run_facts import RunEnded, RunStarted
from pos2web.domain.things import Image
from pos2web.domain.values import Kind, ShopKey
from pos2web.projections.history import finding as history
from pos2web.projections.history.finding import HistoryRow
from pos2web.projections.history.outline import TEXT_CHARS_MAX
from pos2web.projections.read_models import ReadModels
from tests.projections.given import (
    NOON,
    SHOP,
    TILL,
    ListedLog,
    change,
    euros,
    level,
    lines,
    positions,
    tea,
    variant,
)

TEA = f"{TILL}/product/TEA"
PRICE = PriceSet(key="TEA", price=euros("8.90"), was=euros("9.90"))
COUNTED = StockCounted(key="TEA", quantity=Decimal(3), was=Decimal(5))
PRODUCT = Kind.PRODUCT


def only_line(models: ReadModels, stream: str, fact: Fact) -> HistoryRow:
    (line,) = lines(models, ListedLog().happened(stream, fact))
    return line


def test_a_line_says_who_when_where_and_what(models: ReadModels) -> None:
    log = ListedLog().happened(TEA, tea())
    log.happened(TEA, PRICE, actor="till", run="r1", cause=1)

    assert lines(models, log)[0] == HistoryRow(
        position=2,
        recorded_at=NOON + timedelta(minutes=1),
        actor="till",
        run="r1",
        connection=TILL,
        kind=PRODUCT,
        key="TEA",
        till_key=None,
        type="price_set",
        field="price",
        before="9.90 EUR",
        after="8.90 EUR",
        cause=1,
        event=f"{TEA}@2",
    )


SAID: list[tuple[Fact, tuple[str, str | None, str | None]]] = [
    (tea(), ("", None, '{"fr":"Thé vert","en":"Green tea"}')),
    (ProductRenamed(key="TEA", name={"fr": "A"}, was={}), ("name", "{}", '{"fr":"A"}')),
    (ProductBarcoded(key="TEA", ean="", was="1"), ("ean", "1", "")),
    (
        ProductCategorised(key="TEA", categories=("a", "b"), was=()),
        ("categories", "[]", '["a","b"]'),
    ),
    (ThingWithdrawn(key="TEA", kind=PRODUCT), ("is_active", "true", "false")),
    (ThingReturned(key="TEA", kind=PRODUCT), ("is_active", "false", "true")),
    (ThingGone(key="TEA", kind=PRODUCT), ("", None, None)),
    (
        Held(key="TEA", kind=PRODUCT, reason=Reason(Code.NO_NAME)),
        ("hold", None, '{"code":"no_name","words":{},"also":[]}'),
    ),
    (
        Released(key="TEA", kind=PRODUCT, was=Reason(Code.NO_NAME)),
        ("hold", '{"code":"no_name","words":{},"also":[]}', None),
    ),
    (
        StockReassigned(key="TEA", product="B", variant="V", was_product="A", was_variant=None),
        ("product,variant", "A", "B/V"),
    ),
    (COUNTED, ("quantity", "5", "3")),
]


@pytest.mark.parametrize(("fact", "said"), SAID)
def test_a_fact_of_a_thing_is_put_in_columns(
    models: ReadModels, fact: Fact, said: tuple[str, str | None, str | None]
) -> None:
    line = only_line(models, TEA, fact)

    assert (line.field, line.before, line.after) == said
    assert line.key == "TEA"


def test_a_long_text_is_cut(models: ReadModels) -> None:
    line = only_line(models, TEA, ProductBarcoded(key="TEA", ean="é" * 600, was="e" * 500))

    assert line.after == "é" * (TEXT_CHARS_MAX - 1) + "…"
    assert line.before == "e" * 500


def test_a_link_names_both_sides(models: ReadModels) -> None:
    linked = Linked(key="TEA", kind=PRODUCT, shop_key=ShopKey("12"), how="created")

    line = only_line(models, f"{SHOP}/link/product/TEA", linked)

    assert (line.connection, line.kind, line.key, line.till_key) == (SHOP, PRODUCT, "12", "TEA")
    assert (line.field, line.before, line.after) == ("link", None, "12")


def test_an_undone_link_names_both_sides(models: ReadModels) -> None:
    unlinked = Unlinked(key="TEA", kind=PRODUCT, shop_key=ShopKey("12"), why="gone")

    line = only_line(models, f"{SHOP}/link/product/TEA", unlinked)

    assert (line.key, line.till_key, line.before, line.after) == ("12", "TEA", "12", None)


def test_a_change_of_one_field_shows_its_step(models: ReadModels) -> None:
    line = only_line(models, "run/r1", ChangeClaimed(change=change(ean=(None, "2"))))

    assert (line.run, line.key, line.till_key) == ("r1", "12", "TEA")
    assert (line.field, line.before, line.after) == ("ean", None, "2")


def test_a_change_of_several_fields_shows_all_of_them(models: ReadModels) -> None:
    made = change(action=Action.CREATE, shop_key=None, ean=(None, "2"), name=(None, {"fr": "Thé"}))

    line = only_line(models, "run/r1", ChangeClaimed(change=made))

    assert (line.key, line.till_key, line.field) == (None, "TEA", "ean,name")
    assert line.before == '{"ean":null,"name":null}'
    assert line.after == '{"ean":"2","name":{"fr":"Thé"}}'


def test_a_field_that_is_changed_twice_shows_its_last_step(models: ReadModels) -> None:
    made = change(ean=("1", "2"))
    twice = msgspec.structs.replace(made, fields=made.fields + change(ean=("2", "3")).fields)

    line = only_line(models, "run/r1", ChangeClaimed(change=twice))

    assert (line.field, line.before, line.after) == ("ean", "2", "3")


def test_an_outcome_says_what_it_is_about(models: ReadModels) -> None:
    log = ListedLog().happened("run/r1", ChangeClaimed(change=change(ean=("1", "2"))))
    log.happened("run/r1", ChangeConfirmed(change="c1", shop_key=ShopKey("13")), cause=1)

    line = lines(models, log)[0]

    assert (line.type, line.kind, line.key, line.till_key) == (
        "change_confirmed",
        PRODUCT,
        "13",
        "TEA",
    )
    assert line.field == "ean"


def test_an_outcome_of_no_known_claim_is_there_all_the_same(models: ReadModels) -> None:
    line = only_line(models, "run/r1", ChangeRefused(change="c1", reason="too long"))

    assert (line.kind, line.key, line.after) == (None, None, "too long")


def test_an_echo_shows_what_was_sent_and_what_is_seen(models: ReadModels) -> None:
    echoed = ShopEchoed(key="12", kind=PRODUCT, field="name", sent='"a "', seen='"a"')

    line = only_line(models, f"{SHOP}/product/12", echoed)

    assert (line.field, line.before, line.after) == ("name", '"a "', '"a"')


def test_runs_and_cursors_are_lines_about_no_thing(models: ReadModels) -> None:
    log = ListedLog().happened("run/r1", RunStarted(task="catalogue", version="1"))
    log.happened(f"{TILL}/cursor", CursorMoved(cursor="9", was="7"))
    log.happened("run/r1", RunEnded(task="catalogue", outcome="done"))

    said = [(line.field, line.before, line.after) for line in lines(models, log)]

    assert said == [("", "catalogue", "done"), ("cursor", "7", "9"), ("", None, "catalogue")]


@pytest.fixture
def week() -> ListedLog:
    """Five events of tea and cocoa, at a till and on a shop."""
    log = ListedLog().happened(TEA, tea(), PRICE, actor="till", run="r1")
    log.happened(f"{TILL}/product/COCOA", tea("COCOA"), actor="till", run="r2")
    log.happened("run/r2", ChangeClaimed(change=change(price=("9.90", "8.90"), ean=("", "1"))))
    name = {"fr": "100 % Thé_x", "en": "Œuvre 1,5 kg"}
    return log.happened(f"{SHOP}/product/12", tea("12", name=name), actor="shop")


def test_the_newest_comes_first_and_pages_follow(models: ReadModels, week: ListedLog) -> None:
    assert positions(models, week, limit=2) == [5, 4]
    assert positions(models, week, limit=2, before_position=4) == [3, 2]


FOUND: list[tuple[dict[str, Any], list[int]]] = [
    ({"run": "r1"}, [2, 1]),
    ({"run": "r2"}, [4, 3]),
    ({"actor": "shop"}, [5]),
    ({"connection": SHOP}, [5, 4]),
    ({"kind": Kind.BRAND}, []),
    ({"actor": "till", "run": None, "kind": PRODUCT}, [3, 2, 1]),
    ({"key": "TEA"}, [4, 2, 1]),
    ({"key": "12"}, [5, 4]),
    ({"key": "12", "kind": PRODUCT}, [5, 4]),
    ({"key": "12", "kind": Kind.VARIANT}, []),
    ({"field": "price"}, [4, 2]),
    ({"field": "ean"}, [4]),
    ({"field": "pric"}, []),
    ({"since": NOON + timedelta(minutes=1), "until": NOON + timedelta(minutes=3)}, [3, 2]),
    ({"since": NOON + timedelta(days=1)}, []),
    ({"after_position": 2}, [5, 4, 3]),
    ({"after_position": 5}, []),
]


@pytest.mark.parametrize(("asked", "found"), FOUND, ids=str)
def test_events_are_found_by_all_that_is_asked(
    models: ReadModels, week: ListedLog, asked: dict[str, Any], found: list[int]
) -> None:
    assert positions(models, week, **asked) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("green", [3, 1]),
        ("GRE", [3, 1]),
        ("the", [5, 3, 1]),
        ("thé vért", [3, 1]),
        ("vert thé", [3, 1]),
        ("reen", []),
        ("100 % Thé", [5]),
        ("x", [5]),
        ("g", []),
        ("1.5", [5]),
        ("1,5 kg", [5]),
        ("REF-COC", [3]),
        ("8,90", [4, 2]),
        ("9,90", [5, 4, 3, 2, 1]),
        ("9.9", [5, 4, 3, 2, 1]),
        ("5,5", [5, 3, 1]),
        ("en", []),
        ("%", []),
    ],
)
def test_words_are_found_by_their_beginnings_however_they_are_written(
    models: ReadModels, week: ListedLog, text: str, found: list[int]
) -> None:
    assert positions(models, week, text=text) == found


FIRST_SEEN: list[tuple[ThingFact, str]] = [
    (tea(price=euros("9.9")), "9,90"),
    (tea(price=euros("9.90")), "9,90 €"),
    (tea(price=euros("9.90")), "9,90 EUR"),
    (tea(price=euros("9.383886")), "9,38"),
    (tea(price=euros("1290.00")), "1290,00"),
    (tea(price=euros("10")), "10,00"),
    (tea(weight=Decimal("0.125")), "0,125"),
    (tea(description={"fr": "<p>Cueilli à la main</p>"}), "cueilli main"),
    (tea(summary={"fr": "Récolte de printemps"}), "printemps"),
    (tea(sale_note={"fr": "Retour mardi"}), "mardi"),
    (variant("V", surcharge=euros("-2.5")), "2,50"),
    (level("TEA", "37"), "37"),
    (ImageFound(key="P", image=Image(key="P", product="TEA", source="tea_front.jpg")), "front"),
]


@pytest.mark.parametrize(("fact", "text"), FIRST_SEEN, ids=str)
def test_what_a_thing_was_like_when_it_was_first_seen_is_found(
    models: ReadModels, fact: ThingFact, text: str
) -> None:
    log = ListedLog().happened(f"{TILL}/thing/1", fact)

    assert positions(models, log, text=text) == [1]


def test_a_first_sight_is_not_found_by_the_keys_of_other_things(models: ReadModels) -> None:
    log = ListedLog().happened(TEA, tea(brand="BRAND-7", categories=("77",)))

    assert positions(models, log, text="77") == positions(models, log, text="brand") == []


def test_a_task_has_what_its_runs_did_and_what_it_is_about(models: ReadModels) -> None:
    log = ListedLog().happened("run/r1", RunStarted(task="stock", version="1"), actor="task:stock")
    log.happened(f"{TILL}/stock/TEA", COUNTED, actor="till", run="r1")
    log.happened("run/r1", RunEnded(task="stock", outcome="done"), actor="task:stock")
    log.happened(f"{TILL}/stock/TEA", COUNTED, actor="till", run="r1")
    log.happened("task/stock", TaskDisabled(task="stock"), actor="user:claire")
    log.happened("task/stock", TaskDisabled(task="images"), actor="user:claire")

    assert positions(models, log, task="stock") == [5, 3, 2, 1]


def test_a_pin_that_a_write_led_to_is_an_act_of_its_own(models: ReadModels) -> None:
    log = ListedLog().happened("run/r1", ChangeClaimed(change=change("c1", ean=("1", "2"))))
    log.happened("run/r1", ChangeConfirmed(change="c1", shop_key=ShopKey("12")), cause=1)
    pinned = FieldPinned(key="TEA", kind=PRODUCT, field="ean", value="1")
    log.happened(f"{SHOP}/pin/product/TEA", pinned, cause=1)

    assert positions(models, log, folded=True) == [3, 2]


def test_the_history_of_a_state_alone_is_not_asked(tmp_path: Path) -> None:
    with (
        closing(ReadModels.open(tmp_path / "models.db")) as models,
        pytest.raises(TypeError, match="only the state is open"),
    ):
        history.query(models, ListedLog())


def shop_of_tea() -> ListedLog:
    """Tea with a variant, a photo's worth of stock, cocoa, and their likes on the shop."""
    log = ListedLog().happened(f"{SHOP}/product/12", tea("12", reference="REF-TEA"))
    log.happened(f"{SHOP}/stock/12", level("12", "0", product="12"))
    log.happened(f"{SHOP}/product/13", tea("13", reference="REF-COCOA"))
    log.happened(TEA, tea())
    log.happened(f"{TILL}/product/COCOA", tea("COCOA"))
    log.happened(f"{TILL}/variant/V", variant("V", reference="REF-V"))
    log.happened(f"{TILL}/stock/TEA/V", level("TEA/V", "5", variant="V"))
    log.happened(f"{TILL}/stock/TEA", level("TEA", "5"))
    for key, shop_key in (("TEA", "12"), ("COCOA", "13")):
        linked = Linked(key=key, kind=PRODUCT, shop_key=ShopKey(shop_key), how="reference")
        log.happened(f"{SHOP}/link/product/{key}", linked)
    return log


def test_a_reference_tells_of_the_product_and_all_that_belongs_to_it(models: ReadModels) -> None:
    log = shop_of_tea()

    assert positions(models, log, reference="REF-TEA") == [9, 8, 7, 6, 4, 2, 1]


def test_a_variant_s_reference_tells_of_it_and_its_stock(models: ReadModels) -> None:
    log = shop_of_tea()

    assert positions(models, log, reference="REF-V") == [7, 6]


def test_a_linked_variant_belongs_to_the_story(models: ReadModels) -> None:
    log = shop_of_tea().happened(f"{SHOP}/variant/34", variant("34", "12"))
    linked = Linked(key="V", kind=Kind.VARIANT, shop_key=ShopKey("34"), how="options")

    log.happened(f"{SHOP}/link/variant/V", linked)

    assert positions(models, log, reference="REF-V") == [12, 11, 7, 6]


def test_a_reference_and_a_field_tell_of_that_field(models: ReadModels) -> None:
    log = shop_of_tea().happened(TEA, PRICE)

    assert positions(models, log, reference="REF-TEA", field="price") == [11]


def test_what_was_linked_once_belongs_to_the_story(models: ReadModels) -> None:
    log = shop_of_tea()
    unlinked = Unlinked(key="TEA", kind=PRODUCT, shop_key=ShopKey("12"), why="gone")
    log.happened(f"{SHOP}/product/12", ThingGone(key="12", kind=PRODUCT))
    log.happened(f"{SHOP}/link/product/TEA", unlinked)

    assert positions(models, log, reference="TEA")[:2] == [12, 11]


def test_a_product_that_is_gone_still_has_its_story(models: ReadModels) -> None:
    log = shop_of_tea().happened(TEA, ThingGone(key="TEA", kind=PRODUCT))

    assert positions(models, log, reference="REF-TEA", limit=3) == [11, 9, 8]


def test_a_product_that_only_the_shop_has_is_told_from_there(models: ReadModels) -> None:
    log = ListedLog().happened(f"{SHOP}/product/12", tea("12"))
    log.happened(f"{SHOP}/stock/12", level("12", "0", product="12"))

    assert positions(models, log, reference="REF-12") == [2, 1]


def test_nobody_s_reference_has_no_story(models: ReadModels) -> None:
    log = shop_of_tea()

    assert lines(models, log, reference="unknown") == []


def test_folded_lines_tell_each_act_once(models: ReadModels) -> None:
    log = ListedLog().happened("run/r1", RunStarted(task="sync", version="1"))
    log.happened("run/r1", ChangeClaimed(change=change("c1", ean=("1", "2"))))
    log.happened("run/r1", ChangeConfirmed(change="c1", shop_key=ShopKey("12")), cause=2)
    log.happened(f"{SHOP}/product/12", ProductBarcoded(key="12", ean="2", was="1"), cause=2)
    log.happened("run/r1", ChangeClaimed(change=change("c2", ean=("2", "3"))))
    log.happened(f"{SHOP}/cursor", CursorMoved(cursor="9"))
    log.happened("run/r1", RunEnded(task="plan", outcome="done"))
    log.happened("run/r1", RunEnded(task="sync", outcome="done"))

    assert positions(models, log, folded=True) == [8, 5, 3]
    assert len(lines(models, log)) == 8


def test_a_task_that_found_nothing_to_do_by_itself_is_no_act(models: ReadModels) -> None:
    log = ListedLog()
    ends = [
        (RunEnded(task="catalogue", outcome="done", read=9, unchanged=9), "task:catalogue"),
        (RunEnded(task="catalogue", outcome="done", read=9, changed=1), "task:catalogue"),
        (RunEnded(task="stock", outcome="done", writes=1), "task:stock"),
        (RunEnded(task="stock", outcome="failed"), "task:stock"),
        (RunEnded(task="sync", outcome="done"), "task:sync"),
        (RunEnded(task="undo", outcome="done"), "user:claire"),
    ]
    for end, actor in ends:
        log.happened("run/r1", end, actor=actor)

    assert positions(models, log, folded=True) == [6, 5, 4, 3, 2]


def test_a_plan_that_failed_is_told(models: ReadModels) -> None:
    log = ListedLog().happened("run/r1", RunEnded(task="plan", outcome="failed"))

    assert positions(models, log, folded=True) == [1]
