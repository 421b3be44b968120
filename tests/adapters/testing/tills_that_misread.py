"""Tills that break one promise each; the kit must tell every one of them."""

from collections.abc import Iterator
from threading import get_ident

import msgspec

from pos2web.adapters.memory.adapter import MemoryTill
from pos2web.adapters.memory.worlds import SilentTill
from pos2web.domain.things import AnyThing, Image, Product, Supplier, kind_of
from pos2web.domain.values import Kind, Ref
from pos2web.errors import ProtocolError, TransientError
from pos2web.ports import Finding, Page, TillCapabilities


def changed(page: Page, **fields: object) -> Page:
    """The page with other fields."""
    return msgspec.structs.replace(page, **fields)


class ForgetsTheGone(MemoryTill):
    """Never says that a kind is complete."""

    def observe(self, since: str | None) -> Iterator[Page]:
        return (changed(page, complete=()) for page in super().observe(since))


class CompletesTooEarly(MemoryTill):
    """Says that products are complete before the first of them."""

    def observe(self, since: str | None) -> Iterator[Page]:
        yield Page(complete=(Kind.PRODUCT,))
        yield from super().observe(since)


class NamesOnlyWhatChanged(MemoryTill):
    """Leaves out what has not changed, so that it looks gone."""

    def observe(self, since: str | None) -> Iterator[Page]:
        return (changed(page, unchanged=()) for page in super().observe(since))


class RunsAhead(MemoryTill):
    """Gives a cursor that has already passed the next change."""

    def observe(self, since: str | None) -> Iterator[Page]:
        for page in super().observe(since):
            yield changed(page, cursor=str(int(page.cursor) + 1)) if page.cursor else page


class GivesNoCursor(MemoryTill):
    def observe(self, since: str | None) -> Iterator[Page]:
        return (changed(page, cursor=None) for page in super().observe(since))


class NamesTheGone(MemoryTill):
    """Goes on naming what was struck off."""

    left: tuple[Ref, ...] = ()

    def remove(self, ref: Ref) -> None:
        self.left += (ref,)
        super().remove(ref)

    def observe(self, since: str | None) -> Iterator[Page]:
        yield Page(unchanged=self.left)
        yield from super().observe(since)


class NamesTwice(MemoryTill):
    """Yields every thing twice."""

    def observe(self, since: str | None) -> Iterator[Page]:
        for page in super().observe(since):
            yield changed(page, complete=(), cursor=None, unchanged=(), unreadable=())
            yield page


class SeesOtherwiseEachTime(MemoryTill):
    """Shows another price at every reading."""

    readings = 0

    def observe(self, since: str | None) -> Iterator[Page]:
        self.readings += 1
        for page in super().observe(since):
            yield changed(page, things=tuple(map(self._dearer, page.things)))

    def _dearer(self, thing: object) -> object:
        if not isinstance(thing, Product):
            return thing
        return msgspec.structs.replace(thing, weight=thing.weight + self.readings)


class StampsPhotosAnew(MemoryTill):
    """Gives a photo another stamp at every reading."""

    readings = 0

    def observe(self, since: str | None) -> Iterator[Page]:
        self.readings += 1
        for page in super().observe(since):
            yield changed(page, things=tuple(map(self._stamped, page.things)))

    def _stamped(self, thing: object) -> object:
        if not isinstance(thing, Image):
            return thing
        return msgspec.structs.replace(thing, stamp=f"{thing.stamp} {self.readings}")


class ShowsWhatItDoesNotKeep(MemoryTill):
    """Says that it keeps no suppliers, and names one."""

    @property
    def capabilities(self) -> TillCapabilities:
        return msgspec.structs.replace(
            super().capabilities, kinds=frozenset(Kind) - {Kind.SUPPLIER}
        )

    def observe(self, since: str | None) -> Iterator[Page]:
        yield Page(things=(Supplier(key="9", name="Dupont"),))
        yield from super().observe(since)


class RaisesForABadRecord(MemoryTill):
    """One record that can't be read stops all."""

    def observe(self, since: str | None) -> Iterator[Page]:
        for page in super().observe(since):
            if page.unreadable:
                raise ProtocolError("a record can't be read")
            yield page


class HidesABadRecord(MemoryTill):
    def observe(self, since: str | None) -> Iterator[Page]:
        return (changed(page, unreadable=()) for page in super().observe(since))


class WritesAsItReads(MemoryTill):
    """Marks what it has read."""

    def observe(self, since: str | None) -> Iterator[Page]:
        for page in list(super().observe(since)):
            yield page
            for thing in page.things:
                if kind_of(thing) is Kind.SUPPLIER:
                    self.put(msgspec.structs.replace(thing, name="read"))


class ShowsAnyPhoto(MemoryTill):
    """Shows something where there is no photo."""

    def open_image(self, image: Image) -> bytes:
        return self.photos.get(image.source, b"no photo")


class KeepsTheStamp(MemoryTill):
    """Doesn't tell that a photo is another one."""

    def observe(self, since: str | None) -> Iterator[Page]:
        for page in super().observe(since):
            yield changed(
                page,
                things=tuple(
                    msgspec.structs.replace(thing, stamp="") if isinstance(thing, Image) else thing
                    for thing in page.things
                ),
            )


class ChangesItsMind(MemoryTill):
    """Can do other things once it has been read."""

    was_read = False

    @property
    def capabilities(self) -> TillCapabilities:
        known = super().capabilities
        return msgspec.structs.replace(known, reports_deletions=not self.was_read)

    def observe(self, since: str | None) -> Iterator[Page]:
        self.was_read = True
        return super().observe(since)


class BreaksOnSecondClose(MemoryTill):
    is_closed = False

    def close(self) -> None:
        if self.is_closed:
            raise ProtocolError("closed already")
        self.is_closed = True


class ChecksNothing(MemoryTill):
    def check(self) -> Iterator[Finding]:
        return iter(())


class TouchesUpPhotos(MemoryTill):
    """Shows photos otherwise than the till has them."""

    def open_image(self, image: Image) -> bytes:
        return super().open_image(image) + b"!"


class CantBeLeft(MemoryTill):
    """Is stuck when an observation was not read to its end."""

    is_busy = False

    def observe(self, since: str | None) -> Iterator[Page]:
        if self.is_busy:
            raise TransientError("somebody is reading")
        self.is_busy = True
        yield from super().observe(since)
        self.is_busy = False


class SpeaksFrenchOnly(MemoryTill):
    """Leaves out the English that it says it has."""

    def observe(self, since: str | None) -> Iterator[Page]:
        for page in super().observe(since):
            yield changed(page, things=tuple(map(in_french, page.things)))


def in_french(thing: AnyThing) -> AnyThing:
    """The thing, a product without its other languages."""
    if not isinstance(thing, Product):
        return thing
    return msgspec.structs.replace(thing, name={"fr": thing.name["fr"]})


class HasNoLife(MemoryTill):
    """Has the same pulse for ever."""

    def pulse(self) -> str | None:
        return "60"


class MissesStock(MemoryTill):
    """Has a pulse that stock doesn't move."""

    def pulse(self) -> str | None:
        return str([thing for ref, thing in self.contents().items() if ref.kind is not Kind.STOCK])


class OnlyLooksAtWhatIsNew(MemoryTill):
    """Has a pulse that doesn't move for what is gone."""

    known = frozenset[str]()

    def pulse(self) -> str | None:
        self.known |= {repr(thing) for thing in self.contents().values()}
        return str(len(self.known))


class OverlooksTheSpoilt(MemoryTill):
    """Has a pulse that doesn't move for what can't be read."""

    def pulse(self) -> str | None:
        return str(self.contents())


class NeverRests(MemoryTill):
    """Has a pulse that its own reading moves."""

    readings = 0

    def observe(self, since: str | None) -> Iterator[Page]:
        self.readings += 1
        return super().observe(since)

    def pulse(self) -> str | None:
        return f"{super().pulse()} {self.readings}"


class AnswersOneThread(MemoryTill):
    """Has a pulse for the thread that made it alone, as some drivers do."""

    def __init__(self) -> None:
        super().__init__()
        self.owner = get_ident()

    def pulse(self) -> str | None:
        if get_ident() != self.owner:
            raise ProtocolError("made in another thread")
        return super().pulse()


class SilentAndRaising(SilentTill):
    """Raises in a check for what it finds."""

    def check(self) -> Iterator[Finding]:
        raise TransientError("the till doesn't answer")


class SilentInItsOwnWords(SilentTill):
    """Lets the driver's error through."""

    def observe(self, since: str | None) -> Iterator[Page]:
        raise ConnectionRefusedError(since)


class SilentWithoutPulse(SilentTill):
    """Lets the driver's error through when it is only felt."""

    def pulse(self) -> str | None:
        raise ConnectionRefusedError


CAUGHT_BY: dict[type[MemoryTill], str] = {
    ForgetsTheGone: "test_every_kind_is_complete_in_the_end",
    CompletesTooEarly: "test_a_kind_is_complete_only_when_all_of_it_was_named",
    NamesOnlyWhatChanged: "test_what_did_not_change_is_still_named",
    RunsAhead: "test_what_changed_after_any_cursor_is_yielded",
    GivesNoCursor: "test_an_observation_gives_a_cursor",
    NamesTheGone: "test_what_is_gone_is_not_named",
    NamesTwice: "test_a_thing_is_named_once",
    SeesOtherwiseEachTime: "test_what_is_seen_twice_is_seen_the_same",
    StampsPhotosAnew: "test_a_photo_is_seen_twice_the_same",
    ShowsWhatItDoesNotKeep: "test_nothing_is_named_of_a_kind_that_it_does_not_keep",
    RaisesForABadRecord: "test_a_record_that_cant_be_read_is_named_and_hides_no_other",
    HidesABadRecord: "test_a_record_that_cant_be_read_is_named_and_hides_no_other",
    WritesAsItReads: "test_observing_writes_nothing",
    ShowsAnyPhoto: "test_a_photo_that_is_not_there_is_a_matter_of_that_photo",
    KeepsTheStamp: "test_a_photo_that_was_replaced_has_another_stamp",
    ChangesItsMind: "test_it_can_do_the_same_all_its_life",
    BreaksOnSecondClose: "test_it_may_be_closed_twice",
    ChecksNothing: "test_a_till_in_order_has_no_problem",
    TouchesUpPhotos: "test_a_photo_is_read_as_the_till_has_it",
    CantBeLeft: "test_an_observation_may_be_left_half_way",
    SpeaksFrenchOnly: "test_texts_are_in_the_languages_that_it_names",
    HasNoLife: "test_what_is_new_moves_the_pulse",
    MissesStock: "test_a_change_of_every_kind_moves_the_pulse",
    OnlyLooksAtWhatIsNew: "test_what_is_gone_moves_the_pulse",
    OverlooksTheSpoilt: "test_what_can_no_longer_be_read_moves_the_pulse",
    NeverRests: "test_the_pulse_stays_where_nothing_changes_and_somebody_reads",
    AnswersOneThread: "test_the_pulse_may_be_asked_from_any_thread_while_another_reads",
}
"""Each broken till with the test that is made to tell it."""

SILENT_CAUGHT_BY: dict[type[MemoryTill], str] = {
    SilentAndRaising: "test_a_check_tells_of_a_till_that_does_not_answer",
    SilentInItsOwnWords: "test_a_till_that_does_not_answer_raises_an_error_of_ours",
    SilentWithoutPulse: "test_the_pulse_of_a_till_that_does_not_answer_raises_an_error_of_ours",
}
"""Each till that is broken only when it can't be reached."""
