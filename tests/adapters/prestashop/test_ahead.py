"""Reading ahead: what comes is the same, only sooner."""

import threading
from collections.abc import Iterator

import pytest

from pos2web.adapters.prestashop.ahead import AT_ONCE, PAGES_AHEAD, Ahead, readers
from pos2web.errors import TransientError


class Book:
    """Pages that note when they are read, by whom, and how many others were being read then."""

    def __init__(self, fails_at: int = -1) -> None:
        self.read: list[int] = []
        self.at_once: list[int] = []
        self.fails_at = fails_at
        self.first = threading.Event()
        self._reading = 0
        self._lock = threading.Lock()

    def pages(self, *numbers: int) -> Iterator[int]:
        for number in numbers:
            with self._lock:
                self._reading += 1
                self.at_once.append(self._reading)
            self.first.set()
            self.read.append(number)
            with self._lock:
                self._reading -= 1
            if number == self.fails_at:
                raise TransientError(f"page {number} is torn")
            yield number


def readings() -> list[threading.Thread]:
    """The threads that read."""
    return [thread for thread in threading.enumerate() if thread.name.startswith("reading")]


def test_pages_come_in_their_order() -> None:
    book = Book()

    with readers(4) as pool:
        streams = [Ahead(pool, book.pages(1, 2)), Ahead(pool, book.pages(3, 4, 5))]
        pages = [page for stream in streams for page in stream]

    assert pages == [1, 2, 3, 4, 5]


def test_the_first_page_is_read_before_anybody_takes_it() -> None:
    book = Book()

    with readers(4) as pool:
        Ahead(pool, book.pages(1))
        was_read = book.first.wait(60)

    assert was_read


def test_only_so_many_pages_wait_to_be_taken() -> None:
    book = Book()

    with readers(1) as pool:
        pages = iter(Ahead(pool, book.pages(*range(100))))
        next(pages)
        pool.submit(int).result()

    assert len(book.read) <= PAGES_AHEAD + 2


def test_nothing_to_read_is_no_pages() -> None:
    with readers(4) as pool:
        pages = list(Ahead(pool, iter(())))

    assert pages == []


@pytest.mark.parametrize("workers", [1, 2, 8])
def test_no_more_are_read_at_once_than_may_be(workers: int) -> None:
    book = Book()

    with readers(workers) as pool:
        streams = [Ahead(pool, book.pages(*range(50))) for _ in range(5)]
        pages = [page for stream in streams for page in stream]

    assert len(pages) == 250
    assert max(book.at_once) <= min(workers, AT_ONCE)


def test_an_error_comes_where_the_page_would_have_come() -> None:
    book = Book(fails_at=2)

    with readers(1) as pool:
        pages = iter(Ahead(pool, book.pages(1, 2, 3)))
        taken = next(pages)
        with pytest.raises(TransientError, match="page 2 is torn"):
            next(pages)

    assert taken == 1
    assert book.read == [1, 2]
    assert readings() == []


def test_who_stops_leaves_nobody_reading() -> None:
    book = Book()

    def observation() -> Iterator[int]:
        with readers(2) as pool:
            yield from Ahead(pool, book.pages(*range(100)))

    pages = observation()
    next(pages)
    pages.close()  # type: ignore[attr-defined]  # a generator, told as what it is used for

    assert readings() == []
    assert len(book.read) <= PAGES_AHEAD + 2
