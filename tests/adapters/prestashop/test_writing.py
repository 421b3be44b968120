"""Writes, and what each answer of the shop proves of them."""

from decimal import Decimal

import httpx
import msgspec
import pytest

from pos2web.adapters.prestashop.xml import ids, parse, rows, text
from pos2web.adapters.sandbox.shop import ShopServer
from pos2web.domain.changes import Action
from pos2web.domain.things import (
    AnyThing,
    Brand,
    Category,
    Option,
    OptionValue,
    Product,
    Supplier,
    Variant,
)
from pos2web.errors import CredentialsError
from pos2web.ports import Done, Outcome, Refused, Shop, Unsure, Untried
from tests.adapters.prestashop.shops import (
    Script,
    as_made,
    car,
    create,
    deactivate,
    delete,
    eur,
    held,
    in_turn,
    keys,
    recorded,
    red,
    refusal,
    scripted,
    shop_at,
    things,
    update,
    write_of,
    xml,
)

COMBINATIONS = (
    "<products><product><id>30</id><product_type>combinations</product_type>"
    "<id_default_combination>41</id_default_combination></product></products>"
)
LEADERLESS = COMBINATIONS.replace("41", "0")
NONE_LIKE_IT = xml("<products/>")


def variants_of(server: ShopServer, field: str) -> dict[str, str]:
    """What every variant says in this field, by its id."""
    answer = httpx.get(
        f"{server.url}/api/combinations?display=full", auth=(server.key, ""), trust_env=False
    )
    return {text(row, "id"): text(row, field) for row in rows(parse(answer.content), "combination")}


def only(found: list[AnyThing], key: str, kind: type) -> AnyThing:
    (thing,) = [thing for thing in found if isinstance(thing, kind) and thing.key == key]
    return thing


def test_every_kind_is_made_changed_and_withdrawn(shop: Shop) -> None:
    for thing in (
        Brand(key="", name="A"),
        Supplier(key="", name="A"),
        Category(key="", name={"fr": "A", "en": "A"}),
        car(),
    ):
        (key,) = keys(shop.apply([create(thing)]))
        known = msgspec.structs.replace(thing, key=key)
        assert shop.apply([update(known)]) == [Done(shop_key=key)]
        assert shop.apply([deactivate(known)]) == [Done(shop_key=key)]

        seen = only(held(shop), key, type(thing))
        assert not getattr(seen, "is_active", True)


def test_only_the_fields_of_an_update_change(shop: Shop) -> None:
    whole = car(
        summary={"fr": "Petite", "en": "Small"},
        description={"fr": "Belle", "en": "Nice"},
        weight=Decimal(1),
        ean="4006381333931",
    )
    (key,) = keys(shop.apply([create(whole)]))

    shop.apply([update(car(key, price=eur("9.9"), name={}), "price")])

    assert only(held(shop), key, Product) == as_made(
        msgspec.structs.replace(whole, key=key, price=eur("9.9"))
    )


def test_a_category_moves_and_keeps_its_number(shop: Shop) -> None:
    shelf = Category(key="", name={"fr": "A", "en": "A"})
    upper, lower = keys(shop.apply([create(shelf), create(shelf)]))

    moved = msgspec.structs.replace(shelf, key=lower, parent=upper)
    shop.apply([update(moved, "parent")])

    assert only(held(shop), lower, Category) == moved


def test_a_product_moves_to_other_shelves(shop: Shop) -> None:
    shelf = Category(key="", name={"fr": "A", "en": "A"})
    first, second = keys(shop.apply([create(shelf), create(shelf)]))
    (key,) = keys(shop.apply([create(car(categories=(first,)))]))

    shop.apply([update(car(key, categories=(second, first)), "categories")])
    moved = only(held(shop), key, Product)
    shop.apply([update(car(key), "categories")])
    bare = only(held(shop), key, Product)

    assert isinstance(moved, Product)
    assert moved.categories == (second, first)
    assert isinstance(bare, Product)
    assert bare.categories == ()


def test_a_product_that_people_put_on_the_first_page_stays_there(
    server: ShopServer, shop: Shop
) -> None:
    shelf = Category(key="", name={"fr": "A", "en": "A"})
    first, second = keys(shop.apply([create(shelf), create(shelf)]))
    featured, other = keys(
        shop.apply([create(car(categories=(first, "2"))), create(car(categories=(first,)))])
    )

    shop.apply([update(car(key, categories=(second,)), "categories") for key in (featured, other)])

    answer = httpx.get(
        f"{server.url}/api/products?display=full", auth=(server.key, ""), trust_env=False
    )
    shown = [ids(row, "categories") for row in rows(parse(answer.content), "product")]
    assert shown == [["2", second], [second]]


def test_shelves_that_cannot_be_read_are_not_changed() -> None:
    shop, script = scripted(in_turn(httpx.Response(503)))

    (outcome,) = shop.apply([update(car("30", categories=("4",)), "categories")])

    assert isinstance(outcome, Untried)
    assert script.asked == ["GET products"]


def test_variants_are_made_reoptioned_and_deleted(shop: Shop) -> None:
    (product,) = keys(shop.apply([create(car())]))
    (size,) = keys(shop.apply([create(Option(key="", name={"fr": "T", "en": "S"}))]))
    value = OptionValue(key="", option=size, name={"fr": "L", "en": "L"})
    large, small = keys(shop.apply([create(value), create(value)]))
    first, second = keys(shop.apply([create(red(product, large)), create(red(product, small))]))

    shop.apply(
        [update(red(product, small, key=first, surcharge=eur("-1")), "options", "surcharge")]
    )
    shop.apply([delete(red(product, small, key=second))])

    assert [thing for thing in held(shop) if isinstance(thing, Variant)] == [
        red(product, small, key=first, surcharge=eur("-1"))
    ]


def test_a_product_is_told_that_it_has_variants(server: ShopServer, shop: Shop) -> None:
    (product,) = keys(shop.apply([create(car())]))

    shop.apply([create(red(product, "1")), create(red(product, "2"))])

    answer = httpx.get(
        f"{server.url}/api/products/{product}", auth=(server.key, ""), trust_env=False
    )
    (row,) = rows(parse(answer.content), "product")
    assert text(row, "product_type") == "combinations"


def test_the_first_variant_of_a_product_is_the_one_shown_first(
    server: ShopServer, shop: Shop
) -> None:
    cars = keys(shop.apply([create(car()), create(car(reference="VAN"))]))
    made = [create(red(product, option)) for option in ("1", "2") for product in cars]
    first, second, *_ = keys(shop.apply(made))

    shop.apply([create(red(product, "3")) for product in cars])

    assert variants_of(server, "default_on") == {
        **dict.fromkeys(("1", "2", "3", "4", "5", "6"), ""),
        first: "1",
        second: "1",
    }


def test_a_product_that_lost_its_variants_gets_another_first_one(
    server: ShopServer, shop: Shop
) -> None:
    (product,) = keys(shop.apply([create(car())]))
    (key,) = keys(shop.apply([create(red(product, "1"))]))
    shop.apply([delete(red(product, "1", key=key))])
    shop.profile()

    (other,) = keys(shop.apply([create(red(product, "2"))]))

    assert variants_of(server, "default_on") == {other: "1"}


def test_a_variant_that_could_not_be_the_first_leaves_it_to_another() -> None:
    answers = in_turn(xml(LEADERLESS), xml(COMBINATIONS), refusal(400, 85), xml(LEADERLESS))
    shop, script = scripted(answers)

    (outcome,) = shop.apply([create(red("30", "27"))])
    with pytest.raises(IndexError):
        shop.apply([create(red("30", "28"))])

    assert outcome == Refused(reason="no")
    assert script.asked[-2:] == ["GET products", "PATCH products"]


def test_a_product_of_our_own_making_is_not_asked_whether_it_has_variants(shop: Shop) -> None:
    (product,) = keys(shop.apply([create(car())]))
    before = shop.calls

    shop.apply([create(red(product, "1"))])
    shop.apply([create(red(product, "2"))])

    assert shop.calls == before + 3  # told once, then each variant


def test_a_new_profile_forgets_which_products_have_variants(shop: Shop) -> None:
    (product,) = keys(shop.apply([create(car())]))
    shop.apply([create(red(product, "1"))])
    shop.profile()
    before = shop.calls

    shop.apply([create(red(product, "2"))])

    assert shop.calls == before + 2  # asked, then the variant


def test_a_product_that_could_not_be_told_is_asked_again() -> None:
    standard = xml(COMBINATIONS.replace("combinations", "standard"))
    made = recorded("04-combinations/11")
    shop, script = scripted(in_turn(standard, httpx.Response(500), xml(COMBINATIONS), made))

    shop.apply([create(red("30", "27", "28"))])
    shop.apply([create(red("30", "27", "28"))])

    assert script.asked[-4:] == [
        "GET products",
        "PATCH products",
        "GET products",
        "POST combinations",
    ]


def test_a_deactivated_option_is_deleted(shop: Shop) -> None:
    option = Option(key="", name={"fr": "T", "en": "S"})
    (key,) = keys(shop.apply([create(option)]))

    shop.apply([deactivate(msgspec.structs.replace(option, key=key))])

    assert held(shop) == []


def test_an_empty_batch_asks_nothing() -> None:
    shop, script = scripted(in_turn())

    assert shop.apply([]) == []
    assert script.asked == []


# What an answer proves.


def test_a_bulk_answer_names_each_in_its_order() -> None:
    shop, script = scripted(in_turn(recorded("16-idempotency-and-bulk-post/01")))

    outcomes = shop.apply([create(car(reference=f"BK-{n}")) for n in (1, 2, 3)])

    assert outcomes == [Done(shop_key=key) for key in ("44", "45", "46")]
    assert script.asked == ["POST products"]


def test_a_refused_bulk_proves_nothing_of_any(shop: Shop) -> None:
    writes = [create(car(reference="A")), create(car(reference="B", ean="ABC"))]

    outcomes = shop.apply(writes)

    assert all(isinstance(outcome, Unsure) for outcome in outcomes)
    assert [
        thing.reference for thing in things(shop.look(writes)) if isinstance(thing, Product)
    ] == ["A"]


def test_a_refused_bulk_of_changes_proves_nothing_of_any(shop: Shop) -> None:
    first, second = keys(shop.apply([create(car(reference="A")), create(car(reference="B"))]))

    outcomes = shop.apply(
        [update(car(first, ean="1"), "ean"), update(car(second, ean="ABC"), "ean")]
    )

    assert all(isinstance(outcome, Unsure) for outcome in outcomes)


def test_a_lone_write_that_fails_validation_is_refused(shop: Shop) -> None:
    (outcome,) = shop.apply([create(car(ean="ABC"))])

    assert outcome == Refused(reason='Validation error: "Property Product->ean13 is not valid"')
    assert held(shop) == []


def test_what_cannot_be_sent_does_not_hold_up_the_others(shop: Shop) -> None:
    writes = [create(car(tax_rate=Decimal(7))), create(car(reference="B"))]

    odd, good = shop.apply(writes)

    assert odd == Refused(reason="the shop has no tax rule of 7 %")
    assert isinstance(good, Done)


def test_a_create_refused_after_saving_is_found() -> None:
    found = "<products><product><id>49</id><reference>BK-10</reference></product></products>"
    shop, script = scripted(in_turn(recorded("16-idempotency-and-bulk-post/06"), xml(found)))

    outcomes = shop.apply([create(car(reference="BK-10"))])

    assert outcomes == [Done(shop_key="49")]
    assert script.asked == ["POST products", "GET products"]


@pytest.mark.parametrize(
    ("found", "kind"),
    [
        (NONE_LIKE_IT, Refused),
        (
            xml("<products><product><id>1</id></product><product><id>2</id></product></products>"),
            Unsure,
        ),
        (httpx.ReadTimeout("slow"), Unsure),
        (recorded("09-errors/13"), Unsure),
    ],
)
def test_a_create_refused_in_an_odd_way_is_looked_up(
    found: httpx.Response | Exception, kind: type
) -> None:
    shop, _ = scripted(in_turn(refusal(400, 86, "odd"), found))

    (outcome,) = shop.apply([create(car())])

    assert isinstance(outcome, kind)


def test_a_variant_refused_in_an_odd_way_is_looked_up_by_its_options() -> None:
    made = recorded("04-combinations/23")
    shop, _ = scripted(in_turn(xml(COMBINATIONS), refusal(400, 86, "odd"), made))

    outcomes = shop.apply([create(red("30", "27", "28"))])

    assert outcomes == [Done(shop_key="41")]


def test_a_brand_refused_in_an_odd_way_is_refused() -> None:
    shop, _ = scripted(in_turn(refusal(400, 123, "odd")))

    assert shop.apply([create(Brand(key="", name="A"))]) == [Refused(reason="odd")]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (httpx.Response(500), Unsure),
        (recorded("04-combinations/15"), Unsure),
        (httpx.ReadTimeout("slow"), Unsure),
        (httpx.RemoteProtocolError("gone"), Unsure),
        (httpx.WriteError("gone"), Unsure),
        (httpx.Response(200, text="<html>Welcome</html>"), Unsure),
        (httpx.Response(201), Unsure),
        (xml("<product/>", 201), Unsure),
        (xml("<product><id>1</id></product><product><id>2</id></product>", 201), Unsure),
        (httpx.Response(404, text="<html></html>"), Unsure),
        (recorded("09-errors/45"), Unsure),
        (httpx.ConnectError("refused"), Untried),
        (httpx.ConnectTimeout("slow"), Untried),
        (httpx.Response(429, headers={"Retry-After": "0"}), Untried),
        (refusal(405, 23, "Method is not valid"), Refused),
    ],
)
def test_the_answers_to_a_write_are_told_apart(
    answer: httpx.Response | Exception, kind: type
) -> None:
    shop, script = scripted(in_turn(answer, NONE_LIKE_IT))

    (outcome,) = shop.apply([create(car())])

    assert isinstance(outcome, kind)
    assert script.asked[0] == "POST products"
    assert script.asked.count("POST products") == 1


def test_numbers_in_another_order_are_not_believed() -> None:
    swapped = xml("<product><id>2</id></product><product><id>1</id></product>")
    shop, _ = scripted(in_turn(swapped))

    outcomes = shop.apply([update(car("1"), "price"), update(car("2"), "price")])

    assert all(isinstance(outcome, Unsure) for outcome in outcomes)


@pytest.mark.parametrize("step", ["10", "11", "12", "13"])
def test_a_missing_right_is_raised(step: str) -> None:
    shop, _ = scripted(in_turn(recorded(f"09-errors/{step}")))

    with pytest.raises(CredentialsError):
        shop.apply([create(car())])


def test_to_withdraw_what_is_gone_is_done(shop: Shop) -> None:
    assert shop.apply([deactivate(car("99"))]) == [Done(shop_key="99")]


def test_to_change_what_is_gone_is_refused(shop: Shop) -> None:
    assert shop.apply([update(car("99"), "price")]) == [
        Refused(reason="product 99 is no longer on the shop")
    ]


def test_a_shop_that_cannot_be_set_up_was_not_tried() -> None:
    shop = shop_at(httpx.MockTransport(in_turn(httpx.ConnectError("refused"))))

    (outcome,) = shop.apply([create(car())])

    assert outcome == Untried(reason="cannot reach shop.test: refused")


# Variants.


@pytest.mark.parametrize(
    "answers",
    [
        [httpx.ReadTimeout("slow")],
        [xml(COMBINATIONS.replace("combinations", "standard")), httpx.Response(500)],
        [xml(COMBINATIONS.replace("combinations", "standard")), refusal(400, 85, "no")],
    ],
)
def test_variants_of_a_product_that_is_not_ready_are_not_tried(
    answers: list[httpx.Response | Exception],
) -> None:
    shop, script = scripted(in_turn(*answers))

    (outcome,) = shop.apply([create(red("30", "1"))])

    assert isinstance(outcome, Untried)
    assert "POST combinations" not in script.asked


# Deleting.


def test_several_are_deleted_together(shop: Shop) -> None:
    first, second = keys(shop.apply([create(car(reference="A")), create(car(reference="B"))]))

    outcomes = shop.apply([delete(car(first)), delete(car(second))])

    assert outcomes == [Done(shop_key=first), Done(shop_key=second)]
    assert held(shop) == []


def test_one_that_is_gone_does_not_keep_the_others(shop: Shop) -> None:
    (first,) = keys(shop.apply([create(car())]))

    outcomes = shop.apply([delete(car("99")), delete(car(first))])

    assert outcomes == [Done(shop_key="99"), Done(shop_key=first)]
    assert held(shop) == []


def test_to_delete_what_is_gone_is_done(shop: Shop) -> None:
    assert shop.apply([delete(car("98"))]) == [Done(shop_key="98")]
    assert shop.apply([delete(car("98")), delete(car("99"))]) == [
        Done(shop_key="98"),
        Done(shop_key="99"),
    ]


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ([recorded("08-deletes/17"), httpx.ReadTimeout("slow")], Untried),
        (
            [
                recorded("08-deletes/17"),
                xml("<products><product><id>1</id></product></products>"),
                recorded("08-deletes/15"),
            ],
            Untried,
        ),
        ([httpx.Response(500)], Unsure),
        ([httpx.Response(200, text="<html></html>")], Unsure),
        ([httpx.Response(404, text="<html></html>")], Unsure),
        ([httpx.ConnectError("refused")], Untried),
        ([refusal(400, 12, "no")], Refused),
    ],
)
def test_the_answers_to_a_delete_are_told_apart(
    answers: list[httpx.Response | Exception], kind: type
) -> None:
    shop, _ = scripted(in_turn(*answers))

    outcomes = shop.apply([delete(car("1")), delete(car("2"))])

    assert [type(outcome) for outcome in outcomes] == [kind, kind]


@pytest.mark.parametrize("action", [Action.DELETE, Action.DEACTIVATE, Action.UPDATE])
def test_home_is_never_touched(action: Action) -> None:
    shop, script = scripted(in_turn(recorded("08-deletes/10")))
    home = Category(key="2", name={"en": "Home"})

    (outcome,) = shop.apply([write_of(action, home)])

    assert outcome == Refused(reason="category 2 is the shop's root")
    assert script.asked == []


def test_outcomes_come_in_the_order_of_the_writes() -> None:
    script = Script(in_turn(xml("<product><id>5</id></product>", 201)))
    shop = shop_at(httpx.MockTransport(script))

    outcomes = shop.apply(
        [create(car(tax_rate=Decimal(7))), create(car()), create(car(price=_francs()))]
    )

    expected: list[type[Outcome]] = [Refused, Done, Refused]
    assert [type(outcome) for outcome in outcomes] == expected


def _francs() -> object:
    return msgspec.structs.replace(eur("1"), currency="CHF")
