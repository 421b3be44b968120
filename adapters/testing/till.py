"""The contract of `pos2web.ports.Till`, as tests: subclass it and give it a `world` fixture.

A till that keeps photos takes `PhotoTillContract`, another one `TillContract`.
"""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from pos2web.adapters.testing.samples import BLUE, COVER, RED, TEA, catalogue, euros, tea
from pos2web.adapters.testing.seeing import Seen, ref_of, see
from pos2web.adapters.testing.worlds import PhotoTillWorld, TillWorld
from pos2web.domain.things import AnyThing, Image, Product
from pos2web.domain.values import Kind
from pos2web.errors import CredentialsError, ProtocolError, RecordError, TransientError
from pos2web.ports import Severity


def filled(world: TillWorld) -> list[AnyThing]:
    """Put the whole catalogue at the till."""
    things = catalogue(world.till.capabilities)
    world.put(*things)
    return things


def another_tea(world: TillWorld, **fields: Any) -> Product:
    """The tea of the catalogue with other fields; who doesn't keep one is not asked about it."""
    if unknown := world.till.capabilities.lacking & fields.keys():
        pytest.skip(f"this till doesn't keep {', '.join(sorted(unknown))}")
    return msgspec.structs.replace(tea(world.till.capabilities), **fields)


def image_of(seen: Seen) -> Image:
    """The one photo that was seen."""
    [image] = [thing for thing in seen.things.values() if isinstance(thing, Image)]
    return image


def pulse_of(world: TillWorld) -> str:
    """The till's pulse now; who has none is not asked for more."""
    return world.till.pulse() or pytest.skip("this till has no pulse")


class TillContract:
    """Every promise of a till's docstrings. `world` is an empty till of its own for each test."""

    # What it can do.

    def test_it_can_do_the_same_all_its_life(self, world: TillWorld) -> None:
        before = world.till.capabilities
        filled(world)
        see(world.till)

        assert world.till.capabilities == before

    def test_texts_are_in_the_languages_that_it_names(self, world: TillWorld) -> None:
        filled(world)

        seen = see(world.till)

        names = [thing.name for thing in seen.things.values() if isinstance(thing, Product)]
        assert {language for name in names for language in name} == set(
            world.till.capabilities.languages
        )

    # Everything.

    def test_everything_is_yielded_to_who_has_seen_nothing(self, world: TillWorld) -> None:
        things = filled(world)

        seen = see(world.till)

        assert seen.things == {ref_of(thing): thing for thing in things}
        assert seen.unchanged == []

    def test_every_kind_is_complete_in_the_end(self, world: TillWorld) -> None:
        filled(world)

        assert set(see(world.till).complete) >= world.till.capabilities.kinds

    def test_nothing_is_named_of_a_kind_that_it_does_not_keep(self, world: TillWorld) -> None:
        filled(world)

        assert {ref.kind for ref in see(world.till).named} <= world.till.capabilities.kinds

    def test_an_empty_till_is_complete_too(self, world: TillWorld) -> None:
        seen = see(world.till)

        assert seen.named == []
        assert set(seen.complete) >= world.till.capabilities.kinds

    def test_a_kind_is_complete_only_when_all_of_it_was_named(self, world: TillWorld) -> None:
        filled(world)

        assert see(world.till).named_after_complete == []

    def test_a_thing_is_named_once(self, world: TillWorld) -> None:
        filled(world)
        first = see(world.till)

        for seen in (first, see(world.till, first.cursor)):
            assert sorted(seen.named) == sorted(set(seen.named))

    def test_what_is_seen_twice_is_seen_the_same(self, world: TillWorld) -> None:
        filled(world)

        assert see(world.till).things == see(world.till).things

    def test_an_observation_may_be_left_half_way(self, world: TillWorld) -> None:
        things = filled(world)
        pages = iter(world.till.observe(None))
        next(pages)
        del pages

        assert len(see(world.till).things) == len(things)

    def test_observing_writes_nothing(self, world: TillWorld) -> None:
        filled(world)
        before = world.state()

        see(world.till, see(world.till).cursor)

        assert world.state() == before

    # After a cursor.

    def test_an_observation_gives_a_cursor(self, world: TillWorld) -> None:
        filled(world)

        assert see(world.till).cursor is not None

    def test_what_did_not_change_is_still_named(self, world: TillWorld) -> None:
        filled(world)
        first = see(world.till)

        second = see(world.till, first.cursor)

        assert set(second.named) == set(first.named)
        assert second.things.items() <= first.things.items()

    def test_what_changed_after_any_cursor_is_yielded(self, world: TillWorld) -> None:
        filled(world)
        cursors = see(world.till).cursors
        dearer = another_tea(world, price=euros("10.90"))
        world.put(dearer)

        seen = [see(world.till, cursor).things.get(TEA) for cursor in cursors]

        assert seen == [dearer] * len(cursors)

    @pytest.mark.parametrize(
        "fields",
        [
            {"reference": "TEA-2"},
            {"tax_rate": Decimal(20)},
            {"weight": Decimal("0.25")},
            {"ean": ""},
            {"brand": None},
            {"categories": ("1",)},
            {"categories": ()},
            {"is_active": False},
        ],
        ids=str,
    )
    def test_a_change_of_any_field_is_yielded(
        self, world: TillWorld, fields: dict[str, Any]
    ) -> None:
        filled(world)
        cursor = see(world.till).cursor
        changed = another_tea(world, **fields)
        world.put(changed)

        assert see(world.till, cursor).things.get(TEA) == changed

    def test_a_change_of_every_kind_is_yielded(self, world: TillWorld) -> None:
        things = filled(world)
        cursor = see(world.till).cursor
        changed = [other for other in map(otherwise, things) if other is not None]
        world.put(*changed)

        seen = see(world.till, cursor).things

        assert {ref: seen.get(ref) for ref in map(ref_of, changed)} == {
            ref_of(thing): thing for thing in changed
        }

    def test_two_changes_at_once_are_both_seen(self, world: TillWorld) -> None:
        filled(world)
        world.put(another_tea(world, price=euros("10.90")))
        cursor = see(world.till).cursor
        last = another_tea(world, price=euros("11.90"))
        world.put(last)

        assert see(world.till, cursor).things.get(TEA) == last

    def test_a_cursor_may_be_handed_back_twice(self, world: TillWorld) -> None:
        filled(world)
        cursor = see(world.till).cursor
        world.put(another_tea(world, price=euros("10.90")))
        first = see(world.till, cursor)

        second = see(world.till, cursor)

        assert second.things == first.things

    def test_what_is_gone_is_not_named(self, world: TillWorld) -> None:
        filled(world)
        first = see(world.till)
        world.remove(TEA)

        second = see(world.till, first.cursor)

        if not world.till.capabilities.reports_deletions:
            second = see(world.till)
        assert TEA not in second.named
        assert Kind.PRODUCT in second.complete

    def test_what_came_back_is_yielded_again(self, world: TillWorld) -> None:
        filled(world)
        world.remove(TEA)
        cursor = see(world.till).cursor
        back = another_tea(world)
        world.put(back)

        assert see(world.till, cursor).things.get(TEA) == back

    # Its pulse.

    def test_a_change_of_every_kind_moves_the_pulse(self, world: TillWorld) -> None:
        changes = [other for other in map(otherwise, filled(world)) if other is not None]
        unmoved = []
        for changed in changes:
            before = pulse_of(world)
            world.put(changed)
            unmoved += [changed] if pulse_of(world) == before else []

        assert unmoved == []

    def test_what_is_new_moves_the_pulse(self, world: TillWorld) -> None:
        before = pulse_of(world)
        filled(world)

        assert pulse_of(world) != before

    def test_what_is_gone_moves_the_pulse(self, world: TillWorld) -> None:
        filled(world)
        before = pulse_of(world)
        world.remove(TEA)

        assert pulse_of(world) != before

    def test_what_can_no_longer_be_read_moves_the_pulse(self, world: TillWorld) -> None:
        filled(world)
        before = pulse_of(world)
        world.spoil(TEA)

        assert pulse_of(world) != before

    def test_the_pulse_stays_where_nothing_changes_and_somebody_reads(
        self, world: TillWorld
    ) -> None:
        filled(world)
        before = pulse_of(world)
        see(world.till, see(world.till).cursor)

        assert pulse_of(world) == before

    def test_the_pulse_may_be_asked_from_any_thread_while_another_reads(
        self, world: TillWorld
    ) -> None:
        filled(world)
        before = pulse_of(world)
        pages = world.till.observe(None)
        next(pages)
        with ThreadPoolExecutor(3) as pool:
            pulses = list(pool.map(lambda _: world.till.pulse(), range(6)))
        del pages

        assert pulses == [before] * 6

    # What can't be read.

    def test_a_record_that_cant_be_read_is_named_and_hides_no_other(self, world: TillWorld) -> None:
        things = filled(world)
        world.spoil(TEA)

        seen = see(world.till)

        assert list(seen.unreadable) == [TEA]
        assert TEA.key in seen.unreadable[TEA]
        assert len(seen.things) == len(things) - 1

    def test_a_record_that_was_mended_is_yielded(self, world: TillWorld) -> None:
        filled(world)
        world.spoil(TEA)
        cursor = see(world.till).cursor
        mended = another_tea(world)
        world.put(mended)

        assert see(world.till, cursor).things.get(TEA) == mended

    # Trouble.

    def test_a_till_in_order_has_no_problem(self, world: TillWorld) -> None:
        filled(world)

        findings = list(world.till.check())

        assert findings
        assert [each for each in findings if each.severity is Severity.PROBLEM] == []

    def test_a_check_tells_of_a_till_that_does_not_answer(self, world: TillWorld) -> None:
        till = world.unreachable() or pytest.skip("this till always answers")

        severities = [each.severity for each in till.check()]
        till.close()

        assert Severity.PROBLEM in severities

    def test_a_till_that_does_not_answer_raises_an_error_of_ours(self, world: TillWorld) -> None:
        till = world.unreachable() or pytest.skip("this till always answers")

        with pytest.raises((TransientError, CredentialsError, ProtocolError)):
            see(till)
        till.close()

    def test_the_pulse_of_a_till_that_does_not_answer_raises_an_error_of_ours(
        self, world: TillWorld
    ) -> None:
        pulse_of(world)
        till = world.unreachable() or pytest.skip("this till always answers")

        with pytest.raises((TransientError, CredentialsError, ProtocolError)):
            till.pulse()
        till.close()

    def test_it_may_be_closed_twice(self, world: TillWorld) -> None:
        see(world.till)

        world.till.close()
        world.till.close()

    def test_a_till_that_keeps_photos_is_tried_with_photos(self, world: TillWorld) -> None:
        keeps_photos = Kind.IMAGE in world.till.capabilities.kinds

        assert isinstance(self, PhotoTillContract) or not keeps_photos


class PhotoTillContract(TillContract):
    """Every promise of a till that keeps photos, the others included."""

    def test_a_photo_is_read_as_the_till_has_it(self, world: PhotoTillWorld) -> None:
        filled(world)
        world.put_photo(COVER, RED)

        image = image_of(see(world.till))

        assert (image.key, image.product, image.position) == ("1", "1", 1)
        assert world.till.open_image(image) == RED

    def test_a_photo_that_was_replaced_has_another_stamp(self, world: PhotoTillWorld) -> None:
        filled(world)
        world.put_photo(COVER, RED)
        first = see(world.till)
        world.put_photo(COVER, BLUE)

        image = image_of(see(world.till, first.cursor))

        assert image.stamp != image_of(first).stamp
        assert world.till.open_image(image) == BLUE

    def test_a_photo_that_is_not_there_is_a_matter_of_that_photo(
        self, world: PhotoTillWorld
    ) -> None:
        filled(world)
        world.put_photo(COVER, RED)
        image = image_of(see(world.till))
        world.lose_photo(COVER)

        with pytest.raises(RecordError) as caught:
            world.till.open_image(image)

        assert caught.value.ref == "image:1"

    def test_a_photo_larger_than_is_read_is_a_matter_of_that_photo(
        self, world: PhotoTillWorld
    ) -> None:
        filled(world)
        world.put_photo(COVER, bytes(world.photo_bytes_max + 1))

        with pytest.raises(RecordError):
            world.till.open_image(image_of(see(world.till)))

    def test_a_new_photo_moves_the_pulse(self, world: PhotoTillWorld) -> None:
        filled(world)
        before = pulse_of(world)
        world.put_photo(COVER, RED)

        assert pulse_of(world) != before

    def test_a_photo_is_seen_twice_the_same(self, world: PhotoTillWorld) -> None:
        filled(world)
        world.put_photo(COVER, RED)

        assert image_of(see(world.till)) == image_of(see(world.till))


def otherwise(thing: AnyThing) -> AnyThing | None:
    """The thing with one other field; None when all that it has is its key."""
    match thing.__struct_fields__:
        case fields if "quantity" in fields:
            return msgspec.structs.replace(thing, quantity=Decimal(7))
        case fields if "surcharge" in fields:
            return msgspec.structs.replace(thing, surcharge=euros("3.00"))
        case fields if "price" in fields:
            return msgspec.structs.replace(thing, price=euros("3.00"))
        case fields if "is_active" in fields:
            return msgspec.structs.replace(thing, is_active=False)
        case _:
            return None
