"""Echo: a shop may show what we sent in a form of its own; that is no difference."""

from collections.abc import Sequence

from pos2web.domain.facts import ShopEchoed
from pos2web.domain.planning import canonical
from pos2web.domain.values import Kind
from pos2web.engine.apply import Claim
from pos2web.engine.world import World
from pos2web.log import Entry

ECHOED: dict[Kind, frozenset[str]] = {
    Kind.BRAND: frozenset({"name"}),
    Kind.SUPPLIER: frozenset({"name"}),
    Kind.CATEGORY: frozenset({"name", "description"}),
    Kind.OPTION: frozenset({"name"}),
    Kind.OPTION_VALUE: frozenset({"name"}),
    Kind.PRODUCT: frozenset(
        {"reference", "name", "summary", "description", "price", "weight", "ean", "sale_note"}
    ),
    Kind.VARIANT: frozenset({"reference", "ean", "surcharge", "weight_surcharge"}),
}
"""Fields that a shop may write in its own way: it cleans HTML, trims, rounds.

Stock and being on sale are left out: there a difference is a sale or a person.
"""


def record_echoes(world: World, done: Sequence[Claim]) -> None:
    """Append, for what was just written and read back, where the shop shows another form.

    Without this the difference would be put right by every run, for ever.
    """
    shop = world.house.shop_name
    entries: list[Entry] = []
    for one in done:
        key = world.links.get(one.change.ref)
        now = world.site[one.change.kind].get(key) if key else None
        if key is None or now is None:
            continue
        for name in sorted(ECHOED.get(one.change.kind, frozenset()) & one.write.fields):
            sent, seen = getattr(one.write.thing, name), getattr(now, name)
            if sent != seen:
                fact = ShopEchoed(
                    key=key,
                    kind=one.change.kind,
                    field=name,
                    sent=canonical(sent),
                    seen=canonical(seen),
                )
                stream = f"{shop}/{one.change.kind}/{key}"
                entries.append(Entry(stream=stream, fact=fact, cause=one.position))
    world.append(shop, entries)
