"""A bare httpx loop that sends recorded requests again: what no sync can be faster than.

It knows every request beforehand and computes nothing. Of what a sync must wait for it keeps the
least: a request goes out once whatever it names has an id (some answer before it in the recording
was the first to show it), after the last write before it of the same product (of two writers at
once one loses its work), and, if it comes after the last write, after all of them. All else goes
out in the recorded order as soon as one of the workers is free, reads too, which a sync sends one by
one. That a fresh shop gives ids in another order of arrival then changes nothing: whoever is named
is there.
"""

import re
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from time import perf_counter
from urllib.parse import unquote_to_bytes

import httpx

Thing = tuple[bytes, bytes]
"""The name of its element in the web service's XML, and its id."""

_PRODUCT = b"product"
_ELEMENTS = {
    b"id_product": _PRODUCT,
    b"id_manufacturer": b"manufacturer",
    b"id_supplier": b"supplier",
    b"id_parent": b"category",
    b"id_category_default": b"category",
    b"id_attribute_group": b"product_option",
}
_FIELD = re.compile(rb"<(id_\w+)>(\d+)<")
_ENTITY = re.compile(rb"<(\w+)><id>(\d+)<")
_SHOWN = re.compile(rb"<(\w+)[^>]*>\s*<id><!\[CDATA\[(\d+)")
_PHOTO_OF = re.compile(rb"/images/products/(\d+)")
_FILTER = re.compile(rb"/(?:products|stock_availables)\?.*filter\[(?:id|id_product)\]=\[([\d|]+)\]")


@dataclass
class Sent:
    """One request as it went out, and its answer as it came."""

    method: str
    url: str
    content: bytes
    content_type: str
    status: int = 0
    answer: list[bytes] = field(default_factory=list)

    @property
    def is_read(self) -> bool:
        """It changes nothing."""
        return self.method == "GET"

    def named(self) -> Iterator[Thing]:
        """The things that must be there for it to mean anything."""
        url = unquote_to_bytes(self.url)
        photo = _PHOTO_OF.search(url)
        if photo is not None:
            yield _PRODUCT, photo[1]
            return
        filtered = _FILTER.search(url)
        if filtered is not None:
            yield from ((_PRODUCT, key) for key in filtered[1].split(b"|"))
        for name, key in _FIELD.findall(self.content):
            if name in _ELEMENTS:
                yield _ELEMENTS[name], key
        yield from _ENTITY.findall(self.content)

    def shown(self) -> Iterator[Thing]:
        """The things whose ids its answer tells."""
        if "/images/" not in self.url:
            yield from _SHOWN.findall(b"".join(self.answer))


def needs(sent: Sequence[Sent]) -> list[set[int]]:
    """For each request, those before it that must have been answered."""
    found: list[set[int]] = []
    first_shown: dict[Thing, int] = {}
    last_written: dict[Thing, int] = {}
    writes = [n for n, one in enumerate(sent) if not one.is_read]
    last_write = max(writes, default=len(sent))
    for n, one in enumerate(sent):
        named = set(one.named())
        needed = {at[thing] for at in (first_shown, last_written) for thing in named if thing in at}
        found.append(needed if n < last_write else needed | set(writes) - {n})
        for thing in one.shown():
            first_shown.setdefault(thing, n)
        if not one.is_read:
            last_written |= {thing: n for thing in named if thing[0] == _PRODUCT}
    return found


class ReplayError(Exception):
    """A request came to something else than in the recording; names it."""


class Turns:
    """Which request is next: the first one whose needs were answered."""

    def __init__(self, all_needs: Sequence[set[int]]) -> None:
        self._missing = [len(one) for one in all_needs]
        self._waiting: list[list[int]] = [[] for _ in all_needs]
        for n, one in enumerate(all_needs):
            for needed in one:
                self._waiting[needed].append(n)
        self._ready = [n for n, missing in enumerate(self._missing) if not missing]
        heapify(self._ready)
        self._left = len(all_needs)
        self._failure: BaseException | None = None
        self._changed = threading.Condition()

    def __iter__(self) -> Iterator[int]:
        """Take turns in one thread; asking for the next one says that the last is answered."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._ready or not self._left)
                if not self._left:
                    return
                n = heappop(self._ready)
                self._left -= 1
            yield n
            self._answered(n)

    def give_up(self, failure: BaseException) -> None:
        """Let nobody take another turn: some would wait for ever for what failed."""
        with self._changed:
            self._failure = self._failure or failure
            self._left = 0
            self._changed.notify_all()

    def check(self) -> None:
        """Raise what was given up for; the first, where several failed at once."""
        if self._failure is not None:
            raise self._failure

    def _answered(self, n: int) -> None:
        with self._changed:
            for waiting in self._waiting[n]:
                self._missing[waiting] -= 1
                if not self._missing[waiting]:
                    heappush(self._ready, waiting)
            self._changed.notify_all()


def send_again(url: str, key: str, sent: Sequence[Sent], *, workers: int) -> float:
    """The seconds that the same requests take without us, on a shop that is as new as then.

    Ends at the first request that isn't answered as it was, with the ReplayError that names it.
    """
    turns = Turns(needs(sent))

    def work(client: httpx.Client) -> None:
        for n in turns:
            try:
                send(client, sent[n])
            except BaseException as error:  # noqa: BLE001 - `check` raises it
                turns.give_up(error)

    with httpx.Client(base_url=url, auth=(key, ""), timeout=60) as client:
        started = perf_counter()
        with ThreadPoolExecutor(workers) as pool:
            for _ in range(workers):
                pool.submit(work, client)
        turns.check()
        return perf_counter() - started


def send(client: httpx.Client, one: Sent) -> None:
    """Send one request as it went out, and see that it is answered as it was."""
    headers = {"content-type": one.content_type} if one.content_type else {}
    try:
        answer = client.request(one.method, one.url, content=one.content, headers=headers)
    except httpx.HTTPError as error:
        raise ReplayError(f"{one.method} {one.url}: {error!r}") from error
    if answer.status_code != one.status:
        was, begin = f"{answer.status_code}, not {one.status}", answer.text[:200]
        raise ReplayError(f"{one.method} {one.url}: answered {was}: {begin}")
