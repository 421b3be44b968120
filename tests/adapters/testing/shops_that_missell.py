"""Shops that break one promise of what can be bought each; the kit must tell every one of them."""

from collections.abc import Iterator, Sequence

import msgspec

from pos2web.adapters.memory.adapter import MemoryShop
from pos2web.domain.changes import Action
from pos2web.domain.things import AnyThing, Product
from pos2web.domain.values import Ref
from pos2web.ports import Done, Outcome, Page, Write


def with_fields(thing: AnyThing, **fields: object) -> AnyThing:
    """A product with other fields; anything else as it is."""
    return msgspec.structs.replace(thing, **fields) if isinstance(thing, Product) else thing


class SellsNothingNew(MemoryShop):
    """Leaves out of a new product that it is for sale, which then is no."""

    def make(self, thing: AnyThing) -> str:
        return super().make(with_fields(thing, is_for_sale=False))


class SellsWhateverIsNew(MemoryShop):
    """Says of every new product that it is for sale."""

    def make(self, thing: AnyThing) -> str:
        return super().make(with_fields(thing, is_for_sale=True))


class HidesWhatIsOffSale(MemoryShop):
    """Takes the page away with the buy button."""

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        outcomes = super().apply(writes)
        for write in writes:
            if write.action is Action.UPDATE and "is_for_sale" in write.fields:
                shown = getattr(write.thing, "is_for_sale", True)
                self.edit(Ref(write.kind, write.thing.key), is_active=shown)
        return outcomes


class NeverSellsAgain(MemoryShop):
    """Takes the buy button away for good."""

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        return super().apply([self._unsold(write) for write in writes])

    def _unsold(self, write: Write) -> Write:
        if write.action is not Action.UPDATE:
            return write
        return msgspec.structs.replace(write, thing=with_fields(write.thing, is_for_sale=False))


class KeepsOldNotes(MemoryShop):
    """Takes an empty note for one that it wasn't told."""

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        return super().apply([self._speaking(write) for write in writes])

    def _speaking(self, write: Write) -> Write:
        if any(getattr(write.thing, "sale_note", {}).values()):
            return write
        return msgspec.structs.replace(write, fields=write.fields - {"sale_note"})


class BlanksNotesInPassing(MemoryShop):
    """Forgets the note whenever it writes something else."""

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        outcomes = super().apply(writes)
        for write in writes:
            is_update = write.action is Action.UPDATE and isinstance(write.thing, Product)
            if is_update and "sale_note" not in write.fields:
                self.edit(Ref(write.kind, write.thing.key), sale_note={})
        return outcomes


class ChangesTheFirstAlone(MemoryShop):
    """Says Done to a whole batch of changes and makes the first."""

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        firsts, others = writes[:1], writes[1:]
        if any(write.action is not Action.UPDATE for write in writes):
            return super().apply(writes)
        return super().apply(firsts) + [Done(shop_key=write.shop_key or "") for write in others]


class SleepsThroughSales(MemoryShop):
    """After a cursor it shows what can be bought as it was before."""

    def observe(self, since: str | None) -> Iterator[Page]:
        for page in super().observe(since):
            if since is None:
                yield page
            else:
                things = tuple(with_fields(thing, is_for_sale=True) for thing in page.things)
                yield msgspec.structs.replace(page, things=things)


CAUGHT_BY: dict[type[MemoryShop], str] = {
    SellsNothingNew: "test_what_is_new_is_for_sale_without_a_note",
    SellsWhateverIsNew: "test_what_is_new_may_be_hidden_off_sale_and_noted",
    HidesWhatIsOffSale: "test_a_sale_that_stops_leaves_the_product_shown",
    NeverSellsAgain: "test_a_sale_resumes",
    KeepsOldNotes: "test_a_note_is_taken_away_by_empty_texts",
    BlanksNotesInPassing: "test_a_sale_and_its_note_are_left_alone_by_other_writes",
    ChangesTheFirstAlone: "test_many_products_change_what_can_be_bought_in_one_batch",
    SleepsThroughSales: "test_a_sale_that_stops_after_any_cursor_is_yielded",
}
"""Each broken shop with the test that is made to tell it."""
