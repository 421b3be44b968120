"""The part of a shop's contract that tells what is shown from what can be bought."""

import msgspec
import pytest

from pos2web.adapters.testing.bench import Bench
from pos2web.adapters.testing.shop_writes import with_key
from pos2web.domain.things import Product
from pos2web.domain.values import Texts


def said(product: Product | None) -> Texts:
    """The note of a product, without languages in which it says nothing."""
    note = product.sale_note if product else {}
    return {language: text for language, text in note.items() if text}


class ShopSales:
    """What being for sale and its note promise. `bench` holds the shop."""

    def test_what_is_new_is_for_sale_without_a_note(self, bench: Bench) -> None:
        thing = bench.product()

        seen = bench.held(thing, bench.make(thing))

        assert seen is not None
        assert (seen.is_for_sale, said(seen)) == (True, {})

    def test_what_is_new_may_be_hidden_off_sale_and_noted(self, bench: Bench) -> None:
        note = bench.named("Lundi")
        thing = bench.product(is_active=False, is_for_sale=False, sale_note=note)

        key = bench.make(thing)

        assert bench.held(thing, key) == with_key(thing, key)

    def test_a_sale_that_stops_leaves_the_product_shown(self, bench: Bench) -> None:
        thing = bench.product()
        key = bench.make(thing)
        stopped = with_key(thing, key, is_for_sale=False)

        assert bench.done(bench.update(stopped, "is_for_sale")) == key
        assert bench.held(thing, key) == stopped

    def test_a_sale_resumes(self, bench: Bench) -> None:
        thing = bench.product(is_for_sale=False)
        key = bench.make(thing)
        resumed = with_key(thing, key, is_for_sale=True)

        bench.done(bench.update(resumed, "is_for_sale"))

        assert bench.held(thing, key) == resumed

    def test_a_note_is_taken_away_by_empty_texts(self, bench: Bench) -> None:
        thing = bench.product(sale_note=bench.named("Lundi"))
        key = bench.make(thing)
        silent = with_key(thing, key, sale_note=dict.fromkeys(bench.profile.languages, ""))

        write = bench.update(silent, "sale_note")
        bench.done(msgspec.structs.replace(write, before=with_key(thing, key)))

        assert said(bench.held(thing, key)) == {}

    @pytest.mark.parametrize("field", ["price", "is_active", "is_for_sale", "sale_note"])
    def test_a_sale_and_its_note_are_left_alone_by_other_writes(
        self, bench: Bench, field: str
    ) -> None:
        thing = bench.product(is_for_sale=False, sale_note=bench.named("Lundi"))
        key = bench.make(thing)
        stranger = bench.product(
            key=key, price=bench.money("5"), is_active=False, sale_note=bench.named("Mardi")
        )

        write = bench.update(stranger, field)
        bench.done(msgspec.structs.replace(write, before=with_key(thing, key)))

        changed = with_key(thing, key, **{field: getattr(stranger, field)})
        assert bench.held(thing, key) == changed

    def test_many_products_change_what_can_be_bought_in_one_batch(self, bench: Bench) -> None:
        things = [bench.product(sale_note=bench.named("Lundi")) for _ in range(5)]
        keys = [bench.make(thing) for thing in things]
        fields = {"is_active": False, "is_for_sale": False, "sale_note": bench.named("Mardi")}
        stopped = [with_key(thing, key, **fields) for thing, key in zip(things, keys, strict=True)]

        outcomes = bench.apply(*(bench.update(thing, *fields) for thing in stopped))

        assert [getattr(outcome, "shop_key", outcome) for outcome in outcomes] == keys
        assert [bench.held(*each) for each in zip(things, keys, strict=True)] == stopped

    def test_a_sale_that_stops_after_any_cursor_is_yielded(self, bench: Bench) -> None:
        thing = bench.product()
        key = bench.make(thing)
        cursors = bench.see().cursors
        note = bench.named("Lundi")
        stopped = with_key(thing, key, is_for_sale=False, sale_note=note)
        bench.done(bench.update(stopped, "is_for_sale", "sale_note"))

        seen = [bench.see(cursor).things.values() for cursor in cursors]

        assert [stopped in things for things in seen] == [True] * len(cursors)
