"""Parts of the work: a task is the whole loop over one of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from pos2web.domain.changes import Change
from pos2web.domain.values import Kind, Ref

EVERY = frozenset(Kind)


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one task is about. `task` names it in the log.

    It looks at the till, and at the whole shop, or trusts what is known of them. It writes things
    of `kinds`; `offers`: besides, whether products are shown and for sale. `only_linked`: only to
    what is on the shop already. Who makes products counts their first stock, too. `trusts_pulse`:
    it doesn't look at a till that beats as it did; what only a whole look shows is seen by others.
    """

    task: str
    kinds: frozenset[Kind] = EVERY
    sees_till: bool = True
    sees_shop: bool = False
    offers: bool = False
    only_linked: bool = False
    trusts_pulse: bool = False

    @property
    def actor(self) -> str:
        """Who does it, in the log."""
        return f"task:{self.task}"

    @property
    def counts(self) -> frozenset[Kind]:
        """The kinds of which it says how many it read."""
        return self.kinds or frozenset({Kind.PRODUCT})

    def makes(self, change: Change, links: Mapping[Ref, str], parent: str | None) -> bool:
        """Whether a change of a plan that is aimed at this part is its to make, or another's.

        `parent` is the till's key of the product that a photo belongs to.
        """
        if change.kind is Kind.STOCK and Kind.STOCK not in self.kinds:
            return change.shop_key is None
        if not self.only_linked:
            return True
        if change.kind is Kind.STOCK:
            return change.shop_key is not None
        return parent is None or Ref(Kind.PRODUCT, parent) in links


WHOLE = Part(task="sync", sees_shop=True)
CATALOGUE = Part(task="catalogue", kinds=EVERY - {Kind.IMAGE, Kind.STOCK}, sees_shop=True)
IMAGES = Part(task="images", kinds=frozenset({Kind.IMAGE}), only_linked=True)
STOCK = Part(
    task="stock",
    kinds=frozenset({Kind.STOCK}),
    offers=True,
    only_linked=True,
    trusts_pulse=True,
)
AVAILABILITY = Part(task="availability", kinds=frozenset(), offers=True, sees_till=False)
DRIFT = Part(task="drift", sees_shop=True)
LOOK = Part(task="look", kinds=frozenset())
"""No run: somebody only looks what is new at the till."""
