"""The shop as its web service tells it, read by other means than the adapter's."""

import io
from dataclasses import dataclass
from functools import cached_property
from html import unescape

import httpx
from lxml import etree
from PIL import Image as Picture

Element = etree._Element
Texts = dict[str, str]

HOME, ROOT = "2", "1"
SIDE = 16
MEAN_STEP_MAX = 3.0
LARGEST_STEP_MAX = 60


def text(element: Element, path: str) -> str:
    """The text under an element, empty where there is none."""
    return element.findtext(path) or ""


def ids(element: Element, path: str) -> list[str]:
    """The ids of an association, in the shop's order."""
    return [text(item, "id") for item in element.findall(f"associations/{path}")]


@dataclass(frozen=True)
class Site:
    """Everything that the shop lists, by resource; `languages` are ISO codes by id."""

    languages: dict[str, str]
    lists: dict[str, list[Element]]
    photos: dict[str, bytes]

    def texts(self, element: Element, field: str) -> Texts:
        """A translated field, by language; HTML entities are the characters that they stand for."""
        return {
            self.languages[str(each.attrib["id"])]: unescape(each.text or "")
            for each in element.findall(f"{field}/language")
        }

    def by_id(self, resource: str) -> dict[str, Element]:
        """The records of a resource, by id."""
        return {text(each, "id"): each for each in self.lists[resource]}

    def combinations_of(self, product: Element) -> list[Element]:
        """The versions of a product."""
        key = text(product, "id")
        return [each for each in self.lists["combinations"] if text(each, "id_product") == key]

    def photos_of(self, product: Element) -> list[bytes]:
        """What a product's photos show, in the shop's order."""
        return [thumbnail(self.photos[photo]) for photo in ids(product, "images/image")]

    @cached_property
    def makers(self) -> dict[str, str]:
        """The names of brands and suppliers, by resource and id: `manufacturers/3`."""
        return {
            f"{resource}/{key}": text(maker, "name")
            for resource in ("manufacturers", "suppliers")
            for key, maker in self.by_id(resource).items()
        }

    @cached_property
    def counted(self) -> dict[tuple[str, str], int]:
        """What is in stock, by product and combination (`0` of the product itself)."""
        return {
            (text(row, "id_product"), text(row, "id_product_attribute")): int(text(row, "quantity"))
            for row in self.lists["stock_availables"]
        }

    @cached_property
    def rates(self) -> dict[str, str]:
        """Percentages by tax rule group."""
        taxes = self.by_id("taxes")
        return {
            text(rule, "id_tax_rules_group"): text(taxes[text(rule, "id_tax")], "rate")
            for rule in self.lists["tax_rules"]
        }

    def path(self, category: str) -> list[Texts]:
        """The names of a category and of those that it lies in, up to the root."""
        categories = self.by_id("categories")
        found: list[Texts] = []
        while category in categories and category not in (HOME, ROOT):
            found.append(self.texts(categories[category], "name"))
            category = text(categories[category], "id_parent")
        return found


RESOURCES = (
    "products",
    "combinations",
    "categories",
    "manufacturers",
    "suppliers",
    "product_options",
    "product_option_values",
    "stock_availables",
    "taxes",
    "tax_rules",
)


def read_site(url: str, key: str) -> Site:
    """Everything, by plain requests."""
    with httpx.Client(base_url=f"{url}/api", auth=(key, ""), timeout=60) as shop:

        def everything(resource: str) -> list[Element]:
            answer = shop.get(f"/{resource}", params={"display": "full"}).raise_for_status()
            return list(etree.fromstring(answer.content)[0])

        lists = {resource: everything(resource) for resource in RESOURCES}
        photos = {
            photo: shop.get(f"/images/products/{text(product, 'id')}/{photo}").content
            for product in lists["products"]
            for photo in ids(product, "images/image")
        }
        languages = {text(each, "id"): text(each, "iso_code") for each in everything("languages")}
    return Site(languages=languages, lists=lists, photos=photos)


def thumbnail(data: bytes) -> bytes:
    """What a picture shows, from afar."""
    with Picture.open(io.BytesIO(data)) as picture:
        small = picture.convert("RGB").resize((SIDE, SIDE), Picture.Resampling.BILINEAR)
    return small.tobytes()


def shows_the_same(one: bytes, other: bytes) -> bool:
    """Whether two thumbnails are of one picture."""
    steps = [abs(a - b) for a, b in zip(one, other, strict=True)]
    return max(steps) <= LARGEST_STEP_MAX and sum(steps) <= MEAN_STEP_MAX * len(steps)
