"""Shops that keep our mark in a wrong way, each with the test of the kit that tells it."""

from pos2web.adapters.memory.adapter import MemoryShop
from pos2web.adapters.memory.worlds import ClosedShop


class SaysThatItKeepsMarks(MemoryShop):
    def write_mark(self, mark: str) -> bool:
        del mark
        return True


class CutsMarksShort(MemoryShop):
    def write_mark(self, mark: str) -> bool:
        return super().write_mark(mark[:64])


class KeepsTheFirstMark(MemoryShop):
    def write_mark(self, mark: str) -> bool:
        return super().write_mark(self.mark or mark)


class NeverForgetsMarks(MemoryShop):
    def write_mark(self, mark: str) -> bool:
        return super().write_mark(mark or self.mark or "")


class TakesMarksFromStrangers(ClosedShop):
    def write_mark(self, mark: str) -> bool:
        self.mark = mark
        return True

    def read_mark(self) -> str | None:
        return self.mark


CAUGHT_BY = {
    SaysThatItKeepsMarks: "test_a_mark_that_is_kept_is_read_as_it_was_written",
    CutsMarksShort: "test_the_longest_mark_is_kept_whole",
    KeepsTheFirstMark: "test_a_mark_takes_the_place_of_the_one_before",
    NeverForgetsMarks: "test_an_empty_mark_takes_the_one_before_away",
}
STRANGERS_CAUGHT_BY = {TakesMarksFromStrangers: "test_a_stranger_keeps_no_mark"}
