"""The part of a shop's contract that reads: profile, observe, look, check."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from pos2web.adapters.testing.bench import Bench
from pos2web.adapters.testing.samples import RED
from pos2web.adapters.testing.seeing import see
from pos2web.domain.things import (
    AnyThing,
    Brand,
    Category,
    Image,
    Option,
    OptionValue,
    Product,
    Supplier,
)
from pos2web.domain.values import Kind, Ref
from pos2web.errors import CredentialsError
from pos2web.ports import Severity


def make_one_of_each(bench: Bench) -> dict[Ref, AnyThing]:
    """Make a thing of every kind that hangs together, and say what was made."""
    made: dict[Ref, AnyThing] = {}

    def make(thing: AnyThing, content: bytes | None = None) -> str:
        key = bench.make(thing, content)
        made[Ref(bench.creation(thing).kind, key)] = msgspec.structs.replace(thing, key=key)
        return key

    category = make(Category(key="", name=bench.named("Rayon")))
    shelf = make(Category(key="", name=bench.named("Étage"), parent=category))
    brand = make(Brand(key="", name=bench.word("Lin")))
    supplier = make(Supplier(key="", name=bench.word("Dupont")))
    option = make(Option(key="", name=bench.named("Taille")))
    value = make(OptionValue(key="", option=option, name=bench.named("M")))
    owners: dict[str, Any] = {"brand": brand, "supplier": supplier}
    product = make(bench.product(categories=(shelf, category), ean=bench.ean(), **owners))
    make(bench.variant(product, [value], surcharge=bench.money("1.5")))
    make(Image(key="", product=product, fingerprint="red"), RED)
    return made


def plainly(thing: AnyThing | None) -> AnyThing | None:
    """A record without what a shop may know or not: how it tells photos apart."""
    if isinstance(thing, Image):
        return msgspec.structs.replace(thing, fingerprint="", stamp="", source="")
    return thing


class ShopReads:
    """What reading promises. `bench` holds the shop."""

    def test_the_profile_says_what_planning_needs(self, bench: Bench) -> None:
        profile = bench.shop.profile()

        assert profile.default_language in profile.languages
        assert len(profile.currency) == 3
        assert profile.workers >= 1
        assert all(size >= 1 for size in profile.batch_sizes.values())

    # Observe.

    def test_what_was_made_is_seen_as_it_was_made(self, bench: Bench) -> None:
        made = make_one_of_each(bench)

        seen = bench.see().things

        assert {ref: plainly(seen.get(ref)) for ref in made} == {
            ref: plainly(thing) for ref, thing in made.items()
        }

    def test_kinds_come_in_the_order_in_which_things_are_made(self, bench: Bench) -> None:
        make_one_of_each(bench)

        kinds = list(dict.fromkeys(bench.see().kinds))

        assert kinds == [kind for kind in Kind if kind in kinds]

    def test_all_but_photos_is_complete_in_the_end(self, bench: Bench) -> None:
        make_one_of_each(bench)

        assert set(bench.see().complete) >= set(Kind) - {Kind.IMAGE}

    def test_a_kind_is_complete_only_when_all_of_it_was_named(self, bench: Bench) -> None:
        make_one_of_each(bench)

        assert bench.see().named_after_complete == []

    def test_a_thing_is_named_once(self, bench: Bench) -> None:
        make_one_of_each(bench)

        named = bench.see().named

        assert sorted(named) == sorted(set(named))

    def test_what_is_seen_twice_is_seen_the_same(self, bench: Bench) -> None:
        made = make_one_of_each(bench)

        first, second = bench.see().things, bench.see().things

        assert {ref: first.get(ref) for ref in made} == {ref: second.get(ref) for ref in made}

    def test_what_did_not_change_is_still_named(self, bench: Bench) -> None:
        made = make_one_of_each(bench)
        cursor = bench.see().cursor

        named = set(bench.see(cursor).named)

        assert {ref for ref in made if ref.kind is not Kind.IMAGE} <= named

    @pytest.mark.parametrize(
        ("kind", "fields"),
        [
            (Kind.BRAND, {"name": "Laine"}),
            (Kind.PRODUCT, {"price": "9.5"}),
            (Kind.VARIANT, {"surcharge": "2.25"}),
        ],
        ids=str,
    )
    def test_a_change_after_any_cursor_is_yielded(
        self, bench: Bench, kind: Kind, fields: dict[str, str]
    ) -> None:
        made = make_one_of_each(bench)
        cursors = bench.see().cursors
        [(name, text)] = fields.items()
        value: Any = bench.word(text) if kind is Kind.BRAND else bench.money(text)
        [thing] = [thing for ref, thing in made.items() if ref.kind is kind]
        changed = msgspec.structs.replace(thing, **{name: value})
        bench.done(bench.update(changed, name))

        seen = [bench.see(cursor).things.get(Ref(kind, thing.key)) for cursor in cursors]

        assert seen == [changed] * len(cursors)

    def test_a_change_of_stock_after_any_cursor_is_yielded(self, bench: Bench) -> None:
        product = bench.make(bench.product())
        cursors = bench.see().cursors
        bench.set_stock(product, None, "7")

        seen = [bench.see(cursor).things.get(Ref(Kind.STOCK, product)) for cursor in cursors]

        assert [getattr(level, "quantity", None) for level in seen] == [Decimal(7)] * len(cursors)

    def test_what_was_made_after_a_cursor_is_yielded(self, bench: Bench) -> None:
        cursor = bench.see().cursor
        product = bench.make(bench.product())

        assert Ref(Kind.PRODUCT, product) in bench.see(cursor).things

    def test_what_is_gone_is_not_named(self, bench: Bench) -> None:
        thing = bench.product()
        key = bench.make(thing)
        cursor = bench.see().cursor
        bench.done(bench.deletion(msgspec.structs.replace(thing, key=key)))

        seen = bench.see(cursor)

        assert Ref(Kind.PRODUCT, key) not in seen.named
        assert Kind.PRODUCT in seen.complete

    def test_a_product_seen_whole_comes_with_all_of_its_photos(self, bench: Bench) -> None:
        made = make_one_of_each(bench)
        [product] = [thing for thing in made.values() if isinstance(thing, Product)]
        [image] = [ref for ref in made if ref.kind is Kind.IMAGE]
        cursor = bench.see().cursor
        bench.done(bench.update(msgspec.structs.replace(product, weight=Decimal(2)), "weight"))

        seen = bench.see(cursor)

        assert Ref(Kind.PRODUCT, product.key) in seen.things
        assert image in seen.named

    # Look.

    @pytest.mark.parametrize("kind", list(Kind))
    def test_a_look_finds_what_a_create_made(self, bench: Bench, kind: Kind) -> None:
        made = make_one_of_each(bench)
        made |= {ref: thing for ref, thing in bench.see().things.items() if ref.kind is Kind.STOCK}
        product = next(ref.key for ref in made if ref.kind is Kind.PRODUCT)
        wanted = {
            ref: thing
            for ref, thing in made.items()
            if ref.kind is kind and getattr(thing, "product", product) == product
        }
        writes = [
            bench.creation(msgspec.structs.replace(thing, key="")) for thing in wanted.values()
        ]

        assert wanted.keys() <= bench.look(*writes).things.keys()

    def test_a_look_finds_every_product_that_could_be_the_one(self, bench: Bench) -> None:
        thing = bench.product(ean=bench.ean())
        keys = [bench.make(thing), bench.make(thing)]

        assert sorted(bench.alike(bench.creation(thing))) == sorted(keys)

    def test_a_look_finds_a_product_by_its_ean_alone(self, bench: Bench) -> None:
        thing = bench.product(ean=bench.ean())
        key = bench.make(thing)
        other = bench.product(ean=thing.ean)

        assert Ref(Kind.PRODUCT, key) in bench.look(bench.creation(other)).things

    def test_a_look_reads_afresh(self, bench: Bench) -> None:
        thing = bench.product()
        key = bench.make(thing)
        bench.held(thing, key)
        changed = msgspec.structs.replace(thing, key=key, price=bench.money("5"))
        bench.done(bench.update(changed, "price"))

        assert bench.held(thing, key) == changed

    def test_a_look_does_not_show_what_is_gone(self, bench: Bench) -> None:
        thing = bench.product()
        key = bench.make(thing)
        bench.done(bench.deletion(msgspec.structs.replace(thing, key=key)))

        assert bench.held(thing, key) is None

    def test_a_look_completes_nothing(self, bench: Bench) -> None:
        thing = bench.product()
        bench.make(thing)

        assert bench.look(bench.creation(thing)).complete == []

    def test_a_look_shows_a_product_with_all_of_its_photos(self, bench: Bench) -> None:
        product = bench.make(bench.product())
        keys = [bench.make(Image(key="", product=product, position=place), RED) for place in (1, 2)]

        seen = bench.look(bench.creation(Image(key="", product=product))).things

        assert {Ref(Kind.IMAGE, key) for key in keys} <= seen.keys()
        assert Ref(Kind.PRODUCT, product) in seen

    def test_a_look_at_a_product_shows_its_photos_too(self, bench: Bench) -> None:
        thing = bench.product()
        product = bench.make(thing)
        key = bench.make(Image(key="", product=product), RED)

        known = msgspec.structs.replace(thing, key=product)
        seen = bench.look(bench.update(known, "price")).things

        assert seen.keys() >= {Ref(Kind.PRODUCT, product), Ref(Kind.IMAGE, key)}

    # Trouble.

    def test_a_shop_in_order_has_no_problem(self, bench: Bench) -> None:
        findings = list(bench.shop.check())

        assert findings
        assert [each for each in findings if each.severity is Severity.PROBLEM] == []

    def test_an_unknown_key_reads_nothing(self, bench: Bench) -> None:
        shop = bench.world.unknown() or pytest.skip("this shop asks for no key")

        with pytest.raises(CredentialsError):
            see(shop)
        with pytest.raises(CredentialsError):
            shop.profile()
        shop.close()

    def test_a_check_tells_of_an_unknown_key(self, bench: Bench) -> None:
        shop = bench.world.unknown() or pytest.skip("this shop asks for no key")

        severities = [each.severity for each in shop.check()]
        shop.close()

        assert Severity.PROBLEM in severities

    def test_an_unknown_key_writes_nothing(self, bench: Bench) -> None:
        shop = bench.world.unknown() or pytest.skip("this shop asks for no key")
        write = bench.creation(bench.product())

        with pytest.raises(CredentialsError):
            shop.apply([write])
        shop.close()

        assert bench.alike(write) == []

    def test_calls_are_counted(self, bench: Bench) -> None:
        before = bench.shop.calls
        bench.see()
        after_reading = bench.shop.calls
        bench.make(Brand(key="", name=bench.word("Lin")))

        assert before < after_reading < bench.shop.calls

    def test_it_may_be_closed_twice(self, bench: Bench) -> None:
        bench.clear()

        bench.shop.close()
        bench.shop.close()
