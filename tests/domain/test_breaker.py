"""Nothing big happens silently."""

from collections.abc import Iterable

from pos2web.domain.breaker import lost_too_much, tripped
from pos2web.domain.changes import Action, Change, FieldChange, Plan
from pos2web.domain.policy import Breaker, Policy
from pos2web.domain.reasons import Code, Reason, Word
from pos2web.domain.values import Kind, Ref, TillKey
from tests.domain.boutique import product, side, stock, variant


def change(action: Action, kind: Kind, key: str, *steps: FieldChange) -> Change:
    return Change(id=key, action=action, kind=kind, key=TillKey(key), shop_key=None, fields=steps)


def asked(code: Code, count: int, of: int, share: str, allowed: str, **words: Word) -> Reason:
    return Reason(code, {"count": count, "of": of, "share": share, "allowed": allowed, **words})


def plan_of(action: Action, kind: Kind, count: int) -> Plan:
    return Plan(changes=tuple(change(action, kind, str(n)) for n in range(count)))


def links_of(kind: Kind, keys: Iterable[int]) -> dict[Ref, str]:
    return {Ref(kind, str(n)): str(n) for n in keys}


SITE = side(*(product(str(n), f"R{n}") for n in range(100)))
LINKS = links_of(Kind.PRODUCT, range(100))


def test_many_new_products_are_asked_about() -> None:
    plan = plan_of(Action.CREATE, Kind.PRODUCT, 60)

    assert tripped(plan, {}, SITE, LINKS, Policy()) == asked(Code.MANY_CREATED, 60, 100, "60", "50")


def test_a_share_that_is_allowed_goes_on() -> None:
    assert tripped(plan_of(Action.CREATE, Kind.PRODUCT, 50), {}, SITE, LINKS, Policy()) is None
    assert tripped(plan_of(Action.DEACTIVATE, Kind.PRODUCT, 20), {}, SITE, LINKS, Policy()) is None


def test_a_few_writes_never_ask() -> None:
    few = plan_of(Action.DEACTIVATE, Kind.PRODUCT, 5)
    some = side(*(product(str(n)) for n in range(5)))

    assert tripped(few, {}, some, links_of(Kind.PRODUCT, range(5)), Policy()) is None


def test_a_first_sync_fills_an_empty_shop_without_asking() -> None:
    assert tripped(plan_of(Action.CREATE, Kind.PRODUCT, 500), {}, {}, {}, Policy()) is None


def test_a_first_sync_that_was_interrupted_goes_on_without_asking() -> None:
    plan = plan_of(Action.CREATE, Kind.PRODUCT, 500)

    assert tripped(plan, {}, SITE, LINKS, Policy(), is_first=True) is None


def test_a_first_sync_into_a_shop_of_strangers_asks() -> None:
    plan = plan_of(Action.CREATE, Kind.PRODUCT, 500)
    three = links_of(Kind.PRODUCT, range(3))

    assert tripped(plan, {}, SITE, three, Policy(), is_first=True) == asked(
        Code.FEW_RECOGNISED, 3, 100, "3", "10", created=500
    )


def test_many_products_taken_off_the_site_are_asked_about() -> None:
    plan = Plan(
        changes=(
            *plan_of(Action.DEACTIVATE, Kind.PRODUCT, 20).changes,
            change(Action.DELETE, Kind.PRODUCT, "20"),
        )
    )

    assert tripped(plan, {}, SITE, LINKS, Policy()) == asked(
        Code.MANY_TAKEN_OFF, 21, 100, "21", "20", kind="product"
    )


def test_a_variant_made_anew_under_another_product_is_not_taken_off() -> None:
    moves = tuple(
        change(action, Kind.VARIANT, str(n))
        for action in (Action.DELETE, Action.CREATE)
        for n in range(10)
    )
    site = side(*(variant(str(n)) for n in range(10)))
    links = links_of(Kind.VARIANT, range(10))

    assert tripped(Plan(changes=moves), {}, site, links, Policy()) is None
    assert tripped(plan_of(Action.DELETE, Kind.VARIANT, 10), {}, site, links, Policy()) == asked(
        Code.MANY_TAKEN_OFF, 10, 10, "100", "20", kind="variant"
    )


def test_links_to_what_is_gone_do_not_count() -> None:
    plan = plan_of(Action.DELETE, Kind.PRODUCT, 6)

    assert tripped(plan, {}, {}, LINKS, Policy()) == asked(
        Code.MANY_TAKEN_OFF, 6, 0, "100", "20", kind="product"
    )


def test_stock_that_falls_to_zero_everywhere_is_asked_about() -> None:
    numbers = range(20)
    till = side(*(stock(str(n), "0") for n in numbers), stock("99", "1"), stock("1", "0", "5"))
    site = side(
        *(product(str(n)) for n in numbers), *(stock(str(n), "3" if n else "0") for n in numbers)
    )
    step = FieldChange(field="quantity", before="3", after="0", reason="")
    plan = Plan(
        changes=tuple(change(Action.UPDATE, Kind.STOCK, str(n), step) for n in range(1, 20))
    )

    assert tripped(plan, till, site, links_of(Kind.PRODUCT, numbers), Policy()) == asked(
        Code.MANY_ZEROED, 19, 19, "100", "30"
    )


def test_products_gone_from_the_shop_are_not_made_anew_without_asking() -> None:
    assert lost_too_much(60, 100, Breaker()) == asked(Code.MANY_LOST, 60, 100, "60", "50")
    assert lost_too_much(50, 100, Breaker()) is None


def test_everything_that_is_too_much_is_asked_at_once() -> None:
    plan = Plan(
        changes=(
            *plan_of(Action.CREATE, Kind.PRODUCT, 60).changes,
            *(change(Action.DELETE, Kind.PRODUCT, str(n)) for n in range(70, 100)),
        )
    )

    question = tripped(plan, {}, SITE, LINKS, Policy())

    assert question is not None
    assert [question.code, *(other.code for other in question.also)] == [
        Code.MANY_CREATED,
        Code.MANY_TAKEN_OFF,
    ]
