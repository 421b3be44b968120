"""The shop front: a small site where a person sees what has arrived in the shop."""

import re
from collections.abc import Mapping
from decimal import Decimal
from importlib.resources import files

import nh3
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from pos2web.adapters.sandbox.shop.front_data import (
    Card,
    cards,
    find_shelf,
    listed,
    shelves,
    text_of,
    variants_of,
)
from pos2web.adapters.sandbox.shop.prices import tax_rate
from pos2web.adapters.sandbox.shop.settings import Settings
from pos2web.adapters.sandbox.shop.store import Record, Store, php_integer

_PRODUCT = re.compile(r"(?:/[a-z]{2})?(?:/[^/]*)?/(\d+)-[^/]*\.html")
_CATEGORY = re.compile(r"(?:/[a-z]{2})?/(\d+)-[^/.]*")
_HOME = re.compile(r"/(?:[a-z]{2}/?)?")
_PICTURE = re.compile(r"/img/(p|c|m)/(\d+)")
_PICTURE_KINDS = {"p": "products", "c": "categories", "m": "manufacturers"}
_TAGS = {"p", "br", "b", "strong", "i", "em", "u", "ul", "ol", "li", "h2", "h3", "h4", "span", "a"}
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}
_STATIC = {"Cache-Control": "max-age=300", "X-Content-Type-Options": "nosniff"}


def euros(amount: Decimal) -> str:
    """`1234.5` as a French price tag shows it."""
    whole, _, cents = f"{amount:,.2f}".partition(".")
    return f"{whole.replace(',', ' ')},{cents} €"


def percent(rate: Decimal) -> str:
    """`5.500` as `5,5 %`."""
    return f"{rate.normalize():f} %".replace(".", ",")


def clean(html: str) -> str:
    """A description, with nothing in it that could do anything."""
    return nh3.clean(html, tags=_TAGS, attributes={"a": {"href", "title"}})


class Front:
    """Pages in French about what is in the store, in the language that the address names."""

    def __init__(self, store: Store, settings: Settings, url: str) -> None:
        self._store = store
        self._settings = settings
        self._url = url
        self._pages = Environment(
            loader=PackageLoader("pos2web.adapters.sandbox.shop"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._pages.filters["euros"] = euros
        self._pages.filters["percent"] = percent
        self._pages.filters["clean"] = clean
        static = files("pos2web.adapters.sandbox.shop").joinpath("static")
        self._css = static.joinpath("shop.css").read_bytes()
        self._script = static.joinpath("live.js").read_bytes()
        self.routes = [
            Route("/static/shop.css", self._style),
            Route("/static/live.js", self._live),
            Route("/{path:path}", self._serve),
        ]

    async def _style(self, request: Request) -> Response:  # noqa: ARG002 - the signature is given
        return Response(self._css, media_type="text/css", headers=_STATIC)

    async def _live(self, request: Request) -> Response:  # noqa: ARG002 - the signature is given
        return Response(self._script, media_type="text/javascript", headers=_STATIC)

    async def _serve(self, request: Request) -> Response:
        """Find the page behind an address, as PrestaShop's friendly addresses are made."""
        path = request.url.path
        picture = _PICTURE.match(path)
        if picture is not None:
            return self._picture(_PICTURE_KINDS[picture[1]], int(picture[2]))
        if self._settings.is_in_maintenance:
            return self._message("Le site est en maintenance", 503, {"Retry-After": "3600"})
        return self._page(path, request.query_params)

    def _page(self, path: str, parameters: Mapping[str, str]) -> Response:
        language = self._language(path)
        if path in ("/", "/index.php") and "id_product" in parameters:
            return self._to_product(php_integer(parameters["id_product"]), language)
        product, category = _PRODUCT.fullmatch(path), _CATEGORY.fullmatch(path)
        if product is not None:
            return self._product(int(product[1]), language)
        page = max(1, php_integer(parameters.get("page", "1")))
        if category is not None:
            return self._category(int(category[1]), language, page)
        if _HOME.fullmatch(path) or path == "/index.php":
            return self._home(language, page)
        return self._message("Cette page n'existe pas", 404)

    def _languages(self) -> dict[str, str]:
        rows = self._store.rows("SELECT iso_code, id FROM languages WHERE active = 1 ORDER BY id")
        return {code: str(key) for code, key in rows}

    def _language(self, path: str) -> str:
        """The code in the address, the shop's first language without one."""
        codes = self._languages()
        asked = path.strip("/").split("/")[0]
        return asked if asked in codes else next(iter(codes))

    def _render(self, name: str, language: str, status: int = 200, **values: object) -> Response:
        codes = self._languages()
        count = self._store.one("SELECT COUNT(*) FROM products WHERE active = 1")
        page = self._pages.get_template(name).render(
            shop_name=self._settings.shop_name,
            languages=list(codes),
            language=language,
            tree=shelves(self._store, codes[language]),
            product_count=count,
            address=self.address,
            **values,
        )
        return HTMLResponse(page, status, headers=_HEADERS)

    def _message(self, text: str, status: int, headers: dict[str, str] | None = None) -> Response:
        language = next(iter(self._languages()))
        answer = self._render("message.html", language, status, title=text)
        answer.headers.update(headers or {})
        return answer

    def address(self, card: Card, language: str) -> str:
        """A product's address: category, id, name and EAN, as PrestaShop makes it."""
        ean = f"-{card.ean}" if card.ean else ""
        category = f"/{card.category_slug}" if card.category_slug else ""
        return f"{self._prefix(language)}{category}/{card.id}-{card.slug}{ean}.html"

    def _prefix(self, language: str) -> str:
        return f"/{language}" if len(self._languages()) > 1 else ""

    def _card(self, record: Record, language: str) -> Card:
        key = self._languages()[language]
        return cards(self._store, [record], key, self._settings)[0]

    def _to_product(self, key: int, language: str) -> Response:
        record = self._store.get("products", key)
        if record is None:
            return self._message("Ce produit n'existe pas", 404)
        target = self._url + self.address(self._card(record, language), language)
        return Response(
            status_code=302,
            headers={"Location": target, "Cache-Control": "no-cache"},
            media_type="text/html",
        )

    def _home(self, language: str, page: int) -> Response:
        key = self._languages()[language]
        records, pages = listed(self._store, None, page)
        return self._render(
            "list.html",
            language,
            title=None,
            description="",
            way=(),
            below=shelves(self._store, key),
            cards=cards(self._store, records, key, self._settings),
            page=page,
            pages=pages,
        )

    def _category(self, category: int, language: str, page: int) -> Response:
        key = self._languages()[language]
        record = self._store.get("categories", category)
        if record is None or not record["active"]:
            return self._message("Ce rayon n'existe pas", 404)
        tree = shelves(self._store, key)
        way = find_shelf(tree, category)
        records, pages = listed(self._store, category, page)
        return self._render(
            "list.html",
            language,
            title=text_of(record, "name", key),
            description=text_of(record, "description", key),
            way=way,
            below=way[-1].below if way else tree,
            cards=cards(self._store, records, key, self._settings),
            page=page,
            pages=pages,
        )

    def _product(self, product: int, language: str) -> Response:
        key = self._languages()[language]
        record = self._store.get("products", product)
        if record is None:
            return self._message("Ce produit n'existe pas", 404)
        if not record["active"]:
            return self._withdrawn(record, language)
        rate = tax_rate(self._store, record["id_tax_rules_group"])
        images = [
            row[0]
            for row in self._store.rows(
                "SELECT id FROM image WHERE id_product = ? ORDER BY cover DESC, position",
                (product,),
            )
        ]
        return self._render(
            "product.html",
            language,
            title=text_of(record, "name", key),
            way=find_shelf(shelves(self._store, key), record["id_category_default"]),
            card=self._card(record, language),
            record=record,
            rate=rate,
            summary=text_of(record, "description_short", key),
            description=text_of(record, "description", key),
            variants=variants_of(self._store, record, key, self._settings),
            images=images,
        )

    def _withdrawn(self, record: Record, language: str) -> Response:
        """A product that is off: 301 or 302 to its category, 410, or 404, by `redirect_type`."""
        kind = record["redirect_type"]
        category = self._store.get("categories", record["id_category_default"])
        if kind in ("301-category", "302-category") and category is not None:
            slug = text_of(category, "link_rewrite", self._languages()[language])
            target = f"{self._url}{self._prefix(language)}/{category['id']}-{slug}"
            headers = {"Cache-Control": "no-cache"} if kind.startswith("302") else None
            return RedirectResponse(target, int(kind[:3]), headers)
        return self._message("Ce produit n'est plus en vente", 410 if kind == "410" else 404)

    def _picture(self, kind: str, owner: int) -> Response:
        rows = self._store.rows(
            "SELECT content_type, content FROM picture WHERE kind = ? AND owner = ?", (kind, owner)
        )
        if not rows:
            return Response(status_code=404)
        content_type, content = rows[0]
        return Response(content, media_type=content_type, headers=_HEADERS)
