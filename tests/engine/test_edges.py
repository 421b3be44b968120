"""Batches, photos and left-over claims: what happens at the edges of a run."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec
import pytest

from pos2web.adapters.memory.adapter import MemoryShop, MemoryTill, Moment
from pos2web.adapters.memory.rules import PROFILE
from pos2web.domain.changes import Action, Change, FieldChange
from pos2web.domain.facts import ChangeClaimed, ChangeLapsed, Unlinked
from pos2web.domain.reasons import Code, Reason
from pos2web.domain.streams import Stream
from pos2web.domain.things import Category, Image, OptionValue, Product, Stock
from pos2web.domain.values import ConnectionName, Kind, Ref, TillKey
from pos2web.engine import RunOptions, drift, sync
from pos2web.engine.state import SyncState
from pos2web.engine.writing import Unresolved, ready
from pos2web.errors import CredentialsError, TransientError
from pos2web.log import Entry, Envelope
from pos2web.ports import Outcome, Page, TillCapabilities, Unsure, Write
from tests.shops.boutique import Boutique, euro, goods, picture, size, tea

SMALL = msgspec.structs.replace(PROFILE, batch_sizes=dict.fromkeys(Kind, 2), workers=2)


class Watched(MemoryShop):
    """A shop that notes the batches it is given, and may refuse to speak."""

    def __init__(self) -> None:
        super().__init__(SMALL)
        self.batches: list[list[Write]] = []
        self.error: Exception | None = None

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        self.batches.append(list(writes))
        if self.error is not None:
            raise self.error
        return super().apply(writes)


def many_teas(count: int) -> list[Product]:
    return [tea(key=f"t{n}", reference=f"T{n}", name={"fr": f"Thé {n}"}) for n in range(count)]


def test_batches_are_as_large_as_the_shop_likes_and_of_one_kind(boutique: Boutique) -> None:
    shop = boutique.shop = Watched()
    boutique.till.put(*many_teas(5))

    boutique.sync()

    sizes = [len(batch) for batch in shop.batches if batch[0].kind is Kind.PRODUCT]
    assert sorted(sizes) == [1, 2, 2, 2]
    assert all(len({write.kind for write in batch}) == 1 for batch in shop.batches)


def test_all_variants_of_one_product_go_one_batch_after_the_other(boutique: Boutique) -> None:
    shop = boutique.shop = Watched()
    letters = ("XS", "S", "XL", "XXL")
    boutique.till.put(
        *(OptionValue(key=f"Taille={x}", option="Taille", name={"fr": x}) for x in letters),
        *(size(letter) for letter in letters),
    )

    boutique.sync()

    sizes = [len(batch) for batch in shop.batches if batch[0].kind is Kind.VARIANT]
    assert sizes == [2, 2, 2]
    assert len(boutique.on_shop(Kind.VARIANT)) == 6


def test_what_was_in_doubt_is_asked_for_alone(boutique: Boutique) -> None:
    shop = boutique.shop = Watched()
    boutique.till.put(*many_teas(2))
    doubtful: list[str] = []

    def doubt_first_batch(at: Moment, write: Write) -> Outcome | None:
        if at is Moment.BEFORE and write.kind is Kind.PRODUCT and len(doubtful) < 2:
            doubtful.append(write.id)
            return Unsure(reason="no answer")
        return None

    shop.fault = doubt_first_batch
    boutique.sync()

    sizes = [len(batch) for batch in shop.batches if batch[0].kind is Kind.PRODUCT]
    assert sizes[-2:] == [1, 1]
    assert len(boutique.products()) == 4


def test_nothing_more_is_sent_once_the_key_is_refused(boutique: Boutique) -> None:
    shop = boutique.shop = Watched()
    boutique.sync()
    shop.batches.clear()
    shop.error = CredentialsError("the key is no longer valid")
    boutique.till.put(*many_teas(20))

    report = boutique.sync(RunOptions(approved=True))

    said = Reason(Code.FAILED, {"text": "the key is no longer valid"})
    assert (report.outcome, report.reason) == ("failed", said)
    assert len(shop.batches) <= SMALL.workers


def test_a_photo_that_cannot_be_fetched_now_is_tried_again(boutique: Boutique) -> None:
    class Flaky(MemoryTill):
        opened = 0

        def open_image(self, image: Image) -> bytes:
            self.opened += 1
            if self.opened == 2:
                raise TransientError("the picture server is busy")
            return super().open_image(image)

    till = boutique.till = Flaky(*goods())
    till.photos["tea.png"] = picture("green")

    report = boutique.sync()

    assert (report.outcome, len(boutique.on_shop(Kind.IMAGE))) == ("done", 1)


def test_a_photo_is_read_again_only_when_its_stamp_moves(boutique: Boutique) -> None:
    class Counting(MemoryTill):
        opened = 0

        def open_image(self, image: Image) -> bytes:
            self.opened += 1
            return super().open_image(image)

    till = boutique.till = Counting(*goods(), capabilities=TillCapabilities(has_feed=False))
    till.photos["tea.png"] = picture("green")
    boutique.sync()
    after_first = till.opened

    boutique.sync()

    assert till.opened == after_first == 2


def test_a_product_given_a_new_row_at_the_till_keeps_its_page_on_the_site(
    boutique: Boutique,
) -> None:
    boutique.sync()
    ref, _ = boutique.the(Kind.PRODUCT, "TEA")
    boutique.till.remove(Ref(Kind.PRODUCT, "p1"))
    boutique.till.put(tea(key="p9"))

    boutique.sync()

    assert boutique.the(Kind.PRODUCT, "TEA")[0] == ref
    assert boutique.facts("shop:main/link/product/p1", Unlinked) == [Unlinked]


def test_a_doubtful_price_of_a_product_deleted_meanwhile_ends_with_a_new_one(
    boutique: Boutique,
) -> None:
    boutique.sync()
    ref, _ = boutique.the(Kind.PRODUCT, "TEA")
    boutique.till.put(tea(price=euro("8.90")))

    def delete_and_doubt(at: Moment, write: Write) -> Outcome | None:
        if at is Moment.AFTER and write.shop_key == ref.key and write.kind is Kind.PRODUCT:
            boutique.shop.remove(ref)
            return Unsure(reason="no answer")
        return None

    boutique.shop.fault = delete_and_doubt
    boutique.sync()

    report = boutique.sync()

    assert boutique.the(Kind.PRODUCT, "TEA")[0] != ref
    assert report.outcome == "done"


def claimed(boutique: Boutique, change: Change, connection: str) -> None:
    with boutique.context() as context:
        envelope = Envelope(actor="task:sync", run="killed", connection=ConnectionName(connection))
        entry = Entry(stream=Stream("run/killed"), fact=ChangeClaimed(change=change))
        context.log.append([entry], envelope)


def a_change(kind: Kind, key: str, **fields: object) -> Change:
    return Change(
        id=f"{kind}-{key}",
        action=Action.CREATE,
        kind=kind,
        key=TillKey(key),
        shop_key=None,
        fields=tuple(
            FieldChange(field=name, before=None, after=value, reason="new")
            for name, value in fields.items()
        ),
    )


def test_a_claim_that_can_never_have_been_sent_lapses(boutique: Boutique) -> None:
    claimed(boutique, a_change(Kind.IMAGE, "i1", product="p1", position=1), "shop:main")

    report = boutique.sync()

    assert report.outcome == "done"
    assert boutique.facts(f"run/{report.run}", ChangeLapsed) == [ChangeLapsed]


def test_a_claim_on_what_is_known_to_be_gone_lapses(boutique: Boutique) -> None:
    new_name = a_change(Kind.BRAND, "b1", name="Palais", is_active=True)
    update = msgspec.structs.replace(new_name, action=Action.UPDATE, shop_key="999")
    claimed(boutique, update, "shop:main")

    report = boutique.sync()

    assert boutique.facts(f"run/{report.run}", ChangeLapsed) == [ChangeLapsed]
    assert len(boutique.on_shop(Kind.BRAND)) == 1


@pytest.mark.parametrize("action", [Action.UPDATE, Action.DELETE])
@pytest.mark.parametrize(
    ("kind", "key", "field"),
    [(Kind.PRODUCT, "p1", "ean"), (Kind.IMAGE, "i1", "fingerprint"), (Kind.VARIANT, "vM", "ean")],
)
def test_a_half_told_claim_on_what_was_seen_to_be_gone_does_not_stop_the_next_run(
    boutique: Boutique, action: Action, kind: Kind, key: str, field: str
) -> None:
    part = a_change(kind, key, **{field: "1"})
    claimed(boutique, msgspec.structs.replace(part, action=action, shop_key="999"), "shop:main")

    report = boutique.sync()

    assert report.outcome == "done"
    assert boutique.facts(f"run/{report.run}", ChangeLapsed) == [ChangeLapsed]


def test_another_connections_claims_are_left_to_it(boutique: Boutique) -> None:
    claimed(boutique, a_change(Kind.IMAGE, "i1", product="p1", position=1), "shop:other")

    report = boutique.sync()

    assert boutique.facts(f"run/{report.run}", ChangeLapsed) == []


def test_stock_that_the_till_no_longer_counts_cannot_be_written(boutique: Boutique) -> None:
    boutique.sync()

    with boutique.context() as context:
        world = SyncState(context)
        try:
            ready(world, a_change(Kind.STOCK, "p77", quantity="3"))
        except Unresolved as waiting:
            missing = waiting.ref

    assert missing == Ref(Kind.STOCK, "p77")


class Muffled(MemoryTill):
    """A till that says of a broken row only once what is wrong with it."""

    def observe(self, since: str | None) -> Iterator[Page]:
        for page in super().observe(since):
            if since is None:
                yield page
                continue
            refs = tuple(unread.ref for unread in page.unreadable)
            yield msgspec.structs.replace(page, unreadable=(), unchanged=(*page.unchanged, *refs))


def test_a_broken_row_stays_held_while_nobody_touches_it(boutique: Boutique) -> None:
    boutique.till = Muffled(*goods())
    boutique.till.photos["tea.png"] = picture("green")
    boutique.till.spoil(Ref(Kind.PRODUCT, "p1"), "the price «abc» is no number")
    boutique.sync()

    report = boutique.sync()

    said = Reason(Code.COULD_NOT_BE_READ, {"text": "the price «abc» is no number"})
    assert ("product:p1", said) in [(str(hold.ref), hold.reason) for hold in report.holds]


class Discreet(MemoryShop):
    """A shop that never says that it has named all of its photos."""

    def observe(self, since: str | None) -> Iterator[Page]:
        for page in super().observe(since):
            kinds = tuple(kind for kind in page.complete if kind is not Kind.IMAGE)
            yield msgspec.structs.replace(page, complete=kinds)


def test_a_photo_deleted_on_the_site_is_sent_again(boutique: Boutique) -> None:
    boutique.shop = Discreet()
    boutique.sync()
    photo = next(iter(boutique.on_shop(Kind.IMAGE)))
    ref, _ = boutique.the(Kind.PRODUCT, "TEA")
    boutique.shop.remove(Ref(Kind.IMAGE, photo))
    boutique.shop.edit(ref, weight=Decimal(1))

    boutique.sync()

    assert len(boutique.on_shop(Kind.IMAGE)) == 1
    assert photo not in boutique.on_shop(Kind.IMAGE)


def test_a_product_placed_by_hand_in_a_shelf_of_the_site_stays_there(boutique: Boutique) -> None:
    boutique.sync()
    ref, product = boutique.the(Kind.PRODUCT, "TEA")
    assert isinstance(product, Product)
    gifts = boutique.shop.make(Category(key="", name={"fr": "Cadeaux", "en": "Gifts"}))
    boutique.shop.edit(ref, categories=(*product.categories, gifts))
    boutique.till.put(tea(categories=("c1",)))

    boutique.sync()

    grocery, _ = boutique.the(Kind.CATEGORY, "Épicerie")
    _, moved = boutique.the(Kind.PRODUCT, "TEA")
    assert isinstance(moved, Product)
    assert moved.categories == (grocery.key, gifts)


def test_photos_on_the_site_that_cannot_be_read_are_not_taken_for_ours(boutique: Boutique) -> None:
    key = boutique.shop.make(tea(key="", brand=None, supplier=None, categories=()))
    boutique.shop.make(Image(key="", product=key))
    broken = boutique.shop.make(Image(key="", product=key))
    boutique.shop.photos[broken] = b"no picture"

    boutique.sync()

    assert len(boutique.on_shop(Kind.IMAGE)) == 3
    assert boutique.sync().writes == 0


def test_a_photo_that_cannot_be_fitted_is_not_looked_for_on_the_site(boutique: Boutique) -> None:
    key = boutique.shop.make(tea(key="", brand=None, supplier=None, categories=()))
    theirs = boutique.shop.make(Image(key="", product=key))
    boutique.shop.photos[theirs] = picture("green")
    boutique.till.photos["tea.png"] = picture("green")[:-30]

    report = boutique.sync()

    assert [str(hold.ref) for hold in report.holds] == ["image:i1"]
    assert list(boutique.on_shop(Kind.IMAGE)) == [theirs]


def test_drift_names_a_variant_that_the_till_no_longer_has(boutique: Boutique) -> None:
    boutique.sync()
    medium, _ = boutique.the(Kind.VARIANT, "SHIRT-M")
    boutique.till.remove(Ref(Kind.VARIANT, "vM"))

    with boutique.context() as context:
        _, found = drift(context)

    assert ("variant:vM", medium.key) in [(str(one.ref), one.site) for one in found]


def test_read_errors_of_the_shop_end_the_run_with_its_words(boutique: Boutique) -> None:
    class Away(MemoryShop):
        def observe(self, since: str | None) -> Iterator[Page]:
            del since
            raise TransientError("the shop is in maintenance")

    boutique.shop = Away()

    report = boutique.sync()

    said = Reason(Code.FAILED, {"text": "the shop is in maintenance"})
    assert (report.outcome, report.reason) == ("failed", said)


def test_stopping_before_the_first_page_is_kept_records_only_what_was_seen(
    boutique: Boutique,
) -> None:
    options = RunOptions()
    options.stop.set()

    with boutique.context() as context:
        report = sync(context, options)

    assert (report.outcome, report.writes) == ("stopped", 0)
    assert boutique.sync().outcome == "done"


def test_a_stock_row_counts_what_the_till_has_of_it(boutique: Boutique) -> None:
    boutique.till.put(Stock(key="p1", product="p1", quantity=Decimal("4.75")))

    boutique.sync()

    counted = [s.quantity for s in boutique.on_shop(Kind.STOCK).values() if isinstance(s, Stock)]
    assert Decimal(4) in counted
