"""Shops that break one promise of writing each; the kit must tell every one of them."""

from collections.abc import Sequence
from decimal import Decimal
from threading import get_ident
from typing import Any

import msgspec

from pos2web.adapters.memory.adapter import MemoryShop
from pos2web.domain.changes import Action
from pos2web.domain.things import AnyThing, Product, Variant
from pos2web.domain.values import Kind, Ref
from pos2web.errors import TransientError
from pos2web.ports import Done, Outcome, Page, Refused, Unsure, Untried, Write


def changed(page: Page, **fields: object) -> Page:
    """The page with other fields."""
    return msgspec.structs.replace(page, **fields)


def field_of(thing: AnyThing, name: str) -> Any:
    """A field of a thing that has it."""
    return getattr(thing, name)


class WritesEveryField(MemoryShop):
    """Writes the whole record where only some fields were asked for."""

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        whole = [
            msgspec.structs.replace(w, fields=frozenset(w.thing.__struct_fields__) - {"key"})
            if w.action is Action.UPDATE and w.kind is not Kind.IMAGE
            else w
            for w in writes
        ]
        return super().apply(whole)


class BlanksOtherLanguages(MemoryShop):
    """Writes a text as the only one."""

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        outcomes = super().apply(writes)
        for write in writes:
            if write.action is Action.UPDATE and "description" in write.fields and write.shop_key:
                text = field_of(write.thing, "description")
                self.edit(Ref(write.kind, write.shop_key), description=text)
        return outcomes


class EmptiesNothing(MemoryShop):
    """Keeps what it has of a field that is no longer said."""

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        said = [
            msgspec.structs.replace(
                write, fields=frozenset(f for f in write.fields if getattr(write.thing, f))
            )
            if write.action is Action.UPDATE and write.kind is Kind.PRODUCT
            else write
            for write in writes
        ]
        return super().apply(said)


class RoundsPrices(MemoryShop):
    """Keeps two decimals."""

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        return super().apply([msgspec.structs.replace(w, thing=rounded(w.thing)) for w in writes])


def rounded(thing: AnyThing) -> AnyThing:
    if not isinstance(thing, Product):
        return thing
    price = msgspec.structs.replace(thing.price, amount=round(thing.price.amount, 2))
    return msgspec.structs.replace(thing, price=price)


class KnowsOneLanguage(MemoryShop):
    """Keeps the first language of every text."""

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        return super().apply([msgspec.structs.replace(w, thing=in_french(w.thing)) for w in writes])


def in_french(thing: AnyThing) -> AnyThing:
    name = getattr(thing, "name", None)
    if not isinstance(name, dict):
        return thing
    return msgspec.structs.replace(thing, name={"fr": name["fr"]})


class AnswersBackwards(MemoryShop):
    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        return super().apply(writes)[::-1]


class MergesDuplicates(MemoryShop):
    """Takes a product of the same reference for the one to be made."""

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        return [self._one(write) for write in writes]

    def _one(self, write: Write) -> Outcome:
        if write.action is Action.CREATE and isinstance(write.thing, Product):
            for ref, thing in self.contents().items():
                if isinstance(thing, Product) and thing.reference == write.thing.reference:
                    return Done(shop_key=ref.key)
        return super().apply([write])[0]


class AsksTwice(MemoryShop):
    """Repeats a write of which the answer was lost."""

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        outcomes = super().apply(writes)
        if any(isinstance(outcome, Unsure) for outcome in outcomes):
            return super().apply(writes)
        return outcomes


class RaisesWhenUnsure(MemoryShop):
    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        outcomes = super().apply(writes)
        if any(isinstance(outcome, Unsure) for outcome in outcomes):
            raise TransientError("the answer was lost")
        return outcomes


class SaysUntriedWhenUnsure(MemoryShop):
    """Says that a write was not done, of which the answer was lost."""

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        return [
            Untried(reason=outcome.reason) if isinstance(outcome, Unsure) else outcome
            for outcome in super().apply(writes)
        ]


class SavesWhatItRefuses(MemoryShop):
    """Keeps the row of a product that it says it refused."""

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        outcomes = super().apply(writes)
        for write, outcome in zip(writes, outcomes, strict=True):
            if isinstance(outcome, Refused) and write.action is Action.CREATE:
                self.make(write.thing)
        return outcomes


class StopsAtTheFirstBad(MemoryShop):
    """Refuses the good items that come after a bad one."""

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        for write in writes:
            bad = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
            outcomes += bad[:1] or super().apply([write])
        return outcomes


class RefusesToDeleteTheGone(MemoryShop):
    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        held = self.contents()
        return [
            Refused(reason="there is none")
            if write.action is Action.DELETE and Ref(write.kind, write.shop_key or "") not in held
            else super(RefusesToDeleteTheGone, self).apply([write])[0]
            for write in writes
        ]


class DeletesInsteadOfSwitchingOff(MemoryShop):
    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        return super().apply(
            [
                msgspec.structs.replace(write, action=Action.DELETE)
                if write.action is Action.DEACTIVATE
                else write
                for write in writes
            ]
        )


class AddsStock(MemoryShop):
    """Adds what it should set."""

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        before = self.contents()
        outcomes = super().apply(writes)
        for write in writes:
            ref = Ref(write.kind, write.shop_key or "")
            if write.kind is Kind.STOCK and ref in before:
                had = field_of(before[ref], "quantity")
                self.edit(ref, quantity=had + field_of(write.thing, "quantity"))
        return outcomes


class SharesStockAmongVariants(MemoryShop):
    """Sets every variant's stock when it sets one."""

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        outcomes = super().apply(writes)
        for write in writes:
            if write.kind is not Kind.STOCK:
                continue
            for ref in self.contents():
                if (
                    ref.kind is Kind.STOCK
                    and ref.key.partition("/")[0] == write.thing.key.partition("/")[0]
                ):
                    self.edit(ref, quantity=field_of(write.thing, "quantity"))
        return outcomes


class KeepsTheFirstPhoto(MemoryShop):
    """Says Done to another content and keeps the old."""

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        kept = dict(self.photos)
        outcomes = super().apply(writes)
        self.photos |= kept
        return outcomes


class LeavesOrphanPhotos(MemoryShop):
    """Keeps the row of a photo that it refused."""

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        outcomes = super().apply(writes)
        for write, outcome in zip(writes, outcomes, strict=True):
            if isinstance(outcome, Refused) and write.kind is Kind.IMAGE:
                self.make(msgspec.structs.replace(write.thing, fingerprint=""))
        return outcomes


class ServesOneThread(MemoryShop):
    """Says Done to every thread but writes for the first alone."""

    first: int | None = None

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        me = get_ident()
        self.first = me if self.first is None else self.first
        return super().apply(writes) if me == self.first else [Done(shop_key="0") for _ in writes]


class MakesStockOutOfNothing(MemoryShop):
    """Starts with one of everything."""

    def make(self, thing: AnyThing) -> str:
        key = super().make(thing)
        if isinstance(thing, Product):
            self.edit(Ref(Kind.STOCK, key), quantity=Decimal(1))
        return key


class NeedsSomethingToWrite(MemoryShop):
    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        first, *others = writes
        return super().apply([first, *others])


class RevivesTheGone(MemoryShop):
    """Makes what it should update, where it is gone."""

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        outcomes = super().apply(writes)
        for place, write in enumerate(writes):
            if write.action is Action.UPDATE and isinstance(outcomes[place], Refused):
                outcomes[place] = Done(shop_key=self.make(write.thing))
        return outcomes


class LeavesPartsBehind(MemoryShop):
    """Deletes a product and keeps its variants and photos."""

    def remove(self, ref: Ref) -> None:
        self._contents.drop(ref)


class DeletesAllVariants(MemoryShop):
    """Deletes the others too."""

    def remove(self, ref: Ref) -> None:
        gone = self.contents().get(ref)
        super().remove(ref)
        for other, thing in self.contents().items():
            if isinstance(gone, Variant) and isinstance(thing, Variant):
                super().remove(other)


class MakesVariantsAnew(MemoryShop):
    """Gives a variant with other options another key."""

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        outcomes = super().apply(writes)
        for place, write in enumerate(writes):
            if write.action is Action.UPDATE and "options" in write.fields:
                self.remove(Ref(Kind.VARIANT, write.thing.key))
                key = self.make(msgspec.structs.replace(write.thing, key=""))
                outcomes[place] = Done(shop_key=key)
        return outcomes


class SellsVariantsAtOnePrice(MemoryShop):
    """Forgets surcharges as it makes variants."""

    def make(self, thing: AnyThing) -> str:
        if isinstance(thing, Variant):
            none = msgspec.structs.replace(thing.surcharge, amount=Decimal(0))
            thing = msgspec.structs.replace(thing, surcharge=none)
        return super().make(thing)


CAUGHT_BY: dict[type[MemoryShop], str] = {
    WritesEveryField: "test_only_the_fields_of_a_product_change",
    BlanksOtherLanguages: "test_a_language_that_is_not_written_keeps_its_text",
    EmptiesNothing: "test_a_field_that_may_be_unsaid_is_written_and_emptied",
    RoundsPrices: "test_a_price_is_kept_to_the_sixth_decimal",
    KnowsOneLanguage: "test_a_text_is_written_in_every_language",
    AnswersBackwards: "test_outcomes_are_in_the_order_of_the_writes",
    MergesDuplicates: "test_the_same_create_again_makes_another_or_is_refused",
    AsksTwice: "test_a_lost_answer_leaves_us_unsure_and_nothing_is_asked_twice",
    RaisesWhenUnsure: "test_a_lost_answer_leaves_us_unsure_and_nothing_is_asked_twice",
    SaysUntriedWhenUnsure: "test_a_lost_answer_leaves_us_unsure_and_nothing_is_asked_twice",
    SavesWhatItRefuses: "test_what_is_refused_was_not_saved",
    StopsAtTheFirstBad: "test_one_bad_item_does_not_keep_the_others_out",
    RefusesToDeleteTheGone: "test_what_is_gone_counts_as_deleted_and_deactivated",
    DeletesInsteadOfSwitchingOff: "test_what_is_deactivated_stays_and_is_off",
    AddsStock: "test_stock_is_set_not_added",
    SharesStockAmongVariants: "test_every_variant_has_a_stock_of_its_own",
    KeepsTheFirstPhoto: "test_a_replaced_photo_is_another_one",
    LeavesOrphanPhotos: "test_what_is_no_photo_is_refused_and_leaves_nothing",
    ServesOneThread: "test_several_batches_at_once_are_each_written_once",
    MakesStockOutOfNothing: "test_what_is_new_has_a_stock_of_nothing",
    NeedsSomethingToWrite: "test_nothing_to_write_has_no_outcomes",
    RevivesTheGone: "test_an_update_of_what_is_gone_is_not_done",
    LeavesPartsBehind: "test_what_can_be_deleted_is_deleted_whole",
    DeletesAllVariants: "test_a_deleted_variant_leaves_the_others",
    MakesVariantsAnew: "test_a_variant_gets_other_options_under_its_key",
    SellsVariantsAtOnePrice: "test_a_variant_is_made_with_all_that_it_was_given",
}
"""Each broken shop with the test that is made to tell it."""
