"""What a shop holds, as pages of things: everything, what changed, or what some writes touch."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import msgspec

from pos2web.adapters.prestashop.ahead import Ahead, readers
from pos2web.adapters.prestashop.client import Client
from pos2web.adapters.prestashop.cursor import Cursor, changed_from, cursor_of, is_date, seconds_of
from pos2web.adapters.prestashop.mapping import (
    PRODUCT_DATES,
    RESOURCES,
    Said,
    Site,
    images_of,
    is_shelf,
    thing_of,
)
from pos2web.adapters.prestashop.settings import PrestashopSettings
from pos2web.adapters.prestashop.site import Setup
from pos2web.adapters.prestashop.xml import Element, fields, holds, text
from pos2web.domain.changes import Action
from pos2web.domain.things import AnyThing, Image, Product, stock_key
from pos2web.domain.values import Kind, Ref
from pos2web.errors import RecordError
from pos2web.ports import Page, Unreadable, Write

SMALL = (Kind.BRAND, Kind.SUPPLIER, Kind.CATEGORY, Kind.OPTION, Kind.OPTION_VALUE)
"""Kinds of which a shop has few: always read whole."""

IMAGES_A_PAGE = 1000


class Seen(msgspec.Struct):
    """What one observation has come across so far; products before all that hangs on them."""

    began: int = 0
    products: set[str] = msgspec.field(default_factory=set)
    with_variants: set[str] = msgspec.field(default_factory=set)
    variants: set[str] = msgspec.field(default_factory=set)
    images: list[Image] = msgspec.field(default_factory=list)
    knows_images: bool = True
    newest: str = ""

    def note(self, row: Element) -> None:
        """Take note of a product record."""
        self.products.add(text(row, "id"))
        date = text(row, "date_upd")
        if date > self.newest and is_date(date):
            self.newest = date
        self.knows_images = self.knows_images and holds(row, "images")


def observe(
    client: Client, setup: Setup, settings: PrestashopSettings, since: str | None
) -> Iterator[Page]:
    """Yield what the shop holds, whole or since a cursor.

    With a cursor only changed products are read; the others are named in light listings, with
    their photos where the shop can list those. Where it can't, the photos of changed products are
    yielded and `complete` doesn't name photos. Variants and stock have no date: all are listed.
    """
    cursor, site, seen = cursor_of(since), setup.site, Seen()
    with readers(settings.workers) as pool:
        small = [Ahead(pool, _small(client, site, kind)) for kind in SMALL]
        products = Ahead(pool, _products(client, setup, settings, cursor, seen))
        variants = Ahead(pool, client.pages(RESOURCES[Kind.VARIANT]))
        stock = Ahead(pool, client.pages(RESOURCES[Kind.STOCK]))
        yield from chain.from_iterable(small)
        yield from products
        yield from _variants(variants, site, seen)
        yield from _images(seen)
        yield from _stock(stock, site, settings, seen)
    newest = max(seen.newest, cursor.newest if cursor else "")
    yield Page(complete=(Kind.STOCK,), cursor=str(Cursor(began=seen.began, newest=newest)))


def look(
    client: Client, setup: Setup, settings: PrestashopSettings, writes: Sequence[Write]
) -> Iterator[Page]:
    """Yield, freshly read, all that these writes touched or may have made.

    A product always comes with all of its photos: what isn't among them is gone.
    """
    for kind in Kind:
        of_kind = [write for write in writes if write.kind is kind]
        if not of_kind:
            continue
        if kind in SMALL:
            for page in _small(client, setup.site, kind):
                yield msgspec.structs.replace(page, complete=())
        elif kind in (Kind.PRODUCT, Kind.IMAGE):
            shown = _like(client, of_kind) if kind is Kind.PRODUCT else _shown(client, of_kind)
            yield _page(Kind.PRODUCT, shown, setup.site)
            yield Page(things=tuple(image for row in shown for image in images_of(row)))
        elif kind is Kind.VARIANT:
            rows = _find(client, kind, "id_product", _products_of(of_kind))
            yield _page(kind, rows, setup.site)
        else:
            counting = stock_rows(client, settings, _products_of(of_kind))
            yield _page(kind, counting, setup.site)


def stock_rows(
    client: Client, settings: PrestashopSettings, products: Iterable[str]
) -> list[Element]:
    """The stock rows that count for these products: of our shop, and of variants where any."""
    found: dict[str, Element] = {}
    with_variants: set[str] = set()
    for row in _find(client, Kind.STOCK, "id_product", products):
        said = fields(row)
        key = _key_of(said)
        if _is_ours(said, settings) and (key not in found or said["id_shop"] != "0"):
            found[key] = row
            if not _is_total(said):
                with_variants.add(said["id_product"])
    return [row for key, row in found.items() if key not in with_variants]


def _small(client: Client, site: Site, kind: Kind) -> Iterator[Page]:
    for rows in client.pages(RESOURCES[kind]):
        ours = [row for row in rows if kind is not Kind.CATEGORY or is_shelf(row, site)]
        yield _page(kind, ours, site)
    yield Page(complete=(kind,))


def _products(
    client: Client,
    setup: Setup,
    settings: PrestashopSettings,
    cursor: Cursor | None,
    seen: Seen,
) -> Iterator[Page]:
    """Products, from the time on that the shop told last before it was asked for the first."""
    seen.began = seconds_of(client.latest)
    if cursor is None:
        yield from _all_products(client, setup.site, settings, seen)
    else:
        changed = changed_from(
            cursor, now=seen.began, zone=setup.zone, overlap_s=settings.overlap_s
        )
        yield from _changed_products(client, setup.site, seen, changed)
    yield Page(complete=(Kind.PRODUCT,))


def _all_products(
    client: Client, site: Site, settings: PrestashopSettings, seen: Seen
) -> Iterator[Page]:
    for rows in client.pages(RESOURCES[Kind.PRODUCT], size=settings.page_size):
        for row in rows:
            seen.note(row)
            seen.images.extend(images_of(row))
        yield _page(Kind.PRODUCT, rows, site)


def _changed_products(client: Client, site: Site, seen: Seen, changed: str) -> Iterator[Page]:
    to_read: list[str] = []
    for rows in client.pages(PRODUCT_DATES):
        unchanged: list[Ref] = []
        for row in rows:
            seen.note(row)
            seen.images.extend(images_of(row))
            date = text(row, "date_upd")
            if is_date(date) and date < changed:
                unchanged.append(Ref(Kind.PRODUCT, text(row, "id")))
            else:
                to_read.append(text(row, "id"))
        yield Page(unchanged=tuple(unchanged))
    for rows in client.find(RESOURCES[Kind.PRODUCT], "id", to_read):
        if not seen.knows_images:
            seen.images.extend(image for row in rows for image in images_of(row))
        yield _page(Kind.PRODUCT, rows, site)


def _variants(pages: Iterable[list[Element]], site: Site, seen: Seen) -> Iterator[Page]:
    for rows in pages:
        owners = [(row, text(row, "id_product")) for row in rows]
        rooted = [row for row, product in owners if product in seen.products]
        seen.variants.update(text(row, "id") for row in rooted)
        seen.with_variants.update(product for _, product in owners if product in seen.products)
        yield _page(Kind.VARIANT, rooted, site)
    yield Page(complete=(Kind.VARIANT,))


def _images(seen: Seen) -> Iterator[Page]:
    for start in range(0, len(seen.images), IMAGES_A_PAGE):
        yield Page(things=tuple(seen.images[start : start + IMAGES_A_PAGE]))
    if seen.knows_images:
        yield Page(complete=(Kind.IMAGE,))


def _stock(
    pages: Iterable[list[Element]], site: Site, settings: PrestashopSettings, seen: Seen
) -> Iterator[Page]:
    for rows in pages:
        counting = [row for row in rows if _counts(fields(row), settings, seen)]
        yield _page(Kind.STOCK, counting, site)


def _counts(said: Said, settings: PrestashopSettings, seen: Seen) -> bool:
    product = said["id_product"]
    if product not in seen.products or not _is_ours(said, settings):
        return False
    if _is_total(said):
        return product not in seen.with_variants
    return said["id_product_attribute"] in seen.variants


def _is_ours(said: Said, settings: PrestashopSettings) -> bool:
    """Shop 0 means a whole group of shops, or that a careless write has torn the row off."""
    return said["id_shop"] in ("", "0", str(settings.id_shop))


def _is_total(said: Said) -> bool:
    return said["id_product_attribute"] in ("", "0")


def _like(client: Client, writes: Sequence[Write]) -> list[Element]:
    """Products under these keys, and those that could be the ones that these creates made."""
    made = [write.thing for write in writes if write.action is Action.CREATE]
    lookups: dict[str, list[str]] = {
        "id": [write.shop_key for write in writes if write.shop_key],
        "reference": [thing.reference for thing in made if isinstance(thing, Product)],
        "ean13": [thing.ean for thing in made if isinstance(thing, Product)],
    }
    found: dict[str, Element] = {}
    for field, values in lookups.items():
        for row in _find(client, Kind.PRODUCT, field, values):
            found.setdefault(text(row, "id"), row)
    return list(found.values())


def _shown(client: Client, writes: Sequence[Write]) -> list[Element]:
    """The products that these photos are of."""
    return list(_find(client, Kind.PRODUCT, "id", _products_of(writes)))


def _products_of(writes: Sequence[Write]) -> list[str]:
    things = [thing for write in writes for thing in (write.thing, write.before) if thing]
    return sorted({getattr(thing, "product", "") for thing in things} - {""})


def _find(client: Client, kind: Kind, field: str, values: Iterable[str]) -> Iterator[Element]:
    for rows in client.find(RESOURCES[kind], field, list(values)):
        yield from rows


def _page(kind: Kind, rows: Iterable[Element], site: Site) -> Page:
    things: list[AnyThing] = []
    unreadable: list[Unreadable] = []
    for row in rows:
        try:
            things.append(thing_of(kind, row, site))
        except RecordError as error:
            key = row_key(row) if kind is Kind.STOCK else text(row, "id")
            unreadable.append(Unreadable(ref=Ref(kind, key), reason=str(error)))
    return Page(things=tuple(things), unreadable=tuple(unreadable))


def row_key(row: Element) -> str:
    """Which stock a row counts."""
    return _key_of(fields(row))


def _key_of(said: Said) -> str:
    variant = None if _is_total(said) else said["id_product_attribute"]
    return stock_key(said["id_product"], variant)
