"""What was sent to a shop, how it writes it, which thing is which, and what is under way."""

from pos2web.domain.changes import Action
from pos2web.domain.facts import (
    ChangeClaimed,
    ChangeConfirmed,
    ChangeLapsed,
    ChangeRefused,
    CursorMoved,
    Held,
    Linked,
    Released,
    ShopEchoed,
    ThingGone,
    Unlinked,
)
from pos2web.domain.reasons import Code, Reason
from pos2web.domain.values import Kind, Ref, ShopKey
from pos2web.projections import claims, cursors, holds, links, site
from pos2web.projections.read_models import ReadModels
from tests.projections.given import SHOP, TILL, ListedLog, change, tea

RUN = "run/r1"
TWELVE = Ref(Kind.PRODUCT, "12")
TEA = Ref(Kind.PRODUCT, "TEA")
CONFIRMED = ChangeConfirmed(change="c1", shop_key=ShopKey("12"))
CREATED = ChangeClaimed(
    change=change(action=Action.CREATE, shop_key=None, name=(None, {"fr": "Thé"}), ean=(None, "1"))
)


def sent_after(models: ReadModels, log: ListedLog) -> dict[Ref, dict[str, object]]:
    models.catch_up(log)
    return site.sent(models, SHOP)


def test_what_was_confirmed_was_sent(models: ReadModels) -> None:
    log = ListedLog().happened(RUN, CREATED, CONFIRMED)

    assert sent_after(models, log) == {TWELVE: {"name": {"fr": "Thé"}, "ean": "1"}}


def test_what_is_only_claimed_was_not_sent(models: ReadModels) -> None:
    assert sent_after(models, ListedLog().happened(RUN, CREATED)) == {}


def test_what_was_refused_or_lapsed_was_not_sent(models: ReadModels) -> None:
    log = ListedLog().happened(RUN, CREATED, ChangeRefused(change="c1", reason="too long"))
    log.happened(RUN, CREATED, ChangeLapsed(change="c1", reason="not there"))

    assert sent_after(models, log) == {}


def test_an_update_adds_to_what_was_sent(models: ReadModels) -> None:
    log = ListedLog().happened(RUN, CREATED, CONFIRMED)
    log.happened(RUN, ChangeClaimed(change=change("c2", ean=("1", "2"))))
    log.happened(RUN, ChangeConfirmed(change="c2", shop_key=ShopKey("12")))

    assert sent_after(models, log) == {TWELVE: {"name": {"fr": "Thé"}, "ean": "2"}}


def test_the_first_update_of_an_adopted_thing_is_all_that_was_sent(models: ReadModels) -> None:
    log = ListedLog().happened(RUN, ChangeClaimed(change=change(ean=("1", "2"))), CONFIRMED)

    assert sent_after(models, log) == {TWELVE: {"ean": "2"}}


def test_a_confirmation_without_claim_says_nothing(models: ReadModels) -> None:
    log = ListedLog().happened(RUN, CREATED, CONFIRMED, CONFIRMED)
    log.happened(RUN, ChangeConfirmed(change="unknown", shop_key=ShopKey("13")))

    assert list(sent_after(models, log)) == [TWELVE]


def test_what_was_deleted_was_never_sent(models: ReadModels) -> None:
    log = ListedLog().happened(RUN, CREATED, CONFIRMED)
    log.happened(RUN, ChangeClaimed(change=change("c2", Action.DELETE)))

    assert (
        sent_after(models, log.happened(RUN, ChangeConfirmed(change="c2", shop_key=ShopKey("12"))))
        == {}
    )


def test_what_is_no_longer_linked_was_never_sent(models: ReadModels) -> None:
    unlinked = Unlinked(
        key="TEA", kind=Kind.PRODUCT, shop_key=ShopKey("12"), why="gone from the shop"
    )
    log = ListedLog().happened(RUN, CREATED, CONFIRMED)

    assert sent_after(models, log.happened(f"{SHOP}/link/product/TEA", unlinked)) == {}


def echoed(field: str, seen: str) -> ShopEchoed:
    return ShopEchoed(key="12", kind=Kind.PRODUCT, field=field, sent='"Th\u00e9 "', seen=seen)


def test_the_last_echo_of_each_field_is_known(models: ReadModels) -> None:
    log = ListedLog().happened(f"{SHOP}/product/12", echoed("name", "1"), echoed("name", "2"))
    models.catch_up(log)
    models.catch_up(log.happened(f"{SHOP}/product/12", echoed("ean", "3")))

    assert site.echoes(models, SHOP) == {
        TWELVE: {"name": ('"Thé "', "2"), "ean": ('"Thé "', "3")},
    }


def test_what_is_gone_from_the_shop_has_no_past_there(models: ReadModels) -> None:
    log = ListedLog().happened(f"{SHOP}/product/12", tea("12"), echoed("name", "1"))
    log.happened(RUN, CREATED, CONFIRMED)

    models.catch_up(
        log.happened(f"{SHOP}/product/12", ThingGone(key="12", kind=Kind.PRODUCT)),
    )

    assert site.load(models, SHOP)[Kind.PRODUCT] == {}
    assert site.echoes(models, SHOP) == {}
    assert site.sent(models, SHOP) == {}


def test_a_till_s_thing_that_is_gone_leaves_the_shop_s_alone(models: ReadModels) -> None:
    log = ListedLog().happened(f"{SHOP}/product/12", tea("12"), echoed("name", "1"))

    models.catch_up(log.happened(f"{TILL}/product/12", ThingGone(key="12", kind=Kind.PRODUCT)))

    assert list(site.load(models, SHOP)[Kind.PRODUCT]) == ["12"]
    assert list(site.echoes(models, SHOP)) == [TWELVE]


def test_links_say_which_thing_is_which(models: ReadModels) -> None:
    linked = Linked(key="TEA", kind=Kind.PRODUCT, shop_key=ShopKey("12"), how="created")
    log = ListedLog().happened(f"{SHOP}/link/product/TEA", linked)
    models.catch_up(log)
    before = links.load(models, SHOP)
    unlinked = Unlinked(key="TEA", kind=Kind.PRODUCT, shop_key=ShopKey("12"), why="gone")

    models.catch_up(log.happened(f"{SHOP}/link/product/TEA", unlinked))

    assert before == {TEA: "12"}
    assert links.load(models, SHOP) == {}


def test_a_link_tells_how_it_came_about(models: ReadModels) -> None:
    linked = Linked(key="TEA", kind=Kind.PRODUCT, shop_key=ShopKey("12"), how="reference")

    models.catch_up(ListedLog().happened(f"{SHOP}/link/product/TEA", linked))

    assert links.find(models, SHOP, TEA) == links.Link("12", "reference", 1)
    assert links.find(models, SHOP, TWELVE) is None


def test_claims_without_outcome_are_unresolved_in_their_order(models: ReadModels) -> None:
    log = ListedLog()
    for change_id in ("c3", "c1", "c2"):
        log.happened(RUN, ChangeClaimed(change=change(change_id, ean=("1", "2"))), run="r1")
    models.catch_up(log.happened(RUN, CONFIRMED))

    assert claims.unresolved(models) == [
        (1, "r1", SHOP, change("c3", ean=("1", "2"))),
        (3, "r1", SHOP, change("c2", ean=("1", "2"))),
    ]


def test_a_later_run_may_resolve_a_claim(models: ReadModels) -> None:
    log = ListedLog().happened(RUN, CREATED)
    models.catch_up(log)
    models.close()
    reopened = ReadModels.open(models.path)

    reopened.catch_up(log.happened("run/r2", ChangeLapsed(change="c1", reason="not there")))
    unresolved = claims.unresolved(reopened)
    reopened.close()

    assert unresolved == []


def test_what_is_held_is_held_until_released(models: ReadModels) -> None:
    held = Held(
        key="TEA", kind=Kind.PRODUCT, reason=Reason(Code.NO_REFERENCE), by="shop", digest="d"
    )
    log = ListedLog().happened(f"{TILL}/product/TEA", held)
    models.catch_up(log)
    before = holds.load(models, TILL)

    models.catch_up(
        log.happened(
            f"{TILL}/product/TEA", Released(key="TEA", kind=Kind.PRODUCT, was=Reason(Code.NO_NAME))
        )
    )

    assert before == {TEA: held}
    assert holds.load(models, TILL) == {}


def test_cursors_are_where_they_last_moved(models: ReadModels) -> None:
    log = ListedLog().happened(f"{TILL}/cursor", CursorMoved(cursor="7"), CursorMoved(cursor="9"))

    models.catch_up(log.happened(f"{SHOP}/cursor", CursorMoved(cursor="x")))

    assert cursors.load(models) == {TILL: "9", SHOP: "x"}
