"""The web service: from a request to an answer, in the order in which PrestaShop looks at things."""

import hashlib
import re
from collections.abc import Mapping
from urllib.parse import urlencode

import msgspec

from pos2web.adapters.sandbox.shop import json_out, pictures, saving, xml_out
from pos2web.adapters.sandbox.shop.answer import (
    CRASHED,
    HTML,
    JSON,
    Answer,
    Crash,
    NotThere,
    Refusal,
    php_warning,
)
from pos2web.adapters.sandbox.shop.keys import METHODS, NO_KEY, Key, admit, check_rights, presented
from pos2web.adapters.sandbox.shop.prices import add_prices
from pos2web.adapters.sandbox.shop.query import Query, closest, quoted, read_languages, read_query
from pos2web.adapters.sandbox.shop.reading import attach, compute
from pos2web.adapters.sandbox.shop.schema import RESOURCES, Resource
from pos2web.adapters.sandbox.shop.searching import search
from pos2web.adapters.sandbox.shop.settings import Settings
from pos2web.adapters.sandbox.shop.store import Record, Store, php_integer
from pos2web.adapters.sandbox.shop.xml_in import read_entities

_VERSION = "8.1.2"
_IDS = re.compile(r"\d+")


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What came in; header names are in lower case, `path` is without `/api/`."""

    method: str
    path: str
    parameters: dict[str, str]
    headers: dict[str, str]
    body: bytes = b""


class WebService:
    """Answers requests out of a store."""

    def __init__(
        self, store: Store, keys: Mapping[str, Key], settings: Settings, host: str
    ) -> None:
        self.store = store
        self.keys = keys
        self.settings = settings
        self.host = host
        self.base = f"http://{host}/api"

    def answer(self, request: Request) -> Answer:
        """The whole answer, whatever happens on the way."""
        elsewhere = self._elsewhere(request)
        if elsewhere is not None:
            return elsewhere
        secret = presented(request.headers, request.parameters)
        if not secret:
            return NO_KEY
        is_json = self._wants_json(request)
        try:
            answer = self._answer(request, secret, is_json=is_json)
        except NotThere:
            answer = Answer(status=404)
        except Crash:
            return CRASHED
        except Refusal as refusal:
            answer = _refused(refusal, is_json=is_json)
        return self._finished(request, answer)

    def _elsewhere(self, request: Request) -> Answer | None:
        """Off to the shop front, with 302: another host, or a shop that isn't there."""
        shop = request.parameters.get("id_shop", "1")
        if shop in ("1", "all", "") and request.headers.get("host") == self.host:
            return None
        rest = {name: value for name, value in request.parameters.items() if name != "id_shop"}
        query = urlencode({"url": request.path, **rest})
        return Answer(
            status=302,
            content_type=HTML,
            headers=(("Location", f"http://{self.host}/?{query}"), ("Connection", "close")),
            is_webservice=False,
        )

    def _wants_json(self, request: Request) -> bool:
        asked = (
            request.parameters.get("output_format"),
            request.parameters.get("io_format"),
            request.headers.get("output-format"),
            request.headers.get("io-format"),
        )
        return "JSON" in asked

    def _answer(self, request: Request, secret: str, *, is_json: bool) -> Answer:
        key = admit(self.keys, secret)
        if not self.settings.webservice_on:
            raise Refusal(
                503,
                22,
                "The PrestaShop webservice is disabled. Please activate it in the PrestaShop Back"
                " Office",
            )
        method = request.parameters.get("ps_method", request.method)
        if method not in METHODS:
            raise Refusal(405, 23, f"Method {method} is not valid")
        segments = tuple(part for part in request.path.split("/") if part)
        if not segments:
            if is_json:
                raise Crash
            return Answer(body=_root(key, self.settings.shop_name, self.base))
        if segments[0] not in RESOURCES:
            raise _unknown_resource(segments[0])
        check_rights(key, segments[0], method)
        if segments[0] == "images":
            upload = pictures.read_upload(request.headers, request.body)
            was_post = request.method == "POST"
            return pictures.serve(
                self.store, method, segments[1:], self.base, upload, was_post=was_post
            )
        if segments[0] == "search":
            return Answer(body=search(self.store, request.parameters, self.base))
        return self._resource(request, method, segments, is_json=is_json)

    def _resource(
        self, request: Request, method: str, segments: tuple[str, ...], *, is_json: bool
    ) -> Answer:
        resource = RESOURCES[segments[0]]
        if not resource.node:
            raise NotThere
        if method in ("GET", "HEAD"):
            return self._read(request, resource, segments[1:], is_json=is_json)
        if method == "DELETE":
            saving.delete(self.store, resource, _to_delete(request, segments[1:]))
            return Answer()
        return self._write(request, resource, method, is_json=is_json)

    def _read(
        self, request: Request, resource: Resource, segments: tuple[str, ...], *, is_json: bool
    ) -> Answer:
        schema = request.parameters.get("schema")
        if schema == "blank":
            return Answer(body=xml_out.blank(resource, self.store.languages))
        if schema == "synopsis":
            return Answer(body=xml_out.synopsis(resource, self.base, self.store.languages))
        if resource.name == "stock_movements":
            raise Crash
        query = read_query(resource, request.parameters, self.store, is_single=bool(segments))
        key = php_integer(segments[0]) if segments else None
        records = self._records(resource, query, key)
        if segments:
            _check_found(resource, records, segments[0])
        if query.associations:
            resource = msgspec.structs.replace(resource, associations=query.associations)
            attach(self.store, resource, records)
        add_prices(self.store, resource, records, request.parameters)
        if is_json:
            is_whole = key is not None and request.parameters.get("display", "full") == "full"
            write = json_out.single if is_whole else json_out.listed
            body = write(resource, records, query.fields, query.languages)
            return Answer(body=body, content_type=JSON, items=len(records))
        shown = self._shown(resource, query, records, is_list=key is None)
        return Answer(body=shown, items=len(records))

    def _records(self, resource: Resource, query: Query, key: int | None) -> list[Record]:
        values = query.values if key is None else (key,)
        if query.fields is None:
            sql = f'SELECT id FROM "{resource.name}" {query.tail}'  # noqa: S608 - names of ours, values are bound
            return [{"id": one} for (one,) in self.store.rows(sql, values)]
        records = self.store.select(resource.name, query.tail, values)
        if any(field.is_computed for field in query.fields):
            compute(self.store, resource, records)
        return records

    def _shown(
        self, resource: Resource, query: Query, records: list[Record], *, is_list: bool
    ) -> bytes:
        fields, languages = query.fields, query.languages
        if fields is None:
            shown = xml_out.bare(resource, (record["id"] for record in records), self.base)
        else:
            shown = "".join(
                xml_out.entity(resource, record, fields, self.base, languages) for record in records
            )
        if is_list:
            shown = f"<{resource.name}>\n{shown}</{resource.name}>\n"
        return xml_out.document(shown)

    def _write(self, request: Request, resource: Resource, method: str, *, is_json: bool) -> Answer:
        languages = read_languages(request.parameters, self.store)
        entities = read_entities(request.body)
        records = saving.write(self.store, resource, method, entities)
        compute(self.store, resource, records)
        attach(self.store, resource, records)
        status = 201 if method == "POST" else 200
        if is_json:
            if method != "POST":
                records = [record | {"id": str(record["id"])} for record in records]
            body = json_out.single(resource, records, resource.fields, languages)
            return Answer(status=status, body=body, content_type=JSON, items=len(records))
        shown = "".join(
            xml_out.entity(resource, record, resource.fields, self.base, languages)
            for record in records
        )
        return Answer(status=status, body=xml_out.document(shown), items=len(records))

    def _finished(self, request: Request, answer: Answer) -> Answer:
        digest = hashlib.sha1(answer.body, usedforsecurity=False).hexdigest()
        headers = (
            ("X-Powered-By", "PrestaShop Webservice"),
            ("Access-Time", str(int(self.store.clock().timestamp()))),
            ("PSWS-Version", _VERSION if answer.status != 401 else "0"),
            ("Content-Sha1", digest),
            *answer.headers,
        )
        if answer.status == 200 and request.headers.get("local-content-sha1") == digest:
            return Answer(status=304, content_type=answer.content_type, headers=headers)
        return msgspec.structs.replace(answer, headers=headers)


def _refused(refusal: Refusal, *, is_json: bool) -> Answer:
    write = json_out.errors if is_json else xml_out.errors
    return Answer(
        status=refusal.status,
        body=write(refusal.errors),
        content_type=JSON if is_json else "text/xml;charset=utf-8",
        headers=refusal.headers,
    )


def _check_found(resource: Resource, records: list[Record], asked: str) -> None:
    if not records:
        raise NotThere
    if resource.name == "stock_availables" and not records[0].get("id_shop", 1):
        raise Refusal(404, 131, f"This StockAvailable ({asked}) does not exists on this shop")


def _to_delete(request: Request, segments: tuple[str, ...]) -> list[int]:
    if segments:
        return [php_integer(segments[0])]
    given = [php_integer(key) for key in _IDS.findall(request.parameters.get("id", ""))]
    if not given:
        text = "Undefined array key 1 (/var/www/shop/classes/webservice/WebserviceRequest.php"
        warning = php_warning(f"{text}, line 1485)")
        raise Refusal(404, 87, "Id(s) not exists: 0").after(warning)
    return given


def _unknown_resource(name: str) -> Refusal:
    known = list(RESOURCES)
    return Refusal(
        400,
        27,
        f'Resource of type "{name}" does not exists. Did you mean: "{closest(name, known)}"?'
        f" The full list is: {quoted(known)}",
    )


def _root(key: Key, shop_name: str, base: str) -> bytes:
    shown = []
    for name, resource in RESOURCES.items():
        methods = key.methods(name)
        if not methods:
            continue
        rights = " ".join(
            f'{method.lower()}="{"true" if method in methods else "false"}"' for method in METHODS
        )
        link = f'xlink:href="{base}/{name}"'
        schemas = "".join(
            f'<schema xlink:href="{base}/{name}?schema={kind}" type="{kind}"/>\n'
            for kind in ("blank", "synopsis")
            if resource.has_schemas
        )
        shown.append(
            f"<{name} {link} {rights}>\n<description {link} {rights}>\n{resource.about}"
            f"</description>\n{schemas}</{name}>\n"
        )
    return xml_out.document(f'<api shopName="{shop_name}">\n{"".join(shown)}</api>\n')
