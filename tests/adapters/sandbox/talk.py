"""Short ways to say things to the sandbox's web service."""

import io
from typing import Any

import httpx
from lxml import etree
from PIL import Image


def xml(*entities: str) -> str:
    """Entities in the root that the web service wants."""
    return f"<prestashop>{''.join(entities)}</prestashop>"


def texts(name: str, *values: str) -> str:
    """A translated field, the languages in the shop's order."""
    inner = "".join(
        f'<language id="{key}"><![CDATA[{value}]]></language>'
        for key, value in enumerate(values, 1)
    )
    return f"<{name}>{inner}</{name}>"


def product(name: str = "Thé", more: str = "") -> str:
    """A product that a visitor can see."""
    return (
        f"<product><price>10</price><state>1</state><active>1</active><show_price>1</show_price>"
        f"<available_for_order>1</available_for_order><id_tax_rules_group>1</id_tax_rules_group>"
        f"{texts('name', name, name)}{more}</product>"
    )


def category(name: str, slug: str, parent: int = 2) -> str:
    """An active category."""
    return (
        f"<category><id_parent>{parent}</id_parent><active>1</active>"
        f"{texts('name', name, name)}{texts('link_rewrite', slug, slug)}</category>"
    )


def add(client: httpx.Client, resource: str, *entities: str) -> int:
    """Post it, and say under which id it is."""
    answer = client.post(f"/api/{resource}", content=xml(*entities))
    assert answer.status_code == 201, answer.text
    return int(etree.fromstring(answer.content)[0].findtext("id") or 0)


def read(client: httpx.Client, path: str) -> Any:
    """What the web service says, as JSON."""
    mark = "&" if "?" in path else "?"
    answer = client.get(f"/api/{path}{mark}output_format=JSON")
    assert answer.status_code == 200, answer.text
    return answer.json()


def codes(answer: httpx.Response) -> list[str]:
    """The numbers of the errors in an answer."""
    return [code.text or "" for code in etree.fromstring(answer.content).iter("code")]


def jpeg(colour: str = "red") -> bytes:
    """A small photo."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "JPEG")
    return out.getvalue()


def send_photo(client: httpx.Client, owner: str, content: bytes | None = None) -> httpx.Response:
    """Put a photo on something, as `products/1`."""
    files = {"image": ("photo.jpg", content or jpeg(), "image/jpeg")}
    return client.post(f"/api/images/{owner}", files=files)
