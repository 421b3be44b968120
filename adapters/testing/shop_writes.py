"""The part of a shop's contract that writes: creates, updates, ends and outcomes."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from msgspec import UNSET

from pos2web.adapters.testing.bench import SWITCHED, Bench
from pos2web.adapters.testing.shop_reads import make_one_of_each, plainly
from pos2web.domain.fields import OPTIONAL, Field
from pos2web.domain.things import (
    AnyThing,
    Brand,
    Category,
    Image,
    Product,
    Supplier,
    Variant,
)
from pos2web.domain.values import Kind, Ref


def with_key(thing: AnyThing, key: str, **fields: Any) -> AnyThing:
    """The thing under the shop's key, with other fields."""
    return msgspec.structs.replace(thing, key=key, **fields)


class ShopWrites:
    """What writing promises. `bench` holds the shop."""

    # What a write carries.

    def test_a_product_is_made_with_all_that_it_was_given(self, bench: Bench) -> None:
        thing = bench.product(
            summary=bench.named("Un thé"),
            description=bench.named("Un thé vert"),
            weight=Decimal("0.125"),
            ean=bench.ean(),
            brand=bench.make(Brand(key="", name=bench.word("Lin"))),
            categories=(bench.make(Category(key="", name=bench.named("Thés"))),),
            is_active=False,
        )

        key = bench.make(thing)

        assert bench.held(thing, key) == with_key(thing, key)

    def test_a_price_is_kept_to_the_sixth_decimal(self, bench: Bench) -> None:
        thing = bench.product(price=bench.money("0.000001"))
        key = bench.make(thing)
        dearer = with_key(thing, key, price=bench.money("8.246446"))

        bench.done(bench.update(dearer, "price"))

        assert bench.held(thing, key) == dearer

    def test_the_first_category_stays_the_main_one(self, bench: Bench) -> None:
        first, second = (bench.make(Category(key="", name=bench.named("Rayon"))) for _ in range(2))
        thing = bench.product(categories=(second, first))
        key = bench.make(thing)

        turned = with_key(thing, key, categories=(first, second))
        bench.done(bench.update(turned, "categories"))

        assert bench.held(thing, key) == turned

    @pytest.mark.parametrize("row", OPTIONAL[Kind.PRODUCT], ids=lambda row: row.name)
    def test_a_field_that_may_be_unsaid_is_written_and_emptied(
        self, bench: Bench, row: Field
    ) -> None:
        if row.name in bench.profile.lacks.get(Kind.PRODUCT, ()):
            pytest.skip(f"the shop has no place for {row.name}")
        thing = bench.product()
        key = bench.make(thing)
        other = with_key(thing, key, **{row.name: bench.sample(row, 1)})
        empty = with_key(thing, key, **{row.name: UNSET})

        bench.done(bench.update(other, row.name))
        written = bench.held(thing, key)
        bench.done(msgspec.structs.replace(bench.update(empty, row.name), before=other))

        assert written == other
        assert getattr(bench.held(thing, key), row.name) != getattr(other, row.name)

    @pytest.mark.parametrize("field", ["name", "summary", "description", "sale_note"])
    def test_a_text_is_written_in_every_language(self, bench: Bench, field: str) -> None:
        notes = {name: bench.named("Vert") for name in ("summary", "description", "sale_note")}
        thing = bench.product(**notes)
        key = bench.make(thing)
        renamed = with_key(thing, key, **{field: bench.named("Autre")})

        bench.done(bench.update(renamed, field))

        assert bench.held(thing, key) == renamed

    def test_a_language_that_is_not_written_keeps_its_text(self, bench: Bench) -> None:
        language, *others = bench.profile.languages
        if not others:
            pytest.skip("this shop has one language")
        thing = bench.product(description=bench.named("Vert"))
        key = bench.make(thing)
        text = bench.word("Noir")
        before = with_key(thing, key)
        write = bench.update(with_key(thing, key, description={language: text}), "description")

        bench.done(msgspec.structs.replace(write, before=before))

        whole = {**thing.description, language: text}
        assert bench.held(thing, key) == with_key(thing, key, description=whole)

    def test_a_category_is_moved_and_renamed_under_its_key(self, bench: Bench) -> None:
        parent = bench.make(Category(key="", name=bench.named("Rayon")))
        thing = Category(key="", name=bench.named("Thés"))
        key = bench.make(thing)
        moved = with_key(thing, key, parent=parent, name=bench.named("Tisanes"))

        assert bench.done(bench.update(moved, "parent", "name")) == key
        assert bench.held(thing, key) == moved

    # Only the fields.

    @pytest.mark.parametrize(
        "fields",
        [{"price": "5"}, {"name": "Autre"}, {"reference": "AUTRE"}, {"weight": "2"}],
        ids=lambda fields: next(iter(fields)),
    )
    def test_only_the_fields_of_a_product_change(
        self, bench: Bench, fields: dict[str, str]
    ) -> None:
        made = make_one_of_each(bench)
        [(name, text)] = fields.items()
        values: dict[str, Any] = {
            "price": bench.money("5"),
            "name": bench.named(text),
            "reference": bench.word(text),
            "weight": Decimal(2),
        }
        [product] = [thing for thing in made.values() if isinstance(thing, Product)]
        changed = msgspec.structs.replace(product, **{name: values[name]})
        stranger = bench.product(key=product.key, **{name: values[name]})

        bench.done(msgspec.structs.replace(bench.update(stranger, name), before=product))

        seen = bench.see().things
        made[Ref(Kind.PRODUCT, product.key)] = changed
        assert {ref: plainly(seen.get(ref)) for ref in made} == {
            ref: plainly(thing) for ref, thing in made.items()
        }

    def test_only_the_fields_of_a_category_change(self, bench: Bench) -> None:
        parent = bench.make(Category(key="", name=bench.named("Rayon")))
        thing = Category(
            key="", name=bench.named("Thés"), parent=parent, description=bench.named("Verts")
        )
        key = bench.make(thing)
        renamed = with_key(thing, key, name=bench.named("Tisanes"))
        stranger = msgspec.structs.replace(renamed, parent=None, description={})

        bench.done(msgspec.structs.replace(bench.update(stranger, "name"), before=thing))

        assert bench.held(thing, key) == renamed

    def test_only_the_fields_of_a_variant_change(self, bench: Bench) -> None:
        product, (small, large) = bench.make(bench.product()), bench.size("M", "L")
        thing = bench.variant(product, [small], surcharge=bench.money("1"), ean=bench.ean())
        key = bench.make(thing)
        dearer = with_key(thing, key, surcharge=bench.money("-2.5"))
        stranger = bench.variant(product, [large], key=key, surcharge=bench.money("-2.5"))

        bench.done(msgspec.structs.replace(bench.update(stranger, "surcharge"), before=thing))

        assert bench.held(thing, key) == dearer

    # Variants and stock.

    def test_a_variant_is_made_with_all_that_it_was_given(self, bench: Bench) -> None:
        product, colours, sizes = bench.make(bench.product()), bench.size("R"), bench.size("M", "L")
        thing = bench.variant(
            product,
            [colours[0], sizes[0]],
            surcharge=bench.money("1.234567"),
            weight_surcharge=Decimal("-0.01"),
            ean=bench.ean(),
        )

        key = bench.make(thing)

        assert bench.held(thing, key) == with_key(thing, key)

    def test_a_variant_gets_other_options_under_its_key(self, bench: Bench) -> None:
        product, (small, large) = bench.make(bench.product()), bench.size("M", "L")
        thing = bench.variant(product, [small])
        key = bench.make(thing)
        other = with_key(thing, key, options=(large,))

        assert bench.done(bench.update(other, "options")) == key
        assert bench.held(thing, key) == other

    def test_what_is_new_has_a_stock_of_nothing(self, bench: Bench) -> None:
        product = bench.make(bench.product())

        assert bench.levels(product) == {product: Decimal(0)}

    def test_stock_is_set_not_added(self, bench: Bench) -> None:
        product = bench.make(bench.product())
        bench.set_stock(product, None, "5")

        assert bench.set_stock(product, None, "3") == product
        assert bench.levels(product) == {product: Decimal(3)}

    def test_every_variant_has_a_stock_of_its_own(self, bench: Bench) -> None:
        product, sizes = bench.make(bench.product()), bench.size("M", "L")
        small, large = (bench.make(bench.variant(product, [size])) for size in sizes)

        bench.set_stock(product, small, "5")
        bench.set_stock(product, large, "0")

        assert bench.levels(product) == {
            f"{product}/{small}": Decimal(5),
            f"{product}/{large}": Decimal(0),
        }

    # The end of things.

    @pytest.mark.parametrize("kind", sorted(SWITCHED))
    def test_what_is_deactivated_stays_and_is_off(self, bench: Bench, kind: Kind) -> None:
        makers: dict[Kind, AnyThing] = {
            Kind.CATEGORY: Category(key="", name=bench.named("Rayon")),
            Kind.PRODUCT: bench.product(description=bench.named("Vert")),
            Kind.BRAND: Brand(key="", name=bench.word("Lin")),
            Kind.SUPPLIER: Supplier(key="", name=bench.word("Dupont")),
        }
        thing = makers[kind]
        key = bench.make(thing)

        outcomes = [bench.done(bench.deactivation(with_key(thing, key))) for _ in range(2)]

        assert outcomes == [key, key]
        assert bench.held(thing, key) == with_key(thing, key, is_active=False)

    def test_what_is_gone_counts_as_deleted_and_deactivated(self, bench: Bench) -> None:
        thing = bench.product()
        gone = with_key(thing, bench.make(thing))
        bench.done(bench.deletion(gone))

        assert bench.done(bench.deletion(gone)) == gone.key
        assert bench.done(bench.deactivation(gone)) == gone.key

    def test_a_deleted_variant_leaves_the_others(self, bench: Bench) -> None:
        product, sizes = bench.make(bench.product()), bench.size("M", "L")
        things = [bench.variant(product, [size]) for size in sizes]
        small, large = map(bench.make, things)

        bench.done(bench.deletion(with_key(things[0], small)))

        assert bench.held(things[0], small) is None
        assert bench.held(things[1], large) == with_key(things[1], large)
        assert list(bench.levels(product)) == [f"{product}/{large}"]

    def test_what_can_be_deleted_is_deleted_whole(self, bench: Bench) -> None:
        made = make_one_of_each(bench)
        [product] = [thing for thing in made.values() if isinstance(thing, Product)]

        bench.done(bench.deletion(product))

        seen = bench.see().named
        parts = [ref for ref, thing in made.items() if isinstance(thing, Variant | Image)]
        assert [ref for ref in parts if ref in seen] == []
