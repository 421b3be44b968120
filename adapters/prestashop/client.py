"""Speaks PrestaShop's web service: paged lists in, bulk writes out; knows nothing of our things."""

import threading
from collections.abc import Iterator, Sequence

import msgspec

from pos2web.adapters.http import File, Params, Response, Sender, settled, xml_body
from pos2web.adapters.prestashop.xml import (
    Element,
    ShopError,
    document,
    errors,
    holds,
    parse,
    rows,
    text,
    whole,
    words,
)
from pos2web.adapters.wrappers.patience import BUSY
from pos2web.errors import CredentialsError, ProtocolError
from pos2web.messages import message

NOT_ALLOWED = 25
"""The key lacks the right to this method (HTTP 405)."""

_FIELD_UNKNOWN = 35
_FILE_MISSING = 61
_FILTER_CHARS_MAX = 1500
_FILTER_VALUES_MAX = 100
_ODD = frozenset("[]|,%<>!")


class Resource(msgspec.Struct, frozen=True):
    """One list of the web service: its name, its record's, the fields and associations we read.

    Where a shop can't list chosen associations, we read whole records, unless we can do without.
    """

    name: str
    tag: str
    fields: tuple[str, ...] = ()
    associations: tuple[str, ...] = ()
    needs_all: bool = True


class Answer(msgspec.Struct, frozen=True):
    """What became of a write. `records` is None when the answer can't be read.

    A delete is answered with nothing, which reads as no records.
    """

    status: int
    records: list[Element] | None
    errors: list[ShopError]

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300

    @property
    def is_believable(self) -> bool:
        """Whether it is a success that came from the shop, and not from something before it."""
        return self.is_success and self.records is not None

    @property
    def codes(self) -> set[int]:
        return {error.code for error in self.errors}

    @property
    def words(self) -> str:
        return words(self.errors) or message("the shop answered {status}", status=self.status)


class Client:
    """One shop's web service. May be used by several threads at once."""

    def __init__(self, http: Sender, *, id_shop: int, listing_size: int) -> None:
        self._http = http
        self._id_shop = {"id_shop": str(id_shop)}
        self._listing_size = listing_size
        self._plain: set[tuple[str, ...]] = set()
        self._lock = threading.Lock()
        self._latest: Response | None = None

    @property
    def latest(self) -> Response | None:
        """The answer to the last read, whoever asked; its headers tell the shop's time."""
        return self._latest

    @property
    def where(self) -> str:
        """Which shop, for messages."""
        return self._http.where

    @property
    def calls(self) -> int:
        return self._http.calls

    def close(self) -> None:
        self._http.close()

    def read(self, path: str, params: Params | None = None) -> Response:
        """The successful answer to a GET; other answers are errors of ours."""
        response = self._settled(self._get(path, params or {}))
        if not response.is_success:
            raise ProtocolError(
                message(
                    "{where} refused to show {path}: {words}",
                    where=self.where,
                    path=path or message("what it offers"),
                    words=_words(response),
                ),
                answer=response.body[:200].decode("utf-8", "replace"),
            )
        return response

    def table(self, resource: Resource, filters: Params | None = None) -> list[Element]:
        """A short list of the shop's set-up, in one read."""
        display = {"display": _display(resource)}
        return self._records(self.read(resource.name, {**(filters or {}), **display}), resource)

    def pages(
        self, resource: Resource, filters: Params | None = None, *, size: int | None = None
    ) -> Iterator[list[Element]]:
        """Yield all records that pass, oldest first, a page at a time.

        Pages follow the id, so what comes or goes meanwhile makes us miss nothing that stays.
        """
        size = size or self._listing_size
        after = 0
        while True:
            listed = self._page(resource, {**(filters or {}), "limit": str(size)}, after)
            page = _present(listed)
            ids = [after, *(whole(row, "id") for row in page)]
            if ids != sorted(set(ids)):
                raise ProtocolError(
                    message(
                        "{where} lists {name} out of their order",
                        where=self.where,
                        name=resource.name,
                    )
                )
            if page:
                yield page
            if len(listed) < size:
                return
            after = ids[-1]

    def find(
        self, resource: Resource, field: str, values: Sequence[str], *, size: int | None = None
    ) -> Iterator[list[Element]]:
        """Yield the records in which a field is one of these values, in pages."""
        plain = [value for value in values if value and not _ODD & set(value)]
        for chunk in _chunks(plain):
            yield from self._found(resource, field, chunk, size)
        odd = {value for value in values if _ODD & set(value)}
        if odd:
            yield from self._searched(resource, field, odd)

    def write(self, method: str, resource: Resource, records: Sequence[Element]) -> Answer:
        """Write one or several records in one request. Raises as `settled` does."""
        response = self._http.send(
            method, resource.name, params=self._id_shop, body=xml_body(document(records))
        )
        return self._answer(response, resource.tag)

    def delete(self, path: str, keys: Sequence[str] = ()) -> Answer:
        """Delete one record by its path, or several of a resource, all or nothing."""
        params = {**self._id_shop, **({"id": f"[{','.join(keys)}]"} if keys else {})}
        return self._answer(self._http.send("DELETE", path, params=params), "")

    def upload(self, path: str, file: File, *, replaces: bool = False) -> Response:
        """Send a photo, in place of another where the path names one."""
        params = {**self._id_shop, **({"ps_method": "PUT"} if replaces else {})}
        response = self._http.send("POST", path, params=params, body=file)
        self._refuse_strangers(response)
        return self._settled(response)

    def answer(self, response: Response, tag: str) -> Answer:
        """What a settled response says of its records."""
        complaints = [] if response.is_success else errors(response.body)
        return Answer(response.status, _records(response, tag), complaints)

    def get(self, path: str) -> Response:
        """The answer to a GET, refused ones too. Raises as `settled` does."""
        response = self._get(path, {})
        return response if is_without_file(response) else self._settled(response)

    def _answer(self, response: Response, tag: str) -> Answer:
        self._refuse_strangers(response)
        return self.answer(self._settled(response), tag)

    def _get(self, path: str, params: Params) -> Response:
        response = self._http.send("GET", path, params={**self._id_shop, **params})
        self._latest = response
        return response

    def _settled(self, response: Response) -> Response:
        if 300 <= response.status < 400:
            raise ProtocolError(
                message(
                    "{where} sends us to its front page: its address or id_shop is wrong",
                    where=self.where,
                )
            )
        return settled(response, where=self.where, explain=_words)

    def _refuse_strangers(self, response: Response) -> None:
        found = errors(response.body) if response.status == 405 else []
        if any(error.code == NOT_ALLOWED for error in found):
            raise CredentialsError(
                message("{where} says: {words}", where=self.where, words=words(found))
            )

    def _found(
        self, resource: Resource, field: str, chunk: Sequence[str], size: int | None
    ) -> Iterator[list[Element]]:
        criteria = {f"filter[{field}]": f"[{'|'.join(chunk)}]"}
        if field != "id":
            yield from self.pages(resource, criteria, size=size)
        elif found := _present(self._page(resource, {**criteria, "limit": str(len(chunk))}, 0)):
            yield found

    def _page(self, resource: Resource, params: Params, after: int) -> list[Element]:
        paging = {"sort": "[id_ASC]", **({"filter[id]": f">[{after}]"} if after else {})}
        asked = {**params, **paging}
        choice = (resource.name, *resource.fields)
        if choice not in self._plain:
            found = self._chosen(resource, {**asked, "display": _display(resource)})
            if found is not None:
                return found
            with self._lock:
                self._plain.add(choice)
        display = "full" if resource.needs_all else f"[{','.join(resource.fields)}]"
        return self._records(self.read(resource.name, {**asked, "display": display}), resource)

    def _chosen(self, resource: Resource, asked: Params) -> list[Element] | None:
        """The records with the chosen fields, None where the shop can't choose associations."""
        response = self._get(resource.name, asked)
        if resource.associations and is_misunderstanding(response):
            return None
        response = self._settled(response)
        if not response.is_success:
            raise ProtocolError(
                message(
                    "{where} refused to list {name}: {words}",
                    where=self.where,
                    name=resource.name,
                    words=_words(response),
                )
            )
        found = self._records(response, resource)
        if all(holds(row, name) for row in found for name in resource.associations):
            return found
        return None

    def _records(self, response: Response, resource: Resource) -> list[Element]:
        """The records of a list. Without the list, an answer isn't taken for an empty one."""
        root = parse(response.body)
        if root.find(resource.name) is None:
            raise ProtocolError(
                message(
                    "{where} was asked for {name} and answered something else",
                    where=self.where,
                    name=resource.name,
                ),
                answer=response.body[:200].decode("utf-8", "replace"),
            )
        return rows(root, resource.tag)

    def _searched(self, resource: Resource, field: str, odd: set[str]) -> Iterator[list[Element]]:
        """Values that PrestaShop's filters would take for operators: look through all records."""
        listing = Resource(resource.name, resource.tag, ("id", field))
        found = [
            row.findtext("id") or ""
            for page in self.pages(listing)
            for row in page
            if row.findtext(field) in odd
        ]
        if found:
            yield from self.find(resource, "id", found)


def _display(resource: Resource) -> str:
    chosen = [*resource.fields, *(f"{name}[id]" for name in resource.associations)]
    return f"[{','.join(chosen)}]"


def _chunks(values: Sequence[str]) -> Iterator[list[str]]:
    chunk: list[str] = []
    chars = 0
    for value in dict.fromkeys(values):
        chars += len(value) + 3
        if chunk and (len(chunk) == _FILTER_VALUES_MAX or chars > _FILTER_CHARS_MAX):
            yield chunk
            chunk, chars = [], len(value) + 3
        chunk.append(value)
    if chunk:
        yield chunk


def _present(listed: list[Element]) -> list[Element]:
    """Those that are there: what is deleted while PrestaShop lists it is a record without an id."""
    return [row for row in listed if text(row, "id").strip()]


def _records(response: Response, tag: str) -> list[Element] | None:
    if not response.is_success:
        return None
    if not tag and not response.body.strip():
        return []
    try:
        return rows(parse(response.body), tag)
    except ProtocolError:
        return None


def _words(response: Response) -> str:
    return words(errors(response.body))


def is_worth_asking_again(response: Response) -> bool:
    """Whether a reading failed in a way that may pass: busy, or an answer cut short or replaced."""
    if response.is_success:
        is_image = response.headers.get("content-type", "").startswith("image/")
        return not is_image and not response.body.rstrip().endswith(b"</prestashop>")
    is_final = is_misunderstanding(response) or is_without_file(response)
    return response.status in BUSY and not is_final


def is_misunderstanding(response: Response) -> bool:
    """Whether the shop knows not what we want to be shown: it says so with 400 or, from 8, 500."""
    return response.status in (400, 500) and _complains(response, _FIELD_UNKNOWN)


def is_without_file(response: Response) -> bool:
    """Whether the shop has a photo's row but not its file: a 500 that no asking again mends."""
    return response.status == 500 and _complains(response, _FILE_MISSING)


def _complains(response: Response, code: int) -> bool:
    return any(error.code == code for error in errors(response.body))
