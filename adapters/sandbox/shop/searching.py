"""`/api/search`: the words of a name, in one language."""

from collections.abc import Mapping

from pos2web.adapters.sandbox.shop.answer import Crash, Refusal
from pos2web.adapters.sandbox.shop.schema import RESOURCES
from pos2web.adapters.sandbox.shop.store import Store, php_integer
from pos2web.adapters.sandbox.shop.xml_out import bare, document


def search(store: Store, parameters: Mapping[str, str], base: str) -> bytes:
    """The active products with the words in their name, and the categories that these are in."""
    query, language = parameters.get("query"), parameters.get("language")
    if not query or not language:
        message = "You have to set both the 'language' and 'query' parameters to get a result"
        raise Refusal(400, 100, message)
    if "display" in parameters:
        raise Crash
    products = [
        key
        for (key,) in store.rows(
            f"""SELECT id FROM products WHERE active = 1 AND visibility IN ('both', 'search')
            AND json_extract(name, '$."{php_integer(language)}"') LIKE ? ORDER BY id""",  # noqa: S608 - names of ours, values are bound
            (f"%{query}%",),
        )
    ]
    categories = sorted(
        {
            category
            for (category,) in store.rows_of(
                "SELECT id_category FROM category_product WHERE id_product IN ({ids})", products
            )
        }
    )
    return document(
        f"<products>\n{bare(RESOURCES['products'], products, base)}</products>\n",
        f"<categories>\n{bare(RESOURCES['categories'], categories, base)}</categories>\n",
    )
